/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * mus_list_tab_leaves:
 * @list: a #GtkListView
 *
 * Has Tab go from a row, and what is to press in it, to what follows the list, and Shift+Tab to
 * what comes before; the arrows go from row to row. By itself GTK (as of 4.8) stops at each row,
 * and nobody gets past thousands.
 */
void mus_list_tab_leaves (GtkListView *list);

G_END_DECLS
