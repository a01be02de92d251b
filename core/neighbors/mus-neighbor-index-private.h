/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "neighbors/mus-neighbor-index.h"
#include "neighbors/mus-subspace-private.h"

G_BEGIN_DECLS

/*
 * Searching compares scores, which are the higher the nearer: the cosine, or minus half
 * the squared distance. With s the float32 inner product of two slots' coordinates,
 *
 *   score <= s + offset_a + offset_b            (calculated in float32, in this order)
 *   score >= that - slack_a - slack_b
 *
 * for any summation order in s; mus-neighbor-index.c derives them.
 */
struct _MusNeighborIndex
{
  gatomicrefcount ref_count;
  MusMetric       metric;
  MusMatrix      *rows;     /* (N, D) as they came */
  double         *squares;  /* (N) squared lengths of the rows; cosine only */
  MusSubspace    *subspace; /* of the rows of length 1 (cosine), or around their mean */
  float          *offset;   /* (slots, and -INFINITY up to a whole panel: nobody's neighbors) */
  float          *slack;    /* (slots) */
  guint32        *n_equal;  /* (slots) rows before the slot's row that are equal to it */
};

/**
 * mus_neighbor_index_score:
 *
 * Returns: the score of two rows at this distance
 */
static inline double
mus_neighbor_index_score (const MusNeighborIndex *self, double distance)
{
  return self->metric == MUS_METRIC_COSINE ? 1.0 - distance : -0.5 * distance * distance;
}

/**
 * mus_neighbor_index_restore:
 * @rows: as for mus_neighbor_index_new() with %MUS_METRIC_COSINE
 * @subspace: (transfer full): that such an index of just these rows had; without coordinates
 *
 * Returns: (transfer full): that index, in a tenth of the time, or %NULL
 */
MusNeighborIndex *mus_neighbor_index_restore (MusMatrix *rows, MusSubspace *subspace,
                                              const MusRun *run, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
