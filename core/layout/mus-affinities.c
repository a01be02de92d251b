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
/* Parts of the graph that are reversed at the same time. */
#define N_PARTS 8

/* ---- The width of each row's Gaussian ---- */

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
measure_row (const double *squares, gsize k, double beta, double *terms)
{
  double  sum[8] = { 0 }, first[8] = { 0 }, second[8] = { 0 };
  gsize   padded = (k + 7) & ~(gsize) 7;
  Moments moments = { .sum = -(double) (padded - k) };

  for (gsize i = 0; i < padded; i += 8)
    for (gsize l = 0; l < 8; l++)
      {
        double d = squares[i + l];
        double e = exp_negative (-beta * d);

        terms[i + l] = e;
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
static Moments
search_width (const double *squares, gsize k, double perplexity, double guess, double *terms)
{
  double wanted = log (perplexity), t = log (guess);
  double low = -G_MAXDOUBLE, high = G_MAXDOUBLE;

  for (guint step = 0;; step++)
    {
      double  beta = exp (t);
      Moments moments = measure_row (squares, k, beta, terms);
      double  mean = moments.first / moments.sum;
      double  variance = moments.second / moments.sum - mean * mean;
      double  excess = log (moments.sum) + beta * mean - wanted;
      double  next;

      if (fabs (excess) < 1e-9 || step == 60)
        return moments;

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

void
mus_affinities_condition (const float *distances, gsize k, double perplexity,
                          double *probabilities)
{
  double  squares[MAX_NEIGHBORS + 8], terms[MAX_NEIGHBORS + 8];
  double  nearest = (double) distances[0] * (double) distances[0];
  double  mean = 0.0;
  Moments moments = { .sum = (double) k };

  /* Only differences to the nearest matter, and they keep exp () away from zero. */
  for (gsize i = 0; i < k; i++)
    {
      squares[i] = (double) distances[i] * (double) distances[i] - nearest;
      mean += squares[i] / (double) k;
      terms[i] = 1.0;
    }
  for (gsize i = k; i < k + 8; i++)
    squares[i] = 0.0;

  if (mean > 0.0 && perplexity < (double) k)
    moments = search_width (squares, k, perplexity, 1.0 / mean, terms);
  for (gsize i = 0; i < k; i++)
    probabilities[i] = terms[i] / moments.sum;
}

/* ---- The joint probabilities ---- */

/* What mus_affinities_new() needs on its way. */
typedef struct
{
  const MusNeighborGraph *graph;
  const MusRun           *run;
  double                  perplexity;
  gsize                   n, k;
  float                  *conditional;    /* (n, k): p_j|i in the order of the graph */
  gsize                  *bounds;         /* (n + 1): of each row's part of reverse_* */
  guint32                *places;         /* (N_PARTS, n): counts, then where each part's
                                             next entry of a row goes */
  guint32                *reverse_rows;   /* (n k): who has this row as a neighbor */
  float                  *reverse_values; /* (n k): and the p_j|i it gives it */
  guint32                *marks;          /* (workers, n): a neighbor's place plus 1 */
  MusAffinities          *result;
} Building;

static gsize
count_tiles (gsize n_rows)
{
  return (n_rows + ROWS_A_TILE - 1) / ROWS_A_TILE;
}

static void
condition_tile (gsize tile, guint worker, gpointer data)
{
  Building *b = data;
  gsize     end = MIN ((tile + 1) * ROWS_A_TILE, b->n);
  double    probabilities[MAX_NEIGHBORS];

  if (mus_run_is_over (b->run))
    return;

  for (gsize i = tile * ROWS_A_TILE; i < end; i++)
    {
      mus_affinities_condition (mus_neighbor_graph_distances (b->graph, (guint32) i), b->k,
                                b->perplexity, probabilities);
      for (gsize j = 0; j < b->k; j++)
        b->conditional[i * b->k + j] = (float) probabilities[j];
    }
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

      if (i % ROWS_A_TILE == 0 && mus_run_is_over (b->run))
        return;

      for (gsize j = 0; j < b->k; j++)
        {
          guint32 place = places[rows[j]]++;

          b->reverse_rows[place] = (guint32) i;
          b->reverse_values[place] = b->conditional[i * b->k + j];
        }
    }
}

static void
reverse_graph (Building *b)
{
  guint32 sum = 0;

  mus_parallel_for (N_PARTS, count_part, b);
  for (gsize i = 0; i < b->n; i++)
    {
      for (gsize part = 0; part < N_PARTS; part++)
        {
          guint32 count = b->places[part * b->n + i];

          b->places[part * b->n + i] = sum;
          sum += count;
        }
      b->bounds[i + 1] = sum;
    }
  mus_parallel_for (N_PARTS, reverse_part, b);
}

static void
count_tile (gsize tile, guint worker, gpointer data)
{
  Building *b = data;
  gsize     end = MIN ((tile + 1) * ROWS_A_TILE, b->n);
  guint32  *marks = b->marks + worker * b->n;

  for (gsize i = tile * ROWS_A_TILE; i < end; i++)
    {
      const guint32 *rows = mus_neighbor_graph_rows (b->graph, (guint32) i);
      gsize          count = b->k;

      for (gsize j = 0; j < b->k; j++)
        marks[rows[j]] = 1;
      for (gsize j = b->bounds[i]; j < b->bounds[i + 1]; j++)
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
  gsize          start = b->result->starts[i];
  gsize          length = b->result->starts[i + 1] - start;
  guint32       *columns = b->result->columns + start;
  float         *values = b->result->values + start;
  float          scale = 0.5f / (float) b->n;
  gsize          count = b->k;

  for (gsize j = 0; j < b->k; j++)
    {
      columns[j] = rows[j];
      values[j] = scale * b->conditional[i * b->k + j];
      marks[rows[j]] = (guint32) j + 1;
    }
  for (gsize j = b->bounds[i]; j < b->bounds[i + 1]; j++)
    {
      guint32 other = b->reverse_rows[j];
      float   value = scale * b->reverse_values[j];

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
  gsize     end = MIN ((tile + 1) * ROWS_A_TILE, b->n);

  for (gsize i = tile * ROWS_A_TILE; i < end; i++)
    fill_row (b, i, b->marks + worker * b->n);
}

static gboolean
allocate_building (Building *b, GError **error)
{
  gsize n_pairs = b->n * b->k;

  /* Places among them are numbers of 32 bits. */
  if (n_pairs > G_MAXUINT32)
    {
      mus_error_set_no_memory (error, n_pairs * (sizeof (float) + sizeof (guint32)));
      return FALSE;
    }

  return (b->conditional = mus_try_new (float, n_pairs, error)) != NULL &&
         (b->bounds = mus_try_new (gsize, b->n + 1, error)) != NULL &&
         (b->places = mus_try_new (guint32, N_PARTS * b->n, error)) != NULL &&
         (b->reverse_rows = mus_try_new (guint32, n_pairs, error)) != NULL &&
         (b->reverse_values = mus_try_new (float, n_pairs, error)) != NULL &&
         (b->marks = mus_try_new (guint32, b->n * mus_parallel_n_workers (), error)) != NULL &&
         (b->result->starts = mus_try_new (gsize, b->n + 1, error)) != NULL;
}

static gboolean
allocate_entries (MusAffinities *self, GError **error)
{
  gsize n_entries;

  for (gsize i = 0; i < self->n_rows; i++)
    self->starts[i + 1] += self->starts[i];
  n_entries = self->starts[self->n_rows];

  return (self->columns = mus_try_new (guint32, n_entries, error)) != NULL &&
         (self->values = mus_try_new (float, n_entries, error)) != NULL;
}

static gboolean
build (Building *b, GError **error)
{
  if (!allocate_building (b, error))
    return FALSE;

  mus_parallel_for (count_tiles (b->n), condition_tile, b);
  if (mus_run_is_cancelled (b->run, error))
    return FALSE;
  reverse_graph (b);
  if (mus_run_is_cancelled (b->run, error))
    return FALSE;

  mus_parallel_for (count_tiles (b->n), count_tile, b);
  if (!allocate_entries (b->result, error))
    return FALSE;
  mus_parallel_for (count_tiles (b->n), fill_tile, b);

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
  g_free (b.conditional);
  g_free (b.bounds);
  g_free (b.places);
  g_free (b.reverse_rows);
  g_free (b.reverse_values);
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
  const MusAffinities *from;
  MusAffinities       *to;
  const guint32       *order;  /* (n): old name of each new row */
  const guint32       *places; /* (n): new name of each old row */
} Reordering;

static void
reorder_tile (gsize tile, guint worker, gpointer data)
{
  Reordering *r = data;
  gsize       end = MIN ((tile + 1) * ROWS_A_TILE, r->to->n_rows);

  for (gsize i = tile * ROWS_A_TILE; i < end; i++)
    {
      gsize start = r->to->starts[i], length = r->to->starts[i + 1] - start;
      gsize source = r->from->starts[r->order[i]];

      memcpy (r->to->values + start, r->from->values + source, length * sizeof (float));
      for (gsize j = 0; j < length; j++)
        r->to->columns[start + j] = r->places[r->from->columns[source + j]];
    }
}

gboolean
mus_affinities_reorder (MusAffinities *self, const guint32 *order, GError **error)
{
  MusAffinities       to = { .n_rows = self->n_rows };
  g_autofree guint32 *places = mus_try_new (guint32, self->n_rows, error);
  Reordering          reordering = { self, &to, order, places };

  if (places == NULL || (to.starts = mus_try_new (gsize, self->n_rows + 1, error)) == NULL)
    return FALSE;
  for (gsize i = 0; i < self->n_rows; i++)
    {
      places[order[i]] = (guint32) i;
      to.starts[i + 1] = self->starts[order[i] + 1] - self->starts[order[i]];
    }
  if (!allocate_entries (&to, error))
    {
      g_free (to.starts);
      g_free (to.columns);
      return FALSE;
    }

  mus_parallel_for (count_tiles (self->n_rows), reorder_tile, &reordering);
  g_free (self->starts);
  g_free (self->columns);
  g_free (self->values);
  *self = to;

  return TRUE;
}
