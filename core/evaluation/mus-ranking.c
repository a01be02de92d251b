/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "evaluation/mus-ranking.h"

#include <math.h>
#include <stdlib.h>

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

/* The graph holds enough for nearly all tracks; for the others the search goes on, until the
 * run is over. */
static gsize
fill_list (const MusLists *lists, guint32 seed, gboolean other_artists, guint32 *rows)
{
  gsize n_others = mus_catalog_n_tracks (lists->catalog) - 1;
  gsize k = mus_neighbor_graph_k (lists->graph);
  gsize n = apply_rules (lists, seed, mus_neighbor_graph_rows (lists->graph, seed), k,
                         other_artists, rows);

  while (n < MUS_QUALITY_K && k < n_others && !mus_run_is_over (lists->run))
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
 * Measuring
 */

static int
compare_numbers (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

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
      g_autoptr (GArray) list = mus_recommend_similar (catalog, index, seed, &shipped, run, NULL, NULL);

      times[i] = (double) (g_get_monotonic_time () - start) / 1000.0;
    }
  qsort (times, N_TIMED, sizeof *times, compare_numbers);

  return times[N_TIMED / 2];
}

gboolean
mus_ranking_measure (MusQuality *self, const MusCatalog *catalog, const MusNeighborIndex *index,
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

  *self = (MusQuality){ .query_ms = time_list (catalog, index, run) };
  start = g_get_monotonic_time ();
  if (!mus_lists_prepare (&lists, error) || !mus_lists_count (&lists, self, error))
    return FALSE;
  self->all_pairs_seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  mus_run_report (run, 1.0);

  return TRUE;
}
