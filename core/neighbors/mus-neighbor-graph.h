/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "neighbors/mus-neighbor-index.h"

G_BEGIN_DECLS

/**
 * MusNeighborGraph:
 *
 * For each of N rows its k nearest others, the nearest first. Immutable.
 */
typedef struct _MusNeighborGraph MusNeighborGraph;

#define MUS_TYPE_NEIGHBOR_GRAPH (mus_neighbor_graph_get_type ())

GType mus_neighbor_graph_get_type (void) G_GNUC_CONST;

/**
 * mus_neighbor_graph_new:
 * @index: over N rows
 * @k: neighbors a row; min (@k, N - 1) are kept
 * @run: (nullable): cancelled between tiles; tells progress
 *
 * Exact, all pairs: O(N² r) in symmetric tiles. While it runs it holds about 12 N (@k + 10)
 * bytes beside the graph.
 *
 * Returns: (transfer full): the graph, or %NULL with %MUS_ERROR_RESOURCE or
 *   %G_IO_ERROR_CANCELLED
 */
MusNeighborGraph *mus_neighbor_graph_new (MusNeighborIndex *index, gsize k, const MusRun *run,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * MUS_NEIGHBOR_GRAPH_EXACT_ROWS:
 *
 * Up to here an exact search takes less time than the rest of a map; it grows with the
 * square of the rows, so that a map of more is made from an approximate one.
 */
#define MUS_NEIGHBOR_GRAPH_EXACT_ROWS 100000

/**
 * mus_neighbor_graph_new_approximate:
 * @index: over N rows
 * @k: neighbors a row; min (@k, N - 1) are kept
 * @run: (nullable): cancelled between cells; tells progress
 *
 * Each row is compared with those in the cells of k-means that are the nearest to it (an
 * inverted file: Jégou, Douze and Schmid, "Product quantization for nearest neighbor
 * search", 2011), at least 64 times @k and 7,168 rows, so that time grows about linearly.
 * Of the 30 nearest at least 0.95 are found in what catalogs give; among no more rows than
 * are compared all of them. The distances and their order are exact. Same bytes for any
 * number of threads.
 *
 * Returns: (transfer full): the graph, or %NULL with %MUS_ERROR_RESOURCE or
 *   %G_IO_ERROR_CANCELLED
 */
MusNeighborGraph *mus_neighbor_graph_new_approximate (MusNeighborIndex *index, gsize k,
                                                      const MusRun *run, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
MusNeighborGraph *mus_neighbor_graph_ref (MusNeighborGraph *self);
void              mus_neighbor_graph_unref (MusNeighborGraph *self);

gsize mus_neighbor_graph_n_rows (const MusNeighborGraph *self);
gsize mus_neighbor_graph_k (const MusNeighborGraph *self);

/**
 * mus_neighbor_graph_rows:
 *
 * Returns: (transfer none): the k neighbors of @row
 */
const guint32 *mus_neighbor_graph_rows (const MusNeighborGraph *self, guint32 row);

/**
 * mus_neighbor_graph_distances:
 *
 * Returns: (transfer none): their distances, rising
 */
const float *mus_neighbor_graph_distances (const MusNeighborGraph *self, guint32 row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusNeighborGraph, mus_neighbor_graph_unref)

G_END_DECLS
