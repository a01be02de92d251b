/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "neighbors/mus-neighbor-graph.h"

G_BEGIN_DECLS

/** MUS_AFFINITY_LANES: each row's length is a multiple of it: loops run over whole vectors */
#define MUS_AFFINITY_LANES 8

/** MUS_PERPLEXITY_MAX: a search among three times as many neighbors */
#define MUS_PERPLEXITY_MAX 500

/**
 * MusAffinities:
 *
 * The symmetric joint probabilities P of t-SNE as a sparse matrix, its rows filled up with
 * zeros that point at the row itself. Belongs to one calculation; mus_affinities_reorder()
 * is all that changes it.
 */
typedef struct
{
  gsize    n_rows;
  gsize   *starts;  /* (n_rows + 1): row i lies in [starts[i], starts[i + 1]) */
  guint32 *columns; /* (starts[n_rows]) */
  float   *values;  /* (starts[n_rows]): p_ij; all of them sum to 1 */
} MusAffinities;

/**
 * mus_affinities_new:
 * @graph: Euclidean neighbors of N rows, about 3 x @perplexity each
 * @perplexity: 1 to %MUS_PERPLEXITY_MAX; fewer than the neighbors of a row
 * @run: (nullable): cancelled between tiles
 *
 * p_ij = (p_j|i + p_i|j) / 2N, where p_j|i falls off as a Gaussian of the distance whose
 * width gives each row the same perplexity (van der Maaten and Hinton, 2008, section 2).
 *
 * Returns: (transfer full): the affinities, or %NULL with %MUS_ERROR_RESOURCE or
 *   %G_IO_ERROR_CANCELLED
 */
MusAffinities *mus_affinities_new (const MusNeighborGraph *graph, double perplexity,
                                   const MusRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void           mus_affinities_free (MusAffinities *self);

/**
 * mus_affinities_condition:
 * @distances: (array length=k): of one row's neighbors, rising, not negative
 * @k: at most 3 x %MUS_PERPLEXITY_MAX
 * @perplexity: 1 to @k
 * @probabilities: (out caller-allocates): p_j|i of the k neighbors; they sum to 1
 *
 * Their perplexity is within 1e-6 of @perplexity, save where more than @perplexity
 * neighbors share the smallest distance: then these have equal parts of all of it.
 */
void mus_affinities_condition (const float *distances, gsize k, double perplexity,
                               double *probabilities);

/**
 * mus_affinities_reorder:
 * @order: (array length=n_rows): which row comes to each place
 * @run: (nullable): cancelled between tiles
 *
 * Rows and columns are renamed at once.
 *
 * Returns: %FALSE when memory is short, and nothing is changed, or @run is over, and only
 *   mus_affinities_free() may follow
 */
gboolean mus_affinities_reorder (MusAffinities *self, const guint32 *order, const MusRun *run,
                                 GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusAffinities, mus_affinities_free)

G_END_DECLS
