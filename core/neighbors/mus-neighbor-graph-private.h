/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "neighbors/mus-neighbor-graph.h"
#include "neighbors/mus-shortlists-private.h"

G_BEGIN_DECLS

struct _MusNeighborGraph
{
  gatomicrefcount ref_count;
  gsize           n_rows;
  gsize           k;
  guint32        *rows;      /* (N, k) */
  float          *distances; /* (N, k) */
};

/**
 * mus_neighbor_graph_alloc:
 * @k: neighbors a row; min (@k, N - 1) are kept
 *
 * Returns: (transfer full): a graph to be filled, or %NULL with %MUS_ERROR_RESOURCE
 */
MusNeighborGraph *mus_neighbor_graph_alloc (const MusNeighborIndex *index, gsize k, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_neighbor_graph_fill:
 * @slot: whose row gets its neighbors
 * @ranked: (array length=k): these, the nearest first
 */
void mus_neighbor_graph_fill (MusNeighborGraph *self, const MusNeighborIndex *index, gsize slot,
                              const MusRanked *ranked);

G_END_DECLS
