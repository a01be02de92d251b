/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "training/mus-autoencoder.h"

G_BEGIN_DECLS

/**
 * mus_reconstruction_measure:
 * @x: (N, 15) standardised features
 * @mean: (out): mean reconstruction error per track; 0 without tracks
 * @max: (out): the largest
 *
 * Returns: %FALSE when cancelled or short of memory
 */
gboolean mus_reconstruction_measure (const MusAutoencoder *autoencoder, const MusMatrix *x,
                                     double *mean, double *max, const MusRun *run,
                                     GError **error);

G_END_DECLS
