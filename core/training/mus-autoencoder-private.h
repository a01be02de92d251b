/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "training/mus-autoencoder.h"

G_BEGIN_DECLS

/**
 * MusLayerId: the four layers of the autoencoder, in the order of their parameters
 */
typedef enum
{
  MUS_LAYER_ENCODER, /* features to 32, then ReLU */
  MUS_LAYER_CODE,    /* 32 to the D numbers of the embedding, linear */
  MUS_LAYER_DECODER, /* D to 32, then ReLU */
  MUS_LAYER_OUTPUT,  /* 32 to features, linear */
  MUS_N_LAYERS,
} MusLayerId;

/**
 * MusLayer: where a layer stands in the buffer of all parameters
 */
typedef struct
{
  gsize n_in;
  gsize n_out;
  gsize weights; /* the first of n_out x n_in */
  gsize biases;  /* the first of n_out */
} MusLayer;

/**
 * mus_autoencoder_layers:
 * @layers: (out caller-allocates) (array fixed-size=4): by #MusLayerId
 */
void mus_autoencoder_layers (guint dimensions, MusLayer *layers);

/**
 * MusFolded:
 *
 * A view of the network in which the code layer C and the decoder layer D, both linear,
 * are one: D (C h + b) + d = (D C) h + (D b + d). Exactly the same function, at a fraction
 * of the work. Also the shape of its gradient.
 */
typedef struct
{
  float encoder_weights[MUS_HIDDEN * MUS_N_FEATURES];
  float encoder_biases[MUS_HIDDEN];
  float inner_weights[MUS_HIDDEN * MUS_HIDDEN]; /* D C */
  float inner_biases[MUS_HIDDEN];               /* D b + d */
  float output_weights[MUS_N_FEATURES * MUS_HIDDEN];
  float output_biases[MUS_N_FEATURES];
} MusFolded;

void mus_autoencoder_fold (guint dimensions, const float *parameters, MusFolded *folded);

/**
 * mus_autoencoder_fill:
 *
 * Only for who trains it, before anyone else has it.
 *
 * Returns: (transfer none): the parameters, to be written
 */
float *mus_autoencoder_fill (MusAutoencoder *self);

G_END_DECLS
