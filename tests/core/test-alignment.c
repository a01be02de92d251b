/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "layout/mus-alignment.h"
#include "musrec.h"

#define N 300

static void
fill (float *positions, guint64 seed)
{
  MusRng rng;

  mus_rng_init (&rng, seed);
  for (gsize i = 0; i < 2 * N; i++)
    positions[i] = (float) mus_rng_below (&rng, 1000) / 50.0f;
}

/* The same points turned by @angle, mirrored or not, scaled and moved. */
static void
move (const float *positions, double angle, gboolean mirrored, double scale, float *moved)
{
  for (gsize i = 0; i < N; i++)
    {
      double x = (double) positions[2 * i];
      double y = mirrored ? -(double) positions[2 * i + 1] : (double) positions[2 * i + 1];

      moved[2 * i] = (float) (scale * (cos (angle) * x - sin (angle) * y) + 40.0);
      moved[2 * i + 1] = (float) (scale * (sin (angle) * x + cos (angle) * y) - 7.0);
    }
}

static double
find_error (const float *a, const float *b)
{
  double error = 0.0;

  for (gsize i = 0; i < 2 * N; i++)
    error += ((double) a[i] - (double) b[i]) * ((double) a[i] - (double) b[i]);

  return error;
}

static void
test_undo (void)
{
  float reference[2 * N], moved[2 * N];

  fill (reference, 1);
  for (guint i = 0; i < 16; i++)
    {
      move (reference, 0.4 * i, i % 2 == 1, 0.05 + 0.3 * i, moved);
      mus_alignment_apply (moved, reference, N);
      g_assert_cmpfloat (find_error (moved, reference), <, 1e-6);
    }
}

/* No other turn of unrelated maps, mirrored or not, is nearer. */
static void
test_best (void)
{
  float reference[2 * N], positions[2 * N], turned[2 * N];
  double best;

  fill (reference, 2);
  fill (positions, 3);
  mus_alignment_apply (positions, reference, N);
  best = find_error (positions, reference);

  for (guint i = 0; i < 720; i++)
    {
      double x = 0.0, y = 0.0, target_x = 0.0, target_y = 0.0;

      move (positions, G_PI * i / 360.0, i % 2 == 1, 1.0, turned);
      for (gsize k = 0; k < N; k++)
        {
          x += (double) turned[2 * k] / N;
          y += (double) turned[2 * k + 1] / N;
          target_x += (double) reference[2 * k] / N;
          target_y += (double) reference[2 * k + 1] / N;
        }
      for (gsize k = 0; k < N; k++)
        {
          turned[2 * k] += (float) (target_x - x);
          turned[2 * k + 1] += (float) (target_y - y);
        }
      g_assert_cmpfloat (find_error (turned, reference), >, best * (1.0 - 1e-5));
    }
}

static void
test_degenerate (void)
{
  float one[2] = { 3.0f, 4.0f }, other[2] = { -1.0f, 2.0f };
  float same[4] = { 1.0f, 1.0f, 1.0f, 1.0f }, pair[4] = { 0.0f, 0.0f, 4.0f, 2.0f };

  mus_alignment_apply (NULL, NULL, 0);
  mus_alignment_apply (one, other, 1);
  g_assert_cmpfloat (one[0], ==, -1.0f);
  g_assert_cmpfloat (one[1], ==, 2.0f);
  mus_alignment_apply (same, pair, 2);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat (same[i], ==, i % 2 == 0 ? 2.0f : 1.0f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/alignment/undo", test_undo);
  g_test_add_func ("/alignment/best", test_best);
  g_test_add_func ("/alignment/degenerate", test_degenerate);

  return g_test_run ();
}
