/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"

/*
 * Catalogs whose track i lies at the angle i from track 0: the neighbors of track 0 are 1, 2,
 * 3, ... in that order.
 */

#define N 60

typedef struct
{
  MusCatalog       *catalog;
  MusNeighborIndex *index;
} Fan;

static void
fan_clear (Fan *self)
{
  mus_catalog_unref (self->catalog);
  mus_neighbor_index_unref (self->index);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fan, fan_clear)

static MusNeighborIndex *
make_index (const float *rows, gsize n, gsize dimensions)
{
  g_autoptr (MusMatrix) matrix = mus_matrix_new (n, dimensions, NULL);
  g_autoptr (GError) error = NULL;
  MusNeighborIndex *index;

  memcpy (mus_matrix_fill (matrix), rows, n * dimensions * sizeof (float));
  index = mus_neighbor_index_new (matrix, MUS_METRIC_COSINE, NULL, &error);
  g_assert_no_error (error);

  return index;
}

typedef struct
{
  const char *title;
  const char *artists;
} Song;

/* The first tracks are @songs, the others different songs by different artists. */
static void
fan_init (Fan *self, const Song *songs, gsize n_songs)
{
  static const double features[] = FIXTURE_FEATURES;
  FixtureTrack        tracks[N] = { 0 };
  char                texts[N][2][32];
  float               rows[N * 2];

  for (guint i = 0; i < N; i++)
    {
      g_snprintf (texts[i][0], sizeof texts[i][0], "Another %u", i);
      g_snprintf (texts[i][1], sizeof texts[i][1], "Somebody %u", i);
      tracks[i].title = i < n_songs ? songs[i].title : texts[i][0];
      tracks[i].artists = i < n_songs ? songs[i].artists : texts[i][1];
      memcpy (tracks[i].features, features, sizeof features);
      rows[2 * i] = (float) cos (0.03 * i);
      rows[2 * i + 1] = (float) sin (0.03 * i);
    }

  self->catalog = fixture_catalog (tracks, N);
  g_assert_cmpuint (mus_catalog_n_tracks (self->catalog), ==, N);
  self->index = make_index (rows, N, 2);
}

static const Song songs[] = {
  { "Seed", "Ana" },           { "Seed - Live", "Ana" }, { "Walk", "Ana" },
  { "Run", "Ana" },            { "Jump", "Ana" },        { "Sea", "Bo" },
  { "Sea - Live", "Bo;Ana" },  { "Seed (Cover)", "Cy" },
         { "Sea (Remastered 2011)", "Bo" },
  { "Sand", "Bo;Cy" },         { "Sun", "Bo" },          { "Walk - Live", "Ana" },
};

typedef struct
{
  const char          *name;
  MusRecommendSettings settings;
  guint32              rows[16];
  guint                n_rows;
  guint                n_versions[16];
} Rule;

static const Rule rules[] = {
  { "none", { 12, 0, FALSE }, { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 }, 12, { 0 } },
  { "versions", { 8, 0, TRUE }, { 2, 3, 4, 5, 7, 9, 10, 12 }, 8, { 1, 0, 0, 2 } },
  { "artists", { 8, 2, FALSE }, { 1, 2, 5, 6, 7, 12, 13, 14 }, 8, { 0 } },
  { "one-each", { 4, 1, FALSE }, { 1, 5, 7, 12 }, 4, { 0 } },
  { "both", { 8, 2, TRUE }, { 2, 3, 5, 7, 9, 12, 13, 14 }, 8, { 1, 0, 2 } },
  { "one", { 1, 2, TRUE }, { 2 }, 1, { 1 } },
};

static void
test_rule (gconstpointer data)
{
  const Rule *rule = data;
  g_auto (Fan) fan = { NULL };
  g_autoptr (GArray) list = NULL;
  double median = -1.0;

  fan_init (&fan, songs, G_N_ELEMENTS (songs));
  list = mus_recommend_similar (fan.catalog, fan.index, 0, &rule->settings, NULL, &median, NULL);

  g_assert_cmpuint (list->len, ==, rule->n_rows);
  g_assert_cmpfloat_with_epsilon (median, 1.0 - cos (0.03 * 30), 1e-6);
  for (guint i = 0; i < list->len; i++)
    {
      const MusRecommendation *item = &g_array_index (list, MusRecommendation, i);

      g_assert_cmpuint (item->row, ==, rule->rows[i]);
      g_assert_cmpuint (item->answers, ==, 0);
      g_assert_cmpuint (item->n_versions, ==, rule->n_versions[i]);
      g_assert_cmpfloat_with_epsilon (item->distance, 1.0 - cos (0.03 * item->row), 1e-6);
      g_assert_cmpfloat_with_epsilon (item->match, mus_match (item->distance, median), 1e-12);
    }
}

/* With no limit and no rules all others are there; with rules, all that they let through. */
static void
test_all (void)
{
  MusRecommendSettings settings = { 0, 0, FALSE };
  g_auto (Fan) fan = { NULL };

  fan_init (&fan, NULL, 0);
  for (guint32 seed = 0; seed < N; seed += 7)
    {
      g_autoptr (GArray) list =
          mus_recommend_similar (fan.catalog, fan.index, seed, &settings, NULL, NULL, NULL);
      guint32 rows[N];
      double  distances[N];

      g_assert_cmpuint (list->len, ==, N - 1);
      g_assert_cmpuint (mus_neighbor_index_query (fan.index, seed, N, rows, distances), ==, N - 1);
      for (guint i = 0; i < N - 1; i++)
        {
          const MusRecommendation *item = &g_array_index (list, MusRecommendation, i);

          g_assert_cmpuint (item->row, ==, rows[i]);
          g_assert_cmpfloat (item->distance, ==, distances[i]);
        }
    }
}

/* One artist has nearly everything: the list is filled up from far below. */
static void
test_fill_up (void)
{
  Song                 here[N - 3];
  char                 titles[N - 3][16];
  MusRecommendSettings settings = { 4, 1, TRUE };
  g_auto (Fan) fan = { NULL };
  g_autoptr (GArray) list = NULL;

  for (guint i = 0; i < N - 3; i++)
    {
      g_snprintf (titles[i], sizeof titles[i], "Piece %u", i);
      here[i] = (Song){ titles[i], "Ana" };
    }
  fan_init (&fan, here, N - 3);
  list = mus_recommend_similar (fan.catalog, fan.index, 0, &settings, NULL, NULL, NULL);
  g_assert_cmpuint (list->len, ==, 4);
  g_assert_cmpuint (g_array_index (list, MusRecommendation, 0).row, ==, 1);
  for (guint i = 1; i < 4; i++)
    g_assert_cmpuint (g_array_index (list, MusRecommendation, i).row, ==, N - 4 + i);

  /* And when there is no more, it stays short. */
  settings.limit = 10;
  g_clear_pointer (&list, g_array_unref);
  list = mus_recommend_similar (fan.catalog, fan.index, 0, &settings, NULL, NULL, NULL);
  g_assert_cmpuint (list->len, ==, 4);
}

/* Tracks that are not allowed leave their places to those below them, and take none of an
 * artist's or a song's. */
static void
test_allowed (void)
{
  MusRecommendSettings settings = MUS_RECOMMEND_SETTINGS_INIT;
  guint8               allowed[N];
  g_auto (Fan) fan = { NULL };
  g_autoptr (GArray) list = NULL;
  double median, unfiltered;

  fan_init (&fan, songs, G_N_ELEMENTS (songs));
  g_array_unref (
      mus_recommend_similar (fan.catalog, fan.index, 0, &settings, NULL, &unfiltered, NULL));

  memset (allowed, 1, sizeof allowed);
  allowed[2] = allowed[5] = allowed[7] = 0;
  settings.allowed = allowed;
  settings.limit = 6;
  list = mus_recommend_similar (fan.catalog, fan.index, 0, &settings, NULL, &median, NULL);
  g_assert_cmpuint (list->len, ==, 6);
  for (guint i = 0; i < 6; i++)
    {
      static const guint32 expected[] = { 3, 4, 6, 9, 12, 13 };

      g_assert_cmpuint (g_array_index (list, MusRecommendation, i).row, ==, expected[i]);
    }
  /* The match does not depend on the filter. */
  g_assert_cmpfloat (median, ==, unfiltered);

  /* Only the farthest one, and none at all. */
  memset (allowed, 0, sizeof allowed);
  allowed[N - 1] = 1;
  g_clear_pointer (&list, g_array_unref);
  list = mus_recommend_similar (fan.catalog, fan.index, 0, &settings, NULL, NULL, NULL);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpuint (g_array_index (list, MusRecommendation, 0).row, ==, N - 1);
  allowed[N - 1] = 0;
  g_clear_pointer (&list, g_array_unref);
  list = mus_recommend_similar (fan.catalog, fan.index, 0, &settings, NULL, NULL, NULL);
  g_assert_cmpuint (list->len, ==, 0);
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Against a sorted list, for odd and even numbers of others and many equal ones. */
static void
test_median (void)
{
  MusRecommendSettings settings = MUS_RECOMMEND_SETTINGS_INIT;
  static const double  features[] = FIXTURE_FEATURES;
  MusRng               rng;

  mus_rng_init (&rng, 1);
  for (gsize n = 50; n < 54; n++)
    for (guint equal = 0; equal < 2; equal++)
      {
        FixtureTrack tracks[54] = { 0 };
        char         titles[54][16];
        float        rows[54 * 3];
        g_autoptr (MusCatalog) catalog = NULL;
        g_autoptr (MusNeighborIndex) index = NULL;

        for (gsize i = 0; i < n; i++)
          {
            g_snprintf (titles[i], sizeof titles[i], "Piece %u", (guint) i);
            tracks[i].title = titles[i];
            tracks[i].artists = "Ana";
            memcpy (tracks[i].features, features, sizeof features);
            for (guint d = 0; d < 3; d++)
              rows[3 * i + d] = equal && i % 4 > 0 ? 1.0f : (float) mus_rng_normal (&rng);
          }
        catalog = fixture_catalog (tracks, n);
        index = make_index (rows, n, 3);

        for (guint32 seed = 0; seed < n; seed++)
          {
            double distances[54], median, expected;
            gsize  n_others = 0;
            g_autoptr (GArray) list = NULL;

            for (guint32 row = 0; row < n; row++)
              if (row != seed)
                distances[n_others++] = mus_neighbor_index_distance (index, seed, row);
            qsort (distances, n_others, sizeof *distances, compare_doubles);
            expected = 0.5 * (distances[(n_others - 1) / 2] + distances[n_others / 2]);
            list = mus_recommend_similar (catalog, index, seed, &settings, NULL, &median, NULL);
            g_assert_cmpfloat_with_epsilon (median, expected, 1e-6);
          }
      }
}

static void
test_match (void)
{
  g_assert_cmpfloat_with_epsilon (mus_match (0.0, 0.4), 100.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (mus_match (0.4, 0.4), 50.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (mus_match (0.8, 0.4), 25.0, 1e-12);
  g_assert_cmpfloat (mus_match (0.0, 0.0), ==, 100.0);
  g_assert_cmpfloat (mus_match (0.1, 0.0), ==, 0.0);
  g_assert_cmpfloat (mus_match (2.0, 1e-9), >=, 0.0);
}

/* How long a list takes on the published catalog's raw features. */
static void
test_published (void)
{
  g_autoptr (MusCatalog) catalog = fixture_published ();
  g_autoptr (MusMatrix) x = NULL;
  g_autoptr (MusNeighborIndex) index = NULL;
  MusRecommendSettings settings = MUS_RECOMMEND_SETTINGS_INIT;
  gint64               start;

  if (catalog == NULL)
    return;

  x = fixture_standardise (catalog);
  index = mus_neighbor_index_new (x, MUS_METRIC_COSINE, NULL, NULL);
  start = g_get_monotonic_time ();
  for (guint32 i = 0; i < 50; i++)
    {
      guint32 seed = i * 1400;
      g_autoptr (GArray) list =
          mus_recommend_similar (catalog, index, seed, &settings, NULL, NULL, NULL);

      g_assert_cmpuint (list->len, ==, 10);
      for (guint r = 0; r < list->len; r++)
        {
          guint32 row = g_array_index (list, MusRecommendation, r).row;
          guint   same_artist = 0;

          g_assert_cmpuint (mus_catalog_song (catalog, row), !=, mus_catalog_song (catalog, seed));
          for (guint s = 0; s < list->len; s++)
            {
              guint32 other = g_array_index (list, MusRecommendation, s).row;

              same_artist += mus_catalog_main_artist (catalog, row) ==
                             mus_catalog_main_artist (catalog, other);
              g_assert_true (s == r ||
                             mus_catalog_song (catalog, row) != mus_catalog_song (catalog, other));
            }
          g_assert_cmpuint (same_artist, <=, 2);
        }
    }
  g_test_message ("a list of ten: %.2f ms",
                  (double) (g_get_monotonic_time () - start) / 50.0 / 1000.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autofree char *path = g_strconcat ("/recommender/rules/", rules[i].name, NULL);

      g_test_add_data_func (path, &rules[i], test_rule);
    }
  g_test_add_func ("/recommender/all", test_all);
  g_test_add_func ("/recommender/fill-up", test_fill_up);
  g_test_add_func ("/recommender/allowed", test_allowed);
  g_test_add_func ("/recommender/median", test_median);
  g_test_add_func ("/recommender/match", test_match);
  g_test_add_func ("/recommender/published", test_published);

  return g_test_run ();
}
