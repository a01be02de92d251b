/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "training/mus-trainer.h"

G_BEGIN_DECLS

/**
 * MusSchedule:
 *
 * Which learning rate and dropout an epoch has, which epoch was the best, and when it is
 * over: the two phases that #MusTrainingSettings describes.
 */
typedef struct
{
  const MusTrainingSettings *settings;

  guint    n_learn;  /* epochs of the first phase: the plan, and once it is over the truth */
  guint    n_settle; /* epochs of the second phase at most; as above */
  gboolean plateau;  /* the first phase ended before half of the limit */
  gboolean patience_is_out; /* of the second phase */

  guint  epoch; /* that runs, from 1; before the first 0 */
  double learning_rate;
  double dropout;

  guint  best_epoch;
  double best_loss;
  guint  n_waited; /* epochs without a better loss, in this phase */
} MusSchedule;

/**
 * mus_schedule_init:
 * @settings: valid ones; kept, not copied
 */
void mus_schedule_init (MusSchedule *self, const MusTrainingSettings *settings);

/**
 * mus_schedule_begin_epoch:
 *
 * Goes to the next epoch and sets what it has.
 *
 * Returns: %FALSE when there is none
 */
gboolean mus_schedule_begin_epoch (MusSchedule *self);

/**
 * mus_schedule_end_epoch:
 * @validation_loss: after the epoch
 *
 * Returns: whether it was the best so far
 */
gboolean mus_schedule_end_epoch (MusSchedule *self, double validation_loss);

/**
 * mus_schedule_patience_left:
 *
 * Returns: epochs until early stopping, the whole patience while it does not count
 */
guint mus_schedule_patience_left (const MusSchedule *self);

/**
 * mus_schedule_fraction:
 *
 * Returns: how much of the plan is done after this epoch, in [0, 1], never falling
 */
double mus_schedule_fraction (const MusSchedule *self);

/**
 * mus_schedule_outcome:
 *
 * Returns: how it ended, once mus_schedule_begin_epoch() has returned %FALSE
 */
MusOutcome mus_schedule_outcome (const MusSchedule *self);

G_END_DECLS
