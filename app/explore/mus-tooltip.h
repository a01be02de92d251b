/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * mus_tooltip_init:
 *
 * From now on the pointer goes through every tooltip to what lies under it. A tooltip goes
 * away when the pointer comes upon it, but a hand that is quicker than that would click on
 * the tooltip, in vain. A window that goes takes no tooltip along. To be called once, from
 * the main thread.
 */
void mus_tooltip_init (void);

/**
 * mus_tooltip_set:
 * @text: (nullable): copied
 *
 * Like gtk_widget_set_tooltip_text(), which asks the display server where the pointer is,
 * each time: a view that sets a hundred of them at once would hold up the window.
 */
void mus_tooltip_set (GtkWidget *widget, const char *text);

G_END_DECLS
