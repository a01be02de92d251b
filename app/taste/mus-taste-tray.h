/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "workspace/mus-workspace.h"

G_BEGIN_DECLS

/**
 * MusTasteTray:
 *
 * The current taste in one line: its name, which is a menu of all tastes, how many likes
 * and dislikes it has, and each of them as a chip. Folded, it shows no chips.
 */
#define MUS_TYPE_TASTE_TRAY (mus_taste_tray_get_type ())
G_DECLARE_FINAL_TYPE (MusTasteTray, mus_taste_tray, MUS, TASTE_TRAY, GtkWidget)

void mus_taste_tray_set_workspace (MusTasteTray *self, MusWorkspace *workspace);

G_END_DECLS
