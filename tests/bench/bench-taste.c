/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "bench.h"

/*
 * How long a thumb takes, from the new taste to the list of 50, with few and many likes, and
 * how long a whole taste takes to load.
 *
 * usage: bench-taste CATALOG.csv
 */

#define N_THUMBS 20
#define MAX_LIKES 10000

static double
milliseconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1000.0;
}

static void
tell (MusTasteRanker *ranker, const guint32 *rows, gsize n)
{
  MusRecommendSettings settings = { .limit = 50, .per_artist = 2, .one_version = TRUE };
  MusTaste             taste = { .likes = rows, .n_likes = n };

  mus_taste_ranker_set_taste (ranker, &taste);
  g_array_unref (mus_taste_ranker_list (ranker, NULL, &settings, NULL));
}

static void
time_thumbs (MusTasteRanker *ranker, const guint32 *rows, gsize n_likes)
{
  gint64 start;
  double load, worst_up = 0.0, worst_down = 0.0;

  tell (ranker, rows, 0);
  start = g_get_monotonic_time ();
  tell (ranker, rows, n_likes);
  load = milliseconds_since (start);

  for (gsize i = 1; i <= N_THUMBS; i++)
    {
      start = g_get_monotonic_time ();
      tell (ranker, rows, n_likes + i);
      worst_up = MAX (worst_up, milliseconds_since (start));
    }
  for (gsize i = N_THUMBS; i-- > 0;)
    {
      start = g_get_monotonic_time ();
      tell (ranker, rows, n_likes + i);
      worst_down = MAX (worst_down, milliseconds_since (start));
    }

  g_print ("%6zu likes: load %7.1f ms, slowest thumb up %6.1f ms, taken back %6.1f ms\n", n_likes,
           load, worst_up, worst_down);
}

int
main (int argc, char **argv)
{
  static const gsize sizes[] = { 0, 1, 100, 1000, MAX_LIKES };
  g_autoptr (MusCatalog) catalog = bench_catalog_read (argc > 1 ? argv[1] : NULL);
  g_autoptr (MusMatrix) x = NULL;
  g_autoptr (MusNeighborIndex) index = NULL;
  g_autoptr (MusTasteRanker) ranker = NULL;
  g_autofree guint32 *rows = NULL;
  gsize               n;
  MusScaler           scaler;
  MusRng              rng;
  gint64              start;

  n = mus_catalog_n_tracks (catalog);
  mus_scaler_fit (&scaler, mus_catalog_features (catalog), NULL, NULL);
  x = mus_scaler_transform (&scaler, mus_catalog_features (catalog), NULL, NULL);
  index = mus_neighbor_index_new (x, MUS_METRIC_COSINE, NULL, NULL);
  rows = g_new (guint32, n);
  for (gsize i = 0; i < n; i++)
    rows[i] = (guint32) i;
  mus_rng_init (&rng, 1);
  mus_rng_shuffle (&rng, rows, n);

  start = g_get_monotonic_time ();
  ranker = mus_taste_ranker_new (catalog, index, x, NULL, NULL);
  g_print ("%zu tracks, ready in %.1f ms\n", n, milliseconds_since (start));
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (sizes[i] + N_THUMBS < n)
      time_thumbs (ranker, rows, sizes[i]);

  return EXIT_SUCCESS;
}
