/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "fixture.h"

/* Fifteen features that follow five hidden ones, as sound does. */
static MusMatrix *
make_features (gsize n, guint64 seed)
{
  MusMatrix *x = mus_matrix_new (n, MUS_N_FEATURES, NULL);
  float     *data = mus_matrix_fill (x);
  MusRng     rng;

  mus_rng_init (&rng, seed);
  for (gsize i = 0; i < n; i++)
    {
      double hidden[5];

      for (guint h = 0; h < G_N_ELEMENTS (hidden); h++)
        hidden[h] = mus_rng_normal (&rng);
      for (guint f = 0; f < MUS_N_FEATURES; f++)
        data[i * MUS_N_FEATURES + f] =
          (float) (0.8 * hidden[f % 5] - 0.5 * hidden[(f / 3) % 5] + 0.4 * mus_rng_normal (&rng));
    }

  return x;
}

static void
set_value (MusMatrix *x, gsize i, float value)
{
  mus_matrix_fill (x)[i] = value;
}

typedef struct
{
  GArray       *points;
  guint         stop_after;   /* 0: not */
  guint         cancel_after; /* 0: not */
  gint          stop;
  GCancellable *cancellable;
} Watch;

static void
watch_epoch (const MusTrainingPoint *point, gpointer user_data)
{
  Watch *watch = user_data;

  g_array_append_val (watch->points, *point);
  if (point->epoch == watch->stop_after)
    g_atomic_int_set (&watch->stop, 1);
  if (point->epoch == watch->cancel_after)
    g_cancellable_cancel (watch->cancellable);
}

static MusAutoencoder *
train_watched (const MusMatrix *x, const MusTrainingSettings *settings, Watch *watch,
               MusTrainingInfo *info, GError **error)
{
  MusRun run = MUS_RUN_INIT;

  watch->points = g_array_new (FALSE, FALSE, sizeof (MusTrainingPoint));
  watch->cancellable = g_cancellable_new ();
  run.stop = &watch->stop;
  run.cancellable = watch->cancellable;

  return mus_train (x, NULL, settings, &run, watch_epoch, watch, info, error);
}

static void
watch_clear (Watch *watch)
{
  g_array_unref (watch->points);
  g_object_unref (watch->cancellable);
}

static void
assert_same_parameters (const MusAutoencoder *a, const MusAutoencoder *b)
{
  gsize n = mus_autoencoder_count_parameters (MUS_WAY_SOUND, mus_autoencoder_dimensions (a));

  g_assert_cmpmem (mus_autoencoder_parameters (a), n * sizeof (float),
                   mus_autoencoder_parameters (b), n * sizeof (float));
}

static void
test_threads (void)
{
  static const guint batches[] = { 16, 256, 4096 };
  static const guint workers[] = { 1, 2, 8 };
  g_autoptr (MusMatrix) x = make_features (COUNTS_FEWER (20000, 6000), 1);

  for (guint b = 0; b < G_N_ELEMENTS (batches); b++)
    {
      MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
      g_autoptr (MusAutoencoder) first = NULL;
      MusTrainingInfo first_info = { 0 };

      settings.batch_size = batches[b];
      settings.max_epochs = 2;
      settings.dimensions = 64;
      for (guint w = 0; w < G_N_ELEMENTS (workers); w++)
        {
          g_autoptr (MusAutoencoder) net = NULL;
          MusTrainingInfo info;

          mus_parallel_set_n_workers (workers[w]);
          net = mus_train (x, NULL, &settings, NULL, NULL, NULL, &info, NULL);
          g_assert_nonnull (net);
          if (first == NULL)
            {
              first = mus_autoencoder_ref (net);
              first_info = info;
            }
          assert_same_parameters (net, first);
          g_assert_cmpfloat (info.validation_loss, ==, first_info.validation_loss);
          g_assert_cmpfloat (info.train_loss, ==, first_info.train_loss);
        }
    }
  mus_parallel_set_n_workers (0);
}

static void
test_seeds (void)
{
  g_autoptr (MusMatrix) x = make_features (300, 1);
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  g_autoptr (MusAutoencoder) one = NULL;
  g_autoptr (MusAutoencoder) two = NULL;

  settings.max_epochs = 2;
  one = mus_train (x, NULL, &settings, NULL, NULL, NULL, NULL, NULL);
  settings.seed = 2;
  two = mus_train (x, NULL, &settings, NULL, NULL, NULL, NULL, NULL);
  g_assert_cmpint (memcmp (mus_autoencoder_parameters (one), mus_autoencoder_parameters (two),
                           1000 * sizeof (float)), !=, 0);
}

/* The points tell what happened, the losses fall, and the info is that of the best one. */
static void
test_points (void)
{
  g_autoptr (MusMatrix) x = make_features (5000, 1);
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  g_autoptr (MusAutoencoder) net = NULL;
  const MusTrainingPoint *points;
  MusTrainingInfo info;
  Watch  watch = { 0 };
  double best = INFINITY;

  net = train_watched (x, &settings, &watch, &info, NULL);
  g_assert_nonnull (net);
  points = (const MusTrainingPoint *) watch.points->data;
  g_assert_cmpuint (watch.points->len, ==, info.epochs);
  for (guint i = 0; i < watch.points->len; i++)
    {
      g_assert_cmpuint (points[i].epoch, ==, i + 1);
      best = MIN (best, points[i].validation_loss);
      g_assert_cmpfloat (points[points[i].best_epoch - 1].validation_loss, ==, best);
      g_assert_cmpfloat (points[i].seconds, >=, i > 0 ? points[i - 1].seconds : 0.0);
      if (2 * i < info.epochs)
        g_assert_cmpfloat (points[i].dropout, ==, settings.dropout);
    }
  g_assert_cmpfloat (info.validation_loss, ==, best);
  g_assert_cmpfloat (info.train_loss, ==, points[info.best_epoch - 1].train_loss);
  g_assert_cmpfloat (points[0].validation_loss, <, 1.2);
  g_assert_cmpfloat (best, <, 0.02 * points[0].validation_loss);
  g_assert_cmpfloat (info.seconds, >, 0.0);
  watch_clear (&watch);
}

/* A run whose best epoch is not its last gives the very weights that a run gives which
 * was stopped right after that epoch. */
static void
test_restores_best (void)
{
  g_autoptr (MusMatrix) x = make_features (60, 1);
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  g_autoptr (MusAutoencoder) net = NULL;
  g_autoptr (MusAutoencoder) stopped = NULL;
  MusTrainingInfo info, stopped_info;
  Watch watch = { 0 }, stopped_watch = { 0 };

  settings.patience = 2;
  net = train_watched (x, &settings, &watch, &info, NULL);
  g_assert_nonnull (net);
  g_assert_cmpuint (info.best_epoch, <, info.epochs);

  stopped_watch.stop_after = info.best_epoch;
  stopped = train_watched (x, &settings, &stopped_watch, &stopped_info, NULL);
  g_assert_nonnull (stopped);
  g_assert_cmpint (stopped_info.outcome, ==, MUS_OUTCOME_STOPPED);
  g_assert_cmpuint (stopped_info.epochs, ==, info.best_epoch);
  assert_same_parameters (net, stopped);
  watch_clear (&watch);
  watch_clear (&stopped_watch);
}

/* Stop before the first step: one step is taken, and there is a result. */
static void
test_stop_at_once (void)
{
  g_autoptr (MusMatrix) x = make_features (3000, 1);
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  g_autoptr (MusAutoencoder) net = NULL;
  g_autoptr (GError) error = NULL;
  MusTrainingInfo info;
  Watch watch = { .stop = 1 };

  net = train_watched (x, &settings, &watch, &info, &error);
  g_assert_no_error (error);
  g_assert_nonnull (net);
  g_assert_cmpint (info.outcome, ==, MUS_OUTCOME_STOPPED);
  g_assert_cmpuint (info.epochs, ==, 1);
  g_assert_cmpuint (info.best_epoch, ==, 1);
  g_assert_true (isfinite (info.train_loss));
  watch_clear (&watch);
}

static void
test_cancel (void)
{
  static const guint after[] = { 1, 2, 25, 40 };
  g_autoptr (MusMatrix) x = make_features (200, 1);

  for (guint i = 0; i < G_N_ELEMENTS (after); i++)
    {
      MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
      g_autoptr (GError) error = NULL;
      Watch watch = { .cancel_after = after[i] };

      settings.patience = 100;
      if (after[i] == settings.max_epochs)
        {
          /* Too late: the result is there. */
          g_autoptr (MusAutoencoder) net = train_watched (x, &settings, &watch, NULL, &error);

          g_assert_nonnull (net);
          g_assert_no_error (error);
        }
      else
        {
          g_assert_null (train_watched (x, &settings, &watch, NULL, &error));
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          g_assert_cmpuint (watch.points->len, ==, after[i]);
        }
      watch_clear (&watch);
    }
}

typedef struct
{
  GCancellable *cancellable;
  GThread      *thread;
  double        epoch_seconds; /* of the first epoch */
  gint64        time;          /* of the cancel */
} Canceller;

static gpointer
cancel_soon (gpointer data)
{
  Canceller *canceller = data;

  g_usleep ((gulong) (0.2 * canceller->epoch_seconds * G_USEC_PER_SEC));
  canceller->time = g_get_monotonic_time ();
  g_cancellable_cancel (canceller->cancellable);

  return NULL;
}

static void
start_canceller (const MusTrainingPoint *point, gpointer user_data)
{
  Canceller *canceller = user_data;

  if (point->epoch > 1)
    return;
  canceller->epoch_seconds = point->seconds;
  canceller->thread = g_thread_new ("cancel", cancel_soon, canceller);
}

/* In the middle of an epoch over many tracks, which does not run to its end. */
static void
test_cancel_within_epoch (void)
{
  g_autoptr (MusMatrix) x = mus_matrix_new (COUNTS_FEWER (300000, 60000), MUS_N_FEATURES, NULL);
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Canceller canceller = { .cancellable = cancellable };
  MusRun    run = MUS_RUN_INIT;
  gint64    answered;
  double    seconds;

  run.cancellable = cancellable;
  g_assert_null (mus_train (x, NULL, &settings, &run, start_canceller, &canceller, NULL, &error));
  answered = g_get_monotonic_time ();
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (canceller.thread);
  seconds = (double) (answered - canceller.time) / G_USEC_PER_SEC;
  g_test_message ("an epoch: %.3f s, cancelled within %.4f s", canceller.epoch_seconds, seconds);
  g_assert_cmpfloat (seconds, <, 0.5 * canceller.epoch_seconds);
}

static void
keep_fraction (double fraction, gpointer user_data)
{
  double *last = user_data;

  g_assert_cmpfloat (fraction, >=, *last);
  *last = fraction;
}

static void
test_progress (void)
{
  g_autoptr (MusMatrix) x = make_features (500, 1);
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  g_autoptr (MusAutoencoder) net = NULL;
  MusRun run = MUS_RUN_INIT;
  double last = 0.0;

  run.progress = keep_fraction;
  run.progress_data = &last;
  settings.patience = 100;
  net = mus_train (x, NULL, &settings, &run, NULL, NULL, NULL, NULL);
  g_assert_nonnull (net);
  g_assert_cmpfloat (last, ==, 1.0);
}

static void
test_few_tracks (void)
{
  static const gsize sizes[] = { 0, 1, 2, 3, 17, 50 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (MusMatrix) x = make_features (sizes[i], 1);
      MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
      g_autoptr (MusAutoencoder) net = NULL;
      g_autoptr (MusMatrix) embedding = NULL;
      g_autoptr (GError) error = NULL;
      MusTrainingInfo info;

      net = mus_train (x, NULL, &settings, NULL, NULL, NULL, &info, &error);
      if (sizes[i] < 2)
        {
          g_assert_null (net);
          g_assert_error (error, MUS_ERROR, MUS_ERROR_EMPTY);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpuint (info.epochs, >=, 2);
      embedding = mus_autoencoder_embed (net, x, NULL, NULL);
      g_assert_true (mus_matrix_is_finite (embedding));
    }
}

/* The limits of the settings, all of which must give finite weights. */
static void
test_extremes (void)
{
  static const guint  batches[] = { 16, 4096 };
  static const double rates[] = { 1e-6, 0.1 };
  static const guint  limits[] = { 1, 2, 30 };
  g_autoptr (MusMatrix) x = make_features (1000, 1);

  for (guint b = 0; b < G_N_ELEMENTS (batches); b++)
    for (guint r = 0; r < G_N_ELEMENTS (rates); r++)
      for (guint l = 0; l < G_N_ELEMENTS (limits); l++)
        {
          MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
          g_autoptr (MusAutoencoder) net = NULL;
          MusTrainingInfo info;

          settings.batch_size = batches[b];
          settings.learning_rate = rates[r];
          settings.max_epochs = limits[l];
          net = mus_train (x, NULL, &settings, NULL, NULL, NULL, &info, NULL);
          g_assert_nonnull (net);
          g_assert_cmpuint (info.epochs, <=, limits[l]);
          g_assert_cmpuint (info.best_epoch, >=, 1);
          g_assert_true (isfinite (info.validation_loss));
        }
}

static void
test_constant_columns (void)
{
  g_autoptr (MusMatrix) x = make_features (1000, 1);
  g_autoptr (MusMatrix) zeros = mus_matrix_new (1000, MUS_N_FEATURES, NULL);
  g_autoptr (MusAutoencoder) net = NULL;
  g_autoptr (MusAutoencoder) zero_net = NULL;
  g_autoptr (MusMatrix) embedding = NULL;
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  MusTrainingInfo info;

  for (gsize i = 0; i < 1000; i++)
    for (gsize f = 3; f < 10; f++)
      set_value (x, i * MUS_N_FEATURES + f, 0.0f);
  net = mus_train (x, NULL, &settings, NULL, NULL, NULL, &info, NULL);
  g_assert_nonnull (net);
  g_assert_cmpfloat (info.validation_loss, <, 0.05);

  zero_net = mus_train (zeros, NULL, &settings, NULL, NULL, NULL, &info, NULL);
  g_assert_nonnull (zero_net);
  g_assert_cmpfloat (info.validation_loss, <, 1e-6);
  embedding = mus_autoencoder_embed (zero_net, zeros, NULL, NULL);
  g_assert_true (mus_matrix_is_finite (embedding));
}

static void
test_not_finite (void)
{
  static const struct
  {
    const char *name;
    float       value;
    const char *word; /* of the sentence */
  } rows[] = {
    { "NaN", NAN, "features" },
    { "infinity", -INFINITY, "features" },
    { "loss that overflows", 1e30f, "learning rate" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MusMatrix) x = make_features (1000, 1);
      MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
      g_autoptr (GError) error = NULL;

      for (gsize j = 0; j < 1000; j++)
        set_value (x, j * MUS_N_FEATURES + 7, rows[i].value);
      g_assert_null (mus_train (x, NULL, &settings, NULL, NULL, NULL, NULL, &error));
      g_assert_error (error, MUS_ERROR, MUS_ERROR_NOT_FINITE);
      g_assert_nonnull (strstr (error->message, rows[i].word));
    }
}

static void
test_outcome_names (void)
{
  g_assert_cmpstr (mus_outcome_name (MUS_OUTCOME_CONVERGED), ==, "converged");
  g_assert_cmpstr (mus_outcome_name (MUS_OUTCOME_LIMIT), ==, "limit");
  g_assert_cmpstr (mus_outcome_name (MUS_OUTCOME_STOPPED), ==, "stopped");
}

/* The published catalog */

static double
measure_hit_rate (const MusCatalog *catalog, MusMatrix *embedding)
{
  g_autoptr (MusNeighborIndex) index =
    mus_neighbor_index_new (embedding, MUS_METRIC_COSINE, NULL, NULL);
  g_autoptr (MusNeighborGraph) graph = mus_neighbor_graph_new (index, 10, NULL, NULL);
  gsize n = mus_catalog_n_tracks (catalog), n_hits = 0;

  for (guint32 row = 0; row < n; row++)
    for (guint k = 0; k < 10; k++)
      n_hits += mus_catalog_genre (catalog, mus_neighbor_graph_rows (graph, row)[k]) ==
                mus_catalog_genre (catalog, row);

  return (double) n_hits / (10.0 * (double) n);
}

static void
test_published (void)
{
  g_autoptr (MusCatalog) catalog = fixture_published_for_figures ();
  g_autoptr (MusMatrix) x = NULL;
  g_autofree float *errors = NULL;
  gsize n;

  if (catalog == NULL)
    return;

  x = fixture_standardise (catalog);
  n = mus_matrix_n_rows (x);
  errors = g_new (float, n);
  for (guint64 seed = 1; seed <= 2; seed++)
    {
      MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
      g_autoptr (MusAutoencoder) net = NULL;
      g_autoptr (MusMatrix) embedding = NULL;
      MusTrainingInfo info;
      Watch  watch = { 0 };
      double sum = 0.0, largest = 0.0, hit_rate;
      guint  n_full = 0;

      settings.seed = seed;
      net = train_watched (x, &settings, &watch, &info, NULL);
      g_assert_nonnull (net);
      g_assert_true (mus_autoencoder_reconstruction_errors (net, x, errors, NULL, NULL));
      for (gsize i = 0; i < n; i++)
        {
          sum += (double) errors[i];
          largest = MAX (largest, (double) errors[i]);
        }
      for (guint i = 0; i < watch.points->len; i++)
        n_full += g_array_index (watch.points, MusTrainingPoint, i).dropout == 0.05;
      embedding = mus_autoencoder_embed (net, x, NULL, NULL);
      hit_rate = measure_hit_rate (catalog, embedding);
      g_test_message ("seed %u: %u epochs, %.3f s, mean %.3g, maximum %.3g, hit rate %.4f",
                      (guint) seed, info.epochs, info.seconds, sum / (double) n, largest,
                      hit_rate);

      g_assert_cmpuint (2 * n_full, >=, info.epochs);
      g_assert_cmpfloat (sum / (double) n, <=, 0.0009);
      g_assert_cmpfloat (largest, <=, 0.1433);
      g_assert_cmpfloat (hit_rate, >=, 0.129);
      watch_clear (&watch);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/training/threads", test_threads);
  g_test_add_func ("/training/seeds", test_seeds);
  g_test_add_func ("/training/points", test_points);
  g_test_add_func ("/training/restores-best", test_restores_best);
  g_test_add_func ("/training/stop-at-once", test_stop_at_once);
  g_test_add_func ("/training/cancel", test_cancel);
  g_test_add_func ("/training/cancel-within-epoch", test_cancel_within_epoch);
  g_test_add_func ("/training/progress", test_progress);
  g_test_add_func ("/training/few-tracks", test_few_tracks);
  g_test_add_func ("/training/extremes", test_extremes);
  g_test_add_func ("/training/constant-columns", test_constant_columns);
  g_test_add_func ("/training/not-finite", test_not_finite);
  g_test_add_func ("/training/outcome-names", test_outcome_names);
  g_test_add_func ("/training/published", test_published);

  return g_test_run ();
}
