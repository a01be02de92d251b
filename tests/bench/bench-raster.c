/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "musrec.h"
#include "picture/mus-point-raster.h"

/*
 * bench-raster [N ...]: how long a full redraw of a map of N points takes, with the points
 * spread evenly over a disc, as t-SNE leaves them. The best and the median of 41.
 */

#define WIDTH 1200
#define HEIGHT 900
#define N_CLASSES 114
#define ROUNDS 41

static MusPointRaster *
make_raster (gsize n)
{
  g_autofree float   *positions = g_new (float, 2 * n);
  g_autofree guint16 *classes = g_new (guint16, n);
  MusRgb          colours[N_CLASSES];
  MusPointRaster *raster;
  MusRng          rng;

  mus_rng_init (&rng, 1);
  for (gsize i = 0; i < n; i++)
    {
      double x, y;

      do
        {
          x = 2.0 * mus_rng_uniform (&rng) - 1.0;
          y = 2.0 * mus_rng_uniform (&rng) - 1.0;
        }
      while (x * x + y * y > 1.0);
      positions[2 * i] = (float) x;
      positions[2 * i + 1] = (float) y;
      classes[i] = (guint16) mus_rng_below (&rng, N_CLASSES);
    }
  for (guint i = 0; i < N_CLASSES; i++)
    colours[i] = mus_palette_genre (i % 12, 12, i / 12, 10, FALSE);

  raster = mus_point_raster_new (classes, n, N_CLASSES, NULL);
  if (raster == NULL)
    exit (1);
  mus_point_raster_set_positions (raster, positions);
  mus_point_raster_set_colours (raster, colours);

  return raster;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 difference = *(const gint64 *) a - *(const gint64 *) b;

  return (difference > 0) - (difference < 0);
}

static void
measure (MusPointRaster *raster, gsize n, guint n_workers, double zoom)
{
  static guint8 pixels[WIDTH * HEIGHT * 4];
  gint64        times[ROUNDS];
  double        scale = zoom * 0.48 * HEIGHT;
  MusRasterView view = { WIDTH, HEIGHT, { scale, WIDTH / 2.0, HEIGHT / 2.0 },
                         mus_point_raster_good_radius (raster, scale) };

  mus_parallel_set_n_workers (n_workers);
  for (guint i = 0; i < ROUNDS; i++)
    {
      gint64 start = g_get_monotonic_time ();

      if (!mus_point_raster_draw (raster, &view, pixels, WIDTH * 4, NULL))
        exit (1);
      times[i] = g_get_monotonic_time () - start;
    }
  qsort (times, ROUNDS, sizeof times[0], compare_times);
  printf ("%9" G_GSIZE_FORMAT "  %4.0f  %6.2f  %7u  %7.2f  %7.2f\n", n, zoom, view.radius,
          n_workers, times[0] / 1000.0, times[ROUNDS / 2] / 1000.0);
}

int
main (int argc, char **argv)
{
  static const gsize usual[] = { 5000, 73609, 250000, 1000000 };

  printf ("raster, %d × %d pixels\n   points  zoom  radius  threads  best ms   median\n", WIDTH,
          HEIGHT);
  for (gsize i = 0; i < (argc > 1 ? (gsize) argc - 1 : G_N_ELEMENTS (usual)); i++)
    {
      gsize n = argc > 1 ? g_ascii_strtoull (argv[i + 1], NULL, 10) : usual[i];
      g_autoptr (MusPointRaster) raster = make_raster (n);

      for (guint n_workers = 1; n_workers <= 2; n_workers++)
        {
          measure (raster, n, n_workers, 1.0);
          measure (raster, n, n_workers, 8.0);
        }
    }

  return 0;
}
