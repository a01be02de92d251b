/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "musrec.h"
#include "picture/mus-halo.h"

#define WIDTH 47
#define HEIGHT 31

static guint32 *
get_pixel (cairo_surface_t *surface, int x, int y)
{
  guint8 *data = cairo_image_surface_get_data (surface);

  return (guint32 *) (void *) (data + y * cairo_image_surface_get_stride (surface)) + x;
}

/* Strokes and dots of white, some of them at the edges, some half transparent. */
static cairo_surface_t *
make_drawing (guint64 seed)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  MusRng           rng;

  mus_rng_init (&rng, seed);
  cairo_surface_flush (surface);
  for (guint i = 0; i < 40; i++)
    {
      guint32 opacity = (guint32) mus_rng_below (&rng, 256);
      int     x = (int) mus_rng_below (&rng, WIDTH), y = (int) mus_rng_below (&rng, HEIGHT);

      *get_pixel (surface, x, y) = opacity * 0x01010101u;
    }
  cairo_surface_mark_dirty (surface);

  return surface;
}

/* How opaque the halo is at a pixel: the definition, in doubles. */
static double
find_halo (cairo_surface_t *drawing, int x, int y, int radius)
{
  double halo = 0.0;

  for (int other_y = 0; other_y < HEIGHT; other_y++)
    for (int other_x = 0; other_x < WIDTH; other_x++)
      {
        double distance = hypot (x - other_x, y - other_y);
        double fade = CLAMP ((radius + 1.0 - distance) / (1.0 + 0.4 * radius), 0.0, 1.0);

        halo = MAX (halo, 0.96 * fade * (*get_pixel (drawing, other_x, other_y) >> 24) / 255.0);
      }

  return halo;
}

static void
test_definition (gconstpointer data)
{
  int    radius = GPOINTER_TO_INT (data);
  MusRgb colour = { 0.2, 0.4, 0.6 };
  cairo_surface_t *drawing = make_drawing (3), *surface = make_drawing (3);

  mus_halo_add (surface, radius, colour);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      {
        guint32 before = *get_pixel (drawing, x, y), after = *get_pixel (surface, x, y);
        double  opacity = (before >> 24) / 255.0;
        double  share = find_halo (drawing, x, y, radius) * (1.0 - opacity);

        g_assert_cmpfloat_with_epsilon ((after >> 24) / 255.0, opacity + share, 0.012);
        g_assert_cmpfloat_with_epsilon ((after >> 16 & 255) / 255.0, opacity + 0.2 * share, 0.012);
        g_assert_cmpfloat_with_epsilon ((after >> 8 & 255) / 255.0, opacity + 0.4 * share, 0.012);
        g_assert_cmpfloat_with_epsilon ((after & 255) / 255.0, opacity + 0.6 * share, 0.012);
      }

  cairo_surface_destroy (drawing);
  cairo_surface_destroy (surface);
}

static void
test_empty (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);

  cairo_surface_flush (surface);
  mus_halo_add (surface, 3, (MusRgb) { 1.0, 1.0, 1.0 });
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      g_assert_cmphex (*get_pixel (surface, x, y), ==, 0);

  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/halo/definition/1", GINT_TO_POINTER (1), test_definition);
  g_test_add_data_func ("/halo/definition/3", GINT_TO_POINTER (3), test_definition);
  g_test_add_data_func ("/halo/definition/12", GINT_TO_POINTER (12), test_definition);
  g_test_add_func ("/halo/empty", test_empty);

  return g_test_run ();
}
