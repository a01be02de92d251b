/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "fixture.h"

/* A made-up catalog, and a matrix that says who is near to whom. */
typedef struct
{
  GArray       *tracks; /* of FixtureTrack */
  GPtrArray    *texts;
  MusCatalog   *catalog;
  MusMatrix    *rows;
} World;

static void
world_init (World *self)
{
  *self = (World){
    .tracks = g_array_new (FALSE, FALSE, sizeof (FixtureTrack)),
    .texts = g_ptr_array_new_with_free_func (g_free),
  };
}

static void
world_clear (World *self)
{
  g_array_unref (self->tracks);
  g_ptr_array_unref (self->texts);
  g_clear_pointer (&self->catalog, mus_catalog_unref);
  g_clear_pointer (&self->rows, mus_matrix_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

static const char *
number_text (World *self, const char *kind, guint number)
{
  char *text = g_strdup_printf ("%s %u", kind, number);

  g_ptr_array_add (self->texts, text);

  return text;
}

static void
add_track (World *self, guint title, guint artist, int genre)
{
  FixtureTrack track = {
    .title = number_text (self, "Title", title),
    .artists = number_text (self, "Artist", artist),
    .genre = genre >= 0 ? number_text (self, "genre", (guint) genre) : NULL,
    .features = FIXTURE_FEATURES,
  };

  g_array_append_val (self->tracks, track);
}

static gsize
read_world (World *self)
{
  self->catalog = fixture_catalog ((const FixtureTrack *) (gpointer) self->tracks->data,
                                   self->tracks->len);

  return mus_catalog_n_tracks (self->catalog);
}

/* Clusters of @size tracks each, far from each other: the nearest @size - 1 of each track
 * are the others of its cluster. */
static void
place_in_clusters (World *self, gsize size)
{
  gsize  n = read_world (self);
  float *data;

  self->rows = mus_matrix_new (n, 2, NULL);
  data = mus_matrix_fill (self->rows);
  for (gsize i = 0; i < n; i++)
    {
      double center = 2.0 * G_PI * (double) (i / size) / (double) (n / size);
      double angle = center + 1e-3 * (double) (i % size);

      data[2 * i] = (float) cos (angle);
      data[2 * i + 1] = (float) sin (angle);
    }
}

static MusQuality
measure (const World *self)
{
  g_autoptr (GError)           error = NULL;
  g_autoptr (MusNeighborIndex) index =
      mus_neighbor_index_new (self->rows, MUS_METRIC_COSINE, NULL, &error);
  MusQuality quality;

  g_assert_no_error (error);
  g_assert_true (mus_quality_measure (&quality, self->catalog, index, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (quality.query_ms, >=, 0.0);
  g_assert_cmpfloat (quality.all_pairs_seconds, >=, 0.0);

  return quality;
}

/* Each cluster is a genre, each track another artist's. */
static void
test_perfect (void)
{
  g_auto (World) world;
  MusQuality     quality;

  world_init (&world);
  for (guint i = 0; i < 66; i++)
    add_track (&world, i, i, (int) i / 11);
  place_in_clusters (&world, 11);
  quality = measure (&world);

  g_assert_cmpfloat (quality.hit_rate, ==, 1.0);
  g_assert_cmpfloat (quality.any_genre_hit_rate, ==, 1.0);
  g_assert_cmpfloat (quality.hit_rate_other_artists, ==, 1.0);
  g_assert_cmpfloat (quality.reachability, ==, 1.0);
  g_assert_cmpuint (quality.largest_hub, ==, 10);
}

/* In each cluster of 11 four tracks have one genre and seven another: of the 110 answers
 * 4 * 3 + 7 * 6 are right. One of the seven is in the file a second time, with the other
 * genre: 2 * 4 more have a label in common. */
static void
test_mixed_genres (void)
{
  g_auto (World) world;
  MusQuality     quality;

  world_init (&world);
  for (guint i = 0; i < 66; i++)
    add_track (&world, i, i, i % 11 < 4 ? 0 : 1);
  for (guint i = 10; i < 66; i += 11)
    add_track (&world, i, i, 0);
  place_in_clusters (&world, 11);
  quality = measure (&world);

  g_assert_cmpfloat_with_epsilon (quality.hit_rate, 54.0 / 110, 1e-12);
  g_assert_cmpfloat_with_epsilon (quality.any_genre_hit_rate, 62.0 / 110, 1e-12);
}

/* Of each cluster of 26 all tracks but one are by one artist. Those find one track of
 * another artist in their genre and nine beyond it; the one finds ten. */
static void
test_other_artists (void)
{
  g_auto (World) world;
  MusQuality     quality;

  world_init (&world);
  for (guint i = 0; i < 78; i++)
    add_track (&world, i, i % 26 == 13 ? 100 + i : i / 26, (int) i / 26);
  place_in_clusters (&world, 26);
  quality = measure (&world);

  g_assert_cmpfloat (quality.hit_rate, ==, 1.0);
  g_assert_cmpfloat_with_epsilon (quality.hit_rate_other_artists, 35.0 / 260, 1e-12);
}

/* All tracks but three are by one artist: their lists have three tracks, of another
 * genre. The three find ten of that genre. */
static void
test_short_lists (void)
{
  g_auto (World) world;
  MusQuality     quality;

  world_init (&world);
  for (guint i = 0; i < 60; i++)
    add_track (&world, i, i < 57 ? 0 : i, i < 57 ? 0 : 1);
  place_in_clusters (&world, 12);
  quality = measure (&world);

  /* The last three are near each other: two of their ten are right. */
  g_assert_cmpfloat_with_epsilon (quality.hit_rate_other_artists, 6.0 / (57 * 3 + 3 * 10), 1e-12);
}

/* Twelve tracks at one place, which is what 48 lonely ones are nearest to. Ties go to the
 * lower row: rows 0 to 9 stand in all lists but their own, row 10 in those of 0 to 9. */
static void
test_hubs (void)
{
  g_auto (World) world;
  MusQuality     quality;
  float         *data;

  world_init (&world);
  for (guint i = 0; i < 60; i++)
    add_track (&world, i, i, 0);
  read_world (&world);
  world.rows = mus_matrix_new (60, 49, NULL);
  data = mus_matrix_fill (world.rows);
  for (gsize i = 0; i < 60; i++)
    {
      data[i * 49] = i < 12 ? 1.0f : 0.5f;
      if (i >= 12)
        data[i * 49 + i - 11] = 1.0f;
    }
  quality = measure (&world);

  g_assert_cmpfloat_with_epsilon (quality.reachability, 11.0 / 60, 1e-12);
  g_assert_cmpuint (quality.largest_hub, ==, 59);
}

/* Without genres there is no hit rate; tracks without one aren't asked. */
static void
test_no_genres (void)
{
  static const guint n_with_genre[] = { 0, 11 };

  for (gsize c = 0; c < G_N_ELEMENTS (n_with_genre); c++)
    {
      g_auto (World) world;
      MusQuality     quality;

      world_init (&world);
      for (guint i = 0; i < 55; i++)
        add_track (&world, i, i, i < n_with_genre[c] ? 0 : -1);
      place_in_clusters (&world, 11);
      quality = measure (&world);

      if (n_with_genre[c] == 0)
        {
          g_assert_true (isnan (quality.hit_rate));
          g_assert_true (isnan (quality.any_genre_hit_rate));
          g_assert_true (isnan (quality.hit_rate_other_artists));
        }
      else
        g_assert_cmpfloat (quality.hit_rate, ==, 1.0);
      g_assert_cmpfloat (quality.reachability, ==, 1.0);
    }
}

/* A random answer is right as often as the genre is frequent; artists and genres go
 * together here, so that another artist is never right. */
static void
test_random (void)
{
  g_auto (World)     world;
  g_autoptr (GError) error = NULL;
  MusQuality         quality, again;

  world_init (&world);
  for (guint i = 0; i < 2000; i++)
    add_track (&world, i, i % 4, (int) i % 4);
  read_world (&world);

  g_assert_true (mus_quality_measure_random (&quality, world.catalog, 7, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (quality.hit_rate, 499.0 / 1999, 0.015);
  g_assert_cmpfloat (quality.any_genre_hit_rate, ==, quality.hit_rate);
  g_assert_cmpfloat (quality.hit_rate_other_artists, ==, 0.0);
  /* A track is missed by each of 1,999 lists with probability 1 - 10 / 1999. */
  g_assert_cmpfloat (quality.reachability, >, 0.99);
  g_assert_cmpuint (quality.largest_hub, >=, 15);
  g_assert_cmpuint (quality.largest_hub, <=, 40);
  g_assert_true (isnan (quality.query_ms));
  g_assert_true (isnan (quality.all_pairs_seconds));

  g_assert_true (mus_quality_measure_random (&again, world.catalog, 7, NULL, &error));
  g_assert_cmpfloat (again.hit_rate, ==, quality.hit_rate);
  g_assert_cmpuint (again.largest_hub, ==, quality.largest_hub);
  g_assert_true (mus_quality_measure_random (&again, world.catalog, 8, NULL, &error));
  g_assert_cmpfloat (again.hit_rate, !=, quality.hit_rate);
}

/*
 * All figures at once, counted by hand: every cosine in doubles, every list by looking at all
 * tracks.
 */

#define N_MADE_UP 150

/* Ten of the tracks that may stand in the list of @row, the nearest first. */
static void
slow_list (const World *self, guint32 row, gboolean other_artists, guint32 *list)
{
  gsize        n_cols = mus_matrix_n_cols (self->rows);
  const float *a = mus_matrix_row (self->rows, row);
  double       cosines[N_MADE_UP];

  for (guint32 i = 0; i < N_MADE_UP; i++)
    {
      const float *b = mus_matrix_row (self->rows, i);
      double       ab = 0.0, aa = 0.0, bb = 0.0;

      for (gsize j = 0; j < n_cols; j++)
        {
          ab += (double) a[j] * (double) b[j];
          aa += (double) a[j] * (double) a[j];
          bb += (double) b[j] * (double) b[j];
        }
      cosines[i] = ab / sqrt (aa * bb);
      if (i == row || (other_artists && mus_catalog_main_artist (self->catalog, i) ==
                                            mus_catalog_main_artist (self->catalog, row)))
        cosines[i] = -INFINITY;
    }
  for (guint n = 0; n < MUS_QUALITY_K; n++)
    {
      guint32 best = 0;

      for (guint32 i = 1; i < N_MADE_UP; i++)
        if (cosines[i] > cosines[best])
          best = i;
      list[n] = best;
      cosines[best] = -INFINITY;
    }
}

static double
slow_less_popular (const double *popularity, double value)
{
  double n_below = 0.0, n_equal = 0.0;

  for (guint i = 0; i < N_MADE_UP; i++)
    {
      n_below += popularity[i] < value;
      n_equal += fabs (popularity[i] - value) < 1e-9;
    }

  return CLAMP ((N_MADE_UP / 2.0 - n_below) / n_equal, 0.0, 1.0);
}

static void
make_up (World *self, double *popularity)
{
  MusRng rng;
  float *data;

  mus_rng_init (&rng, 11);
  for (guint i = 0; i < N_MADE_UP; i++)
    {
      popularity[i] = (double) mus_rng_below (&rng, 5);
      add_track (self, i, (guint) mus_rng_below (&rng, 20), (int) mus_rng_below (&rng, 3));
      g_array_index (self->tracks, FixtureTrack, i).features[MUS_FEATURE_POPULARITY] =
          popularity[i];
    }
  g_assert_cmpuint (read_world (self), ==, N_MADE_UP);
  self->rows = mus_matrix_new (N_MADE_UP, 5, NULL);
  data = mus_matrix_fill (self->rows);
  for (guint i = 0; i < N_MADE_UP * 5; i++)
    data[i] = (float) mus_rng_normal (&rng);
}

static void
test_counted_by_hand (void)
{
  g_auto (World) world;
  MusQuality     quality;
  double         popularity[N_MADE_UP];
  double n_hits = 0, n_other = 0, n_artists = 0, sum = 0, less = 0, seeds = 0, n_reached = 0;
  guint  appearances[N_MADE_UP] = { 0 }, hub = 0;

  world_init (&world);
  make_up (&world, popularity);
  quality = measure (&world);

  for (guint32 row = 0; row < N_MADE_UP; row++)
    {
      g_autoptr (GHashTable) artists = g_hash_table_new (NULL, NULL);
      guint16 genre = mus_catalog_genre (world.catalog, row);
      guint32 list[MUS_QUALITY_K], other[MUS_QUALITY_K];

      slow_list (&world, row, FALSE, list);
      slow_list (&world, row, TRUE, other);
      for (guint i = 0; i < MUS_QUALITY_K; i++)
        {
          n_hits += mus_catalog_genre (world.catalog, list[i]) == genre;
          n_other += mus_catalog_genre (world.catalog, other[i]) == genre;
          sum += popularity[list[i]];
          less += slow_less_popular (popularity, popularity[list[i]]);
          g_hash_table_add (artists, GUINT_TO_POINTER (
                                         mus_catalog_main_artist (world.catalog, list[i])));
          appearances[list[i]]++;
        }
      n_artists += g_hash_table_size (artists);
      seeds += popularity[row];
    }
  for (guint i = 0; i < N_MADE_UP; i++)
    {
      hub = MAX (hub, appearances[i]);
      n_reached += appearances[i] > 0;
    }

  g_assert_cmpfloat_with_epsilon (quality.hit_rate, n_hits / (10.0 * N_MADE_UP), 1e-12);
  g_assert_cmpfloat_with_epsilon (quality.hit_rate_other_artists, n_other / (10.0 * N_MADE_UP),
                                  1e-12);
  g_assert_cmpfloat_with_epsilon (quality.reachability, n_reached / N_MADE_UP, 1e-12);
  g_assert_cmpuint (quality.largest_hub, ==, hub);
  g_assert_cmpfloat_with_epsilon (quality.seed_popularity, seeds / N_MADE_UP, 1e-9);
  g_assert_cmpfloat_with_epsilon (quality.recommended_popularity, sum / (10.0 * N_MADE_UP), 1e-9);
  g_assert_cmpfloat_with_epsilon (quality.less_popular_share, less / (10.0 * N_MADE_UP), 1e-9);
  g_assert_cmpfloat_with_epsilon (quality.artists_per_list, n_artists / N_MADE_UP, 1e-12);
}

/* Lists at random are as popular as the catalog, and have as much of its less popular half. */
static void
test_random_popularity (void)
{
  g_auto (World)     world;
  g_autoptr (GError) error = NULL;
  MusQuality         quality;
  MusRng             rng;

  mus_rng_init (&rng, 12);
  world_init (&world);
  for (guint i = 0; i < 2000; i++)
    {
      add_track (&world, i, i % 500, 0);
      g_array_index (world.tracks, FixtureTrack, i).features[MUS_FEATURE_POPULARITY] =
          (double) mus_rng_below (&rng, 100);
    }
  read_world (&world);
  g_assert_true (mus_quality_measure_random (&quality, world.catalog, 3, NULL, &error));
  g_assert_no_error (error);

  /* 20,000 draws: standard errors of 0.2 and 0.004. */
  g_assert_cmpfloat_with_epsilon (quality.recommended_popularity, quality.seed_popularity, 0.8);
  g_assert_cmpfloat_with_epsilon (quality.less_popular_share, 0.5, 0.015);
  /* Of 45 pairs in a list each is of one artist with probability 3 / 1999. */
  g_assert_cmpfloat_with_epsilon (quality.artists_per_list, 10.0 - 45.0 * 3.0 / 1999.0, 0.03);
}

static void
test_one_artist (void)
{
  g_auto (World)     world;
  g_autoptr (GError) error = NULL;
  MusQuality         quality;

  world_init (&world);
  for (guint i = 0; i < 55; i++)
    add_track (&world, i, 0, 0);
  place_in_clusters (&world, 11);
  quality = measure (&world);
  g_assert_cmpfloat (quality.hit_rate, ==, 1.0);
  g_assert_true (isnan (quality.hit_rate_other_artists));

  g_assert_true (mus_quality_measure_random (&quality, world.catalog, 1, NULL, &error));
  g_assert_cmpfloat (quality.hit_rate, ==, 1.0);
  g_assert_true (isnan (quality.hit_rate_other_artists));
}

static void
test_refused (void)
{
  g_auto (World)               world;
  g_autoptr (GError)           error = NULL;
  g_autoptr (GCancellable)     cancellable = g_cancellable_new ();
  g_autoptr (MusMatrix)        few = mus_matrix_new (5, 2, NULL);
  g_autoptr (MusNeighborIndex) small = mus_neighbor_index_new (few, MUS_METRIC_COSINE, NULL, NULL);
  g_autoptr (MusNeighborIndex) index = NULL;
  MusRun                       run = MUS_RUN_INIT;
  MusQuality                   quality;

  world_init (&world);
  for (guint i = 0; i < 55; i++)
    add_track (&world, i, i, 0);
  place_in_clusters (&world, 11);
  index = mus_neighbor_index_new (world.rows, MUS_METRIC_COSINE, NULL, NULL);

  g_assert_false (mus_quality_measure (&quality, world.catalog, small, NULL, NULL, &error));
  g_assert_error (error, MUS_ERROR, MUS_ERROR_SHAPE);
  g_clear_error (&error);

  run.cancellable = cancellable;
  g_cancellable_cancel (cancellable);
  g_assert_false (mus_quality_measure (&quality, world.catalog, index, NULL, &run, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (mus_quality_measure_random (&quality, world.catalog, 1, &run, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/quality/perfect", test_perfect);
  g_test_add_func ("/quality/mixed-genres", test_mixed_genres);
  g_test_add_func ("/quality/other-artists", test_other_artists);
  g_test_add_func ("/quality/short-lists", test_short_lists);
  g_test_add_func ("/quality/hubs", test_hubs);
  g_test_add_func ("/quality/no-genres", test_no_genres);
  g_test_add_func ("/quality/random", test_random);
  g_test_add_func ("/quality/counted-by-hand", test_counted_by_hand);
  g_test_add_func ("/quality/random-popularity", test_random_popularity);
  g_test_add_func ("/quality/one-artist", test_one_artist);
  g_test_add_func ("/quality/refused", test_refused);

  return g_test_run ();
}
