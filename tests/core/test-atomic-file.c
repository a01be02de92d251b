/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/mus-atomic-file.h"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("musrec-test-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "file", NULL);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_remove (path);
    }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->path);
  g_free (self->folder);
}

static void
assert_contents (const char *path, const char *expected)
{
  g_autofree char *contents = NULL;

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, expected);
}

static gboolean
save (const char *path, const char *text, GError **error)
{
  g_autoptr (MusAtomicFile) file = mus_atomic_file_new (path, 0600, error);

  if (file == NULL)
    return FALSE;
  mus_atomic_file_write (file, text, strlen (text));

  return mus_atomic_file_commit (file, error);
}

static void
test_save (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  g_assert_true (save (self->path, "one", &error));
  g_assert_no_error (error);
  assert_contents (self->path, "one");
  g_assert_cmpint (g_stat (self->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  g_assert_cmpint (g_chmod (self->path, 0640), ==, 0);
  g_assert_true (save (self->path, "two", &error));
  assert_contents (self->path, "two");
  g_assert_cmpint (g_stat (self->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0640);
  g_assert_cmpuint (count_files (self->folder), ==, 1);
}

static void
test_dropped (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  MusAtomicFile *file;

  g_assert_true (save (self->path, "one", &error));
  file = mus_atomic_file_new (self->path, 0600, &error);
  g_assert_no_error (error);
  g_assert_true (mus_atomic_file_write (file, "half", 4));
  mus_atomic_file_free (file);
  assert_contents (self->path, "one");
  g_assert_cmpuint (count_files (self->folder), ==, 1);
}

static void
test_symbolic_link (Fixture *self, gconstpointer data)
{
  g_autofree char *link = g_build_filename (self->folder, "link", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (save (self->path, "one", &error));
  g_assert_cmpint (symlink ("file", link), ==, 0);
  g_assert_true (save (link, "two", &error));
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  assert_contents (self->path, "two");
}

static void
test_bad_places (Fixture *self, gconstpointer data)
{
  g_autofree char *nowhere = g_build_filename (self->folder, "none", "file", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (save (nowhere, "x", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_assert_false (save (self->folder, "x", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
  g_clear_error (&error);
  g_assert_false (save ("/dev/full", "x", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
  g_assert_cmpuint (count_files (self->folder), ==, 0);
}

/* A device is written to and stays one. */
static void
test_device (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (save ("/dev/null", "x", &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test ("/dev/null", G_FILE_TEST_IS_REGULAR));
}

/* A limit on the size of files stands for a full disk. */
static void
test_full (Fixture *self, gconstpointer data)
{
  g_autofree char *text = g_strnfill (100000, 'x');
  g_autoptr (GError) error = NULL;
  struct rlimit before, small;

  g_assert_true (save (self->path, "one", &error));
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 5000;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_false (save (self->path, text, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED);
  assert_contents (self->path, "one");
  g_assert_cmpuint (count_files (self->folder), ==, 1);
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
  add ("/atomic-file/save", test_save);
  add ("/atomic-file/dropped", test_dropped);
  add ("/atomic-file/symbolic-link", test_symbolic_link);
  add ("/atomic-file/bad-places", test_bad_places);
  add ("/atomic-file/device", test_device);
  add ("/atomic-file/full", test_full);

  return g_test_run ();
}
