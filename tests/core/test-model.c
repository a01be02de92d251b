/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fixture.h"

static MusCatalog *
make_catalog (guint64 seed)
{
  FixtureTrack tracks[120];
  char         titles[G_N_ELEMENTS (tracks)][16];
  MusCatalog  *catalog;
  MusRng       rng;

  mus_rng_init (&rng, seed);
  for (guint i = 0; i < G_N_ELEMENTS (tracks); i++)
    {
      FixtureTrack track = { titles[i], "Somebody", "folk", FIXTURE_FEATURES };

      g_snprintf (titles[i], sizeof titles[i], "Song %u", i);
      for (guint f = 0; f < MUS_N_FEATURES; f++)
        track.features[f] *= 1.0 + 0.1 * mus_rng_normal (&rng);
      tracks[i] = track;
    }
  catalog = fixture_catalog (tracks, G_N_ELEMENTS (tracks));
  g_assert_cmpuint (mus_catalog_n_tracks (catalog), ==, G_N_ELEMENTS (tracks));

  return catalog;
}

static void
count_epoch (const MusTrainingPoint *point, gpointer user_data)
{
  guint *n = user_data;

  g_assert_cmpuint (point->epoch, ==, ++*n);
}

static void
test_learn (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog (1);
  g_autoptr (MusModel) model = NULL;
  g_autoptr (MusMatrix) features = NULL;
  g_autoptr (MusMatrix) embedding = NULL;
  g_autoptr (MusMatrix) again = NULL;
  g_autoptr (GError) error = NULL;
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  guint n_epochs = 0;
  gsize n_points;

  settings.dimensions = 32;
  settings.max_epochs = 3;
  model = mus_model_learn (catalog, &settings, NULL, count_epoch, &n_epochs, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_epochs, ==, 3);
  g_assert_cmpuint (mus_model_points (model, &n_points)[2].epoch, ==, 3);
  g_assert_cmpuint (n_points, ==, 3);
  g_assert_cmpuint (mus_model_info (model)->epochs, ==, 3);
  g_assert_cmpuint (mus_model_settings (model)->dimensions, ==, 32);
  g_assert_cmpstr (mus_model_checksum (model), ==, mus_catalog_checksum (catalog));
  g_assert_cmpuint (mus_model_missing (model), ==, 0);
  g_assert_cmpfloat (mus_model_embed_seconds (model), >=, 0.0);

  /* The kept embedding is what the network says of the features. */
  embedding = mus_model_embedding (model, catalog, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (embedding == mus_model_kept_embedding (model));
  features = mus_model_features (model, catalog, NULL, &error);
  again = mus_autoencoder_embed (mus_model_autoencoder (model), features, NULL, &error);
  g_assert_cmpuint (mus_matrix_n_rows (embedding), ==, 120);
  g_assert_cmpmem (mus_matrix_data (embedding), 120 * 32 * sizeof (float),
                   mus_matrix_data (again), 120 * 32 * sizeof (float));
}

static void
test_learn_cancelled (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog (1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  MusRun run = MUS_RUN_INIT;

  run.cancellable = cancellable;
  g_cancellable_cancel (cancellable);
  g_assert_null (mus_model_learn (catalog, &settings, &run, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Another catalog with the same columns gets an embedding by the model's own scaler. */
static void
test_other_catalog (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog (1);
  g_autoptr (MusCatalog) other = make_catalog (2);
  g_autoptr (MusModel) model = NULL;
  g_autoptr (MusMatrix) x = NULL;
  g_autoptr (MusMatrix) expected = NULL;
  g_autoptr (MusMatrix) embedding = NULL;
  g_autoptr (GError) error = NULL;
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;

  settings.max_epochs = 2;
  model = mus_model_learn (catalog, &settings, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  x = mus_scaler_transform (mus_model_scaler (model), mus_catalog_features (other), NULL, NULL);
  expected = mus_autoencoder_embed (mus_model_autoencoder (model), x, NULL, NULL);
  embedding = mus_model_embedding (model, other, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (mus_matrix_data (embedding), 120 * 128 * sizeof (float),
                   mus_matrix_data (expected), 120 * 128 * sizeof (float));
}

/* A model from a catalog without two columns that this one has. */
static void
test_unfit (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog (1);
  g_autoptr (MusModel) learned = NULL;
  g_autoptr (MusModel) model = NULL;
  g_autoptr (GError) error = NULL;
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  gsize n_points;
  const MusTrainingPoint *points;

  settings.max_epochs = 1;
  learned = mus_model_learn (catalog, &settings, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  points = mus_model_points (learned, &n_points);
  model = mus_model_new (mus_model_scaler (learned), mus_model_autoencoder (learned), &settings,
                         mus_model_info (learned), points, n_points, "another",
                         1u << MUS_FEATURE_TEMPO | 1u << MUS_FEATURE_KEY, NULL, 0.0);
  g_assert_null (mus_model_kept_embedding (model));
  g_assert_null (mus_model_embedding (model, catalog, NULL, &error));
  g_assert_error (error, MUS_ERROR, MUS_ERROR_MODEL_FORMAT);
  g_assert_nonnull (strstr (error->message, "key, tempo"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/learn", test_learn);
  g_test_add_func ("/model/learn-cancelled", test_learn_cancelled);
  g_test_add_func ("/model/other-catalog", test_other_catalog);
  g_test_add_func ("/model/unfit", test_unfit);

  return g_test_run ();
}
