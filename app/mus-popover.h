/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * mus_popover_close_with:
 * @widget: what @popover belongs to
 *
 * Closes @popover when @widget goes or is hidden. GTK (as of 4.8) would keep the pointer for a
 * popover that is no longer there, and the window would get no more clicks.
 */
void mus_popover_close_with (GtkPopover *popover, GtkWidget *widget);

G_END_DECLS
