/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "library-fixture.h"

/*
 * The library where it can't write: on a full disk, or where it may not.
 */

/* Likes until the disk is full. What is not confirmed isn't there, and the rest is. */
static void
like_until_full (LibraryFixture *self)
{
  gint64 taste = library_first (self);
  g_autofree char *endless = g_strnfill (4000, 'x');
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) titles = NULL;
  guint n = 0;

  for (;; n++)
    {
      g_autofree char *title = g_strdup_printf ("%u%s", n, endless);

      if (!library_thumb (self, taste, title, title, MUS_VERDICT_LIKE, &error))
        break;
      g_assert_cmpuint (n, <, 10000);
    }
  g_assert_error (error, MUS_ERROR, MUS_ERROR_STORAGE);
  g_assert_null (self->notice);
  titles = library_titles (self);
  g_assert_cmpuint (g_hash_table_size (titles), ==, n);
  g_assert_cmpuint (n, >, 0);
  library_assert_integrity (self);
}

static void
test_limited (LibraryFixture *self, gconstpointer data)
{
  struct rlimit before, small;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 200000;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  like_until_full (self);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_true (
      library_thumb (self, library_first (self), "room", "room", MUS_VERDICT_LIKE, &error));
}

#define NOT_PERMITTED 77

/* ThreadSanitizer loses track of threads that start after a fork. */
#ifdef __SANITIZE_THREAD__
#define MAY_FORK FALSE
#else
#define MAY_FORK TRUE
#endif

/* Runs @part as another process, which has no threads yet. Returns: its exit status */
static int
run_apart (LibraryFixture *self, int (*part) (LibraryFixture *self))
{
  int   status = -1;
  pid_t child;

  if (!MAY_FORK)
    return NOT_PERMITTED;

  library_end (self);
  child = fork ();
  if (child == 0)
    _exit (part (self));
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  library_start (self);

  return WIFEXITED (status) ? WEXITSTATUS (status) : 99;
}

static int
fill_small_disk (LibraryFixture *self)
{
  g_mkdir_with_parents (self->folder, 0700);
  if (unshare (CLONE_NEWNS) != 0 ||
      mount ("none", "/", "none", MS_REC | MS_PRIVATE, "") != 0 ||
      mount ("tmpfs", self->folder, "tmpfs", 0, "size=256k,mode=0700") != 0)
    return NOT_PERMITTED;

  library_start (self);
  like_until_full (self);
  library_end (self);

  return 0;
}

static void
assert_done (int status)
{
  if (status == NOT_PERMITTED)
    g_test_skip ("This user, or this build, may not do what the test needs");
  else
    g_assert_cmpint (status, ==, 0);
}

static void
test_full_disk (LibraryFixture *self, gconstpointer data)
{
  assert_done (run_apart (self, fill_small_disk));
}

/* Root may write anywhere. */
static gboolean
become_ordinary (void)
{
  return geteuid () != 0 || (setgid (65534) == 0 && setuid (65534) == 0);
}

static int
use_read_only (LibraryFixture *self)
{
  g_autoptr (GError) error = NULL;
  gint64 taste;

  if (!become_ordinary ())
    return NOT_PERMITTED;

  library_start (self);
  taste = library_first (self);
  library_assert_thumbs (self, taste, "1:A");
  g_assert_false (library_thumb (self, taste, "x", "x", MUS_VERDICT_LIKE, &error));
  g_assert_error (error, MUS_ERROR, MUS_ERROR_STORAGE);
  library_assert_thumbs (self, taste, "1:A");
  g_assert_null (self->notice);
  library_end (self);

  return 0;
}

static int
use_forbidden (LibraryFixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tastes = NULL;

  if (!become_ordinary ())
    return NOT_PERMITTED;

  library_start (self);
  tastes = library_list (self, &error);
  g_assert_null (tastes);
  g_assert_error (error, MUS_ERROR, MUS_ERROR_STORAGE);
  library_end (self);

  return 0;
}

static void
set_modes (LibraryFixture *self, int folders, int file)
{
  g_autofree char *data = g_path_get_dirname (self->folder);

  g_assert_cmpint (g_chmod (self->root, (mode_t) folders), ==, 0);
  g_assert_cmpint (g_chmod (data, (mode_t) folders), ==, 0);
  if (file != 0)
    g_assert_cmpint (g_chmod (self->path, (mode_t) file), ==, 0);
  if (g_file_test (self->folder, G_FILE_TEST_IS_DIR))
    g_assert_cmpint (g_chmod (self->folder, (mode_t) folders), ==, 0);
}

static void
test_read_only (LibraryFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_assert_true (
      library_thumb (self, library_first (self), "a", "A", MUS_VERDICT_LIKE, &error));
  set_modes (self, 0555, 0444);
  status = run_apart (self, use_read_only);
  set_modes (self, 0755, 0644);
  assert_done (status);
}

static void
test_no_folder (LibraryFixture *self, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (self->folder);
  int status;

  g_assert_cmpint (g_mkdir (folder, 0755), ==, 0);
  set_modes (self, 0555, 0);
  status = run_apart (self, use_forbidden);
  set_modes (self, 0755, 0);
  assert_done (status);

  /* As soon as it can be made, it works. */
  library_first (self);
}

static void
add (const char *name, void (*test) (LibraryFixture *self, gconstpointer data))
{
  g_test_add (name, LibraryFixture, NULL, library_set_up, test, library_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/library-disk/limited", test_limited);
  add ("/library-disk/full-disk", test_full_disk);
  add ("/library-disk/read-only", test_read_only);
  add ("/library-disk/no-folder", test_no_folder);

  return g_test_run ();
}
