/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * mus_tooltip_set:
 * @text: (nullable): copied
 *
 * Like gtk_widget_set_tooltip_text(), which asks the display server where the pointer is,
 * each time: a view that sets a hundred of them at once would hold up the window.
 */
void mus_tooltip_set (GtkWidget *widget, const char *text);

G_END_DECLS
