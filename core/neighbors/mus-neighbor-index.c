/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "neighbors/mus-neighbor-index-private.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "base/mus-error.h"
#include "base/mus-parallel.h"
#include "base/mus-simd.h"
#include "neighbors/mus-equal-rows-private.h"
#include "neighbors/mus-shortlists-private.h"

/* Partial sums of a product, added in one fixed order: the same for every processor. */
#define LANES 16

/* A pass or a query is split into at most this many tiles. */
#define MAX_TILES 64

G_DEFINE_BOXED_TYPE (MusNeighborIndex, mus_neighbor_index, mus_neighbor_index_ref,
                     mus_neighbor_index_unref)

MUS_INLINE double
add_lanes (double *sums)
{
  for (gsize half = LANES / 2; half > 0; half /= 2)
    for (gsize lane = 0; lane < half; lane++)
      sums[lane] += sums[lane + half];

  return sums[0];
}

/* A product of two float32 is exact in double, so that fused or not gives the same. */
MUS_CLONES static double
dot (const float *x, const float *y, gsize n)
{
  double sums[LANES] = { 0.0 };
  gsize  i = 0;

  for (; i + LANES <= n; i += LANES)
    for (gsize lane = 0; lane < LANES; lane++)
      sums[lane] += (double) x[i + lane] * (double) y[i + lane];
  for (gsize lane = 0; i + lane < n; lane++)
    sums[lane] += (double) x[i + lane] * (double) y[i + lane];

  return add_lanes (sums);
}

MUS_INLINE double
square_of_difference (float x, float y)
{
  double difference = (double) x - (double) y;

  return difference * difference;
}

MUS_CLONES static double
squared_distance (const float *x, const float *y, gsize n)
{
  double sums[LANES] = { 0.0 };
  gsize  i = 0;

  for (; i + LANES <= n; i += LANES)
    for (gsize lane = 0; lane < LANES; lane++)
      sums[lane] += square_of_difference (x[i + lane], y[i + lane]);
  for (gsize lane = 0; i + lane < n; lane++)
    sums[lane] += square_of_difference (x[i + lane], y[i + lane]);

  return add_lanes (sums);
}

double
mus_neighbor_index_distance (const MusNeighborIndex *self, guint32 a, guint32 b)
{
  gsize        dim = mus_matrix_n_cols (self->rows);
  const float *x = mus_matrix_row (self->rows, a);
  const float *y = mus_matrix_row (self->rows, b);
  double       square;

  if (self->metric == MUS_METRIC_EUCLIDEAN)
    return sqrt (squared_distance (x, y, dim));

  /* Equal rows give exactly 0: the root of a square is exact. */
  square = self->squares[a] * self->squares[b];

  return square > 0.0 ? 1.0 - CLAMP (dot (x, y, dim) / sqrt (square), -1.0, 1.0) : 1.0;
}

/* --- Making ------------------------------------------------------------------------- */

/* One pass over the rows, for what the subspace is made from. */
typedef struct
{
  const MusMatrix *rows;
  const MusRun    *run;
  gsize            tile;    /* rows in a tile */
  double          *squares; /* (N) squared lengths, or NULL */
  double          *sums;    /* (tiles, D) of the columns, or NULL */
} Pass;

static void
pass_tile (gsize tile, guint worker, gpointer data)
{
  const Pass *pass = data;
  gsize       dim = mus_matrix_n_cols (pass->rows);
  gsize       end = MIN ((tile + 1) * pass->tile, mus_matrix_n_rows (pass->rows));

  if (mus_run_is_over (pass->run))
    return;

  for (gsize i = tile * pass->tile; i < end; i++)
    {
      const float *x = mus_matrix_row (pass->rows, i);

      if (pass->squares != NULL)
        pass->squares[i] = dot (x, x, dim);
      for (gsize d = 0; d < dim && pass->sums != NULL; d++)
        pass->sums[tile * dim + d] += (double) x[d];
    }
}

/* Sums of the doubles of finite float32 are finite, so they tell whether the rows are. */
static gboolean
check_finite (const double *sums, gsize n, GError **error)
{
  for (gsize i = 0; i < n; i++)
    if (!isfinite (sums[i]))
      {
        g_set_error_literal (error, MUS_ERROR, MUS_ERROR_NOT_FINITE,
                             _ ("Some of the numbers that were learned for the tracks are not "
                                "finite, so tracks can't be compared. Train again with a lower "
                                "learning rate."));
        return FALSE;
      }

  return TRUE;
}

static gboolean
find_squares (MusNeighborIndex *self, const MusRun *run, GError **error)
{
  gsize n_rows = mus_matrix_n_rows (self->rows);
  Pass  pass = { .rows = self->rows, .run = run, .tile = MUS_PANEL };

  self->squares = mus_try_new (double, n_rows, error);
  if (self->squares == NULL)
    return FALSE;

  pass.squares = self->squares;
  mus_parallel_for ((n_rows + pass.tile - 1) / pass.tile, pass_tile, &pass);

  return !mus_run_is_cancelled (run, error) && check_finite (self->squares, n_rows, error);
}

/* The subspace of the rows, each divided by its length; zero rows stay zero. */
static MusSubspace *
find_cosine_subspace (MusNeighborIndex *self, const MusRun *run, GError **error)
{
  gsize              n_rows = mus_matrix_n_rows (self->rows);
  g_autofree double *scale = mus_try_new (double, n_rows, error);

  if (scale == NULL || !find_squares (self, run, error))
    return NULL;
  for (gsize i = 0; i < n_rows; i++)
    scale[i] = self->squares[i] > 0.0 ? 1.0 / sqrt (self->squares[i]) : 0.0;

  return mus_subspace_new (self->rows, NULL, scale, run, error);
}

/* The subspace of the rows around their mean. */
static MusSubspace *
find_centered_subspace (MusNeighborIndex *self, const MusRun *run, GError **error)
{
  gsize              n_rows = mus_matrix_n_rows (self->rows);
  gsize              dim = mus_matrix_n_cols (self->rows);
  gsize              tile = n_rows / MAX_TILES + 1;
  g_autofree double *sums = g_new0 (double, MAX_TILES * dim);
  Pass               pass = { .rows = self->rows, .run = run, .tile = tile, .sums = sums };

  mus_parallel_for ((n_rows + tile - 1) / tile, pass_tile, &pass);
  for (gsize d = 0; d < dim; d++)
    {
      for (gsize i = 1; i < MAX_TILES; i++)
        sums[d] += sums[i * dim + d];
      sums[d] /= (double) MAX (n_rows, 1);
    }
  if (mus_run_is_cancelled (run, error) || !check_finite (sums, dim, error))
    return NULL;

  return mus_subspace_new (self->rows, sums, NULL, run, error);
}

static double
half_square (const MusSubspace *subspace, gsize row)
{
  const float *c = mus_matrix_row (subspace->coordinates, row);
  double       half = 0.0;

  for (gsize d = 0; d < subspace->n_axes; d++)
    half += 0.5 * (double) c[d] * (double) c[d];

  return half;
}

/*
 * The bounds. With u = 2^-24 the unit roundoff, c the float32 coordinates of a row, h half
 * their square (1/2 for cosine, whose rows have length 1) and r axes, the float32 score
 * differs from the true one by at most, in multiples of h_a + h_b >= |c_a| |c_b|:
 *
 *   r u    the sum of r products in any order (Higham, Accuracy and Stability, 3.5);
 *   4 u    coordinates rounded to float32: they move a product by 2 u |c_a| |c_b|, and half
 *          a squared distance by u (|c_a| + |c_b|)²;
 *   8 u    offsets, bars and the additions to s rounded to float32, terms of higher order,
 *          and the distance's own rounding in double;
 *
 * and by the product of what the two rows lose in the left-out axes, at most `loss`; half a
 * squared distance is longer by at most 2 `loss` for them.
 */
static void
bound_tile (gsize tile, guint worker, gpointer data)
{
  const MusNeighborIndex *self = data;
  const MusSubspace      *subspace = self->subspace;
  double                  unit = (double) (subspace->n_axes + 12) * 0x1p-24;
  double                  loss = subspace->loss + 0x1p-100;
  gsize                   end = MIN ((tile + 1) * MUS_PANEL, subspace->n_rows);

  for (gsize row = tile * MUS_PANEL; row < end; row++)
    {
      guint32 slot = subspace->slots[row];
      double  half = self->metric == MUS_METRIC_COSINE ? 0.5 : half_square (subspace, row);
      double  error_bound = unit * half + loss;

      self->offset[slot] =
          (float) (self->metric == MUS_METRIC_COSINE ? error_bound : error_bound - half);
      self->slack[slot] = (float) (2.0 * error_bound);
    }
}

static gboolean
find_bounds (MusNeighborIndex *self, const MusRun *run, GError **error)
{
  const MusSubspace *subspace = self->subspace;
  gsize              n_padded = subspace->n_panels * MUS_PANEL;

  self->offset = mus_try_new (float, n_padded, error);
  self->slack = self->offset != NULL ? mus_try_new (float, subspace->n_rows, error) : NULL;
  if (self->slack == NULL)
    return FALSE;

  mus_parallel_for_run (run, subspace->n_panels, bound_tile, self);
  for (gsize slot = subspace->n_rows; slot < n_padded; slot++)
    self->offset[slot] = -INFINITY;

  return !mus_run_is_cancelled (run, error);
}

static gboolean
find_equal_rows (MusNeighborIndex *self, const MusRun *run, GError **error)
{
  gsize               n_rows = mus_matrix_n_rows (self->rows);
  g_autofree guint32 *counts = mus_equal_rows_count (self->rows, run, error);

  self->n_equal = counts != NULL ? mus_try_new (guint32, n_rows, error) : NULL;
  if (self->n_equal == NULL)
    return FALSE;

  for (gsize slot = 0; slot < n_rows; slot++)
    self->n_equal[slot] = counts[self->subspace->rows[slot]];

  return TRUE;
}

MusNeighborIndex *
mus_neighbor_index_new (MusMatrix *rows, MusMetric metric, const MusRun *run, GError **error)
{
  g_autoptr (MusNeighborIndex) self = g_new0 (MusNeighborIndex, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->metric = metric;
  self->rows = mus_matrix_ref (rows);
  self->subspace = metric == MUS_METRIC_COSINE ? find_cosine_subspace (self, run, error)
                                               : find_centered_subspace (self, run, error);
  if (self->subspace == NULL || !find_bounds (self, run, error) ||
      !find_equal_rows (self, run, error))
    return NULL;
  if (metric == MUS_METRIC_COSINE)
    g_clear_pointer (&self->subspace->coordinates, mus_matrix_unref);

  return g_steal_pointer (&self);
}

MusNeighborIndex *
mus_neighbor_index_restore (MusMatrix *rows, MusSubspace *subspace, const MusRun *run,
                            GError **error)
{
  g_autoptr (MusNeighborIndex) self = g_new0 (MusNeighborIndex, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->metric = MUS_METRIC_COSINE;
  self->rows = mus_matrix_ref (rows);
  self->subspace = subspace;
  if (!find_squares (self, run, error) || !find_bounds (self, run, error) ||
      !find_equal_rows (self, run, error))
    return NULL;

  return g_steal_pointer (&self);
}

MusNeighborIndex *
mus_neighbor_index_ref (MusNeighborIndex *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
mus_neighbor_index_unref (MusNeighborIndex *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->rows, mus_matrix_unref);
  g_clear_pointer (&self->subspace, mus_subspace_free);
  g_free (self->squares);
  g_free (self->offset);
  g_free (self->slack);
  g_free (self->n_equal);
  g_free (self);
}

gsize
mus_neighbor_index_n_rows (const MusNeighborIndex *self)
{
  return mus_matrix_n_rows (self->rows);
}

MusMatrix *
mus_neighbor_index_rows (const MusNeighborIndex *self)
{
  return self->rows;
}

MusMatrix *
mus_neighbor_index_compact (const MusNeighborIndex *self)
{
  return self->subspace->coordinates;
}

/* --- Asking ------------------------------------------------------------------------- */

typedef struct
{
  const MusNeighborIndex *index;
  guint32                 asked;       /* slot */
  const float            *coordinates; /* (r) of the asked slot */
  gsize                   tile;        /* panels in a tile */
  MusShortlists          *lists;       /* one a tile */
  float                  *distances;   /* (N) */
} Query;

/* The upper bounds of the scores of a panel's slots. */
MUS_CLONES static void
score_panel (const float *panel, const float *coordinates, gsize n_axes, float own_offset,
             const float *offset, float *restrict uppers)
{
  for (gsize j = 0; j < MUS_PANEL; j++)
    uppers[j] = 0.0f;
  for (gsize d = 0; d < n_axes; d++)
    for (gsize j = 0; j < MUS_PANEL; j++)
      uppers[j] += coordinates[d] * panel[d * MUS_PANEL + j];
  for (gsize j = 0; j < MUS_PANEL; j++)
    uppers[j] = uppers[j] + own_offset + offset[j];
}

static void
query_tile (gsize tile, guint worker, gpointer data)
{
  const Query            *query = data;
  const MusNeighborIndex *index = query->index;
  const MusSubspace      *subspace = index->subspace;
  gsize                   end = MIN ((tile + 1) * query->tile, subspace->n_panels);
  float                   uppers[MUS_PANEL];

  for (gsize panel = tile * query->tile; panel < end; panel++)
    {
      gsize first = panel * MUS_PANEL;
      gsize n = MIN (MUS_PANEL, subspace->n_rows - first);

      score_panel (mus_subspace_panel (subspace, panel), query->coordinates, subspace->n_axes,
                   index->offset[query->asked], index->offset + first, uppers);
      for (gsize j = 0; j < n; j++)
        if (first + j != query->asked && mus_shortlists_want (query->lists, (guint32) (first + j)))
          mus_shortlists_offer (query->lists, tile, query->asked, (guint32) (first + j), uppers[j]);
    }
}

/* Splits the panels into at most @n_tiles tiles; returns how many there are. */
static gsize
split (Query *query, gsize n_tiles)
{
  gsize n_panels = query->index->subspace->n_panels;

  query->tile = MAX ((n_panels + n_tiles - 1) / n_tiles, 1);

  return (n_panels + query->tile - 1) / query->tile;
}

static void
query_init (Query *query, const MusNeighborIndex *index, guint32 row, float *coordinates)
{
  const MusSubspace *subspace = index->subspace;
  const float       *panel;

  g_assert (row < subspace->n_rows);
  *query = (Query){
    .index = index,
    .asked = subspace->slots[row],
    .coordinates = coordinates,
  };
  panel = mus_subspace_panel (subspace, query->asked / MUS_PANEL);
  for (gsize d = 0; d < subspace->n_axes; d++)
    coordinates[d] = panel[d * MUS_PANEL + query->asked % MUS_PANEL];
}

gsize
mus_neighbor_index_query (const MusNeighborIndex *self, guint32 row, gsize k, guint32 *rows,
                          double *distances)
{
  gsize                 n_rows = mus_neighbor_index_n_rows (self);
  g_autofree float     *coordinates = g_new (float, self->subspace->n_axes);
  g_autofree MusRanked *ranked = NULL;
  g_auto (MusShortlists) lists = { 0 };
  Query query;
  gsize n_lists, n;

  query_init (&query, self, row, coordinates);
  k = MIN (k, n_rows - 1);
  if (k == 0)
    return 0;

  n_lists = split (&query, CLAMP (n_rows / (8 * k), 1, MAX_TILES));
  if (!mus_shortlists_init (&lists, self, n_lists, k, NULL) ||
      (ranked = mus_try_new (MusRanked, lists.capacity, NULL)) == NULL)
    return 0;

  query.lists = &lists;
  mus_parallel_for (n_lists, query_tile, &query);
  for (gsize list = 1; list < n_lists; list++)
    mus_shortlists_merge (&lists, list, 0, query.asked);

  n = mus_shortlists_rank (&lists, 0, query.asked, ranked);
  for (gsize i = 0; i < n; i++)
    {
      rows[i] = ranked[i].row;
      if (distances != NULL)
        distances[i] = ranked[i].distance;
    }

  return n;
}

/* Squared distances of a panel's slots, without the cancellation that near rows have in
 * an inner product. */
MUS_CLONES static void
measure_panel (const float *panel, const float *coordinates, gsize n_axes, float *restrict squares)
{
  for (gsize j = 0; j < MUS_PANEL; j++)
    squares[j] = 0.0f;
  for (gsize d = 0; d < n_axes; d++)
    for (gsize j = 0; j < MUS_PANEL; j++)
      {
        float difference = coordinates[d] - panel[d * MUS_PANEL + j];

        squares[j] += difference * difference;
      }
}

static void
measure_tile (gsize tile, guint worker, gpointer data)
{
  const Query            *query = data;
  const MusNeighborIndex *index = query->index;
  const MusSubspace      *subspace = index->subspace;
  gsize                   end = MIN ((tile + 1) * query->tile, subspace->n_panels);
  float                   squares[MUS_PANEL];
  gboolean asked_is_zero =
      index->metric == MUS_METRIC_COSINE && !(index->squares[subspace->rows[query->asked]] > 0.0);

  for (gsize panel = tile * query->tile; panel < end; panel++)
    {
      const guint32 *rows = subspace->rows + panel * MUS_PANEL;
      gsize          n = MIN (MUS_PANEL, subspace->n_rows - panel * MUS_PANEL);

      measure_panel (mus_subspace_panel (subspace, panel), query->coordinates, subspace->n_axes,
                     squares);
      for (gsize j = 0; j < n; j++)
        if (index->metric == MUS_METRIC_EUCLIDEAN)
          query->distances[rows[j]] = sqrtf (squares[j]);
        else if (asked_is_zero || !(index->squares[rows[j]] > 0.0))
          query->distances[rows[j]] = 1.0f;
        else
          query->distances[rows[j]] = MIN (0.5f * squares[j], 2.0f);
    }
}

void
mus_neighbor_index_distances (const MusNeighborIndex *self, guint32 row, float *distances)
{
  g_autofree float *coordinates = g_new (float, self->subspace->n_axes);
  Query             query;
  gsize             n_tiles;

  query_init (&query, self, row, coordinates);
  query.distances = distances;
  n_tiles = split (&query, MAX_TILES);
  mus_parallel_for (n_tiles, measure_tile, &query);
  distances[row] = 0.0f;
}
