/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "counts.h"
#include "library-fixture.h"
#include "storage/mus-library-database-private.h"
#include "storage/mus-library-schema-private.h"

/*
 * The library, broken on purpose.
 */

static const char *program;

#define N_THUMBS 150

/*
 * A listener: this program as another process, which likes tracks one after the other and
 * says which of them are confirmed.
 */

static int
be_a_listener (const char *folder, const char *prefix, guint n)
{
  LibraryFixture fixture = { .folder = (char *) folder };
  gint64         taste;

  library_start (&fixture);
  taste = library_first (&fixture);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *title = g_strdup_printf ("%s%u", prefix, i);
      g_autoptr (GError) error = NULL;

      if (!library_thumb (&fixture, taste, title, title, MUS_VERDICT_LIKE, &error))
        {
          g_printerr ("%s\n", error->message);
          return 1;
        }
      g_print ("%s\n", title);
    }
  library_end (&fixture);

  return fixture.notice != NULL;
}

static GSubprocess *
start_listener (LibraryFixture *self, const char *prefix, guint n)
{
  g_autofree char *count = g_strdup_printf ("%u", n);
  g_autoptr (GError) error = NULL;
  GSubprocess *listener =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--listener",
                        self->folder, prefix, count, NULL);

  g_assert_no_error (error);

  return listener;
}

/* Returns: (transfer full): the titles that a listener said are confirmed, whole lines only */
static char **
get_confirmed (GSubprocess *listener)
{
  g_autoptr (GBytes) output = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  char *end;

  g_assert_true (g_subprocess_communicate (listener, NULL, NULL, &output, NULL, &error));
  g_assert_no_error (error);
  if (g_bytes_get_size (output) > 0)
    g_string_append_len (text, g_bytes_get_data (output, NULL),
                         (gssize) g_bytes_get_size (output));
  end = strrchr (text->str, '\n');
  if (end != NULL)
    *end = '\0';

  return end != NULL ? g_strsplit (text->str, "\n", -1) : g_new0 (char *, 1);
}

static void
assert_all_there (LibraryFixture *self, char **confirmed)
{
  g_autoptr (GHashTable) titles = library_titles (self);

  for (guint i = 0; confirmed[i] != NULL; i++)
    g_assert_true (g_hash_table_contains (titles, confirmed[i]));
}

static void
test_killed (LibraryFixture *self, gconstpointer data)
{
  guint n_kills = counts_choose (12, 300);
  gsize n_confirmed = 0;

  for (guint i = 0; i < n_kills; i++)
    {
      g_autofree char *prefix = g_strdup_printf ("kill %u, ", i);
      g_autoptr (GSubprocess) listener = start_listener (self, prefix, G_MAXINT);
      g_auto (GStrv) confirmed = NULL;

      g_usleep ((gulong) g_test_rand_int_range (0, 300000));
      g_subprocess_send_signal (listener, SIGKILL);
      confirmed = get_confirmed (listener);
      n_confirmed += g_strv_length (confirmed);

      library_end (self);
      library_start (self);
      assert_all_there (self, confirmed);
      library_assert_integrity (self);
      g_assert_null (self->notice);
    }
  counts_tell ("killed %u times while liking; %" G_GSIZE_FORMAT
               " thumbs were confirmed and are there",
               n_kills, n_confirmed);
}

static void
test_two_processes (LibraryFixture *self, gconstpointer data)
{
  guint n = counts_choose (40, 400);
  g_autoptr (GSubprocess) one = start_listener (self, "one ", n);
  g_autoptr (GSubprocess) two = start_listener (self, "two ", n);
  gint64 taste = library_first (self);
  g_autoptr (GHashTable) titles = NULL;
  g_auto (GStrv) of_one = NULL;
  g_auto (GStrv) of_two = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *title = g_strdup_printf ("three %u", i);
      g_autoptr (GError) error = NULL;

      g_assert_true (library_thumb (self, taste, title, title, MUS_VERDICT_LIKE, &error));
      g_assert_no_error (error);
    }
  of_one = get_confirmed (one);
  of_two = get_confirmed (two);
  g_assert_true (g_subprocess_get_successful (one));
  g_assert_true (g_subprocess_get_successful (two));
  g_assert_cmpuint (g_strv_length (of_one), ==, n);
  g_assert_cmpuint (g_strv_length (of_two), ==, n);
  assert_all_there (self, of_one);
  assert_all_there (self, of_two);
  titles = library_titles (self);
  g_assert_cmpuint (g_hash_table_size (titles), ==, 3 * n);
  g_assert_null (self->notice);
  counts_tell ("three processes at one library, %u thumbs each", n);
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* What one window does shows up in the other. */
static void
test_change_is_told (LibraryFixture *self, gconstpointer data)
{
  gint64 taste = library_first (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) listener = NULL;
  g_auto (GStrv) confirmed = NULL;
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  guint  timer = g_timeout_add (100, wake_cb, NULL);

  g_assert_true (library_thumb (self, taste, "own", "own", MUS_VERDICT_LIKE, &error));
  g_assert_cmpuint (self->n_changed, ==, 0);
  listener = start_listener (self, "other ", 1);
  confirmed = get_confirmed (listener);
  while (self->n_changed == 0 && g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (self->n_changed, ==, 1);
  library_assert_thumbs (self, taste, "1:own 1:other 0");
  g_source_remove (timer);
}

/*
 * Damaged files
 */

static void
fill (LibraryFixture *self)
{
  gint64 taste = library_first (self);
  g_autoptr (GPtrArray) thumbs = mus_thumbs_new ();
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_THUMBS; i++)
    {
      g_autofree char *title = g_strdup_printf ("Title %u", i);

      g_ptr_array_add (thumbs, mus_thumb_new (title, title, "Somebody",
                                              i % 2 == 0 ? MUS_VERDICT_LIKE
                                                         : MUS_VERDICT_DISLIKE,
                                              i + 1));
    }
  before = library_set (self, taste, thumbs, &error);
  g_assert_no_error (error);
}

/* Returns: how many files whose names start with @prefix are in the folder */
static guint
count_files (LibraryFixture *self, const char *prefix)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;
  guint       n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_prefix (name, prefix);

  return n;
}

/* Returns: how many thumbs there are; each must be one of those that were given */
static guint
count_sound_thumbs (LibraryFixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tastes = library_list (self, &error);
  guint n = 0;

  g_assert_no_error (error);
  for (guint t = 0; t < tastes->len; t++)
    {
      gint64 taste = ((MusTasteInfo *) g_ptr_array_index (tastes, t))->id;
      g_autoptr (GPtrArray) thumbs = library_load (self, taste, &error);

      g_assert_no_error (error);
      for (guint i = 0; i < thumbs->len; i++)
        {
          const MusThumb  *thumb = g_ptr_array_index (thumbs, i);
          guint            number = (guint) thumb->time_us - 1;
          g_autofree char *title = g_strdup_printf ("Title %u", number);

          g_assert_cmpuint (number, <, N_THUMBS);
          g_assert_cmpstr (thumb->title, ==, title);
          g_assert_cmpstr (thumb->track_id, ==, title);
          g_assert_cmpstr (thumb->artist, ==, "Somebody");
          g_assert_cmpint (thumb->verdict, ==, number % 2 == 0 ? 1 : -1);
        }
      n += thumbs->len;
    }

  return n;
}

/* The library, what was set aside, copies: nobody else may read any of them. */
static void
assert_private (LibraryFixture *self)
{
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);
      GStatBuf         status;

      g_assert_cmpint (g_stat (path, &status), ==, 0);
      g_assert_cmpint (status.st_mode & 0777, ==, 0600);
    }
}

/*
 * Puts a damaged file in the library's place and starts. Either nothing is missing or
 * wrong, or the file has been set aside and a sentence says so; the library goes on either
 * way. A file that claims to come from a newer program is left as it is.
 *
 * Returns: how many thumbs are there
 */
static guint
try_damaged (LibraryFixture *self, const guint8 *bytes, gsize n_bytes)
{
  g_autofree char *journal = g_strconcat (self->path, "-journal", NULL);
  g_autoptr (GPtrArray) tastes = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  delete_folder (self->folder);
  g_assert_cmpint (g_mkdir_with_parents (self->folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents_full (self->path, (const char *) bytes, (gssize) n_bytes,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  g_clear_pointer (&self->notice, g_free);
  library_start (self);

  tastes = library_list (self, &error);
  if (tastes != NULL)
    {
      n = count_sound_thumbs (self);
      g_assert_true (
          library_thumb (self, library_first (self), "x", "x", MUS_VERDICT_LIKE, &error));
      library_assert_integrity (self);
      g_assert_cmpuint (count_files (self, "library-damaged-"), ==, self->notice != NULL);
      g_assert_cmpuint (count_files (self, "library-fresh-"), ==, 0);
      if (self->notice == NULL)
        g_assert_cmpuint (n, ==, N_THUMBS);
    }
  else
    {
      g_assert_error (error, MUS_ERROR, MUS_ERROR_STORAGE);
      g_assert_nonnull (strstr (error->message, "newer"));
    }
  library_end (self);
  assert_private (self);

  return n;
}

static void
test_truncated (LibraryFixture *self, gconstpointer data)
{
  g_autofree char *bytes = NULL;
  gsize n_bytes;
  guint n_kept = 0;

  fill (self);
  library_end (self);
  g_assert_true (g_file_get_contents (self->path, &bytes, &n_bytes, NULL));
  for (guint percent = 0; percent < 100; percent++)
    {
      n_kept += try_damaged (self, (const guint8 *) bytes, n_bytes * percent / 100);
      g_assert_nonnull (self->notice);
    }
  g_assert_cmpuint (try_damaged (self, (const guint8 *) bytes, n_bytes), ==, N_THUMBS);
  g_assert_null (self->notice);
  library_start (self);
  counts_tell ("the library truncated at 100 places; of %u thumbs %.1f were kept on the average",
               N_THUMBS, n_kept / 100.0);
}

static void
test_turned_bits (LibraryFixture *self, gconstpointer data)
{
  g_autofree char *bytes = NULL;
  gsize n_bytes;
  guint n_bits = counts_choose (60, 1000);
  guint n_set_aside = 0, n_kept = 0;

  fill (self);
  library_end (self);
  g_assert_true (g_file_get_contents (self->path, &bytes, &n_bytes, NULL));
  for (guint i = 0; i < n_bits; i++)
    {
      g_autofree guint8 *damaged = g_memdup2 (bytes, n_bytes);
      gint32 bit = g_test_rand_int_range (0, (gint32) n_bytes * 8);

      /* A third of them in the header and the table of contents, where they tell most. */
      if (i % 3 == 0)
        bit %= 1024 * 8;
      damaged[bit / 8] ^= (guint8) (1u << (bit % 8));
      n_kept += try_damaged (self, damaged, n_bytes);
      n_set_aside += self->notice != NULL;
    }
  library_start (self);
  counts_tell ("%u bits of the library turned: set aside %u times; of %u thumbs %.1f were kept "
               "on the average",
               n_bits, n_set_aside, N_THUMBS, (double) n_kept / n_bits);
}

static void
test_foreign_files (LibraryFixture *self, gconstpointer data)
{
  static const char *const texts[] = { "", "x", "SQLite format 3",
                                       "This is a letter to the editor." };
  library_end (self);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_cmpuint (try_damaged (self, (const guint8 *) texts[i], strlen (texts[i])), ==, 0);
      g_assert_nonnull (self->notice);
    }
  library_start (self);
}

/* Another window may set the file aside while this one has it open. */
static void
test_replaced_meanwhile (LibraryFixture *self, gconstpointer data)
{
  gint64 taste = library_first (self);
  g_autofree char *other = g_strconcat (self->path, "-moved", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (library_thumb (self, taste, "a", "A", MUS_VERDICT_LIKE, &error));
  g_assert_cmpint (g_rename (self->path, other), ==, 0);
  library_first (self);
  g_assert_true (library_thumb (self, taste, "b", "B", MUS_VERDICT_LIKE, &error));
  g_assert_no_error (error);
  library_end (self);
  library_start (self);
  library_assert_thumbs (self, taste, "1:B");
}

/*
 * Versions
 */

static gboolean
count_notes (sqlite3 *db, gpointer data, GError **error)
{
  return mus_sql_get_int (db, "SELECT count (*) FROM thumbs WHERE note IS NULL", data, error);
}

/* A made-up next version reads what today's has written, and keeps a copy of it. */
static void
test_migration (LibraryFixture *self, gconstpointer data)
{
  const char *next[8] = { NULL };
  guint       n = (guint) mus_library_schema_version (mus_library_schema ());
  g_autofree char *statement = g_strdup_printf ("ALTER TABLE thumbs ADD COLUMN note TEXT;"
                                                "PRAGMA user_version = %u;",
                                                n + 1);
  g_autofree char *backup = g_strdup_printf ("%s/library-backup-%u.sqlite", self->folder, n);
  g_autoptr (MusLibraryDatabase) database = NULL;
  g_autoptr (GPtrArray) tastes = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n_thumbs = 0;

  fill (self);
  library_end (self);
  memcpy (next, mus_library_schema (), n * sizeof next[0]);
  next[n] = statement;
  database = mus_library_database_new (self->folder, next);
  g_assert_true (mus_library_database_run (database, FALSE, count_notes, &n_thumbs, &error));
  g_assert_no_error (error);
  g_assert_cmpint (n_thumbs, ==, N_THUMBS);
  g_assert_null (mus_library_database_take_notice (database));
  g_clear_pointer (&database, mus_library_database_free);
  library_assert_integrity (self);
  g_assert_true (g_file_test (backup, G_FILE_TEST_EXISTS));
  assert_private (self);

  /* Today's program leaves it alone, and can go on with the copy. */
  library_start (self);
  tastes = library_list (self, &error);
  g_assert_null (tastes);
  g_assert_error (error, MUS_ERROR, MUS_ERROR_STORAGE);
  library_end (self);
  g_assert_cmpuint (count_files (self, "library-damaged-"), ==, 0);
  g_assert_cmpint (g_rename (backup, self->path), ==, 0);
  library_start (self);
  g_assert_cmpuint (count_sound_thumbs (self), ==, N_THUMBS);
  g_assert_null (self->notice);
}

/* A migration that fails halfway leaves the library as it was. */
static void
test_failed_migration (LibraryFixture *self, gconstpointer data)
{
  const char *next[8] = { NULL };
  guint       n = (guint) mus_library_schema_version (mus_library_schema ());
  struct rlimit before, small;
  g_autoptr (MusLibraryDatabase) database = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n_thumbs = 0;

  fill (self);
  library_end (self);
  memcpy (next, mus_library_schema (), n * sizeof next[0]);
  next[n] = "ALTER TABLE thumbs ADD COLUMN note TEXT;"
            "UPDATE thumbs SET note = hex (zeroblob (10000)); PRAGMA user_version = 9;";
  database = mus_library_database_new (self->folder, next);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 200000;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_false (mus_library_database_run (database, FALSE, count_notes, &n_thumbs, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_error (error, MUS_ERROR, MUS_ERROR_STORAGE);
  g_clear_pointer (&database, mus_library_database_free);

  library_start (self);
  g_assert_cmpuint (count_sound_thumbs (self), ==, N_THUMBS);
  g_assert_null (self->notice);
}

static void
add (const char *name, void (*test) (LibraryFixture *self, gconstpointer data))
{
  g_test_add (name, LibraryFixture, NULL, library_set_up, test, library_tear_down);
}

int
main (int argc, char **argv)
{
  program = argv[0];
  if (argc == 5 && strcmp (argv[1], "--listener") == 0)
    return be_a_listener (argv[2], argv[3], (guint) g_ascii_strtoull (argv[4], NULL, 10));

  g_test_init (&argc, &argv, NULL);

  add ("/library-harm/killed", test_killed);
  add ("/library-harm/two-processes", test_two_processes);
  add ("/library-harm/change-is-told", test_change_is_told);
  add ("/library-harm/truncated", test_truncated);
  add ("/library-harm/turned-bits", test_turned_bits);
  add ("/library-harm/foreign-files", test_foreign_files);
  add ("/library-harm/replaced-meanwhile", test_replaced_meanwhile);
  add ("/library-harm/migration", test_migration);
  add ("/library-harm/failed-migration", test_failed_migration);

  return g_test_run ();
}
