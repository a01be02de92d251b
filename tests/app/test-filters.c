/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "explore/mus-map.h"
#include "explore/mus-share-bar.h"
#include "explore/mus-similar-list.h"
#include "explore/mus-track-item.h"
#include "explore/mus-track-list.h"
#include "explore/mus-track-row.h"
#include "filters/mus-filter-bar.h"
#include "filters/mus-filter-panel.h"
#include "filters/mus-range-slider.h"
#include "window-fixture.h"

static gboolean
has_first_selected (gpointer data)
{
  return mus_workspace_get_selected (((WindowFixture *) data)->workspace) == 0;
}

/* The list is replaced while its why is open: that goes with it, and clicks are for the window. */
static void
replace_open_list (WindowFixture *fixture, GtkWidget *rows)
{
  GtkWidget *tracks = robot_find (fixture->widget, MUS_TYPE_TRACK_LIST, NULL);
  GtkWidget *first = robot_find (tracks, MUS_TYPE_TRACK_ROW, NULL);

  mus_workspace_select (fixture->workspace, 8);
  robot_wait_for ("the other similar tracks", window_has_similar, fixture, WINDOW_SECONDS);
  robot_settle (400);
  robot_miss (rows, MUS_TYPE_SHARE_BAR, NULL);
  g_assert_false (gtk_widget_has_css_class (robot_find (rows, GTK_TYPE_LIST_BOX_ROW, NULL),
                                            "has-open-popup"));
  robot_click (first);
  robot_wait_for ("the first track", has_first_selected, fixture, WINDOW_SECONDS);
}

/* The bars of the why add up to the match that the list shows, and fit a small window. */
static void
test_why (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *rows, *grid, *bar;
  GArray    *similar;
  double     sum = 0.0;
  int        line = 1;

  gtk_window_set_default_size (GTK_WINDOW (fixture->widget), 1024, 600);
  window_open_sample (fixture);
  robot_wait_for ("the embedding", window_has_index, fixture, WINDOW_SECONDS);
  mus_workspace_select (fixture->workspace, 7);
  robot_wait_for ("the similar tracks", window_has_similar, fixture, WINDOW_SECONDS);
  robot_settle (500);
  rows = robot_find (fixture->widget, MUS_TYPE_SIMILAR_LIST, NULL);
  robot_click (robot_find (rows, GTK_TYPE_LABEL, "Why?"));
  robot_settle (500);

  bar = robot_find (rows, MUS_TYPE_SHARE_BAR, NULL);
  g_assert_cmpint (gtk_widget_get_height (gtk_widget_get_ancestor (bar, GTK_TYPE_POPOVER)), <=,
                   gtk_widget_get_height (fixture->widget));
  grid = gtk_widget_get_parent (bar);
  for (; MUS_IS_SHARE_BAR (gtk_grid_get_child_at (GTK_GRID (grid), 3, line)); line++)
    {
      GtkLabel        *label = GTK_LABEL (gtk_grid_get_child_at (GTK_GRID (grid), 4, line));
      const char      *text = gtk_label_get_text (label);
      gboolean         is_negative = g_str_has_prefix (text, "−");
      double           share = g_ascii_strtod (is_negative ? text + strlen ("−") : text, NULL);

      sum += is_negative ? -share : share;
    }
  g_assert_cmpint (line, ==, MUS_N_FEATURES + 1);
  similar = mus_workspace_get_similar (fixture->workspace);
  g_assert_cmpfloat_with_epsilon (sum, g_array_index (similar, MusRecommendation, 0).match, 1.0);
  replace_open_list (fixture, rows);
}

static gboolean
has_filters (gpointer data)
{
  return mus_workspace_get_filter (((WindowFixture *) data)->workspace)->allowed != NULL;
}

static gboolean
has_no_filters (gpointer data)
{
  return !has_filters (data);
}

/* Each track that is shown is one of @genre, in the list and among the similar ones. */
static void
check_genre (WindowFixture *fixture, GListModel *model, guint16 genre)
{
  MusCatalog *catalog = mus_workspace_get_catalog (fixture->workspace);
  GArray     *similar = mus_workspace_get_similar (fixture->workspace);
  guint       n = g_list_model_get_n_items (model);

  g_assert_cmpuint (n, ==, mus_filters_count_allowed (mus_workspace_get_filters (fixture->workspace)));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MusTrackItem) item = g_list_model_get_item (model, i);

      g_assert_cmpuint (mus_catalog_genre (catalog, mus_track_item_get_row (item)), ==, genre);
    }
  g_assert_cmpuint (similar->len, ==, 10);
  for (guint i = 0; i < similar->len; i++)
    g_assert_cmpuint (
        mus_catalog_genre (catalog, g_array_index (similar, MusRecommendation, i).row), ==, genre);
}

/* Whether the map lets one point at a track of another genre. */
static gboolean
can_point_at_others (WindowFixture *fixture, guint16 genre)
{
  MusMap     *map = MUS_MAP (robot_find (fixture->widget, MUS_TYPE_MAP, NULL));
  MusCatalog *catalog = mus_workspace_get_catalog (fixture->workspace);
  MusMatrix  *positions = mus_workspace_get_positions (fixture->workspace);

  for (guint32 row = 0; row < mus_matrix_n_rows (positions); row++)
    {
      const float *at = mus_matrix_row (positions, row);
      double       x, y;
      guint32      found;

      mus_viewport_data_to_view (mus_map_get_viewport (map), (double) at[0], (double) at[1], &x,
                                 &y);
      found = mus_map_find_track (map, x, y);
      if (found != MUS_NO_ROW && mus_catalog_genre (catalog, found) != genre)
        return TRUE;
    }

  return FALSE;
}

static void
test_filters (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget  *panel, *list;
  GListModel *model;
  MusCatalog *catalog;
  guint16     genre;
  guint       n_all, n_genre;
  float       bound;

  window_open_sample (fixture);
  robot_wait_for ("the finished map", window_has_regions, fixture, WINDOW_SECONDS);
  catalog = mus_workspace_get_catalog (fixture->workspace);
  list = robot_find (robot_find (fixture->widget, MUS_TYPE_TRACK_LIST, NULL), GTK_TYPE_LIST_VIEW,
                     NULL);
  model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)));
  n_all = g_list_model_get_n_items (model);
  mus_workspace_select (fixture->workspace, 7);
  robot_miss (fixture->widget, MUS_TYPE_FILTER_BAR, NULL);

  robot_key (fixture->widget, GDK_KEY_f, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  robot_settle (500);
  panel = robot_find (fixture->widget, MUS_TYPE_FILTER_PANEL, NULL);
  /* The focus is on the genres. */
  robot_key (fixture->widget, GDK_KEY_Return, 0);
  robot_settle (500);
  robot_type (fixture->widget, "ambient");
  robot_settle (500);
  robot_click (robot_find (robot_find (panel, GTK_TYPE_LIST_BOX_ROW, NULL), GTK_TYPE_TOGGLE_BUTTON,
                           NULL));
  robot_wait_for ("the filter", has_filters, fixture, WINDOW_SECONDS);
  n_genre = g_list_model_get_n_items (model);
  g_assert_cmpuint (n_genre, >, 10);
  g_assert_cmpuint (n_genre, <, n_all);
  genre = mus_catalog_genre (catalog, g_array_index (mus_workspace_get_similar (fixture->workspace),
                                                     MusRecommendation, 0).row);
  g_assert_cmpstr (mus_catalog_genre_name (catalog, genre), ==, "ambient");
  check_genre (fixture, model, genre);
  g_assert_false (can_point_at_others (fixture, genre));

  /* A range, by the keyboard. */
  robot_key (fixture->widget, GDK_KEY_Escape, 0);
  robot_settle (400);
  robot_key (fixture->widget, GDK_KEY_f, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  robot_settle (500);
  panel = robot_find (panel, MUS_TYPE_RANGE_SLIDER, NULL);
  gtk_widget_grab_focus (mus_range_slider_get_handle (MUS_RANGE_SLIDER (panel), FALSE));
  robot_key (fixture->widget, GDK_KEY_Tab, 0);
  g_assert_true (gtk_widget_is_focus (mus_range_slider_get_handle (MUS_RANGE_SLIDER (panel), TRUE)));
  robot_key (fixture->widget, GDK_KEY_Tab, GDK_SHIFT_MASK);
  for (guint i = 0; i < 3; i++)
    robot_key (fixture->widget, GDK_KEY_Page_Up, 0);
  robot_settle (300);
  bound = mus_range_slider_get_low (MUS_RANGE_SLIDER (panel));
  g_assert_cmpfloat (bound, >, 0.0f);
  g_assert_cmpuint (g_list_model_get_n_items (model), <, n_genre);
  robot_key (fixture->widget, GDK_KEY_Escape, 0);
  robot_settle (400);

  /* After a popover that a key has closed, GDK may take the first click for one beside it. */
  robot_click (robot_find (fixture->widget, MUS_TYPE_FILTER_BAR, NULL));

  /* Each chip takes its filter away, and one button all. */
  robot_click (robot_find (robot_find (fixture->widget, MUS_TYPE_FILTER_BAR, NULL), GTK_TYPE_BUTTON,
                           NULL));
  robot_settle (300);
  g_assert_true (has_filters (fixture));
  g_assert_true (can_point_at_others (fixture, genre));
  gtk_widget_grab_focus (robot_find (robot_find (fixture->widget, MUS_TYPE_FILTER_BAR, NULL),
                                     GTK_TYPE_BUTTON, "_Clear All"));
  robot_key (fixture->widget, GDK_KEY_space, 0);
  robot_wait_for ("no filter", has_no_filters, fixture, WINDOW_SECONDS);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, n_all);
  robot_settle (200);
  robot_miss (fixture->widget, MUS_TYPE_FILTER_BAR, NULL);
  /* The bar is gone, and the keyboard goes on elsewhere. */
  g_assert_true (gtk_widget_get_mapped (gtk_window_get_focus (GTK_WINDOW (fixture->widget))));
}

int
main (int argc, char **argv)
{
  static const WindowTest tests[] = {
    { "/window/why", test_why },
    { "/window/filters", test_filters },
  };

  return window_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
