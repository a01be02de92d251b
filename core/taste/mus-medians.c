/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-medians-private.h"

#include <math.h>
#include <stdlib.h>

#include "base/mus-error.h"
#include "base/mus-parallel.h"

#define N_BUCKETS 4096

struct _MusMedians
{
  const MusNeighborIndex *index;
  float                  *medians; /* (n_tracks): NaN where not known yet */
};

static int
compare_floats (const void *a, const void *b)
{
  float x = *(const float *) a;
  float y = *(const float *) b;

  return (x > y) - (x < y);
}

static inline int
bucket_of (float distance)
{
  return CLAMP ((int) (distance * (N_BUCKETS / 2)), 0, N_BUCKETS - 1);
}

/* The middle one of @n distances in [0, 2], or the mean of the two in the middle; 0 when
 * there are none. Counting them by size leaves few to be sorted: those in the buckets in
 * which the middle is. */
static double
find_median (float *distances, gsize n)
{
  guint32 counts[N_BUCKETS] = { 0 };
  gsize   lower = (n - 1) / 2;
  gsize   upper = n / 2;
  int     first, last;
  gsize   n_before = 0;
  gsize   n_left;

  if (n == 0)
    return 0.0;

  for (gsize i = 0; i < n; i++)
    counts[bucket_of (distances[i])]++;
  for (first = 0; n_before + counts[first] <= lower; first++)
    n_before += counts[first];
  n_left = counts[first];
  for (last = first; n_before + n_left <= upper;)
    n_left += counts[++last];

  n_left = 0;
  for (gsize i = 0; i < n; i++)
    if (bucket_of (distances[i]) >= first && bucket_of (distances[i]) <= last)
      distances[n_left++] = distances[i];
  qsort (distances, n_left, sizeof *distances, compare_floats);

  return 0.5 *
         ((double) distances[lower - n_before] + (double) distances[upper - n_before]);
}

gboolean
mus_recommend_median (const MusNeighborIndex *index, guint32 seed, double *median, GError **error)
{
  gsize             n = mus_neighbor_index_n_rows (index);
  g_autofree float *distances = mus_try_new (float, n, error);

  if (distances == NULL)
    return FALSE;

  mus_neighbor_index_distances (index, seed, distances);
  distances[seed] = distances[n - 1];
  *median = find_median (distances, n - 1);

  return TRUE;
}

MusMedians *
mus_medians_new (const MusNeighborIndex *index, GError **error)
{
  g_autoptr (MusMedians) self = g_new0 (MusMedians, 1);
  gsize n_tracks = mus_neighbor_index_n_rows (index);

  self->index = index;
  self->medians = mus_try_new (float, n_tracks, error);
  if (self->medians == NULL)
    return NULL;
  for (gsize row = 0; row < n_tracks; row++)
    self->medians[row] = NAN;

  return g_steal_pointer (&self);
}

void
mus_medians_free (MusMedians *self)
{
  g_free (self->medians);
  g_free (self);
}

gboolean
mus_medians_get (MusMedians *self, guint32 row, double *median, GError **error)
{
  if (isnan (self->medians[row]))
    {
      if (!mus_recommend_median (self->index, row, median, error))
        return FALSE;
      self->medians[row] = (float) *median;
    }
  *median = (double) self->medians[row];

  return TRUE;
}

/*
 * Wanted: medians that are not known yet, each row once
 */
typedef struct
{
  MusMedians *medians;
  GArray     *rows; /* guint32 */
} Wanted;

static void
measure_tile (gsize tile, guint worker, gpointer data)
{
  const Wanted *self = data;
  double        median;

  /* What fails here is asked for again, and then tells why. */
  if (!mus_medians_get (self->medians, g_array_index (self->rows, guint32, tile), &median, NULL))
    return;
}

static void
measure (MusMedians *self, const GArray *list)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);
  Wanted wanted = { self, rows };

  for (guint i = 0; i < list->len; i++)
    {
      guint32 row = g_array_index (list, MusRecommendation, i).answers;

      if (isnan (self->medians[row]) && g_hash_table_add (known, GUINT_TO_POINTER (row)))
        g_array_append_val (rows, row);
    }

  mus_parallel_for (rows->len, measure_tile, &wanted);
}

gboolean
mus_medians_set_matches (MusMedians *self, GArray *list, GError **error)
{
  measure (self, list);
  for (guint i = 0; i < list->len; i++)
    {
      MusRecommendation *item = &g_array_index (list, MusRecommendation, i);
      double             median;

      if (!mus_medians_get (self, item->answers, &median, error))
        return FALSE;
      item->match = mus_match (item->distance, median);
    }

  return TRUE;
}
