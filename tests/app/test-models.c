/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "window-fixture.h"

/*
 * Models as files: saved from one catalog, opened with another.
 */

static gboolean
is_idle (gpointer data)
{
  WindowFixture *fixture = data;

  return mus_workspace_get_step (fixture->workspace) == MUS_STEP_NONE &&
         mus_workspace_get_regions (fixture->workspace) != NULL;
}

static gboolean
exists (gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
count_cb (MusWorkspace *workspace, const char *sentence, gpointer data)
{
  (*(guint *) data)++;
}

/* A catalog without the columns of the sample. */
static void
open_other (WindowFixture *fixture)
{
  g_autofree char  *path = g_build_filename (fixture->folder, "other.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GString *text = g_string_new ("artists,track_name,danceability,energy,key,loudness,mode,"
                                "valence,tempo,liveness\n");
  MusCatalog *before = mus_workspace_get_catalog (fixture->workspace);

  for (guint i = 0; i < 60; i++)
    g_string_append_printf (text, "Artist %u,Title %u,0.%u,0.5,%u,-7.%u,1,0.4,%u,0.1\n", i % 9, i,
                            10 + i, i % 12, i % 10, 90 + i);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  g_string_free (text, TRUE);
  mus_window_open (fixture->window, file);
  while (mus_workspace_get_catalog (fixture->workspace) == before)
    g_main_context_iteration (NULL, TRUE);
  g_unlink (path);
}

static void
test_round_trip (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char    *path = g_build_filename (fixture->folder, "x.musrec-model", NULL);
  g_autoptr (GFile)   file = g_file_new_for_path (path);
  GSettings          *settings = mus_workspace_get_settings (fixture->workspace);
  g_autoptr (MusMatrix) positions = NULL;
  MusModel *model;
  guint     n_notices = 0;

  g_signal_connect (fixture->workspace, "notice", G_CALLBACK (count_cb), &n_notices);
  window_open_sample (fixture);
  robot_wait_for ("the map", is_idle, fixture, WINDOW_SECONDS);
  mus_workspace_save_model (fixture->workspace, file);
  robot_wait_for ("the file", exists, path, WINDOW_SECONDS);
  robot_settle (300);
  g_assert_cmpuint (n_notices, ==, 1);
  positions = mus_matrix_ref (mus_workspace_get_positions (fixture->workspace));

  /* Another model, and the first one back. */
  g_settings_set_uint (settings, "seed", 9);
  mus_workspace_train (fixture->workspace);
  robot_wait_for ("another map", is_idle, fixture, WINDOW_SECONDS);
  g_settings_reset (settings, "seed");
  mus_workspace_open_model (fixture->workspace, file);
  g_assert_cmpint (mus_workspace_get_step (fixture->workspace), ==, MUS_STEP_MODEL);
  robot_wait_for ("the map", is_idle, fixture, WINDOW_SECONDS);
  model = mus_workspace_get_model (fixture->workspace);
  g_assert_cmpuint (mus_model_settings (model)->seed, ==, 1);
  g_assert_cmpmem (mus_matrix_data (mus_workspace_get_positions (fixture->workspace)),
                   2 * sizeof (float) * mus_matrix_n_rows (positions),
                   mus_matrix_data (positions),
                   2 * sizeof (float) * mus_matrix_n_rows (positions));

  /* One that doesn't fit says why, and the chain goes on by itself. */
  open_other (fixture);
  mus_workspace_open_model (fixture->workspace, file);
  window_dismiss_dialog ("The Model Could Not Be Opened", "doesn't fit the catalog");
  robot_wait_for ("the map", is_idle, fixture, WINDOW_SECONDS);
  g_assert_true (mus_workspace_get_model (fixture->workspace) != NULL);

  g_unlink (path);
  mus_workspace_open_model (fixture->workspace, file);
  window_dismiss_dialog ("The Model Could Not Be Opened", "x.musrec-model");
  robot_wait_for ("the map", is_idle, fixture, WINDOW_SECONDS);
}

static void
test_failed_save (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char  *path = g_build_filename (fixture->folder, "gone", "x.musrec-model", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  window_open_sample (fixture);
  robot_wait_for ("the embedding", window_has_index, fixture, WINDOW_SECONDS);
  mus_workspace_save_model (fixture->workspace, file);
  window_dismiss_dialog ("The Model Could Not Be Saved", "x.musrec-model");
}

int
main (int argc, char **argv)
{
  static const WindowTest tests[] = {
    { "/models/round-trip", test_round_trip },
    { "/models/failed-save", test_failed_save },
  };

  return window_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
