/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mus_text_fold:
 * @text: UTF-8
 *
 * Unicode casefolding and trimming: two titles that a person calls the same compare
 * equal, byte for byte.
 *
 * Returns: (transfer full): the folded text
 */
char *mus_text_fold (const char *text);

/**
 * mus_text_search_key:
 * @text: UTF-8
 *
 * Like mus_text_fold(), and accents are gone too: "Beyoncé" gives "beyonce", so that a
 * search finds it however it is typed.
 *
 * Returns: (transfer full): the key
 */
char *mus_text_search_key (const char *text);

G_END_DECLS
