/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MusPixels:
 *
 * A picture that was drawn once and shows in many frames. GTK's cairo renderer would convert
 * a texture to floats and back for each of them (20 ms for a map), so there the surface
 * itself is painted; the other renderers upload the texture once. Main thread only.
 */
typedef struct _MusPixels MusPixels;

/**
 * mus_pixels_new:
 * @surface: (transfer full): an image surface of the format ARGB32, finished drawing on
 *
 * Returns: (transfer full): free it with mus_pixels_free()
 */
MusPixels *mus_pixels_new (cairo_surface_t *surface);
void       mus_pixels_free (MusPixels *self);

/**
 * mus_pixels_node:
 * @widget: that shows it; realized
 * @bounds: where it lies; it is stretched to that
 *
 * Returns: (transfer full): it keeps what it needs of the pixels
 */
GskRenderNode *mus_pixels_node (MusPixels *self, GtkWidget *widget, const graphene_rect_t *bounds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusPixels, mus_pixels_free)

G_END_DECLS
