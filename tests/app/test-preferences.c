/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <utime.h>

#include "mus-cache-group.h"
#include "mus-preferences.h"
#include "window-fixture.h"

#define MIB (1024 * 1024)

/* As the cache names its files. Returns: (transfer full): its path */
static char *
put_file (const char *name, gsize n_bytes, time_t used)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "musrec", NULL);
  g_autofree char *content = g_malloc0 (n_bytes);
  char            *path = g_build_filename (folder, name, NULL);
  struct utimbuf   times = { used, used };

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, content, (gssize) n_bytes, NULL));
  g_assert_cmpint (g_utime (path, &times), ==, 0);

  return path;
}

static GtkWidget *
show_preferences (WindowFixture *fixture)
{
  GtkWidget *window;

  g_action_group_activate_action (G_ACTION_GROUP (fixture->application), "preferences", NULL);
  robot_settle (500);
  window = window_find (ADW_TYPE_PREFERENCES_WINDOW);
  g_assert_nonnull (window);

  return window;
}

static void
assert_kept (GtkWidget *window, guint64 n_bytes)
{
  g_autofree char *size = g_format_size_full (n_bytes, G_FORMAT_SIZE_IEC_UNITS);
  g_autofree char *title = g_strconcat (size, " Are Kept", NULL);

  robot_find (window, ADW_TYPE_ACTION_ROW, title);
}

static void
test_cache (WindowFixture *fixture, gconstpointer data)
{
  GSettings       *settings = mus_workspace_get_settings (fixture->workspace);
  g_autofree char *old = put_file ("old.model", MIB, 1000);
  g_autofree char *recent = put_file ("recent.layout", MIB / 2, 2000);
  GtkWidget       *window;

  g_settings_set_uint (settings, "cache-limit", 100);
  window = show_preferences (fixture);
  robot_find (window, MUS_TYPE_CACHE_GROUP, NULL);
  assert_kept (window, 3 * MIB / 2);

  /* The oldest goes. */
  g_settings_set_uint (settings, "cache-limit", 1);
  robot_settle (1500);
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (recent, G_FILE_TEST_EXISTS));
  assert_kept (window, MIB / 2);

  robot_click (robot_find (window, GTK_TYPE_BUTTON, "_Clear"));
  robot_settle (300);
  g_assert_false (g_file_test (recent, G_FILE_TEST_EXISTS));
  robot_find (window, ADW_TYPE_ACTION_ROW, "Nothing Is Kept");
  gtk_window_destroy (GTK_WINDOW (window));
  g_settings_set_uint (settings, "cache-limit", 0);
}

static gboolean
is_settled (gpointer data)
{
  return mus_taste_store_is_settled (
      mus_workspace_get_tastes (((WindowFixture *) data)->workspace));
}

static gboolean
has_no_like (gpointer data)
{
  MusTasteStore *tastes = mus_workspace_get_tastes (((WindowFixture *) data)->workspace);

  return mus_taste_store_count (tastes, MUS_VERDICT_LIKE) == 0;
}

static void
test_delete_all (WindowFixture *fixture, gconstpointer data)
{
  GSettings       *settings = mus_workspace_get_settings (fixture->workspace);
  MusTasteStore   *tastes = mus_workspace_get_tastes (fixture->workspace);
  g_autofree char *model = put_file ("some.model", 1000, 1000);
  g_autofree char *last = NULL;
  GtkWidget       *window;

  window_open_sample (fixture);
  mus_taste_store_toggle (tastes, 3, MUS_VERDICT_LIKE);
  robot_wait_for ("the thumb", is_settled, fixture, WINDOW_SECONDS);
  mus_workspace_select (fixture->workspace, 5);
  g_settings_set_uint (settings, "patience", 7);

  window = show_preferences (fixture);
  gtk_widget_activate (robot_find (window, GTK_TYPE_BUTTON, "_Delete…"));
  robot_wait_for ("the question", window_has_dialog, fixture, WINDOW_SECONDS);
  robot_settle (300);
  robot_key (window_find_dialog (), GDK_KEY_Escape, 0);
  robot_wait_for ("the dialog to close", window_has_no_dialog, NULL, WINDOW_SECONDS);
  g_assert_cmpuint (mus_taste_store_count (tastes, MUS_VERDICT_LIKE), ==, 1);
  g_assert_true (g_file_test (model, G_FILE_TEST_EXISTS));

  gtk_widget_activate (robot_find (window, GTK_TYPE_BUTTON, "_Delete…"));
  robot_wait_for ("the question", window_has_dialog, fixture, WINDOW_SECONDS);
  robot_settle (300);
  robot_click (robot_find (window_find_dialog (), GTK_TYPE_BUTTON, "_Delete All"));
  robot_wait_for ("the deletion", has_no_like, fixture, WINDOW_SECONDS);
  g_assert_false (g_file_test (model, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (g_settings_get_uint (settings, "patience"), ==, 5);
  last = g_settings_get_string (settings, "last-catalog");
  g_assert_cmpstr (last, ==, "");
  gtk_window_destroy (GTK_WINDOW (window));

  /* The place is not written down again. */
  mus_workspace_select (fixture->workspace, 6);
  window_start_again (fixture);
  g_assert_false (window_has_catalog (fixture));
  {
    g_autoptr (GVariant) tracks = g_settings_get_value (settings, "last-tracks");

    g_assert_cmpuint (g_variant_n_children (tracks), ==, 0);
  }
}

int
main (int argc, char **argv)
{
  static const WindowTest tests[] = {
    { "/preferences/cache", test_cache },
    { "/preferences/delete-all", test_delete_all },
  };

  return window_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
