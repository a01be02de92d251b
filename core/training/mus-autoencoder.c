/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/mus-autoencoder.h"

#include <math.h>
#include <string.h>

#include "base/mus-blas.h"
#include "base/mus-error.h"
#include "base/mus-parallel.h"
#include "base/mus-rng.h"
#include "training/mus-autoencoder-private.h"
#include "training/mus-layers-private.h"

/* Rows that go through the network at a time; their values fit on a thread's stack. */
#define TILE_ROWS 128

#define MAX_DIMENSIONS 1024

struct _MusAutoencoder
{
  gatomicrefcount ref_count;
  guint           dimensions;
  gsize           n_parameters;
  float          *parameters; /* (n_parameters) */
};

G_DEFINE_BOXED_TYPE (MusAutoencoder, mus_autoencoder, mus_autoencoder_ref, mus_autoencoder_unref)

void
mus_autoencoder_layers (guint dimensions, MusLayer *layers)
{
  const gsize sizes[] = { MUS_N_FEATURES, MUS_HIDDEN, dimensions, MUS_HIDDEN, MUS_N_FEATURES };
  gsize       at = 0;

  for (guint i = 0; i < MUS_N_LAYERS; i++)
    {
      layers[i].n_in = sizes[i];
      layers[i].n_out = sizes[i + 1];
      layers[i].weights = at;
      layers[i].biases = at + layers[i].n_out * layers[i].n_in;
      at = layers[i].biases + layers[i].n_out;
    }
}

gsize
mus_autoencoder_count_parameters (guint dimensions)
{
  MusLayer layers[MUS_N_LAYERS];

  mus_autoencoder_layers (dimensions, layers);

  return layers[MUS_LAYER_OUTPUT].biases + MUS_N_FEATURES;
}

static MusAutoencoder *
autoencoder_new_empty (guint dimensions)
{
  MusAutoencoder *self = g_new (MusAutoencoder, 1);

  g_assert (dimensions >= 1 && dimensions <= MAX_DIMENSIONS);

  g_atomic_ref_count_init (&self->ref_count);
  self->dimensions = dimensions;
  self->n_parameters = mus_autoencoder_count_parameters (dimensions);
  self->parameters = g_new0 (float, self->n_parameters);

  return self;
}

MusAutoencoder *
mus_autoencoder_new (guint dimensions, guint64 seed)
{
  MusAutoencoder *self = autoencoder_new_empty (dimensions);
  MusLayer        layers[MUS_N_LAYERS];
  MusRng          rng;

  mus_rng_init (&rng, seed);
  mus_autoencoder_layers (dimensions, layers);
  for (guint i = 0; i < MUS_N_LAYERS; i++)
    {
      gboolean has_relu = i == MUS_LAYER_ENCODER || i == MUS_LAYER_DECODER;
      double   deviation = sqrt ((has_relu ? 2.0 : 1.0) / (double) layers[i].n_in);

      for (gsize p = layers[i].weights; p < layers[i].biases; p++)
        self->parameters[p] = (float) (deviation * mus_rng_normal (&rng));
    }

  return self;
}

MusAutoencoder *
mus_autoencoder_new_from_parameters (guint dimensions, const float *parameters, gsize n_parameters)
{
  MusAutoencoder *self = autoencoder_new_empty (dimensions);

  g_assert (n_parameters == self->n_parameters);
  memcpy (self->parameters, parameters, n_parameters * sizeof (float));

  return self;
}

MusAutoencoder *
mus_autoencoder_ref (MusAutoencoder *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
mus_autoencoder_unref (MusAutoencoder *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->parameters);
  g_free (self);
}

guint
mus_autoencoder_dimensions (const MusAutoencoder *self)
{
  return self->dimensions;
}

const float *
mus_autoencoder_parameters (const MusAutoencoder *self)
{
  return self->parameters;
}

float *
mus_autoencoder_fill (MusAutoencoder *self)
{
  return self->parameters;
}

void
mus_autoencoder_fold (guint dimensions, const float *parameters, MusFolded *folded)
{
  MusLayer     layers[MUS_N_LAYERS];
  const float *code_weights, *code_biases, *decoder_weights, *decoder_biases;

  mus_autoencoder_layers (dimensions, layers);
  code_weights = parameters + layers[MUS_LAYER_CODE].weights;
  code_biases = parameters + layers[MUS_LAYER_CODE].biases;
  decoder_weights = parameters + layers[MUS_LAYER_DECODER].weights;
  decoder_biases = parameters + layers[MUS_LAYER_DECODER].biases;

  memcpy (folded->encoder_weights, parameters + layers[MUS_LAYER_ENCODER].weights,
          sizeof folded->encoder_weights);
  memcpy (folded->encoder_biases, parameters + layers[MUS_LAYER_ENCODER].biases,
          sizeof folded->encoder_biases);
  mus_blas_gemm_nn (MUS_HIDDEN, MUS_HIDDEN, dimensions, 1.0f, decoder_weights, dimensions,
                    code_weights, MUS_HIDDEN, 0.0f, folded->inner_weights, MUS_HIDDEN);
  mus_dense_forward (1, dimensions, MUS_HIDDEN, code_biases, decoder_weights, decoder_biases,
                     folded->inner_biases);
  memcpy (folded->output_weights, parameters + layers[MUS_LAYER_OUTPUT].weights,
          sizeof folded->output_weights);
  memcpy (folded->output_biases, parameters + layers[MUS_LAYER_OUTPUT].biases,
          sizeof folded->output_biases);
}

typedef struct
{
  const MusAutoencoder *autoencoder;
  const MusMatrix      *x;
  const MusRun         *run;
  const MusFolded      *folded;
  float                *result; /* (N, D) embedding, or (N) errors */
} RowsTask;

static gsize
count_tiles (const MusMatrix *x)
{
  return (mus_matrix_n_rows (x) + TILE_ROWS - 1) / TILE_ROWS;
}

static void
embed_tile (gsize tile, guint worker, gpointer user_data)
{
  const RowsTask *task = user_data;
  gsize           first = tile * TILE_ROWS;
  gsize           n = MIN (mus_matrix_n_rows (task->x) - first, TILE_ROWS);
  const float    *parameters = task->autoencoder->parameters;
  MusLayer        layers[MUS_N_LAYERS];
  const MusLayer *encoder = &layers[MUS_LAYER_ENCODER], *code = &layers[MUS_LAYER_CODE];
  float           hidden[TILE_ROWS * MUS_HIDDEN];

  if (mus_run_is_over (task->run))
    return;

  mus_autoencoder_layers (task->autoencoder->dimensions, layers);
  mus_dense_forward (n, MUS_N_FEATURES, MUS_HIDDEN, mus_matrix_row (task->x, first),
                     parameters + encoder->weights, parameters + encoder->biases, hidden);
  mus_relu_forward (n * MUS_HIDDEN, hidden);
  mus_dense_forward (n, MUS_HIDDEN, code->n_out, hidden, parameters + code->weights,
                     parameters + code->biases, task->result + first * code->n_out);
}

MusMatrix *
mus_autoencoder_embed (const MusAutoencoder *self,
                       const MusMatrix      *x,
                       const MusRun         *run,
                       GError              **error)
{
  g_autoptr (MusMatrix) embedding = NULL;
  RowsTask task = { .autoencoder = self, .x = x, .run = run };

  g_assert (mus_matrix_n_cols (x) == MUS_N_FEATURES);

  embedding = mus_matrix_new (mus_matrix_n_rows (x), self->dimensions, error);
  if (embedding == NULL)
    return NULL;

  task.result = mus_matrix_fill (embedding);
  mus_parallel_for (count_tiles (x), embed_tile, &task);
  if (mus_run_is_cancelled (run, error))
    return NULL;

  return g_steal_pointer (&embedding);
}

static float
mean_squared_difference (const float *a, const float *b)
{
  double sum = 0.0;

  for (guint i = 0; i < MUS_N_FEATURES; i++)
    {
      double difference = (double) a[i] - (double) b[i];

      sum += difference * difference;
    }

  return (float) (sum / MUS_N_FEATURES);
}

static void
reconstruct_tile (gsize tile, guint worker, gpointer user_data)
{
  const RowsTask  *task = user_data;
  const MusFolded *net = task->folded;
  gsize            first = tile * TILE_ROWS;
  gsize            n = MIN (mus_matrix_n_rows (task->x) - first, TILE_ROWS);
  const float     *x = mus_matrix_row (task->x, first);
  float            hidden[TILE_ROWS * MUS_HIDDEN], decoded[TILE_ROWS * MUS_HIDDEN];
  float            output[TILE_ROWS * MUS_N_FEATURES];

  if (mus_run_is_over (task->run))
    return;

  mus_dense_forward (n, MUS_N_FEATURES, MUS_HIDDEN, x, net->encoder_weights,
                     net->encoder_biases, hidden);
  mus_relu_forward (n * MUS_HIDDEN, hidden);
  mus_dense_forward (n, MUS_HIDDEN, MUS_HIDDEN, hidden, net->inner_weights, net->inner_biases,
                     decoded);
  mus_relu_forward (n * MUS_HIDDEN, decoded);
  mus_dense_forward (n, MUS_HIDDEN, MUS_N_FEATURES, decoded, net->output_weights,
                     net->output_biases, output);
  for (gsize i = 0; i < n; i++)
    task->result[first + i] =
      mean_squared_difference (x + i * MUS_N_FEATURES, output + i * MUS_N_FEATURES);
}

gboolean
mus_autoencoder_reconstruction_errors (const MusAutoencoder *self,
                                       const MusMatrix      *x,
                                       float                *errors,
                                       const MusRun         *run,
                                       GError              **error)
{
  MusFolded folded;
  RowsTask  task = { .x = x, .run = run, .folded = &folded, .result = errors };

  g_assert (mus_matrix_n_cols (x) == MUS_N_FEATURES);

  mus_autoencoder_fold (self->dimensions, self->parameters, &folded);
  mus_parallel_for (count_tiles (x), reconstruct_tile, &task);

  return !mus_run_is_cancelled (run, error);
}
