/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "../folders.h"
#include "workspace/mus-settings.h"
#include "workspace/mus-workspace.h"

#define PATIENCE_SECONDS 60

static char *
get_cache_folder (void)
{
  return g_build_filename (g_get_user_cache_dir (), "musrec", NULL);
}

static guint
count_indices (void)
{
  g_autofree char *folder = get_cache_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint       n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_suffix (name, ".index");

  return n;
}

/* Until the map is there; @n_kept: indices that are kept then, the last thing that is */
static void
open_sample (MusWorkspace *workspace, guint n_kept)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_SECONDS * G_USEC_PER_SEC;

  mus_workspace_open_sample (workspace);
  while (mus_workspace_get_regions (workspace) == NULL)
    g_main_context_iteration (NULL, TRUE);
  mus_workspace_close (workspace);

  /* Closed, it goes on with that. */
  while (count_indices () < n_kept && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (count_indices (), ==, n_kept);
}

/* A start of the program: a workspace of its own, with the sample catalog open. */
static MusWorkspace *
start (GSettings *settings, guint n_kept)
{
  MusWorkspace *workspace = mus_workspace_new (settings);

  open_sample (workspace, n_kept);

  return workspace;
}

static double
get_learning_seconds (MusWorkspace *workspace)
{
  return mus_model_info (mus_workspace_get_model (workspace))->seconds;
}

static void
assert_same_map (MusWorkspace *a, MusWorkspace *b)
{
  MusMatrix *one = mus_workspace_get_positions (a), *other = mus_workspace_get_positions (b);
  gsize      n_bytes = mus_matrix_n_rows (one) * 2 * sizeof (float);

  g_assert_cmpuint (mus_matrix_n_rows (one), ==, mus_matrix_n_rows (other));
  g_assert_cmpmem (mus_matrix_row (one, 0), n_bytes, mus_matrix_row (other, 0), n_bytes);
}

/* The second start finds what the first one made, unless the settings have changed or
 * nothing may be kept. */
static void
test_second_start (void)
{
  g_autoptr (GSettings) settings = mus_settings_new ();
  g_autoptr (MusWorkspace) first = NULL;
  g_autoptr (MusWorkspace) second = NULL;
  g_autoptr (MusWorkspace) other = NULL;
  g_autoptr (MusWorkspace) forgetful = NULL;

  g_settings_set_uint (settings, "max-epochs", 3);
  g_settings_set_uint (settings, "iterations", 50);
  first = start (settings, 1);
  second = start (settings, 1);
  g_assert_cmpfloat (get_learning_seconds (first), ==, get_learning_seconds (second));
  assert_same_map (first, second);

  g_settings_set_uint (settings, "seed", 7);
  other = start (settings, 2);
  g_assert_cmpfloat (get_learning_seconds (first), !=, get_learning_seconds (other));

  g_settings_reset (settings, "seed");
  g_settings_set_uint (settings, "cache-limit", 0);
  forgetful = start (settings, 2);
  g_assert_cmpfloat (get_learning_seconds (first), !=, get_learning_seconds (forgetful));
  assert_same_map (first, forgetful);
  g_settings_reset (settings, "cache-limit");
}

static void
remember_notice (MusWorkspace *workspace, const char *sentence, char **notice)
{
  g_free (*notice);
  *notice = g_strdup (sentence);
}

static void
spoil_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_true (g_file_set_contents (path, "spoilt", -1, NULL));
    }
}

/* A damaged cache costs time, and a sentence. */
static void
test_damaged (void)
{
  g_autofree char *folder = get_cache_folder ();
  g_autoptr (GSettings) settings = mus_settings_new ();
  g_autoptr (MusWorkspace) first = NULL;
  g_autoptr (MusWorkspace) second = mus_workspace_new (settings);
  g_autofree char *notice = NULL;

  g_settings_set_uint (settings, "max-epochs", 2);
  g_settings_set_uint (settings, "iterations", 50);
  first = start (settings, 3);
  spoil_files (folder);
  g_signal_connect (second, "notice", G_CALLBACK (remember_notice), &notice);
  open_sample (second, 4);
  g_assert_nonnull (notice);
  g_assert_nonnull (strstr (notice, "damaged-"));
  assert_same_map (first, second);
}

int
main (int argc, char **argv)
{
  g_autofree char *home = make_home ();
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workspace/second-start", test_second_start);
  g_test_add_func ("/workspace/damaged", test_damaged);
  status = g_test_run ();
  delete_folder (home);

  return status;
}
