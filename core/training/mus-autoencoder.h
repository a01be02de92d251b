/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/mus-matrix.h"
#include "base/mus-run.h"
#include "catalog/mus-feature.h"

G_BEGIN_DECLS

/**
 * MusWay: what the network learns from
 */
typedef enum
{
  MUS_WAY_SOUND,       /* the features alone */
  MUS_WAY_SOUND_GENRE, /* the features, and from the code also the genres; see mus-trainer.h */
} MusWay;

/**
 * mus_way_name:
 *
 * Returns: (transfer none): "sound" or "sound-genre", never translated
 */
const char *mus_way_name (MusWay way);

/**
 * MusAutoencoder:
 *
 * The network 15 → 32 ReLU → D linear → 32 ReLU → 15 linear; D numbers in its middle are
 * a track's embedding. Sound and Genre has a wider layer in front, 15 → 256 ReLU → 32: what
 * tells genres apart bends more than what tells sounds apart. As the code stays a linear
 * function of 32 units, its search costs the same. All parameters lie in one buffer, layer after layer, each its
 * weights (outputs, inputs) row-major and then its biases (outputs). Immutable once
 * training has handed it out; reference-counted; any thread may use it.
 */
typedef struct _MusAutoencoder MusAutoencoder;

#define MUS_TYPE_AUTOENCODER (mus_autoencoder_get_type ())
#define MUS_HIDDEN 32
#define MUS_WIDE 256

GType mus_autoencoder_get_type (void) G_GNUC_CONST;

/**
 * mus_autoencoder_new:
 * @way: which decides on the layers
 * @dimensions: D, 1 to 1024
 * @seed: of the initial weights
 *
 * Weights are drawn as He et al. ("Delving deep into rectifiers", 2015) advise: of the
 * normal distribution with variance 2 / inputs before a ReLU, 1 / inputs in the linear
 * layers. Biases are zero.
 */
MusAutoencoder *mus_autoencoder_new (MusWay way, guint dimensions, guint64 seed);

/**
 * mus_autoencoder_new_from_parameters:
 * @parameters: (array length=n_parameters): copied
 * @n_parameters: mus_autoencoder_count_parameters() of @way and @dimensions
 */
MusAutoencoder *mus_autoencoder_new_from_parameters (MusWay way, guint dimensions,
                                                     const float *parameters,
                                                     gsize n_parameters);

MusAutoencoder *mus_autoencoder_ref (MusAutoencoder *self);
void            mus_autoencoder_unref (MusAutoencoder *self);

guint        mus_autoencoder_dimensions (const MusAutoencoder *self);
gsize        mus_autoencoder_count_parameters (MusWay way, guint dimensions);
const float *mus_autoencoder_parameters (const MusAutoencoder *self);

/**
 * mus_autoencoder_embed:
 * @x: (N, 15) standardised features
 * @run: (nullable): cancelled between tiles of rows
 *
 * Returns: (transfer full): the (N, D) embedding, or %NULL
 */
MusMatrix *mus_autoencoder_embed (const MusAutoencoder *self, const MusMatrix *x,
                                  const MusRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_autoencoder_reconstruction_errors:
 * @x: (N, 15) standardised features
 * @errors: (out caller-allocates): N mean squared errors, one a track
 *
 * Returns: %FALSE when cancelled or short of memory
 */
gboolean mus_autoencoder_reconstruction_errors (const MusAutoencoder *self, const MusMatrix *x,
                                                float *errors, const MusRun *run,
                                                GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusAutoencoder, mus_autoencoder_unref)

G_END_DECLS
