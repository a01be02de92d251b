/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "musrec.h"

#define N_ARTISTS 40

const char *cli;
const char *sample;
char       *folder;
char       *catalog;
char       *model;

void
result_clear (Result *self)
{
  g_free (self->output);
  g_free (self->errors);
}

int
exit_status (GSubprocess *process)
{
  return g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process)
                                              : -g_subprocess_get_term_sig (process);
}

Result
run_argv (const char *const *argv)
{
  return run_limited (argv, NULL, NULL);
}

Result
run_limited (const char *const *argv, GSpawnChildSetupFunc limit, gpointer data)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  Result result = { 0 };

  g_subprocess_launcher_set_child_setup (launcher, limit, data, NULL);
  process = g_subprocess_launcher_spawnv (launcher, argv, &error);

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &result.output, &result.errors, &error);
  g_assert_no_error (error);
  result.status = exit_status (process);

  return result;
}

Result
run (const char *first, ...)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) argv = NULL;
  va_list args;

  g_strv_builder_add (builder, cli);
  va_start (args, first);
  for (const char *arg = first; arg != NULL; arg = va_arg (args, const char *))
    g_strv_builder_add (builder, arg);
  va_end (args);
  argv = g_strv_builder_end (builder);

  return run_argv ((const char *const *) argv);
}

void
assert_done (const Result *result)
{
  g_assert_cmpstr (result->errors, ==, "");
  g_assert_cmpint (result->status, ==, 0);
}

void
assert_failed (const Result *result, int status, const char *word)
{
  g_assert_cmpstr (result->output, ==, "");
  g_assert_true (g_str_has_prefix (result->errors, "musrec-cli: "));
  if (strstr (result->errors, word) == NULL)
    g_error ("“%s” is not in “%s”", word, result->errors);
  g_assert_cmpint (result->status, ==, status);
}

char *
path_of (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

JsonNode *
parse_json (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_from_string (text, &error);

  g_assert_no_error (error);

  return node;
}

guint
count_files (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

/* The rows of a genre lie around a centre of their own; titles hold what CSV must quote. */
static void
append_track (GString *out, MusRng *rng, guint i)
{
  guint genre = i % N_GENRES;

  g_string_append_printf (out, "id%u,Artist %u;Guest,Album,\"Song %u, \"\"so\"\" 歌\",%u,%u,%s", i,
                          i % N_ARTISTS, i, (guint) mus_rng_below (rng, 100),
                          150000 + (guint) mus_rng_below (rng, 100000), i % 7 ? "False" : "True");
  for (guint f = MUS_FEATURE_DANCEABILITY; f <= MUS_FEATURE_TEMPO; f++)
    {
      double centre = ((genre + 1) * (f + 3) % 7) / 7.0;

      switch (f)
        {
        case MUS_FEATURE_KEY:
          g_string_append_printf (out, ",%u", (guint) mus_rng_below (rng, 12));
          break;
        case MUS_FEATURE_MODE:
          g_string_append_printf (out, ",%u", (guint) mus_rng_below (rng, 2));
          break;
        case MUS_FEATURE_LOUDNESS:
          g_string_append_printf (out, ",%.3f", -5.0 - 20.0 * centre - mus_rng_uniform (rng));
          break;
        case MUS_FEATURE_TEMPO:
          g_string_append_printf (out, ",%.3f", 80.0 + 80.0 * centre + mus_rng_normal (rng));
          break;
        default:
          g_string_append_printf (out, ",%.4f", 0.8 * centre + 0.2 * mus_rng_uniform (rng));
        }
    }
  g_string_append_printf (out, ",4,genre%u\n", genre);
}

static void
write_catalog (void)
{
  g_autoptr (GString) out = g_string_new ("track_id,artists,album_name,track_name");
  g_autoptr (GError) error = NULL;
  MusRng rng;

  for (guint f = 0; f < MUS_N_FEATURES; f++)
    g_string_append_printf (out, ",%s", mus_feature_column (f));
  g_string_append (out, ",track_genre\n");
  mus_rng_init (&rng, 1);
  for (guint i = 0; i < N_TRACKS; i++)
    append_track (out, &rng, i);

  g_assert_true (g_file_set_contents (catalog, out->str, -1, &error));
  g_assert_no_error (error);
}

static void
make_files (void)
{
  folder = g_dir_make_tmp ("musrec-test-XXXXXX", NULL);
  catalog = path_of ("catalog.csv");
  model = path_of ("model");
  write_catalog ();
  {
    g_auto (Result) result = run ("embed", "--output", "/dev/null", "--model", model, catalog, NULL);

    assert_done (&result);
  }
}

void
remove_files (void)
{
  g_unlink (catalog);
  g_unlink (model);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (catalog);
  g_free (model);
  g_free (folder);
}

void
begin (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (argc != 3)
    g_error ("usage: %s MUSREC-CLI SAMPLE-CATALOG", argv[0]);
  cli = argv[1];
  sample = argv[2];
  make_files ();
}

int
finish (void)
{
  int status = g_test_run ();

  remove_files ();

  return status;
}
