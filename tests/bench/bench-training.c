/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench.h"

/*
 * bench-training [CATALOG.csv]: how long a training with the defaults takes, and its epochs:
 * their median, with all threads and with one.
 */

static void
keep_time (const MusTrainingPoint *point, gpointer user_data)
{
  g_array_append_val ((GArray *) user_data, point->seconds);
}

static void
time_training (const MusMatrix *x, guint n_threads, const char *name)
{
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) epochs = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GError) error = NULL;
  g_autoptr (MusAutoencoder) net = NULL;

  mus_parallel_set_n_workers (n_threads);
  net = mus_train (x, NULL, &settings, NULL, keep_time, ends, NULL, &error);
  bench_check (net != NULL, error);
  for (guint i = 0; i < ends->len; i++)
    {
      double seconds = g_array_index (ends, double, i) -
                       (i > 0 ? g_array_index (ends, double, i - 1) : 0.0);

      g_array_append_val (epochs, seconds);
    }

  bench_print ("threads", mus_parallel_n_workers ());
  bench_print ("epochs", epochs->len);
  bench_print ("training_seconds", g_array_index (ends, double, ends->len - 1));
  bench_print (name, bench_median ((double *) epochs->data, epochs->len));
}

int
main (int argc, char *argv[])
{
  g_autoptr (MusCatalog) catalog = bench_catalog_read (argc > 1 ? argv[1] : NULL);
  g_autoptr (MusMatrix) x = NULL;
  MusScaler scaler;

  mus_scaler_fit (&scaler, mus_catalog_features (catalog), NULL, NULL);
  x = mus_scaler_transform (&scaler, mus_catalog_features (catalog), NULL, NULL);
  bench_check (x != NULL, NULL);

  bench_print ("tracks", (double) mus_matrix_n_rows (x));
  time_training (x, 1, "epoch_one_thread_seconds");
  time_training (x, 0, "epoch_seconds");

  return 0;
}
