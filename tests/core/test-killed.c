/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <string.h>

#include "counts.h"
#include "fixture.h"
#include "library-fixture.h"
#include "storage/mus-library-database-private.h"
#include "storage/mus-library-schema-private.h"

/*
 * The program killed (SIGKILL) while it keeps something: this program as another process
 * does so over and over, and what is found afterwards is whole.
 */

#define N_TRACKS 80
#define N_SEEDS 4
#define N_THUMBS 3000

static const char *program;

/*
 * The victims
 */

static MusTrainingSettings
make_training (guint64 seed)
{
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;

  settings.max_epochs = 3;
  settings.dimensions = 32;
  settings.seed = seed;

  return settings;
}

static MusLayoutSettings
make_layout (void)
{
  MusLayoutSettings settings = MUS_LAYOUT_SETTINGS_INIT;

  settings.iterations = 50;

  return settings;
}

/* Learns, keeps the model, draws the map, keeps it. */
static gboolean
learn (MusCache *cache, const MusCatalog *catalog, guint64 seed)
{
  MusTrainingSettings training = make_training (seed);
  MusLayoutSettings   layout = make_layout ();
  g_autoptr (MusModel) model = mus_model_learn (catalog, &training, NULL, NULL, NULL, NULL);
  g_autoptr (MusMatrix) positions = NULL;
  MusLayoutInfo info;

  if (!mus_cache_save_model (cache, model, NULL))
    return FALSE;
  positions =
      mus_layout_new (mus_model_kept_embedding (model), &layout, NULL, NULL, NULL, &info, NULL);

  return mus_cache_save_layout (cache, catalog, model, &layout, positions, &info, NULL, NULL);
}

/* Does so until it is killed. */
static int
be_a_learner (const char *folder)
{
  g_autoptr (MusCatalog) catalog = fixture_scattered_catalog (N_TRACKS, 1);
  g_autoptr (MusCache) cache = mus_cache_new (folder, G_MAXUINT64);
  guint64 seed = 0;

  g_print ("ready\n");
  while (learn (cache, catalog, seed))
    seed = (seed + 1) % N_SEEDS;

  return 1;
}

/* A made-up next version of the library, which rewrites each thumb. Returns: (transfer full) */
static char **
make_next_schema (void)
{
  const char *const *schema = mus_library_schema ();
  guint              n = (guint) mus_library_schema_version (schema);
  char             **next = g_new0 (char *, n + 2);

  for (guint i = 0; i < n; i++)
    next[i] = g_strdup (schema[i]);
  next[n] = g_strdup_printf ("ALTER TABLE thumbs ADD COLUMN note TEXT;"
                             "UPDATE thumbs SET note = hex (zeroblob (200));"
                             "PRAGMA user_version = %u;",
                             n + 1);

  return next;
}

static gboolean
count_thumbs (sqlite3 *db, gpointer data, GError **error)
{
  return mus_sql_get_int (db, "SELECT count (*) FROM thumbs WHERE length (note) = 400", data,
                          error);
}

static gboolean
migrate (const char *folder)
{
  g_auto (GStrv) schema = make_next_schema ();
  g_autoptr (MusLibraryDatabase) database =
      mus_library_database_new (folder, (const char *const *) schema);
  gint64 n;

  return mus_library_database_run (database, FALSE, count_thumbs, &n, NULL);
}

static int
be_a_migrator (const char *folder)
{
  g_print ("ready\n");

  return migrate (folder) ? 0 : 1;
}

/* Starts a victim and kills it within so many microseconds of its being ready, or finds it
 * done. Returns: whether it was killed */
static gboolean
kill_soon (const char *role, const char *folder, gint32 within_us)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) victim =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, role, folder, NULL);
  char ready[6];

  g_assert_no_error (error);
  g_assert_true (g_input_stream_read_all (g_subprocess_get_stdout_pipe (victim), ready,
                                          sizeof ready, NULL, NULL, &error));
  g_usleep ((gulong) g_test_rand_int_range (0, within_us));
  g_subprocess_send_signal (victim, SIGKILL);
  g_assert_true (g_subprocess_wait (victim, NULL, &error));
  g_assert_true (g_subprocess_get_if_signaled (victim) || g_subprocess_get_successful (victim));

  return g_subprocess_get_if_signaled (victim);
}

/*
 * What is found
 */

/* Counts what is kept; each of it is whole, and nothing is said. */
static void
load_all (MusCache *cache, const MusCatalog *catalog, guint *n_models, guint *n_layouts)
{
  MusLayoutSettings layout = make_layout ();

  for (guint seed = 0; seed < N_SEEDS; seed++)
    {
      MusTrainingSettings training = make_training (seed);
      g_autoptr (GError) error = NULL;
      g_autoptr (MusModel) model = mus_cache_load_model (cache, catalog, &training, NULL, &error);
      g_autoptr (MusMatrix) positions = NULL;
      MusLayoutInfo info;

      g_assert_no_error (error);
      if (model == NULL)
        continue;
      *n_models += 1;
      positions = mus_cache_load_layout (cache, catalog, model, &layout, &info, NULL, &error);
      g_assert_no_error (error);
      *n_layouts += positions != NULL;
    }
}

/* How long it takes to learn with each seed once when nobody disturbs, in microseconds. */
static gint32
measure_learning (MusCache *cache, const MusCatalog *catalog)
{
  gint64 start = g_get_monotonic_time ();

  for (guint64 seed = 0; seed < N_SEEDS; seed++)
    g_assert_true (learn (cache, catalog, seed));

  return (gint32) (g_get_monotonic_time () - start);
}

static void
test_learning (void)
{
  guint            n_kills = counts_choose (8, 300);
  g_autofree char *folder = g_dir_make_tmp ("musrec-test-XXXXXX", NULL);
  g_autoptr (MusCache) cache = mus_cache_new (folder, G_MAXUINT64);
  g_autoptr (MusCatalog) catalog = fixture_scattered_catalog (N_TRACKS, 1);
  gint32 within_us = measure_learning (cache, catalog);
  guint  n_models = 0, n_layouts = 0;

  for (guint i = 0; i < n_kills; i++)
    {
      /* Half of the time there is nothing from the time before. */
      if (i % 2 == 0)
        g_assert_true (mus_cache_clear (cache, NULL));
      g_assert_true (kill_soon ("--learner", folder, within_us));
      load_all (cache, catalog, &n_models, &n_layouts);
    }
  delete_folder (folder);
  g_assert_cmpuint (n_models, >, 0);
  counts_tell ("killed %u times while learning and saving; %u models and %u maps were found, all "
               "whole",
               n_kills, n_models, n_layouts);
}

static void
fill (LibraryFixture *self)
{
  g_autoptr (GPtrArray) thumbs = mus_thumbs_new ();
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_THUMBS; i++)
    {
      g_autofree char *title = g_strdup_printf ("Title %u", i);

      g_ptr_array_add (thumbs, mus_thumb_new (title, title, "Somebody", MUS_VERDICT_LIKE, i + 1));
    }
  before = library_set (self, library_first (self), thumbs, &error);
  g_assert_no_error (error);
}

/* How long a migration takes that nobody disturbs, in microseconds. */
static gint32
measure_migration (LibraryFixture *self)
{
  gint64 start = g_get_monotonic_time ();

  g_assert_true (migrate (self->folder));

  return (gint32) (g_get_monotonic_time () - start);
}

static void
assert_migrates (LibraryFixture *self)
{
  g_auto (GStrv) schema = make_next_schema ();
  g_autoptr (MusLibraryDatabase) database =
      mus_library_database_new (self->folder, (const char *const *) schema);
  g_autofree char *notice = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n = 0;

  g_assert_true (mus_library_database_run (database, FALSE, count_thumbs, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, N_THUMBS);
  notice = mus_library_database_take_notice (database);
  g_assert_null (notice);
}

static void
test_migrating (LibraryFixture *self, gconstpointer data)
{
  guint            n_kills = counts_choose (8, 300), n_in_time = 0;
  g_autofree char *bytes = NULL;
  gsize            n_bytes;
  gint32           within_us;

  fill (self);
  library_end (self);
  g_assert_true (g_file_get_contents (self->path, &bytes, &n_bytes, NULL));
  within_us = measure_migration (self);
  for (guint i = 0; i < n_kills; i++)
    {
      delete_folder (self->folder);
      g_assert_cmpint (g_mkdir_with_parents (self->folder, 0700), ==, 0);
      g_assert_true (g_file_set_contents (self->path, bytes, (gssize) n_bytes, NULL));
      n_in_time += kill_soon ("--migrator", self->folder, within_us);
      assert_migrates (self);
      library_assert_integrity (self);
    }
  delete_folder (self->folder);
  library_start (self);
  g_assert_cmpuint (n_in_time, >, 0);
  counts_tell ("killed %u times while migrating, %u times before it was done; all of %u thumbs "
               "were there each time",
               n_kills, n_in_time, N_THUMBS);
}

int
main (int argc, char **argv)
{
  program = argv[0];
  if (argc == 3 && strcmp (argv[1], "--learner") == 0)
    return be_a_learner (argv[2]);
  if (argc == 3 && strcmp (argv[1], "--migrator") == 0)
    return be_a_migrator (argv[2]);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/killed/learning", test_learning);
  g_test_add ("/killed/migrating", LibraryFixture, NULL, library_set_up, test_migrating,
              library_tear_down);

  return g_test_run ();
}
