/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/mus-rng.h"

G_BEGIN_DECLS

/*
 * The steps that a network is made of, each with its way back. Shapes: n tracks (rows),
 * n_in numbers that go into a layer, n_out that come out; all matrices are row-major
 * without gaps. The derivative of the loss by a value has the value's name with a `d`
 * before it. Nothing here allocates; thread-safe.
 */

/**
 * mus_dense_forward: y = x Wᵀ + b
 * @x: (n, n_in)
 * @w: (n_out, n_in)
 * @b: (n_out)
 * @y: (out): (n, n_out)
 */
void mus_dense_forward (gsize n, gsize n_in, gsize n_out, const float *x, const float *w,
                        const float *b, float *y);

/**
 * mus_dense_backward: dx = dy W, dW = dyᵀ x, db = sum of the rows of dy
 * @dx: (out) (nullable): (n, n_in)
 * @dw: (out): (n_out, n_in)
 * @db: (out): (n_out)
 */
void mus_dense_backward (gsize n, gsize n_in, gsize n_out, const float *x, const float *w,
                         const float *dy, float *dx, float *dw, float *db);

/**
 * mus_relu_forward:
 * @y: (inout) (array length=n_values): negative values become 0; NaN stays, so that the
 *   loss shows it
 */
void mus_relu_forward (gsize n_values, float *y);

/**
 * mus_dropout_forward:
 * @share: of the values that become 0, in [0, 0.5], in steps of 1 / 65536
 * @rng: (nullable): where chance comes from; may be %NULL when @share is 0
 * @y: (inout) (array length=n_values): the values; those kept are scaled so that the sum
 *   stays the same on average
 *
 * Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting",
 * 2014.
 *
 * Returns: the scale of the values that were kept
 */
float mus_dropout_forward (gsize n_values, double share, MusRng *rng, float *y);

/**
 * mus_relu_dropout_backward:
 * @y: (array length=n_values): what came out of ReLU and then dropout
 * @scale: as dropout returned it; 1 without dropout
 * @dy: (inout) (array length=n_values): becomes the derivative by what went into ReLU
 */
void mus_relu_dropout_backward (gsize n_values, const float *y, float scale, float *dy);

/**
 * mus_squared_error:
 * @x: (array length=n_values): what should have come out
 * @y: (array length=n_values): what came out
 * @scale: of the derivative: 2 / (number of values that the mean is over)
 * @dy: (out) (array length=n_values): scale (y - x); may be @y itself
 *
 * Returns: the sum of (y - x)²
 */
double mus_squared_error (gsize n_values, const float *x, const float *y, float scale,
                          float *dy);

G_END_DECLS
