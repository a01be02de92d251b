/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include "cli-fixture.h"
#include "counts.h"
#include "musrec.h"

/*
 * The command line where it can't write, where memory is short, and where it is killed.
 */

static const char *program;

/*
 * No room, and no permission to write
 */

/* Every file that a command writes. */
static const struct
{
  const char *name;
  const char *args; /* separated by spaces; the file and the rest are added */
} outputs[] = {
  { "embedding.npy", "embed --output" },
  { "tracks.csv", "embed --output /dev/null --tracks-output" },
  { "map.csv", "map --iterations 50 --output" },
  { "map.png", "map --iterations 50 --output" },
  { "map.svg", "map --iterations 50 --output" },
  { "map.pdf", "map --iterations 50 --output" },
  { "new.model", "embed --output /dev/null --model" },
};

/* The command that writes this file. Returns: (transfer full): its arguments */
static char **
make_command (gsize i, const char *path)
{
  gboolean         learns = g_str_has_suffix (path, ".model");
  g_autofree char *line =
      g_strdup_printf ("%s %s %s %s %s %s", cli, outputs[i].args, path,
                       learns ? "--dimensions" : "--model", learns ? "32" : model, catalog);

  return g_strsplit (line, " ", -1);
}

/* Each output fails with a sentence, and there is no file, nor a part of one. */
static void
assert_refused (const char *where)
{
  for (gsize i = 0; i < G_N_ELEMENTS (outputs); i++)
    {
      g_autofree char *path = g_build_filename (where, outputs[i].name, NULL);
      g_auto (GStrv) argv = make_command (i, path);
      g_auto (Result) result = run_argv ((const char *const *) argv);
      g_autoptr (GDir) dir = NULL;

      assert_failed (&result, 1, outputs[i].name);
      dir = g_dir_open (where, 0, NULL);
      g_assert_null (g_dir_read_name (dir));
    }
}

#define NOT_PERMITTED 77

/* This program as another process, which alone sees the small disk that it makes. */
static int
be_on_a_small_disk (const char *where, gboolean read_only)
{
  if (unshare (CLONE_NEWNS) != 0 || mount ("none", "/", "none", MS_REC | MS_PRIVATE, "") != 0 ||
      mount ("tmpfs", where, "tmpfs", read_only ? MS_RDONLY : 0, "size=4k,mode=0700") != 0)
    return NOT_PERMITTED;

  assert_refused (where);

  return 0;
}

static void
test_small_disk (gconstpointer role)
{
  g_autofree char *where = path_of ("disk");
  const char *const argv[] = { program, role, cli, catalog, model, where, NULL };

  g_assert_cmpint (g_mkdir (where, 0700), ==, 0);
  {
    g_auto (Result) result = run_argv (argv);

    if (result.status == NOT_PERMITTED)
      g_test_skip ("This user may not mount a disk");
    else if (result.status != 0)
      g_error ("%s%s", result.output, result.errors);
  }
  g_assert_cmpint (g_rmdir (where), ==, 0);
  counts_tell ("%s: %u kinds of files were refused with a sentence", (const char *) role + 2,
               (guint) G_N_ELEMENTS (outputs));
}

static void
limit_files (gpointer data)
{
  const struct rlimit small = { 4000, 4000 };

  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &small);
}

/* What stood there before stays as it was. */
static void
test_kept (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (outputs) - 1; i++)
    {
      g_autofree char *path = path_of (outputs[i].name);
      g_auto (GStrv) argv = make_command (i, path);
      g_autofree char *contents = NULL;
      guint            n_files;

      g_assert_true (g_file_set_contents (path, "before", -1, NULL));
      n_files = count_files ();
      {
        g_auto (Result) result = run_limited ((const char *const *) argv, limit_files, NULL);

        assert_failed (&result, 1, outputs[i].name);
      }
      g_assert_cmpuint (count_files (), ==, n_files);
      g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
      g_assert_cmpstr (contents, ==, "before");
      g_unlink (path);
    }
}

/*
 * Memory
 */

#define MIB ((rlim_t) 1024 * 1024)
#define N_LARGE 1500000

static const rlim_t much = 1024 * MIB;
static const rlim_t little = 128 * MIB;

static void
limit_memory (gpointer n_bytes)
{
  const struct rlimit small = { *(const rlim_t *) n_bytes, *(const rlim_t *) n_bytes };

  setrlimit (RLIMIT_AS, &small);
}

static char *
write_large_catalog (void)
{
  char            *path = path_of ("large.csv");
  FILE            *file = g_fopen (path, "w");

  g_assert_nonnull (file);
  fputs ("track_name,artists,popularity,danceability,energy,key,loudness,mode,valence,tempo\n",
         file);
  for (guint i = 0; i < N_LARGE; i++)
    fprintf (file, "Title %u,Artist %u,%u,0.5,0.6,1,-7.5,1,0.4,120\n", i, i, i % 100);
  g_assert_cmpint (fclose (file), ==, 0);

  return path;
}

/* Whether what checks the memory can start with little address space. */
static gboolean
can_be_limited (void)
{
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
  return FALSE;
#else
  return g_getenv ("MUSREC_VALGRIND") == NULL;
#endif
}

static void
test_little_memory (void)
{
  const char *const small[] = { cli, "report", "--threads", "2", "--model", model, catalog, NULL };
  g_autofree char  *path = write_large_catalog ();
  const char *const large[] = { cli, "report", "--threads", "2", path, NULL };
  /* OpenBLAS's threads would go on looking for their buffers. */
  const char *const ends[] = { "env", "-u", "OPENBLAS_NUM_THREADS", cli, "report", catalog, NULL };
  g_auto (Result) fits = run_limited (small, limit_memory, (gpointer) &much);
  g_auto (Result) does_not = run_limited (large, limit_memory, (gpointer) &much);
  g_auto (Result) not_even = run_limited (ends, limit_memory, (gpointer) &little);

  assert_done (&fits);
  assert_failed (&does_not, 1, "memory");
  assert_failed (&not_even, 1, "memory");
  g_unlink (path);
}

static void
test_memory (void)
{
  if (can_be_limited ())
    test_little_memory ();
  else
    g_test_skip ("The sanitizers and valgrind can't start with little address space");
}

/*
 * Killed
 */

/* The size of a file; 0 where there is none, or only the one that is being written. */
static goffset
get_size (const char *path)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 ? status.st_size : 0;
}

static void
delete_halves (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, ".musrec-"))
      {
        g_autofree char *path = path_of (name);

        g_unlink (path);
      }
}

/* Returns: whether it was killed before it had done */
static gboolean
kill_soon (const char *const *argv, gint32 within_us)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
      g_subprocess_newv (
          argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);

  g_assert_no_error (error);
  g_usleep ((gulong) g_test_rand_int_range (0, within_us));
  g_subprocess_send_signal (process, SIGKILL);
  g_assert_true (g_subprocess_wait (process, NULL, &error));
  g_assert_true (g_subprocess_get_if_signaled (process) || g_subprocess_get_successful (process));

  return g_subprocess_get_if_signaled (process);
}

static void
test_killed (void)
{
  guint             n_kills = counts_choose (8, 100), n_in_time = 0, n_models = 0;
  g_autofree char  *saved = path_of ("saved.model");
  g_autofree char  *npy = path_of ("saved.npy");
  const char *const argv[] = { cli,       "embed", "--output", npy,  "--model", saved,
                               "--quiet", "--dimensions", "32", catalog, NULL };
  gint64  start = g_get_monotonic_time ();
  goffset size;
  gint32  within_us;

  {
    g_auto (Result) whole = run_argv (argv);

    assert_done (&whole);
  }
  within_us = (gint32) (g_get_monotonic_time () - start);
  size = get_size (npy);
  for (guint i = 0; i < n_kills; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MusModel) loaded = NULL;

      g_unlink (saved);
      g_unlink (npy);
      n_in_time += kill_soon (argv, within_us);
      g_assert_true (get_size (npy) == 0 || get_size (npy) == size);
      if (get_size (saved) == 0)
        continue;
      loaded = mus_model_file_load (saved, NULL, &error);
      g_assert_no_error (error);
      n_models++;
    }
  g_unlink (saved);
  g_unlink (npy);
  delete_halves ();
  counts_tell ("musrec-cli killed %u times, %u times before it was done; %u models were found, "
               "all whole",
               n_kills, n_in_time, n_models);
}

int
main (int argc, char **argv)
{
  program = argv[0];
  if (argc == 6)
    {
      cli = argv[2];
      catalog = argv[3];
      model = argv[4];
      return be_on_a_small_disk (argv[5], g_str_equal (argv[1], "--read-only-folder"));
    }

  begin (argc, argv);
  g_test_add_data_func ("/cli-harm/full-disk", "--full-disk", test_small_disk);
  g_test_add_data_func ("/cli-harm/read-only", "--read-only-folder", test_small_disk);
  g_test_add_func ("/cli-harm/kept", test_kept);
  g_test_add_func ("/cli-harm/memory", test_memory);
  g_test_add_func ("/cli-harm/killed", test_killed);

  return finish ();
}
