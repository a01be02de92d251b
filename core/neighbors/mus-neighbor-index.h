/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/mus-matrix.h"
#include "base/mus-run.h"

G_BEGIN_DECLS

/**
 * MusMetric:
 * @MUS_METRIC_COSINE: 1 - cosine, in [0, 2]; a zero row has distance 1 to everything
 * @MUS_METRIC_EUCLIDEAN: the length of the difference
 */
typedef enum
{
  MUS_METRIC_COSINE,
  MUS_METRIC_EUCLIDEAN,
} MusMetric;

/**
 * MusNeighborIndex:
 *
 * Exact search among the rows of a matrix. Inside, the rows are written in the axes of
 * their own subspace (an embedding of 128 numbers that is a linear map of 32 units has 33
 * of them), which keeps every inner product and makes it four times cheaper. Candidates
 * found in float32 within a proven margin are measured again in double from the full rows,
 * so that the order is the exact one, ties to the lower row. Immutable; any thread may ask.
 */
typedef struct _MusNeighborIndex MusNeighborIndex;

#define MUS_TYPE_NEIGHBOR_INDEX (mus_neighbor_index_get_type ())

GType mus_neighbor_index_get_type (void) G_GNUC_CONST;

/**
 * mus_neighbor_index_new:
 * @rows: (N, D), finite, and with @MUS_METRIC_EUCLIDEAN within 2^50 of their mean; kept by
 *   reference
 * @metric: what near means
 * @run: (nullable): cancelled between tiles
 * @error: (nullable): %MUS_ERROR_NOT_FINITE, %MUS_ERROR_RESOURCE or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the index, or %NULL
 */
MusNeighborIndex *mus_neighbor_index_new (MusMatrix *rows, MusMetric metric, const MusRun *run,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
MusNeighborIndex *mus_neighbor_index_ref (MusNeighborIndex *self);
void              mus_neighbor_index_unref (MusNeighborIndex *self);

gsize      mus_neighbor_index_n_rows (const MusNeighborIndex *self);
MusMatrix *mus_neighbor_index_rows (const MusNeighborIndex *self);

/**
 * mus_neighbor_index_query:
 * @row: in [0, N); never in its own answer
 * @k: how many are wanted
 * @rows: (out caller-allocates): min (@k, N - 1) rows, the nearest first, ties to the
 *   lower row
 * @distances: (out caller-allocates) (optional): theirs
 *
 * A millisecond for 100,000 rows. Its memory is proportional to @k.
 *
 * Returns: how many there are, or 0 when memory is short
 */
gsize mus_neighbor_index_query (const MusNeighborIndex *self, guint32 row, gsize k,
                                guint32 *rows, double *distances);

/**
 * mus_neighbor_index_distances:
 * @row: in [0, N)
 * @distances: (out caller-allocates): N float32 distances; that of @row itself is 0
 *
 * Every distance from one row, a few milliseconds for 100,000.
 */
void mus_neighbor_index_distances (const MusNeighborIndex *self, guint32 row, float *distances);

/**
 * mus_neighbor_index_distance:
 *
 * Returns: the distance of two rows, calculated in double
 */
double mus_neighbor_index_distance (const MusNeighborIndex *self, guint32 a, guint32 b);

/**
 * mus_neighbor_index_compact:
 *
 * Returns: (transfer none): (N, r) coordinates of the rows in their own subspace, r <= D,
 *   the axes of the largest variance first, mean at the origin: all Euclidean distances
 *   are those of the rows, to float32. Only with %MUS_METRIC_EUCLIDEAN, else %NULL
 */
MusMatrix *mus_neighbor_index_compact (const MusNeighborIndex *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusNeighborIndex, mus_neighbor_index_unref)

G_END_DECLS
