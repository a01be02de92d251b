/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/mus-layers-private.h"

#include <string.h>

#include "base/mus-blas.h"
#include "base/mus-simd.h"

/* Random numbers that dropout draws at a time. */
#define BITS 128

void
mus_dense_forward (gsize        n,
                   gsize        n_in,
                   gsize        n_out,
                   const float *x,
                   const float *w,
                   const float *b,
                   float       *y)
{
  for (gsize i = 0; i < n; i++)
    memcpy (y + i * n_out, b, n_out * sizeof (float));

  mus_blas_gemm_nt (n, n_out, n_in, 1.0f, x, n_in, w, n_in, 1.0f, y, n_out);
}

MUS_CLONES static void
sum_rows (gsize n, gsize n_cols, const float *rows, float *sum)
{
  memset (sum, 0, n_cols * sizeof (float));
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n_cols; j++)
      sum[j] += rows[i * n_cols + j];
}

void
mus_dense_backward (gsize        n,
                    gsize        n_in,
                    gsize        n_out,
                    const float *x,
                    const float *w,
                    const float *dy,
                    float       *dx,
                    float       *dw,
                    float       *db)
{
  if (dx != NULL)
    mus_blas_gemm_nn (n, n_in, n_out, 1.0f, dy, n_out, w, n_in, 0.0f, dx, n_in);
  mus_blas_gemm_tn (n_out, n_in, n, 1.0f, dy, n_out, x, n_in, 0.0f, dw, n_in);
  sum_rows (n, n_out, dy, db);
}

MUS_CLONES void
mus_relu_forward (gsize n_values, float *y)
{
  for (gsize i = 0; i < n_values; i++)
    y[i] = y[i] < 0.0f ? 0.0f : y[i];
}

MUS_CLONES static void
drop (gsize n_values, const guint16 *chance, guint16 limit, float scale, float *y)
{
  for (gsize i = 0; i < n_values; i++)
    y[i] *= chance[i] < limit ? 0.0f : scale; /* NOLINT(*UndefinedBinaryOperatorResult): the
                                                 caller's 8 bytes have four numbers each */
}

float
mus_dropout_forward (gsize n_values, double share, MusRng *rng, float *y)
{
  guint16 limit = (guint16) (share * 65536.0 + 0.5);
  float   scale = 65536.0f / (65536.0f - limit);
  guint64 bits[BITS];

  g_assert (share >= 0.0 && share <= 0.5);
  if (limit == 0)
    return 1.0f;

  /* Each random number of 64 bits decides over four values. */
  for (gsize first = 0; first < n_values; first += 4 * BITS)
    {
      gsize n = MIN (n_values - first, 4 * BITS);

      for (gsize i = 0; i < (n + 3) / 4; i++)
        bits[i] = mus_rng_next (rng);
      drop (n, (const guint16 *) bits, limit, scale, y + first);
    }

  return scale;
}

MUS_CLONES void
mus_relu_dropout_backward (gsize n_values, const float *y, float scale, float *dy)
{
  for (gsize i = 0; i < n_values; i++)
    dy[i] = y[i] > 0.0f ? scale * dy[i] : 0.0f;
}

MUS_CLONES double
mus_squared_error (gsize n_values, const float *x, const float *y, float scale, float *dy)
{
  double sums[8] = { 0.0 }; /* of every eighth value: they are added side by side */
  double sum = 0.0;

  for (gsize i = 0; i < n_values; i += 8)
    for (gsize j = 0; j < MIN (n_values - i, 8); j++)
      {
        float difference = y[i + j] - x[i + j];

        dy[i + j] = scale * difference;
        sums[j] += (double) difference * (double) difference;
      }
  for (gsize j = 0; j < 8; j++)
    sum += sums[j];

  return sum;
}
