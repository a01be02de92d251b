/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "training/mus-autoencoder.h"

G_BEGIN_DECLS

/**
 * MusLayerId: the layers of the autoencoder, in the order of their parameters
 */
typedef enum
{
  MUS_LAYER_WIDE,    /* features to 256, then ReLU; in Sound no unit at all */
  MUS_LAYER_ENCODER, /* those, or the features, to 32, then ReLU */
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
 * @layers: (out caller-allocates) (array fixed-size=5): by #MusLayerId
 */
void mus_autoencoder_layers (MusWay way, guint dimensions, MusLayer *layers);

/**
 * MusFoldedId:
 *
 * The layers of a view of the network in which the code layer C and the decoder layer D,
 * both linear, are one: D (C h + b) + d = (D C) h + (D b + d). Exactly the same function, at
 * a fraction of the work. The layers in front stand in the same place in both.
 */
typedef enum
{
  MUS_FOLDED_WIDE,
  MUS_FOLDED_ENCODER,
  MUS_FOLDED_INNER, /* weights D C, biases D b + d */
  MUS_FOLDED_OUTPUT,
  MUS_N_FOLDED,
} MusFoldedId;

/**
 * mus_folded_layers:
 * @layers: (out caller-allocates) (array fixed-size=4): by #MusFoldedId
 *
 * Returns: how many numbers they are
 */
gsize mus_folded_layers (MusWay way, MusLayer *layers);

/**
 * mus_autoencoder_fold:
 * @folded: (out caller-allocates): as many numbers as mus_folded_layers() says
 */
void mus_autoencoder_fold (MusWay way, guint dimensions, const float *parameters, float *folded);

/**
 * mus_network_forward: a layer of a network
 * @parameters: of all layers
 * @x: (n, n_in)
 * @y: (out): (n, n_out)
 */
void mus_network_forward (const MusLayer *layer, const float *parameters, gsize n,
                          const float *x, float *y);

/**
 * mus_autoencoder_fill:
 *
 * Only for who trains it, before anyone else has it.
 *
 * Returns: (transfer none): the parameters, to be written
 */
float *mus_autoencoder_fill (MusAutoencoder *self);

G_END_DECLS
