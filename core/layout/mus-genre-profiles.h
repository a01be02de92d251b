/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/mus-run.h"
#include "catalog/mus-catalog.h"

G_BEGIN_DECLS

/**
 * mus_genre_sounds_new:
 * @catalog: N tracks
 * @x: (N, 15) its standardised features
 * @n_tracks: (out caller-allocates): of each genre, how many tracks have it as their own
 * @run: (nullable): when it is over, what is returned is of no use
 *
 * What each genre sounds like: the mean of its own tracks, in standard deviations of the
 * tracks of one genre. So features by which genres differ count for more, and the mean of n
 * tracks has a variance of 1 / n in each feature.
 *
 * Returns: (transfer full): (n_genres, 15)
 */
double *mus_genre_sounds_new (const MusCatalog *catalog, const MusMatrix *x, gsize *n_tracks,
                              const MusRun *run);

/**
 * mus_genre_company_new:
 * @genres: (array length=n): some of the catalog's genres
 * @run: (nullable): as above
 *
 * In whose company each genre is found. Walk from a genre to an artist of it, each track
 * equally likely, and on to a genre of one of this artist's tracks; after three such walks
 * genres that share artists, or share them with the same third, end among the same genres.
 * The square roots of where they end are a genre's numbers: their Euclidean distance is
 * Hellinger's distance of the distributions.
 *
 * Returns: (transfer full): (n, n), or %NULL when memory is short
 */
double *mus_genre_company_new (const MusCatalog *catalog, const guint16 *genres, gsize n,
                               const MusRun *run);

G_END_DECLS
