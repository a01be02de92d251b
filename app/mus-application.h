/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * MusApplication:
 *
 * One running program: a second start hands its file to the first one's window.
 */
#define MUS_TYPE_APPLICATION (mus_application_get_type ())
G_DECLARE_FINAL_TYPE (MusApplication, mus_application, MUS, APPLICATION, AdwApplication)

MusApplication *mus_application_new (void);

G_END_DECLS
