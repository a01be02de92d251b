/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "map-window.h"

#include <adwaita.h>
#include <math.h>

#include "explore/mus-tooltip.h"
#include "robot.h"

static void
remember_track (MusMap *map, guint row, MapWindow *fixture)
{
  fixture->n_activated++;
  fixture->activated = row;
  mus_map_set_selected (map, row);
}

static void
remember_context (MusMap *map, guint row, double x, double y, MapWindow *fixture)
{
  fixture->context = row;
}

static gboolean
is_drawn (gpointer map)
{
  return gtk_widget_get_mapped (map) && mus_map_get_n_drawn (map) > 0;
}

static void
set_up (MapWindow *fixture, gconstpointer unused)
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
  gtk_window_set_default_size (fixture->window, MAP_WIDTH, MAP_HEIGHT);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->map));
  gtk_window_present (fixture->window);
  robot_wait_for ("a drawn map", is_drawn, fixture->map, 20.0);
  robot_move (GTK_WIDGET (fixture->map), MAP_WIDTH + 100, MAP_HEIGHT + 100);
}

static void
tear_down (MapWindow *fixture, gconstpointer unused)
{
  gtk_window_destroy (fixture->window);
  g_assert_finalize_object (fixture->map);
  mus_map_fixture_free (fixture->data);
}

void
map_window_locate (MapWindow *fixture, guint32 row, double *x, double *y)
{
  const float *position = mus_matrix_row (fixture->data->positions, row);

  mus_viewport_data_to_view (mus_map_get_viewport (fixture->map), position[0], position[1], x, y);
}

guint32
map_window_find_lonely (MapWindow *fixture)
{
  gsize   n = mus_matrix_n_rows (fixture->data->positions);
  guint32 best = 0;
  double  most = 0.0;

  for (guint32 row = 0; row < n; row++)
    {
      double x, y, x2, y2, nearest = G_MAXDOUBLE;

      map_window_locate (fixture, row, &x, &y);
      for (guint32 other = 0; other < n; other++)
        if (other != row)
          {
            map_window_locate (fixture, other, &x2, &y2);
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

int
map_window_run (int argc, char **argv, const MapWindowTest *tests, gsize n)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check () || !robot_is_available ())
    {
      g_print ("1..0 # SKIP no X display\n");
      return 0;
    }
  adw_init ();
  mus_tooltip_init ();

  for (gsize i = 0; i < n; i++)
    g_test_add (tests[i].path, MapWindow, NULL, set_up, tests[i].run, tear_down);

  return g_test_run ();
}
