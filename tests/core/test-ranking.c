/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "fixture.h"

#define N_TRACKS 240
#define N_ARTISTS 9
#define N_GENRES 6
#define N_NEIGHBORS 20 /* far too few for the rules, so that the search has to go on */
#define LENGTH 10      /* of a list */

/* Tracks of few artists, every fourth one another version of the song before it. */
static MusCatalog *
make_catalog (gboolean same_popularity)
{
  g_autofree FixtureTrack *tracks = g_new0 (FixtureTrack, N_TRACKS);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  MusRng rng;

  mus_rng_init (&rng, 1);
  for (guint i = 0; i < N_TRACKS; i++)
    {
      const FixtureTrack usual = { .features = FIXTURE_FEATURES };
      gboolean           version = i % 4 == 3;
      guint              song = version ? i - 1 : i;
      char *title = g_strdup_printf (version ? "Song %u - Live" : "Song %u", song);
      char *artist = g_strdup_printf ("Artist %u", song % N_ARTISTS);
      char *genre = g_strdup_printf ("genre %u", i % N_GENRES);

      tracks[i] = usual;
      tracks[i].title = title;
      tracks[i].artists = artist;
      tracks[i].genre = genre;
      /* A quarter of the tracks is as popular as the middle one. */
      tracks[i].features[MUS_FEATURE_POPULARITY] =
          same_popularity ? 40.0 : (double) mus_rng_below (&rng, 4);
      g_ptr_array_add (texts, title);
      g_ptr_array_add (texts, artist);
      g_ptr_array_add (texts, genre);
    }

  return fixture_catalog (tracks, N_TRACKS);
}

static MusNeighborIndex *
make_index (void)
{
  g_autoptr (MusMatrix) rows = mus_matrix_new (N_TRACKS, 4, NULL);
  MusRng rng;

  mus_rng_init (&rng, 2);
  for (guint i = 0; i < N_TRACKS * 4; i++)
    mus_matrix_fill (rows)[i] = (float) mus_rng_normal (&rng);

  return mus_neighbor_index_new (rows, MUS_METRIC_COSINE, NULL, NULL);
}

static MusQuality
measure (const MusCatalog *catalog, MusNeighborIndex *index)
{
  g_autoptr (MusNeighborGraph) graph = mus_neighbor_graph_new (index, N_NEIGHBORS, NULL, NULL);
  g_autoptr (GError) error = NULL;
  MusQuality ranking;

  g_assert_true (mus_ranking_measure (&ranking, catalog, index, graph, NULL, &error));
  g_assert_no_error (error);

  return ranking;
}

static double
popularity_of (const MusCatalog *catalog, guint32 row)
{
  return (double) mus_matrix_row (mus_catalog_features (catalog), row)[MUS_FEATURE_POPULARITY];
}

/* What was added up over all lists, in the simplest way. */
typedef struct
{
  guint  appearances[N_TRACKS];
  guint  n_listed;
  guint  n_hits;
  guint  n_artists;
  double popularity;
  double seed_popularity;
} Sums;

static void
add_list (Sums *self, const MusCatalog *catalog, const MusNeighborIndex *index, guint32 seed)
{
  MusRecommendSettings settings = MUS_RECOMMEND_SETTINGS_INIT;
  g_autoptr (GArray) list =
      mus_recommend_similar (catalog, index, seed, &settings, NULL, NULL, NULL);
  g_autoptr (GHashTable) artists = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < list->len; i++)
    {
      guint32 row = g_array_index (list, MusRecommendation, i).row;

      self->appearances[row]++;
      self->n_listed++;
      self->n_hits += mus_catalog_genre (catalog, row) == mus_catalog_genre (catalog, seed);
      self->popularity += popularity_of (catalog, row);
      g_hash_table_add (artists, GUINT_TO_POINTER (mus_catalog_main_artist (catalog, row)));
    }
  self->seed_popularity += popularity_of (catalog, seed);
  self->n_artists += g_hash_table_size (artists);
}

/* How much of a track as popular as @value is in the less popular half, in the simplest way. */
static double
slow_less_popular (const MusCatalog *catalog, double value)
{
  double n_below = 0.0, n_equal = 0.0;

  for (guint i = 0; i < N_TRACKS; i++)
    {
      n_below += popularity_of (catalog, i) < value;
      n_equal += fabs (popularity_of (catalog, i) - value) < 1e-9;
    }

  return CLAMP ((N_TRACKS / 2.0 - n_below) / n_equal, 0.0, 1.0);
}

static void
test_figures (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog (FALSE);
  g_autoptr (MusNeighborIndex) index = make_index ();
  MusQuality ranking = measure (catalog, index);
  Sums       sums = { 0 };
  guint      n_reached = 0, largest_hub = 0;
  double     less = 0.0;

  for (guint32 seed = 0; seed < N_TRACKS; seed++)
    add_list (&sums, catalog, index, seed);
  for (guint i = 0; i < N_TRACKS; i++)
    {
      less += sums.appearances[i] * slow_less_popular (catalog, popularity_of (catalog, i));
      n_reached += sums.appearances[i] > 0;
      largest_hub = MAX (largest_hub, sums.appearances[i]);
    }

  g_assert_cmpuint (sums.n_listed, ==, N_TRACKS * LENGTH);
  g_assert_cmpfloat_with_epsilon (ranking.hit_rate, sums.n_hits / (double) sums.n_listed,
                                  1e-12);
  g_assert_cmpfloat_with_epsilon (ranking.reachability, n_reached / (double) N_TRACKS,
                                  1e-12);
  g_assert_cmpuint (ranking.largest_hub, ==, largest_hub);
  g_assert_cmpfloat_with_epsilon (ranking.recommended_popularity,
                                  sums.popularity / sums.n_listed, 1e-9);
  g_assert_cmpfloat_with_epsilon (ranking.less_popular_share, less / sums.n_listed, 1e-9);
  g_assert_cmpfloat_with_epsilon (ranking.artists_per_list, sums.n_artists / (double) N_TRACKS,
                                  1e-12);
  g_assert_cmpfloat_with_epsilon (ranking.seed_popularity, sums.seed_popularity / N_TRACKS, 1e-9);
  g_assert_cmpfloat (ranking.query_ms, >, 0.0);
}

/* A list of tracks of other artists, made by hand from the whole order. */
static guint
count_other_hits (const MusCatalog *catalog, const MusNeighborIndex *index, guint32 seed)
{
  guint32 order[N_TRACKS], songs[LENGTH], artists[LENGTH];
  gsize   n_order = mus_neighbor_index_query (index, seed, N_TRACKS - 1, order, NULL);
  guint   n = 0, n_hits = 0;

  for (gsize i = 0; i < n_order && n < LENGTH; i++)
    {
      guint32 song = mus_catalog_song (catalog, order[i]);
      guint32 artist = mus_catalog_main_artist (catalog, order[i]);
      guint   n_of_artist = 0, n_of_song = 0;

      for (guint j = 0; j < n; j++)
        {
          n_of_artist += artists[j] == artist;
          n_of_song += songs[j] == song;
        }
      if (artist == mus_catalog_main_artist (catalog, seed) || n_of_artist >= 2 || n_of_song > 0)
        continue;
      songs[n] = song;
      artists[n++] = artist;
      n_hits += mus_catalog_genre (catalog, order[i]) == mus_catalog_genre (catalog, seed);
    }
  g_assert_cmpuint (n, ==, LENGTH);

  return n_hits;
}

static void
test_other_artists (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog (FALSE);
  g_autoptr (MusNeighborIndex) index = make_index ();
  MusQuality ranking = measure (catalog, index);
  guint      n_hits = 0;

  for (guint32 seed = 0; seed < N_TRACKS; seed++)
    n_hits += count_other_hits (catalog, index, seed);
  g_assert_cmpfloat_with_epsilon (ranking.hit_rate_other_artists,
                                  n_hits / (double) (N_TRACKS * LENGTH), 1e-12);
}

/* Where all tracks are just as popular, half of each counts as less popular. */
static void
test_same_popularity (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog (TRUE);
  g_autoptr (MusNeighborIndex) index = make_index ();
  MusQuality ranking = measure (catalog, index);

  g_assert_cmpfloat (ranking.less_popular_share, ==, 0.5);
  g_assert_cmpfloat (ranking.seed_popularity, ==, 40.0);
  g_assert_cmpfloat (ranking.recommended_popularity, ==, 40.0);
}

/* With each track as often in a list as any other, half of what is listed is less popular. */
static void
test_half (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog (FALSE);
  g_autoptr (MusNeighborIndex) index = make_index ();
  MusQuality ranking = measure (catalog, index);

  g_assert_cmpfloat_with_epsilon (ranking.less_popular_share, 0.5, 0.1);
}

static void
test_threads (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog (FALSE);
  g_autoptr (MusNeighborIndex) index = make_index ();
  MusQuality ranking[2];

  for (guint i = 0; i < 2; i++)
    {
      mus_parallel_set_n_workers (1 + 7 * i);
      ranking[i] = measure (catalog, index);
      ranking[i].query_ms = ranking[i].all_pairs_seconds = 0.0;
    }
  mus_parallel_set_n_workers (0);
  g_assert_cmpmem (&ranking[0], sizeof (MusQuality), &ranking[1], sizeof (MusQuality));
}

static void
test_cancelled (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog (FALSE);
  g_autoptr (MusNeighborIndex) index = make_index ();
  g_autoptr (MusNeighborGraph) graph = mus_neighbor_graph_new (index, N_NEIGHBORS, NULL, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  MusRun     run = MUS_RUN_INIT;
  MusQuality ranking;

  run.cancellable = cancellable;
  g_cancellable_cancel (cancellable);
  g_assert_false (mus_ranking_measure (&ranking, catalog, index, graph, &run, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* --- The published catalog ------------------------------------------------------------- */

#define N_SEEDS 400

/* How popular For You's list is for one like, with the dials in the middle, on average over
 * likes drawn at random; and how popular these are. */
static double
measure_for_you (MusCatalog *catalog, MusNeighborIndex *index, const MusMatrix *x, double *likes)
{
  MusRecommendSettings settings = MUS_RECOMMEND_SETTINGS_INIT;
  g_autoptr (MusTasteRanker) ranker = mus_taste_ranker_new (catalog, index, x, NULL, NULL);
  double listed = 0.0;
  MusRng rng;

  *likes = 0.0;
  mus_rng_init (&rng, 4);
  for (guint i = 0; i < N_SEEDS; i++)
    {
      guint32  like = (guint32) mus_rng_below (&rng, mus_catalog_n_tracks (catalog));
      MusTaste taste = { .likes = &like, .n_likes = 1 };
      g_autoptr (GArray) list = NULL;

      mus_taste_ranker_set_taste (ranker, &taste);
      list = mus_taste_ranker_list (ranker, NULL, &settings, NULL);
      g_assert_cmpuint (list->len, ==, LENGTH);
      for (guint j = 0; j < LENGTH; j++)
        listed += popularity_of (catalog, g_array_index (list, MusRecommendation, j).row);
      *likes += popularity_of (catalog, like);
    }
  *likes /= N_SEEDS;

  return listed / (N_SEEDS * LENGTH);
}

/* Nothing gains from being famous: lists for one track are as popular as the track. */
static void
test_published (void)
{
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  g_autoptr (MusCatalog) catalog = fixture_published_for_figures ();
  g_autoptr (MusModel) model = NULL;
  g_autoptr (MusMatrix) x = NULL, embedding = NULL;
  g_autoptr (MusNeighborIndex) index = NULL;
  g_autoptr (GError) error = NULL;
  MusQuality ranking;
  double     likes, listed;

  if (catalog == NULL)
    return;

  model = mus_model_learn (catalog, &settings, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  x = mus_model_features (model, catalog, NULL, NULL);
  embedding = mus_model_embedding (model, catalog, NULL, NULL);
  index = mus_neighbor_index_new (embedding, MUS_METRIC_COSINE, NULL, NULL);
  ranking = measure (catalog, index);
  listed = measure_for_you (catalog, index, x, &likes);
  g_test_message ("popularity of seeds %.2f, of their lists %.2f; of likes %.2f, of For You %.2f",
                  ranking.seed_popularity, ranking.recommended_popularity, likes, listed);
  g_assert_cmpfloat_with_epsilon (ranking.recommended_popularity, ranking.seed_popularity, 2.0);
  g_assert_cmpfloat_with_epsilon (listed, likes, 2.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ranking/figures", test_figures);
  g_test_add_func ("/ranking/other-artists", test_other_artists);
  g_test_add_func ("/ranking/same-popularity", test_same_popularity);
  g_test_add_func ("/ranking/half", test_half);
  g_test_add_func ("/ranking/threads", test_threads);
  g_test_add_func ("/ranking/cancelled", test_cancelled);
  g_test_add_func ("/ranking/published", test_published);

  return g_test_run ();
}
