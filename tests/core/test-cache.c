/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sys/stat.h>
#include <utime.h>

#include "base/mus-atomic-file.h"
#include "cache-fixture.h"

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
      mus_cache_load_layout (self->cache, self->catalog, loaded, &self->layout, &loaded_info, NULL,
                             &error));
  g_assert_no_error (error);
  g_assert_true (mus_cache_save_layout (self->cache, self->catalog, model, &self->layout, positions, &info,
                                        NULL, &error));
  loaded_positions =
      mus_cache_load_layout (self->cache, self->catalog, loaded, &self->layout, &loaded_info, NULL,
                             &error);
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

/*
 * Catalogs
 */

/* With ids, repeated songs, several genres of a track, and something to search. */
static MusCatalog *
read_catalog (void)
{
  return read_rows ("a,Ánna;Bob,Álbum,Ein Lied," NUMBERS ",pop\n"
                    "b,anna,Other,ein lied," NUMBERS ",rock\n"
                    "c,Anna,Other,Ein Lied - Live," NUMBERS ",rock\n"
                    "d,Bob,\"One, two\",Ein Lied," NUMBERS ",folk\n"
                    "e,Bob,,,50,,False,0.5,0.6,1,-7.5,1,0.05,0.2,0,0.1,0.4,120,4,\n",
                    MUS_REPEATS_TITLE);
}

/* What comes back can't be told from what was read. */
static void
test_catalog (Fixture *self, gconstpointer data)
{
  g_autoptr (MusCatalog) catalog = read_catalog ();
  g_autoptr (MusCatalog) loaded = NULL;
  g_autoptr (GError) error = NULL;
  const char *source = mus_catalog_source (catalog);

  g_assert_null (mus_cache_load_catalog (self->cache, source, "x", MUS_REPEATS_TITLE, NULL,
                                         &error));
  g_assert_no_error (error);
  g_assert_true (mus_cache_save_catalog (self->cache, catalog, NULL, &error));
  loaded = mus_cache_load_catalog (self->cache, source, "other.csv", MUS_REPEATS_TITLE, NULL,
                                   &error);
  g_assert_no_error (error);
  assert_same_catalog (catalog, loaded);
  g_assert_cmpuint (count_found (loaded, "lied alb"), ==, 1);
  g_assert_cmpuint (count_found (loaded, "lied alb"), ==, count_found (catalog, "lied alb"));
  g_assert_cmpstr (mus_catalog_name (loaded), ==, "other.csv");

  g_assert_null (mus_cache_load_catalog (self->cache, source, "x", MUS_REPEATS_TITLE_ARTIST,
                                         NULL, &error));
  g_assert_null (mus_cache_load_catalog (self->cache, "1-0", "x", MUS_REPEATS_TITLE, NULL, &error));
  g_assert_no_error (error);
}

/* The content tells, not the name; one more byte is another content. */
static void
test_source (Fixture *self, gconstpointer data)
{
  static const char text[] = HEADER "a,Anna,Album,Ein Lied," NUMBERS ",pop\n";
  char *sources[3];

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%u.csv", self->root, i);
      g_autofree char *name = NULL;
      g_autofree char *expected = g_strdup_printf ("%u.csv", i);
      g_autoptr (GFile) file = g_file_new_for_path (path);

      g_assert_true (g_file_set_contents (path, text, (gssize) sizeof text - (i == 2), NULL));
      sources[i] = mus_catalog_identify_source (file, NULL, &name);
      g_assert_cmpstr (name, ==, expected);
      g_unlink (path);
    }
  g_assert_cmpstr (sources[0], ==, sources[1]);
  g_assert_cmpstr (sources[0], !=, sources[2]);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_free (sources[i]);
}

/*
 * Indices
 */

/* What comes back answers as it did, to the last bit; and another embedding's does not. */
static void
test_index (Fixture *self, gconstpointer data)
{
  g_autoptr (MusModel) model = learn (self);
  MusMatrix *embedding = mus_model_kept_embedding (model);
  g_autoptr (MusNeighborIndex) index = make_index (embedding);
  g_autoptr (MusNeighborIndex) loaded = NULL;
  g_autoptr (MusMatrix) other = mus_matrix_new (N_TRACKS, 32, NULL);
  g_autoptr (GError) error = NULL;
  guint32 rows[2][N_TRACKS];
  double  distances[2][N_TRACKS];
  float   all[2][N_TRACKS];

  g_assert_true (mus_cache_save_index (self->cache, self->catalog, model, index, NULL, &error));
  loaded = mus_cache_load_index (self->cache, self->catalog, model, embedding, NULL, &error);
  g_assert_no_error (error);
  for (guint32 row = 0; row < N_TRACKS; row++)
    {
      gsize n = mus_neighbor_index_query (index, row, N_TRACKS, rows[0], distances[0]);

      g_assert_cmpuint (n, ==, N_TRACKS - 1);
      g_assert_cmpuint (
          mus_neighbor_index_query (loaded, row, N_TRACKS, rows[1], distances[1]), ==, n);
      g_assert_cmpmem (rows[0], n * sizeof (guint32), rows[1], n * sizeof (guint32));
      g_assert_cmpmem (distances[0], n * sizeof (double), distances[1], n * sizeof (double));
      mus_neighbor_index_distances (index, row, all[0]);
      mus_neighbor_index_distances (loaded, row, all[1]);
      g_assert_cmpmem (all[0], sizeof all[0], all[1], sizeof all[1]);
    }

  memcpy (mus_matrix_fill (other), mus_matrix_data (embedding), N_TRACKS * 32 * sizeof (float));
  mus_matrix_fill (other)[7] += 1e-3f;
  g_assert_null (mus_cache_load_index (self->cache, self->catalog, model, other, NULL, &error));
  g_assert_error (error, MUS_ERROR, MUS_ERROR_STORAGE);
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

static double
learn_seconds (MusTrainingJob *job)
{
  return mus_model_info (mus_training_job_get_model (job))->seconds;
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
  g_assert_cmpfloat (learn_seconds (again), ==, learn_seconds (training));
  /* In microseconds two times are the same now and then, but not over and over. */
  for (guint i = 0; i < 9 && learn_seconds (anew) == learn_seconds (training); i++)
    {
      g_clear_object (&anew);
      anew = run_training (self, FALSE);
    }
  g_assert_cmpfloat (learn_seconds (anew), !=, learn_seconds (training));
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

static MusOpenJob *
run_open (Fixture *self, GFile *file)
{
  MusOpenJob *job = mus_open_job_new (file, MUS_REPEATS_TITLE);

  mus_open_job_set_cache (job, self->cache);
  run (job);

  return job;
}

/* The second time the catalog is not read but found: it says how long reading took the first
 * time. */
static void
test_keep_job (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->root, "catalog.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GString) text = g_string_new (HEADER);
  g_autoptr (MusOpenJob) first = NULL;
  g_autoptr (MusOpenJob) second = NULL;
  g_autoptr (MusTrainingJob) training = run_training (self, TRUE);
  g_autoptr (MusKeepJob) keep = NULL;

  for (guint i = 0; i < N_FILLERS; i++)
    g_string_append_printf (text, "f%u,Anna,Album,Title %u," NUMBERS ",pop\n", i, i);
  put (path, text->str, text->len);

  first = run_open (self, file);
  keep = mus_keep_job_new (self->cache, mus_open_job_get_catalog (first),
                           mus_training_job_get_model (training),
                           mus_training_job_get_index (training));
  run (keep);
  g_assert_null (mus_job_get_notice (MUS_JOB (keep)));
  second = run_open (self, file);
  assert_same_catalog (mus_open_job_get_catalog (first), mus_open_job_get_catalog (second));
  g_assert_cmpstr (mus_catalog_name (mus_open_job_get_catalog (second)), ==, "catalog.csv");

  g_string_append (text, "g,Anna,Album,Title," NUMBERS ",pop\n");
  put (path, text->str, text->len);
  g_clear_object (&second);
  second = run_open (self, file);
  g_assert_cmpuint (mus_catalog_n_tracks (mus_open_job_get_catalog (second)), ==, N_FILLERS + 1);
  g_unlink (path);
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
  add ("/cache/catalog", test_catalog);
  add ("/cache/source", test_source);
  add ("/cache/index", test_index);
  add ("/cache/limit", test_limit);
  add ("/cache/abandoned", test_abandoned);
  add ("/cache/no-place", test_no_place);
  add ("/cache/jobs", test_jobs);
  add ("/cache/keep-job", test_keep_job);

  return g_test_run ();
}
