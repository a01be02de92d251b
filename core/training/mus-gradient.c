/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/mus-gradient-private.h"

#include <string.h>

#include "base/mus-blas.h"
#include "base/mus-parallel.h"
#include "base/mus-simd.h"
#include "training/mus-autoencoder-private.h"
#include "training/mus-genre-head-private.h"
#include "training/mus-layers-private.h"
#include "training/mus-trainer.h"

/*
 * A batch is cut into tiles of a fixed number of rows. Each tile has its own gradient,
 * and these are added in the order of the tiles: the same bytes for any number of threads.
 *
 * The rows go through the folded network (MusFoldedId), where M = D C and m = D b + d stand
 * for the code layer (C, b) and the decoder layer (D, d). With h the encoder's output and
 * z = M h + m, one row a track, backpropagation gives dM = dzᵀ h and dm = the sum of the
 * rows of dz. In the unfolded network the code is u = h Cᵀ + b and z = u Dᵀ + d, so
 *
 *   dD = dzᵀ u = dzᵀ h Cᵀ + (sum of dz) bᵀ = dM Cᵀ + dm bᵀ        dd = dm
 *   du = dz D,  dC = duᵀ h = Dᵀ dzᵀ h      = Dᵀ dM                db = Dᵀ dm
 *
 * which is exact and costs the same for any size of the batch. The loss on the code itself,
 * that of the genres, is folded likewise (MusGenreHead) and adds its own part to dh, dC and
 * db. A tile's gradient is that of the folded network and behind it that of the folded head.
 */

#define TILE_ROWS 64

typedef struct
{
  float *gradient; /* (n_folded + n_head) */
  float *outputs;  /* (TILE_ROWS, outputs of the head) scratch */
  double loss;     /* sum of the tracks' */
} Tile;

/* What a tile's rows are, layer by layer. */
typedef struct
{
  float x[TILE_ROWS * MUS_N_FEATURES];
  float wide[TILE_ROWS * MUS_WIDE];
  float h[TILE_ROWS * MUS_HIDDEN];
  float z[TILE_ROWS * MUS_HIDDEN];
  float y[TILE_ROWS * MUS_N_FEATURES];
  float kept; /* the scale that dropout gave to what it kept */
} Values;

struct _MusGradient
{
  MusWay        way;
  guint         dimensions;
  MusLayer      layers[MUS_N_LAYERS];
  MusLayer      folded_layers[MUS_N_FOLDED];
  gsize         n_network;  /* parameters of the autoencoder */
  gsize         n_learned;  /* and those of the head */
  gsize         n_folded;   /* numbers of the folded network */
  gsize         n_head;     /* numbers of the folded head */
  gsize         max_tiles;
  Tile         *tiles;      /* (max_tiles) */
  float        *values;     /* (n_learned) */
  float        *folded;     /* (n_folded) the network of this batch */
  MusGenreHead *head;       /* (nullable) of this batch */

  /* The batch at hand. */
  const MusMatrix *x;
  const guint32   *rows;
  gsize            n_rows;
  double           dropout;
  guint64          dropout_seed;
  gboolean         loss_only;
};

MusGradient *
mus_gradient_new (MusWay way, guint dimensions, gsize max_rows, const MusLabels *labels)
{
  MusGradient *self = g_new0 (MusGradient, 1);
  gsize        n_outputs = 0;

  self->way = way;
  self->dimensions = dimensions;
  mus_autoencoder_layers (way, dimensions, self->layers);
  self->n_folded = mus_folded_layers (way, self->folded_layers);
  self->n_network = self->n_learned = mus_autoencoder_count_parameters (way, dimensions);
  if (labels != NULL)
    {
      self->head = mus_genre_head_new (dimensions, labels);
      self->n_head = mus_genre_head_count_folded (self->head);
      self->n_learned += (gsize) labels->n_labels * dimensions;
      n_outputs = mus_genre_head_count_outputs (self->head);
    }

  self->max_tiles = (max_rows + TILE_ROWS - 1) / TILE_ROWS;
  self->tiles = g_new0 (Tile, self->max_tiles);
  for (gsize t = 0; t < self->max_tiles; t++)
    {
      self->tiles[t].gradient = g_new0 (float, self->n_folded + self->n_head);
      self->tiles[t].outputs = g_new0 (float, TILE_ROWS * n_outputs);
    }
  self->values = g_new0 (float, self->n_learned);
  self->folded = g_new0 (float, self->n_folded);

  return self;
}

void
mus_gradient_free (MusGradient *self)
{
  for (gsize t = 0; t < self->max_tiles; t++)
    {
      g_free (self->tiles[t].gradient);
      g_free (self->tiles[t].outputs);
    }
  g_free (self->tiles);
  g_free (self->values);
  g_free (self->folded);
  g_clear_pointer (&self->head, mus_genre_head_free);
  g_free (self);
}

gsize
mus_gradient_count_parameters (const MusGradient *self)
{
  return self->n_learned;
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
forward_tile (const MusGradient *self, gsize tile, gsize n, Values *v)
{
  const MusLayer *layers = self->folded_layers;
  gsize           n_wide = layers[MUS_FOLDED_WIDE].n_out;
  MusRng          rng;

  gather (self->x, self->rows + tile * TILE_ROWS, n, v->x);
  mus_rng_init_stream (&rng, self->dropout_seed, tile);
  if (n_wide > 0)
    {
      mus_network_forward (&layers[MUS_FOLDED_WIDE], self->folded, n, v->x, v->wide);
      mus_relu_forward (n * n_wide, v->wide);
      mus_dropout_forward (n * n_wide, self->dropout, &rng, v->wide);
    }
  mus_network_forward (&layers[MUS_FOLDED_ENCODER], self->folded, n, n_wide > 0 ? v->wide : v->x,
                       v->h);
  mus_relu_forward (n * MUS_HIDDEN, v->h);
  v->kept = mus_dropout_forward (n * MUS_HIDDEN, self->dropout, &rng, v->h);
  mus_network_forward (&layers[MUS_FOLDED_INNER], self->folded, n, v->h, v->z);
  mus_relu_forward (n * MUS_HIDDEN, v->z);
  mus_network_forward (&layers[MUS_FOLDED_OUTPUT], self->folded, n, v->z, v->y);
}

/* The way back through a layer whose input is @x; @dx may be NULL. */
static void
backward_layer (const MusGradient *self, MusFoldedId id, gsize n, const float *x, const float *dy,
                float *dx, float *gradient)
{
  const MusLayer *layer = &self->folded_layers[id];

  mus_dense_backward (n, layer->n_in, layer->n_out, x, self->folded + layer->weights, dy, dx,
                      gradient + layer->weights, gradient + layer->biases);
}

/* From the derivative by the hidden units to the features. */
static void
backward_encoder (const MusGradient *self, gsize n, const Values *v, float *dh, float *gradient)
{
  gsize n_wide = self->folded_layers[MUS_FOLDED_WIDE].n_out;
  float dwide[TILE_ROWS * MUS_WIDE];

  mus_relu_dropout_backward (n * MUS_HIDDEN, v->h, v->kept, dh);
  if (n_wide == 0)
    {
      backward_layer (self, MUS_FOLDED_ENCODER, n, v->x, dh, NULL, gradient);
      return;
    }

  backward_layer (self, MUS_FOLDED_ENCODER, n, v->wide, dh, dwide, gradient);
  mus_relu_dropout_backward (n * n_wide, v->wide, v->kept, dwide);
  backward_layer (self, MUS_FOLDED_WIDE, n, v->x, dwide, NULL, gradient);
}

static void
process_tile (gsize tile, guint worker, gpointer user_data)
{
  MusGradient *self = user_data;
  Tile        *t = &self->tiles[tile];
  gsize        first = tile * TILE_ROWS;
  gsize        n = MIN (self->n_rows - first, TILE_ROWS);
  float        dh[TILE_ROWS * MUS_HIDDEN], dz[TILE_ROWS * MUS_HIDDEN];
  float       *d_head = t->gradient + self->n_folded;
  float        scale = (float) (MUS_GENRE_WEIGHT / (double) self->n_rows);
  Values       v;

  forward_tile (self, tile, n, &v);

  /* From here on y is the derivative by the output. */
  t->loss = mus_squared_error (n * MUS_N_FEATURES, v.x, v.y,
                               2.0f / (float) (self->n_rows * MUS_N_FEATURES), v.y) /
            MUS_N_FEATURES;
  if (!self->loss_only)
    {
      backward_layer (self, MUS_FOLDED_OUTPUT, n, v.z, v.y, dz, t->gradient);
      mus_relu_dropout_backward (n * MUS_HIDDEN, v.z, 1.0f, dz);
      backward_layer (self, MUS_FOLDED_INNER, n, v.h, dz, dh, t->gradient);
    }
  if (self->head != NULL)
    t->loss += MUS_GENRE_WEIGHT *
               mus_genre_head_process (self->head, self->rows + first, n, v.h, scale, t->outputs,
                                       self->loss_only ? NULL : dh, d_head);
  if (!self->loss_only)
    backward_encoder (self, n, &v, dh, t->gradient);
}

MUS_CLONES static void
add (gsize n, const float *from, float *to)
{
  for (gsize i = 0; i < n; i++)
    to[i] += from[i];
}

/* Adds the tiles up in the first one; returns the sum of their losses. */
static double
reduce_tiles (MusGradient *self, gsize n_tiles)
{
  double loss = self->tiles[0].loss;

  for (gsize t = 1; t < n_tiles; t++)
    {
      if (!self->loss_only)
        add (self->n_folded + self->n_head, self->tiles[t].gradient, self->tiles[0].gradient);
      loss += self->tiles[t].loss;
    }

  return loss;
}

static void
unfold (MusGradient *self, const float *parameters, const float *d)
{
  const MusLayer *code = &self->layers[MUS_LAYER_CODE];
  const MusLayer *decoder = &self->layers[MUS_LAYER_DECODER];
  const MusLayer *output = &self->layers[MUS_LAYER_OUTPUT];
  const MusLayer *inner = &self->folded_layers[MUS_FOLDED_INNER];
  const MusLayer *folded_output = &self->folded_layers[MUS_FOLDED_OUTPUT];
  gsize           n_code = self->dimensions;
  float          *values = self->values;

  memcpy (values, d, inner->weights * sizeof (float));

  mus_blas_gemm_tn (n_code, MUS_HIDDEN, MUS_HIDDEN, 1.0f, parameters + decoder->weights, n_code,
                    d + inner->weights, MUS_HIDDEN, 0.0f, values + code->weights, MUS_HIDDEN);
  mus_blas_gemm_nn (1, n_code, MUS_HIDDEN, 1.0f, d + inner->biases, MUS_HIDDEN,
                    parameters + decoder->weights, n_code, 0.0f, values + code->biases, n_code);

  mus_blas_gemm_nt (MUS_HIDDEN, n_code, MUS_HIDDEN, 1.0f, d + inner->weights, MUS_HIDDEN,
                    parameters + code->weights, MUS_HIDDEN, 0.0f, values + decoder->weights,
                    n_code);
  mus_blas_gemm_nn (MUS_HIDDEN, n_code, 1, 1.0f, d + inner->biases, 1, parameters + code->biases,
                    n_code, 1.0f, values + decoder->weights, n_code);
  memcpy (values + decoder->biases, d + inner->biases, MUS_HIDDEN * sizeof (float));

  memcpy (values + output->weights, d + folded_output->weights,
          (self->n_folded - folded_output->weights) * sizeof (float));

  if (self->head != NULL)
    mus_genre_head_unfold (self->head, d + self->n_folded, values + self->n_network,
                           values + code->weights, values + code->biases);
}

/* Takes a batch through the network; returns the sum of its losses. */
static double
process_batch (MusGradient *self, const float *parameters, const MusMatrix *x, const guint32 *rows,
               gsize n_rows)
{
  gsize n_tiles = (n_rows + TILE_ROWS - 1) / TILE_ROWS;

  g_assert (n_rows >= 1 && n_tiles <= self->max_tiles);

  self->x = x;
  self->rows = rows;
  self->n_rows = n_rows;
  mus_autoencoder_fold (self->way, self->dimensions, parameters, self->folded);
  if (self->head != NULL)
    mus_genre_head_fold (self->head, parameters + self->n_network,
                         parameters + self->layers[MUS_LAYER_CODE].weights,
                         parameters + self->layers[MUS_LAYER_CODE].biases);
  mus_parallel_for (n_tiles, process_tile, self);

  return reduce_tiles (self, n_tiles);
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
  double loss;

  self->dropout = dropout;
  self->dropout_seed = dropout_seed;
  self->loss_only = FALSE;
  loss = process_batch (self, parameters, x, rows, n_rows);
  unfold (self, parameters, self->tiles[0].gradient);

  return loss;
}

double
mus_gradient_measure (MusGradient *self, const float *parameters, const MusMatrix *x,
                      const guint32 *rows, gsize n_rows)
{
  self->dropout = 0.0;
  self->loss_only = TRUE;

  return process_batch (self, parameters, x, rows, n_rows);
}
