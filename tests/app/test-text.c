/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "../core/counts.h"
#include "../core/odd-texts.h"
#include "explore/mus-map.h"
#include "window-fixture.h"

/*
 * Text from a catalog is text in the window too: in the list, the panel, tooltips, toasts,
 * the labels of the map. A warning of GTK's or Pango's ends the test.
 */

/* What the window may need of a small screen. */
#define MOST_WIDTH 1024
#define MOST_HEIGHT 600

static void
open_odd (WindowFixture *fixture)
{
  g_autoptr (GString) text = odd_catalog ();
  g_autofree char  *path = g_build_filename (fixture->folder, "<b>%s'; odd.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GSettings        *settings = mus_workspace_get_settings (fixture->workspace);

  g_settings_set_uint (settings, "max-epochs", 2);
  g_settings_set_uint (settings, "iterations", 250);
  g_assert_true (g_file_set_contents (path, text->str, (gssize) text->len, NULL));
  mus_window_open (fixture->window, file);
  robot_wait_for ("the catalog", window_has_catalog, fixture, WINDOW_SECONDS);
  robot_wait_for ("the report", window_is_idle, fixture, WINDOW_SECONDS);
  g_settings_reset (settings, "max-epochs");
  g_settings_reset (settings, "iterations");
}

static void
assert_fits (WindowFixture *fixture, const char *where, guint32 row)
{
  int width, height;

  gtk_widget_measure (fixture->widget, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (fixture->widget, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  if (width > MOST_WIDTH || height > MOST_HEIGHT)
    g_error ("%s, text %u: the window needs %d × %d", where, row, width, height);
}

static void
hover (WindowFixture *fixture, guint32 row)
{
  GtkWidget   *map = robot_find (fixture->widget, MUS_TYPE_MAP, NULL);
  const float *at = mus_matrix_row (mus_workspace_get_positions (fixture->workspace), row);
  double       x, y;

  mus_viewport_data_to_view (mus_map_get_viewport (MUS_MAP (map)), (double) at[0],
                             (double) at[1], &x, &y);
  robot_move (map, x, y);
}

static void
look_at (WindowFixture *fixture, guint32 row)
{
  g_autofree char *title = odd_text_read (row);
  GtkWidget       *label;

  mus_workspace_select (fixture->workspace, row);
  robot_wait_for ("the similar tracks", window_has_similar, fixture, WINDOW_SECONDS);
  hover (fixture, row);
  /* A toast says the title. */
  gtk_widget_activate_action (fixture->widget, "taste.like-this", NULL);
  robot_settle (50);

  label = robot_find (fixture->widget, GTK_TYPE_LABEL, title);
  if (!gtk_label_get_use_markup (GTK_LABEL (label)))
    g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, title);
  assert_fits (fixture, "selected", row);
}

static void
look_for (WindowFixture *fixture, guint32 row)
{
  MusCatalog      *catalog = mus_workspace_get_catalog (fixture->workspace);
  g_autofree char *title = odd_text_read (row);

  mus_workspace_set_words (fixture->workspace, title);
  mus_workspace_set_genre (fixture->workspace, mus_catalog_genre (catalog, row));
  robot_settle (20);
  assert_fits (fixture, "searched for", row);
  mus_workspace_set_words (fixture->workspace, NULL);
  mus_workspace_set_artist (fixture->workspace, mus_catalog_main_artist (catalog, row));
  robot_settle (20);
  assert_fits (fixture, "an artist's tracks", row);
  mus_workspace_set_genre (fixture->workspace, MUS_NO_GENRE);
  mus_workspace_set_artist (fixture->workspace, MUS_NO_ROW);
}

/* What was replaced is told where the catalog is. */
static void
look_at_summary (WindowFixture *fixture)
{
  robot_find (fixture->widget, GTK_TYPE_LABEL,
              "81 rows · 2 null characters replaced · 81 tracks");
}

static void
test_window (WindowFixture *fixture, gconstpointer data)
{
  open_odd (fixture);
  look_at_summary (fixture);
  for (guint32 row = 0; row < N_ODD_TEXTS; row++)
    look_at (fixture, row);
  /* The last one is the long one. */
  for (guint32 i = 0; i < N_ODD_TEXTS; i += counts_choose (4, 1))
    look_for (fixture, N_ODD_TEXTS - 1 - i);
  for (guint page = 1; page <= 4; page++)
    {
      window_show_page (fixture, page);
      assert_fits (fixture, "page", page);
    }
}

/* What the file has no column for is not shown as if it were 0. */
static void
test_missing_columns (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = odd_catalog ();
  g_autofree char    *path = g_build_filename (fixture->folder, "columns.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *facts = NULL;

  g_string_replace (text, "popularity", "p", 1);
  g_string_replace (text, "duration_ms", "d", 1);
  g_string_replace (text, "time_signature", "t", 1);
  g_assert_true (g_file_set_contents (path, text->str, (gssize) text->len, NULL));
  window_learn_quickly (fixture);
  mus_window_open (fixture->window, file);
  robot_wait_for ("the catalog", window_has_catalog, fixture, WINDOW_SECONDS);
  mus_workspace_select (fixture->workspace, N_ODD_TEXTS);
  robot_wait_for ("the similar tracks", window_has_similar, fixture, WINDOW_SECONDS);

  facts = g_strdup_printf ("Album · <a href=\"genre:%u\">filler</a> · D♭\u00a0major",
                           mus_catalog_genre (mus_workspace_get_catalog (fixture->workspace),
                                              N_ODD_TEXTS));
  robot_find (fixture->widget, GTK_TYPE_LABEL, "Energy");
  robot_miss (fixture->widget, GTK_TYPE_LABEL, "Popularity");
  robot_find (fixture->widget, GTK_TYPE_LABEL, facts);
}

int
main (int argc, char **argv)
{
  static const WindowTest tests[] = {
    { "/text/window", test_window },
    { "/text/missing-columns", test_missing_columns },
  };

  return window_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
