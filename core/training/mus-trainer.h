/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "training/mus-autoencoder.h"

G_BEGIN_DECLS

/**
 * MusTrainingSettings:
 *
 * How the autoencoder learns. MUS_TRAINING_SETTINGS_INIT has the defaults.
 */
typedef struct
{
  guint   dimensions;       /* numbers in an embedding: 32, 64 or 128 */
  double  learning_rate;    /* of Adam at the start, 1e-6 to 0.1 */
  double  dropout;          /* share of the first layer's units left out, 0 to 0.5 */
  guint   batch_size;       /* tracks a step, 16 to 4096 */
  guint   patience;         /* epochs without a better validation loss, 1 to 100 */
  guint   max_epochs;       /* 1 to 1000 */
  double  validation_share; /* of the tracks, 0.02 to 0.5 */
  guint64 seed;             /* of the weights, the split, the order and the dropout */
} MusTrainingSettings;

#define MUS_TRAINING_SETTINGS_INIT \
  { .dimensions = 128, .learning_rate = 3e-3, .dropout = 0.05, .batch_size = 256, \
    .patience = 5, .max_epochs = 40, .validation_share = 0.1, .seed = 1 }

/**
 * MusOutcome: how a run ended that has a result
 */
typedef enum
{
  MUS_OUTCOME_CONVERGED, /* ended by itself: patience ran out */
  MUS_OUTCOME_LIMIT,     /* reached its limit of epochs or iterations */
  MUS_OUTCOME_STOPPED,   /* was told to stop */
} MusOutcome;

/**
 * mus_outcome_name:
 *
 * Returns: (transfer none): "converged", "limit" or "stopped", never translated
 */
const char *mus_outcome_name (MusOutcome outcome);

/**
 * MusTrainingPoint: one epoch, as the curves show it
 */
typedef struct
{
  guint  epoch;           /* from 1 */
  double train_loss;      /* mean squared error over the epoch, with dropout */
  double validation_loss; /* after it, without dropout */
  double learning_rate;   /* during it */
  double dropout;         /* during it */
  guint  best_epoch;      /* whose weights would be restored now */
  guint  patience_left;   /* epochs until early stopping; the patience itself while it
                             does not count */
  double seconds;         /* since the start */
} MusTrainingPoint;

/**
 * MusTrainingFunc:
 *
 * Called after each epoch, on the thread that trains.
 */
typedef void (*MusTrainingFunc) (const MusTrainingPoint *point, gpointer user_data);

typedef struct
{
  guint      epochs;          /* that were run */
  guint      best_epoch;      /* whose weights were kept */
  MusOutcome outcome;
  double     train_loss;      /* of the best epoch */
  double     validation_loss; /* of the best epoch */
  double     seconds;
  double     seconds_per_epoch;
} MusTrainingInfo;

/**
 * mus_training_settings_validate:
 * @n_tracks: that it would learn from
 *
 * Returns: whether each setting is in its range; else @error has a sentence that names it
 */
gboolean mus_training_settings_validate (const MusTrainingSettings *self, gsize n_tracks,
                                         GError **error);

/**
 * mus_train:
 * @x: (N, 15) standardised features, finite
 * @settings: valid ones
 * @run: (nullable): Cancel ends with no result, Stop keeps the best weights so far; both
 *   are polled at each step
 * @func: (nullable): told each epoch
 * @info: (out) (optional): what came of it
 * @error: (nullable): %MUS_ERROR_SETTING, %MUS_ERROR_NOT_FINITE, %MUS_ERROR_RESOURCE or
 *   %G_IO_ERROR_CANCELLED
 *
 * Adam (Kingma and Ba, 2015) on mini-batches, early stopping on the validation loss. Same
 * settings, same bytes, for any number of threads.
 *
 * Returns: (transfer full): the autoencoder with the best weights, or %NULL
 */
MusAutoencoder *mus_train (const MusMatrix *x, const MusTrainingSettings *settings,
                           const MusRun *run, MusTrainingFunc func, gpointer func_data,
                           MusTrainingInfo *info, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
