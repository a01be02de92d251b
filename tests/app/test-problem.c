/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

#include "mus-problem.h"
#include "window-fixture.h"

/*
 * What goes wrong is told, and can be told on without telling what somebody listens to.
 */

static gboolean
is_open (gpointer data)
{
  WindowFixture *fixture = data;

  return mus_workspace_get_step (fixture->workspace) != MUS_STEP_READING;
}

static void
assert_lacks (const char *text, const char *secret)
{
  if (strstr (text, secret) != NULL)
    g_error ("the details tell \"%s\":\n%s", secret, text);
}

static void
assert_has (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("the details lack \"%s\":\n%s", part, text);
}

static void
open_named (WindowFixture *fixture, const char *name, const char *content)
{
  g_autofree char  *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
  mus_window_open (fixture->window, file);
  robot_wait_for ("the end of reading", is_open, fixture, WINDOW_SECONDS);
  g_unlink (path);
}

static char *
make_catalog (void)
{
  GString *text = g_string_new ("track_id,artists,track_name,track_genre,danceability,energy,key,"
                                "loudness,mode,valence,tempo,liveness\n");

  for (guint i = 0; i < 60; i++)
    g_string_append_printf (text, "SecretId%u,Secret Artist %u,Secret Title %u,Secret Genre,0.%u,"
                            "0.5,%u,-7.%u,1,0.4,%u,0.1\n", i, i % 7, i, 10 + i, i % 12, i % 10,
                            90 + i);

  return g_string_free (text, FALSE);
}

static void
got_text_cb (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  *(char **) data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
}

static gboolean
is_set (gpointer data)
{
  return *(char **) data != NULL;
}

static void
test_details (WindowFixture *fixture, gconstpointer data)
{
  static const char *const secrets[] = { "Secret", "private", "last-", "musrec-" };
  static const char *const parts[] = { "MusRec " PACKAGE_VERSION, "GTK ", "Processor: ",
                                       "patience: ", "tracks: 60", "mus-open: done",
                                       "mus-open: failed", "Problem: mus-error" };
  g_autofree char *catalog = make_catalog ();
  g_autofree char *copied = NULL;
  GtkWidget       *dialog;

  open_named (fixture, "private.csv", catalog);
  g_assert_true (window_has_catalog (fixture));
  mus_workspace_select (fixture->workspace, 4);
  open_named (fixture, "private-too.csv", "name,colour\nSecret,red\n");
  robot_wait_for ("the sentence", window_has_dialog, fixture, WINDOW_SECONDS);
  robot_settle (300);
  dialog = window_find_dialog ();
  robot_click (robot_find (dialog, GTK_TYPE_BUTTON, "Copy _Details"));
  robot_wait_for ("the dialog to close", window_has_no_dialog, fixture, WINDOW_SECONDS);

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (fixture->widget), NULL, got_text_cb,
                                 &copied);
  robot_wait_for ("the details", is_set, &copied, WINDOW_SECONDS);
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    assert_lacks (copied, secrets[i]);
  assert_lacks (copied, g_get_home_dir ());
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    assert_has (copied, parts[i]);
}

static void
test_without_window (void)
{
  g_autofree char *text = mus_problem_describe (NULL, NULL);

  assert_has (text, "libadwaita ");
  assert_lacks (text, "Problem");
}

int
main (int argc, char **argv)
{
  static const WindowTest tests[] = { { "/problem/details", test_details } };

  test_without_window ();

  return window_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
