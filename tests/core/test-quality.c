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
  g_test_add_func ("/quality/one-artist", test_one_artist);
  g_test_add_func ("/quality/refused", test_refused);

  return g_test_run ();
}
