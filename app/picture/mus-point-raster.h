/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "picture/mus-palette.h"
#include "picture/mus-viewport.h"

G_BEGIN_DECLS

/**
 * MusGenreState: how the points of a genre are drawn
 */
typedef enum
{
  MUS_GENRE_SHOWN,
  MUS_GENRE_DIMMED, /* faintly, below the shown ones */
  MUS_GENRE_HIDDEN,
} MusGenreState;

/**
 * MusRasterView: what to draw
 * @width: of the image, in its own pixels
 * @height: of the image
 * @affine: from data units to pixels of the image
 * @radius: of a point, in pixels of the image, at most %MUS_RASTER_MOST_RADIUS
 */
typedef struct
{
  guint     width;
  guint     height;
  MusAffine affine;
  double    radius;
} MusRasterView;

#define MUS_RASTER_MOST_RADIUS 15.0

/**
 * MusPointRaster:
 *
 * Draws the points of a map into pixels. A point is a disc with a smooth edge, placed to a
 * quarter of a pixel. The points are drawn in one fixed shuffled order, so that no genre
 * hides all others. One thread at a time; it uses the parallel loops itself, and the bytes
 * are the same for any number of threads.
 */
typedef struct _MusPointRaster MusPointRaster;

/**
 * mus_point_raster_new:
 * @classes: (array length=n_points): of each point, in [0, @n_classes): what chooses its
 *   colour and its state; copied
 * @n_classes: at least 1
 * @error: (nullable): where to put %MUS_ERROR_RESOURCE
 *
 * All classes are shown, in black, until told otherwise; there are no positions yet.
 */
MusPointRaster *mus_point_raster_new (const guint16 *classes, gsize n_points, guint n_classes,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void            mus_point_raster_free (MusPointRaster *self);

/**
 * mus_point_raster_set_positions:
 * @positions: (n_points, 2) in data units, copied; points that are not finite are not drawn
 */
void mus_point_raster_set_positions (MusPointRaster *self, const float *positions);

/**
 * mus_point_raster_set_colours:
 * @colours: one a class, copied
 */
void mus_point_raster_set_colours (MusPointRaster *self, const MusRgb *colours);

/**
 * mus_point_raster_set_states:
 * @states: a #MusGenreState for each class, copied
 */
void mus_point_raster_set_states (MusPointRaster *self, const guint8 *states);

/**
 * mus_point_raster_set_allowed:
 * @allowed: (nullable): a byte for each point, copied: those whose byte is 0 are dimmed at
 *   least, whatever their class, and leave the others more room; %NULL: there is none
 */
void mus_point_raster_set_allowed (MusPointRaster *self, const guint8 *allowed);

/**
 * mus_point_raster_order:
 *
 * Returns: (transfer none): the points in the order in which they are drawn
 */
const guint32 *mus_point_raster_order (MusPointRaster *self);

/**
 * mus_point_raster_get_bounds:
 *
 * Returns: the bounds of all points; empty at the origin without any
 */
MusBounds mus_point_raster_get_bounds (MusPointRaster *self);

/**
 * mus_point_raster_good_radius:
 * @scale: pixels per data unit
 *
 * Returns: a radius in pixels at which the points that are not hidden neither melt into a
 *   blot nor get lost: it grows with the room that each has
 */
double mus_point_raster_good_radius (MusPointRaster *self, double scale);

/**
 * mus_point_raster_draw:
 * @view: what to draw
 * @pixels: (out caller-allocates): the image, as cairo's ARGB32: premultiplied, a pixel a
 *   native 32-bit word. All of it is overwritten; where no point is it is transparent
 * @stride: bytes between two rows
 *
 * Returns: %FALSE when memory is short
 */
gboolean mus_point_raster_draw (MusPointRaster *self, const MusRasterView *view, guint8 *pixels,
                                gsize stride, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusPointRaster, mus_point_raster_free)

G_END_DECLS
