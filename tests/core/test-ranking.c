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

static MusRanking
measure (const MusCatalog *catalog, MusNeighborIndex *index)
{
  g_autoptr (MusNeighborGraph) graph = mus_neighbor_graph_new (index, N_NEIGHBORS, NULL, NULL);
  g_autoptr (GError) error = NULL;
  MusRanking ranking;

  g_assert_true (mus_ranking_measure (&ranking, catalog, index, graph, NULL, &error));
  g_assert_no_error (error);

  return ranking;
}

/* What was added up over all lists, in the simplest way. */
typedef struct
{
  guint  appearances[N_TRACKS];
  guint  n_listed;
  guint  n_hits;
  guint  n_artists;
  double popularity;
} Sums;

static void
add_list (Sums *self, const MusCatalog *catalog, const MusNeighborIndex *index, guint32 seed)
{
  MusRecommendSettings settings = MUS_RECOMMEND_SETTINGS_INIT;
  g_autoptr (GArray) list = mus_recommend_similar (catalog, index, seed, &settings, NULL, NULL);
  g_autoptr (GHashTable) artists = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < list->len; i++)
    {
      guint32 row = g_array_index (list, MusRecommendation, i).row;

      self->appearances[row]++;
      self->n_listed++;
      self->n_hits += mus_catalog_genre (catalog, row) == mus_catalog_genre (catalog, seed);
      self->popularity += (double) mus_matrix_row (mus_catalog_features (catalog),
                                                   row)[MUS_FEATURE_POPULARITY];
      g_hash_table_add (artists, GUINT_TO_POINTER (mus_catalog_main_artist (catalog, row)));
    }
  self->n_artists += g_hash_table_size (artists);
}

static void
test_figures (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog (FALSE);
  g_autoptr (MusNeighborIndex) index = make_index ();
  MusRanking ranking = measure (catalog, index);
  Sums       sums = { 0 };
  guint      n_reached = 0, largest_hub = 0;

  for (guint32 seed = 0; seed < N_TRACKS; seed++)
    add_list (&sums, catalog, index, seed);
  for (guint i = 0; i < N_TRACKS; i++)
    {
      n_reached += sums.appearances[i] > 0;
      largest_hub = MAX (largest_hub, sums.appearances[i]);
    }

  g_assert_cmpuint (sums.n_listed, ==, N_TRACKS * LENGTH);
  g_assert_cmpfloat_with_epsilon (ranking.quality.hit_rate, sums.n_hits / (double) sums.n_listed,
                                  1e-12);
  g_assert_cmpfloat_with_epsilon (ranking.quality.reachability, n_reached / (double) N_TRACKS,
                                  1e-12);
  g_assert_cmpuint (ranking.quality.largest_hub, ==, largest_hub);
  g_assert_cmpfloat_with_epsilon (ranking.recommended_popularity,
                                  sums.popularity / sums.n_listed, 1e-9);
  g_assert_cmpfloat_with_epsilon (ranking.artists_per_list, sums.n_artists / (double) N_TRACKS,
                                  1e-12);
  g_assert_cmpfloat (ranking.seed_popularity, ==, ranking.catalog_popularity);
  g_assert_cmpfloat (ranking.quality.query_ms, >, 0.0);
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
  MusRanking ranking = measure (catalog, index);
  guint      n_hits = 0;

  for (guint32 seed = 0; seed < N_TRACKS; seed++)
    n_hits += count_other_hits (catalog, index, seed);
  g_assert_cmpfloat_with_epsilon (ranking.quality.hit_rate_other_artists,
                                  n_hits / (double) (N_TRACKS * LENGTH), 1e-12);
}

/* Where all tracks are just as popular, half of each counts as less popular. */
static void
test_same_popularity (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog (TRUE);
  g_autoptr (MusNeighborIndex) index = make_index ();
  MusRanking ranking = measure (catalog, index);

  g_assert_cmpfloat (ranking.less_popular_share, ==, 0.5);
  g_assert_cmpfloat (ranking.catalog_popularity, ==, 40.0);
  g_assert_cmpfloat (ranking.recommended_popularity, ==, 40.0);
}

/* With each track as often in a list as any other, half of what is listed is less popular. */
static void
test_half (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog (FALSE);
  g_autoptr (MusNeighborIndex) index = make_index ();
  MusRanking ranking = measure (catalog, index);

  g_assert_cmpfloat_with_epsilon (ranking.less_popular_share, 0.5, 0.1);
}

static void
test_threads (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog (FALSE);
  g_autoptr (MusNeighborIndex) index = make_index ();
  MusRanking ranking[2];

  for (guint i = 0; i < 2; i++)
    {
      mus_parallel_set_n_workers (1 + 7 * i);
      ranking[i] = measure (catalog, index);
      ranking[i].quality.query_ms = ranking[i].quality.all_pairs_seconds = 0.0;
    }
  mus_parallel_set_n_workers (0);
  g_assert_cmpmem (&ranking[0], sizeof (MusRanking), &ranking[1], sizeof (MusRanking));
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
  MusRanking ranking;

  run.cancellable = cancellable;
  g_cancellable_cancel (cancellable);
  g_assert_false (mus_ranking_measure (&ranking, catalog, index, graph, &run, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
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

  return g_test_run ();
}
