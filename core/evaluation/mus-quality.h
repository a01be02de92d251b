/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/mus-catalog.h"
#include "neighbors/mus-neighbor-graph.h"

G_BEGIN_DECLS

/**
 * MUS_QUALITY_K: how long the lists are
 */
#define MUS_QUALITY_K 10

/**
 * MUS_QUALITY_SEARCHED: how many neighbors are searched for every track, so that lists
 * without the asked track's own artist come from the same search
 */
#define MUS_QUALITY_SEARCHED 20

/**
 * MusQuality:
 *
 * How good and how fair lists of 10 are, over all tracks. A rate is a share of all answers
 * to tracks that have a genre, in [0, 1], or NaN where the catalog has no genres.
 */
typedef struct
{
  double hit_rate;               /* share of the answers that have the asked track's own genre */
  double any_genre_hit_rate;     /* ... that share any label with it */
  double hit_rate_other_artists; /* as hit_rate, for the 10 nearest whose main artist is not
                                    the asked track's; shorter lists count as they are */
  double reachability;           /* share of the tracks that stand in somebody's list */
  guint  largest_hub;            /* in how many lists the most frequent track stands */
  double seed_popularity;        /* mean, 0 to 100, of the tracks asked for; NaN, as the next
                                    two are, where the catalog has no popularity */
  double recommended_popularity; /* of those listed */
  double less_popular_share;     /* share of those listed that belong to the less popular half
                                    of the catalog. Tracks that are just as popular as the
                                    middle one count in part, so that lists drawn at random
                                    have 0.5 */
  double artists_per_list;       /* mean number of different main artists */
  double query_ms;               /* one exact search for 10, median of 100 from all over the
                                    catalog; NaN: not measured */
  double all_pairs_seconds;      /* exact search for the MUS_QUALITY_SEARCHED nearest of all
                                    tracks; NaN: not measured */
} MusQuality;

/**
 * mus_quality_measure:
 * @catalog: N tracks with their genres
 * @index: over what stands for them
 * @self: (out): the figures
 * @searched: (out) (optional) (transfer full): the MUS_QUALITY_SEARCHED nearest of all tracks
 * @run: (nullable): cancelled within 100 ms; tells progress
 *
 * Returns: %FALSE with %MUS_ERROR_SHAPE when @index has another number of rows, when
 *   cancelled, or short of memory
 */
gboolean mus_quality_measure (MusQuality *self, const MusCatalog *catalog,
                              MusNeighborIndex *index, MusNeighborGraph **searched,
                              const MusRun *run, GError **error);

/**
 * mus_quality_measure_artists:
 * @artists: by main artist, whether its tracks are asked
 *
 * The same figures for the lists of these artists' tracks alone, in which all tracks may
 * stand; single searches are not timed.
 */
gboolean mus_quality_measure_artists (MusQuality *self, const MusCatalog *catalog,
                                      MusNeighborIndex *index, const gboolean *artists,
                                      const MusRun *run, GError **error);

/**
 * mus_quality_measure_random:
 * @seed: of the lists
 *
 * The same figures for lists of 10 tracks drawn at random.
 */
gboolean mus_quality_measure_random (MusQuality *self, const MusCatalog *catalog, guint64 seed,
                                     const MusRun *run, GError **error);

G_END_DECLS
