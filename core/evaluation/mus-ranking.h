/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evaluation/mus-quality.h"

G_BEGIN_DECLS

/**
 * mus_ranking_measure:
 * @self: (out): query_ms is one list; all_pairs_seconds is that of all lists where the
 *   neighbors are known already
 * @index: over the embedding, by cosine
 * @graph: its nearest neighbors, some 20 of each track
 * @run: (nullable): cancelled within 100 ms; tells progress
 *
 * How good and how fair the lists are that people get: for each track as the seed the first
 * 10 of mus_recommend_similar() with its default settings.
 *
 * Returns: %FALSE when cancelled or short of memory
 */
gboolean mus_ranking_measure (MusQuality *self, const MusCatalog *catalog,
                              const MusNeighborIndex *index, const MusNeighborGraph *graph,
                              const MusRun *run, GError **error);

G_END_DECLS
