/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "musrec.h"
#include "picture/mus-palette.h"
#include "picture/mus-point-raster.h"

G_BEGIN_DECLS

/*
 * What the genres of a catalog look like on the map. A point's class is its track's genre;
 * the class behind the last genre is for tracks without one.
 */

/**
 * mus_genre_colours_new:
 * @families: (nullable): without, all is the colour of no genre
 * @n_genres: of the catalog
 *
 * Returns: (transfer full) (array length=n_genres + 1): a colour for each class
 */
MusRgb *mus_genre_colours_new (const MusFamilies *families, guint n_genres, gboolean dark);

/**
 * mus_genre_raster_new:
 * @n_points: tracks on the map, the first ones of @catalog
 *
 * Returns: (transfer full): a raster with the genres as classes, or %NULL when memory is
 *   short
 */
MusPointRaster *mus_genre_raster_new (const MusCatalog *catalog, gsize n_points, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
