/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evaluation/mus-quality.h"

G_BEGIN_DECLS

/**
 * MusRanking:
 *
 * How good and how fair the lists are that people get: for each track as the seed the first
 * 10 of mus_recommend_similar() with its default settings.
 */
typedef struct
{
  MusQuality quality; /* query_ms is one list; all_pairs_seconds is that of all lists
                         where the neighbors are known already */

  double seed_popularity;        /* mean, 0 to 100, of the tracks asked for; NaN where the */
  double recommended_popularity; /* catalog has no popularity. Of those listed */
  double catalog_popularity;     /* of all tracks */
  double less_popular_share;     /* share of those listed that belong to the less popular half
                                    of the catalog. Tracks that are just as popular as the
                                    middle one count in part, so that lists drawn at random
                                    have 0.5 */
  double artists_per_list;       /* mean number of different main artists */
} MusRanking;

/**
 * mus_ranking_measure:
 * @index: over the embedding, by cosine
 * @graph: its nearest neighbors, some 20 of each track
 * @run: (nullable): cancelled within 100 ms; tells progress
 *
 * Returns: %FALSE when cancelled or short of memory
 */
gboolean mus_ranking_measure (MusRanking *self, const MusCatalog *catalog,
                              const MusNeighborIndex *index, const MusNeighborGraph *graph,
                              const MusRun *run, GError **error);

G_END_DECLS
