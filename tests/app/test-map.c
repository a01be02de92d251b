/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

#include "explore/mus-map.h"
#include "explore/mus-tooltip.h"
#include "map-fixture.h"
#include "picture/mus-point-raster.h"
#include "robot.h"

#define WIDTH 700
#define HEIGHT 500

typedef struct
{
  MusMapFixture *data;
  MusMap        *map;
  GtkWindow     *window;
  guint          n_activated;
  guint32        activated;
  guint32        context;
  MusMatrix     *next; /* where the tracks shall come to */
  const char    *sentence; /* that the tooltip shall have */
} Fixture;

static void
remember_track (MusMap *map, guint row, Fixture *fixture)
{
  fixture->n_activated++;
  fixture->activated = row;
  mus_map_set_selected (map, row);
}

static void
remember_context (MusMap *map, guint row, double x, double y, Fixture *fixture)
{
  fixture->context = row;
}

static gboolean
is_drawn (gpointer map)
{
  return gtk_widget_get_mapped (map) && mus_map_get_n_drawn (map) > 0;
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->data = mus_map_fixture_new (1200, 6);
  fixture->map = MUS_MAP (mus_map_new ());
  fixture->activated = fixture->context = MUS_NO_ROW;
  g_object_ref_sink (fixture->map);
  g_signal_connect (fixture->map, "track-activated", G_CALLBACK (remember_track), fixture);
  g_signal_connect (fixture->map, "context-requested", G_CALLBACK (remember_context), fixture);
  mus_map_set_catalog (fixture->map, fixture->data->catalog, fixture->data->families);
  mus_map_set_positions (fixture->map, fixture->data->positions, TRUE);
  mus_map_set_regions (fixture->map, fixture->data->regions);
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_decorated (fixture->window, FALSE);
  gtk_window_set_default_size (fixture->window, WIDTH, HEIGHT);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->map));
  gtk_window_present (fixture->window);
  robot_wait_for ("a drawn map", is_drawn, fixture->map, 20.0);
  robot_move (GTK_WIDGET (fixture->map), WIDTH + 100, HEIGHT + 100);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  gtk_window_destroy (fixture->window);
  g_assert_finalize_object (fixture->map);
  mus_map_fixture_free (fixture->data);
}

static void
locate (Fixture *fixture, guint32 row, double *x, double *y)
{
  const float *position = mus_matrix_row (fixture->data->positions, row);

  mus_viewport_data_to_view (mus_map_get_viewport (fixture->map), position[0], position[1], x, y);
}

/* A track that has no other one near it, and a place where there is none at all. */
static guint32
find_lonely (Fixture *fixture)
{
  gsize   n = mus_matrix_n_rows (fixture->data->positions);
  guint32 best = 0;
  double  most = 0.0;

  for (guint32 row = 0; row < n; row++)
    {
      double x, y, x2, y2, nearest = G_MAXDOUBLE;

      locate (fixture, row, &x, &y);
      for (guint32 other = 0; other < n; other++)
        if (other != row)
          {
            locate (fixture, other, &x2, &y2);
            nearest = MIN (nearest, hypot (x2 - x, y2 - y));
          }
      if (nearest > most)
        {
          most = nearest;
          best = row;
        }
    }
  g_assert_cmpfloat (most, >, 6.0);

  return best;
}

static gboolean
has_activated (gpointer data)
{
  return ((Fixture *) data)->n_activated > 0;
}

static gboolean
has_context (gpointer data)
{
  return ((Fixture *) data)->context != MUS_NO_ROW;
}

static void
test_all_fit (Fixture *fixture, gconstpointer unused)
{
  for (guint32 row = 0; row < mus_matrix_n_rows (fixture->data->positions); row++)
    {
      double x, y;

      locate (fixture, row, &x, &y);
      g_assert_true (x >= 0.0 && x <= WIDTH && y >= 0.0 && y <= HEIGHT);
    }
  g_assert_cmpuint (mus_map_get_n_drawn (fixture->map), >, 0);
}

static gboolean
is_beside (gpointer fixture)
{
  for (guint32 row = 0; row < mus_matrix_n_rows (((Fixture *) fixture)->data->positions); row++)
    {
      double x, y;

      locate (fixture, row, &x, &y);
      if (x < 0.0 || x > WIDTH - 199.0 || y < 0.0 || y > HEIGHT)
        return FALSE;
    }

  return TRUE;
}

/* A card that would hide tracks has none below it, and one that hides none costs no size. */
static void
test_fit_beside_covers (Fixture *fixture, gconstpointer unused)
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

  gtk_widget_set_size_request (side, 200, HEIGHT);
  gtk_widget_set_halign (side, GTK_ALIGN_END);
  mus_map_add_cover (fixture->map, side);
  mus_map_refit (fixture->map);
  robot_wait_for ("the map beside the card", is_beside, fixture, 20.0);
}

static void
test_click (Fixture *fixture, gconstpointer unused)
{
  guint32      row = find_lonely (fixture);
  const float *position;
  double       x, y;

  locate (fixture, row, &x, &y);
  robot_click_at (GTK_WIDGET (fixture->map), x + 2.0, y + 2.0);
  robot_wait_for ("has activated", has_activated, fixture, 20.0);
  g_assert_cmpuint (fixture->activated, ==, row);
  g_assert_cmpuint (fixture->n_activated, ==, 1);

  position = mus_matrix_row (fixture->data->positions, row);
  mus_viewport_place (mus_map_get_viewport (fixture->map), position[0], position[1], WIDTH / 2,
                      HEIGHT / 2);
  robot_right_click (GTK_WIDGET (fixture->map));
  robot_wait_for ("has context", has_context, fixture, 20.0);
  g_assert_cmpuint (fixture->context, ==, row);
}

static void
test_click_beside (Fixture *fixture, gconstpointer unused)
{
  /* The blobs stand around a circle: there is nothing in its middle. */
  g_assert_cmpuint (mus_map_find_track (fixture->map, WIDTH / 2, HEIGHT / 2), ==, MUS_NO_ROW);
  robot_click_at (GTK_WIDGET (fixture->map), WIDTH / 2, HEIGHT / 2);
  robot_settle (200);
  g_assert_cmpuint (fixture->n_activated, ==, 0);
}

static void
test_hidden_genres (Fixture *fixture, gconstpointer unused)
{
  guint32 row = find_lonely (fixture);
  guint8  states[7] = { 0 };
  double  x, y;
  guint   n_drawn = mus_map_get_n_drawn (fixture->map);

  locate (fixture, row, &x, &y);
  g_assert_cmpuint (mus_map_find_track (fixture->map, x, y), ==, row);
  states[mus_catalog_genre (fixture->data->catalog, row)] = MUS_GENRE_HIDDEN;
  mus_map_set_genre_states (fixture->map, states);
  g_assert_cmpuint (mus_map_find_track (fixture->map, x, y), !=, row);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->map));
  g_assert_cmpuint (mus_map_get_n_drawn (fixture->map), ==, n_drawn + 1);
}

/* What the filters leave out is drawn faintly and can't be pointed at. */
static void
test_allowed (Fixture *fixture, gconstpointer unused)
{
  gsize              n = mus_catalog_n_tracks (fixture->data->catalog);
  g_autofree guint8 *allowed = g_malloc (n);
  guint32            row = find_lonely (fixture);
  guint              n_drawn = mus_map_get_n_drawn (fixture->map);
  double             x, y;

  locate (fixture, row, &x, &y);
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
test_hover_draws_no_points (Fixture *fixture, gconstpointer unused)
{
  guint n_drawn, n_hits = 0;

  robot_move (GTK_WIDGET (fixture->map), 20.0, 20.0);
  robot_settle (200);
  n_drawn = mus_map_get_n_drawn (fixture->map);
  for (guint32 row = 0; row < 20; row++)
    {
      GdkCursor *cursor;
      double     x, y;

      locate (fixture, row, &x, &y);
      robot_move (GTK_WIDGET (fixture->map), x, y);
      robot_settle (40);
      cursor = gtk_widget_get_cursor (GTK_WIDGET (fixture->map));
      n_hits += cursor != NULL && g_str_equal (gdk_cursor_get_name (cursor), "pointer");
    }
  g_assert_cmpuint (n_hits, >=, 18);
  robot_move (GTK_WIDGET (fixture->map), WIDTH / 2, HEIGHT / 2);
  robot_settle (100);
  g_assert_null (gtk_widget_get_cursor (GTK_WIDGET (fixture->map)));
  g_assert_cmpuint (mus_map_get_n_drawn (fixture->map), ==, n_drawn);
}

static void
test_drag (Fixture *fixture, gconstpointer unused)
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
test_wheel (Fixture *fixture, gconstpointer unused)
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
press_keys (Fixture *fixture, const guint *keys, gsize n)
{
  for (gsize i = 0; i < n; i++)
    robot_key (GTK_WIDGET (fixture->map), keys[i], 0);
}

static void
test_keys (Fixture *fixture, gconstpointer unused)
{
  MusViewport  *viewport = mus_map_get_viewport (fixture->map);
  guint32       similar[] = { 7, 8, 9 };
  double        fitted = mus_viewport_get_zoom (viewport), x, y, x2, y2;

  robot_move (GTK_WIDGET (fixture->map), WIDTH / 2, HEIGHT / 2);
  gtk_widget_grab_focus (GTK_WIDGET (fixture->map));
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (fixture->map)));

  mus_map_set_selected (fixture->map, 3);
  mus_map_set_similar (fixture->map, similar, G_N_ELEMENTS (similar));
  press_keys (fixture, (guint[]) { GDK_KEY_Right, GDK_KEY_Return }, 2);
  robot_wait_for ("has activated", has_activated, fixture, 20.0);
  locate (fixture, 3, &x, &y);
  locate (fixture, fixture->activated, &x2, &y2);
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
  Fixture *fixture = data;
  double   x, y;

  locate (fixture, 0, &x, &y);

  return x > 0.0 && x < WIDTH && y > 0.0 && y < HEIGHT;
}

static void
test_selection_comes_into_view (Fixture *fixture, gconstpointer unused)
{
  /* Far from the first track, which stands at the right. */
  robot_scroll (GTK_WIDGET (fixture->map), 80.0, HEIGHT / 2, 6);
  robot_settle (600);
  g_assert_false (is_selected_in_view (fixture));
  mus_map_set_selected (fixture->map, 0);
  robot_wait_for ("is selected in view", is_selected_in_view, fixture, 20.0);
}

/* A layout that moves: the view follows until the user takes hold of it. */
/* How many tracks the map finds where they stand in @positions. */
static guint
count_found (Fixture *fixture, MusMatrix *positions)
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
  Fixture *fixture = data;

  return count_found (fixture, fixture->next) > mus_matrix_n_rows (fixture->next) / 2;
}

static void
test_glide (Fixture *fixture, gconstpointer unused)
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
test_live_frames (Fixture *fixture, gconstpointer unused)
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
      g_assert_true (x >= 20.0 && x <= WIDTH - 20.0 && y >= 20.0 && y <= HEIGHT - 20.0);
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
test_dark (Fixture *fixture, gconstpointer unused)
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
test_panning_reuses_the_picture (Fixture *fixture, gconstpointer unused)
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
test_other_catalog (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (MusMapFixture) plain = mus_map_fixture_new (60, 0);
  g_autoptr (MusMatrix) one = mus_matrix_new (1, 2, NULL);
  g_autoptr (MusMatrix) none = mus_matrix_new (0, 2, NULL);
  MusMatrix *positions[] = { plain->positions, one, none, NULL };

  mus_map_set_selected (fixture->map, 1100);
  mus_map_set_catalog (fixture->map, plain->catalog, NULL);
  g_assert_cmpuint (mus_map_find_track (fixture->map, WIDTH / 2, HEIGHT / 2), ==, MUS_NO_ROW);
  for (guint i = 0; i < G_N_ELEMENTS (positions); i++)
    {
      mus_map_set_positions (fixture->map, positions[i], TRUE);
      mus_map_set_selected (fixture->map, i);
      robot_click_at (GTK_WIDGET (fixture->map), WIDTH / 2, HEIGHT / 2);
      gtk_widget_activate_action (GTK_WIDGET (fixture->map), "map.step", "i", 1);
      gtk_widget_activate_action (GTK_WIDGET (fixture->map), "map.walk", "i", 1);
      gtk_widget_activate_action (GTK_WIDGET (fixture->map), "map.fit", NULL);
      robot_settle (150);
    }
  mus_map_set_catalog (fixture->map, NULL, NULL);
  robot_settle (100);
}

static gboolean
has_tooltip (gpointer data)
{
  Fixture         *fixture = data;
  GType            type = g_type_from_name ("GtkTooltipWindow");
  GtkWidget       *tooltip = NULL;
  GtkWidget       *label;

  if (type != G_TYPE_INVALID)
    tooltip = robot_look (GTK_WIDGET (fixture->window), type, NULL);
  label = tooltip != NULL ? robot_look (tooltip, GTK_TYPE_LABEL, NULL) : NULL;

  return label != NULL &&
         strstr (gtk_label_get_text (GTK_LABEL (label)), fixture->sentence) != NULL;
}

static void
wait_for_tooltip (Fixture *fixture, const char *sentence)
{
  fixture->sentence = sentence;
  robot_wait_for (sentence, has_tooltip, fixture, 20.0);
}

/* Has the pointer rest on a track until its tooltip shows. GTK may take a single motion for the
 * end of the tooltip before, and wait for another one; a hand makes many. */
static void
rest_on (Fixture *fixture, guint32 row, const char *sentence)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  fixture->sentence = sentence;
  for (int side = 1; !has_tooltip (fixture); side = -side)
    {
      double x, y;

      g_assert_cmpint (g_get_monotonic_time (), <, end);
      locate (fixture, row, &x, &y);
      robot_move (GTK_WIDGET (fixture->map), x + side, y);
      robot_settle (1000);
    }
}

/* The tooltip says what the taste says, and which keys change it; they are about the track
 * under the pointer. */
static void
test_taste (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) some = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32            row = find_lonely (fixture), other = row > 0 ? 0 : 1;

  g_array_append_val (some, other);
  g_array_append_val (some, row);
  gtk_widget_grab_focus (GTK_WIDGET (fixture->map));
  g_assert_cmpuint (mus_map_get_pointed (fixture->map), ==, MUS_NO_ROW);
  rest_on (fixture, row, "L: like, D: dislike");
  g_assert_cmpuint (mus_map_get_pointed (fixture->map), ==, row);

  mus_map_set_for_you (fixture->map, some);
  wait_for_tooltip (fixture, "Number 2 for you");
  mus_map_set_for_you (fixture->map, none);
  mus_map_set_thumbs (fixture->map, some, none);
  wait_for_tooltip (fixture, "You like it");
  /* Also where they have no marks. */
  mus_map_show_marks (fixture->map, FALSE, FALSE);
  mus_map_set_thumbs (fixture->map, none, some);
  wait_for_tooltip (fixture, "You dislike it");
}

/* The keys are about where they have gone, though the pointer rests on another track; once it
 * moves, about what is under it. */
static void
test_pointer_at_rest (Fixture *fixture, gconstpointer unused)
{
  guint32 row = find_lonely (fixture);
  double  x, y;

  gtk_widget_grab_focus (GTK_WIDGET (fixture->map));
  rest_on (fixture, row, "L: like, D: dislike");

  for (guint i = 0; i < 2; i++)
    robot_key (GTK_WIDGET (fixture->map), GDK_KEY_Right, 0);
  /* GTK tells of a motion whenever something under the pointer changes. */
  gtk_widget_queue_resize (GTK_WIDGET (fixture->map));
  robot_settle (1000);
  g_assert_cmpuint (mus_map_get_cursor (fixture->map), !=, row);
  g_assert_cmpuint (mus_map_get_pointed (fixture->map), ==, mus_map_get_cursor (fixture->map));

  locate (fixture, row, &x, &y);
  robot_move (GTK_WIDGET (fixture->map), x, y + 1.0);
  g_assert_cmpuint (mus_map_get_pointed (fixture->map), ==, row);
}

/* Two tracks of which the second one lies where the tooltip of the first one is. */
static void
find_pair (Fixture *fixture, guint32 *above, guint32 *below)
{
  gsize n = mus_matrix_n_rows (fixture->data->positions);

  for (*above = 0; *above < n; (*above)++)
    for (*below = 0; *below < n; (*below)++)
      {
        double x, y, x2, y2;

        locate (fixture, *above, &x, &y);
        locate (fixture, *below, &x2, &y2);
        if (y > 0.0 && y2 < HEIGHT && fabs (x2 - x) < 20.0 && y2 - y > 25.0 && y2 - y < 35.0)
          return;
      }
  g_assert_not_reached ();
}

/* A tooltip doesn't take the click of somebody who is quick. */
static void
test_click_through_tooltip (Fixture *fixture, gconstpointer unused)
{
  guint32 above, below;
  double  x, y;

  find_pair (fixture, &above, &below);
  rest_on (fixture, above, "");

  locate (fixture, below, &x, &y);
  robot_click_at_once (GTK_WIDGET (fixture->map), x, y);
  g_assert_cmpuint (fixture->n_activated, ==, 1);
  g_assert_cmpuint (fixture->activated, ==, below);
}

/* A window that goes takes no tooltip along. */
static void
test_tooltip_of_closed_window (Fixture *fixture, gconstpointer unused)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  g_autoptr (GtkWidget) tooltip = NULL;

  rest_on (fixture, find_lonely (fixture), "");
  tooltip = g_object_new (g_type_from_name ("GtkTooltipWindow"), NULL);
  g_object_ref_sink (tooltip);
  gtk_window_present (window);
  robot_wait_until_drawn (GTK_WIDGET (window));
  gtk_widget_set_parent (tooltip, GTK_WIDGET (window));
  gtk_window_destroy (window);
  g_assert_null (gtk_widget_get_parent (tooltip));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check () || !robot_is_available ())
    {
      g_print ("1..0 # SKIP no X display\n");
      return 0;
    }
  adw_init ();
  mus_tooltip_init ();

#define ADD(name, func) g_test_add ("/map/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("all-fit", test_all_fit);
  ADD ("fit-beside-covers", test_fit_beside_covers);
  ADD ("click", test_click);
  ADD ("click-beside", test_click_beside);
  ADD ("hidden-genres", test_hidden_genres);
  ADD ("allowed", test_allowed);
  ADD ("hover-draws-no-points", test_hover_draws_no_points);
  ADD ("drag", test_drag);
  ADD ("wheel", test_wheel);
  ADD ("keys", test_keys);
  ADD ("selection-comes-into-view", test_selection_comes_into_view);
  ADD ("live-frames", test_live_frames);
  ADD ("glide", test_glide);
  ADD ("panning-reuses-the-picture", test_panning_reuses_the_picture);
  ADD ("dark", test_dark);
  ADD ("taste", test_taste);
  ADD ("pointer-at-rest", test_pointer_at_rest);
  ADD ("click-through-tooltip", test_click_through_tooltip);
  ADD ("tooltip-of-closed-window", test_tooltip_of_closed_window);
  ADD ("other-catalog", test_other_catalog);
#undef ADD

  return g_test_run ();
}
