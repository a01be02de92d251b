/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "../folders.h"
#include "workspace/mus-settings.h"
#include "workspace/mus-workspace.h"

static void
open_sample (MusWorkspace *workspace)
{
  mus_workspace_open_sample (workspace);
  while (mus_workspace_get_regions (workspace) == NULL)
    g_main_context_iteration (NULL, TRUE);
  mus_workspace_close (workspace);
}

/* A start of the program: a workspace of its own, with the sample catalog open. */
static MusWorkspace *
start (GSettings *settings)
{
  MusWorkspace *workspace = mus_workspace_new (settings);

  open_sample (workspace);

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
  first = start (settings);
  second = start (settings);
  g_assert_cmpfloat (get_learning_seconds (first), ==, get_learning_seconds (second));
  assert_same_map (first, second);

  g_settings_set_uint (settings, "seed", 7);
  other = start (settings);
  g_assert_cmpfloat (get_learning_seconds (first), !=, get_learning_seconds (other));

  g_settings_reset (settings, "seed");
  g_settings_set_uint (settings, "cache-limit", 0);
  forgetful = start (settings);
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
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "musrec", NULL);
  g_autoptr (GSettings) settings = mus_settings_new ();
  g_autoptr (MusWorkspace) first = NULL;
  g_autoptr (MusWorkspace) second = mus_workspace_new (settings);
  g_autofree char *notice = NULL;

  g_settings_set_uint (settings, "max-epochs", 2);
  g_settings_set_uint (settings, "iterations", 50);
  first = start (settings);
  spoil_files (folder);
  g_signal_connect (second, "notice", G_CALLBACK (remember_notice), &notice);
  open_sample (second);
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
