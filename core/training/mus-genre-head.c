/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/mus-genre-head-private.h"

#include <math.h>
#include <string.h>

#include "base/mus-blas.h"
#include "base/mus-simd.h"

/* The scale s. */
#define SCALE 8.0f

/* Added to a squared length, so that a code or a direction of zeros has none. */
#define TINY 1e-20f

/*
 * With g = (h, 1), y = s V̂ C g and t = (Cᵀ C) g, the logits are z = r y, where
 * r = 1 / |u| and |u|² = g t. From dz, the softmax's derivative, follow
 *
 *   dy = r dz     d|u|² = −r²/2 Σ dz z     dg = (s V̂ C)ᵀ dy + 2 d|u|² t
 *
 * So with e = 2 d|u|² g as the derivative of t, both parts are one linear layer without
 * biases, K = (s V̂ C, Cᵀ C) from g to (y, t), whose gradient dK = (dy, e)ᵀ g gives
 *
 *   dC = s V̂ᵀ dK_y + C dK_t     dV̂ = s dK_y Cᵀ     dV = (dV̂ − V̂ (V̂ dV̂)) / |V|
 */

struct _MusGenreHead
{
  const MusLabels *labels;
  gsize            n_labels; /* L */
  gsize            dimensions;
  float           *units;    /* (L, D) V̂ */
  float           *lengths;  /* (L) |V| */
  float           *code;     /* (D, 33) C, its last column the biases */
  float           *folded;   /* (L + 33, 33) K */
};

MusGenreHead *
mus_genre_head_new (guint dimensions, const MusLabels *labels)
{
  MusGenreHead *self = g_new (MusGenreHead, 1);

  self->labels = labels;
  self->n_labels = labels->n_labels;
  self->dimensions = dimensions;
  self->units = g_new (float, self->n_labels * dimensions);
  self->lengths = g_new (float, self->n_labels);
  self->code = g_new (float, self->dimensions * MUS_CODE_INPUTS);
  self->folded = g_new (float, mus_genre_head_count_folded (self));

  return self;
}

void
mus_genre_head_free (MusGenreHead *self)
{
  g_free (self->units);
  g_free (self->lengths);
  g_free (self->code);
  g_free (self->folded);
  g_free (self);
}

gsize
mus_genre_head_count_outputs (const MusGenreHead *self)
{
  return self->n_labels + MUS_CODE_INPUTS;
}

gsize
mus_genre_head_count_folded (const MusGenreHead *self)
{
  return mus_genre_head_count_outputs (self) * MUS_CODE_INPUTS;
}

MUS_INLINE float
dot (gsize n, const float *a, const float *b)
{
  float sums[16] = { 0.0f }; /* of every sixteenth value: they are added side by side */
  float sum = 0.0f;

  for (gsize i = 0; i < n; i += 16)
    for (gsize j = 0; j < MIN (n - i, 16); j++)
      sums[j] += a[i + j] * b[i + j];
  for (gsize j = 0; j < 16; j++)
    sum += sums[j];

  return sum;
}

MUS_CLONES static void
normalise (gsize n, gsize dimensions, const float *rows, float *units, float *lengths)
{
  for (gsize i = 0; i < n; i++)
    {
      const float *row = rows + i * dimensions;
      float        length = sqrtf (dot (dimensions, row, row) + TINY);

      lengths[i] = length;
      for (gsize j = 0; j < dimensions; j++)
        units[i * dimensions + j] = row[j] / length;
    }
}

void
mus_genre_head_fold (MusGenreHead *self, const float *directions, const float *code_weights,
                     const float *code_biases)
{
  gsize n = MUS_CODE_INPUTS;

  normalise (self->n_labels, self->dimensions, directions, self->units, self->lengths);
  for (gsize i = 0; i < self->dimensions; i++)
    {
      memcpy (self->code + i * n, code_weights + i * MUS_HIDDEN, MUS_HIDDEN * sizeof (float));
      self->code[i * n + MUS_HIDDEN] = code_biases[i];
    }
  mus_blas_gemm_nn (self->n_labels, n, self->dimensions, SCALE, self->units, self->dimensions,
                    self->code, n, 0.0f, self->folded, n);
  mus_blas_gemm_tn (n, n, self->dimensions, 1.0f, self->code, n, self->code, n, 0.0f,
                    self->folded + self->n_labels * n, n);
}

/* One track: its loss; (y, t) become their derivatives. */
static double
process_row (const MusGenreHead *self, guint32 row, const float *g, float scale, float *y)
{
  const guint16 *labels = self->labels->labels + self->labels->starts[row];
  gsize          m = self->labels->starts[row + 1] - self->labels->starts[row];
  gsize          n = self->n_labels;
  float         *t = y + n;
  float          r = 1.0f / sqrtf (MAX (dot (MUS_CODE_INPUTS, g, t), 0.0f) + TINY);
  float          largest = -INFINITY, sum = 0.0f, mean = 0.0f, weighted = 0.0f;

  if (m == 0)
    {
      memset (y, 0, (n + MUS_CODE_INPUTS) * sizeof (float));
      return 0.0;
    }

  for (gsize i = 0; i < m; i++)
    mean += r * y[labels[i]] / (float) m;
  for (gsize i = 0; i < n; i++)
    largest = MAX (largest, y[i]);
  largest *= r;

  /* Σ dz z = scale (Σ p z − the labels' mean z), before y makes room for dy. */
  for (gsize i = 0; i < n; i++)
    {
      float z = r * y[i], power = expf (z - largest);

      sum += power;
      weighted += power * z;
      y[i] = power;
    }
  for (gsize i = 0; i < n; i++)
    y[i] *= scale * r / sum;
  for (gsize i = 0; i < m; i++)
    y[labels[i]] -= scale * r / (float) m;
  for (gsize i = 0; i < MUS_CODE_INPUTS; i++)
    t[i] = -r * r * scale * (weighted / sum - mean) * g[i];

  return (double) largest + log ((double) sum) - (double) mean;
}

double
mus_genre_head_process (const MusGenreHead *self, const guint32 *rows, gsize n, const float *h,
                        float scale, float *outputs, float *dh, float *d)
{
  gsize             n_outputs = mus_genre_head_count_outputs (self);
  gsize             n_inputs = MUS_CODE_INPUTS;
  g_autofree float *g = g_new (float, n * n_inputs);
  double            loss = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      memcpy (g + i * n_inputs, h + i * MUS_HIDDEN, MUS_HIDDEN * sizeof (float));
      g[i * n_inputs + MUS_HIDDEN] = 1.0f;
    }
  mus_blas_gemm_nt (n, n_outputs, n_inputs, 1.0f, g, n_inputs, self->folded, n_inputs, 0.0f,
                    outputs, n_outputs);
  for (gsize i = 0; i < n; i++)
    loss += process_row (self, rows[i], g + i * n_inputs, scale, outputs + i * n_outputs);
  if (dh == NULL)
    return loss;

  mus_blas_gemm_tn (n_outputs, n_inputs, n, 1.0f, outputs, n_outputs, g, n_inputs, 0.0f, d,
                    n_inputs);
  mus_blas_gemm_nn (n, MUS_HIDDEN, n_outputs, 1.0f, outputs, n_outputs, self->folded, n_inputs,
                    1.0f, dh, MUS_HIDDEN);

  return loss;
}

/* The derivative by a direction from that by its unit: what lies along it has no effect. */
MUS_CLONES static void
unnormalise (gsize n, gsize dimensions, const float *units, const float *lengths, float *d)
{
  for (gsize i = 0; i < n; i++)
    {
      const float *unit = units + i * dimensions;
      float       *row = d + i * dimensions;
      float        along = dot (dimensions, unit, row);

      for (gsize j = 0; j < dimensions; j++)
        row[j] = (row[j] - along * unit[j]) / lengths[i];
    }
}

void
mus_genre_head_unfold (MusGenreHead *self, const float *d, float *d_directions,
                       float *d_code_weights, float *d_code_biases)
{
  gsize             n = MUS_CODE_INPUTS;
  g_autofree float *d_code = g_new (float, self->dimensions * n);

  mus_blas_gemm_tn (self->dimensions, n, self->n_labels, SCALE, self->units, self->dimensions, d,
                    n, 0.0f, d_code, n);
  mus_blas_gemm_nn (self->dimensions, n, n, 1.0f, self->code, n, d + self->n_labels * n, n, 1.0f,
                    d_code, n);
  for (gsize i = 0; i < self->dimensions; i++)
    {
      for (gsize j = 0; j < MUS_HIDDEN; j++)
        d_code_weights[i * MUS_HIDDEN + j] += d_code[i * n + j];
      d_code_biases[i] += d_code[i * n + MUS_HIDDEN];
    }

  mus_blas_gemm_nt (self->n_labels, self->dimensions, n, SCALE, d, n, self->code, n, 0.0f,
                    d_directions, self->dimensions);
  unnormalise (self->n_labels, self->dimensions, self->units, self->lengths, d_directions);
}
