/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "picture/mus-point-raster.h"

G_BEGIN_DECLS

/**
 * MusMapPoints:
 *
 * The lowest layer of the map: all its points, as a picture that is kept. A gesture moves
 * and stretches the picture; it is drawn anew when it no longer covers the view, when the
 * points have changed, and once a gesture rests.
 */
#define MUS_TYPE_MAP_POINTS (mus_map_points_get_type ())
G_DECLARE_FINAL_TYPE (MusMapPoints, mus_map_points, MUS, MAP_POINTS, GtkWidget)

GtkWidget *mus_map_points_new (MusViewport *viewport);

/**
 * mus_map_points_set_raster:
 * @raster: (nullable) (transfer full): what draws the points, or %NULL for none
 */
void mus_map_points_set_raster (MusMapPoints *self, MusPointRaster *raster);

/**
 * mus_map_points_invalidate:
 *
 * The raster has other points, colours or states now.
 */
void mus_map_points_invalidate (MusMapPoints *self);

/**
 * mus_map_points_get_n_drawn:
 *
 * Returns: how often the points were drawn anew, for tests
 */
guint mus_map_points_get_n_drawn (MusMapPoints *self);

G_END_DECLS
