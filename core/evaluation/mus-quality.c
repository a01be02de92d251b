/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "evaluation/mus-quality.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "base/mus-error.h"
#include "base/mus-rng.h"
#include "evaluation/mus-lists-private.h"

/* How many single searches are timed. */
#define N_TIMED 100

/* --- The nearest -------------------------------------------------------------------- */

static gsize
list_nearest (const MusLists *lists, guint32 row, guint32 *rows)
{
  gsize          n = MIN (mus_neighbor_graph_k (lists->graph), MUS_QUALITY_K);
  const guint32 *nearest = mus_neighbor_graph_rows (lists->graph, row);

  for (gsize i = 0; i < n; i++)
    rows[i] = nearest[i];

  return n;
}

static gsize
keep_other_artists (const MusCatalog *catalog, guint32 row, const guint32 *nearest, gsize n_nearest,
                    guint32 *rows)
{
  guint32 artist = mus_catalog_main_artist (catalog, row);
  gsize   n = 0;

  for (gsize i = 0; i < n_nearest && n < MUS_QUALITY_K; i++)
    if (mus_catalog_main_artist (catalog, nearest[i]) != artist)
      rows[n++] = nearest[i];

  return n;
}

/* The graph holds enough for nearly all tracks. For the others the search goes as far as
 * it must, were all other tracks of the artist nearer. */
static gsize
list_nearest_other (const MusLists *lists, guint32 row, guint32 *rows)
{
  guint32             artist = mus_catalog_main_artist (lists->catalog, row);
  gsize               n_tracks = mus_catalog_n_tracks (lists->catalog);
  gsize               n_own = mus_lists_count_artist (lists, artist);
  gsize               k = mus_neighbor_graph_k (lists->graph);
  gsize               n_wanted = MIN (n_tracks - n_own, MUS_QUALITY_K);
  g_autofree guint32 *nearest = NULL;
  gsize n = keep_other_artists (lists->catalog, row, mus_neighbor_graph_rows (lists->graph, row), k,
                                rows);

  if (n == n_wanted)
    return n;

  k = n_own - 1 + n_wanted;
  nearest = g_new (guint32, k);
  k = mus_neighbor_index_query (lists->index, row, k, nearest, NULL);

  return keep_other_artists (lists->catalog, row, nearest, k, rows);
}

/* --- At random ---------------------------------------------------------------------- */

/* Different tracks, each equally likely, of all that stand outside [first, end) of an
 * order, or of the catalog's own one without it. */
static gsize
draw_outside (const MusLists *lists, const guint32 *order, gsize first, gsize end, MusRng *rng,
              guint32 *rows)
{
  gsize n_left = mus_catalog_n_tracks (lists->catalog) - (end - first);
  gsize n = 0, n_wanted = MIN (n_left, MUS_QUALITY_K);

  while (n < n_wanted)
    {
      gsize place = mus_rng_below (rng, n_left);
      gsize i = 0;

      if (place >= first)
        place += end - first;
      rows[n] = order != NULL ? order[place] : (guint32) place;
      while (rows[i] != rows[n])
        i++;
      if (i == n)
        n++;
    }

  return n;
}

static gsize
list_random (const MusLists *lists, guint32 row, guint32 *rows)
{
  MusRng rng;

  mus_rng_init_stream (&rng, lists->seed, 2 * (guint64) row);

  return draw_outside (lists, NULL, row, (gsize) row + 1, &rng, rows);
}

static gsize
list_random_other (const MusLists *lists, guint32 row, guint32 *rows)
{
  guint32 artist = mus_catalog_main_artist (lists->catalog, row);
  gsize   first = lists->first_of_artist[artist];
  MusRng  rng;

  mus_rng_init_stream (&rng, lists->seed, 2 * (guint64) row + 1);

  return draw_outside (lists, lists->by_artist, first,
                       first + mus_lists_count_artist (lists, artist), &rng, rows);
}

/* --- Measuring ---------------------------------------------------------------------- */

static int
compare_times (const void *a, const void *b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* The median time of single searches from all over the catalog, in milliseconds. */
static double
time_query (const MusNeighborIndex *index, const MusRun *run)
{
  gsize   n_rows = mus_neighbor_index_n_rows (index);
  gint64  times[N_TIMED] = { 0 };
  guint32 rows[MUS_QUALITY_K];

  if (n_rows == 0)
    return (double) NAN;

  for (gsize i = 0; i < N_TIMED && !mus_run_is_over (run); i++)
    {
      gint64 start = g_get_monotonic_time ();

      mus_neighbor_index_query (index, (guint32) (i * n_rows / N_TIMED), MUS_QUALITY_K, rows, NULL);
      times[i] = g_get_monotonic_time () - start;
    }
  qsort (times, N_TIMED, sizeof *times, compare_times);

  return (double) times[N_TIMED / 2] / 1000.0;
}

static gboolean
measure (MusQuality *self, const MusCatalog *catalog, MusNeighborIndex *index,
         const gboolean *artists, MusNeighborGraph **searched, const MusRun *run, GError **error)
{
  MusRun searching = mus_run_part (run, 0.0, 0.9);
  g_auto (MusLists) lists = {
    .catalog = catalog,
    .run = run,
    .list = list_nearest,
    .list_other = list_nearest_other,
    .index = index,
    .artists = artists,
  };
  g_autoptr (MusNeighborGraph) graph = NULL;
  gint64                       start;

  *self = (MusQuality){ 0 };
  if (mus_neighbor_index_n_rows (index) != mus_catalog_n_tracks (catalog))
    {
      g_set_error_literal (error, MUS_ERROR, MUS_ERROR_SHAPE,
                           _ ("What was learned belongs to another catalog. Train again with "
                              "this one."));
      return FALSE;
    }

  start = g_get_monotonic_time ();
  graph = mus_neighbor_graph_new (index, MUS_QUALITY_SEARCHED, &searching, error);
  if (graph == NULL)
    return FALSE;
  self->all_pairs_seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  self->query_ms = artists == NULL ? time_query (index, run) : (double) NAN;

  lists.graph = graph;
  if (!mus_lists_prepare (&lists, error) || !mus_lists_count (&lists, self, error))
    return FALSE;
  mus_run_report (run, 1.0);
  if (searched != NULL)
    *searched = g_steal_pointer (&graph);

  return TRUE;
}

gboolean
mus_quality_measure (MusQuality *self, const MusCatalog *catalog, MusNeighborIndex *index,
                     MusNeighborGraph **searched, const MusRun *run, GError **error)
{
  return measure (self, catalog, index, NULL, searched, run, error);
}

gboolean
mus_quality_measure_artists (MusQuality *self, const MusCatalog *catalog, MusNeighborIndex *index,
                             const gboolean *artists, const MusRun *run, GError **error)
{
  return measure (self, catalog, index, artists, NULL, run, error);
}

gboolean
mus_quality_measure_random (MusQuality *self, const MusCatalog *catalog, guint64 seed,
                            const MusRun *run, GError **error)
{
  g_auto (MusLists) lists = {
    .catalog = catalog,
    .run = run,
    .list = list_random,
    .list_other = list_random_other,
    .seed = seed,
  };

  *self = (MusQuality){ .query_ms = (double) NAN, .all_pairs_seconds = (double) NAN };
  if (!mus_lists_prepare (&lists, error) || !mus_lists_count (&lists, self, error))
    return FALSE;
  mus_run_report (run, 1.0);

  return TRUE;
}
