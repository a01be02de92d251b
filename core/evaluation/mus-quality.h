/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/mus-catalog.h"
#include "neighbors/mus-neighbor-graph.h"

G_BEGIN_DECLS

/**
 * MusQuality:
 *
 * How good lists of the 10 nearest are, over all tracks. A rate is in [0, 1], or NaN where
 * the catalog has no genres.
 */
typedef struct
{
  double hit_rate;               /* share of the answers that have the asked track's own genre */
  double any_genre_hit_rate;     /* ... that share any label with it */
  double hit_rate_other_artists; /* as hit_rate, for the 10 nearest that share no artist with
                                    the asked track; lists shorter than 10 count as they are */
  double reachability;           /* share of the tracks that stand in somebody's list */
  guint  largest_hub;            /* in how many lists the most frequent track stands */
  double query_ms;               /* one exact search, median of many; NaN: not measured */
  double all_pairs_seconds;      /* exact search for all tracks; NaN: not measured */
} MusQuality;

/**
 * MUS_QUALITY_K: how long the lists are
 */
#define MUS_QUALITY_K 10

/**
 * mus_quality_measure:
 * @catalog: N tracks with their genres
 * @index: over what stands for them
 * @self: (out): the figures
 *
 * Returns: %FALSE when cancelled or short of memory
 */
gboolean mus_quality_measure (MusQuality *self, const MusCatalog *catalog,
                              MusNeighborIndex *index, const MusRun *run, GError **error);

/**
 * mus_quality_measure_random:
 * @seed: of the lists
 *
 * The same figures for lists of 10 tracks drawn at random.
 */
gboolean mus_quality_measure_random (MusQuality *self, const MusCatalog *catalog, guint64 seed,
                                     const MusRun *run, GError **error);

G_END_DECLS
