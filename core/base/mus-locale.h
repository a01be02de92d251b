/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mus_locale_init:
 *
 * Takes over the user's language and formats and finds MusRec's translations: the
 * installed ones or, for a program that runs from its build, those in the folder that
 * TEXTDOMAINDIR names. To be called before anything is said.
 */
void mus_locale_init (void);

G_END_DECLS
