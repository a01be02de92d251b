/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "counts.h"
#include "fixture.h"

/*
 * A catalog of six genres, each with a sound of its own, as popular as chance has it. Artists
 * have three tracks, and one track in ten is a live version of the one before it.
 */

#define N_GENRES 6
#define N_IN_GENRE 100
#define N (N_GENRES * N_IN_GENRE)

typedef struct
{
  MusCatalog       *catalog;
  MusNeighborIndex *index;
  MusTasteRanker   *ranker;
} World;

static void
world_clear (World *self)
{
  g_clear_pointer (&self->catalog, mus_catalog_unref);
  g_clear_pointer (&self->index, mus_neighbor_index_unref);
  g_clear_pointer (&self->ranker, mus_taste_ranker_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

/* With the catalog in place. */
static void
world_finish (World *self)
{
  g_autoptr (MusMatrix) x = fixture_standardise (self->catalog);
  g_autoptr (GError) error = NULL;

  self->index = mus_neighbor_index_new (x, MUS_METRIC_COSINE, NULL, &error);
  g_assert_no_error (error);
  self->ranker = mus_taste_ranker_new (self->catalog, self->index, x, NULL, &error);
  g_assert_no_error (error);
}

static void
world_init (World *self, gboolean has_genres)
{
  static const char *const genres[] = { "waltz", "metal", "house", "folk", "dub", "choir" };
  static const double      middle[] = FIXTURE_FEATURES;
  g_autofree FixtureTrack *tracks = g_new0 (FixtureTrack, N);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  MusRng rng;

  mus_rng_init (&rng, 1);
  for (guint i = 0; i < N; i++)
    {
      guint   genre = i / N_IN_GENRE;
      double *features = tracks[i].features;
      char   *title = g_strdup_printf (i % 10 == 9 ? "Piece %u - Live" : "Piece %u", i - (i % 10 == 9));
      char   *artist = g_strdup_printf ("Somebody %u", (i - (i % 10 == 9)) / 3);

      g_ptr_array_add (texts, title);
      g_ptr_array_add (texts, artist);
      tracks[i].title = title;
      tracks[i].artists = artist;
      tracks[i].genre = has_genres ? genres[genre] : NULL;
      memcpy (features, middle, sizeof middle);
      features[MUS_FEATURE_POPULARITY] = (double) mus_rng_below (&rng, 101);
      features[MUS_FEATURE_ENERGY] = 0.15 * genre + 0.05 * mus_rng_normal (&rng);
      features[MUS_FEATURE_VALENCE] = (genre % 2 ? 0.7 : 0.3) + 0.1 * mus_rng_normal (&rng);
      features[MUS_FEATURE_TEMPO] = 90 + 12 * (genre % 3) + 6 * mus_rng_normal (&rng);
      features[MUS_FEATURE_DURATION] = 200000 + 30000 * mus_rng_normal (&rng);
    }

  self->catalog = fixture_catalog (tracks, N);
  g_assert_cmpuint (mus_catalog_n_tracks (self->catalog), ==, N);
  world_finish (self);
}

static gboolean
has_label (const MusCatalog *catalog, guint32 row, guint16 genre)
{
  guint          n;
  const guint16 *labels = mus_catalog_genres (catalog, row, &n);

  for (guint i = 0; i < n; i++)
    if (labels[i] == genre)
      return TRUE;

  return FALSE;
}

static gboolean
is_among (const guint32 *rows, gsize n, guint32 row)
{
  for (gsize i = 0; i < n; i++)
    if (rows[i] == row)
      return TRUE;

  return FALSE;
}

static guint32
row_at (const GArray *list, guint place)
{
  return g_array_index (list, MusRecommendation, place).row;
}

/* What every list must keep to. */
static void
check_list (const World *world, const GArray *list, const MusTaste *taste,
            const MusRecommendSettings *settings)
{
  for (guint i = 0; i < list->len; i++)
    {
      const MusRecommendation *item = &g_array_index (list, MusRecommendation, i);
      guint                    by_artist = 0;
      double                   median;

      g_assert_false (is_among (taste->likes, taste->n_likes, item->row));
      g_assert_false (is_among (taste->dislikes, taste->n_dislikes, item->row));
      g_assert_true (is_among (taste->likes, taste->n_likes, item->answers));
      g_assert_cmpfloat_with_epsilon (
          item->distance, mus_neighbor_index_distance (world->index, item->answers, item->row),
          1e-12);
      g_assert_true (mus_recommend_median (world->index, item->answers, &median, NULL));
      g_assert_cmpfloat_with_epsilon (item->match, mus_match (item->distance, median), 1e-3);
      for (guint j = 0; j < list->len; j++)
        {
          by_artist += mus_catalog_main_artist (world->catalog, row_at (list, j)) ==
                       mus_catalog_main_artist (world->catalog, item->row);
          g_assert_true (i == j || row_at (list, j) != item->row);
          g_assert_true (i == j || !settings->one_version ||
                         mus_catalog_song (world->catalog, row_at (list, j)) !=
                             mus_catalog_song (world->catalog, item->row));
        }
      if (settings->per_artist > 0)
        g_assert_cmpuint (by_artist, <=, settings->per_artist);
    }
}

static GArray *
list_for (World *world, const MusTaste *taste, const MusTasteDials *dials,
          const MusRecommendSettings *settings)
{
  mus_taste_ranker_set_taste (world->ranker, taste);

  return mus_taste_ranker_list (world->ranker, dials, settings, NULL);
}

static void
choose_rows (MusRng *rng, guint32 n_rows, guint32 *rows, gsize n)
{
  for (gsize i = 0; i < n;)
    {
      rows[i] = (guint32) mus_rng_below (rng, n_rows);
      i += !is_among (rows, i, rows[i]);
    }
}

static void
test_rules (void)
{
  static const MusRecommendSettings kinds[] = {
    MUS_RECOMMEND_SETTINGS_INIT,
    { .limit = 0, .per_artist = 0, .one_version = FALSE },
    { .limit = 0, .per_artist = 1, .one_version = TRUE },
    { .limit = 40, .per_artist = 2, .one_version = FALSE },
  };
  g_auto (World) world = { NULL };
  MusRng rng;

  world_init (&world, TRUE);
  mus_rng_init (&rng, 2);
  for (guint i = 0; i < 12; i++)
    {
      const MusRecommendSettings *settings = &kinds[i % G_N_ELEMENTS (kinds)];
      guint32                     rows[12];
      MusTaste                    taste = { rows, 1 + i, rows + 1 + i, 11 - i };
      g_autoptr (GArray) list = NULL;

      choose_rows (&rng, N, rows, 12);
      list = list_for (&world, &taste, NULL, settings);
      check_list (&world, list, &taste, settings);
      if (settings->limit > 0)
        g_assert_cmpuint (list->len, ==, settings->limit);
      else if (settings->per_artist == 0)
        g_assert_cmpuint (list->len, ==, N - 12);
    }
}

/* Only what is allowed; only what matches; nothing that is not wanted. */
static void
test_wishes (void)
{
  static guint8        allowed[N];
  guint32              likes[] = { 3, 50, 120, 130 };
  guint32              before[20];
  MusTaste             taste = { likes, G_N_ELEMENTS (likes), NULL, 0 };
  MusRecommendSettings settings = { .limit = 20, .per_artist = 2, .one_version = TRUE };
  g_auto (World) world = { NULL };
  g_autoptr (GArray) first = NULL;
  g_autoptr (GArray) second = NULL;
  g_autoptr (GArray) matching = NULL;
  g_autoptr (GArray) some = NULL;

  world_init (&world, TRUE);
  first = list_for (&world, &taste, NULL, &settings);
  for (guint i = 0; i < 20; i++)
    before[i] = row_at (first, i);

  settings.excluded = before;
  settings.n_excluded = 20;
  second = list_for (&world, &taste, NULL, &settings);
  g_assert_cmpuint (second->len, ==, 20);
  for (guint i = 0; i < 20; i++)
    g_assert_false (is_among (before, 20, row_at (second, i)));

  settings = (MusRecommendSettings){ .limit = 0, .least_match = 90.0 };
  matching = list_for (&world, &taste, NULL, &settings);
  g_assert_cmpuint (matching->len, >, 0);
  for (guint i = 0; i < matching->len; i++)
    g_assert_cmpfloat (g_array_index (matching, MusRecommendation, i).match, >=, 90.0);

  for (guint i = 0; i < N; i += 7)
    allowed[i] = TRUE;
  settings = (MusRecommendSettings){ .limit = 30, .allowed = allowed };
  some = list_for (&world, &taste, NULL, &settings);
  g_assert_cmpuint (some->len, ==, 30);
  for (guint i = 0; i < some->len; i++)
    g_assert_cmpuint (row_at (some, i) % 7, ==, 0);
}

/* The reasons for a place add up, and what the dial turns off is none. */
static void
test_reasons (void)
{
  static const double  genre_weights[] = { 0.0, 0.5, 1.0 };
  guint32              likes[] = { 3, 50, 120, 130 };
  MusTaste             taste = { likes, G_N_ELEMENTS (likes), NULL, 0 };
  MusRecommendSettings settings = { .limit = 40 };
  g_auto (World) world = { NULL };

  world_init (&world, TRUE);
  for (guint w = 0; w < G_N_ELEMENTS (genre_weights); w++)
    {
      MusTasteDials dials = { .genre_weight = genre_weights[w] };
      g_autoptr (GArray) list = list_for (&world, &taste, &dials, &settings);

      g_assert_cmpuint (list->len, ==, 40);
      for (guint i = 0; i < list->len; i++)
        {
          const MusRecommendation *item = &g_array_index (list, MusRecommendation, i);
          double                   sum = 0.0;

          for (guint r = 0; r < MUS_N_REASONS; r++)
            sum += item->reasons[r];
          g_assert_true (mus_recommendation_has_reasons (item));
          g_assert_cmpfloat_with_epsilon (sum, 100.0, 1e-9);
          if (w == 0)
            g_assert_cmpfloat_with_epsilon (fabs (item->reasons[MUS_REASON_GENRE]) +
                                                fabs (item->reasons[MUS_REASON_ARTIST]) +
                                                fabs (item->reasons[MUS_REASON_WORDS]),
                                            0.0, 1e-9);
          if (w == 2)
            {
              g_assert_cmpfloat_with_epsilon (item->reasons[MUS_REASON_SOUND], 0.0, 1e-9);
              g_assert_cmpfloat (item->reasons[MUS_REASON_GENRE], >, 0.0);
            }
        }
    }
}

static void
test_nothing (void)
{
  guint32              rows[] = { 3, 4, N + 5, G_MAXUINT32 };
  MusRecommendSettings settings = MUS_RECOMMEND_SETTINGS_INIT;
  MusTaste             tastes[] = {
    { NULL, 0, NULL, 0 }, { NULL, 0, rows, 2 }, { rows + 2, 2, NULL, 0 }, { rows, 2, rows, 2 }
  };
  g_auto (World) world = { NULL };

  world_init (&world, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (tastes); i++)
    {
      g_autoptr (GArray) list = list_for (&world, &tastes[i], NULL, &settings);

      g_assert_cmpuint (list->len, ==, 0);
    }
}

static void
assert_same_list (const GArray *a, const GArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  g_assert_cmpmem (a->data, a->len * sizeof (MusRecommendation), b->data,
                   b->len * sizeof (MusRecommendation));
}

/* The way to a taste leaves no trace, nor does the number of threads. */
static void
test_thumbs (void)
{
  MusRecommendSettings settings = { .limit = 0, .per_artist = 0, .one_version = FALSE };
  g_auto (World) walked = { NULL };
  guint32 rows[40];
  MusRng  rng;

  world_init (&walked, TRUE);
  mus_rng_init (&rng, 3);
  choose_rows (&rng, N, rows, 40);
  for (guint i = 0; i < 30; i++)
    {
      gsize    first = mus_rng_below (&rng, 20);
      MusTaste taste = { rows + first, mus_rng_below (&rng, 20), rows + 36, i % 4 };
      g_auto (World) fresh = { NULL };
      g_autoptr (GArray) one = NULL;
      g_autoptr (GArray) other = NULL;

      one = list_for (&walked, &taste, NULL, &settings);
      world_init (&fresh, TRUE);
      mus_parallel_set_n_workers (1 + i % 3);
      other = list_for (&fresh, &taste, NULL, &settings);
      mus_parallel_set_n_workers (0);
      assert_same_list (one, other);
    }
}

/* Five likes of each of two genres: neither has less than six of the first 20. */
static void
check_interests (World *world, guint16 a, guint16 b, MusRng *rng, guint *n_tried, guint *n_fair)
{
  MusRecommendSettings settings = { .limit = 20, .per_artist = 2, .one_version = TRUE };
  guint32              n_rows = (guint32) mus_catalog_n_tracks (world->catalog);
  guint32              likes[10];
  MusTaste             taste = { likes, 10, NULL, 0 };
  guint                counts[2] = { 0 };
  g_autoptr (GArray) list = NULL;

  for (guint i = 0; i < 10;)
    {
      likes[i] = (guint32) mus_rng_below (rng, n_rows);
      i += mus_catalog_genre (world->catalog, likes[i]) == (i < 5 ? a : b) &&
           !is_among (likes, i, likes[i]);
    }
  list = list_for (world, &taste, NULL, &settings);
  g_assert_cmpuint (list->len, ==, 20);
  for (guint i = 0; i < 20; i++)
    {
      counts[0] += has_label (world->catalog, row_at (list, i), a);
      counts[1] += has_label (world->catalog, row_at (list, i), b);
    }
  *n_tried += 1;
  *n_fair += counts[0] >= 6 && counts[1] >= 6;
}

static void
test_interests (void)
{
  guint n_tried = 0, n_fair = 0;
  g_auto (World) world = { NULL };
  MusRng rng;

  world_init (&world, TRUE);
  mus_rng_init (&rng, 4);
  for (guint16 a = 0; a < N_GENRES; a++)
    for (guint16 b = 0; b < a; b++)
      check_interests (&world, a, b, &rng, &n_tried, &n_fair);
  g_assert_cmpuint (n_fair, ==, n_tried);
}

static double
mean_popularity (const MusCatalog *catalog, const GArray *list)
{
  double sum = 0.0;

  for (guint i = 0; i < list->len; i++)
    sum += (double) mus_matrix_row (mus_catalog_features (catalog),
                                    row_at (list, i))[MUS_FEATURE_POPULARITY];

  return sum / list->len;
}

/* Turning towards gems never raises the list's mean popularity. */
static void
check_popularity_dial (World *world, const MusTaste *taste, guint limit)
{
  MusRecommendSettings settings = { .limit = limit, .per_artist = 2, .one_version = TRUE };
  double               before = -1.0, gems = 0.0, hits = 0.0;

  for (int i = -10; i <= 10; i++)
    {
      MusTasteDials dials = { .genre_weight = 0.5, .popularity = i / 10.0 };
      g_autoptr (GArray) list = list_for (world, taste, &dials, &settings);
      double mean = mean_popularity (world->catalog, list);

      g_assert_cmpfloat (mean, >=, before - 1e-9);
      before = mean;
      if (i == -10)
        gems = mean;
      hits = mean;
    }
  g_assert_cmpfloat (hits, >, gems + 5.0);
}

static void
test_popularity (void)
{
  g_auto (World) world = { NULL };
  MusRng rng;

  world_init (&world, TRUE);
  mus_rng_init (&rng, 5);
  for (guint i = 0; i < COUNTS_FEWER (100, 10); i++)
    {
      guint32  rows[14];
      MusTaste taste = { rows, 1 + i % 12, rows + 12, i % 3 };

      choose_rows (&rng, N, rows, 14);
      check_popularity_dial (&world, &taste, 10 + i % 30);
    }
}

/* Sound alone hears no genre; genre alone lists the like's genre. */
static void
test_genre_weight (void)
{
  MusRecommendSettings settings = { .limit = 30 };
  guint32              likes[] = { 210, 222, 250 };
  MusTaste             taste = { likes, 3, NULL, 0 };
  MusTasteDials        sound = { .genre_weight = 0.0 };
  MusTasteDials        genre = { .genre_weight = 1.0 };
  g_auto (World) labelled = { NULL };
  g_auto (World) plain = { NULL };
  g_autoptr (GArray) one = NULL;
  g_autoptr (GArray) other = NULL;
  g_autoptr (GArray) third = NULL;

  world_init (&labelled, TRUE);
  world_init (&plain, FALSE);
  one = list_for (&labelled, &taste, &sound, &settings);
  other = list_for (&plain, &taste, &sound, &settings);
  assert_same_list (one, other);
  third = list_for (&labelled, &taste, &genre, &settings);
  for (guint i = 0; i < third->len; i++)
    g_assert_cmpuint (mus_catalog_genre (labelled.catalog, row_at (third, i)), ==,
                      mus_catalog_genre (labelled.catalog, likes[0]));
}

/* None of a dislike's 10 nearest tracks stands in the first 50 unless nearer to a like. */
static void
check_dislikes (World *world, const MusTaste *taste)
{
  MusRecommendSettings settings = { .limit = 50, .per_artist = 0, .one_version = FALSE };
  g_autoptr (GArray) list = list_for (world, taste, NULL, &settings);

  g_assert_cmpuint (list->len, ==, 50);
  for (gsize d = 0; d < taste->n_dislikes; d++)
    {
      guint32 rows[10];
      double  distances[10];
      gsize   n = mus_neighbor_index_query (world->index, taste->dislikes[d], 10, rows, distances);

      for (guint i = 0; i < list->len; i++)
        for (gsize j = 0; j < n; j++)
          if (row_at (list, i) == rows[j])
            {
              double nearest = INFINITY;

              for (gsize l = 0; l < taste->n_likes; l++)
                nearest = MIN (nearest, mus_neighbor_index_distance (world->index, rows[j],
                                                                     taste->likes[l]));
              g_assert_cmpfloat (nearest, <, distances[j]);
            }
    }
}

static void
test_dislikes (void)
{
  MusRecommendSettings settings = { .limit = 50, .per_artist = 0, .one_version = FALSE };
  guint                n_gone = 0;
  g_auto (World) world = { NULL };
  MusRng rng;

  world_init (&world, TRUE);
  mus_rng_init (&rng, 6);
  for (guint i = 0; i < 20; i++)
    {
      guint32  rows[8];
      MusTaste taste = { rows, 5, NULL, 0 };
      g_autoptr (GArray) before = NULL;

      choose_rows (&rng, N, rows, 5);
      before = list_for (&world, &taste, NULL, &settings);
      for (guint d = 0; d < 3; d++)
        rows[5 + d] = row_at (before, d * 2);
      taste.dislikes = rows + 5;
      taste.n_dislikes = 3;
      check_dislikes (&world, &taste);
      n_gone += 3;
    }
  g_assert_cmpuint (n_gone, ==, 60);
}

/* How many tracks stand below this one. */
static guint
count_below (const GArray *list, guint32 row)
{
  guint place = 0;

  while (row_at (list, place) != row)
    place++;

  return list->len - place - 1;
}

/* A like raises, and a dislike lowers, what the same artist made. */
static void
test_kin (void)
{
  MusRecommendSettings settings = { .limit = 0, .per_artist = 0, .one_version = FALSE };
  guint n_raised = 0, n_lowered = 0;
  g_auto (World) world = { NULL };

  world_init (&world, TRUE);
  for (guint32 first = 0; first < N; first += 60)
    {
      guint32  rows[] = { first + 30, first + 33, first };
      MusTaste without = { rows, 2, NULL, 0 };
      MusTaste liked = { rows, 3, NULL, 0 };
      MusTaste disliked = { rows, 2, rows + 2, 1 };
      g_autoptr (GArray) before = list_for (&world, &without, NULL, &settings);
      g_autoptr (GArray) raised = list_for (&world, &liked, NULL, &settings);
      g_autoptr (GArray) lowered = list_for (&world, &disliked, NULL, &settings);

      for (guint32 row = first + 1; row < first + 3; row++)
        {
          g_assert_cmpuint (count_below (lowered, row), <=, count_below (before, row));
          n_raised += count_below (raised, row) > count_below (before, row);
          n_lowered += count_below (lowered, row) < count_below (before, row);
        }
    }
  g_assert_cmpuint (n_raised, >=, 18);
  g_assert_cmpuint (n_lowered, >=, 18);
}

/* With likes as popular as the catalog a list is no more popular than it, whoever is famous. */
static void
test_fame (void)
{
  MusRecommendSettings settings = { .limit = 20, .per_artist = 2, .one_version = TRUE };
  double               mean = 0.0, catalog = 0.0;
  g_auto (World) world = { NULL };
  MusRng rng;

  world_init (&world, TRUE);
  mus_rng_init (&rng, 7);
  for (guint32 row = 0; row < N; row++)
    catalog += (double) mus_matrix_row (mus_catalog_features (world.catalog),
                                        row)[MUS_FEATURE_POPULARITY] / N;
  for (guint i = 0; i < 300; i++)
    {
      guint32  rows[10];
      MusTaste taste = { rows, 10, NULL, 0 };
      g_autoptr (GArray) list = NULL;

      choose_rows (&rng, N, rows, 10);
      list = list_for (&world, &taste, NULL, &settings);
      mean += mean_popularity (world.catalog, list) / 300.0;
    }
  g_test_message ("catalog %.1f, recommended %.1f", catalog, mean);
  g_assert_cmpfloat_with_epsilon (mean, catalog, 3.0);
}

/* --- The published catalog ------------------------------------------------------------- */

static void
test_published (void)
{
  MusRecommendSettings settings = { .limit = 50, .per_artist = 2, .one_version = TRUE };
  g_auto (World) world = { .catalog = fixture_published_for_figures () };
  guint  n_tried = 0, n_fair = 0;
  MusRng rng;

  if (world.catalog == NULL)
    return;

  world_finish (&world);
  mus_rng_init (&rng, 8);
  for (guint i = 0; i < 100; i++)
    {
      guint16 a = (guint16) mus_rng_below (&rng, mus_catalog_n_genres (world.catalog));
      guint16 b = (guint16) mus_rng_below (&rng, mus_catalog_n_genres (world.catalog));

      if (a != b)
        check_interests (&world, a, b, &rng, &n_tried, &n_fair);
    }
  g_test_message ("fair to both of two genres: %u of %u", n_fair, n_tried);
  /* Genres so near as edm and dubstep share their tracks. */
  g_assert_cmpuint (n_fair * 10, >=, n_tried * 9);

  for (guint i = 0; i < 5; i++)
    {
      guint32  rows[24];
      MusTaste taste = { rows, 20, rows + 20, 4 };
      g_autoptr (GArray) list = NULL;

      choose_rows (&rng, (guint32) mus_catalog_n_tracks (world.catalog), rows, 24);
      list = list_for (&world, &taste, NULL, &settings);
      check_list (&world, list, &taste, &settings);
      check_dislikes (&world, &taste);
      check_popularity_dial (&world, &taste, 20);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/taste/rules", test_rules);
  g_test_add_func ("/taste/wishes", test_wishes);
  g_test_add_func ("/taste/reasons", test_reasons);
  g_test_add_func ("/taste/nothing", test_nothing);
  g_test_add_func ("/taste/thumbs", test_thumbs);
  g_test_add_func ("/taste/interests", test_interests);
  g_test_add_func ("/taste/popularity", test_popularity);
  g_test_add_func ("/taste/genre-weight", test_genre_weight);
  g_test_add_func ("/taste/dislikes", test_dislikes);
  g_test_add_func ("/taste/kin", test_kin);
  g_test_add_func ("/taste/fame", test_fame);
  g_test_add_func ("/taste/published", test_published);

  return g_test_run ();
}
