/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "evaluation/mus-ranking.h"

#include <math.h>
#include <stdlib.h>

#include "base/mus-error.h"
#include "base/mus-sort.h"
#include "evaluation/mus-lists-private.h"
#include "taste/mus-recommender.h"

/* How many lists are timed. */
#define N_TIMED 100

/* How many times more neighbors are asked for each time that the rules have left too few. */
#define MORE 8

static const MusRecommendSettings shipped = MUS_RECOMMEND_SETTINGS_INIT;

/*
 * Lists
 */

/* Leaves out the tracks of the seed's main artist. */
static gsize
keep_other_artists (const MusCatalog *catalog, guint32 seed, const guint32 *candidates,
                    gsize n_candidates, guint32 *kept)
{
  guint32 artist = mus_catalog_main_artist (catalog, seed);
  gsize   n = 0;

  for (gsize i = 0; i < n_candidates; i++)
    if (mus_catalog_main_artist (catalog, candidates[i]) != artist)
      kept[n++] = candidates[i];

  return n;
}

static gsize
apply_rules (const MusLists *lists, guint32 seed, const guint32 *candidates, gsize n_candidates,
             gboolean other_artists, guint32 *rows)
{
  g_autofree guint32 *kept = NULL;

  if (!other_artists)
    return mus_recommend_among (lists->catalog, seed, &shipped, candidates, n_candidates, rows);

  kept = g_new (guint32, n_candidates);
  n_candidates = keep_other_artists (lists->catalog, seed, candidates, n_candidates, kept);

  return mus_recommend_among (lists->catalog, seed, &shipped, kept, n_candidates, rows);
}

/* The graph holds enough for nearly all tracks; for the others the search goes on. */
static gsize
fill_list (const MusLists *lists, guint32 seed, gboolean other_artists, guint32 *rows)
{
  gsize n_others = mus_catalog_n_tracks (lists->catalog) - 1;
  gsize k = mus_neighbor_graph_k (lists->graph);
  gsize n = apply_rules (lists, seed, mus_neighbor_graph_rows (lists->graph, seed), k,
                         other_artists, rows);

  while (n < MUS_QUALITY_K && k < n_others)
    {
      g_autofree guint32 *nearest = NULL;

      k = MIN (k * MORE, n_others);
      nearest = g_new (guint32, k);
      mus_neighbor_index_query (lists->index, seed, k, nearest, NULL);
      n = apply_rules (lists, seed, nearest, k, other_artists, rows);
    }

  return n;
}

static gsize
list_recommended (const MusLists *lists, guint32 row, guint32 *rows)
{
  return fill_list (lists, row, FALSE, rows);
}

static gsize
list_recommended_other (const MusLists *lists, guint32 row, guint32 *rows)
{
  return fill_list (lists, row, TRUE, rows);
}

/*
 * Popularity
 */

static double
popularity (const MusCatalog *catalog, gsize row)
{
  return (double) mus_matrix_row (mus_catalog_features (catalog), row)[MUS_FEATURE_POPULARITY];
}

static int
compare_numbers (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/*
 * Middle: where the less popular half of the catalog ends
 */
typedef struct
{
  double popularity;
  double share; /* of the tracks that are just as popular, how many belong to that half */
} Middle;

static gboolean
find_middle (const MusCatalog *catalog, Middle *middle, const MusRun *run, GError **error)
{
  gsize                   n = mus_catalog_n_tracks (catalog), n_below = 0, n_equal = 0;
  g_autofree MusSortItem *items = mus_try_new (MusSortItem, 2 * n, error);

  if (items == NULL)
    return FALSE;

  for (gsize row = 0; row < n; row++)
    {
      if (!mus_run_goes_on (run, row, error))
        return FALSE;
      items[row].key = mus_sort_key (popularity (catalog, row));
    }
  if (!mus_sort_items (items, items + n, n, run, error))
    return FALSE;
  middle->popularity = mus_sort_value (items[n / 2].key);
  for (gsize row = 0; row < n; row++)
    {
      double value = popularity (catalog, row);

      if (!mus_run_goes_on (run, row, error))
        return FALSE;
      n_below += value < middle->popularity;
      n_equal += value <= middle->popularity && value >= middle->popularity;
    }
  middle->share = (0.5 * (double) n - (double) n_below) / (double) n_equal;

  return TRUE;
}

static double
less_popular (double value, const Middle *middle)
{
  return value < middle->popularity ? 1.0 : value > middle->popularity ? 0.0 : middle->share;
}

static gboolean
measure_popularity (MusRanking *self, const MusLists *lists, GError **error)
{
  gsize  n_tracks = mus_catalog_n_tracks (lists->catalog);
  double sum = 0.0, sum_listed = 0.0, sum_less = 0.0, n_listed = 0.0;
  Middle middle;

  if (n_tracks == 0 || (mus_catalog_summary (lists->catalog)->missing & 1u << MUS_FEATURE_POPULARITY))
    return TRUE;
  if (!find_middle (lists->catalog, &middle, lists->run, error))
    return FALSE;

  for (gsize row = 0; row < n_tracks; row++)
    {
      double value = popularity (lists->catalog, row);

      if (!mus_run_goes_on (lists->run, row, error))
        return FALSE;
      sum += value;
      n_listed += lists->n_appearances[row];
      sum_listed += lists->n_appearances[row] * value;
      sum_less += lists->n_appearances[row] * less_popular (value, &middle);
    }
  /* Every track is a seed. */
  self->seed_popularity = self->catalog_popularity = sum / (double) n_tracks;
  self->recommended_popularity = sum_listed / n_listed;
  self->less_popular_share = sum_less / n_listed;

  return TRUE;
}

/*
 * Measuring
 */

/* The median time of lists from all over the catalog, in milliseconds. */
static double
time_list (const MusCatalog *catalog, const MusNeighborIndex *index, const MusRun *run)
{
  gsize  n_tracks = mus_catalog_n_tracks (catalog);
  double times[N_TIMED] = { 0.0 };

  if (n_tracks == 0)
    return (double) NAN;

  for (gsize i = 0; i < N_TIMED && !mus_run_is_over (run); i++)
    {
      guint32 seed = (guint32) (i * n_tracks / N_TIMED);
      gint64  start = g_get_monotonic_time ();
      g_autoptr (GArray) list = mus_recommend_similar (catalog, index, seed, &shipped, NULL, NULL);

      times[i] = (double) (g_get_monotonic_time () - start) / 1000.0;
    }
  qsort (times, N_TIMED, sizeof *times, compare_numbers);

  return times[N_TIMED / 2];
}

gboolean
mus_ranking_measure (MusRanking *self, const MusCatalog *catalog, const MusNeighborIndex *index,
                     const MusNeighborGraph *graph, const MusRun *run, GError **error)
{
  g_auto (MusLists) lists = {
    .catalog = catalog,
    .run = run,
    .list = list_recommended,
    .list_other = list_recommended_other,
    .index = index,
    .graph = graph,
  };
  gint64 start;

  *self = (MusRanking){
    .seed_popularity = (double) NAN,
    .recommended_popularity = (double) NAN,
    .catalog_popularity = (double) NAN,
    .less_popular_share = (double) NAN,
  };
  self->quality.query_ms = time_list (catalog, index, run);
  start = g_get_monotonic_time ();
  if (!mus_lists_prepare (&lists, error) || !mus_lists_count (&lists, &self->quality, error))
    return FALSE;
  self->quality.all_pairs_seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  self->artists_per_list = mus_lists_mean_artists (&lists);
  mus_run_report (run, 1.0);

  return measure_popularity (self, &lists, error);
}
