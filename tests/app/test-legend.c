/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "explore/mus-legend-row.h"
#include "explore/mus-legend.h"
#include "map-fixture.h"
#include "picture/mus-point-raster.h"
#include "robot.h"

#define N_GENRES 30

typedef struct
{
  MusMapFixture *data;
  MusLegend     *legend;
  GtkWindow     *window;
  guint          n_changes;
} Fixture;

static void
count_change (MusLegend *legend, Fixture *fixture)
{
  fixture->n_changes++;
}

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->data = mus_map_fixture_new (600, N_GENRES);
  fixture->legend = MUS_LEGEND (mus_legend_new ());
  g_object_ref_sink (fixture->legend);
  g_signal_connect (fixture->legend, "changed", G_CALLBACK (count_change), fixture);
  mus_legend_set_catalog (fixture->legend, fixture->data->catalog, fixture->data->families);
  gtk_widget_set_valign (GTK_WIDGET (fixture->legend), GTK_ALIGN_START);

  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_decorated (fixture->window, FALSE);
  gtk_window_set_default_size (fixture->window, 400, 520);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->legend));
  gtk_window_present (fixture->window);
  robot_wait_for ("a legend", is_mapped, fixture->legend, 20.0);
  robot_settle (200);
  /* Beside the legend. */
  robot_move (GTK_WIDGET (fixture->window), 10.0, 515.0);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  gtk_window_destroy (fixture->window);
  g_assert_finalize_object (fixture->legend);
  mus_map_fixture_free (fixture->data);
}

static guint
count_states (Fixture *fixture, MusGenreState state)
{
  const guint8 *states = mus_legend_get_states (fixture->legend);
  guint         n = 0;

  for (guint genre = 0; genre < N_GENRES; genre++)
    n += states[genre] == state;

  return n;
}

/* The first row that shows with that name. */
static GtkWidget *
find_row (GtkWidget *root, const char *name)
{
  if (MUS_IS_LEGEND_ROW (root))
    return gtk_widget_get_mapped (root) &&
                   g_str_equal (mus_legend_row_get_name (MUS_LEGEND_ROW (root)), name)
               ? root : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = find_row (child, name);

      if (row != NULL)
        return row;
    }

  return NULL;
}

static GtkWidget *
find_family (Fixture *fixture, guint family)
{
  return find_row (GTK_WIDGET (fixture->legend),
                   mus_families_name (fixture->data->families, family));
}

/* The button that hides and shows stands last in its row. */
static GtkWidget *
find_eye (GtkWidget *row)
{
  return gtk_widget_get_last_child (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row)));
}

static guint
count_genres (Fixture *fixture, guint family)
{
  guint n;

  mus_families_genres (fixture->data->families, family, &n);

  return n;
}

static void
test_show_only (Fixture *fixture, gconstpointer unused)
{
  const guint8 *states = mus_legend_get_states (fixture->legend);

  g_assert_cmpuint (count_states (fixture, MUS_GENRE_SHOWN), ==, N_GENRES);
  g_assert_cmpuint (states[N_GENRES], ==, MUS_GENRE_SHOWN);

  fixture->n_changes = 0;
  mus_legend_show_only (fixture->legend, 5);
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  g_assert_cmpuint (states[5], ==, MUS_GENRE_SHOWN);
  g_assert_cmpuint (count_states (fixture, MUS_GENRE_HIDDEN), ==, N_GENRES - 1);
  g_assert_cmpuint (states[N_GENRES], ==, MUS_GENRE_HIDDEN);

  mus_legend_show_all (fixture->legend);
  g_assert_cmpuint (count_states (fixture, MUS_GENRE_SHOWN), ==, N_GENRES);
}

static void
test_clicks (Fixture *fixture, gconstpointer unused)
{
  GtkWidget *row = find_family (fixture, 1);
  guint      n = count_genres (fixture, 1);

  /* The name shows the family alone, and all again. */
  robot_click_at (row, 60.0, gtk_widget_get_height (row) / 2.0);
  g_assert_cmpuint (count_states (fixture, MUS_GENRE_HIDDEN), ==, N_GENRES - n);
  /* Later than a double click. */
  robot_settle (600);
  robot_click_at (row, 60.0, gtk_widget_get_height (row) / 2.0);
  g_assert_cmpuint (count_states (fixture, MUS_GENRE_HIDDEN), ==, 0);

  /* The eye hides it, and shows it again. */
  robot_click (find_eye (row));
  g_assert_cmpuint (count_states (fixture, MUS_GENRE_HIDDEN), ==, n);
  robot_click (find_eye (row));
  g_assert_cmpuint (count_states (fixture, MUS_GENRE_HIDDEN), ==, 0);
}

static gboolean
has_dimmed (gpointer data)
{
  return count_states (data, MUS_GENRE_DIMMED) > 0;
}

static gboolean
has_none_dimmed (gpointer data)
{
  return count_states (data, MUS_GENRE_DIMMED) == 0;
}

static void
test_highlight (Fixture *fixture, gconstpointer unused)
{
  GtkWidget *row = find_family (fixture, 2);
  guint      n = count_genres (fixture, 2);

  robot_move (row, 60.0, 10.0);
  robot_wait_for ("dimmed genres", has_dimmed, fixture, 20.0);
  g_assert_cmpuint (count_states (fixture, MUS_GENRE_DIMMED), ==, N_GENRES - n);
  robot_move (GTK_WIDGET (fixture->window), 10.0, 515.0);
  robot_wait_for ("no dimmed genres", has_none_dimmed, fixture, 20.0);

  /* The keyboard does the same. */
  gtk_widget_grab_focus (row);
  robot_wait_for ("dimmed genres", has_dimmed, fixture, 20.0);
  robot_key (row, GDK_KEY_Return, 0);
  g_assert_cmpuint (count_states (fixture, MUS_GENRE_HIDDEN), ==, N_GENRES - n);
}

static void
test_search (Fixture *fixture, gconstpointer unused)
{
  GtkWidget *root = GTK_WIDGET (fixture->legend);
  GtkWidget *unfold = robot_find (root, GTK_TYPE_TOGGLE_BUTTON, "All 30 genres…");
  GtkWidget *search;

  g_assert_null (find_row (root, "genre-7"));
  robot_click (unfold);
  g_assert_nonnull (find_row (root, "genre-7"));
  g_assert_nonnull (find_row (root, "genre-8"));

  search = robot_find (root, GTK_TYPE_SEARCH_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (search), "RE-7");
  robot_settle (400);
  g_assert_nonnull (find_row (root, "genre-7"));
  g_assert_null (find_row (root, "genre-8"));

  robot_click (unfold);
  robot_settle (400);
  g_assert_null (find_row (root, "genre-7"));
  g_assert_nonnull (find_family (fixture, 0));
}

static void
test_narrow_map (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (MusViewport) viewport = mus_viewport_new ();

  mus_viewport_set_size (viewport, 900.0, 500.0);
  mus_legend_set_viewport (fixture->legend, viewport);
  robot_settle (100);
  g_assert_nonnull (find_family (fixture, 0));
  mus_viewport_set_size (viewport, 400.0, 500.0);
  robot_settle (100);
  g_assert_null (find_family (fixture, 0));

  /* The user may unfold it; that stays while the map is as narrow. */
  robot_click (robot_find (GTK_WIDGET (fixture->legend), GTK_TYPE_TOGGLE_BUTTON, NULL));
  mus_viewport_set_size (viewport, 410.0, 500.0);
  robot_settle (100);
  g_assert_nonnull (find_family (fixture, 0));
  mus_viewport_set_size (viewport, 900.0, 500.0);
  robot_settle (100);
  g_assert_nonnull (find_family (fixture, 0));
}

/* What the user says holds whatever the width, and at the next start. */
static void
test_remembered_fold (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (MusViewport) viewport = mus_viewport_new ();
  g_autoptr (GSettings)   settings = g_settings_new (APP_ID);

  mus_viewport_set_size (viewport, 900.0, 500.0);
  mus_legend_set_viewport (fixture->legend, viewport);
  mus_legend_set_settings (fixture->legend, settings);
  robot_settle (100);
  g_assert_nonnull (find_family (fixture, 0));
  robot_click (robot_find (GTK_WIDGET (fixture->legend), GTK_TYPE_TOGGLE_BUTTON, NULL));
  robot_settle (100);
  g_assert_null (find_family (fixture, 0));
  mus_viewport_set_size (viewport, 400.0, 500.0);
  mus_viewport_set_size (viewport, 1200.0, 500.0);
  robot_settle (100);
  g_assert_null (find_family (fixture, 0));

  g_settings_set_string (settings, "legend", "unfolded");
  mus_legend_set_settings (fixture->legend, settings);
  mus_viewport_set_size (viewport, 400.0, 500.0);
  robot_settle (100);
  g_assert_nonnull (find_family (fixture, 0));
  g_settings_reset (settings, "legend");
}

static void
test_other_catalogs (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (MusMapFixture) plain = mus_map_fixture_new (60, 0);

  mus_legend_show_only (fixture->legend, 3);
  mus_legend_set_catalog (fixture->legend, plain->catalog, plain->families);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (fixture->legend)));
  mus_legend_show_only (fixture->legend, 3);
  mus_legend_set_catalog (fixture->legend, plain->catalog, NULL);
  mus_legend_set_catalog (fixture->legend, NULL, NULL);
  g_assert_null (mus_legend_get_states (fixture->legend));
  mus_legend_set_catalog (fixture->legend, fixture->data->catalog, fixture->data->families);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (fixture->legend)));
  g_assert_cmpuint (count_states (fixture, MUS_GENRE_SHOWN), ==, N_GENRES);
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

#define ADD(name, func) g_test_add ("/legend/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("show-only", test_show_only);
  ADD ("clicks", test_clicks);
  ADD ("highlight", test_highlight);
  ADD ("search", test_search);
  ADD ("narrow-map", test_narrow_map);
  ADD ("remembered-fold", test_remembered_fold);
  ADD ("other-catalogs", test_other_catalogs);
#undef ADD

  return g_test_run ();
}
