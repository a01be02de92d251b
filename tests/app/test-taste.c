/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "data-home.h"
#include "explore/mus-recommendation-row.h"
#include "explore/mus-track-panel.h"
#include "mus-application.h"
#include "mus-window.h"
#include "robot.h"
#include "taste/mus-dial.h"
#include "taste/mus-for-you-page.h"
#include "taste/mus-taste-chip.h"
#include "taste/mus-taste-tray.h"
#include "taste/mus-thumb-buttons.h"

/* Generous: the machine may be slow, and sanitizers make it slower. */
#define SECONDS 60.0

typedef struct
{
  MusApplication *application;
  GtkWidget      *window;
  MusWorkspace   *workspace;
  MusTasteStore  *tastes;
  guint           wanted; /* what the condition at hand asks for */
} Fixture;

/*
 * What can be waited for
 */

static gboolean
has_index (gpointer data)
{
  return mus_workspace_get_index (((Fixture *) data)->workspace) != NULL;
}

static gboolean
is_idle (gpointer data)
{
  return mus_workspace_get_step (((Fixture *) data)->workspace) == MUS_STEP_NONE;
}

static gboolean
is_loaded (gpointer data)
{
  return mus_taste_store_is_loaded (((Fixture *) data)->tastes);
}

static gboolean
is_gone (gpointer data)
{
  return gtk_application_get_windows (GTK_APPLICATION (((Fixture *) data)->application)) == NULL;
}

static guint
count_thumbs (Fixture *fixture)
{
  return g_list_model_get_n_items (mus_taste_store_get_items (fixture->tastes));
}

static gboolean
has_thumbs (gpointer data)
{
  Fixture *fixture = data;

  return is_loaded (fixture) && mus_taste_store_is_settled (fixture->tastes) &&
         count_thumbs (fixture) == fixture->wanted;
}

static void
wait_for_thumbs (Fixture *fixture, guint n)
{
  fixture->wanted = n;
  g_test_message ("waiting for %u thumbs", n);
  robot_wait_for ("the thumbs", has_thumbs, fixture, SECONDS);
  robot_settle (300);
}

static GtkWidget *
find_list (Fixture *fixture)
{
  GtkWidget *page = robot_find (fixture->window, MUS_TYPE_FOR_YOU_PAGE, NULL);

  return page != NULL ? robot_find (page, GTK_TYPE_LIST_BOX, NULL) : NULL;
}

static gboolean
has_list (gpointer data)
{
  GtkWidget *list = find_list (data);

  return list != NULL && gtk_widget_get_first_child (list) != NULL;
}

static GtkWidget *
find_dialog (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (ADW_IS_MESSAGE_DIALOG (toplevel) && gtk_widget_get_mapped (toplevel))
        return toplevel;
    }

  return NULL;
}

static gboolean
has_dialog (gpointer data)
{
  return find_dialog () != NULL;
}

/*
 * The window
 */

/* One for all tests: a process has one default application. */
static MusApplication *
get_application (void)
{
  static MusApplication *application;

  if (application == NULL)
    {
      application = mus_application_new ();
      g_application_set_flags (G_APPLICATION (application),
                               G_APPLICATION_NON_UNIQUE | G_APPLICATION_HANDLES_OPEN);
      g_application_set_default (G_APPLICATION (application));
      g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
    }

  return application;
}

static void
click (Fixture *fixture, GType type, const char *label)
{
  GtkWidget *widget = robot_find (fixture->window, type, label);

  if (widget == NULL)
    g_error ("there is no %s with \"%s\"", g_type_name (type), label);
  robot_click (widget);
}

static void
open_window (Fixture *fixture)
{
  fixture->application = get_application ();
  g_application_activate (G_APPLICATION (fixture->application));
  fixture->window =
      GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (fixture->application)));
  fixture->workspace =
      g_object_ref (mus_window_get_workspace (MUS_WINDOW (fixture->window)));
  fixture->tastes = mus_workspace_get_tastes (fixture->workspace);
  robot_settle (300);
  click (fixture, GTK_TYPE_BUTTON, "win.open-sample");
  robot_wait_for ("the embedding", has_index, fixture, SECONDS);
  robot_wait_for ("the end of the work", is_idle, fixture, SECONDS);
  robot_wait_for ("the taste", is_loaded, fixture, SECONDS);
  robot_settle (300);
}

static void
close_window (Fixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  robot_wait_for ("the window to be gone", is_gone, fixture, SECONDS);
  robot_settle (300);
  g_settings_reset (mus_workspace_get_settings (fixture->workspace), "last-catalog");
  g_assert_finalize_object (fixture->workspace);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  open_window (fixture);
}

/* The next test starts with nothing. */
static void
tear_down (Fixture *fixture, gconstpointer data)
{
  mus_taste_store_delete_all (fixture->tastes);
  wait_for_thumbs (fixture, 0);
  close_window (fixture);
}

static void
show_page (Fixture *fixture, guint number)
{
  robot_key (fixture->window, GDK_KEY_0 + number, GDK_ALT_MASK);
  robot_settle (300);
}

static void
select_track (Fixture *fixture, guint32 row)
{
  mus_workspace_select (fixture->workspace, row);
  /* The search field may have the focus, where L and D are letters. */
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  robot_settle (200);
}

static MusVerdict
get_verdict (Fixture *fixture, guint32 row)
{
  return mus_taste_store_get_verdict (fixture->tastes, row);
}

/* The tracks that For You lists. */
static GArray *
get_listed (Fixture *fixture)
{
  GArray    *rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  GtkWidget *list = find_list (fixture);

  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      guint32 track = mus_recommendation_row_get_track (row);

      g_array_append_val (rows, track);
    }

  return rows;
}

static guint
count_common (GArray *a, GArray *b)
{
  guint n = 0;

  for (guint i = 0; i < a->len; i++)
    for (guint j = 0; j < b->len; j++)
      n += g_array_index (a, guint32, i) == g_array_index (b, guint32, j);

  return n;
}

/*
 * Tests
 */

static void
test_thumbs (Fixture *fixture, gconstpointer data)
{
  GtkWidget *tray = robot_find (fixture->window, MUS_TYPE_TASTE_TRAY, NULL);
  GtkWidget *panel, *buttons;

  g_assert_null (robot_find (tray, MUS_TYPE_TASTE_CHIP, NULL));
  /* With nothing selected a key says so, and does nothing. */
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  robot_key (fixture->window, GDK_KEY_l, 0);
  g_assert_cmpuint (count_thumbs (fixture), ==, 0);

  select_track (fixture, 10);
  robot_key (fixture->window, GDK_KEY_l, 0);
  wait_for_thumbs (fixture, 1);
  g_assert_cmpint (get_verdict (fixture, 10), ==, MUS_VERDICT_LIKE);
  g_assert_nonnull (robot_find (tray, MUS_TYPE_TASTE_CHIP, NULL));

  select_track (fixture, 20);
  panel = robot_find (fixture->window, MUS_TYPE_TRACK_PANEL, NULL);
  buttons = robot_find (panel, MUS_TYPE_THUMB_BUTTONS, NULL);
  robot_click (gtk_widget_get_last_child (buttons));
  wait_for_thumbs (fixture, 2);
  g_assert_cmpint (get_verdict (fixture, 20), ==, MUS_VERDICT_DISLIKE);
  robot_click (gtk_widget_get_first_child (buttons));
  wait_for_thumbs (fixture, 2);
  g_assert_cmpint (get_verdict (fixture, 20), ==, MUS_VERDICT_LIKE);
  robot_click (gtk_widget_get_first_child (buttons));
  wait_for_thumbs (fixture, 1);
  g_assert_cmpint (get_verdict (fixture, 20), ==, MUS_VERDICT_NONE);

  robot_key (fixture->window, GDK_KEY_z, GDK_CONTROL_MASK);
  wait_for_thumbs (fixture, 2);
  g_assert_cmpint (get_verdict (fixture, 20), ==, MUS_VERDICT_LIKE);

  /* In a text field they are letters. */
  robot_key (fixture->window, GDK_KEY_f, GDK_CONTROL_MASK);
  robot_type (fixture->window, "dl");
  robot_settle (300);
  g_assert_cmpuint (count_thumbs (fixture), ==, 2);
  g_assert_cmpint (get_verdict (fixture, 20), ==, MUS_VERDICT_LIKE);
}

static void
test_tray (Fixture *fixture, gconstpointer data)
{
  GtkWidget *tray = robot_find (fixture->window, MUS_TYPE_TASTE_TRAY, NULL);
  GtkWidget *chip;

  mus_taste_store_set_verdict (fixture->tastes, 5, MUS_VERDICT_LIKE);
  wait_for_thumbs (fixture, 1);
  mus_taste_store_set_verdict (fixture->tastes, 6, MUS_VERDICT_DISLIKE);
  wait_for_thumbs (fixture, 2);

  /* The newest is the first; a click selects it, its button takes the thumb back. */
  chip = robot_find (tray, MUS_TYPE_TASTE_CHIP, NULL);
  robot_click_at (chip, 20.0, gtk_widget_get_height (chip) / 2.0);
  robot_settle (300);
  g_assert_cmpuint (mus_workspace_get_selected (fixture->workspace), ==, 6);
  robot_click (robot_find (chip, GTK_TYPE_BUTTON, NULL));
  wait_for_thumbs (fixture, 1);
  g_assert_cmpint (get_verdict (fixture, 6), ==, MUS_VERDICT_NONE);
  click (fixture, GTK_TYPE_BUTTON, "taste.undo");
  wait_for_thumbs (fixture, 2);
  g_assert_cmpint (get_verdict (fixture, 6), ==, MUS_VERDICT_DISLIKE);

  robot_click (robot_find (tray, GTK_TYPE_BUTTON, "taste.clear"));
  wait_for_thumbs (fixture, 0);
  robot_key (fixture->window, GDK_KEY_z, GDK_CONTROL_MASK);
  wait_for_thumbs (fixture, 2);

  /* It is of no use where no tracks are listed. */
  show_page (fixture, 3);
  g_assert_null (robot_find (fixture->window, MUS_TYPE_TASTE_TRAY, NULL));
  show_page (fixture, 2);
  g_assert_nonnull (robot_find (fixture->window, MUS_TYPE_TASTE_TRAY, NULL));
}

static void
test_for_you (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) first = NULL;
  g_autoptr (GArray) second = NULL;
  g_autoptr (GArray) third = NULL;
  guint32            disliked;

  show_page (fixture, 2);
  g_assert_nonnull (robot_find (fixture->window, ADW_TYPE_STATUS_PAGE, "What Do You Like?"));
  mus_taste_store_set_verdict (fixture->tastes, 5, MUS_VERDICT_DISLIKE);
  wait_for_thumbs (fixture, 1);
  g_assert_nonnull (robot_find (fixture->window, ADW_TYPE_STATUS_PAGE, "Only Dislikes So Far"));

  mus_taste_store_set_verdict (fixture->tastes, 10, MUS_VERDICT_LIKE);
  mus_taste_store_set_verdict (fixture->tastes, 900, MUS_VERDICT_LIKE);
  robot_wait_for ("the list", has_list, fixture, SECONDS);
  wait_for_thumbs (fixture, 3);
  first = get_listed (fixture);
  g_assert_cmpuint (first->len, ==, 20);
  for (guint i = 0; i < first->len; i++)
    g_assert_cmpint (get_verdict (fixture, g_array_index (first, guint32, i)), ==,
                     MUS_VERDICT_NONE);

  /* A click selects; what is disliked is gone at once. */
  robot_click (gtk_widget_get_first_child (find_list (fixture)));
  disliked = g_array_index (first, guint32, 0);
  g_assert_cmpuint (mus_workspace_get_selected (fixture->workspace), ==, disliked);
  robot_key (fixture->window, GDK_KEY_d, 0);
  wait_for_thumbs (fixture, 4);
  robot_settle (500);
  second = get_listed (fixture);
  g_assert_cmpuint (second->len, ==, 20);
  for (guint i = 0; i < second->len; i++)
    g_assert_cmpuint (g_array_index (second, guint32, i), !=, disliked);

  /* Something else, and back. */
  click (fixture, GTK_TYPE_BUTTON, "for-you.something-else");
  robot_settle (800);
  third = get_listed (fixture);
  g_assert_cmpuint (count_common (second, third), <=, 10);
  g_array_unref (third);
  click (fixture, GTK_TYPE_BUTTON, "for-you.back");
  robot_settle (800);
  third = get_listed (fixture);
  g_assert_cmpuint (count_common (second, third), ==, 20);
}

static void
test_dials (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) middle = NULL;
  g_autoptr (GArray) turned = NULL;
  g_autoptr (GArray) again = NULL;
  GtkWidget         *dial, *scale;

  mus_taste_store_set_verdict (fixture->tastes, 10, MUS_VERDICT_LIKE);
  wait_for_thumbs (fixture, 1);
  show_page (fixture, 2);
  robot_wait_for ("the list", has_list, fixture, SECONDS);
  middle = get_listed (fixture);

  dial = robot_find (fixture->window, MUS_TYPE_DIAL, NULL);
  scale = robot_find (dial, GTK_TYPE_SCALE, NULL);
  gtk_widget_grab_focus (scale);
  robot_key (fixture->window, GDK_KEY_Home, 0);
  robot_settle (800);
  g_assert_cmpfloat (mus_dial_get_value (MUS_DIAL (dial)), ==, -1.0);
  turned = get_listed (fixture);
  g_assert_cmpuint (count_common (middle, turned), <, 20);

  mus_dial_reset (MUS_DIAL (dial));
  robot_settle (800);
  again = get_listed (fixture);
  g_assert_cmpuint (count_common (middle, again), ==, 20);
}

static void
test_tastes (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;
  gint64     first = mus_taste_store_get_current (fixture->tastes);

  select_track (fixture, 10);
  robot_key (fixture->window, GDK_KEY_l, 0);
  wait_for_thumbs (fixture, 1);

  gtk_widget_activate_action (fixture->window, "taste.new", NULL);
  robot_wait_for ("the dialog", has_dialog, NULL, SECONDS);
  robot_settle (300);
  dialog = find_dialog ();
  robot_type (dialog, "running");
  robot_key (dialog, GDK_KEY_Return, 0);
  wait_for_thumbs (fixture, 0);
  g_assert_cmpstr (mus_taste_store_get_name (fixture->tastes), ==, "running");
  g_assert_cmpint (get_verdict (fixture, 10), ==, MUS_VERDICT_NONE);

  gtk_widget_activate_action (fixture->window, "taste.current", "x", first);
  wait_for_thumbs (fixture, 1);
  g_assert_cmpint (get_verdict (fixture, 10), ==, MUS_VERDICT_LIKE);
}

/* Another start of the program. */
static void
test_restart (Fixture *fixture, gconstpointer data)
{
  select_track (fixture, 10);
  robot_key (fixture->window, GDK_KEY_l, 0);
  select_track (fixture, 20);
  robot_key (fixture->window, GDK_KEY_d, 0);
  /* The window does not wait for the library; the library writes all the same. */
  close_window (fixture);

  open_window (fixture);
  wait_for_thumbs (fixture, 2);
  g_assert_cmpint (get_verdict (fixture, 10), ==, MUS_VERDICT_LIKE);
  g_assert_cmpint (get_verdict (fixture, 20), ==, MUS_VERDICT_DISLIKE);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/taste/thumbs", test_thumbs },   { "/taste/tray", test_tray },
    { "/taste/for-you", test_for_you }, { "/taste/dials", test_dials },
    { "/taste/tastes", test_tastes },   { "/taste/restart", test_restart },
  };
  g_autofree char *home = make_data_home ();
  int              status = 0;

  g_test_init (&argc, &argv, NULL);
  if (gtk_init_check () && robot_is_available ())
    {
      mus_parallel_set_background (TRUE);
      for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
        g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
      status = g_test_run ();
    }
  else
    g_print ("1..0 # SKIP there is no X display with XTest\n");
  delete_folder (home);

  return status;
}
