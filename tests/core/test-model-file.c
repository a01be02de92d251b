/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "musrec.h"

#define DIMENSIONS 32
#define N_TRACKS 20
#define DIGEST_BYTES 32

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("musrec-test-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "model", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_remove (self->path);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->path);
  g_free (self->folder);
}

static MusMatrix *
make_embedding (gsize n_tracks)
{
  MusMatrix *embedding = mus_matrix_new (n_tracks, DIMENSIONS, NULL);
  MusRng     rng;

  mus_rng_init (&rng, 2);
  for (gsize i = 0; i < n_tracks * DIMENSIONS; i++)
    mus_matrix_fill (embedding)[i] = (float) mus_rng_normal (&rng);

  return embedding;
}

static MusModel *
make_model (gssize n_embedded, guint n_points)
{
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  MusTrainingInfo     info = {
        .epochs = 38,
        .best_epoch = 33,
        .outcome = MUS_OUTCOME_CONVERGED,
        .train_loss = 0.1 + 1e-17,
        .validation_loss = 1.0 / 3.0,
        .seconds = 3.25,
        .seconds_per_epoch = 0.0855,
  };
  MusTrainingPoint points[3] = { 0 };
  MusScaler        scaler;
  g_autofree char *checksum = g_strnfill (64, 'a');
  g_autoptr (MusAutoencoder) autoencoder = mus_autoencoder_new (MUS_WAY_SOUND, DIMENSIONS, 7);
  g_autoptr (MusMatrix) embedding = n_embedded >= 0 ? make_embedding ((gsize) n_embedded) : NULL;

  settings.dimensions = DIMENSIONS;
  settings.seed = G_GUINT64_CONSTANT (0xfedcba9876543210);
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    {
      scaler.mean[f] = -1.0 / (f + 3);
      scaler.deviation[f] = f;
    }
  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    {
      points[i].epoch = i + 1;
      points[i].train_loss = 1.0 / (i + 7);
      points[i].validation_loss = 1.0 / (i + 11);
      points[i].learning_rate = 1e-3 / (i + 1);
      points[i].dropout = 0.05;
      points[i].best_epoch = i;
      points[i].patience_left = 5 - i;
      points[i].seconds = 0.1 * i;
    }

  return mus_model_new (&scaler, autoencoder, &settings, &info, points, n_points, checksum, 5,
                        embedding, 0.125);
}

static void
assert_points_equal (const MusModel *a, const MusModel *b)
{
  gsize                   n_a, n_b;
  const MusTrainingPoint *points_a = mus_model_points (a, &n_a);
  const MusTrainingPoint *points_b = mus_model_points (b, &n_b);

  g_assert_cmpuint (n_a, ==, n_b);
  for (gsize i = 0; i < n_a; i++)
    {
      g_assert_cmpuint (points_a[i].epoch, ==, points_b[i].epoch);
      g_assert_cmpfloat (points_a[i].train_loss, ==, points_b[i].train_loss);
      g_assert_cmpfloat (points_a[i].validation_loss, ==, points_b[i].validation_loss);
      g_assert_cmpfloat (points_a[i].learning_rate, ==, points_b[i].learning_rate);
      g_assert_cmpfloat (points_a[i].dropout, ==, points_b[i].dropout);
      g_assert_cmpuint (points_a[i].best_epoch, ==, points_b[i].best_epoch);
      g_assert_cmpuint (points_a[i].patience_left, ==, points_b[i].patience_left);
      g_assert_cmpfloat (points_a[i].seconds, ==, points_b[i].seconds);
    }
}

static void
assert_settings_equal (const MusTrainingSettings *a, const MusTrainingSettings *b)
{
  g_assert_cmpuint (a->dimensions, ==, b->dimensions);
  g_assert_cmpfloat (a->learning_rate, ==, b->learning_rate);
  g_assert_cmpfloat (a->dropout, ==, b->dropout);
  g_assert_cmpuint (a->batch_size, ==, b->batch_size);
  g_assert_cmpuint (a->patience, ==, b->patience);
  g_assert_cmpuint (a->max_epochs, ==, b->max_epochs);
  g_assert_cmpfloat (a->validation_share, ==, b->validation_share);
  g_assert_cmpuint (a->seed, ==, b->seed);
  g_assert_cmpint (a->way, ==, b->way);
}

static void
assert_info_equal (const MusTrainingInfo *a, const MusTrainingInfo *b)
{
  g_assert_cmpuint (a->epochs, ==, b->epochs);
  g_assert_cmpuint (a->best_epoch, ==, b->best_epoch);
  g_assert_cmpint (a->outcome, ==, b->outcome);
  g_assert_cmpfloat (a->train_loss, ==, b->train_loss);
  g_assert_cmpfloat (a->validation_loss, ==, b->validation_loss);
  g_assert_cmpfloat (a->seconds, ==, b->seconds);
  g_assert_cmpfloat (a->seconds_per_epoch, ==, b->seconds_per_epoch);
}

static void
assert_models_equal (const MusModel *a, const MusModel *b)
{
  gsize      n = mus_autoencoder_count_parameters (mus_model_settings (a)->way, DIMENSIONS);
  MusMatrix *embedding_a = mus_model_kept_embedding (a);
  MusMatrix *embedding_b = mus_model_kept_embedding (b);

  assert_settings_equal (mus_model_settings (a), mus_model_settings (b));
  assert_info_equal (mus_model_info (a), mus_model_info (b));
  assert_points_equal (a, b);
  g_assert_cmpmem (mus_model_scaler (a), sizeof (MusScaler), mus_model_scaler (b),
                   sizeof (MusScaler));
  g_assert_cmpmem (mus_autoencoder_parameters (mus_model_autoencoder (a)), n * sizeof (float),
                   mus_autoencoder_parameters (mus_model_autoencoder (b)), n * sizeof (float));
  g_assert_cmpstr (mus_model_checksum (a), ==, mus_model_checksum (b));
  g_assert_cmpuint (mus_model_missing (a), ==, mus_model_missing (b));
  g_assert_cmpfloat (mus_model_embed_seconds (a), ==, mus_model_embed_seconds (b));
  g_assert_true ((embedding_a == NULL) == (embedding_b == NULL));
  if (embedding_a != NULL)
    g_assert_cmpmem (mus_matrix_data (embedding_a),
                     mus_matrix_n_rows (embedding_a) * DIMENSIONS * sizeof (float),
                     mus_matrix_data (embedding_b),
                     mus_matrix_n_rows (embedding_b) * DIMENSIONS * sizeof (float));
}

static char *
save_and_read (const MusModel *model, const char *path, gsize *n_bytes)
{
  g_autoptr (GError) error = NULL;
  char *bytes;

  g_assert_true (mus_model_file_save (model, path, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &bytes, n_bytes, &error));
  g_assert_no_error (error);

  return bytes;
}

static void
test_round_trip (Fixture *self, gconstpointer data)
{
  static const struct
  {
    gssize n_embedded; /* -1: no embedding */
    guint  n_points;
  } cases[] = { { N_TRACKS, 3 }, { 1, 1 }, { 0, 0 }, { -1, 2 }, { 5000, 3 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MusModel) model = make_model (cases[i].n_embedded, cases[i].n_points);
      g_autoptr (MusModel) loaded = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *first = NULL, *second = NULL;
      gsize            n_first, n_second;
      GStatBuf         status;

      first = save_and_read (model, self->path, &n_first);
      g_assert_cmpint (g_stat (self->path, &status), ==, 0);
      g_assert_cmpint (status.st_mode & 0777, ==, 0600);
      loaded = mus_model_file_load (self->path, NULL, &error);
      g_assert_no_error (error);
      assert_models_equal (model, loaded);
      second = save_and_read (loaded, self->path, &n_second);
      g_assert_cmpmem (first, n_first, second, n_second);
    }
}

static void
assert_refused (const char *bytes, gsize n_bytes, const char *word)
{
  g_autoptr (GError) error = NULL;
  MusModel *model = mus_model_file_parse ((const guint8 *) bytes, n_bytes, "this", NULL, &error);

  g_assert_null (model);
  g_assert_error (error, MUS_ERROR, MUS_ERROR_MODEL_FORMAT);
  g_assert_nonnull (strstr (error->message, "this"));
  if (word != NULL)
    g_assert_nonnull (strstr (error->message, word));
}

static void
test_truncated (Fixture *self, gconstpointer data)
{
  g_autoptr (MusModel) model = make_model (N_TRACKS, 3);
  gsize            n_bytes;
  g_autofree char *bytes = save_and_read (model, self->path, &n_bytes);

  for (guint percent = 0; percent < 100; percent++)
    {
      /* A copy of that very size, so that a sanitizer sees each byte read beyond it. */
      gsize            n = n_bytes * percent / 100;
      g_autofree char *shorter = g_memdup2 (bytes, MAX (n, 1));

      assert_refused (shorter, n, NULL);
    }
  for (gsize n = 0; n < 300; n++)
    assert_refused (bytes, n, NULL);
}

static void
test_flipped (Fixture *self, gconstpointer data)
{
  g_autoptr (MusModel) model = make_model (N_TRACKS, 3);
  gsize            n_bytes;
  g_autofree char *bytes = save_and_read (model, self->path, &n_bytes);
  MusRng           rng;

  mus_rng_init (&rng, 3);
  for (guint round = 0; round < 1000; round++)
    {
      gsize place = (gsize) mus_rng_below (&rng, n_bytes);
      char  bit = (char) (1 << mus_rng_below (&rng, 8));

      bytes[place] ^= bit;
      assert_refused (bytes, n_bytes, NULL);
      bytes[place] ^= bit;
    }
}

static void
sign (char *bytes, gsize n_bytes)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize n_digest = DIGEST_BYTES;

  g_checksum_update (checksum, (const guchar *) bytes, (gssize) (n_bytes - DIGEST_BYTES));
  g_checksum_get_digest (checksum, (guint8 *) bytes + n_bytes - DIGEST_BYTES, &n_digest);
}

/* What was damaged before it was signed is refused, or is another sound model; sizes that
 * the file can't hold are never believed. */
static void
test_signed (Fixture *self, gconstpointer data)
{
  g_autoptr (MusModel) model = make_model (N_TRACKS, 3);
  gsize            n_bytes;
  g_autofree char *bytes = save_and_read (model, self->path, &n_bytes);
  MusRng           rng;
  guint            n_refused = 0;

  mus_rng_init (&rng, 4);
  for (guint round = 0; round < 2000; round++)
    {
      g_autofree char *copy = g_memdup2 (bytes, n_bytes);
      g_autoptr (MusModel) loaded = NULL;
      g_autoptr (GError) error = NULL;
      gsize place = 12 + (gsize) mus_rng_below (&rng, 600);

      copy[place] ^= (char) (1 << mus_rng_below (&rng, 8));
      sign (copy, n_bytes);
      loaded = mus_model_file_parse ((const guint8 *) copy, n_bytes, "this", NULL, &error);
      if (loaded == NULL)
        g_assert_error (error, MUS_ERROR, MUS_ERROR_MODEL_FORMAT);
      n_refused += loaded == NULL;
    }
  g_assert_cmpuint (n_refused, >, 0);
  g_assert_cmpuint (n_refused, <, 2000);
}

static void
test_not_finite (Fixture *self, gconstpointer data)
{
  g_autoptr (MusModel) model = make_model (N_TRACKS, 3);
  gsize            n_bytes;
  g_autofree char *bytes = save_and_read (model, self->path, &n_bytes);

  /* The last number of the embedding becomes a NaN. */
  memset (bytes + n_bytes - DIGEST_BYTES - sizeof (float), 0xff, sizeof (float));
  sign (bytes, n_bytes);
  assert_refused (bytes, n_bytes, "damaged");
}

/* The first version knew Sound only, and said nothing of it. */
static void
test_first_version (Fixture *self, gconstpointer data)
{
  const gsize way_at = 12 + 4 * sizeof (guint32) + 4 * sizeof (guint64); /* behind the settings */
  g_autoptr (MusModel) model = make_model (N_TRACKS, 3);
  g_autoptr (MusModel) loaded = NULL;
  g_autoptr (GError) error = NULL;
  gsize            n_bytes;
  g_autofree char *bytes = save_and_read (model, self->path, &n_bytes);

  bytes[8] = 1;
  memmove (bytes + way_at, bytes + way_at + 4, n_bytes - way_at - 4);
  n_bytes -= 4;
  sign (bytes, n_bytes);
  loaded = mus_model_file_parse ((const guint8 *) bytes, n_bytes, "this", NULL, &error);
  g_assert_no_error (error);
  assert_models_equal (model, loaded);
}

static MusModel *
make_genre_model (void)
{
  g_autoptr (MusModel) sound = make_model (N_TRACKS, 3);
  g_autoptr (MusAutoencoder) network = mus_autoencoder_new (MUS_WAY_SOUND_GENRE, DIMENSIONS, 9);
  MusTrainingSettings     settings = *mus_model_settings (sound);
  gsize                   n_points;
  const MusTrainingPoint *points = mus_model_points (sound, &n_points);

  settings.way = MUS_WAY_SOUND_GENRE;

  return mus_model_new (mus_model_scaler (sound), network, &settings, mus_model_info (sound),
                        points, n_points, mus_model_checksum (sound), 0,
                        mus_model_kept_embedding (sound), 0.5);
}

static void
test_sound_genre (Fixture *self, gconstpointer data)
{
  g_autoptr (MusModel) model = make_genre_model ();
  g_autoptr (MusModel) loaded = NULL;
  g_autoptr (GError) error = NULL;
  gsize            n_bytes;
  g_autofree char *bytes = save_and_read (model, self->path, &n_bytes);

  loaded = mus_model_file_load (self->path, NULL, &error);
  g_assert_no_error (error);
  assert_models_equal (model, loaded);

  /* A way that is not known is no model, whatever its checksum says. */
  bytes[60] = 2;
  sign (bytes, n_bytes);
  assert_refused (bytes, n_bytes, "damaged");
}

static void
test_sentences (Fixture *self, gconstpointer data)
{
  g_autoptr (MusModel) model = make_model (N_TRACKS, 3);
  gsize            n_bytes;
  g_autofree char *bytes = save_and_read (model, self->path, &n_bytes);
  g_autofree char *longer = g_malloc0 (n_bytes + 4);

  assert_refused ("track_id,artists\n1,2\n", 21, "not a model");
  assert_refused ("", 0, "not a model");
  assert_refused (bytes, n_bytes - 1, "damaged");
  memcpy (longer, bytes, n_bytes);
  sign (longer, n_bytes + 4);
  assert_refused (longer, n_bytes + 4, "damaged");
  bytes[8] = 3;
  assert_refused (bytes, n_bytes, "newer version");
  bytes[8] = 0;
  assert_refused (bytes, n_bytes, "damaged");
}

typedef struct
{
  const char *path;
  gsize       n_bytes; /* that are left of it */
  gulong      wait_us;
} Cut;

static gpointer
cut_file (gpointer data)
{
  const Cut *cut = data;

  g_usleep (cut->wait_us);
  g_assert_cmpint (truncate (cut->path, (off_t) cut->n_bytes), ==, 0);

  return NULL;
}

/* A file that another program cuts off while it is read is damaged, no more. */
static void
test_cut_while_read (Fixture *self, gconstpointer data)
{
  g_autoptr (MusModel) model = make_model (20000, 3);
  guint  n_refused = 0;
  MusRng rng;

  mus_rng_init (&rng, 6);
  for (guint round = 0; round < 30; round++)
    {
      gsize            n_bytes;
      g_autofree char *bytes = save_and_read (model, self->path, &n_bytes);
      Cut      cut = { self->path, (gsize) mus_rng_below (&rng, n_bytes), 0 };
      GThread *thread;
      g_autoptr (MusModel) loaded = NULL;
      g_autoptr (GError) error = NULL;

      cut.wait_us = (gulong) mus_rng_below (&rng, 10000);
      thread = g_thread_new ("cut", cut_file, &cut);
      loaded = mus_model_file_load (self->path, NULL, &error);
      g_thread_join (thread);
      if (loaded == NULL)
        g_assert_error (error, MUS_ERROR, MUS_ERROR_MODEL_FORMAT);
      n_refused += loaded == NULL;
    }
  g_assert_cmpuint (n_refused, >, 0);
}

static void
test_places (Fixture *self, gconstpointer data)
{
  g_autoptr (MusModel) model = make_model (N_TRACKS, 3);
  g_autofree char *nowhere = g_build_filename (self->folder, "none", "model", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (mus_model_file_save (model, nowhere, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_assert_null (mus_model_file_load (nowhere, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_assert_false (mus_model_file_save (model, "/dev/full", NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
}

static void
add (const char *name, void (*test) (Fixture *self, gconstpointer data))
{
  g_test_add (name, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/model-file/round-trip", test_round_trip);
  add ("/model-file/truncated", test_truncated);
  add ("/model-file/flipped", test_flipped);
  add ("/model-file/signed", test_signed);
  add ("/model-file/not-finite", test_not_finite);
  add ("/model-file/first-version", test_first_version);
  add ("/model-file/sound-genre", test_sound_genre);
  add ("/model-file/sentences", test_sentences);
  add ("/model-file/cut-while-read", test_cut_while_read);
  add ("/model-file/places", test_places);

  return g_test_run ();
}
