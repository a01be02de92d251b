/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "base/mus-parallel.h"
#include "base/mus-rng.h"
#include "layout/mus-repulsion.h"

/* A map of @n points: @n_clusters of them spread with deviation @spread, each of deviation
 * @width. */
typedef struct
{
  const char *name;
  gsize       n;
  gsize       n_clusters;
  double      spread;
  double      width;
  double      force_bound; /* relative root mean square error of the forces */
  double      sum_bound;   /* relative error of Z */
} Map;

static const Map maps[] = {
  { "start", 3000, 1, 0.0, 1e-4, 1e-3, 1e-6 },
  { "start of few", 10, 1, 0.0, 1e-4, 1e-3, 1e-6 },
  { "early", 3000, 1, 0.0, 0.5, 1e-3, 1e-5 },
  { "round", 3000, 1, 0.0, 5.0, 2e-2, 1e-4 },
  { "clusters", 5000, 30, 5.0, 0.5, 2e-2, 3e-4 },
  { "wide", 5000, 30, 40.0, 2.0, 2e-2, 3e-4 },
  { "sparse", 2000, 1, 0.0, 60.0, 4e-2, 1e-4 },
  { "two", 2, 1, 0.0, 1.0, 2e-2, 1e-3 },
  { "three", 3, 1, 0.0, 2.0, 2e-2, 1e-3 },
};

static float *
make_map (const Map *map)
{
  float             *positions = g_new (float, 2 * map->n);
  g_autofree double *centres = g_new (double, 2 * map->n_clusters);
  MusRng             rng;

  mus_rng_init (&rng, 11);
  for (gsize i = 0; i < 2 * map->n_clusters; i++)
    centres[i] = map->spread * mus_rng_normal (&rng);
  for (gsize i = 0; i < map->n; i++)
    {
      gsize cluster = mus_rng_below (&rng, map->n_clusters);

      for (gsize axis = 0; axis < 2; axis++)
        positions[2 * i + axis] = (float) (centres[2 * cluster + axis] +
                                           map->width * mus_rng_normal (&rng));
    }

  return positions;
}

static void
check_map (MusRepulsion *repulsion, const float *positions, gsize n, double force_bound,
           double sum_bound)
{
  g_autofree float  *forces = g_new (float, 2 * n);
  g_autofree double *exact = g_new (double, 2 * n);
  double             sum, exact_sum, errors = 0.0, squares = 0.0;

  g_assert_true (mus_repulsion_evaluate (repulsion, NULL, positions, forces, &sum, NULL));
  mus_repulsion_evaluate_exact (positions, n, exact, &exact_sum);
  for (gsize i = 0; i < 2 * n; i++)
    {
      double error = (double) forces[i] - exact[i];

      errors += error * error;
      squares += exact[i] * exact[i];
    }
  g_test_message ("forces %.1e, sum %.1e", sqrt (errors / squares),
                  fabs (sum - exact_sum) / exact_sum);
  g_assert_cmpfloat (sqrt (errors), <=, force_bound * sqrt (squares));
  g_assert_cmpfloat (fabs (sum - exact_sum), <=, sum_bound * exact_sum);
}

static void
test_exact (gconstpointer data)
{
  const Map *map = data;
  g_autofree float *positions = make_map (map);
  g_autoptr (MusRepulsion) repulsion = mus_repulsion_new (map->n, NULL);

  check_map (repulsion, positions, map->n, map->force_bound, map->sum_bound);
}

/* One engine follows a map that grows and shrinks. */
static void
test_growth (void)
{
  static const double scales[] = { 1e-4, 0.1, 1.0, 3.0, 10.0, 11.0, 30.0, 60.0, 8.0, 0.1, 50.0 };
  const Map map = { "", 1500, 8, 1.0, 0.3, 0.0, 0.0 };
  g_autofree float *positions = make_map (&map);
  g_autofree float *scaled = g_new (float, 2 * map.n);
  g_autoptr (MusRepulsion) repulsion = mus_repulsion_new (map.n, NULL);

  for (gsize s = 0; s < G_N_ELEMENTS (scales); s++)
    {
      for (gsize i = 0; i < 2 * map.n; i++)
        scaled[i] = (float) (scales[s] * (double) positions[i]) + (float) s;
      check_map (repulsion, scaled, map.n, 4e-2, 1e-4);
    }
}

/* A point that has run away makes the rest coarse, not the memory large. */
static void
test_outlier (void)
{
  const Map map = { "", 1000, 1, 1.0, 5.0, 0.0, 0.0 };
  g_autofree float *positions = make_map (&map);
  g_autofree float *forces = g_new (float, 2 * map.n);
  g_autoptr (MusRepulsion) repulsion = mus_repulsion_new (map.n, NULL);
  double sum;

  positions[0] = 1e6f;
  g_assert_true (mus_repulsion_evaluate (repulsion, NULL, positions, forces, &sum, NULL));
  g_assert_true (isfinite (sum));
  for (gsize i = 0; i < 2 * map.n; i++)
    g_assert_true (isfinite (forces[i]));
}

static void
test_degenerate (void)
{
  static const float same[] = { 3.0f, -2.0f, 3.0f, -2.0f, 3.0f, -2.0f };
  float  forces[6];
  double sum;
  g_autoptr (MusRepulsion) none = mus_repulsion_new (0, NULL);
  g_autoptr (MusRepulsion) one = mus_repulsion_new (1, NULL);
  g_autoptr (MusRepulsion) three = mus_repulsion_new (3, NULL);

  g_assert_true (mus_repulsion_evaluate (none, NULL, same, forces, &sum, NULL));
  g_assert_cmpfloat (sum, ==, 0.0);
  g_assert_true (mus_repulsion_evaluate (one, NULL, same, forces, &sum, NULL));
  g_assert_cmpfloat_with_epsilon (sum, 0.0, 1e-5);
  g_assert_true (mus_repulsion_evaluate (three, NULL, same, forces, &sum, NULL));
  g_assert_cmpfloat_with_epsilon (sum, 6.0, 1e-5);
  for (gsize i = 0; i < 6; i++)
    g_assert_cmpfloat_with_epsilon (forces[i], 0.0, 1e-5);
}

static void
test_threads (void)
{
  static const guint workers[] = { 1, 2, 8 };
  const Map map = { "", 20000, 30, 20.0, 2.0, 0.0, 0.0 };
  g_autofree float *positions = make_map (&map);
  g_autofree float *first = g_new (float, 2 * map.n);
  g_autofree float *forces = g_new (float, 2 * map.n);
  double first_sum = 0.0, sum;

  for (gsize w = 0; w < G_N_ELEMENTS (workers); w++)
    {
      g_autoptr (MusRepulsion) repulsion = NULL;

      mus_parallel_set_n_workers (workers[w]);
      repulsion = mus_repulsion_new (map.n, NULL);
      g_assert_true (mus_repulsion_evaluate (repulsion, NULL, positions, forces, &sum, NULL));
      if (w == 0)
        {
          memcpy (first, forces, 2 * map.n * sizeof (float));
          first_sum = sum;
        }
      g_assert_cmpmem (forces, 2 * map.n * sizeof (float), first, 2 * map.n * sizeof (float));
      g_assert_cmpfloat (sum, ==, first_sum);
    }
  mus_parallel_set_n_workers (0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (maps); i++)
    {
      g_autofree char *path = g_strdup_printf ("/repulsion/exact/%s", maps[i].name);

      g_test_add_data_func (path, &maps[i], test_exact);
    }
  g_test_add_func ("/repulsion/growth", test_growth);
  g_test_add_func ("/repulsion/outlier", test_outlier);
  g_test_add_func ("/repulsion/degenerate", test_degenerate);
  g_test_add_func ("/repulsion/threads", test_threads);

  return g_test_run ();
}
