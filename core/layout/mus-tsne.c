/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "layout/mus-tsne.h"

#include <float.h>
#include <string.h>

#include "base/mus-error.h"
#include "base/mus-parallel.h"
#include "base/mus-simd.h"
#include "layout/mus-attraction.h"
#include "layout/mus-repulsion.h"

#define POINTS_A_TILE 4096
#define MIN_GAIN 0.01f
/* No coordinate moves further in one step, whatever the gradient. */
#define MAX_MOVE 5.0f

/* Cells of the curve along which points are sorted: two to this power a side, at most. */
#define MAX_SORT_BITS 10

struct _MusTsne
{
  gsize          n;
  const MusRun  *run;
  MusAffinities *affinities;
  MusRepulsion  *repulsion;
  guint32       *rows;       /* (n): which row each point is */
  float         *positions;  /* all (n, 2), in the order of the points */
  float         *moves;      /* the last step */
  float         *gains;
  float         *attraction;
  float         *repulsions;
};

static gsize
count_tiles (const MusTsne *self)
{
  return (self->n + POINTS_A_TILE - 1) / POINTS_A_TILE;
}

/* ---- Steps ---- */

typedef struct
{
  MusTsne *tsne;
  float    attraction; /* factors of the two halves of the gradient */
  float    repulsion;
  float    momentum;
  float    learning_rate;
} Update;

MUS_CLONES static void
move_points (const Update *u, gsize first, gsize end)
{
  float *restrict positions = u->tsne->positions;
  float *restrict moves = u->tsne->moves;
  float *restrict gains = u->tsne->gains;
  const float *restrict attraction = u->tsne->attraction;
  const float *restrict repulsion = u->tsne->repulsions;

  for (gsize i = first; i < end; i++)
    {
      float slope = u->attraction * attraction[i] - u->repulsion * repulsion[i];
      /* A coordinate that keeps its direction learns faster, one that swings slower. */
      float gain = slope * moves[i] < 0.0f ? gains[i] + 0.2f : gains[i] * 0.8f;
      float move;

      gain = gain > MIN_GAIN ? gain : MIN_GAIN;
      move = u->momentum * moves[i] - u->learning_rate * gain * slope;
      move = move > MAX_MOVE ? MAX_MOVE : move;
      move = move < -MAX_MOVE ? -MAX_MOVE : move;
      gains[i] = gain;
      moves[i] = move;
      positions[i] += move;
    }
}

static void
move_tile (gsize tile, guint worker, gpointer data)
{
  const Update *u = data;
  gsize         first = tile * POINTS_A_TILE;

  move_points (u, 2 * first, 2 * MIN (first + POINTS_A_TILE, u->tsne->n));
}

static gboolean
evaluate_forces (MusTsne *self, double *normaliser, GError **error)
{
  if (!mus_repulsion_evaluate (self->repulsion, self->run, self->positions, self->repulsions,
                               normaliser, error))
    return FALSE;
  mus_attraction_evaluate (self->affinities, self->run, self->positions, self->attraction);
  /* Of a single point, or if all others are out of the world, nothing is left. */
  *normaliser = MAX (*normaliser, DBL_MIN);

  return !mus_run_is_cancelled (self->run, error);
}

gboolean
mus_tsne_step (MusTsne *self, const MusTsneStep *step, GError **error)
{
  double normaliser;
  Update update = { .tsne = self };

  if (!evaluate_forces (self, &normaliser, error))
    return FALSE;

  update.attraction = (float) (4.0 * step->exaggeration);
  update.repulsion = (float) (4.0 / normaliser);
  update.momentum = (float) step->momentum;
  update.learning_rate = (float) step->learning_rate;
  mus_parallel_for (count_tiles (self), move_tile, &update);

  return TRUE;
}

gboolean
mus_tsne_gradient (MusTsne *self, double exaggeration, float *gradient, GError **error)
{
  double normaliser;

  if (!evaluate_forces (self, &normaliser, error))
    return FALSE;
  for (gsize i = 0; i < 2 * self->n; i++)
    gradient[2 * (gsize) self->rows[i / 2] + i % 2] =
        (float) (4.0 * (exaggeration * (double) self->attraction[i] -
                        (double) self->repulsions[i] / normaliser));

  return TRUE;
}

gboolean
mus_tsne_kl_divergence (MusTsne *self, double *kl_divergence, GError **error)
{
  double normaliser;

  if (!mus_repulsion_evaluate (self->repulsion, self->run, self->positions, self->repulsions,
                               &normaliser, error))
    return FALSE;
  *kl_divergence = mus_attraction_kl_divergence (self->affinities, self->run, self->positions,
                                                 MAX (normaliser, DBL_MIN));

  return !mus_run_is_cancelled (self->run, error);
}

/* ---- The order in memory ---- */

/* Bits of @x spread to every second place. */
static guint32
spread_bits (guint32 x)
{
  x = (x | (x << 8)) & 0x00ff00ffu;
  x = (x | (x << 4)) & 0x0f0f0f0fu;
  x = (x | (x << 2)) & 0x33333333u;

  return (x | (x << 1)) & 0x55555555u;
}

/* Where each point is along a Morton curve through about as many cells as there are points. */
static guint
find_cells (const MusTsne *self, guint32 *cells)
{
  guint bits = CLAMP (g_bit_storage (self->n) / 2, 1, MAX_SORT_BITS);
  float low[2] = { G_MAXFLOAT, G_MAXFLOAT }, high[2] = { -G_MAXFLOAT, -G_MAXFLOAT };
  float scale;

  for (gsize i = 0; i < 2 * self->n; i++)
    {
      low[i % 2] = MIN (low[i % 2], self->positions[i]);
      high[i % 2] = MAX (high[i % 2], self->positions[i]);
    }
  scale = (float) ((1 << bits) - 1) / MAX (MAX (high[0] - low[0], high[1] - low[1]), FLT_MIN);
  for (gsize i = 0; i < self->n; i++)
    cells[i] = spread_bits ((guint32) ((self->positions[2 * i] - low[0]) * scale)) |
               spread_bits ((guint32) ((self->positions[2 * i + 1] - low[1]) * scale)) << 1;

  return bits;
}

/* Counting sort; points of one cell stay in their order. Returns FALSE when cancelled. */
static gboolean
sort_by_cell (const guint32 *cells, gsize n, guint32 *starts, gsize n_cells, guint32 *order,
              const MusRun *run, GError **error)
{
  guint32 sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      if (!mus_run_goes_on (run, i, error))
        return FALSE;
      starts[cells[i]]++;
    }
  for (gsize cell = 0; cell < n_cells; cell++)
    {
      guint32 count = starts[cell];

      starts[cell] = sum;
      sum += count;
    }
  for (gsize i = 0; i < n; i++)
    {
      if (!mus_run_goes_on (run, i, error))
        return FALSE;
      order[starts[cells[i]]++] = (guint32) i;
    }

  return TRUE;
}

typedef struct
{
  const MusTsne *tsne;
  const guint32 *order;
  const float   *from;
  float         *to;
} Reordering;

static void
reorder_tile (gsize tile, guint worker, gpointer data)
{
  const Reordering *pairs = data;
  gsize             end = MIN ((tile + 1) * POINTS_A_TILE, pairs->tsne->n);

  for (gsize i = tile * POINTS_A_TILE; i < end; i++)
    memcpy (pairs->to + 2 * i, pairs->from + 2 * pairs->order[i], 2 * sizeof (float));
}

static void
reorder_pairs (MusTsne *self, const guint32 *order, float **pairs)
{
  float     *spare = self->attraction;
  Reordering reordering = { self, order, *pairs, spare };

  mus_parallel_for (count_tiles (self), reorder_tile, &reordering);
  self->attraction = *pairs;
  *pairs = spare;
}

/* Never half of it, for the map of a stopped run is where its points are. */
static void
reorder_points (MusTsne *self, const guint32 *order, guint32 *spare)
{
  reorder_pairs (self, order, &self->positions);
  reorder_pairs (self, order, &self->moves);
  reorder_pairs (self, order, &self->gains);
  for (gsize i = 0; i < self->n; i++)
    spare[i] = self->rows[order[i]];
  memcpy (self->rows, spare, self->n * sizeof *spare);
}

gboolean
mus_tsne_sort (MusTsne *self, GError **error)
{
  gsize               max_cells = (gsize) 1 << (2 * MAX_SORT_BITS);
  g_autofree guint32 *cells = mus_try_new (guint32, self->n, error);
  g_autofree guint32 *order = cells != NULL ? mus_try_new (guint32, self->n, error) : NULL;
  g_autofree guint32 *starts = order != NULL ? mus_try_new (guint32, max_cells, error) : NULL;
  guint               bits;

  if (starts == NULL)
    return FALSE;

  bits = find_cells (self, cells);
  if (!sort_by_cell (cells, self->n, starts, (gsize) 1 << (2 * bits), order, self->run, error) ||
      !mus_affinities_reorder (self->affinities, order, self->run, error))
    return FALSE;
  reorder_points (self, order, cells);

  return TRUE;
}

/* ---- The state ---- */

typedef struct
{
  const MusTsne *tsne;
  double        *sums;      /* (tiles, 2) */
  float         *positions; /* (n, 2), by row */
} Centring;

static void
sum_tile (gsize tile, guint worker, gpointer data)
{
  const Centring *self = data;
  gsize           end = MIN ((tile + 1) * POINTS_A_TILE, self->tsne->n);
  double         *sums = self->sums + 2 * tile;

  sums[0] = sums[1] = 0.0;
  for (gsize i = tile * POINTS_A_TILE; i < end; i++)
    {
      sums[0] += (double) self->tsne->positions[2 * i];
      sums[1] += (double) self->tsne->positions[2 * i + 1];
    }
}

/* The first sums are means by now. */
static void
centre_tile (gsize tile, guint worker, gpointer data)
{
  const Centring *self = data;
  gsize           end = MIN ((tile + 1) * POINTS_A_TILE, self->tsne->n);

  for (gsize i = tile * POINTS_A_TILE; i < end; i++)
    for (gsize axis = 0; axis < 2; axis++)
      self->positions[2 * (gsize) self->tsne->rows[i] + axis] =
          (float) ((double) self->tsne->positions[2 * i + axis] - self->sums[axis]);
}

void
mus_tsne_positions (const MusTsne *self, float *positions)
{
  gsize              n_tiles = count_tiles (self);
  g_autofree double *sums = g_new (double, 2 * n_tiles);
  Centring           centring = { self, sums, positions };

  mus_parallel_for (n_tiles, sum_tile, &centring);
  for (gsize axis = 0; axis < 2; axis++)
    {
      for (gsize tile = 1; tile < n_tiles; tile++)
        sums[axis] += sums[2 * tile + axis];
      sums[axis] /= (double) self->n;
    }
  mus_parallel_for (n_tiles, centre_tile, &centring);
}

MusTsne *
mus_tsne_new (MusAffinities *affinities, const float *start, const MusRun *run, GError **error)
{
  g_autoptr (MusTsne) self = g_new0 (MusTsne, 1);
  gsize n = affinities->n_rows;

  self->n = n;
  self->run = run;
  self->affinities = affinities;
  if ((self->repulsion = mus_repulsion_new (n, error)) == NULL ||
      (self->rows = mus_try_new (guint32, n, error)) == NULL ||
      (self->positions = mus_try_new (float, 2 * n, error)) == NULL ||
      (self->moves = mus_try_new (float, 2 * n, error)) == NULL ||
      (self->gains = mus_try_new (float, 2 * n, error)) == NULL ||
      (self->attraction = mus_try_new (float, 2 * n, error)) == NULL ||
      (self->repulsions = mus_try_new (float, 2 * n, error)) == NULL)
    return NULL;

  for (gsize i = 0; i < n; i++)
    self->rows[i] = (guint32) i;
  for (gsize i = 0; i < 2 * n; i++)
    {
      self->positions[i] = start[i];
      self->gains[i] = 1.0f;
    }

  return g_steal_pointer (&self);
}

void
mus_tsne_free (MusTsne *self)
{
  if (self == NULL)
    return;

  mus_affinities_free (self->affinities);
  mus_repulsion_free (self->repulsion);
  g_free (self->rows);
  g_free (self->positions);
  g_free (self->moves);
  g_free (self->gains);
  g_free (self->attraction);
  g_free (self->repulsions);
  g_free (self);
}
