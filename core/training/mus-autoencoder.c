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
  MusWay          way;
  guint           dimensions;
  gsize           n_parameters;
  float          *parameters; /* (n_parameters) */
};

G_DEFINE_BOXED_TYPE (MusAutoencoder, mus_autoencoder, mus_autoencoder_ref, mus_autoencoder_unref)

const char *
mus_way_name (MusWay way)
{
  return way == MUS_WAY_SOUND_GENRE ? "sound-genre" : "sound";
}

/* Returns where the parameters of a layer of that size end, when they start at @at. */
static gsize
place_layer (MusLayer *layer, gsize n_in, gsize n_out, gsize at)
{
  *layer = (MusLayer){
    .n_in = n_in,
    .n_out = n_out,
    .weights = at,
    .biases = at + n_out * n_in,
  };

  return layer->biases + n_out;
}

/* The layers in front of the code. */
static gsize
place_encoder (MusWay way, MusLayer *wide, MusLayer *encoder)
{
  gsize n_wide = way == MUS_WAY_SOUND_GENRE ? MUS_WIDE : 0;
  gsize at = place_layer (wide, MUS_N_FEATURES, n_wide, 0);

  return place_layer (encoder, n_wide > 0 ? n_wide : MUS_N_FEATURES, MUS_HIDDEN, at);
}

void
mus_autoencoder_layers (MusWay way, guint dimensions, MusLayer *layers)
{
  gsize at = place_encoder (way, &layers[MUS_LAYER_WIDE], &layers[MUS_LAYER_ENCODER]);

  at = place_layer (&layers[MUS_LAYER_CODE], MUS_HIDDEN, dimensions, at);
  at = place_layer (&layers[MUS_LAYER_DECODER], dimensions, MUS_HIDDEN, at);
  place_layer (&layers[MUS_LAYER_OUTPUT], MUS_HIDDEN, MUS_N_FEATURES, at);
}

gsize
mus_folded_layers (MusWay way, MusLayer *layers)
{
  gsize at = place_encoder (way, &layers[MUS_FOLDED_WIDE], &layers[MUS_FOLDED_ENCODER]);

  at = place_layer (&layers[MUS_FOLDED_INNER], MUS_HIDDEN, MUS_HIDDEN, at);

  return place_layer (&layers[MUS_FOLDED_OUTPUT], MUS_HIDDEN, MUS_N_FEATURES, at);
}

gsize
mus_autoencoder_count_parameters (MusWay way, guint dimensions)
{
  MusLayer layers[MUS_N_LAYERS];

  mus_autoencoder_layers (way, dimensions, layers);

  return layers[MUS_LAYER_OUTPUT].biases + MUS_N_FEATURES;
}

static MusAutoencoder *
autoencoder_new_empty (MusWay way, guint dimensions)
{
  MusAutoencoder *self = g_new (MusAutoencoder, 1);

  g_assert (dimensions >= 1 && dimensions <= MAX_DIMENSIONS);

  g_atomic_ref_count_init (&self->ref_count);
  self->way = way;
  self->dimensions = dimensions;
  self->n_parameters = mus_autoencoder_count_parameters (way, dimensions);
  self->parameters = g_new0 (float, self->n_parameters);

  return self;
}

MusAutoencoder *
mus_autoencoder_new (MusWay way, guint dimensions, guint64 seed)
{
  MusAutoencoder *self = autoencoder_new_empty (way, dimensions);
  MusLayer        layers[MUS_N_LAYERS];
  MusRng          rng;

  mus_rng_init (&rng, seed);
  mus_autoencoder_layers (way, dimensions, layers);
  for (guint i = 0; i < MUS_N_LAYERS; i++)
    {
      gboolean has_relu = i != MUS_LAYER_CODE && i != MUS_LAYER_OUTPUT;
      double   deviation = sqrt ((has_relu ? 2.0 : 1.0) / (double) layers[i].n_in);

      for (gsize p = layers[i].weights; p < layers[i].biases; p++)
        self->parameters[p] = (float) (deviation * mus_rng_normal (&rng));
    }

  return self;
}

MusAutoencoder *
mus_autoencoder_new_from_parameters (MusWay way, guint dimensions, const float *parameters,
                                     gsize n_parameters)
{
  MusAutoencoder *self = autoencoder_new_empty (way, dimensions);

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
mus_autoencoder_fold (MusWay way, guint dimensions, const float *parameters, float *folded)
{
  MusLayer        layers[MUS_N_LAYERS], to[MUS_N_FOLDED];
  const MusLayer *code = &layers[MUS_LAYER_CODE], *decoder = &layers[MUS_LAYER_DECODER];
  const MusLayer *output = &layers[MUS_LAYER_OUTPUT];
  gsize           n_folded = mus_folded_layers (way, to);

  mus_autoencoder_layers (way, dimensions, layers);
  memcpy (folded, parameters, code->weights * sizeof (float));
  mus_blas_gemm_nn (MUS_HIDDEN, MUS_HIDDEN, dimensions, 1.0f, parameters + decoder->weights,
                    dimensions, parameters + code->weights, MUS_HIDDEN, 0.0f,
                    folded + to[MUS_FOLDED_INNER].weights, MUS_HIDDEN);
  mus_network_forward (decoder, parameters, 1, parameters + code->biases,
                       folded + to[MUS_FOLDED_INNER].biases);
  memcpy (folded + to[MUS_FOLDED_OUTPUT].weights, parameters + output->weights,
          (n_folded - to[MUS_FOLDED_OUTPUT].weights) * sizeof (float));
}

void
mus_network_forward (const MusLayer *layer, const float *parameters, gsize n, const float *x,
                     float *y)
{
  mus_dense_forward (n, layer->n_in, layer->n_out, x, parameters + layer->weights,
                     parameters + layer->biases, y);
}

typedef struct
{
  const MusMatrix *x;
  const MusRun    *run;
  MusLayer         layers[MUS_N_LAYERS]; /* or those of the folded network */
  const float     *parameters;
  float           *result;               /* (N, D) embedding, or (N) errors */
} RowsTask;

static gsize
count_tiles (const MusMatrix *x)
{
  return (mus_matrix_n_rows (x) + TILE_ROWS - 1) / TILE_ROWS;
}

/* The layers in front of the code, without dropout. */
static void
encode (const RowsTask *task, gsize n, const float *x, float *hidden)
{
  const MusLayer *wide_layer = &task->layers[MUS_LAYER_WIDE];
  float           wide[TILE_ROWS * MUS_WIDE];

  if (wide_layer->n_out > 0)
    {
      mus_network_forward (wide_layer, task->parameters, n, x, wide);
      mus_relu_forward (n * wide_layer->n_out, wide);
      x = wide;
    }
  mus_network_forward (&task->layers[MUS_LAYER_ENCODER], task->parameters, n, x, hidden);
  mus_relu_forward (n * MUS_HIDDEN, hidden);
}

static void
embed_tile (gsize tile, guint worker, gpointer user_data)
{
  const RowsTask *task = user_data;
  const MusLayer *code = &task->layers[MUS_LAYER_CODE];
  gsize           first = tile * TILE_ROWS;
  gsize           n = MIN (mus_matrix_n_rows (task->x) - first, TILE_ROWS);
  float           hidden[TILE_ROWS * MUS_HIDDEN];

  if (mus_run_is_over (task->run))
    return;

  encode (task, n, mus_matrix_row (task->x, first), hidden);
  mus_network_forward (code, task->parameters, n, hidden, task->result + first * code->n_out);
}

MusMatrix *
mus_autoencoder_embed (const MusAutoencoder *self,
                       const MusMatrix      *x,
                       const MusRun         *run,
                       GError              **error)
{
  g_autoptr (MusMatrix) embedding = NULL;
  RowsTask task = { .x = x, .run = run, .parameters = self->parameters };

  g_assert (mus_matrix_n_cols (x) == MUS_N_FEATURES);

  embedding = mus_matrix_new (mus_matrix_n_rows (x), self->dimensions, error);
  if (embedding == NULL || !mus_blas_prepare (error))
    return NULL;

  mus_autoencoder_layers (self->way, self->dimensions, task.layers);
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
  const RowsTask *task = user_data;
  gsize           first = tile * TILE_ROWS;
  gsize           n = MIN (mus_matrix_n_rows (task->x) - first, TILE_ROWS);
  const float    *x = mus_matrix_row (task->x, first);
  float           hidden[TILE_ROWS * MUS_HIDDEN], decoded[TILE_ROWS * MUS_HIDDEN];
  float           output[TILE_ROWS * MUS_N_FEATURES];

  if (mus_run_is_over (task->run))
    return;

  encode (task, n, x, hidden);
  mus_network_forward (&task->layers[MUS_FOLDED_INNER], task->parameters, n, hidden, decoded);
  mus_relu_forward (n * MUS_HIDDEN, decoded);
  mus_network_forward (&task->layers[MUS_FOLDED_OUTPUT], task->parameters, n, decoded, output);
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
  RowsTask          task = { .x = x, .run = run, .result = errors };
  gsize             n_folded = mus_folded_layers (self->way, task.layers);
  g_autofree float *folded = g_new (float, n_folded);

  g_assert (mus_matrix_n_cols (x) == MUS_N_FEATURES);

  mus_autoencoder_fold (self->way, self->dimensions, self->parameters, folded);
  task.parameters = folded;
  mus_parallel_for (count_tiles (x), reconstruct_tile, &task);

  return !mus_run_is_cancelled (run, error);
}
