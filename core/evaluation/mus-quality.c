/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "evaluation/mus-quality.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "base/mus-error.h"
#include "base/mus-parallel.h"
#include "base/mus-rng.h"

/* Rows in a tile. */
#define TILE 256

/* How many single searches are timed. */
#define N_TIMED 100

/* What some lists have in common with the tracks that they are for. */
typedef struct
{
  guint64 n_answers;
  guint64 n_own_genre;
  guint64 n_any_genre;
} Tally;

typedef struct _Lists Lists;

/* Writes at most MUS_QUALITY_K rows for @row and returns how many. */
typedef gsize (*ListFunc) (const Lists *lists, guint32 row, guint32 *rows);

/* Where the lists come from. */
struct _Lists
{
  const MusCatalog *catalog;
  const MusRun     *run;
  ListFunc          list;       /* any tracks */
  ListFunc          list_other; /* tracks of other main artists */

  const MusNeighborIndex *index; /* nearest */
  const MusNeighborGraph *graph;

  guint64 seed; /* random */

  guint32 *by_artist;       /* (N) rows, those of an artist together */
  guint32 *first_of_artist; /* (artists + 1) where an artist's start there */

  Tally *tallies;       /* (2 a tile) all lists, and those of other artists */
  gint  *n_appearances; /* (N) in how many lists a track stands */
};

/* --- Artists ------------------------------------------------------------------------- */

/* Sorts the rows by their main artist. */
static gboolean
group_by_artist (Lists *lists, GError **error)
{
  gsize    n_tracks = mus_catalog_n_tracks (lists->catalog);
  guint32  n_artists = mus_catalog_n_artists (lists->catalog);
  guint32 *first;

  lists->by_artist = mus_try_new (guint32, n_tracks, error);
  if (lists->by_artist != NULL)
    lists->first_of_artist = mus_try_new (guint32, (gsize) n_artists + 2, error);
  if (lists->first_of_artist == NULL)
    return FALSE;

  /* Counted two places further on, so that placing the rows moves each start to its own. */
  first = lists->first_of_artist;
  for (guint32 row = 0; row < n_tracks; row++)
    first[mus_catalog_main_artist (lists->catalog, row) + 2]++;
  for (guint32 artist = 0; artist < n_artists; artist++)
    first[artist + 2] += first[artist + 1];
  for (guint32 row = 0; row < n_tracks; row++)
    lists->by_artist[first[mus_catalog_main_artist (lists->catalog, row) + 1]++] = row;

  return TRUE;
}

static gsize
count_tracks (const Lists *lists, guint32 artist)
{
  return lists->first_of_artist[artist + 1] - lists->first_of_artist[artist];
}

/* --- The nearest -------------------------------------------------------------------- */

static gsize
list_nearest (const Lists *lists, guint32 row, guint32 *rows)
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
list_nearest_other (const Lists *lists, guint32 row, guint32 *rows)
{
  guint32             artist = mus_catalog_main_artist (lists->catalog, row);
  gsize               n_tracks = mus_catalog_n_tracks (lists->catalog);
  gsize               n_own = count_tracks (lists, artist);
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
draw_outside (const Lists *lists, const guint32 *order, gsize first, gsize end, MusRng *rng,
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
list_random (const Lists *lists, guint32 row, guint32 *rows)
{
  MusRng rng;

  mus_rng_init_stream (&rng, lists->seed, 2 * (guint64) row);

  return draw_outside (lists, NULL, row, (gsize) row + 1, &rng, rows);
}

static gsize
list_random_other (const Lists *lists, guint32 row, guint32 *rows)
{
  guint32 artist = mus_catalog_main_artist (lists->catalog, row);
  gsize   first = lists->first_of_artist[artist];
  MusRng  rng;

  mus_rng_init_stream (&rng, lists->seed, 2 * (guint64) row + 1);

  return draw_outside (lists, lists->by_artist, first, first + count_tracks (lists, artist), &rng,
                       rows);
}

/* --- Counting ----------------------------------------------------------------------- */

static gboolean
shares_label (const MusCatalog *catalog, guint32 a, guint32 b)
{
  guint          n_a, n_b;
  const guint16 *of_a = mus_catalog_genres (catalog, a, &n_a);
  const guint16 *of_b = mus_catalog_genres (catalog, b, &n_b);

  for (guint i = 0; i < n_a; i++)
    for (guint j = 0; j < n_b; j++)
      if (of_a[i] == of_b[j])
        return TRUE;

  return FALSE;
}

static void
count_list (Tally *tally, const MusCatalog *catalog, guint32 row, const guint32 *rows, gsize n)
{
  guint16 genre = mus_catalog_genre (catalog, row);

  /* A track without a genre can't be answered rightly or wrongly. */
  if (genre == MUS_NO_GENRE)
    return;

  tally->n_answers += n;
  for (gsize i = 0; i < n; i++)
    {
      tally->n_own_genre += mus_catalog_genre (catalog, rows[i]) == genre;
      tally->n_any_genre += shares_label (catalog, row, rows[i]) ? 1 : 0;
    }
}

static void
count_tile (gsize tile, guint worker, gpointer data)
{
  Lists  *lists = data;
  guint32 end = (guint32) MIN ((tile + 1) * TILE, mus_catalog_n_tracks (lists->catalog));

  for (guint32 row = (guint32) tile * TILE; row < end && !mus_run_is_over (lists->run); row++)
    {
      guint32 rows[MUS_QUALITY_K];
      gsize   n = lists->list (lists, row, rows);

      count_list (&lists->tallies[2 * tile], lists->catalog, row, rows, n);
      for (gsize i = 0; i < n; i++)
        g_atomic_int_inc (&lists->n_appearances[rows[i]]);

      n = lists->list_other (lists, row, rows);
      count_list (&lists->tallies[2 * tile + 1], lists->catalog, row, rows, n);
    }
}

static double
share (guint64 part, guint64 whole)
{
  return whole > 0 ? (double) part / (double) whole : (double) NAN;
}

static gboolean
count_lists (Lists *lists, MusQuality *quality, GError **error)
{
  gsize n_tracks = mus_catalog_n_tracks (lists->catalog);
  gsize n_tiles = (n_tracks + TILE - 1) / TILE, n_reached = 0;
  Tally all = { 0 }, other = { 0 };

  lists->tallies = mus_try_new (Tally, 2 * n_tiles, error);
  if (lists->tallies != NULL)
    lists->n_appearances = mus_try_new (gint, n_tracks, error);
  if (lists->n_appearances == NULL)
    return FALSE;

  mus_parallel_for (n_tiles, count_tile, lists);
  if (mus_run_is_cancelled (lists->run, error))
    return FALSE;

  for (gsize tile = 0; tile < n_tiles; tile++)
    {
      all.n_answers += lists->tallies[2 * tile].n_answers;
      all.n_own_genre += lists->tallies[2 * tile].n_own_genre;
      all.n_any_genre += lists->tallies[2 * tile].n_any_genre;
      other.n_answers += lists->tallies[2 * tile + 1].n_answers;
      other.n_own_genre += lists->tallies[2 * tile + 1].n_own_genre;
    }
  for (gsize row = 0; row < n_tracks; row++)
    {
      n_reached += lists->n_appearances[row] > 0;
      quality->largest_hub = MAX (quality->largest_hub, (guint) lists->n_appearances[row]);
    }
  quality->hit_rate = share (all.n_own_genre, all.n_answers);
  quality->any_genre_hit_rate = share (all.n_any_genre, all.n_answers);
  quality->hit_rate_other_artists = share (other.n_own_genre, other.n_answers);
  quality->reachability = share (n_reached, n_tracks);

  return TRUE;
}

static void
lists_clear (Lists *lists)
{
  g_free (lists->by_artist);
  g_free (lists->first_of_artist);
  g_free (lists->tallies);
  g_free (lists->n_appearances);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lists, lists_clear)

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

gboolean
mus_quality_measure (MusQuality *self, const MusCatalog *catalog, MusNeighborIndex *index,
                     const MusRun *run, GError **error)
{
  MusRun searching = mus_run_part (run, 0.0, 0.9);
  g_auto (Lists) lists = {
    .catalog = catalog,
    .run = run,
    .list = list_nearest,
    .list_other = list_nearest_other,
    .index = index,
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
  self->query_ms = time_query (index, run);

  lists.graph = graph;
  if (!group_by_artist (&lists, error) || !count_lists (&lists, self, error))
    return FALSE;
  mus_run_report (run, 1.0);

  return TRUE;
}

gboolean
mus_quality_measure_random (MusQuality *self, const MusCatalog *catalog, guint64 seed,
                            const MusRun *run, GError **error)
{
  g_auto (Lists) lists = {
    .catalog = catalog,
    .run = run,
    .list = list_random,
    .list_other = list_random_other,
    .seed = seed,
  };

  *self = (MusQuality){ .query_ms = (double) NAN, .all_pairs_seconds = (double) NAN };
  if (!group_by_artist (&lists, error) || !count_lists (&lists, self, error))
    return FALSE;
  mus_run_report (run, 1.0);

  return TRUE;
}
