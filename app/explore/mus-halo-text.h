/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * mus_halo_text_node:
 * @layout: the text
 * @widget: that shows it; realized. Its scale factor is that of the text
 * @dark: for the dark style
 *
 * Text that lies over points: it has a soft halo in the colour of the map's ground, so that
 * it can be read. It is made once and drawn at each frame.
 *
 * Returns: (transfer full): a node with the layout's origin at (0, 0)
 */
GskRenderNode *mus_halo_text_node (PangoLayout *layout, GtkWidget *widget, gboolean dark);

/**
 * mus_map_ink:
 * @alpha: 0 to 1
 *
 * Returns: the colour of what is written and drawn over the points
 */
GdkRGBA mus_map_ink (gboolean dark, double alpha);

/**
 * mus_map_ground:
 *
 * Returns: the colour of the map below its points
 */
GdkRGBA mus_map_ground (gboolean dark, double alpha);

G_END_DECLS
