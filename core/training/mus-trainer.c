/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/mus-trainer.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/mus-blas.h"
#include "base/mus-error.h"
#include "base/mus-rng.h"
#include "training/mus-adam-private.h"
#include "training/mus-autoencoder-private.h"
#include "training/mus-gradient-private.h"
#include "training/mus-schedule-private.h"

/* The independent streams of random numbers that one seed gives. */
enum
{
  STREAM_SPLIT,
  STREAM_ORDER,
  STREAM_DROPOUT,
  STREAM_DIRECTIONS,
};

/* With fewer tracks than this the batches are proportionally smaller, down to the least. */
#define FULL_CATALOG 16384
#define LEAST_BATCH 16

typedef struct
{
  const MusMatrix           *x;
  const MusLabels           *labels; /* (nullable) */
  const MusTrainingSettings *settings;
  const MusRun              *run;

  MusSchedule  schedule;
  MusAdam     *adam;
  MusGradient *gradient;
  float       *parameters; /* (n_parameters) that learn: the network's and the genre head's */
  float       *best;       /* (n_network) of the best epoch */
  gsize        n_parameters;
  gsize        n_network;

  guint32 *rows;    /* (N) rows of x in random order: validation, then the rest */
  gsize    n_validation;
  guint32 *learned; /* (n_learned) the rest, shuffled anew each epoch */
  gsize    n_learned;
  gsize    batch_size; /* at most */
  MusRng   order_rng;
  MusRng   dropout_rng;

  gint64          start; /* monotonic microseconds */
  MusTrainingInfo info;
} Trainer;

const char *
mus_outcome_name (MusOutcome outcome)
{
  static const char *const names[] = { "converged", "limit", "stopped" };

  g_assert (outcome < G_N_ELEMENTS (names));

  return names[outcome];
}

/* With as many decimals as it has: "4,096", "0.000001". */
static char *
format_bound (double value)
{
  int decimals = 0;

  while (decimals < 9 && fabs (remainder (value * pow (10.0, decimals), 1.0)) > 1e-9)
    decimals++;

  return g_strdup_printf ("%'.*f", decimals, value);
}

static gboolean
check_range (const char *name, double value, double least, double most, GError **error)
{
  g_autofree char *least_text = NULL, *most_text = NULL;

  /* Written so that NaN fails. */
  if (value >= least && value <= most)
    return TRUE;

  least_text = format_bound (least);
  most_text = format_bound (most);
  g_set_error (error, MUS_ERROR, MUS_ERROR_SETTING,
               /* translators: the name of a setting, and two numbers */
               _ ("The setting “%s” must be between %s and %s."), name, least_text, most_text);

  return FALSE;
}

gboolean
mus_training_settings_validate (const MusTrainingSettings *self, gsize n_tracks, GError **error)
{
  if (self->dimensions != 32 && self->dimensions != 64 && self->dimensions != 128)
    {
      g_set_error (error, MUS_ERROR, MUS_ERROR_SETTING,
                   _ ("The setting “%s” must be 32, 64 or 128."), _ ("Embedding size"));
      return FALSE;
    }

  if (!check_range (_ ("Learning rate"), self->learning_rate, 1e-6, 0.1, error) ||
      !check_range (_ ("Dropout"), self->dropout, 0.0, 0.5, error) ||
      !check_range (_ ("Batch size"), self->batch_size, LEAST_BATCH, 4096, error) ||
      !check_range (_ ("Patience"), self->patience, 1, 100, error) ||
      !check_range (_ ("Limit of epochs"), self->max_epochs, 1, 1000, error) ||
      !check_range (_ ("Validation share"), self->validation_share, 0.02, 0.5, error))
    return FALSE;

  if (n_tracks < 2)
    {
      g_set_error_literal (error, MUS_ERROR, MUS_ERROR_EMPTY,
                           _ ("At least two tracks are needed to learn from."));
      return FALSE;
    }

  return TRUE;
}

/* Returns FALSE when cancelled. */
static gboolean
shuffle (MusRng *rng, guint32 *rows, gsize n, const MusRun *run, GError **error)
{
  gsize n_left;

  for (; n > 0; n = n_left)
    {
      n_left = n - MIN (n, MUS_ROWS_A_POLL);
      if (mus_run_is_cancelled (run, error))
        return FALSE;
      mus_rng_shuffle_part (rng, rows, n, n_left);
    }

  return TRUE;
}

/* Puts the rows of an artist together, the artists in random order. Returns where the
 * artist ends that has row @n_validation - 1; 0 when that is the end of all. */
static gsize
order_by_artist (Trainer *self, MusRng *rng, gsize n_validation)
{
  const MusLabels    *labels = self->labels;
  gsize               n = labels->n_tracks, end = 0, at = 0;
  g_autofree guint32 *order = g_new (guint32, labels->n_artists);
  g_autofree guint32 *next = g_new0 (guint32, labels->n_artists);

  for (guint32 a = 0; a < labels->n_artists; a++)
    order[a] = a;
  mus_rng_shuffle (rng, order, labels->n_artists);
  for (gsize i = 0; i < n; i++)
    next[labels->artists[i]]++;
  for (guint32 a = 0; a < labels->n_artists; a++)
    {
      gsize n_own = next[order[a]];

      next[order[a]] = (guint32) at;
      at += n_own;
      if (end < n_validation)
        end = at;
    }
  for (gsize i = 0; i < n; i++)
    self->rows[next[labels->artists[i]]++] = (guint32) i;

  return end < n ? end : 0;
}

/* Sets a random share of the rows aside for validation: with labels those of whole
 * artists, unless there is but one. */
static gboolean
split_rows (Trainer *self, GError **error)
{
  gsize  n = mus_matrix_n_rows (self->x);
  gsize  n_validation = (gsize) ((double) n * self->settings->validation_share + 0.5);
  MusRng rng;

  n_validation = CLAMP (n_validation, 1, n - 1);
  self->rows = mus_try_new (guint32, n, error);
  if (self->rows == NULL)
    return FALSE;

  mus_rng_init_stream (&rng, self->settings->seed, STREAM_SPLIT);
  if (self->labels != NULL)
    self->n_validation = order_by_artist (self, &rng, n_validation);
  if (self->n_validation == 0)
    {
      self->n_validation = n_validation;
      for (gsize i = 0; i < n; i++)
        self->rows[i] = (guint32) i;
      if (!shuffle (&rng, self->rows, n, self->run, error))
        return FALSE;
    }
  self->learned = self->rows + self->n_validation;
  self->n_learned = n - self->n_validation;

  return TRUE;
}

static gsize
choose_batch_size (gsize batch_size, gsize n_learned)
{
  if (n_learned >= FULL_CATALOG)
    return batch_size;

  return MAX (batch_size * n_learned / FULL_CATALOG, LEAST_BATCH);
}

/* The network's parameters, and behind them directions drawn at random. */
static void
draw_parameters (Trainer *self)
{
  const MusTrainingSettings *settings = self->settings;
  g_autoptr (MusAutoencoder) network =
      mus_autoencoder_new (settings->way, settings->dimensions, settings->seed);
  MusRng rng;

  self->parameters = g_new (float, self->n_parameters);
  memcpy (self->parameters, mus_autoencoder_parameters (network),
          self->n_network * sizeof (float));
  mus_rng_init_stream (&rng, settings->seed, STREAM_DIRECTIONS);
  for (gsize p = self->n_network; p < self->n_parameters; p++)
    self->parameters[p] = (float) (mus_rng_normal (&rng) / sqrt (settings->dimensions));
}

static gboolean
trainer_init (Trainer                   *self,
              const MusMatrix           *x,
              const MusLabels           *labels,
              const MusTrainingSettings *settings,
              const MusRun              *run,
              GError                   **error)
{
  *self = (Trainer){
    .x = x,
    .labels = labels,
    .settings = settings,
    .run = run,
    .n_network = mus_autoencoder_count_parameters (settings->way, settings->dimensions),
    .start = g_get_monotonic_time (),
  };

  if (mus_run_is_cancelled (run, error) || !split_rows (self, error))
    return FALSE;

  mus_schedule_init (&self->schedule, settings);
  self->batch_size = choose_batch_size (settings->batch_size, self->n_learned);
  self->gradient = mus_gradient_new (settings->way, settings->dimensions, self->batch_size, labels);
  self->n_parameters = mus_gradient_count_parameters (self->gradient);
  draw_parameters (self);
  self->adam = mus_adam_new (self->n_parameters);
  self->best = g_new (float, self->n_network);
  mus_rng_init_stream (&self->order_rng, settings->seed, STREAM_ORDER);
  mus_rng_init_stream (&self->dropout_rng, settings->seed, STREAM_DROPOUT);

  return TRUE;
}

static void
trainer_clear (Trainer *self)
{
  g_clear_pointer (&self->adam, mus_adam_free);
  g_clear_pointer (&self->gradient, mus_gradient_free);
  g_free (self->parameters);
  g_free (self->best);
  g_free (self->rows);
}

/* One pass over the tracks, in batches whose sizes differ by at most one: a last batch of
 * a few tracks would push the weights by chance. Returns FALSE when cancelled. */
static gboolean
run_epoch (Trainer *self, double *loss, GError **error)
{
  gsize  n = self->n_learned;
  gsize  n_batches = (n + self->batch_size - 1) / self->batch_size;
  gsize  end = 0;
  double sum = 0.0;

  /* What was stopped takes but one step, with tracks that are in random order already. */
  if (!mus_run_is_stopped (self->run) &&
      !shuffle (&self->order_rng, self->learned, n, self->run, error))
    return FALSE;
  for (gsize b = 0; b < n_batches && !(b > 0 && mus_run_is_stopped (self->run)); b++)
    {
      gsize start = end;

      if (mus_run_is_cancelled (self->run, error))
        return FALSE;

      end = n * (b + 1) / n_batches;
      sum += mus_gradient_compute (self->gradient, self->parameters, self->x,
                                   self->learned + start, end - start, self->schedule.dropout,
                                   mus_rng_next (&self->dropout_rng));
      mus_adam_step (self->adam, self->schedule.learning_rate,
                     mus_gradient_values (self->gradient), self->parameters);
    }
  *loss = sum / (double) end;

  return TRUE;
}

/* The mean loss of the rows that were set aside; FALSE when cancelled. Where it is not held
 * against another epoch's, Stop needn't wait for all of them. */
static gboolean
validate (Trainer *self, double *loss, GError **error)
{
  gboolean is_first = self->info.epochs == 0;
  gsize    end = 0;
  double   sum = 0.0;

  while (end < self->n_validation &&
         !(is_first && end > 0 && mus_run_is_stopped (self->run)))
    {
      gsize start = end;

      if (mus_run_is_cancelled (self->run, error))
        return FALSE;

      end = MIN (start + self->batch_size, self->n_validation);
      sum += mus_gradient_measure (self->gradient, self->parameters, self->x, self->rows + start,
                                   end - start);
    }
  *loss = sum / (double) end;

  return TRUE;
}

/* After an epoch: keeps the weights when they are the best, and fills in its point. */
static void
finish_epoch (Trainer *self, double train_loss, double validation_loss, MusTrainingPoint *point)
{
  MusSchedule *schedule = &self->schedule;

  if (mus_schedule_end_epoch (schedule, validation_loss))
    {
      memcpy (self->best, self->parameters, self->n_network * sizeof (float));
      self->info.best_epoch = schedule->epoch;
      self->info.train_loss = train_loss;
      self->info.validation_loss = validation_loss;
    }
  self->info.epochs = schedule->epoch;
  self->info.seconds = (double) (g_get_monotonic_time () - self->start) / G_USEC_PER_SEC;
  self->info.seconds_per_epoch = self->info.seconds / schedule->epoch;

  *point = (MusTrainingPoint){
    .epoch = schedule->epoch,
    .train_loss = train_loss,
    .validation_loss = validation_loss,
    .learning_rate = schedule->learning_rate,
    .dropout = schedule->dropout,
    .best_epoch = schedule->best_epoch,
    .patience_left = mus_schedule_patience_left (schedule),
    .seconds = self->info.seconds,
  };
}

static gboolean
run_epochs (Trainer *self, MusTrainingFunc func, gpointer func_data, GError **error)
{
  while (!mus_run_is_stopped (self->run) || self->schedule.epoch == 0)
    {
      MusTrainingPoint point;
      double           train_loss, validation_loss;

      if (!mus_schedule_begin_epoch (&self->schedule))
        {
          self->info.outcome = mus_schedule_outcome (&self->schedule);
          return TRUE;
        }
      if (!run_epoch (self, &train_loss, error) || !validate (self, &validation_loss, error))
        return FALSE;
      if (!isfinite (train_loss) || !isfinite (validation_loss))
        {
          g_set_error (error, MUS_ERROR, MUS_ERROR_NOT_FINITE,
                       _ ("Training lost its way in epoch %u: the error grew beyond all "
                          "bounds. Choose a lower learning rate."),
                       self->schedule.epoch);
          return FALSE;
        }

      finish_epoch (self, train_loss, validation_loss, &point);
      if (func != NULL)
        func (&point, func_data);
      mus_run_report (self->run, mus_schedule_fraction (&self->schedule));
    }
  self->info.outcome = MUS_OUTCOME_STOPPED;

  return TRUE;
}

MusAutoencoder *
mus_train (const MusMatrix           *x,
           const MusLabels           *labels,
           const MusTrainingSettings *settings,
           const MusRun              *run,
           MusTrainingFunc            func,
           gpointer                   func_data,
           MusTrainingInfo           *info,
           GError                   **error)
{
  Trainer         trainer;
  MusAutoencoder *result = NULL;

  g_assert (mus_matrix_n_cols (x) == MUS_N_FEATURES);
  g_assert ((labels != NULL) == (settings->way == MUS_WAY_SOUND_GENRE));
  g_assert (labels == NULL || labels->n_tracks == mus_matrix_n_rows (x));

  if (!mus_training_settings_validate (settings, mus_matrix_n_rows (x), error) ||
      !mus_blas_prepare (error))
    return NULL;
  if (!mus_matrix_is_finite (x))
    {
      g_set_error_literal (error, MUS_ERROR, MUS_ERROR_NOT_FINITE,
                           _ ("The features have a number that is infinite or none at all, "
                              "so nothing can be learned from them."));
      return NULL;
    }

  if (trainer_init (&trainer, x, labels, settings, run, error) &&
      run_epochs (&trainer, func, func_data, error))
    {
      result = mus_autoencoder_new_from_parameters (settings->way, settings->dimensions,
                                                    trainer.best, trainer.n_network);
      if (info != NULL)
        *info = trainer.info;
    }
  trainer_clear (&trainer);

  return result;
}
