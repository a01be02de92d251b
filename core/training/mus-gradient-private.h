/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/mus-matrix.h"

G_BEGIN_DECLS

/**
 * MusGradient:
 *
 * The derivative of the autoencoder's loss by each of its parameters, with the buffers
 * that calculating it needs. One caller at a time; it uses all workers.
 */
typedef struct _MusGradient MusGradient;

/**
 * mus_gradient_new:
 * @dimensions: D of the autoencoder
 * @max_rows: the largest batch
 */
MusGradient *mus_gradient_new (guint dimensions, gsize max_rows);
void         mus_gradient_free (MusGradient *self);

/**
 * mus_gradient_compute:
 * @parameters: (array): of the autoencoder
 * @x: (N, 15) standardised features
 * @rows: (array length=n_rows): the batch: rows of @x
 * @n_rows: 1 to max_rows
 * @dropout: share of the encoder's units that is left out
 * @dropout_seed: which ones; another number for each batch
 *
 * Returns: the sum of the squared errors over the batch's n_rows x 15 values; the loss,
 *   whose gradient this is, is their mean
 */
double mus_gradient_compute (MusGradient *self, const float *parameters, const MusMatrix *x,
                             const guint32 *rows, gsize n_rows, double dropout,
                             guint64 dropout_seed);

/**
 * mus_gradient_values:
 *
 * Returns: (transfer none): the gradient, in the order of the parameters
 */
const float *mus_gradient_values (const MusGradient *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusGradient, mus_gradient_free)

G_END_DECLS
