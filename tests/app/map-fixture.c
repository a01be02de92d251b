/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "map-fixture.h"

#include <math.h>
#include <string.h>

static const char header[] =
    "track_id,artists,album_name,track_name,popularity,duration_ms,explicit,danceability,energy,key,"
    "loudness,mode,speechiness,acousticness,instrumentalness,liveness,valence,tempo,time_signature,"
    "track_genre\n";

/* A track whose sound tells its genre. */
static void
append_track (GString *csv, gsize row, guint genre, guint n_genres, MusRng *rng)
{
  double side = n_genres > 1 ? (double) genre / (n_genres - 1) : 0.5;

  g_string_append_printf (
      csv, "id%" G_GSIZE_FORMAT ",Artist %" G_GSIZE_FORMAT ";Guest <%u>,Album,Track & %" G_GSIZE_FORMAT
      ",%u,%u,0,%.3f,%.3f,%u,%.2f,%u,0.05,%.3f,0.0,0.1,%.3f,%.1f,4,",
      row, row % 97, genre, row, (guint) mus_rng_below (rng, 101),
      150000 + (guint) mus_rng_below (rng, 100000), 0.3 + 0.4 * mus_rng_uniform (rng),
      0.8 * side + 0.2 * mus_rng_uniform (rng), (guint) mus_rng_below (rng, 12),
      -20.0 + 15.0 * side + mus_rng_uniform (rng), (guint) mus_rng_below (rng, 2),
      0.9 - 0.8 * side + 0.1 * mus_rng_uniform (rng), mus_rng_uniform (rng),
      80.0 + 80.0 * side + 10.0 * mus_rng_uniform (rng));
  if (n_genres > 0)
    g_string_append_printf (csv, "genre-%u", genre);
  g_string_append_c (csv, '\n');
}

static MusCatalog *
read_catalog (const char *csv)
{
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_file_new_tmp ("musrec-XXXXXX.csv", &stream, &error);
  MusCatalog *catalog;

  g_assert_no_error (error);
  g_file_replace_contents (file, csv, strlen (csv), NULL, FALSE, 0, NULL, NULL, &error);
  g_assert_no_error (error);
  catalog = mus_catalog_read (file, MUS_REPEATS_TITLE, NULL, &error);
  g_assert_no_error (error);
  g_file_delete (file, NULL, NULL);

  return catalog;
}

/* The genres' blobs stand around a circle of radius 40. */
static MusMatrix *
place_tracks (const MusCatalog *catalog, guint n_genres, MusRng *rng)
{
  gsize      n = mus_catalog_n_tracks (catalog);
  MusMatrix *positions = mus_matrix_new (n, 2, NULL);
  float     *data = mus_matrix_fill (positions);

  for (gsize i = 0; i < n; i++)
    {
      double angle = 2.0 * G_PI * (i % MAX (n_genres, 1)) / MAX (n_genres, 1);

      data[2 * i] = (float) (40.0 * cos (angle) + 5.0 * mus_rng_normal (rng));
      data[2 * i + 1] = (float) (40.0 * sin (angle) + 5.0 * mus_rng_normal (rng));
    }

  return positions;
}

MusMapFixture *
mus_map_fixture_new (gsize n_tracks, guint n_genres)
{
  MusMapFixture *self = g_new0 (MusMapFixture, 1);
  g_autoptr (GString) csv = g_string_new (header);
  g_autoptr (GError) error = NULL;
  MusScaler scaler;
  MusRng    rng;

  mus_rng_init (&rng, 1);
  for (gsize i = 0; i < n_tracks; i++)
    append_track (csv, i, (guint) (i % MAX (n_genres, 1)), n_genres, &rng);
  self->catalog = read_catalog (csv->str);
  g_assert_cmpuint (mus_catalog_n_tracks (self->catalog), ==, n_tracks);

  mus_scaler_fit (&scaler, mus_catalog_features (self->catalog), NULL, NULL);
  self->x = mus_scaler_transform (&scaler, mus_catalog_features (self->catalog), NULL, &error);
  g_assert_no_error (error);
  self->families = mus_families_new (self->catalog, self->x, NULL, NULL);
  self->positions = place_tracks (self->catalog, n_genres, &rng);
  self->regions = mus_regions_new (self->catalog, self->x, self->positions, NULL, &error);
  g_assert_no_error (error);

  return self;
}

void
mus_map_fixture_free (MusMapFixture *self)
{
  mus_regions_unref (self->regions);
  mus_matrix_unref (self->positions);
  mus_families_unref (self->families);
  mus_matrix_unref (self->x);
  mus_catalog_unref (self->catalog);
  g_free (self);
}

MusMatrix *
mus_map_fixture_move (const MusMapFixture *self, double scale, guint64 seed)
{
  gsize        n = mus_matrix_n_rows (self->positions);
  const float *old = mus_matrix_data (self->positions);
  MusMatrix   *moved = mus_matrix_new (n, 2, NULL);
  float       *data = mus_matrix_fill (moved);
  MusRng       rng;

  mus_rng_init (&rng, seed);
  for (gsize i = 0; i < 2 * n; i++)
    data[i] = (float) (scale * (old[i] + 0.2 * mus_rng_normal (&rng)));

  return moved;
}
