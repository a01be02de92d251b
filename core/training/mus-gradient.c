/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/mus-gradient-private.h"

#include <string.h>

#include "base/mus-blas.h"
#include "base/mus-parallel.h"
#include "base/mus-simd.h"
#include "training/mus-autoencoder-private.h"
#include "training/mus-layers-private.h"

/*
 * A batch is cut into tiles of a fixed number of rows. Each tile has its own gradient,
 * and these are added in the order of the tiles: the same bytes for any number of threads.
 *
 * The rows go through the folded network (MusFolded), where M = D C and m = D b + d stand
 * for the code layer (C, b) and the decoder layer (D, d). With h the encoder's output and
 * z = M h + m, one row a track, backpropagation gives dM = dzᵀ h and dm = the sum of the
 * rows of dz. In the unfolded network the code is u = h Cᵀ + b and z = u Dᵀ + d, so
 *
 *   dD = dzᵀ u = dzᵀ h Cᵀ + (sum of dz) bᵀ = dM Cᵀ + dm bᵀ        dd = dm
 *   du = dz D,  dC = duᵀ h = Dᵀ dzᵀ h      = Dᵀ dM                db = Dᵀ dm
 *
 * which is exact and costs the same for any size of the batch. A further loss on the code
 * itself would need u in process_tile() and add its own du to dC, db and dh.
 */

#define TILE_ROWS 64

typedef struct
{
  MusFolded gradient;
  double    error; /* sum of squared errors */
} Tile;

struct _MusGradient
{
  guint     dimensions;
  MusLayer  layers[MUS_N_LAYERS];
  gsize     max_tiles;
  Tile     *tiles;  /* (max_tiles) */
  float    *values; /* (parameters) */
  MusFolded folded; /* the network of this batch */

  /* The batch at hand. */
  const MusMatrix *x;
  const guint32   *rows;
  gsize            n_rows;
  double           dropout;
  guint64          dropout_seed;
};

MusGradient *
mus_gradient_new (guint dimensions, gsize max_rows)
{
  MusGradient *self = g_new0 (MusGradient, 1);

  self->dimensions = dimensions;
  mus_autoencoder_layers (dimensions, self->layers);
  self->max_tiles = (max_rows + TILE_ROWS - 1) / TILE_ROWS;
  self->tiles = g_new0 (Tile, self->max_tiles);
  self->values = g_new0 (float, mus_autoencoder_count_parameters (dimensions));

  return self;
}

void
mus_gradient_free (MusGradient *self)
{
  g_free (self->tiles);
  g_free (self->values);
  g_free (self);
}

const float *
mus_gradient_values (const MusGradient *self)
{
  return self->values;
}

static void
gather (const MusMatrix *x, const guint32 *rows, gsize n, float *gathered)
{
  for (gsize i = 0; i < n; i++)
    memcpy (gathered + i * MUS_N_FEATURES, mus_matrix_row (x, rows[i]),
            MUS_N_FEATURES * sizeof (float));
}

static void
process_tile (gsize tile, guint worker, gpointer user_data)
{
  MusGradient     *self = user_data;
  const MusFolded *net = &self->folded;
  MusFolded       *d = &self->tiles[tile].gradient;
  gsize            first = tile * TILE_ROWS;
  gsize            n = MIN (self->n_rows - first, TILE_ROWS);
  float            x[TILE_ROWS * MUS_N_FEATURES], y[TILE_ROWS * MUS_N_FEATURES];
  float            h[TILE_ROWS * MUS_HIDDEN], z[TILE_ROWS * MUS_HIDDEN];
  float            dh[TILE_ROWS * MUS_HIDDEN], dz[TILE_ROWS * MUS_HIDDEN];
  float            kept;
  MusRng           rng;

  gather (self->x, self->rows + first, n, x);

  mus_dense_forward (n, MUS_N_FEATURES, MUS_HIDDEN, x, net->encoder_weights,
                     net->encoder_biases, h);
  mus_relu_forward (n * MUS_HIDDEN, h);
  mus_rng_init_stream (&rng, self->dropout_seed, tile);
  kept = mus_dropout_forward (n * MUS_HIDDEN, self->dropout, &rng, h);
  mus_dense_forward (n, MUS_HIDDEN, MUS_HIDDEN, h, net->inner_weights, net->inner_biases, z);
  mus_relu_forward (n * MUS_HIDDEN, z);
  mus_dense_forward (n, MUS_HIDDEN, MUS_N_FEATURES, z, net->output_weights, net->output_biases,
                     y);

  /* From here on y is the derivative by the output. */
  self->tiles[tile].error = mus_squared_error (
    n * MUS_N_FEATURES, x, y, 2.0f / (float) (self->n_rows * MUS_N_FEATURES), y);
  mus_dense_backward (n, MUS_HIDDEN, MUS_N_FEATURES, z, net->output_weights, y, dz,
                      d->output_weights, d->output_biases);
  mus_relu_dropout_backward (n * MUS_HIDDEN, z, 1.0f, dz);
  mus_dense_backward (n, MUS_HIDDEN, MUS_HIDDEN, h, net->inner_weights, dz, dh,
                      d->inner_weights, d->inner_biases);
  mus_relu_dropout_backward (n * MUS_HIDDEN, h, kept, dh);
  mus_dense_backward (n, MUS_N_FEATURES, MUS_HIDDEN, x, net->encoder_weights, dh, NULL,
                      d->encoder_weights, d->encoder_biases);
}

MUS_CLONES static void
add (gsize n, const float *from, float *to)
{
  for (gsize i = 0; i < n; i++)
    to[i] += from[i];
}

/* Adds the tiles up in the first one; returns the sum of their errors. */
static double
reduce_tiles (MusGradient *self, gsize n_tiles)
{
  double error = self->tiles[0].error;

  for (gsize t = 1; t < n_tiles; t++)
    {
      add (sizeof (MusFolded) / sizeof (float), (const float *) &self->tiles[t].gradient,
           (float *) &self->tiles[0].gradient);
      error += self->tiles[t].error;
    }

  return error;
}

static void
unfold (MusGradient *self, const float *parameters, const MusFolded *d)
{
  const MusLayer *encoder = &self->layers[MUS_LAYER_ENCODER];
  const MusLayer *code = &self->layers[MUS_LAYER_CODE];
  const MusLayer *decoder = &self->layers[MUS_LAYER_DECODER];
  const MusLayer *output = &self->layers[MUS_LAYER_OUTPUT];
  gsize           n_code = self->dimensions;
  float          *values = self->values;

  memcpy (values + encoder->weights, d->encoder_weights, sizeof d->encoder_weights);
  memcpy (values + encoder->biases, d->encoder_biases, sizeof d->encoder_biases);

  mus_blas_gemm_tn (n_code, MUS_HIDDEN, MUS_HIDDEN, 1.0f, parameters + decoder->weights, n_code,
                    d->inner_weights, MUS_HIDDEN, 0.0f, values + code->weights, MUS_HIDDEN);
  mus_blas_gemm_nn (1, n_code, MUS_HIDDEN, 1.0f, d->inner_biases, MUS_HIDDEN,
                    parameters + decoder->weights, n_code, 0.0f, values + code->biases, n_code);

  mus_blas_gemm_nt (MUS_HIDDEN, n_code, MUS_HIDDEN, 1.0f, d->inner_weights, MUS_HIDDEN,
                    parameters + code->weights, MUS_HIDDEN, 0.0f, values + decoder->weights,
                    n_code);
  mus_blas_gemm_nn (MUS_HIDDEN, n_code, 1, 1.0f, d->inner_biases, 1, parameters + code->biases,
                    n_code, 1.0f, values + decoder->weights, n_code);
  memcpy (values + decoder->biases, d->inner_biases, sizeof d->inner_biases);

  memcpy (values + output->weights, d->output_weights, sizeof d->output_weights);
  memcpy (values + output->biases, d->output_biases, sizeof d->output_biases);
}

double
mus_gradient_compute (MusGradient     *self,
                      const float     *parameters,
                      const MusMatrix *x,
                      const guint32   *rows,
                      gsize            n_rows,
                      double           dropout,
                      guint64          dropout_seed)
{
  gsize  n_tiles = (n_rows + TILE_ROWS - 1) / TILE_ROWS;
  double error;

  g_assert (n_rows >= 1 && n_tiles <= self->max_tiles);

  self->x = x;
  self->rows = rows;
  self->n_rows = n_rows;
  self->dropout = dropout;
  self->dropout_seed = dropout_seed;
  mus_autoencoder_fold (self->dimensions, parameters, &self->folded);

  mus_parallel_for (n_tiles, process_tile, self);
  error = reduce_tiles (self, n_tiles);
  unfold (self, parameters, &self->tiles[0].gradient);

  return error;
}
