/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "layout/mus-affinities.h"

#include <math.h>
#include <string.h>

#include "base/mus-error.h"
#include "base/mus-parallel.h"
#include "base/mus-simd.h"

#define LANES MUS_AFFINITY_LANES
#define MAX_NEIGHBORS (3 * MUS_PERPLEXITY_MAX)
#define ROWS_A_TILE 256
/* Parts of the graph that are reversed at the same time, for a block of rows. */
#define N_PARTS 8
#define ROWS_A_BLOCK (1 << 17)

/* ---- The width of each row's Gaussian ---- */

/* The Gaussian of a row: p = exp (-beta (d² - nearest²)) / sum. Only differences to the
 * nearest matter, and they keep exp () away from zero. */
typedef struct
{
  double nearest; /* its squared distance */
  double beta;
  double sum;
} Width;

/* What one row's Gaussian e = exp (-beta d²) gives: the sums of e, d² e and d⁴ e. */
typedef struct
{
  double sum, first, second;
} Moments;

/* exp (x) for x <= 0, to about 1e-15; below the smallest normal number it stays there. */
MUS_INLINE double
exp_negative (double x)
{
  const double shift = 0x1.8p52; /* adding it leaves a whole number in the low bits */
  double       clamped = x < -708.0 ? -708.0 : x;
  double       shifted = clamped * M_LOG2E + shift;
  double       n = shifted - shift;
  double       r = (clamped - n * 0x1.62e42fefa3800p-1) - n * 0x1.ef35793c76730p-45;
  double       p = 1.0 / 39916800.0;
  union
  {
    double  value;
    guint64 bits;
  } power, scale;

  p = p * r + 1.0 / 3628800.0;
  p = p * r + 1.0 / 362880.0;
  p = p * r + 1.0 / 40320.0;
  p = p * r + 1.0 / 5040.0;
  p = p * r + 1.0 / 720.0;
  p = p * r + 1.0 / 120.0;
  p = p * r + 1.0 / 24.0;
  p = p * r + 1.0 / 6.0;
  p = p * r + 0.5;
  p = p * r + 1.0;
  p = p * r + 1.0;
  power.value = shifted;
  scale.bits = (power.bits + 1023) << 52;

  return p * scale.value;
}

/* @squares goes on to a multiple of 8 with zeros, whose part in the sum is taken off. */
MUS_CLONES static Moments
measure_row (const double *squares, gsize k, double beta)
{
  double  sum[8] = { 0 }, first[8] = { 0 }, second[8] = { 0 };
  gsize   padded = (k + 7) & ~(gsize) 7;
  Moments moments = { .sum = -(double) (padded - k) };

  for (gsize i = 0; i < padded; i += 8)
    for (gsize l = 0; l < 8; l++)
      {
        double d = squares[i + l];
        double e = exp_negative (-beta * d);

        sum[l] += e;
        first[l] += e * d;
        second[l] += e * d * d;
      }
  for (gsize l = 0; l < 8; l++)
    {
      moments.sum += sum[l];
      moments.first += first[l];
      moments.second += second[l];
    }

  return moments;
}

/* Newton's method for log beta on the entropy, which falls as beta grows, inside the
 * bracket that its own steps leave. */
static Width
search_width (const double *squares, gsize k, double perplexity, double guess)
{
  double wanted = log (perplexity), t = log (guess);
  double low = -G_MAXDOUBLE, high = G_MAXDOUBLE;

  for (guint step = 0;; step++)
    {
      double  beta = exp (t);
      Moments moments = measure_row (squares, k, beta);
      double  mean = moments.first / moments.sum;
      double  variance = moments.second / moments.sum - mean * mean;
      double  excess = log (moments.sum) + beta * mean - wanted;
      double  next;

      if (fabs (excess) < 1e-9 || step == 60)
        return (Width){ .beta = beta, .sum = moments.sum };

      if (excess > 0.0)
        low = t;
      else
        high = t;
      /* d entropy / d log beta = - beta² variance; never more than a factor e³ at once. */
      next = t + CLAMP (excess / MAX (beta * beta * variance, 1e-12), -3.0, 3.0);
      if (next <= low || next >= high)
        next = (low + high) / 2.0;
      t = next;
    }
}

static Width
find_width (const float *distances, gsize k, double perplexity)
{
  double squares[MAX_NEIGHBORS + 8];
  double nearest = (double) distances[0] * (double) distances[0];
  double mean = 0.0;
  Width  width = { .sum = (double) k };

  for (gsize i = 0; i < k; i++)
    {
      squares[i] = (double) distances[i] * (double) distances[i] - nearest;
      mean += squares[i] / (double) k;
    }
  for (gsize i = k; i < k + 8; i++)
    squares[i] = 0.0;

  if (mean > 0.0 && perplexity < (double) k)
    width = search_width (squares, k, perplexity, 1.0 / mean);
  width.nearest = nearest;

  return width;
}

MUS_INLINE double
find_probability (const Width *width, float distance)
{
  double square = (double) distance * (double) distance - width->nearest;

  return exp_negative (-width->beta * square) / width->sum;
}

void
mus_affinities_condition (const float *distances, gsize k, double perplexity,
                          double *probabilities)
{
  Width width = find_width (distances, k, perplexity);

  for (gsize i = 0; i < k; i++)
    probabilities[i] = find_probability (&width, distances[i]);
}

/* ---- The joint probabilities ---- */

/* What mus_affinities_new() needs on its way. Whom a row has as a neighbor says the graph;
 * who has a row as a neighbor is found for a block of rows at a time. */
typedef struct
{
  const MusNeighborGraph *graph;
  const MusRun           *run;
  double                  perplexity;
  gsize                   n, k;
  Width                  *widths;            /* (n) */
  gsize                  *bounds;            /* (n + 1): of each row's part of reverse_*, if
                                                the first block began at 0 */
  guint32                *places;            /* (N_PARTS, n): counts, then where each part's
                                                next entry of a row goes, in its block */
  gsize                   begin, end;        /* the block */
  guint32                *reverse_rows;      /* who has this row as a neighbor */
  float                  *reverse_distances; /* and how far away */
  guint32                *marks;             /* (workers, n): a neighbor's place plus 1 */
  MusAffinities          *result;
} Building;

static gsize
count_tiles (gsize n_rows)
{
  return (n_rows + ROWS_A_TILE - 1) / ROWS_A_TILE;
}

static void
find_widths (gsize tile, guint worker, gpointer data)
{
  Building *b = data;
  gsize     end = MIN ((tile + 1) * ROWS_A_TILE, b->n);

  if (mus_run_is_over (b->run))
    return;

  for (gsize i = tile * ROWS_A_TILE; i < end; i++)
    b->widths[i] = find_width (mus_neighbor_graph_distances (b->graph, (guint32) i), b->k,
                               b->perplexity);
}

/* Turns "whom has row i" into "who has row i": a counting sort of the pairs, in the order of
 * their first rows whatever the number of threads. */
static void
count_part (gsize part, guint worker, gpointer data)
{
  Building *b = data;
  guint32  *counts = b->places + part * b->n;

  for (gsize i = b->n * part / N_PARTS; i < b->n * (part + 1) / N_PARTS; i++)
    {
      const guint32 *rows = mus_neighbor_graph_rows (b->graph, (guint32) i);

      if (i % ROWS_A_TILE == 0 && mus_run_is_over (b->run))
        return;

      for (gsize j = 0; j < b->k; j++)
        counts[rows[j]]++;
    }
}

static void
reverse_part (gsize part, guint worker, gpointer data)
{
  Building *b = data;
  guint32  *places = b->places + part * b->n;

  for (gsize i = b->n * part / N_PARTS; i < b->n * (part + 1) / N_PARTS; i++)
    {
      const guint32 *rows = mus_neighbor_graph_rows (b->graph, (guint32) i);
      const float   *distances = mus_neighbor_graph_distances (b->graph, (guint32) i);

      /* At each row: the first ones touch all of the pages, which are slow to get. */
      if (mus_run_is_over (b->run))
        return;

      for (gsize j = 0; j < b->k; j++)
        if (rows[j] - b->begin < b->end - b->begin)
          {
            guint32 place = places[rows[j]]++;

            b->reverse_rows[place] = (guint32) i;
            b->reverse_distances[place] = distances[j];
          }
    }
}

/* Where each row's pairs go, in the block that it belongs to. */
static void
place_pairs (Building *b)
{
  mus_parallel_for (N_PARTS, count_part, b);
  for (gsize i = 0; i < b->n; i++)
    {
      gsize first = b->bounds[i / ROWS_A_BLOCK * ROWS_A_BLOCK];
      gsize sum = b->bounds[i];

      for (gsize part = 0; part < N_PARTS; part++)
        {
          guint32 count = b->places[part * b->n + i];

          b->places[part * b->n + i] = (guint32) (sum - first);
          sum += count;
        }
      b->bounds[i + 1] = sum;
    }
}

static void
count_tile (gsize tile, guint worker, gpointer data)
{
  Building *b = data;
  gsize     begin = b->begin + tile * ROWS_A_TILE, end = MIN (begin + ROWS_A_TILE, b->end);
  gsize     first = b->bounds[b->begin];
  guint32  *marks = b->marks + worker * b->n;

  if (mus_run_is_over (b->run))
    return;

  for (gsize i = begin; i < end; i++)
    {
      const guint32 *rows = mus_neighbor_graph_rows (b->graph, (guint32) i);
      gsize          count = b->k;

      for (gsize j = 0; j < b->k; j++)
        marks[rows[j]] = 1;
      for (gsize j = b->bounds[i] - first; j < b->bounds[i + 1] - first; j++)
        count += marks[b->reverse_rows[j]] == 0;
      for (gsize j = 0; j < b->k; j++)
        marks[rows[j]] = 0;
      b->result->starts[i + 1] = (count + LANES - 1) / LANES * LANES;
    }
}

static void
fill_row (const Building *b, gsize i, guint32 *marks)
{
  const guint32 *rows = mus_neighbor_graph_rows (b->graph, (guint32) i);
  const float   *distances = mus_neighbor_graph_distances (b->graph, (guint32) i);
  gsize          first = b->bounds[b->begin];
  gsize          start = b->result->starts[i];
  gsize          length = b->result->starts[i + 1] - start;
  guint32       *columns = b->result->columns + start;
  float         *values = b->result->values + start;
  double         scale = 0.5 / (double) b->n;
  gsize          count = b->k;

  for (gsize j = 0; j < b->k; j++)
    {
      columns[j] = rows[j];
      values[j] = (float) (scale * find_probability (&b->widths[i], distances[j]));
      marks[rows[j]] = (guint32) j + 1;
    }
  for (gsize j = b->bounds[i] - first; j < b->bounds[i + 1] - first; j++)
    {
      guint32 other = b->reverse_rows[j];
      float   value = (float) (scale * find_probability (&b->widths[other],
                                                         b->reverse_distances[j]));

      if (marks[other] != 0)
        values[marks[other] - 1] += value;
      else
        {
          columns[count] = other;
          values[count++] = value;
        }
    }
  for (gsize j = 0; j < b->k; j++)
    marks[rows[j]] = 0;
  for (; count < length; count++)
    {
      columns[count] = (guint32) i;
      values[count] = 0.0f;
    }
}

static void
fill_tile (gsize tile, guint worker, gpointer data)
{
  Building *b = data;
  gsize     begin = b->begin + tile * ROWS_A_TILE, end = MIN (begin + ROWS_A_TILE, b->end);

  if (mus_run_is_over (b->run))
    return;

  for (gsize i = begin; i < end; i++)
    fill_row (b, i, b->marks + worker * b->n);
}

/* Fills the rows of a block. */
static gboolean
fill_block (Building *b, GError **error)
{
  gsize  n_pairs = b->bounds[b->end] - b->bounds[b->begin];
  gsize *starts = b->result->starts;

  /* Places among them are numbers of 32 bits. */
  if (n_pairs > G_MAXUINT32)
    {
      mus_error_set_no_memory (error, n_pairs * (sizeof (float) + sizeof (guint32)));
      return FALSE;
    }

  b->reverse_rows = mus_try_new (guint32, n_pairs, error);
  b->reverse_distances = b->reverse_rows != NULL ? mus_try_new (float, n_pairs, error) : NULL;
  if (b->reverse_distances != NULL)
    {
      mus_parallel_for (N_PARTS, reverse_part, b);
      mus_parallel_for (count_tiles (b->end - b->begin), count_tile, b);
      for (gsize i = b->begin; i < b->end; i++)
        starts[i + 1] += starts[i];
      if (!mus_run_is_over (b->run))
        mus_parallel_for (count_tiles (b->end - b->begin), fill_tile, b);
    }
  g_clear_pointer (&b->reverse_rows, g_free);
  if (b->reverse_distances == NULL)
    return FALSE;
  g_clear_pointer (&b->reverse_distances, g_free);

  return !mus_run_is_cancelled (b->run, error);
}

static gboolean
allocate_building (Building *b, GError **error)
{
  return (b->widths = mus_try_new (Width, b->n, error)) != NULL &&
         (b->bounds = mus_try_new (gsize, b->n + 1, error)) != NULL &&
         (b->places = mus_try_new (guint32, N_PARTS * b->n, error)) != NULL &&
         (b->marks = mus_try_new (guint32, b->n * mus_parallel_n_workers (), error)) != NULL &&
         (b->result->starts = mus_try_new (gsize, b->n + 1, error)) != NULL;
}

/* As many entries as there could be: what is not written to afterwards takes no memory, and
 * is given back. */
static gboolean
allocate_entries (MusAffinities *self, gsize n_entries, GError **error)
{
  return (self->columns = mus_try_new (guint32, n_entries, error)) != NULL &&
         (self->values = mus_try_new (float, n_entries, error)) != NULL;
}

static void
give_back (MusAffinities *self)
{
  gsize n_entries = self->starts[self->n_rows];

  self->columns = g_realloc_n (self->columns, n_entries, sizeof *self->columns);
  self->values = g_realloc_n (self->values, n_entries, sizeof *self->values);
}

static gboolean
build (Building *b, GError **error)
{
  if (!allocate_building (b, error))
    return FALSE;

  mus_parallel_for (count_tiles (b->n), find_widths, b);
  if (mus_run_is_cancelled (b->run, error))
    return FALSE;
  place_pairs (b);
  if (mus_run_is_cancelled (b->run, error) ||
      !allocate_entries (b->result, b->n * (2 * b->k + LANES - 1), error))
    return FALSE;

  for (b->begin = 0; b->begin < b->n; b->begin = b->end)
    {
      b->end = MIN (b->begin + ROWS_A_BLOCK, b->n);
      if (!fill_block (b, error))
        return FALSE;
    }
  give_back (b->result);

  return TRUE;
}

MusAffinities *
mus_affinities_new (const MusNeighborGraph *graph, double perplexity, const MusRun *run,
                    GError **error)
{
  g_autoptr (MusAffinities) self = g_new0 (MusAffinities, 1);
  Building b = { .graph = graph, .run = run, .perplexity = perplexity, .result = self };
  gboolean built;

  b.n = self->n_rows = mus_neighbor_graph_n_rows (graph);
  b.k = MIN (mus_neighbor_graph_k (graph), MAX_NEIGHBORS);
  built = build (&b, error);
  g_free (b.widths);
  g_free (b.bounds);
  g_free (b.places);
  g_free (b.marks);

  return built ? g_steal_pointer (&self) : NULL;
}

void
mus_affinities_free (MusAffinities *self)
{
  if (self == NULL)
    return;

  g_free (self->starts);
  g_free (self->columns);
  g_free (self->values);
  g_free (self);
}

/* ---- Another order of the rows ---- */

typedef struct
{
  const MusAffinities *affinities;
  const guint32       *order;  /* (n): old name of each new row */
  const guint32       *places; /* (n): new name of each old row */
  const gsize         *starts; /* (n + 1): the new ones */
  guint32             *columns;
  float               *values;
} Reordering;

static void
reorder_columns (gsize tile, guint worker, gpointer data)
{
  Reordering *r = data;
  gsize       end = MIN ((tile + 1) * ROWS_A_TILE, r->affinities->n_rows);

  for (gsize i = tile * ROWS_A_TILE; i < end; i++)
    {
      const guint32 *from = r->affinities->columns + r->affinities->starts[r->order[i]];
      gsize          start = r->starts[i], length = r->starts[i + 1] - start;

      for (gsize j = 0; j < length; j++)
        r->columns[start + j] = r->places[from[j]];
    }
}

static void
reorder_values (gsize tile, guint worker, gpointer data)
{
  Reordering *r = data;
  gsize       end = MIN ((tile + 1) * ROWS_A_TILE, r->affinities->n_rows);

  for (gsize i = tile * ROWS_A_TILE; i < end; i++)
    memcpy (r->values + r->starts[i],
            r->affinities->values + r->affinities->starts[r->order[i]],
            (r->starts[i + 1] - r->starts[i]) * sizeof (float));
}

/* The columns are moved and then the values, so that only one of them is there twice. */
gboolean
mus_affinities_reorder (MusAffinities *self, const guint32 *order, const MusRun *run,
                        GError **error)
{
  gsize               n_entries = self->starts[self->n_rows];
  g_autofree guint32 *places = mus_try_new (guint32, self->n_rows, error);
  g_autofree gsize   *starts = places != NULL ? mus_try_new (gsize, self->n_rows + 1, error) : NULL;
  Reordering r = { .affinities = self, .order = order, .places = places, .starts = starts };

  if (starts == NULL)
    return FALSE;
  for (gsize i = 0; i < self->n_rows; i++)
    {
      if (!mus_run_goes_on (run, i, error))
        return FALSE;
      places[order[i]] = (guint32) i;
      starts[i + 1] = starts[i] + self->starts[order[i] + 1] - self->starts[order[i]];
    }

  r.columns = mus_try_new (guint32, n_entries, error);
  if (r.columns == NULL)
    return FALSE;
  mus_parallel_for_run (run, count_tiles (self->n_rows), reorder_columns, &r);
  /* The old columns are done with: their memory takes the values, which are as long. */
  r.values = (float *) (gpointer) self->columns;
  mus_parallel_for_run (run, count_tiles (self->n_rows), reorder_values, &r);
  g_free (self->values);
  g_free (self->starts);
  self->columns = r.columns;
  self->values = r.values;
  self->starts = g_steal_pointer (&starts);

  return !mus_run_is_cancelled (run, error);
}
