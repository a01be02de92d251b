/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "musrec.h"

typedef void (*Place) (MusRng *rng, gsize i, float *position);

static void
place_evenly (MusRng *rng, gsize i, float *position)
{
  position[0] = (float) mus_rng_uniform (rng);
  position[1] = (float) mus_rng_uniform (rng) * 0.5f - 3.0f;
}

static void
place_in_islands (MusRng *rng, gsize i, float *position)
{
  double island = (double) mus_rng_below (rng, 7);

  position[0] = (float) (island * 30.0 + mus_rng_normal (rng));
  position[1] = (float) (island * island + 0.1 * mus_rng_normal (rng));
}

/* Whole numbers: many ties, and many points in one place. */
static void
place_on_a_lattice (MusRng *rng, gsize i, float *position)
{
  position[0] = (float) mus_rng_below (rng, 9);
  position[1] = (float) mus_rng_below (rng, 9);
}

static void
place_on_a_line (MusRng *rng, gsize i, float *position)
{
  position[0] = 5.0f;
  position[1] = (float) mus_rng_uniform (rng);
}

static void
place_all_at_once (MusRng *rng, gsize i, float *position)
{
  position[0] = 1e5f;
  position[1] = -7.0f;
}

static void
place_with_outliers (MusRng *rng, gsize i, float *position)
{
  float far[] = { 1e30f, -1e30f, 1e6f };

  place_evenly (rng, i, position);
  if (i % 40 == 7)
    position[i % 2] = far[i % 3];
}

static void
place_with_gaps (MusRng *rng, gsize i, float *position)
{
  place_evenly (rng, i, position);
  if (i % 3 == 0)
    position[i % 2] = i % 6 == 0 ? NAN : INFINITY;
}

static void
place_nowhere (MusRng *rng, gsize i, float *position)
{
  position[0] = position[1] = NAN;
}

typedef struct
{
  const char *name;
  gsize       n;
  Place       place;
} Case;

static const Case cases[] = {
  { "none", 0, place_evenly },
  { "one", 1, place_evenly },
  { "two", 2, place_evenly },
  { "even", 600, place_evenly },
  { "islands", 600, place_in_islands },
  { "lattice", 600, place_on_a_lattice },
  { "line", 600, place_on_a_line },
  { "identical", 600, place_all_at_once },
  { "outliers", 600, place_with_outliers },
  { "gaps", 600, place_with_gaps },
  { "nowhere", 600, place_nowhere },
  { "more-than-the-sample", 20000, place_in_islands },
};

static gboolean
is_odd (guint32 point, gpointer user_data)
{
  return point % 2 == 1;
}

static gboolean
counts (const float *positions, guint32 point, MusPointFilter filter)
{
  return isfinite (positions[2 * point]) && isfinite (positions[2 * point + 1]) &&
         (filter == NULL || filter (point, NULL));
}

/* The oracle: one look at every point. */
static guint32
nearest_of_all (const float *positions, gsize n, double x, double y, double radius,
                MusPointFilter filter)
{
  guint32 best = MUS_NO_POINT;
  double  best_square = radius * radius;

  for (guint32 i = 0; i < n; i++)
    {
      double dx = (double) positions[2 * i] - x;
      double dy = (double) positions[2 * i + 1] - y;
      double square = dx * dx + dy * dy;

      if (counts (positions, i, filter) &&
          (square < best_square || (square == best_square && best == MUS_NO_POINT)))
        {
          best = i;
          best_square = square;
        }
    }

  return best;
}

static gboolean
is_towards (double dx, double dy, MusDirection direction)
{
  switch (direction)
    {
    case MUS_DIRECTION_LEFT:
      return dx < 0 && fabs (dy) <= -dx;
    case MUS_DIRECTION_RIGHT:
      return dx > 0 && fabs (dy) <= dx;
    case MUS_DIRECTION_UP:
      return dy < 0 && fabs (dx) <= -dy;
    case MUS_DIRECTION_DOWN:
    default:
      return dy > 0 && fabs (dx) <= dy;
    }
}

static guint32
step_of_all (const float *positions, gsize n, guint32 from, MusDirection direction,
             MusPointFilter filter)
{
  guint32 best = MUS_NO_POINT;
  double  best_square = INFINITY;

  if (!counts (positions, from, NULL))
    return MUS_NO_POINT;

  for (guint32 i = 0; i < n; i++)
    {
      double dx = (double) positions[2 * i] - (double) positions[2 * from];
      double dy = (double) positions[2 * i + 1] - (double) positions[2 * from + 1];

      if (counts (positions, i, filter) && is_towards (dx, dy, direction) &&
          dx * dx + dy * dy < best_square)
        {
          best = i;
          best_square = dx * dx + dy * dy;
        }
    }

  return best;
}

static float *
make_positions (const Case *row, MusRng *rng)
{
  float *positions = g_new (float, MAX (2 * row->n, 1));

  for (gsize i = 0; i < row->n; i++)
    row->place (rng, i, positions + 2 * i);

  return positions;
}

static void
test_nearest (gconstpointer data)
{
  static const double radii[] = { 0.0, 0.01, 0.5, 10.0, 1e9, INFINITY };
  const Case         *row = data;
  MusRng              rng;
  g_autofree float   *positions = NULL;
  g_autoptr (MusPointIndex) index = NULL;

  mus_rng_init (&rng, 1);
  positions = make_positions (row, &rng);
  index = mus_point_index_new (positions, row->n, NULL);

  for (guint round = 0; round < 300; round++)
    {
      double         radius = radii[round % G_N_ELEMENTS (radii)];
      MusPointFilter filter = round % 4 == 3 ? is_odd : NULL;
      double         x = 12.0 * mus_rng_normal (&rng);
      double         y = 12.0 * mus_rng_normal (&rng);

      if (round % 3 != 0 && row->n > 0)
        {
          gsize near = mus_rng_below (&rng, row->n);

          if (counts (positions, (guint32) near, NULL))
            {
              x = (double) positions[2 * near] + 0.01 * mus_rng_normal (&rng) * (round % 3 - 1);
              y = (double) positions[2 * near + 1];
            }
        }
      g_assert_cmpuint (mus_point_index_nearest (index, x, y, radius, filter, NULL), ==,
                        nearest_of_all (positions, row->n, x, y, radius, filter));
    }

  g_assert_cmpuint (mus_point_index_nearest (index, NAN, 0, 1, NULL, NULL), ==, MUS_NO_POINT);
  g_assert_cmpuint (mus_point_index_nearest (index, 0, 0, NAN, NULL, NULL), ==, MUS_NO_POINT);
}

static void
test_step (gconstpointer data)
{
  const Case       *row = data;
  MusRng            rng;
  g_autofree float *positions = NULL;
  g_autoptr (MusPointIndex) index = NULL;

  mus_rng_init (&rng, 2);
  positions = make_positions (row, &rng);
  index = mus_point_index_new (positions, row->n, NULL);

  for (guint round = 0; row->n > 0 && round < 400; round++)
    {
      guint32        from = (guint32) mus_rng_below (&rng, row->n);
      MusDirection   direction = round % 4;
      MusPointFilter filter = round % 5 == 4 ? is_odd : NULL;

      g_assert_cmpuint (mus_point_index_step (index, from, direction, filter, NULL), ==,
                        step_of_all (positions, row->n, from, direction, filter));
    }
}

/* The index keeps its own copy, so a frame may go. */
static void
test_copies (void)
{
  float positions[] = { 0, 0, 1, 1 };
  g_autoptr (MusPointIndex) index = mus_point_index_new (positions, 2, NULL);

  positions[0] = positions[1] = 50.0f;
  g_assert_cmpuint (mus_point_index_nearest (index, 0.1, 0, 1, NULL, NULL), ==, 0);
}

static void
test_million (void)
{
  const gsize       n = 1000000;
  g_autofree float *positions = g_new (float, 2 * n);
  MusRng            rng;
  gint64            start;

  mus_rng_init (&rng, 3);
  for (gsize i = 0; i < n; i++)
    place_in_islands (&rng, i, positions + 2 * i);

  start = g_get_monotonic_time ();
  {
    g_autoptr (MusPointIndex) index = mus_point_index_new (positions, n, NULL);

    g_test_message ("a million points: %.1f ms",
                    (double) (g_get_monotonic_time () - start) / 1000.0);
    start = g_get_monotonic_time ();
    for (guint32 i = 0; i < 1000; i++)
      g_assert_cmpuint (mus_point_index_nearest (index, (double) positions[2 * i],
                                                 (double) positions[2 * i + 1], 1.0, NULL, NULL),
                        !=, MUS_NO_POINT);
    g_test_message ("the nearest: %.2f µs", (double) (g_get_monotonic_time () - start) / 1000.0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *nearest = g_strconcat ("/point-index/nearest/", cases[i].name, NULL);
      g_autofree char *step = g_strconcat ("/point-index/step/", cases[i].name, NULL);

      g_test_add_data_func (nearest, &cases[i], test_nearest);
      g_test_add_data_func (step, &cases[i], test_step);
    }
  g_test_add_func ("/point-index/copies", test_copies);
  g_test_add_func ("/point-index/million", test_million);

  return g_test_run ();
}
