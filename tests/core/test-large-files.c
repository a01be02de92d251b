/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mus-memory.h"
#include "counts.h"
#include "fixture.h"

/*
 * Files far beyond what anybody has. They come out of a pipe as fast as they are read, and are
 * nowhere as a whole.
 */

#define MIB (1024 * 1024)
#define HEADER "track_name,artists,popularity,danceability,energy,key,loudness,mode,valence,tempo\n"

typedef struct
{
  char       *folder;
  char       *path; /* of the pipe */
  const char *start;
  GString    *block;    /* what is written over and over behind the start */
  guint64     n_blocks; /* how often */
  guint64     n_written;
} Source;

static void
set_up (Source *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("musrec-test-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "large.csv", NULL);
  self->block = g_string_new (NULL);
  g_assert_cmpint (mkfifo (self->path, 0600), ==, 0);
}

static void
tear_down (Source *self, gconstpointer data)
{
  g_unlink (self->path);
  g_rmdir (self->folder);
  g_string_free (self->block, TRUE);
  g_free (self->path);
  g_free (self->folder);
}

static gpointer
write_source (gpointer data)
{
  Source *self = data;
  FILE   *pipe = g_fopen (self->path, "w");

  g_assert_nonnull (pipe);
  if (fputs (self->start, pipe) >= 0)
    for (guint64 i = 0; i < self->n_blocks; i++)
      {
        if (fwrite (self->block->str, 1, self->block->len, pipe) != self->block->len)
          break;
        self->n_written += self->block->len;
      }
  fclose (pipe);

  return NULL;
}

static MusCatalog *
read_source (Source *self, const MusRun *run, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (self->path);
  GThread    *writer = g_thread_new ("writer", write_source, self);
  MusCatalog *catalog = mus_catalog_read (file, MUS_REPEATS_TITLE, run, error);

  g_thread_join (writer);

  return catalog;
}

/* The file is refused, and not read to its end for that. */
static void
assert_refused (Source *self, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_source (self, NULL, &error));
  g_assert_error (error, MUS_ERROR, MUS_ERROR_RESOURCE);
  if (strstr (error->message, word) == NULL)
    g_error ("“%s” is not in “%s”", word, error->message);
  g_assert_cmpuint (self->n_written, <, 40 * MIB);
}

static void
test_field (Source *self, gconstpointer data)
{
  self->start = HEADER "\"";
  g_string_set_size (self->block, MIB);
  memset (self->block->str, 'x', MIB);
  self->n_blocks = 100;
  assert_refused (self, "1 MiB");
  counts_tell ("a field of 100 MiB was refused");
}

static void
test_columns (Source *self, gconstpointer data)
{
  self->start = "track_name,artists";
  g_string_assign (self->block, ",column");
  self->n_blocks = 100000;
  assert_refused (self, "1000 columns");
  counts_tell ("100000 columns were refused");
}

static void
append_tracks (Source *self, guint n)
{
  for (guint i = 0; i < n; i++)
    g_string_append_printf (self->block, "Title %u,Artist %u,%u,0.5,0.6,%u,-7.5,1,0.4,%u\n", i, i,
                            i % 100, i % 12, 60 + i % 100);
}

#define N_TRACKS 1000

static void
test_broken_rows (Source *self, gconstpointer data)
{
  g_autoptr (GString) good = NULL;
  g_autoptr (GString) start = g_string_new (HEADER);
  g_autoptr (MusCatalog) catalog = NULL;
  g_autoptr (GError) error = NULL;

  append_tracks (self, N_TRACKS);
  good = g_string_new_len (self->block->str, (gssize) self->block->len);
  g_string_append (start, good->str);
  self->start = start->str;
  g_string_assign (self->block, "broken,row\n,,,,,,,,,\n");
  self->n_blocks = 500000;
  catalog = read_source (self, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mus_catalog_n_tracks (catalog), ==, N_TRACKS);
  g_assert_cmpuint (mus_catalog_summary (catalog)->n_skipped, ==, 1000000);
  g_assert_cmpuint (mus_catalog_summary (catalog)->first_skipped, ==, N_TRACKS + 1);
  counts_tell ("a million broken rows were skipped and counted");
}

/* The same tracks over and over, so that the catalog stays small. */
static void
test_size (Source *self, gconstpointer data)
{
  guint   n_mib = counts_choose (30, 3 * 1024);
  double  before = mus_memory_peak_mib (), more;
  g_autoptr (MusCatalog) catalog = NULL;
  g_autoptr (GError) error = NULL;

  self->start = HEADER;
  append_tracks (self, N_TRACKS);
  self->n_blocks = (guint64) n_mib * MIB / self->block->len;
  catalog = read_source (self, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mus_catalog_n_tracks (catalog), ==, N_TRACKS);
  g_assert_cmpuint (mus_catalog_summary (catalog)->n_rows, ==, self->n_blocks * N_TRACKS);
  more = mus_memory_peak_mib () - before;
  counts_tell ("a file of %u MiB was read in %.0f MiB of memory", n_mib, more);
#ifndef __SANITIZE_ADDRESS__
  /* Each row may have a genre of its own to be gathered, which takes some bytes. */
  g_assert_cmpfloat (more, <, 30.0 + 0.2 * n_mib);
#endif
}

static gint64 cancel_time;

static gpointer
cancel_soon (gpointer data)
{
  g_usleep (200000);
  cancel_time = g_get_monotonic_time ();
  g_cancellable_cancel (data);

  return NULL;
}

/* A file without an end. */
static void
test_cancel (Source *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread         *canceller = g_thread_new ("cancel", cancel_soon, cancellable);
  MusRun           run = MUS_RUN_INIT;
  gint64           end;

  self->start = HEADER;
  append_tracks (self, N_TRACKS);
  self->n_blocks = G_MAXUINT64;
  run.cancellable = cancellable;
  g_assert_null (read_source (self, &run, &error));
  end = g_get_monotonic_time ();
  g_thread_join (canceller);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  counts_tell ("Cancel ended the reading of an endless file within %.1f ms",
               (double) (end - cancel_time) / 1e3);
  g_assert_cmpint (end - cancel_time, <, 2 * G_USEC_PER_SEC);
}

static void
add (const char *name, void (*test) (Source *self, gconstpointer data))
{
  g_test_add (name, Source, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  signal (SIGPIPE, SIG_IGN);
  add ("/large-files/field", test_field);
  add ("/large-files/columns", test_columns);
  add ("/large-files/broken-rows", test_broken_rows);
  add ("/large-files/size", test_size);
  add ("/large-files/cancel", test_cancel);

  return g_test_run ();
}
