/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <time.h>

#include "bench.h"

/*
 * How long a thumb takes, from the new taste to the list of 50, with few and many likes, and
 * how long a whole taste takes to load: with lists as long as that, and with those of up to
 * 100 tracks that match at least so well.
 *
 * usage: bench-taste CATALOG.csv
 */

#define N_THUMBS 20
#define MAX_LIKES 10000

/* What the clock and the processors say; the latter tells the work whatever else runs. */
typedef struct
{
  gint64  time;
  clock_t work;
} Moment;

static Moment
now (void)
{
  return (Moment){ g_get_monotonic_time (), clock () };
}

typedef struct
{
  double time; /* in milliseconds */
  double work;
} Cost;

static void
add_worst (Cost *worst, Moment start)
{
  Moment end = now ();

  worst->time = MAX (worst->time, (double) (end.time - start.time) / 1000.0);
  worst->work =
      MAX (worst->work, (double) (end.work - start.work) * 1000.0 / (double) CLOCKS_PER_SEC);
}

static void
tell (MusTasteRanker *ranker, const guint32 *rows, gsize n, double least_match)
{
  MusRecommendSettings settings = { .limit = least_match > 0.0 ? 100 : 50,
                                    .least_match = least_match,
                                    .per_artist = 2,
                                    .one_version = TRUE };
  MusTaste             taste = { .likes = rows, .n_likes = n };

  mus_taste_ranker_set_taste (ranker, &taste);
  g_array_unref (mus_taste_ranker_list (ranker, NULL, &settings, NULL));
}

static void
time_thumbs (MusTasteRanker *ranker, const guint32 *rows, gsize n_likes, double least_match)
{
  Cost   load = { 0 }, up = { 0 }, down = { 0 };
  Moment start;

  tell (ranker, rows, 0, least_match);
  start = now ();
  tell (ranker, rows, n_likes, least_match);
  add_worst (&load, start);

  for (gsize i = 1; i <= N_THUMBS; i++)
    {
      start = now ();
      tell (ranker, rows, n_likes + i, least_match);
      add_worst (&up, start);
    }
  for (gsize i = N_THUMBS; i-- > 0;)
    {
      start = now ();
      tell (ranker, rows, n_likes + i, least_match);
      add_worst (&down, start);
    }

  g_print ("%6zu likes, from %2.0f %%: load %7.1f (%7.1f), slowest thumb up %6.1f (%6.1f), "
           "taken back %6.1f (%6.1f)\n",
           n_likes, least_match, load.time, load.work, up.time, up.work, down.time, down.work);
}

int
main (int argc, char **argv)
{
  static const gsize  sizes[] = { 0, 1, 100, 1000, MAX_LIKES };
  static const double least_matches[] = { 0.0, 50.0, 90.0, 99.0 };
  g_autoptr (MusCatalog) catalog = bench_catalog_read (argc > 1 ? argv[1] : NULL);
  g_autoptr (MusMatrix) x = NULL;
  g_autoptr (MusNeighborIndex) index = NULL;
  g_autoptr (MusTasteRanker) ranker = NULL;
  g_autofree guint32 *rows = NULL;
  gsize               n;
  MusScaler           scaler;
  MusRng              rng;
  Moment              start;
  Cost                ready = { 0 };

  n = mus_catalog_n_tracks (catalog);
  mus_scaler_fit (&scaler, mus_catalog_features (catalog), NULL, NULL);
  x = mus_scaler_transform (&scaler, mus_catalog_features (catalog), NULL, NULL);
  index = mus_neighbor_index_new (x, MUS_METRIC_COSINE, NULL, NULL);
  rows = g_new (guint32, n);
  for (gsize i = 0; i < n; i++)
    rows[i] = (guint32) i;
  mus_rng_init (&rng, 1);
  mus_rng_shuffle (&rng, rows, n);

  start = now ();
  ranker = mus_taste_ranker_new (catalog, index, x, NULL, NULL);
  add_worst (&ready, start);
  g_print ("Milliseconds, and those of the processors together\n"
           "%zu tracks: ready in %.1f (%.1f)\n",
           n, ready.time, ready.work);
  for (gsize m = 0; m < G_N_ELEMENTS (least_matches); m++)
    for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
      if (sizes[i] + N_THUMBS < n)
        time_thumbs (ranker, rows, sizes[i], least_matches[m]);

  return EXIT_SUCCESS;
}
