/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "musrec.h"

/* Numbers of very different sizes, as features have. */
static MusMatrix *
make_features (gsize n)
{
  MusMatrix *matrix = mus_matrix_new (n, MUS_N_FEATURES, NULL);
  MusRng     rng;

  mus_rng_init (&rng, 7);
  for (gsize i = 0; i < n * MUS_N_FEATURES; i++)
    {
      guint f = i % MUS_N_FEATURES;

      mus_matrix_fill (matrix)[i] =
          (float) (pow (10.0, (double) f - 6.0) * (mus_rng_normal (&rng) + f));
    }

  return matrix;
}

/* Held against sums in long doubles and the textbook's formula. */
static void
test_fit (gconstpointer data)
{
  gsize n = GPOINTER_TO_SIZE (data);
  g_autoptr (MusMatrix) features = make_features (n);
  g_autoptr (MusMatrix) x = NULL;
  MusScaler scaler;

  mus_scaler_fit (&scaler, features, NULL, NULL);
  x = mus_scaler_transform (&scaler, features, NULL, NULL);
  g_assert_cmpuint (mus_matrix_n_rows (x), ==, n);
  g_assert_cmpuint (mus_matrix_n_cols (x), ==, MUS_N_FEATURES);
  g_assert_true (mus_matrix_is_finite (x));
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    {
      long double sum = 0.0L, squares = 0.0L, mean, deviation;

      for (gsize i = 0; i < n; i++)
        sum += (long double) mus_matrix_row (features, i)[f];
      mean = n > 0 ? sum / (long double) n : 0.0L;
      for (gsize i = 0; i < n; i++)
        squares += powl ((long double) mus_matrix_row (features, i)[f] - mean, 2);
      deviation = n > 1 ? sqrtl (squares / (long double) n) : 0.0L;

      g_assert_cmpfloat_with_epsilon (scaler.mean[f], (double) mean,
                                      1e-12 * (1.0 + fabs ((double) mean)));
      g_assert_cmpfloat_with_epsilon (scaler.deviation[f], (double) deviation,
                                      1e-12 * (1.0 + (double) deviation));
      for (gsize i = 0; i < n; i++)
        {
          double value = (double) mus_matrix_row (features, i)[f];
          double expected = n > 1 ? (double) (((long double) value - mean) / deviation) : 0.0;

          g_assert_cmpfloat_with_epsilon ((double) mus_matrix_row (x, i)[f], expected,
                                          1e-6 * (1.0 + fabs (expected)));
        }
    }
}

/* 0.1 has no exact mean, but a column of it has no spread either. */
static void
test_constant (void)
{
  g_autoptr (MusMatrix) features = make_features (1001);
  g_autoptr (MusMatrix) x = NULL;
  MusScaler scaler;

  for (gsize i = 0; i < 1001; i++)
    {
      mus_matrix_fill (features)[i * MUS_N_FEATURES + 3] = 0.1f;
      mus_matrix_fill (features)[i * MUS_N_FEATURES + 4] = FLT_MAX;
    }
  mus_scaler_fit (&scaler, features, NULL, NULL);
  x = mus_scaler_transform (&scaler, features, NULL, NULL);
  for (guint f = 3; f <= 4; f++)
    {
      g_assert_cmpfloat (scaler.deviation[f], ==, 0.0);
      for (gsize i = 0; i < 1001; i++)
        g_assert_cmpfloat (mus_matrix_row (x, i)[f], ==, 0.0);
    }
  g_assert_true (mus_matrix_is_finite (x));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/scaler/fit/0", GSIZE_TO_POINTER (0), test_fit);
  g_test_add_data_func ("/scaler/fit/1", GSIZE_TO_POINTER (1), test_fit);
  g_test_add_data_func ("/scaler/fit/2", GSIZE_TO_POINTER (2), test_fit);
  g_test_add_data_func ("/scaler/fit/1000", GSIZE_TO_POINTER (1000), test_fit);
  g_test_add_func ("/scaler/constant", test_constant);

  return g_test_run ();
}
