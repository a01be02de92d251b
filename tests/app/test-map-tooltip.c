/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "map-window.h"
#include "robot.h"

/*
 * What the map's tooltip says, and that it is in nobody's way.
 */

static gboolean
has_tooltip (gpointer data)
{
  MapWindow       *fixture = data;
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
wait_for_tooltip (MapWindow *fixture, const char *sentence)
{
  fixture->sentence = sentence;
  robot_wait_for (sentence, has_tooltip, fixture, 20.0);
}

/* Has the pointer rest on a track until its tooltip shows. GTK may take a single motion for the
 * end of the tooltip before, and wait for another one; a hand makes many. */
static void
rest_on (MapWindow *fixture, guint32 row, const char *sentence)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  fixture->sentence = sentence;
  for (int side = 1; !has_tooltip (fixture); side = -side)
    {
      double x, y;

      g_assert_cmpint (g_get_monotonic_time (), <, end);
      map_window_locate (fixture, row, &x, &y);
      robot_move (GTK_WIDGET (fixture->map), x + side, y);
      robot_settle (1000);
    }
}

/* The tooltip says what the taste says, and which keys change it; they are about the track
 * under the pointer. */
static void
test_taste (MapWindow *fixture, gconstpointer unused)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) some = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32            row = map_window_find_lonely (fixture), other = row > 0 ? 0 : 1;

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
test_pointer_at_rest (MapWindow *fixture, gconstpointer unused)
{
  guint32 row = map_window_find_lonely (fixture);
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

  map_window_locate (fixture, row, &x, &y);
  robot_move (GTK_WIDGET (fixture->map), x, y + 1.0);
  g_assert_cmpuint (mus_map_get_pointed (fixture->map), ==, row);
}

/* Two tracks of which the second one lies where the tooltip of the first one is. */
static void
find_pair (MapWindow *fixture, guint32 *above, guint32 *below)
{
  gsize n = mus_matrix_n_rows (fixture->data->positions);

  for (*above = 0; *above < n; (*above)++)
    for (*below = 0; *below < n; (*below)++)
      {
        double x, y, x2, y2;

        map_window_locate (fixture, *above, &x, &y);
        map_window_locate (fixture, *below, &x2, &y2);
        if (y > 0.0 && y2 < MAP_HEIGHT && fabs (x2 - x) < 20.0 && y2 - y > 25.0 && y2 - y < 35.0)
          return;
      }
  g_assert_not_reached ();
}

/* A tooltip doesn't take the click of somebody who is quick. */
static void
test_click_through_tooltip (MapWindow *fixture, gconstpointer unused)
{
  guint32 above, below;
  double  x, y;

  find_pair (fixture, &above, &below);
  rest_on (fixture, above, "");

  map_window_locate (fixture, below, &x, &y);
  robot_click_at_once (GTK_WIDGET (fixture->map), x, y);
  g_assert_cmpuint (fixture->n_activated, ==, 1);
  g_assert_cmpuint (fixture->activated, ==, below);
}

/* A window that goes takes no tooltip along. */
static void
test_tooltip_of_closed_window (MapWindow *fixture, gconstpointer unused)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  g_autoptr (GtkWidget) tooltip = NULL;

  rest_on (fixture, map_window_find_lonely (fixture), "");
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
  static const MapWindowTest tests[] = {
    { "/map-tooltip/taste", test_taste },
    { "/map-tooltip/pointer-at-rest", test_pointer_at_rest },
    { "/map-tooltip/click-through-tooltip", test_click_through_tooltip },
    { "/map-tooltip/tooltip-of-closed-window", test_tooltip_of_closed_window },
  };

  return map_window_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
