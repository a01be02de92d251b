/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * mus_focus_keep:
 *
 * From now on, when what has the keyboard's focus in @window goes, is hidden or can't be used any
 * more, what comes next gets the focus. GTK (as of 4.8) leaves it where nobody sees it.
 */
void mus_focus_keep (GtkWindow *window);

G_END_DECLS
