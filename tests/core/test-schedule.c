/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "musrec.h"
#include "training/mus-schedule-private.h"

static void
test_settings (void)
{
  static const struct
  {
    const char         *name; /* a word of the sentence; NULL: fine */
    gsize               n_tracks;
    gint                code;
    MusTrainingSettings change; /* 0: the default stands */
  } rows[] = {
    { NULL, 2, 0, { 0 } },
    { NULL, 1000000, 0, { .dimensions = 32 } },
    { NULL, 100, 0, { .dimensions = 64, .batch_size = 4096, .learning_rate = 0.1 } },
    { NULL, 100, 0, { .batch_size = 16, .learning_rate = 1e-6, .max_epochs = 1 } },
    { NULL, 100, 0, { .max_epochs = 1000, .patience = 100, .validation_share = 0.5 } },
    { NULL, 100, 0, { .dropout = 0.5, .validation_share = 0.02 } },
    { "tracks", 0, MUS_ERROR_EMPTY, { 0 } },
    { "tracks", 1, MUS_ERROR_EMPTY, { 0 } },
    { "Embedding size", 100, MUS_ERROR_SETTING, { .dimensions = 127 } },
    { "Learning rate", 100, MUS_ERROR_SETTING, { .learning_rate = 0.11 } },
    { "between 0.000001 and 0.1", 100, MUS_ERROR_SETTING, { .learning_rate = 9e-7 } },
    { "Learning rate", 100, MUS_ERROR_SETTING, { .learning_rate = -1.0 } },
    { "Learning rate", 100, MUS_ERROR_SETTING, { .learning_rate = NAN } },
    { "Dropout", 100, MUS_ERROR_SETTING, { .dropout = -0.01 } },
    { "Dropout", 100, MUS_ERROR_SETTING, { .dropout = 0.51 } },
    { "Batch size", 100, MUS_ERROR_SETTING, { .batch_size = 15 } },
    { "Batch size", 100, MUS_ERROR_SETTING, { .batch_size = 4097 } },
    { "Patience", 100, MUS_ERROR_SETTING, { .patience = 101 } },
    { "Limit of epochs", 100, MUS_ERROR_SETTING, { .max_epochs = 1001 } },
    { "Validation share", 100, MUS_ERROR_SETTING, { .validation_share = 0.51 } },
    { "Validation share", 100, MUS_ERROR_SETTING, { .validation_share = 0.01 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
      g_autoptr (GError) error = NULL;

#define CHANGE(field) \
  if (rows[i].change.field != 0) \
    settings.field = rows[i].change.field;
      CHANGE (dimensions)
      CHANGE (learning_rate)
      CHANGE (dropout)
      CHANGE (batch_size)
      CHANGE (patience)
      CHANGE (max_epochs)
      CHANGE (validation_share)
#undef CHANGE

      g_assert_cmpint (mus_training_settings_validate (&settings, rows[i].n_tracks, &error), ==,
                       rows[i].name == NULL);
      if (rows[i].name == NULL)
        {
          g_assert_no_error (error);
          continue;
        }
      g_assert_error (error, MUS_ERROR, rows[i].code);
      g_assert_nonnull (strstr (error->message, rows[i].name));
    }
}

static void
test_settings_zero (void)
{
  g_autoptr (MusMatrix) x = mus_matrix_new (100, MUS_N_FEATURES, NULL);
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  g_autoptr (GError) error = NULL;

  settings.patience = 0;
  g_assert_false (mus_training_settings_validate (&settings, 100, &error));
  g_assert_error (error, MUS_ERROR, MUS_ERROR_SETTING);
  g_clear_error (&error);
  settings.patience = 1;
  settings.max_epochs = 0;
  g_assert_null (mus_train (x, NULL, &settings, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, MUS_ERROR, MUS_ERROR_SETTING);
}

typedef double (*LossFunc) (guint epoch, MusRng *rng);

static double
falling (guint epoch, MusRng *rng)
{
  return 1.0 / epoch;
}

static double
rising (guint epoch, MusRng *rng)
{
  return epoch;
}

static double
constant (guint epoch, MusRng *rng)
{
  return 1.0;
}

static double
noisy (guint epoch, MusRng *rng)
{
  return 1.0 / epoch + 0.2 * mus_rng_uniform (rng);
}

/* What must hold after each epoch, whatever ends the run then. */
static void
check_schedule (const MusTrainingSettings *settings, LossFunc loss, guint64 seed)
{
  MusSchedule schedule;
  MusRng      rng;
  guint       n_full = 0, best_epoch = 0;
  double      best = INFINITY, last_dropout = settings->dropout;
  double      last_rate = settings->learning_rate, last_fraction = 0.0;

  mus_rng_init (&rng, seed);
  mus_schedule_init (&schedule, settings);
  while (mus_schedule_begin_epoch (&schedule))
    {
      guint  epoch = schedule.epoch;
      double validation_loss = loss (epoch, &rng);

      g_assert_cmpuint (epoch, <=, settings->max_epochs);
      n_full += schedule.dropout == settings->dropout;
      g_assert_cmpuint (2 * n_full, >=, epoch);
      g_assert_cmpfloat (schedule.dropout, <=, last_dropout);
      g_assert_cmpfloat (schedule.dropout, >=, 0.0);
      g_assert_cmpfloat (schedule.learning_rate, <=, last_rate);
      g_assert_cmpfloat (schedule.learning_rate, >, 0.0);
      if (schedule.dropout == settings->dropout && settings->dropout > 0.0)
        g_assert_cmpfloat (schedule.learning_rate, ==, settings->learning_rate);

      g_assert_cmpint (mus_schedule_end_epoch (&schedule, validation_loss), ==,
                       validation_loss < best);
      if (validation_loss < best)
        {
          best = validation_loss;
          best_epoch = epoch;
        }
      g_assert_cmpuint (schedule.best_epoch, ==, best_epoch);
      g_assert_cmpuint (mus_schedule_patience_left (&schedule), <=, settings->patience);
      if (schedule.dropout > 0.0)
        g_assert_cmpuint (mus_schedule_patience_left (&schedule), ==, settings->patience);
      g_assert_cmpfloat (mus_schedule_fraction (&schedule), >=, last_fraction);
      last_dropout = schedule.dropout;
      last_rate = schedule.learning_rate;
      last_fraction = mus_schedule_fraction (&schedule);
    }

  g_assert_cmpfloat (last_fraction, <=, 1.0);
  if (mus_schedule_patience_left (&schedule) > 0)
    g_assert_cmpfloat (last_fraction, ==, 1.0);
  if (schedule.epoch == settings->max_epochs && mus_schedule_patience_left (&schedule) > 0)
    g_assert_cmpint (mus_schedule_outcome (&schedule), ==, MUS_OUTCOME_LIMIT);
  if (schedule.epoch < settings->max_epochs)
    g_assert_cmpint (mus_schedule_outcome (&schedule), ==, MUS_OUTCOME_CONVERGED);
}

static void
test_schedule (void)
{
  static const guint    limits[] = { 1, 2, 3, 4, 5, 7, 8, 9, 21, 39, 40, 41, 1000 };
  static const guint    patiences[] = { 1, 2, 5, 19, 20, 21, 100 };
  static const double   dropouts[] = { 0.0, 0.05, 0.5 };
  static const LossFunc losses[] = { falling, rising, constant, noisy };

  for (guint m = 0; m < G_N_ELEMENTS (limits); m++)
    for (guint p = 0; p < G_N_ELEMENTS (patiences); p++)
      for (guint d = 0; d < G_N_ELEMENTS (dropouts); d++)
        for (guint l = 0; l < G_N_ELEMENTS (losses); l++)
          for (guint64 seed = 0; seed < (losses[l] == noisy ? 20 : 1); seed++)
            {
              MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;

              settings.max_epochs = limits[m];
              settings.patience = patiences[p];
              settings.dropout = dropouts[d];
              check_schedule (&settings, losses[l], seed);
            }
}

/* Losses that never get better: patience ends the first phase after 6 epochs, the second
 * has one epoch (6 / 4) with less dropout, then patience ends it, 5 epochs later. */
static void
test_schedule_plateau (void)
{
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  MusSchedule         schedule;
  static const guint  left[] = { 5, 5, 5, 5, 5, 5, 5, 4, 3, 2, 1, 0 };

  settings.max_epochs = 1000;
  mus_schedule_init (&schedule, &settings);
  for (guint epoch = 1; epoch <= G_N_ELEMENTS (left); epoch++)
    {
      g_assert_true (mus_schedule_begin_epoch (&schedule));
      g_assert_cmpfloat (schedule.dropout, ==, epoch <= 6 ? 0.05 : epoch == 7 ? 0.025 : 0.0);
      mus_schedule_end_epoch (&schedule, epoch);
      g_assert_cmpuint (mus_schedule_patience_left (&schedule), ==, left[epoch - 1]);
    }
  g_assert_false (mus_schedule_begin_epoch (&schedule));
  g_assert_cmpint (mus_schedule_outcome (&schedule), ==, MUS_OUTCOME_CONVERGED);
  g_assert_cmpuint (schedule.best_epoch, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/schedule/settings", test_settings);
  g_test_add_func ("/schedule/settings-zero", test_settings_zero);
  g_test_add_func ("/schedule/phases", test_schedule);
  g_test_add_func ("/schedule/plateau", test_schedule_plateau);

  return g_test_run ();
}
