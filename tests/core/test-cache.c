/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <utime.h>

#include "base/mus-atomic-file.h"
#include "counts.h"
#include "fixture.h"

#define N_TRACKS 80

typedef struct
{
  char       *root;
  char       *folder; /* made by the cache */
  MusCache   *cache;
  MusCatalog *catalog;
  MusTrainingSettings training;
  MusLayoutSettings   layout;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  const MusTrainingSettings training = MUS_TRAINING_SETTINGS_INIT;
  const MusLayoutSettings   layout = MUS_LAYOUT_SETTINGS_INIT;

  self->root = g_dir_make_tmp ("musrec-test-XXXXXX", NULL);
  self->folder = g_build_filename (self->root, "cache", "musrec", NULL);
  self->cache = mus_cache_new (self->folder, G_MAXUINT64);
  self->catalog = fixture_scattered_catalog (N_TRACKS, 1);
  self->training = training;
  self->training.max_epochs = 3;
  self->training.dimensions = 32;
  self->layout = layout;
  self->layout.iterations = 50;
}

static void
delete_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autofree char *parent = g_path_get_dirname (self->folder);

  delete_files (self->folder);
  g_rmdir (self->folder);
  g_rmdir (parent);
  g_assert_cmpint (g_remove (self->root), ==, 0);
  mus_cache_unref (self->cache);
  mus_catalog_unref (self->catalog);
  g_free (self->folder);
  g_free (self->root);
}

static MusModel *
learn (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  MusModel *model = mus_model_learn (self->catalog, &self->training, NULL, NULL, NULL, &error);

  g_assert_no_error (error);

  return model;
}

static MusMatrix *
lay_out (Fixture *self, MusModel *model, MusLayoutInfo *info)
{
  g_autoptr (GError) error = NULL;
  MusMatrix *positions = mus_layout_new (mus_model_kept_embedding (model), &self->layout, NULL,
                                         NULL, NULL, info, &error);

  g_assert_no_error (error);

  return positions;
}

static MusModel *
load_model (Fixture *self, GError **error)
{
  return mus_cache_load_model (self->cache, self->catalog, &self->training, NULL, error);
}

static void
assert_same (MusMatrix *a, MusMatrix *b)
{
  gsize n_bytes = mus_matrix_n_rows (a) * mus_matrix_n_cols (a) * sizeof (float);

  g_assert_cmpuint (mus_matrix_n_rows (a), ==, mus_matrix_n_rows (b));
  g_assert_cmpuint (mus_matrix_n_cols (a), ==, mus_matrix_n_cols (b));
  g_assert_cmpmem (mus_matrix_row (a, 0), n_bytes, mus_matrix_row (b, 0), n_bytes);
}

/* The one file whose name ends so. Returns: (transfer full) */
static char *
find_file (Fixture *self, const char *suffix)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, suffix) && !g_str_has_prefix (name, "damaged-"))
      return g_build_filename (self->folder, name, NULL);

  return NULL;
}

/* What is loaded is, to the byte, what was saved, and the embedding is there again. */
static void
test_round_trip (Fixture *self, gconstpointer data)
{
  g_autoptr (MusModel) model = learn (self);
  g_autoptr (MusModel) loaded = NULL;
  MusLayoutInfo info, loaded_info;
  g_autoptr (MusMatrix) positions = lay_out (self, model, &info);
  g_autoptr (MusMatrix) loaded_positions = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  GStatBuf status;

  g_assert_null (load_model (self, &error));
  g_assert_no_error (error);
  g_assert_true (mus_cache_save_model (self->cache, model, &error));
  g_assert_no_error (error);
  loaded = load_model (self, &error);
  g_assert_no_error (error);
  assert_same (mus_model_kept_embedding (loaded), mus_model_kept_embedding (model));
  g_assert_cmpuint (mus_model_info (loaded)->epochs, ==, mus_model_info (model)->epochs);

  g_assert_null (
      mus_cache_load_layout (self->cache, self->catalog, loaded, &self->layout, &loaded_info, &error));
  g_assert_no_error (error);
  g_assert_true (mus_cache_save_layout (self->cache, self->catalog, model, &self->layout, positions, &info,
                                        &error));
  loaded_positions =
      mus_cache_load_layout (self->cache, self->catalog, loaded, &self->layout, &loaded_info, &error);
  g_assert_no_error (error);
  assert_same (loaded_positions, positions);
  g_assert_cmpfloat (loaded_info.kl_divergence, ==, info.kl_divergence);
  g_assert_cmpuint (loaded_info.iterations, ==, info.iterations);

  path = find_file (self, ".model");
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (self->folder, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
}

static void
test_other_content (Fixture *self, gconstpointer data)
{
  g_autoptr (MusModel) model = learn (self);
  g_autoptr (MusCatalog) other = fixture_scattered_catalog (N_TRACKS, 2);
  g_autoptr (MusCatalog) same = fixture_scattered_catalog (N_TRACKS, 1);
  g_autoptr (MusModel) loaded = NULL;
  g_autoptr (GError) error = NULL;
  MusTrainingSettings seeded = self->training;

  g_assert_true (mus_cache_save_model (self->cache, model, &error));
  g_assert_null (mus_cache_load_model (self->cache, other, &self->training, NULL, &error));
  g_assert_no_error (error);
  seeded.seed++;
  g_assert_null (mus_cache_load_model (self->cache, self->catalog, &seeded, NULL, &error));
  g_assert_no_error (error);
  loaded = mus_cache_load_model (self->cache, same, &self->training, NULL, &error);
  g_assert_nonnull (loaded);
}

static void
put (const char *path, const char *bytes, gsize n_bytes)
{
  g_assert_true (g_file_set_contents (path, bytes, (gssize) n_bytes, NULL));
}

/* Each damage is found, told once, and then there is just nothing. */
static void
assert_set_aside (Fixture *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *aside = g_strconcat (self->folder, "/damaged-", base, NULL);

  g_assert_null (load_model (self, &error));
  g_assert_error (error, MUS_ERROR, MUS_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, "damaged-"));
  g_clear_error (&error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
  g_assert_null (load_model (self, &error));
  g_assert_no_error (error);
}

static void
test_damaged (Fixture *self, gconstpointer data)
{
  g_autoptr (MusModel) model = learn (self);
  g_autoptr (MusModel) loaded = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *bytes = NULL;
  guint n_bits = counts_choose (100, 1000);
  gsize n_bytes;

  g_assert_true (mus_cache_save_model (self->cache, model, &error));
  path = find_file (self, ".model");
  g_assert_true (g_file_get_contents (path, &bytes, &n_bytes, NULL));
  for (guint percent = 0; percent < 100; percent++)
    {
      put (path, bytes, n_bytes * percent / 100);
      assert_set_aside (self, path);
    }
  for (guint i = 0; i < n_bits; i++)
    {
      gint32 bit = g_test_rand_int_range (0, (gint32) n_bytes * 8);

      bytes[bit / 8] ^= (char) (1 << (bit % 8));
      put (path, bytes, n_bytes);
      assert_set_aside (self, path);
      bytes[bit / 8] ^= (char) (1 << (bit % 8));
    }
  put (path, bytes, n_bytes);
  loaded = load_model (self, &error);
  g_assert_no_error (error);
  g_assert_nonnull (loaded);
  counts_tell ("a model in the cache truncated at 100 places, %u of its bits turned", n_bits);
}

static void
test_damaged_layout (Fixture *self, gconstpointer data)
{
  g_autoptr (MusModel) model = learn (self);
  MusLayoutInfo info;
  g_autoptr (MusMatrix) positions = lay_out (self, model, &info);
  g_autofree char *path = NULL;
  g_autofree char *bytes = NULL;
  gsize n_bytes;

  g_assert_true (
      mus_cache_save_layout (self->cache, self->catalog, model, &self->layout, positions, &info, NULL));
  path = find_file (self, ".layout");
  g_assert_true (g_file_get_contents (path, &bytes, &n_bytes, NULL));
  for (guint percent = 0; percent < 100; percent++)
    {
      g_autoptr (GError) error = NULL;

      put (path, bytes, n_bytes * percent / 100);
      g_assert_null (mus_cache_load_layout (self->cache, self->catalog, model, &self->layout, &info, &error));
      g_assert_error (error, MUS_ERROR, MUS_ERROR_STORAGE);
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
}

/* As if all files had not been used for years. */
static void
make_old (Fixture *self)
{
  const struct utimbuf old = { 1000, 1000 };
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      utime (path, &old);
    }
}

/* The one that was not used for longest goes first; what was just saved stays. */
static void
test_limit (Fixture *self, gconstpointer data)
{
  g_autoptr (MusModel) model = learn (self);
  g_autoptr (MusCache) small = NULL;
  g_autoptr (MusModel) loaded = NULL;
  g_autoptr (GError) error = NULL;
  guint64 n_bytes;

  g_assert_cmpuint (mus_cache_measure (self->cache), ==, 0);
  g_assert_true (mus_cache_save_model (self->cache, model, &error));
  n_bytes = mus_cache_measure (self->cache);
  g_assert_cmpuint (n_bytes, >, 0);

  /* Used again, it outlives the one that is made after it. */
  small = mus_cache_new (self->folder, n_bytes * 5 / 2);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (MusModel) next = NULL;

      make_old (self);
      loaded = load_model (self, &error);
      g_assert_nonnull (loaded);
      g_clear_pointer (&loaded, mus_model_unref);
      self->training.seed = i + 100;
      next = learn (self);
      g_assert_true (mus_cache_save_model (small, next, &error));
      g_assert_cmpuint (mus_cache_measure (small), <=, n_bytes * 5 / 2);
      self->training.seed = 1;
    }
  loaded = load_model (self, &error);
  g_assert_nonnull (loaded);

  g_assert_true (mus_cache_clear (self->cache, &error));
  g_assert_cmpuint (mus_cache_measure (self->cache), ==, 0);
}

/* What a killed program has left half written goes; what is being written stays. */
static void
test_abandoned (Fixture *self, gconstpointer data)
{
  g_autoptr (MusModel) model = learn (self);
  g_autofree char *old = g_build_filename (self->folder, MUS_ATOMIC_FILE_PREFIX "old", NULL);
  g_autofree char *young = g_build_filename (self->folder, MUS_ATOMIC_FILE_PREFIX "young", NULL);

  g_assert_cmpint (g_mkdir_with_parents (self->folder, 0700), ==, 0);
  put (old, "half", 4);
  make_old (self);
  put (young, "half", 4);
  g_assert_true (mus_cache_save_model (self->cache, model, NULL));
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (young, G_FILE_TEST_EXISTS));
}

/* Where nothing can be kept, that is said. */
static void
test_no_place (Fixture *self, gconstpointer data)
{
  g_autoptr (MusModel) model = learn (self);
  g_autofree char *file = g_build_filename (self->root, "file", NULL);
  g_autofree char *below = g_build_filename (file, "cache", NULL);
  g_autoptr (MusCache) cache = NULL;
  g_autoptr (GError) error = NULL;

  put (file, "", 0);
  cache = mus_cache_new (below, G_MAXUINT64);
  g_assert_false (mus_cache_save_model (cache, model, &error));
  g_assert_error (error, MUS_ERROR, MUS_ERROR_STORAGE);
  g_unlink (file);
}

/*
 * Jobs
 */

static void
run (gpointer job)
{
  mus_job_start (job);
  while (mus_job_is_running (job))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (mus_job_get_state (job), ==, MUS_JOB_DONE);
}

static MusTrainingJob *
run_training (Fixture *self, gboolean may_load)
{
  MusTrainingJob *job = mus_training_job_new (self->catalog, &self->training);

  mus_training_job_set_cache (job, self->cache, may_load);
  run (job);

  return job;
}

static MusLayoutJob *
run_layout (Fixture *self, MusModel *model)
{
  g_autoptr (MusMatrix) x = fixture_standardise (self->catalog);
  MusLayoutJob *job =
      mus_layout_job_new (self->catalog, x, mus_model_kept_embedding (model), &self->layout);

  mus_layout_job_set_cache (job, self->cache, model, TRUE);
  run (job);

  return job;
}

/* The second time the jobs give the same, from the cache. */
static void
test_jobs (Fixture *self, gconstpointer data)
{
  g_autoptr (MusTrainingJob) training = run_training (self, TRUE);
  g_autoptr (MusTrainingJob) again = run_training (self, TRUE);
  g_autoptr (MusTrainingJob) anew = run_training (self, FALSE);
  MusModel *model = mus_training_job_get_model (training);
  g_autoptr (MusLayoutJob) layout = run_layout (self, model);
  g_autoptr (MusLayoutJob) layout_again = run_layout (self, model);
  gsize n_points, n_points_again;
  g_autofree char *path = NULL;
  g_autoptr (MusTrainingJob) repaired = NULL;

  /* A model that was read says how long it took when it was learned. */
  g_assert_cmpfloat (mus_model_info (mus_training_job_get_model (again))->seconds, ==,
                     mus_model_info (model)->seconds);
  g_assert_cmpfloat (mus_model_info (mus_training_job_get_model (anew))->seconds, !=,
                     mus_model_info (model)->seconds);
  assert_same (mus_model_kept_embedding (mus_training_job_get_model (again)),
               mus_model_kept_embedding (model));
  mus_training_job_get_points (training, &n_points);
  mus_training_job_get_points (again, &n_points_again);
  g_assert_cmpuint (n_points, ==, n_points_again);
  g_assert_nonnull (mus_training_job_get_index (again));

  assert_same (mus_layout_job_get_positions (layout),
               mus_layout_job_get_positions (layout_again));
  g_assert_cmpfloat (mus_layout_job_get_info (layout_again)->optimise_seconds, ==,
                     mus_layout_job_get_info (layout)->optimise_seconds);
  g_assert_nonnull (mus_layout_job_get_regions (layout_again));
  g_assert_null (mus_job_get_notice (MUS_JOB (layout_again)));

  path = find_file (self, ".model");
  put (path, "damaged", 7);
  repaired = run_training (self, TRUE);
  g_assert_nonnull (mus_job_get_notice (MUS_JOB (repaired)));
  assert_same (mus_model_kept_embedding (mus_training_job_get_model (repaired)),
               mus_model_kept_embedding (model));
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
  add ("/cache/round-trip", test_round_trip);
  add ("/cache/other-content", test_other_content);
  add ("/cache/damaged", test_damaged);
  add ("/cache/damaged-layout", test_damaged_layout);
  add ("/cache/limit", test_limit);
  add ("/cache/abandoned", test_abandoned);
  add ("/cache/no-place", test_no_place);
  add ("/cache/jobs", test_jobs);

  return g_test_run ();
}
