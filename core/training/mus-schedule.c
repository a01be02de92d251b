/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/mus-schedule-private.h"

#include <math.h>

void
mus_schedule_init (MusSchedule *self, const MusTrainingSettings *settings)
{
  *self = (MusSchedule){
    .settings = settings,
    .n_learn = (settings->max_epochs + 1) / 2,
    .n_settle = settings->max_epochs / 2,
    .best_loss = INFINITY,
  };
}

static gboolean
is_settling (const MusSchedule *self)
{
  return self->epoch > self->n_learn;
}

/* Epochs of the second phase in which dropout is still on its way to 0. */
static guint
n_fading (const MusSchedule *self)
{
  return self->n_settle / 4;
}

/* Early stopping counts while nothing but the weights changes the loss: with dropout
 * on its way to 0 it would count the change of the task. */
static gboolean
counts_patience (const MusSchedule *self)
{
  return self->epoch > self->n_learn + n_fading (self);
}

gboolean
mus_schedule_begin_epoch (MusSchedule *self)
{
  guint settled;

  if (self->patience_is_out || self->epoch == self->n_learn + self->n_settle)
    return FALSE;

  self->epoch++;
  self->learning_rate = self->settings->learning_rate;
  self->dropout = self->settings->dropout;
  if (!is_settling (self))
    return TRUE;

  settled = self->epoch - self->n_learn; /* from 1 */
  self->learning_rate *= 0.5 + 0.5 * cos (G_PI * settled / (self->n_settle + 1));
  self->dropout *= MAX (0.0, 1.0 - (double) settled / (n_fading (self) + 1));

  return TRUE;
}

gboolean
mus_schedule_end_epoch (MusSchedule *self, double validation_loss)
{
  gboolean is_best = validation_loss < self->best_loss;

  if (is_best)
    {
      self->best_loss = validation_loss;
      self->best_epoch = self->epoch;
    }
  self->n_waited = is_best ? 0 : self->n_waited + 1;

  if (!is_settling (self))
    {
      if (self->n_waited == self->settings->patience && self->epoch < self->n_learn)
        {
          self->plateau = TRUE;
          self->n_learn = self->epoch;
          self->n_settle = MIN (self->n_settle, self->epoch);
        }
      if (self->epoch == self->n_learn)
        self->n_waited = 0;
    }
  else if (!counts_patience (self))
    self->n_waited = 0;
  else if (self->n_waited == self->settings->patience)
    self->patience_is_out = TRUE;

  return is_best;
}

guint
mus_schedule_patience_left (const MusSchedule *self)
{
  return self->settings->patience - (counts_patience (self) ? self->n_waited : 0);
}

double
mus_schedule_fraction (const MusSchedule *self)
{
  return (double) self->epoch / (self->n_learn + self->n_settle);
}

MusOutcome
mus_schedule_outcome (const MusSchedule *self)
{
  return self->plateau || self->patience_is_out ? MUS_OUTCOME_CONVERGED : MUS_OUTCOME_LIMIT;
}
