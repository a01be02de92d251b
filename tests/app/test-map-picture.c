/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "map-fixture.h"
#include "picture/mus-map-picture.h"
#include "picture/mus-palette.h"

static MusMapPicture
make_picture (const MusMapFixture *fixture)
{
  return (MusMapPicture) {
    .catalog = fixture->catalog,
    .families = fixture->families,
    .regions = fixture->regions,
    .positions = fixture->positions,
    .width = 640,
    .height = 480,
  };
}

static char *
save (const MusMapPicture *picture, const char *name)
{
  g_autofree char *folder = g_dir_make_tmp ("musrec-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (folder, name, NULL);

  mus_map_picture_save (picture, path, &error);
  g_assert_no_error (error);

  return path;
}

static void
forget (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_remove (path);
  /* Nothing is left beside it. */
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_png (void)
{
  g_autoptr (MusMapFixture) fixture = mus_map_fixture_new (2000, 12);
  MusMapPicture picture = make_picture (fixture);
  gsize         n_coloured[2] = { 0 };

  for (guint dark = 0; dark < 2; dark++)
    {
      MusRgb           ground = mus_palette_background (dark);
      g_autofree char *path = NULL;
      cairo_surface_t *surface;
      guint32          corner;

      picture.dark = dark;
      path = save (&picture, "map.PNG");
      surface = cairo_image_surface_create_from_png (path);
      g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 640);
      g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 480);
      memcpy (&corner, cairo_image_surface_get_data (surface), 4);
      g_assert_cmpuint (corner & 0xff, ==, (guint) (ground.blue * 255.0 + 0.5));
      for (gsize i = 0; i < 640 * 480; i++)
        {
          guint32 pixel;

          memcpy (&pixel, cairo_image_surface_get_data (surface) + 4 * i, 4);
          n_coloured[dark] += pixel != corner;
        }
      cairo_surface_destroy (surface);
      forget (path);
    }
  /* Points, labels and the legend cover part of it, in both styles. */
  for (guint dark = 0; dark < 2; dark++)
    {
      g_assert_cmpuint (n_coloured[dark], >, 8000);
      g_assert_cmpuint (n_coloured[dark], <, 640 * 480 / 2);
    }
}

/* Few points are shapes, many are pixels: the file stays small either way. */
static void
test_vector (void)
{
  static const struct
  {
    const char *name, *start;
    gsize       n_tracks;
    gboolean    has_pixels;
  } cases[] = {
    { "map.svg", "<?xml", 300, FALSE },
    { "map.svg", "<?xml", 6000, TRUE },
    { "map.pdf", "%PDF", 300, FALSE },
    { "map.pdf", "%PDF", 6000, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MusMapFixture) fixture = mus_map_fixture_new (cases[i].n_tracks, 12);
      MusMapPicture    picture = make_picture (fixture);
      g_autofree char *path = save (&picture, cases[i].name);
      g_autofree char *bytes = NULL;
      gsize            n;

      g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
      g_assert_true (g_str_has_prefix (bytes, cases[i].start));
      if (g_str_has_suffix (path, ".svg"))
        g_assert_cmpint (strstr (bytes, "<image") != NULL, ==, cases[i].has_pixels);
      g_assert_cmpuint (n, <, 1500000);
      forget (path);
    }
}

static void
test_edges (void)
{
  g_autoptr (MusMapFixture) fixture = mus_map_fixture_new (60, 0);
  MusMapPicture picture = make_picture (fixture);
  g_autoptr (MusMatrix) few = mus_matrix_new (1, 2, NULL);
  g_autoptr (MusMatrix) none = mus_matrix_new (0, 2, NULL);
  const MusMatrix *positions[] = { fixture->positions, few, none };

  for (guint i = 0; i < G_N_ELEMENTS (positions); i++)
    for (guint labels = 0; labels < 2; labels++)
      {
        g_autofree char *png = NULL;
        g_autofree char *svg = NULL;

        picture.positions = positions[i];
        picture.regions = labels ? fixture->regions : NULL;
        picture.families = labels ? fixture->families : NULL;
        png = save (&picture, "a.png");
        svg = save (&picture, "a.svg");
        forget (png);
        forget (svg);
      }
}

static void
test_errors (void)
{
  g_autoptr (MusMapFixture) fixture = mus_map_fixture_new (60, 3);
  MusMapPicture picture = make_picture (fixture);
  g_autofree char *path = save (&picture, "map.png");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  gsize n_before, n_after;

  g_assert_false (mus_map_picture_save (&picture, "map.jpeg", &error));
  g_assert_error (error, MUS_ERROR, MUS_ERROR_SETTING);
  g_clear_error (&error);
  g_assert_false (mus_map_picture_check_path ("png", &error));
  g_assert_error (error, MUS_ERROR, MUS_ERROR_SETTING);
  g_clear_error (&error);
  g_assert_true (mus_map_picture_check_path ("a.Svg", &error));
  g_assert_false (mus_map_picture_save (&picture, "/nowhere/at/all/map.png", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);

  /* One that can't be drawn leaves the old one as it is. */
  g_assert_true (g_file_get_contents (path, &before, &n_before, NULL));
  picture.width = 100000;
  g_assert_false (mus_map_picture_save (&picture, path, &error));
  g_assert_nonnull (error);
  g_assert_true (g_file_get_contents (path, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
  forget (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map-picture/png", test_png);
  g_test_add_func ("/map-picture/vector", test_vector);
  g_test_add_func ("/map-picture/edges", test_edges);
  g_test_add_func ("/map-picture/errors", test_errors);

  return g_test_run ();
}
