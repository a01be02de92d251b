/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <math.h>

#include "map-window.h"
#include "picture/mus-point-raster.h"
#include "robot.h"

static gboolean
has_activated (gpointer data)
{
  return ((MapWindow *) data)->n_activated > 0;
}

static gboolean
has_context (gpointer data)
{
  return ((MapWindow *) data)->context != MUS_NO_ROW;
}

static void
test_all_fit (MapWindow *fixture, gconstpointer unused)
{
  for (guint32 row = 0; row < mus_matrix_n_rows (fixture->data->positions); row++)
    {
      double x, y;

      map_window_locate (fixture, row, &x, &y);
      g_assert_true (x >= 0.0 && x <= MAP_WIDTH && y >= 0.0 && y <= MAP_HEIGHT);
    }
  g_assert_cmpuint (mus_map_get_n_drawn (fixture->map), >, 0);
}

static gboolean
is_beside (gpointer fixture)
{
  for (guint32 row = 0; row < mus_matrix_n_rows (((MapWindow *) fixture)->data->positions); row++)
    {
      double x, y;

      map_window_locate (fixture, row, &x, &y);
      if (x < 0.0 || x > MAP_WIDTH - 199.0 || y < 0.0 || y > MAP_HEIGHT)
        return FALSE;
    }

  return TRUE;
}

/* A card that would hide tracks has none below it, and one that hides none costs no size. */
static void
test_fit_beside_covers (MapWindow *fixture, gconstpointer unused)
{
  MusViewport         *viewport = mus_map_get_viewport (fixture->map);
  g_autoptr (GtkWidget) corner = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  g_autoptr (GtkWidget) side = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  double               scale = mus_viewport_get_affine (viewport).scale;

  gtk_widget_set_size_request (corner, 30, 30);
  gtk_widget_set_halign (corner, GTK_ALIGN_START);
  gtk_widget_set_valign (corner, GTK_ALIGN_END);
  mus_map_add_cover (fixture->map, corner);
  mus_map_refit (fixture->map);
  robot_settle (600);
  g_assert_cmpfloat_with_epsilon (mus_viewport_get_affine (viewport).scale, scale, 1e-6 * scale);

  gtk_widget_set_size_request (side, 200, MAP_HEIGHT);
  gtk_widget_set_halign (side, GTK_ALIGN_END);
  mus_map_add_cover (fixture->map, side);
  mus_map_refit (fixture->map);
  robot_wait_for ("the map beside the card", is_beside, fixture, 20.0);
}

static void
test_click (MapWindow *fixture, gconstpointer unused)
{
  guint32      row = map_window_find_lonely (fixture);
  const float *position;
  double       x, y;

  map_window_locate (fixture, row, &x, &y);
  robot_click_at (GTK_WIDGET (fixture->map), x + 2.0, y + 2.0);
  robot_wait_for ("has activated", has_activated, fixture, 20.0);
  g_assert_cmpuint (fixture->activated, ==, row);
  g_assert_cmpuint (fixture->n_activated, ==, 1);

  position = mus_matrix_row (fixture->data->positions, row);
  mus_viewport_place (mus_map_get_viewport (fixture->map), position[0], position[1],
                      MAP_WIDTH / 2, MAP_HEIGHT / 2);
  robot_right_click (GTK_WIDGET (fixture->map));
  robot_wait_for ("has context", has_context, fixture, 20.0);
  g_assert_cmpuint (fixture->context, ==, row);
}

static void
test_click_beside (MapWindow *fixture, gconstpointer unused)
{
  /* The blobs stand around a circle: there is nothing in its middle. */
  g_assert_cmpuint (mus_map_find_track (fixture->map, MAP_WIDTH / 2, MAP_HEIGHT / 2), ==,
                    MUS_NO_ROW);
  robot_click_at (GTK_WIDGET (fixture->map), MAP_WIDTH / 2, MAP_HEIGHT / 2);
  robot_settle (200);
  g_assert_cmpuint (fixture->n_activated, ==, 0);
}

static void
test_hidden_genres (MapWindow *fixture, gconstpointer unused)
{
  guint32 row = map_window_find_lonely (fixture);
  guint8  states[7] = { 0 };
  double  x, y;
  guint   n_drawn = mus_map_get_n_drawn (fixture->map);

  map_window_locate (fixture, row, &x, &y);
  g_assert_cmpuint (mus_map_find_track (fixture->map, x, y), ==, row);
  states[mus_catalog_genre (fixture->data->catalog, row)] = MUS_GENRE_HIDDEN;
  mus_map_set_genre_states (fixture->map, states);
  g_assert_cmpuint (mus_map_find_track (fixture->map, x, y), !=, row);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->map));
  g_assert_cmpuint (mus_map_get_n_drawn (fixture->map), ==, n_drawn + 1);
}

/* What the filters leave out is drawn faintly and can't be pointed at. */
static void
test_allowed (MapWindow *fixture, gconstpointer unused)
{
  gsize              n = mus_catalog_n_tracks (fixture->data->catalog);
  g_autofree guint8 *allowed = g_malloc (n);
  guint32            row = map_window_find_lonely (fixture);
  guint              n_drawn = mus_map_get_n_drawn (fixture->map);
  double             x, y;

  map_window_locate (fixture, row, &x, &y);
  memset (allowed, 1, n);
  allowed[row] = 0;
  mus_map_set_allowed (fixture->map, allowed);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->map));
  g_assert_cmpuint (mus_map_get_n_drawn (fixture->map), ==, n_drawn + 1);
  g_assert_cmpuint (mus_map_find_track (fixture->map, x, y), !=, row);
  robot_click_at (GTK_WIDGET (fixture->map), x, y);
  robot_settle (100);
  g_assert_true (fixture->n_activated == 0 || fixture->activated != row);

  mus_map_set_allowed (fixture->map, NULL);
  g_assert_cmpuint (mus_map_find_track (fixture->map, x, y), ==, row);
}

static void
test_hover_draws_no_points (MapWindow *fixture, gconstpointer unused)
{
  guint n_drawn, n_hits = 0;

  robot_move (GTK_WIDGET (fixture->map), 20.0, 20.0);
  robot_settle (200);
  n_drawn = mus_map_get_n_drawn (fixture->map);
  for (guint32 row = 0; row < 20; row++)
    {
      GdkCursor *cursor;
      double     x, y;

      map_window_locate (fixture, row, &x, &y);
      robot_move (GTK_WIDGET (fixture->map), x, y);
      robot_settle (40);
      cursor = gtk_widget_get_cursor (GTK_WIDGET (fixture->map));
      n_hits += cursor != NULL && g_str_equal (gdk_cursor_get_name (cursor), "pointer");
    }
  g_assert_cmpuint (n_hits, >=, 18);
  robot_move (GTK_WIDGET (fixture->map), MAP_WIDTH / 2, MAP_HEIGHT / 2);
  robot_settle (100);
  g_assert_null (gtk_widget_get_cursor (GTK_WIDGET (fixture->map)));
  g_assert_cmpuint (mus_map_get_n_drawn (fixture->map), ==, n_drawn);
}

static void
test_drag (MapWindow *fixture, gconstpointer unused)
{
  MusViewport *viewport = mus_map_get_viewport (fixture->map);
  double       x, y, view_x, view_y;

  mus_viewport_view_to_data (viewport, 300.0, 200.0, &x, &y);
  robot_drag (GTK_WIDGET (fixture->map), 300.0, 200.0, 420.0, 130.0);
  mus_viewport_data_to_view (viewport, x, y, &view_x, &view_y);
  g_assert_cmpfloat_with_epsilon (view_x, 420.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (view_y, 130.0, 1e-6);
  /* A drag is no click. */
  g_assert_cmpuint (fixture->n_activated, ==, 0);
}

static gboolean
is_zoomed (gpointer data)
{
  return mus_viewport_get_zoom (mus_map_get_viewport (data)) > 1.25;
}

static void
test_wheel (MapWindow *fixture, gconstpointer unused)
{
  MusViewport *viewport = mus_map_get_viewport (fixture->map);
  double       x, y, view_x, view_y;

  mus_viewport_view_to_data (viewport, 250.0, 170.0, &x, &y);
  robot_scroll (GTK_WIDGET (fixture->map), 250.0, 170.0, 2);
  robot_wait_for ("is zoomed", is_zoomed, fixture->map, 20.0);
  robot_settle (600);
  mus_viewport_data_to_view (viewport, x, y, &view_x, &view_y);
  g_assert_cmpfloat_with_epsilon (view_x, 250.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (view_y, 170.0, 1e-6);
}

static void
press_keys (MapWindow *fixture, const guint *keys, gsize n)
{
  for (gsize i = 0; i < n; i++)
    robot_key (GTK_WIDGET (fixture->map), keys[i], 0);
}

static void
test_keys (MapWindow *fixture, gconstpointer unused)
{
  MusViewport  *viewport = mus_map_get_viewport (fixture->map);
  guint32       similar[] = { 7, 8, 9 };
  double        fitted = mus_viewport_get_zoom (viewport), x, y, x2, y2;

  robot_move (GTK_WIDGET (fixture->map), MAP_WIDTH / 2, MAP_HEIGHT / 2);
  gtk_widget_grab_focus (GTK_WIDGET (fixture->map));
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (fixture->map)));

  mus_map_set_selected (fixture->map, 3);
  mus_map_set_similar (fixture->map, similar, G_N_ELEMENTS (similar));
  press_keys (fixture, (guint[]) { GDK_KEY_Right, GDK_KEY_Return }, 2);
  robot_wait_for ("has activated", has_activated, fixture, 20.0);
  map_window_locate (fixture, 3, &x, &y);
  map_window_locate (fixture, fixture->activated, &x2, &y2);
  g_assert_cmpuint (fixture->activated, !=, 3);
  g_assert_cmpfloat (x2 - x, >=, fabs (y2 - y) - 1e-3);

  mus_map_set_selected (fixture->map, 3);
  mus_map_set_similar (fixture->map, similar, G_N_ELEMENTS (similar));
  fixture->n_activated = 0;
  press_keys (fixture, (guint[]) { GDK_KEY_n, GDK_KEY_n, GDK_KEY_p, GDK_KEY_n, GDK_KEY_Return }, 5);
  robot_wait_for ("has activated", has_activated, fixture, 20.0);
  g_assert_cmpuint (fixture->activated, ==, 8);

  robot_key (GTK_WIDGET (fixture->map), GDK_KEY_plus, GDK_SHIFT_MASK);
  robot_wait_for ("is zoomed", is_zoomed, fixture->map, 20.0);
  robot_settle (700);
  mus_viewport_view_to_data (viewport, 0.0, 0.0, &x, &y);
  robot_key (GTK_WIDGET (fixture->map), GDK_KEY_Right, GDK_SHIFT_MASK);
  robot_settle (700);
  mus_viewport_view_to_data (viewport, 0.0, 0.0, &x2, &y2);
  g_assert_cmpfloat (x2, >, x);
  robot_key (GTK_WIDGET (fixture->map), GDK_KEY_0, GDK_CONTROL_MASK);
  robot_settle (1500);
  g_assert_cmpfloat_with_epsilon (mus_viewport_get_zoom (viewport), fitted, 1e-6);
}

static gboolean
is_selected_in_view (gpointer data)
{
  MapWindow *fixture = data;
  double   x, y;

  map_window_locate (fixture, 0, &x, &y);

  return x > 0.0 && x < MAP_WIDTH && y > 0.0 && y < MAP_HEIGHT;
}

static void
test_selection_comes_into_view (MapWindow *fixture, gconstpointer unused)
{
  /* Far from the first track, which stands at the right. */
  robot_scroll (GTK_WIDGET (fixture->map), 80.0, MAP_HEIGHT / 2, 6);
  robot_settle (600);
  g_assert_false (is_selected_in_view (fixture));
  mus_map_set_selected (fixture->map, 0);
  robot_wait_for ("is selected in view", is_selected_in_view, fixture, 20.0);
}

/* A layout that moves: the view follows until the user takes hold of it. */
/* How many tracks the map finds where they stand in @positions. */
static guint
count_found (MapWindow *fixture, MusMatrix *positions)
{
  guint n = 0;

  for (guint32 row = 0; row < mus_matrix_n_rows (positions); row++)
    {
      const float *position = mus_matrix_row (positions, row);
      double       x, y;

      mus_viewport_data_to_view (mus_map_get_viewport (fixture->map), position[0], position[1], &x,
                                 &y);
      n += mus_map_find_track (fixture->map, x, y) == row;
    }

  return n;
}

static gboolean
has_arrived (gpointer data)
{
  MapWindow *fixture = data;

  return count_found (fixture, fixture->next) > mus_matrix_n_rows (fixture->next) / 2;
}

static void
test_glide (MapWindow *fixture, gconstpointer unused)
{
  guint n_drawn = mus_map_get_n_drawn (fixture->map);
  guint n_before = count_found (fixture, fixture->data->positions);
  g_autoptr (MusMatrix) next = mus_map_fixture_move (fixture->data, 3.0, 7);

  fixture->next = next;
  mus_map_set_positions (fixture->map, next, TRUE);
  g_assert_cmpuint (count_found (fixture, fixture->data->positions), ==, n_before);
  robot_wait_for ("the tracks' arrival", has_arrived, fixture, 20.0);
  g_assert_cmpuint (mus_map_get_n_drawn (fixture->map), >, n_drawn + 3);

  /* A layout that begins while they are on their way is followed at once. */
  mus_map_set_positions (fixture->map, fixture->data->positions, TRUE);
  robot_settle (100);
  mus_map_set_positions (fixture->map, next, FALSE);
  robot_settle (1500);
  g_assert_true (has_arrived (fixture));
}

static void
test_live_frames (MapWindow *fixture, gconstpointer unused)
{
  MusViewport *viewport = mus_map_get_viewport (fixture->map);
  guint        n_drawn = mus_map_get_n_drawn (fixture->map);
  double       x, y, x2, y2;
  g_autoptr (MusMatrix) last = NULL;

  for (guint i = 0; i < 30; i++)
    {
      g_autoptr (MusMatrix) frame = mus_map_fixture_move (fixture->data, 0.01 + 0.1 * i, i);

      mus_map_set_positions (fixture->map, frame, FALSE);
      robot_settle (33);
    }
  g_assert_cmpuint (mus_map_get_n_drawn (fixture->map), >, n_drawn + 5);

  last = mus_map_fixture_move (fixture->data, 3.0, 99);
  mus_map_set_positions (fixture->map, last, TRUE);
  robot_settle (1500);
  for (guint32 row = 0; row < mus_matrix_n_rows (last); row++)
    {
      const float *position = mus_matrix_row (last, row);

      mus_viewport_data_to_view (viewport, position[0], position[1], &x, &y);
      g_assert_true (x >= 20.0 && x <= MAP_WIDTH - 20.0 && y >= 20.0 && y <= MAP_HEIGHT - 20.0);
    }

  mus_viewport_view_to_data (viewport, 300.0, 200.0, &x, &y);
  robot_drag (GTK_WIDGET (fixture->map), 300.0, 200.0, 340.0, 200.0);
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (MusMatrix) frame = mus_map_fixture_move (fixture->data, 3.0 + 0.2 * i, i);

      mus_map_set_positions (fixture->map, frame, FALSE);
      robot_settle (33);
    }
  mus_viewport_data_to_view (viewport, x, y, &x2, &y2);
  g_assert_cmpfloat_with_epsilon (x2, 340.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (y2, 200.0, 1e-6);
}

static void
test_dark (MapWindow *fixture, gconstpointer unused)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  guint            n_drawn = mus_map_get_n_drawn (fixture->map);

  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_DARK);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->map));
  robot_settle (300);
  g_assert_cmpuint (mus_map_get_n_drawn (fixture->map), >, n_drawn);
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_DEFAULT);
}

/* Panning at any speed: where the view goes there is a picture, without drawing anew at
 * each step. */
static void
test_panning_reuses_the_picture (MapWindow *fixture, gconstpointer unused)
{
  guint n_drawn = mus_map_get_n_drawn (fixture->map);

  for (guint i = 0; i < 40; i++)
    {
      mus_viewport_pan_by (mus_map_get_viewport (fixture->map), 12.0, 2.0);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->map));
    }
  /* 480 pixels, with a margin of 96, or of 320 where drawing is slow. */
  n_drawn = mus_map_get_n_drawn (fixture->map) - n_drawn;
  g_assert_cmpuint (n_drawn, >=, 1);
  g_assert_cmpuint (n_drawn, <=, 6);
}

static void
test_other_catalog (MapWindow *fixture, gconstpointer unused)
{
  g_autoptr (MusMapFixture) plain = mus_map_fixture_new (60, 0);
  g_autoptr (MusMatrix) one = mus_matrix_new (1, 2, NULL);
  g_autoptr (MusMatrix) none = mus_matrix_new (0, 2, NULL);
  MusMatrix *positions[] = { plain->positions, one, none, NULL };

  mus_map_set_selected (fixture->map, 1100);
  mus_map_set_catalog (fixture->map, plain->catalog, NULL);
  g_assert_cmpuint (mus_map_find_track (fixture->map, MAP_WIDTH / 2, MAP_HEIGHT / 2), ==,
                    MUS_NO_ROW);
  for (guint i = 0; i < G_N_ELEMENTS (positions); i++)
    {
      mus_map_set_positions (fixture->map, positions[i], TRUE);
      mus_map_set_selected (fixture->map, i);
      robot_click_at (GTK_WIDGET (fixture->map), MAP_WIDTH / 2, MAP_HEIGHT / 2);
      gtk_widget_activate_action (GTK_WIDGET (fixture->map), "map.step", "i", 1);
      gtk_widget_activate_action (GTK_WIDGET (fixture->map), "map.walk", "i", 1);
      gtk_widget_activate_action (GTK_WIDGET (fixture->map), "map.fit", NULL);
      robot_settle (150);
    }
  mus_map_set_catalog (fixture->map, NULL, NULL);
  robot_settle (100);
}

int
main (int argc, char **argv)
{
  static const MapWindowTest tests[] = {
    { "/map/all-fit", test_all_fit },
    { "/map/fit-beside-covers", test_fit_beside_covers },
    { "/map/click", test_click },
    { "/map/click-beside", test_click_beside },
    { "/map/hidden-genres", test_hidden_genres },
    { "/map/allowed", test_allowed },
    { "/map/hover-draws-no-points", test_hover_draws_no_points },
    { "/map/drag", test_drag },
    { "/map/wheel", test_wheel },
    { "/map/keys", test_keys },
    { "/map/selection-comes-into-view", test_selection_comes_into_view },
    { "/map/live-frames", test_live_frames },
    { "/map/glide", test_glide },
    { "/map/panning-reuses-the-picture", test_panning_reuses_the_picture },
    { "/map/dark", test_dark },
    { "/map/other-catalog", test_other_catalog },
  };

  return map_window_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
