/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "musrec.h"

/*
 * bench-training [N]: how long an epoch of training takes on N tracks (73,609, as many as
 * the published catalog leaves), and a whole training with the defaults. The time of an
 * epoch does not depend on what the features say, so they are random numbers.
 */

#define N_TRACKS 73609
#define ROUNDS 5

static MusMatrix *
make_features (gsize n)
{
  MusMatrix *x = mus_matrix_new (n, MUS_N_FEATURES, NULL);
  MusRng     rng;

  if (x == NULL)
    exit (1);

  mus_rng_init (&rng, 1);
  for (gsize i = 0; i < n * MUS_N_FEATURES; i++)
    mus_matrix_fill (x)[i] = (float) mus_rng_normal (&rng);

  return x;
}

static void
keep_fastest (const MusTrainingPoint *point, gpointer user_data)
{
  double *times = user_data; /* the end of the epoch before, the shortest epoch */

  times[1] = MIN (times[1], point->seconds - times[0]);
  times[0] = point->seconds;
}

/* The fastest epoch of a short training, in seconds. */
static double
time_epoch (const MusMatrix *x, guint batch_size)
{
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  g_autoptr (MusAutoencoder) net = NULL;
  double times[] = { 0.0, G_MAXDOUBLE };

  settings.batch_size = batch_size;
  settings.max_epochs = 2 * ROUNDS;
  settings.patience = 100;
  net = mus_train (x, &settings, NULL, keep_fastest, times, NULL, NULL);
  if (net == NULL)
    exit (1);

  return times[1];
}

static void
print_whole (const MusMatrix *x)
{
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  g_autoptr (MusAutoencoder) net = NULL;
  MusTrainingInfo info;

  net = mus_train (x, &settings, NULL, NULL, NULL, &info, NULL);
  if (net == NULL)
    exit (1);

  printf ("defaults: %.3f s, %u epochs of %.4f s\n", info.seconds, info.epochs,
          info.seconds_per_epoch);
}

int
main (int argc, char *argv[])
{
  static const guint batches[] = { 64, 256, 1024 };
  gsize n = argc > 1 ? (gsize) g_ascii_strtoull (argv[1], NULL, 10) : N_TRACKS;
  g_autoptr (MusMatrix) x = make_features (n);

  printf ("%zu tracks; %s\n", n, mus_blas_description ());
  for (guint workers = 1; workers <= g_get_num_processors (); workers *= 2)
    {
      mus_parallel_set_n_workers (workers);
      for (guint b = 0; b < G_N_ELEMENTS (batches); b++)
        printf ("threads %u, batch %u: %.4f s an epoch\n", workers, batches[b],
                time_epoch (x, batches[b]));
    }
  mus_parallel_set_n_workers (0);
  print_whole (x);

  return 0;
}
