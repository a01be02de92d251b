/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MusAdam:
 *
 * The optimizer of Kingma and Ba, "Adam: a method for stochastic optimization", 2015,
 * algorithm 1, with the decay rates 0.9 and 0.99 and ε = 1e-8, over one flat buffer of
 * parameters.
 */
typedef struct _MusAdam MusAdam;

MusAdam *mus_adam_new (gsize n_parameters);
void     mus_adam_free (MusAdam *self);

/**
 * mus_adam_step:
 * @gradient: (array length=n_parameters): of the loss
 * @parameters: (inout) (array length=n_parameters): moved against the gradient
 */
void mus_adam_step (MusAdam *self, double learning_rate, const float *gradient,
                    float *parameters);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusAdam, mus_adam_free)

G_END_DECLS
