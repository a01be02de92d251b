/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "musrec.h"
#include "picture/mus-point-raster.h"
#include "picture/mus-point-sprite.h"

#define N_CLASSES 5

typedef struct
{
  gsize    n;
  float   *positions;
  guint16 *classes;
  MusRgb   colours[N_CLASSES];
} Points;

/* Blobs of points in a square of 100 by 100 units. */
static Points *
make_points (gsize n, guint64 seed)
{
  Points *self = g_new0 (Points, 1);
  MusRng  rng;

  mus_rng_init (&rng, seed);
  self->n = n;
  self->positions = g_new (float, 2 * n);
  self->classes = g_new (guint16, n);
  for (gsize i = 0; i < n; i++)
    {
      self->classes[i] = (guint16) mus_rng_below (&rng, N_CLASSES);
      self->positions[2 * i] =
          (float) (20.0 + 15.0 * self->classes[i] + 9.0 * mus_rng_normal (&rng));
      self->positions[2 * i + 1] = (float) (50.0 + 18.0 * mus_rng_normal (&rng));
    }
  for (guint i = 0; i < N_CLASSES; i++)
    self->colours[i] = mus_palette_family (i, N_CLASSES, FALSE);

  return self;
}

static void
free_points (Points *self)
{
  g_free (self->positions);
  g_free (self->classes);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Points, free_points)

static MusPointRaster *
make_raster (const Points *points)
{
  g_autoptr (GError) error = NULL;
  MusPointRaster *raster = mus_point_raster_new (points->classes, points->n, N_CLASSES, &error);

  g_assert_no_error (error);
  mus_point_raster_set_positions (raster, points->positions);
  mus_point_raster_set_colours (raster, points->colours);

  return raster;
}

static guint8 *
draw (MusPointRaster *raster, const MusRasterView *view)
{
  g_autoptr (GError) error = NULL;
  guint8 *pixels = g_malloc ((gsize) view->width * view->height * 4 + 1);

  memset (pixels, 0xaa, (gsize) view->width * view->height * 4 + 1);
  g_assert_true (mus_point_raster_draw (raster, view, pixels, view->width * 4, &error));
  g_assert_no_error (error);

  return pixels;
}

/* One point on the picture by the book: "over" in doubles, pixel by pixel. */
static void
blend_slowly (double *image, const MusRasterView *view, double x, double y, MusRgb rgb,
              const MusPointSprite *sprite)
{
  gint  column = (gint) floor (x), row = (gint) floor (y);
  guint phase = (guint) floor ((x - column) * MUS_SPRITE_STEPS) +
                MUS_SPRITE_STEPS * (guint) floor ((y - row) * MUS_SPRITE_STEPS);
  const gint16 *mask = mus_point_sprite_mask (sprite, phase);
  double parts[4] = { rgb.blue * 255.0, rgb.green * 255.0, rgb.red * 255.0, 255.0 };

  for (guint j = 0; j < sprite->size; j++)
    for (guint i = 0; i < sprite->size; i++)
      {
        gint   px = column - (gint) sprite->reach + (gint) i;
        gint   py = row - (gint) sprite->reach + (gint) j;
        double alpha = mask[(j * sprite->width + i) * 4] / (double) MUS_SPRITE_FULL;

        if (px < 0 || py < 0 || px >= (gint) view->width || py >= (gint) view->height)
          continue;
        for (guint c = 0; c < 4; c++)
          {
            double *channel = &image[((gsize) py * view->width + px) * 4 + c];

            *channel = *channel * (1.0 - alpha) + parts[c] * alpha;
          }
      }
}

static double *
draw_slowly (const Points *points, const guint32 *order, const guint8 *states,
             const MusRasterView *view)
{
  static const double opacities[2] = { 0.10, 0.85 };
  double *image = g_new0 (double, (gsize) view->width * view->height * 4);

  for (guint layer = 0; layer < 2; layer++)
    {
      MusPointSprite sprite = { 0 };

      mus_point_sprite_prepare (&sprite, view->radius, opacities[layer]);
      for (gsize i = 0; i < points->n; i++)
        {
          guint32 point = order[i];
          guint16 klass = points->classes[point];
          double  x = view->affine.scale * points->positions[2 * point] + view->affine.x;
          double  y = view->affine.scale * points->positions[2 * point + 1] + view->affine.y;

          if (states[klass] == (layer == 1 ? MUS_GENRE_SHOWN : MUS_GENRE_DIMMED))
            blend_slowly (image, view, x, y, points->colours[klass], &sprite);
        }
      mus_point_sprite_clear (&sprite);
    }

  return image;
}

typedef struct
{
  const char   *name;
  MusRasterView view;
  guint8        states[N_CLASSES];
} Scene;

static const Scene scenes[] = {
  { "all", { 300, 200, { 2.0, 50.0, 0.0 }, 1.2 }, { 0 } },
  { "sharp", { 301, 203, { 2.1, 40.3, -3.7 }, 0.8 }, { 0 } },
  { "large", { 300, 200, { 2.0, 50.0, 0.0 }, 4.5 }, { 0 } },
  { "largest", { 190, 130, { 2.0, 0.0, 0.0 }, 15.0 }, { 0 } },
  { "edges", { 97, 131, { 6.0, -250.0, -240.0 }, 3.1 }, { 0 } },
  { "dimmed", { 300, 200, { 2.0, 50.0, 0.0 }, 2.0 }, { 1, 0, 1, 1, 1 } },
  { "hidden", { 300, 200, { 2.0, 50.0, 0.0 }, 2.0 }, { 2, 0, 1, 2, 0 } },
  { "narrow", { 3, 200, { 2.0, -100.0, 0.0 }, 2.0 }, { 0 } },
  { "low", { 300, 1, { 2.0, 50.0, -60.0 }, 2.0 }, { 0 } },
};

static void
test_reference (gconstpointer data)
{
  const Scene *scene = data;
  g_autoptr (Points) points = make_points (9000, 7);
  g_autoptr (MusPointRaster) raster = make_raster (points);
  g_autofree guint8 *pixels = NULL;
  g_autofree double *image = NULL;
  double worst = 0.0;
  gsize  n_drawn = 0;

  mus_point_raster_set_states (raster, scene->states);
  pixels = draw (raster, &scene->view);
  image = draw_slowly (points, mus_point_raster_order (raster), scene->states, &scene->view);
  for (gsize i = 0; i < (gsize) scene->view.width * scene->view.height * 4; i++)
    {
#if G_BYTE_ORDER == G_LITTLE_ENDIAN
      gsize channel = i;
#else
      gsize channel = i - i % 4 + (3 - i % 4);
#endif
      worst = MAX (worst, fabs (pixels[channel] - image[i]));
      n_drawn += i % 4 == 3 && pixels[channel] > 0;
    }
  g_test_message ("largest difference %.2f of 255, %" G_GSIZE_FORMAT " pixels drawn", worst,
                  n_drawn);
  g_assert_cmpuint (n_drawn, >, 0);
  /* Each blend rounds by half a level at most, and each later one forgets part of it. */
  g_assert_cmpfloat (worst, <, 5.0);
}

static void
test_same_bytes (void)
{
  static const guint workers[] = { 1, 2, 8 };
  g_autoptr (Points) points = make_points (50000, 3);
  g_autoptr (MusPointRaster) raster = make_raster (points);
  MusRasterView view = { 640, 480, { 5.0, 40.0, -10.0 }, 1.4 };
  g_autofree guint8 *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (workers); i++)
    {
      g_autofree guint8 *pixels = NULL;

      mus_parallel_set_n_workers (workers[i]);
      mus_point_raster_set_positions (raster, points->positions);
      pixels = draw (raster, &view);
      if (first == NULL)
        first = g_steal_pointer (&pixels);
      else
        g_assert_cmpmem (first, 640 * 480 * 4, pixels, 640 * 480 * 4);
    }
  mus_parallel_set_n_workers (0);
}

/* What is drawn beside the picture, or below it, does not show in it. */
static void
test_stays_inside (void)
{
  g_autoptr (Points) points = make_points (5000, 9);
  g_autoptr (MusPointRaster) raster = make_raster (points);
  MusRasterView view = { 60, 70, { 3.0, -100.0, -100.0 }, 6.0 };
  const gsize   stride = 100 * 4, n_bytes = stride * 90;
  g_autofree guint8 *pixels = g_malloc (n_bytes);
  g_autoptr (GError) error = NULL;

  memset (pixels, 0xaa, n_bytes);
  g_assert_true (mus_point_raster_draw (raster, &view, pixels + 10 * stride + 40, stride, &error));
  for (gsize i = 0; i < n_bytes; i++)
    {
      gsize row = i / stride, column = i % stride;

      if (row < 10 || row >= 80 || column < 40 || column >= 40 + 60 * 4)
        g_assert_cmphex (pixels[i], ==, 0xaa);
    }
}

static gsize
count_opaque (const guint8 *pixels, const MusRasterView *view)
{
  gsize n = 0;

  for (gsize i = 0; i < (gsize) view->width * view->height; i++)
    {
      guint32 pixel;

      memcpy (&pixel, pixels + 4 * i, 4);
      n += pixel >> 24 > 0;
    }

  return n;
}

/* A point shows wherever a part of it is in the picture, and nowhere else. */
static void
test_culling (void)
{
  static const struct
  {
    float    x, y;
    gboolean shows;
  } places[] = {
    { 50, 50, TRUE },        { 0, 0, TRUE },       { -2.5f, 50, TRUE },
    { -3.5f, 50, FALSE },    { 102.5f, 50, TRUE }, { 103.5f, 50, FALSE },
    { 50, -2.5f, TRUE },     { 50, -3.5f, FALSE }, { 50, 82.5f, TRUE },
    { 50, 83.5f, FALSE },    { 1e30f, 50, FALSE }, { -1e30f, -1e30f, FALSE },
    { INFINITY, 50, FALSE }, { NAN, 50, FALSE },   { 50, -INFINITY, FALSE },
  };
  MusRasterView view = { 100, 80, { 1.0, 0.0, 0.0 }, 3.0 };
  guint16       klass = 0;
  MusRgb        black = { 0, 0, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (MusPointRaster) raster = mus_point_raster_new (&klass, 1, 1, NULL);
      float position[] = { places[i].x, places[i].y };
      g_autofree guint8 *pixels = NULL;

      g_test_message ("(%g, %g)", (double) places[i].x, (double) places[i].y);
      mus_point_raster_set_positions (raster, position);
      mus_point_raster_set_colours (raster, &black);
      pixels = draw (raster, &view);
      g_assert_cmpint (count_opaque (pixels, &view) > 0, ==, places[i].shows);
    }
}

static void
test_edges (void)
{
  g_autoptr (MusPointRaster) none = mus_point_raster_new (NULL, 0, 1, NULL);
  g_autoptr (Points) points = make_points (3, 1);
  g_autoptr (MusPointRaster) raster = make_raster (points);
  MusRasterView view = { 20, 20, { 1.0, 0.0, 0.0 }, 1.0 };
  MusRasterView empty = { 0, 0, { 1.0, 0.0, 0.0 }, 1.0 };
  MusBounds     bounds = mus_point_raster_get_bounds (none);
  g_autofree guint8 *pixels = draw (none, &view);
  g_autofree guint8 *nothing = draw (raster, &empty);

  g_assert_cmpuint (count_opaque (pixels, &view), ==, 0);
  g_assert_cmpfloat (bounds.x0, ==, bounds.x1);
  g_assert_cmpfloat (mus_point_raster_good_radius (none, 1.0), >, 0.0);

  bounds = mus_point_raster_get_bounds (raster);
  for (gsize i = 0; i < 3; i++)
    {
      g_assert_cmpfloat (bounds.x0, <=, points->positions[2 * i]);
      g_assert_cmpfloat (bounds.y1, >=, points->positions[2 * i + 1]);
    }
}

static void
test_good_radius (void)
{
  g_autoptr (Points) few = make_points (500, 1);
  g_autoptr (Points) many = make_points (50000, 1);
  g_autoptr (MusPointRaster) sparse = make_raster (few);
  g_autoptr (MusPointRaster) dense = make_raster (many);
  guint8 states[N_CLASSES] = { 0, 2, 2, 2, 2 };
  double all = mus_point_raster_good_radius (dense, 10.0);

  g_assert_cmpfloat (mus_point_raster_good_radius (sparse, 10.0), >, all);
  g_assert_cmpfloat (mus_point_raster_good_radius (dense, 40.0), >, all);
  g_assert_cmpfloat (mus_point_raster_good_radius (dense, 1e9), <=, MUS_RASTER_MOST_RADIUS / 2.0);
  mus_point_raster_set_states (dense, states);
  g_assert_cmpfloat (mus_point_raster_good_radius (dense, 10.0), >, all);
}

static guint8
get_alpha (const guint8 *pixels, const MusRasterView *view, guint x, guint y)
{
  guint32 pixel;

  memcpy (&pixel, pixels + 4 * ((gsize) y * view->width + x), sizeof pixel);

  return (guint8) (pixel >> 24);
}

/* Three points far from each other, the last one of a hidden class: what is not allowed is
 * faint, what is hidden stays so, and the others get the room. */
static void
test_allowed (void)
{
  static const guint16 classes[] = { 0, 0, 1 };
  static const float   positions[] = { 10, 10, 30, 10, 50, 10 };
  static const guint8  states[] = { MUS_GENRE_SHOWN, MUS_GENRE_HIDDEN };
  static const guint8  allowed[] = { 1, 0, 1 };
  const MusRasterView  view = { 60, 20, { 1.0, 0.0, 0.0 }, 4.0 };
  g_autoptr (MusPointRaster) raster = mus_point_raster_new (classes, 3, 2, NULL);
  double radius;
  g_autofree guint8 *before = NULL;
  g_autofree guint8 *after = NULL;
  g_autofree guint8 *again = NULL;

  mus_point_raster_set_positions (raster, positions);
  mus_point_raster_set_colours (raster, (const MusRgb[2]) { { 0.0, 0.0, 0.0 } });
  mus_point_raster_set_states (raster, states);
  radius = mus_point_raster_good_radius (raster, 0.01);
  before = draw (raster, &view);
  g_assert_cmpuint (get_alpha (before, &view, 30, 10), >, 200);

  mus_point_raster_set_allowed (raster, allowed);
  g_assert_cmpfloat (mus_point_raster_good_radius (raster, 0.01), >=, radius);
  after = draw (raster, &view);
  g_assert_cmpuint (get_alpha (after, &view, 10, 10), ==, get_alpha (before, &view, 10, 10));
  g_assert_cmpuint (get_alpha (after, &view, 30, 10), >, 0);
  g_assert_cmpuint (get_alpha (after, &view, 30, 10), <, 40);
  g_assert_cmpuint (get_alpha (after, &view, 50, 10), ==, 0);

  mus_point_raster_set_allowed (raster, NULL);
  again = draw (raster, &view);
  g_assert_cmpmem (again, (gsize) view.width * view.height * 4, before,
                   (gsize) view.width * view.height * 4);
}

/* The masks against a finer count, and their sum against the disc's area. */
static void
test_sprite (void)
{
  static const double radii[] = { 0.3, 0.8, 1.0, 1.25, 2.0, 3.1, 5.0, 7.2, 15.0 };

  for (guint r = 0; r < G_N_ELEMENTS (radii); r++)
    {
      MusPointSprite sprite = { 0 };
      double radius = radii[r];

      mus_point_sprite_prepare (&sprite, radius, 1.0);
      g_assert_cmpuint (sprite.size, <=, sprite.width);
      for (guint phase = 0; phase < MUS_SPRITE_PHASES; phase++)
        {
          const gint16 *mask = mus_point_sprite_mask (&sprite, phase);
          double centre_x = sprite.reach + (phase % MUS_SPRITE_STEPS + 0.5) / MUS_SPRITE_STEPS;
          double centre_y = sprite.reach + (phase / MUS_SPRITE_STEPS + 0.5) / MUS_SPRITE_STEPS;
          double sum = 0.0;

          for (guint y = 0; y < sprite.size; y++)
            for (guint x = 0; x < sprite.size; x++)
              {
                guint  n = 0;
                double coverage = mask[(y * sprite.width + x) * 4] / (double) MUS_SPRITE_FULL;

                for (guint i = 0; i < 40 * 40; i++)
                  n += hypot (x + (i % 40 + 0.5) / 40 - centre_x,
                              y + (i / 40 + 0.5) / 40 - centre_y) <= radius;
                g_assert_cmpfloat_with_epsilon (coverage, n / 1600.0, 0.07);
                sum += coverage;
              }
          g_assert_cmpfloat_with_epsilon (sum / (G_PI * radius * radius), 1.0,
                                          radius < 1.0 ? 0.15 : 0.04);
        }
      mus_point_sprite_clear (&sprite);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (scenes); i++)
    {
      g_autofree char *path = g_strconcat ("/raster/reference/", scenes[i].name, NULL);

      g_test_add_data_func (path, &scenes[i], test_reference);
    }
  g_test_add_func ("/raster/same-bytes", test_same_bytes);
  g_test_add_func ("/raster/stays-inside", test_stays_inside);
  g_test_add_func ("/raster/culling", test_culling);
  g_test_add_func ("/raster/edges", test_edges);
  g_test_add_func ("/raster/good-radius", test_good_radius);
  g_test_add_func ("/raster/allowed", test_allowed);
  g_test_add_func ("/raster/sprite", test_sprite);

  return g_test_run ();
}
