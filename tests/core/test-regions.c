/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "fixture.h"
#include "layout/mus-caption.h"
#include "layout/mus-density.h"

/*
 * Captions
 */

typedef struct
{
  MusFeature feature;
  double     difference;
  double     mean;
} Difference;

static void
test_caption (void)
{
  static const struct
  {
    Difference  differences[5];
    const char *caption;
  } rows[] = {
    { { { MUS_FEATURE_ENERGY, 0.1 } }, "" },
    { { { MUS_FEATURE_ENERGY, -0.9 }, { MUS_FEATURE_ACOUSTICNESS, 0.8 },
        { MUS_FEATURE_INSTRUMENTALNESS, 0.7 } },
      "calm · acoustic · instrumental" },
    { { { MUS_FEATURE_ENERGY, 0.9 }, { MUS_FEATURE_LOUDNESS, 0.8 }, { MUS_FEATURE_TEMPO, 0.4 } },
      "energetic · fast" },
    { { { MUS_FEATURE_LOUDNESS, -1.9 }, { MUS_FEATURE_ENERGY, -1.8 } }, "quiet" },
    { { { MUS_FEATURE_MODE, -1.3, 0.0 } }, "minor key" },
    { { { MUS_FEATURE_MODE, -0.5, 0.4 } }, "" },
    { { { MUS_FEATURE_MODE, 0.7, 1.0 } }, "major key" },
    { { { MUS_FEATURE_EXPLICIT, 3.0, 1.0 }, { MUS_FEATURE_SPEECHINESS, 1.0 } },
      "explicit · spoken" },
    { { { MUS_FEATURE_EXPLICIT, 1.0, 0.4 } }, "" },
    { { { MUS_FEATURE_EXPLICIT, -0.4, 0.0 } }, "" },
    { { { MUS_FEATURE_TIME_SIGNATURE, -2.0, 3.0 } }, "in 3/4" },
    { { { MUS_FEATURE_TIME_SIGNATURE, 2.0, 5.0 } }, "in 5/4" },
    { { { MUS_FEATURE_TIME_SIGNATURE, -1.0, 3.6 } }, "" },
    { { { MUS_FEATURE_KEY, 3.0, 11.0 } }, "" },
    { { { MUS_FEATURE_LIVENESS, 1.5 }, { MUS_FEATURE_DURATION, -1.0 },
        { MUS_FEATURE_POPULARITY, -1.2 } },
      "live · little known · short" },
    { { { MUS_FEATURE_VALENCE, 0.5 }, { MUS_FEATURE_DANCEABILITY, 0.6 },
        { MUS_FEATURE_POPULARITY, 0.4 }, { MUS_FEATURE_DURATION, 0.39 } },
      "danceable · cheerful · well known" },
    { { { MUS_FEATURE_ENERGY, NAN, NAN } }, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double           differences[MUS_N_FEATURES] = { 0.0 };
      double           means[MUS_N_FEATURES] = { 0.0 };
      g_autofree char *caption = NULL;

      for (guint d = 0; d < G_N_ELEMENTS (rows[i].differences); d++)
        if (rows[i].differences[d].difference != 0.0)
          {
            differences[rows[i].differences[d].feature] = rows[i].differences[d].difference;
            means[rows[i].differences[d].feature] = rows[i].differences[d].mean;
          }
      caption = mus_caption_sound (differences, means);
      g_assert_cmpstr (caption, ==, rows[i].caption);
    }
}

/*
 * Density
 */

static MusMatrix *
make_positions (gsize n)
{
  MusMatrix *positions = mus_matrix_new (n, 2, NULL);

  g_assert_nonnull (positions);

  return positions;
}

/* Each basin's height against the sum over all points, and its points against a count. */
static void
test_density (void)
{
  const gsize n = 3000;
  const double sigma = 3.0;
  g_autoptr (MusMatrix) positions = make_positions (n);
  g_auto (MusDensity) density = { 0 };
  g_autofree guint32 *cells = NULL;
  g_autoptr (GArray) basins = NULL;
  MusRng rng;

  mus_rng_init (&rng, 1);
  for (gsize i = 0; i < 2 * n; i++)
    mus_matrix_fill (positions)[i] =
        (float) (mus_rng_normal (&rng) + (i / 2 % 3 == 0 ? 6.0 * (double) (i % 2) : 0.0));

  g_assert_true (mus_density_init (&density, positions, 0.2, NULL, NULL));
  g_assert_cmpuint (density.n_points, ==, n);
  cells = g_new (guint32, density.n_cells[0] * density.n_cells[1]);
  basins = mus_density_basins (&density, sigma, 200.0, 3.0, NULL, cells, NULL, NULL);
  g_assert_cmpuint (basins->len, ==, 2);

  for (guint b = 0; b < basins->len; b++)
    {
      const MusBasin *basin = &g_array_index (basins, MusBasin, b);
      double          column = (double) (basin->peak % density.n_cells[0]);
      double          row = (double) (basin->peak / density.n_cells[0]);
      double          height = 0.0;
      gsize           n_inside = 0;

      g_assert_cmpuint (cells[basin->peak], ==, b);
      for (gsize i = 0; i < n; i++)
        {
          const float *place = mus_matrix_row (positions, i);
          gsize        cell = mus_density_cell (&density, (double) place[0], (double) place[1]);
          double       dx = (double) (cell % density.n_cells[0]) - column;
          double       dy = (double) (cell / density.n_cells[0]) - row;

          height += exp (-0.5 * (dx * dx + dy * dy) / (sigma * sigma)) /
                    (2.0 * G_PI * sigma * sigma);
          n_inside += cells[cell] == b;
        }
      g_assert_cmpfloat_with_epsilon (basin->height, height, 0.02 * height);
      g_assert_cmpfloat_with_epsilon (basin->n_points, (double) n_inside, 0.01);
    }
}

/*
 * Regions
 */

/* A heap of tracks in one place that sound alike and have one genre. */
typedef struct
{
  double      x, y;
  double      spread;
  guint       n;
  const char *genre;
  Difference  sound[3];
} Heap;

typedef struct
{
  MusCatalog *catalog;
  MusMatrix  *x;
  MusMatrix  *positions;
} Map;

static void
map_clear (Map *self)
{
  mus_catalog_unref (self->catalog);
  mus_matrix_unref (self->x);
  mus_matrix_unref (self->positions);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Map, map_clear)

static void
map_init (Map *self, const Heap *heaps, guint n_heaps)
{
  g_autoptr (GArray) tracks = g_array_new (FALSE, FALSE, sizeof (FixtureTrack));
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, 2 * sizeof (float));
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  MusRng rng;

  mus_rng_init (&rng, 1);
  for (guint h = 0; h < n_heaps; h++)
    for (guint i = 0; i < heaps[h].n; i++)
      {
        FixtureTrack track = { .features = FIXTURE_FEATURES };
        float        place[2] = { (float) (heaps[h].x + heaps[h].spread * mus_rng_normal (&rng)),
                                  (float) (heaps[h].y + heaps[h].spread * mus_rng_normal (&rng)) };

        g_ptr_array_add (titles, g_strdup_printf ("title %u", tracks->len));
        track.title = g_ptr_array_index (titles, titles->len - 1);
        track.artists = "someone";
        track.genre = heaps[h].genre;
        for (guint d = 0; d < G_N_ELEMENTS (heaps[h].sound); d++)
          if (heaps[h].sound[d].difference != 0.0)
            track.features[heaps[h].sound[d].feature] = heaps[h].sound[d].mean;
        g_array_append_val (tracks, track);
        g_array_append_val (places, place);
      }

  self->catalog = fixture_catalog ((const FixtureTrack *) (gpointer) tracks->data, tracks->len);
  self->x = fixture_standardise (self->catalog);
  self->positions = make_positions (tracks->len);
  memcpy (mus_matrix_fill (self->positions), places->data, tracks->len * 2 * sizeof (float));
}

/* What holds for all regions. */
static void
check_regions (const Map *map, MusRegions *regions)
{
  gsize            n;
  const MusRegion *all = mus_regions_all (regions, &n);

  for (gsize i = 0; i < n; i++)
    {
      g_assert_true (isfinite (all[i].x) && isfinite (all[i].y));
      g_assert_true (isfinite (all[i].radius) && all[i].radius >= 0.0f);
      g_assert_cmpuint (all[i].n_tracks, >, 0);
      g_assert_cmpuint (all[i].n_tracks, <=, mus_catalog_n_tracks (map->catalog));
      g_assert_cmpuint (all[i].level, <=, 2);
      g_assert_true (g_utf8_validate (all[i].name, -1, NULL));
      g_assert_true (g_utf8_validate (all[i].caption, -1, NULL));
      if (i > 0)
        g_assert_true (all[i - 1].level < all[i].level ||
                       (all[i - 1].level == all[i].level &&
                        all[i - 1].n_tracks >= all[i].n_tracks));
      for (gsize j = 0; j < i; j++)
        g_assert_false (all[i].level == all[j].level && g_str_equal (all[i].name, all[j].name) &&
                        all[i].name[0] != '\0' &&
                        hypot (all[i].x - all[j].x, all[i].y - all[j].y) <
                            all[i].radius + all[j].radius);
    }
}

static MusRegions *
find_regions (const Map *map)
{
  g_autoptr (GError) error = NULL;
  MusRegions *regions = mus_regions_new (map->catalog, map->x, map->positions, NULL, &error);

  g_assert_no_error (error);
  check_regions (map, regions);

  return regions;
}

static const MusRegion *
find_level (MusRegions *regions, guint level, gsize *n)
{
  gsize            n_all, first = 0;
  const MusRegion *all = mus_regions_all (regions, &n_all);

  while (first < n_all && all[first].level < level)
    first++;
  for (*n = 0; first + *n < n_all && all[first + *n].level == level; (*n)++)
    ;

  return all + first;
}

static const Heap islands[] = {
  { -40, -40, 3, 500, "ambient",
    { { MUS_FEATURE_ENERGY, 1, 0.1 }, { MUS_FEATURE_ACOUSTICNESS, 1, 0.95 },
      { MUS_FEATURE_INSTRUMENTALNESS, 1, 0.9 } } },
  { 40, -40, 3, 400, "comedy",
    { { MUS_FEATURE_SPEECHINESS, 1, 0.9 }, { MUS_FEATURE_EXPLICIT, 1, 1.0 } } },
  { -40, 40, 3, 300, "waltz", { { MUS_FEATURE_TIME_SIGNATURE, 1, 3 } } },
  { 30, 40, 3, 200, "samba",
    { { MUS_FEATURE_DANCEABILITY, 1, 0.9 }, { MUS_FEATURE_VALENCE, 1, 0.95 } } },
  { 42, 40, 3, 200, "mpb",
    { { MUS_FEATURE_DANCEABILITY, 1, 0.7 }, { MUS_FEATURE_VALENCE, 1, 0.9 } } },
};

static void
test_islands (void)
{
  static const char *const names[] = { "ambient", "comedy", "samba · mpb", "waltz" };
  static const char *const words[] = { "acoustic", "explicit", "cheerful", "in 3/4" };
  static const guint       sizes[] = { 500, 400, 400, 300 };
  g_auto (Map) map;
  g_autoptr (MusRegions) regions = NULL;
  const MusRegion *level;
  gsize            n;

  map_init (&map, islands, G_N_ELEMENTS (islands));
  regions = find_regions (&map);

  level = find_level (regions, 0, &n);
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < n; i++)
    {
      g_test_message ("%s | %s (%.1f, %.1f) r %.1f", level[i].name, level[i].caption,
                      (double) level[i].x, (double) level[i].y, (double) level[i].radius);
      g_assert_cmpuint (level[i].n_tracks, ==, sizes[i]);
      if (i == 2)
        g_assert_true (g_str_equal (level[i].name, "samba · mpb") ||
                       g_str_equal (level[i].name, "mpb · samba"));
      else
        g_assert_cmpstr (level[i].name, ==, names[i]);
      g_assert_nonnull (strstr (level[i].caption, words[i]));
      g_assert_cmpfloat (level[i].radius, <, 15.0);
    }
  g_assert_cmpfloat_with_epsilon (level[0].x, -40, 3.0);
  g_assert_cmpfloat_with_epsilon (level[0].y, -40, 3.0);
  g_assert_cmpfloat_with_epsilon (level[3].y, 40, 3.0);

  /* The two halves of an island are its parts. */
  for (guint part = 0; part < 2; part++)
    {
      gboolean found = FALSE;

      for (guint l = 1; l <= 2; l++)
        {
          level = find_level (regions, l, &n);
          for (guint i = 0; i < n; i++)
            found |= g_str_equal (level[i].name, part == 0 ? "samba" : "mpb") &&
                     fabs ((double) level[i].x - (part == 0 ? 30 : 42)) < 6.0;
        }
      g_assert_true (found);
    }
}

static void
test_fifty (void)
{
  static const Heap heaps[] = {
    { 0, 0, 1, 25, "ambient", { { MUS_FEATURE_ENERGY, 1, 0.1 } } },
    { 30, 0, 1, 25, "metal", { { MUS_FEATURE_ENERGY, 1, 0.95 } } },
  };
  g_auto (Map) map;
  g_autoptr (MusRegions) regions = NULL;
  const MusRegion *level;
  gsize            n;

  map_init (&map, heaps, G_N_ELEMENTS (heaps));
  regions = find_regions (&map);
  level = find_level (regions, 0, &n);
  g_assert_cmpuint (n, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      gboolean is_metal = g_str_equal (level[i].name, "metal");

      g_assert_cmpuint (level[i].n_tracks, ==, 25);
      g_assert_cmpstr (level[i].caption, ==, is_metal ? "energetic" : "calm");
      g_assert_cmpfloat_with_epsilon (level[i].x, is_metal ? 30 : 0, 1.5);
    }
}

typedef void (*Spoil) (float *positions, gsize n);

static void
spoil_nothing (float *positions, gsize n)
{
}

static void
spoil_all_equal (float *positions, gsize n)
{
  for (gsize i = 0; i < 2 * n; i++)
    positions[i] = 7.0f;
}

static void
spoil_all_nan (float *positions, gsize n)
{
  for (gsize i = 0; i < 2 * n; i++)
    positions[i] = NAN;
}

static void
spoil_some (float *positions, gsize n)
{
  for (gsize i = 0; i < n; i += 10)
    positions[2 * i + i / 10 % 2] = i % 30 == 0 ? NAN : INFINITY;
  positions[3] = 1e30f;
  positions[7] = -1e30f;
}

static void
spoil_line (float *positions, gsize n)
{
  for (gsize i = 0; i < n; i++)
    positions[2 * i + 1] = 0.0f;
}

typedef struct
{
  const char *name;
  Spoil       spoil;
  gsize       n_level_0;
} SpoilCase;

static const SpoilCase spoil_cases[] = {
  { "nothing", spoil_nothing, 4 }, { "all-equal", spoil_all_equal, 1 },
  { "all-nan", spoil_all_nan, 0 }, { "some", spoil_some, 4 },
  { "line", spoil_line, 2 },
};

static void
test_spoilt (gconstpointer data)
{
  const SpoilCase *row = data;
  g_auto (Map) map;
  g_autoptr (MusRegions) regions = NULL;
  g_autoptr (MusRegions) again = NULL;
  const MusRegion *all, *all_again;
  gsize            n, n_again;

  map_init (&map, islands, G_N_ELEMENTS (islands));
  row->spoil (mus_matrix_fill (map.positions), mus_matrix_n_rows (map.positions));
  regions = find_regions (&map);
  find_level (regions, 0, &n);
  g_assert_cmpuint (n, ==, row->n_level_0);

  again = find_regions (&map);
  all = mus_regions_all (regions, &n);
  all_again = mus_regions_all (again, &n_again);
  g_assert_cmpuint (n, ==, n_again);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpfloat (all[i].x, ==, all_again[i].x);
      g_assert_cmpfloat (all[i].radius, ==, all_again[i].radius);
      g_assert_cmpstr (all[i].name, ==, all_again[i].name);
      g_assert_cmpstr (all[i].caption, ==, all_again[i].caption);
    }
}

static void
test_no_genres (void)
{
  Heap heaps[G_N_ELEMENTS (islands)];
  g_auto (Map) map;
  g_autoptr (MusRegions) regions = NULL;
  const MusRegion *all;
  gsize            n;

  memcpy (heaps, islands, sizeof islands);
  for (guint i = 0; i < G_N_ELEMENTS (heaps); i++)
    heaps[i].genre = NULL;
  map_init (&map, heaps, G_N_ELEMENTS (heaps));
  regions = find_regions (&map);
  all = mus_regions_all (regions, &n);
  g_assert_cmpuint (n, >=, 4);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpstr (all[i].name, ==, "");
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_auto (Map) map;
  MusRun run = MUS_RUN_INIT;

  map_init (&map, islands, G_N_ELEMENTS (islands));
  g_cancellable_cancel (cancellable);
  run.cancellable = cancellable;
  g_assert_null (mus_regions_new (map.catalog, map.x, map.positions, &run, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/regions/caption", test_caption);
  g_test_add_func ("/regions/density", test_density);
  g_test_add_func ("/regions/islands", test_islands);
  g_test_add_func ("/regions/fifty", test_fifty);
  for (guint i = 0; i < G_N_ELEMENTS (spoil_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/regions/spoilt/", spoil_cases[i].name, NULL);

      g_test_add_data_func (path, &spoil_cases[i], test_spoilt);
    }
  g_test_add_func ("/regions/no-genres", test_no_genres);
  g_test_add_func ("/regions/cancel", test_cancel);

  return g_test_run ();
}
