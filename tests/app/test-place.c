/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "explore/mus-map.h"
#include "window-fixture.h"

/*
 * The next start: the last catalog is open again, at the same place.
 */

static GSettings *
get_settings (WindowFixture *fixture)
{
  return mus_workspace_get_settings (fixture->workspace);
}

static const char *
get_page (WindowFixture *fixture)
{
  GtkWidget *pages = robot_find (fixture->widget, ADW_TYPE_VIEW_STACK, NULL);

  return adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (pages));
}

static MusMapView
get_view (WindowFixture *fixture)
{
  return mus_map_get_view (MUS_MAP (robot_find (fixture->widget, MUS_TYPE_MAP, NULL)));
}

static void
assert_view (WindowFixture *fixture, const MusMapView *wanted)
{
  MusMapView view = get_view (fixture);

  g_assert_cmpfloat_with_epsilon (view.x, wanted->x, 1e-6);
  g_assert_cmpfloat_with_epsilon (view.y, wanted->y, 1e-6);
  g_assert_cmpfloat_with_epsilon (view.zoom, wanted->zoom, 1e-6);
}

/* Returns: what of the map is then shown */
static MusMapView
go_somewhere (WindowFixture *fixture)
{
  GtkWidget *map;

  window_open_sample (fixture);
  robot_wait_for ("the map", window_has_regions, fixture, WINDOW_SECONDS);
  mus_workspace_select (fixture->workspace, 5);
  mus_workspace_select (fixture->workspace, 300);
  mus_workspace_select (fixture->workspace, 17);
  robot_settle (1000);
  map = robot_find (fixture->widget, MUS_TYPE_MAP, NULL);
  robot_scroll (map, gtk_widget_get_width (map) / 3.0, gtk_widget_get_height (map) / 2.0, 4);
  robot_settle (1000);

  return get_view (fixture);
}

static void
test_same_place (WindowFixture *fixture, gconstpointer data)
{
  MusMapView view = go_somewhere (fixture);
  MusMapView fresh;

  g_assert_cmpfloat (view.zoom, >, 1.5);
  window_show_page (fixture, 2);
  g_assert_cmpstr (get_page (fixture), ==, "for-you");

  window_start_again (fixture);
  robot_wait_for ("the catalog", window_has_catalog, fixture, WINDOW_SECONDS);
  window_wait_until_selected (fixture, 17);
  g_assert_cmpstr (get_page (fixture), ==, "for-you");
  mus_workspace_go_back (fixture->workspace);
  g_assert_cmpuint (mus_workspace_get_selected (fixture->workspace), ==, 300);
  mus_workspace_go_back (fixture->workspace);
  g_assert_cmpuint (mus_workspace_get_selected (fixture->workspace), ==, 5);
  g_assert_false (mus_workspace_can_go_back (fixture->workspace));

  /* The map is made anew, to the same bytes. */
  window_show_page (fixture, 1);
  robot_wait_for ("the map", window_has_regions, fixture, WINDOW_SECONDS);
  robot_settle (500);
  assert_view (fixture, &view);

  /* A third start, before there is a map. */
  window_start_again (fixture);
  robot_wait_for ("the catalog", window_has_catalog, fixture, WINDOW_SECONDS);
  window_wait_until_selected (fixture, 5);
  g_assert_cmpstr (get_page (fixture), ==, "explore");
  window_start_again (fixture);
  robot_wait_for ("the map", window_has_regions, fixture, WINDOW_SECONDS);
  robot_settle (500);
  assert_view (fixture, &view);

  mus_map_fit (MUS_MAP (robot_find (fixture->widget, MUS_TYPE_MAP, NULL)));
  robot_settle (1000);
  fresh = get_view (fixture);
  g_assert_cmpfloat (fresh.zoom, ==, 0.0);
}

/* Another catalog has places of its own. */
static void
test_other_catalog (WindowFixture *fixture, gconstpointer data)
{
  MusMapView view = go_somewhere (fixture);

  window_show_page (fixture, 4);
  window_start_again (fixture);
  robot_wait_for ("the catalog", window_has_catalog, fixture, WINDOW_SECONDS);
  g_assert_cmpstr (get_page (fixture), ==, "report");
  g_assert_cmpfloat (view.zoom, >, 0.0);

  g_settings_set_string (get_settings (fixture), "last-catalog", "file:///another.csv");
  window_start_again (fixture);
  window_open_sample (fixture);
  robot_wait_for ("the map", window_has_regions, fixture, WINDOW_SECONDS);
  robot_settle (300);
  g_assert_cmpstr (get_page (fixture), ==, "explore");
  g_assert_cmpuint (mus_workspace_get_selected (fixture->workspace), ==, MUS_NO_ROW);
  view = get_view (fixture);
  g_assert_cmpfloat (view.zoom, ==, 0.0);
}

static void
test_turned_off (WindowFixture *fixture, gconstpointer data)
{
  go_somewhere (fixture);
  window_show_page (fixture, 3);
  g_settings_set_boolean (get_settings (fixture), "reopen-last", FALSE);

  window_start_again (fixture);
  robot_settle (500);
  g_assert_false (window_has_catalog (fixture));
  g_assert_cmpint (mus_workspace_get_step (fixture->workspace), ==, MUS_STEP_NONE);
  window_open_sample (fixture);
  robot_settle (300);
  g_assert_cmpstr (get_page (fixture), ==, "explore");
  g_assert_cmpuint (mus_workspace_get_selected (fixture->workspace), ==, MUS_NO_ROW);
  g_settings_reset (get_settings (fixture), "reopen-last");
}

int
main (int argc, char **argv)
{
  static const WindowTest tests[] = {
    { "/place/same-place", test_same_place },
    { "/place/other-catalog", test_other_catalog },
    { "/place/turned-off", test_turned_off },
  };

  return window_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
