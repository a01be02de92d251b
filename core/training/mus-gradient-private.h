/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/mus-matrix.h"
#include "training/mus-autoencoder.h"
#include "training/mus-labels.h"

G_BEGIN_DECLS

/**
 * MusGradient:
 *
 * The loss of the network and its derivative by each of its parameters, with the buffers
 * that calculating them needs. One caller at a time; it uses all workers.
 *
 * The loss of a track is the mean squared error of its 15 features; in Sound and Genre
 * MUS_GENRE_WEIGHT times that of its genres (MusGenreHead) is added. That of a batch is the
 * tracks' mean.
 */
typedef struct _MusGradient MusGradient;

/**
 * mus_gradient_new:
 * @way: of the autoencoder
 * @dimensions: D of the autoencoder
 * @max_rows: the largest batch
 * @labels: (nullable): those of Sound and Genre; kept, not copied
 */
MusGradient *mus_gradient_new (MusWay way, guint dimensions, gsize max_rows,
                               const MusLabels *labels);
void         mus_gradient_free (MusGradient *self);

/**
 * mus_gradient_count_parameters:
 *
 * Returns: how many parameters are learned: those of the autoencoder, and behind them the
 *   (L, D) directions of the labels
 */
gsize mus_gradient_count_parameters (const MusGradient *self);

/**
 * mus_gradient_compute:
 * @parameters: (array): those that are learned
 * @x: (N, 15) standardised features
 * @rows: (array length=n_rows): the batch: rows of @x
 * @n_rows: 1 to max_rows
 * @dropout: share of the units in front of the code that is left out
 * @dropout_seed: which ones; another number for each batch
 *
 * Returns: the sum of the tracks' losses; the loss, whose gradient this is, is their mean
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

/**
 * mus_gradient_measure:
 *
 * Returns: the sum of the tracks' losses alone, without dropout; the gradient stays
 */
double mus_gradient_measure (MusGradient *self, const float *parameters, const MusMatrix *x,
                             const guint32 *rows, gsize n_rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusGradient, mus_gradient_free)

G_END_DECLS
