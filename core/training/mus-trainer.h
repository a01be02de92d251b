/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "training/mus-autoencoder.h"
#include "training/mus-labels.h"

G_BEGIN_DECLS

/**
 * MUS_GENRE_WEIGHT: of the genres' loss in Sound and Genre
 */
#define MUS_GENRE_WEIGHT 1.0

/**
 * MusTrainingSettings:
 *
 * How the autoencoder learns. MUS_TRAINING_SETTINGS_INIT has the defaults.
 *
 * The schedule: dropout makes the embedding robust, but as long as it is there its noise
 * keeps the reconstruction from becoming exact. So training has two phases.
 *
 * 1. Learn: dropout at its full share, the learning rate constant. It lasts half of
 *    max_epochs (rounded up), or until the validation loss has not become better for
 *    `patience` epochs. Then the second phase begins; nothing is stopped.
 * 2. Settle: at most as many epochs as the first phase had. Dropout falls linearly to 0
 *    over the first quarter of it, the learning rate by a cosine to nearly 0 over all of
 *    it. Once dropout is 0 early stopping counts: after `patience` epochs without a better
 *    validation loss training ends.
 *
 * So however a run ends, at least the first half of its epochs had all of the dropout. The
 * weights of the epoch with the best validation loss are what it gives.
 *
 * Sound and Genre adds to the loss of a track, the mean squared error of its features,
 * MUS_GENRE_WEIGHT times the cross-entropy of its genres, which a cosine softmax on the code
 * guesses (Wojke and Bewley, "Deep cosine metric learning for person re-identification",
 * 2018). Every genre that a track stands under is right; a track without any learns from
 * sound alone. There whole main artists are set aside for validation: an artist's other
 * tracks give the genre away, so that only such a loss tells when learning becomes learning
 * by heart.
 */
typedef struct
{
  MusWay  way;              /* what it learns from */
  guint   dimensions;       /* numbers in an embedding: 32, 64 or 128 */
  double  learning_rate;    /* of Adam at the start, 1e-6 to 0.1 */
  double  dropout;          /* share of the units in front of the code left out, 0 to 0.5 */
  guint   batch_size;       /* tracks a step at most, 16 to 4096; a catalog under 16,384
                               tracks has proportionally smaller ones, at least 16 */
  guint   patience;         /* epochs without a better validation loss that end a phase,
                               1 to 100 */
  guint   max_epochs;       /* 1 to 1000 */
  double  validation_share; /* of the tracks, 0.02 to 0.5 */
  guint64 seed;             /* of the weights, the split, the order and the dropout */
} MusTrainingSettings;

#define MUS_TRAINING_SETTINGS_INIT \
  { .way = MUS_WAY_SOUND, .dimensions = 128, .learning_rate = 3e-3, .dropout = 0.05, .batch_size = 256, \
    .patience = 5, .max_epochs = 40, .validation_share = 0.1, .seed = 1 }

/**
 * MusOutcome: how a run ended that has a result
 */
typedef enum
{
  MUS_OUTCOME_CONVERGED, /* ended by itself: patience ran out, in either phase */
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
  double train_loss;      /* mean loss over the epoch, with dropout */
  double validation_loss; /* after it, without dropout */
  double learning_rate;   /* during it */
  double dropout;         /* during it */
  guint  best_epoch;      /* whose weights would be restored now */
  guint  patience_left;   /* epochs without a better loss until early stopping; the patience
                             itself while it does not count */
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
 * @n_tracks: that it would learn from, at least 2
 * @error: (nullable): %MUS_ERROR_SETTING with a sentence that names the setting and its
 *   range, or %MUS_ERROR_EMPTY
 *
 * Returns: whether it can train so
 */
gboolean mus_training_settings_validate (const MusTrainingSettings *self, gsize n_tracks,
                                         GError **error);

/**
 * mus_train:
 * @x: (N, 15) standardised features, finite
 * @labels: (nullable): of these N tracks, for Sound and Genre; Sound has none
 * @settings: valid ones
 * @run: (nullable): Cancel ends with no result, Stop keeps the best weights so far; both
 *   are polled at each step. A stopped epoch ends there and counts as one
 * @func: (nullable): told each epoch
 * @info: (out) (optional): what came of it
 * @error: (nullable): %MUS_ERROR_SETTING, %MUS_ERROR_EMPTY, %MUS_ERROR_NOT_FINITE (a loss
 *   beyond all bounds: the learning rate is too high), %MUS_ERROR_RESOURCE or
 *   %G_IO_ERROR_CANCELLED
 *
 * Adam (Kingma and Ba, 2015) on mini-batches, with the schedule of #MusTrainingSettings.
 * Same settings, same bytes, for any number of threads.
 *
 * Returns: (transfer full): the autoencoder with the best weights, or %NULL
 */
MusAutoencoder *mus_train (const MusMatrix *x, const MusLabels *labels,
                           const MusTrainingSettings *settings, const MusRun *run,
                           MusTrainingFunc func, gpointer func_data, MusTrainingInfo *info,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
