/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>

#include "data-home.h"
#include "explore/mus-map.h"
#include "explore/mus-share-bar.h"
#include "explore/mus-similar-list.h"
#include "explore/mus-track-item.h"
#include "explore/mus-track-list-model.h"
#include "explore/mus-track-list.h"
#include "filters/mus-filter-bar.h"
#include "filters/mus-filter-panel.h"
#include "filters/mus-range-slider.h"
#include "mus-application.h"
#include "mus-settings.h"
#include "mus-window.h"
#include "robot.h"
#include "training/mus-loss-chart.h"

/* Generous: the machine may be slow, and sanitizers make it slower. */
#define SECONDS 240.0

typedef struct
{
  MusApplication *application;
  MusWindow      *window;
  MusWorkspace   *workspace;
  GtkWidget      *widget; /* the window */
  char           *folder; /* for files of the test */
  guint32         wanted; /* the track that shall be selected */
} Fixture;

/*
 * What can be waited for
 */

static gboolean
has_catalog (gpointer data)
{
  return mus_workspace_get_catalog (((Fixture *) data)->workspace) != NULL;
}

static gboolean
has_index (gpointer data)
{
  return mus_workspace_get_index (((Fixture *) data)->workspace) != NULL;
}

static gboolean
has_positions (gpointer data)
{
  return mus_workspace_get_positions (((Fixture *) data)->workspace) != NULL;
}

static gboolean
has_regions (gpointer data)
{
  return mus_workspace_get_regions (((Fixture *) data)->workspace) != NULL;
}

static gboolean
is_idle (gpointer data)
{
  return mus_workspace_get_step (((Fixture *) data)->workspace) == MUS_STEP_NONE;
}

static gboolean
is_training (gpointer data)
{
  return mus_workspace_get_step (((Fixture *) data)->workspace) == MUS_STEP_TRAINING;
}

static gboolean
is_laying_out (gpointer data)
{
  return mus_workspace_get_step (((Fixture *) data)->workspace) == MUS_STEP_LAYOUT;
}

static gboolean
has_curve (gpointer data)
{
  MusJob *job = mus_workspace_get_job (((Fixture *) data)->workspace);
  gsize   n = 0;

  if (MUS_IS_TRAINING_JOB (job))
    mus_training_job_get_points (MUS_TRAINING_JOB (job), &n);

  return n >= 2 || has_index (data);
}

static gboolean
is_wanted_selected (gpointer data)
{
  Fixture *fixture = data;

  return mus_workspace_get_selected (fixture->workspace) == fixture->wanted;
}

static gboolean
has_similar (gpointer data)
{
  return mus_workspace_get_similar (((Fixture *) data)->workspace) != NULL;
}

static gboolean
has_items (gpointer model)
{
  return g_list_model_get_n_items (model) > 0;
}

static gboolean
has_window_gone (gpointer data)
{
  return gtk_application_get_windows (GTK_APPLICATION (((Fixture *) data)->application)) == NULL;
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

static gboolean
has_no_dialog (gpointer data)
{
  return find_dialog () == NULL;
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
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->application = get_application ();
  g_application_activate (G_APPLICATION (fixture->application));
  fixture->widget =
      GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (fixture->application)));
  fixture->window = MUS_WINDOW (fixture->widget);
  fixture->workspace = g_object_ref (mus_window_get_workspace (fixture->window));
  fixture->folder = g_dir_make_tmp ("musrec-XXXXXX", NULL);
  robot_settle (300);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  robot_wait_for ("the window to be gone", has_window_gone, fixture, SECONDS);
  robot_settle (200);
  g_settings_reset (mus_workspace_get_settings (fixture->workspace), "last-catalog");
  g_assert_finalize_object (fixture->workspace);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static void
click (Fixture *fixture, GType type, const char *label)
{
  GtkWidget *widget = robot_find (fixture->widget, type, label);

  if (widget == NULL)
    g_error ("there is no %s with \"%s\"", g_type_name (type), label);
  robot_click (widget);
}

static void
open_sample (Fixture *fixture)
{
  click (fixture, GTK_TYPE_BUTTON, "win.open-sample");
  robot_wait_for ("the catalog", has_catalog, fixture, SECONDS);
}

static void
show_page (Fixture *fixture, guint number)
{
  robot_key (fixture->widget, GDK_KEY_0 + number, GDK_ALT_MASK);
  robot_settle (300);
}

static void
wait_until_selected (Fixture *fixture, guint32 row)
{
  fixture->wanted = row;
  robot_wait_for ("the selection", is_wanted_selected, fixture, SECONDS);
}

/* Clicks the map where a track stands. */
static void
click_track (Fixture *fixture, guint32 row)
{
  GtkWidget   *map = robot_find (fixture->widget, MUS_TYPE_MAP, NULL);
  const float *at = mus_matrix_row (mus_workspace_get_positions (fixture->workspace), row);
  double       x, y;

  mus_viewport_data_to_view (mus_map_get_viewport (MUS_MAP (map)), (double) at[0],
                               (double) at[1], &x, &y);
  robot_click_at (map, x, y);
}

/*
 * Tests
 */

static void
test_main_job (Fixture *fixture, gconstpointer data)
{
  GtkWidget *rows;
  guint32    clicked, answer;
  GArray    *similar;

  open_sample (fixture);
  show_page (fixture, 2);
  robot_wait_for ("the curves", has_curve, fixture, SECONDS);
  g_assert_nonnull (robot_find (fixture->widget, MUS_TYPE_LOSS_CHART, NULL));
  show_page (fixture, 1);
  robot_wait_for ("the map", has_positions, fixture, SECONDS);
  robot_wait_for ("the finished map", has_regions, fixture, SECONDS);
  robot_settle (500);

  click_track (fixture, 100);
  robot_wait_for ("the similar tracks", has_similar, fixture, SECONDS);
  clicked = mus_workspace_get_selected (fixture->workspace);
  g_assert_cmpuint (clicked, !=, MUS_NO_ROW);
  similar = mus_workspace_get_similar (fixture->workspace);
  g_assert_cmpuint (similar->len, ==, 10);
  answer = g_array_index (similar, MusRecommendation, 0).row;

  robot_settle (500);
  rows = robot_find (fixture->widget, MUS_TYPE_SIMILAR_LIST, NULL);
  g_assert_nonnull (rows);
  robot_click (robot_find (rows, GTK_TYPE_LIST_BOX_ROW, NULL));
  wait_until_selected (fixture, answer);

  robot_key (fixture->widget, GDK_KEY_Left, GDK_ALT_MASK);
  wait_until_selected (fixture, clicked);
  robot_key (fixture->widget, GDK_KEY_Right, GDK_ALT_MASK);
  wait_until_selected (fixture, answer);
}

static guint32
get_listed (GListModel *model, guint position)
{
  g_autoptr (MusTrackItem) item = g_list_model_get_item (model, position);

  return mus_track_item_get_row (item);
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  GtkWidget  *list;
  GtkWidget  *view;
  GListModel *model;
  guint       n_all;

  open_sample (fixture);
  list = robot_find (fixture->widget, MUS_TYPE_TRACK_LIST, NULL);
  view = robot_find (list, GTK_TYPE_LIST_VIEW, NULL);
  model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (view)));
  robot_wait_for ("the rows", has_items, model, SECONDS);
  n_all = g_list_model_get_n_items (model);
  g_assert_cmpuint (n_all, ==, mus_catalog_n_tracks (mus_workspace_get_catalog (fixture->workspace)));

  robot_key (fixture->widget, GDK_KEY_f, GDK_CONTROL_MASK);
  robot_type (fixture->widget, "the");
  robot_settle (500);
  g_assert_cmpuint (g_list_model_get_n_items (model), <, n_all);

  robot_key (fixture->widget, GDK_KEY_Return, 0);
  wait_until_selected (fixture, get_listed (model, 0));
  robot_key (fixture->widget, GDK_KEY_Down, 0);
  robot_key (fixture->widget, GDK_KEY_Down, 0);
  wait_until_selected (fixture, get_listed (model, 1));

  robot_key (fixture->widget, GDK_KEY_f, GDK_CONTROL_MASK);
  robot_type (fixture->widget, "zzzzz");
  robot_settle (500);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 0);
  click (fixture, GTK_TYPE_BUTTON, "list.clear-filters");
  robot_settle (300);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, n_all);
}

/* The bars of the why add up to the match that the list shows. */
static void
test_why (Fixture *fixture, gconstpointer data)
{
  GtkWidget *rows, *grid, *bar;
  GArray    *similar;
  double     sum = 0.0;
  int        line = 1;

  open_sample (fixture);
  robot_wait_for ("the embedding", has_index, fixture, SECONDS);
  mus_workspace_select (fixture->workspace, 7);
  robot_wait_for ("the similar tracks", has_similar, fixture, SECONDS);
  robot_settle (500);
  rows = robot_find (fixture->widget, MUS_TYPE_SIMILAR_LIST, NULL);
  robot_click (robot_find (rows, GTK_TYPE_MENU_BUTTON, NULL));
  robot_settle (500);

  bar = robot_find (rows, MUS_TYPE_SHARE_BAR, NULL);
  g_assert_nonnull (bar);
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
}

static gboolean
has_filters (gpointer data)
{
  return mus_workspace_get_filter (((Fixture *) data)->workspace)->allowed != NULL;
}

static gboolean
has_no_filters (gpointer data)
{
  return !has_filters (data);
}

/* Each track that is shown is one of @genre, in the list and among the similar ones. */
static void
check_genre (Fixture *fixture, GListModel *model, guint16 genre)
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
can_point_at_others (Fixture *fixture, guint16 genre)
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
test_filters (Fixture *fixture, gconstpointer data)
{
  GtkWidget  *panel, *list;
  GListModel *model;
  MusCatalog *catalog;
  guint16     genre;
  guint       n_all, n_genre;
  float       bound;

  open_sample (fixture);
  robot_wait_for ("the finished map", has_regions, fixture, SECONDS);
  catalog = mus_workspace_get_catalog (fixture->workspace);
  list = robot_find (robot_find (fixture->widget, MUS_TYPE_TRACK_LIST, NULL), GTK_TYPE_LIST_VIEW,
                     NULL);
  model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)));
  n_all = g_list_model_get_n_items (model);
  mus_workspace_select (fixture->workspace, 7);
  g_assert_null (robot_find (fixture->widget, MUS_TYPE_FILTER_BAR, NULL));

  robot_key (fixture->widget, GDK_KEY_f, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  robot_settle (500);
  panel = robot_find (fixture->widget, MUS_TYPE_FILTER_PANEL, NULL);
  g_assert_nonnull (panel);
  /* The focus is on the genres. */
  robot_key (fixture->widget, GDK_KEY_Return, 0);
  robot_settle (500);
  robot_type (fixture->widget, "ambient");
  robot_settle (500);
  robot_click (robot_find (robot_find (panel, GTK_TYPE_LIST_BOX_ROW, NULL), GTK_TYPE_TOGGLE_BUTTON,
                           NULL));
  robot_wait_for ("the filter", has_filters, fixture, SECONDS);
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
  for (guint i = 0; i < 3; i++)
    robot_key (fixture->widget, GDK_KEY_Page_Up, 0);
  robot_settle (300);
  bound = mus_range_slider_get_low (MUS_RANGE_SLIDER (panel));
  g_assert_cmpfloat (bound, >, 0.0f);
  g_assert_cmpuint (g_list_model_get_n_items (model), <, n_genre);
  robot_key (fixture->widget, GDK_KEY_Escape, 0);
  robot_settle (400);

  /* GDK lets go of the pointer when it next hears of it. */
  robot_move (list, 50.0, 200.0);
  robot_settle (200);

  /* Each chip takes its filter away, and one button all. */
  robot_click (robot_find (robot_find (fixture->widget, MUS_TYPE_FILTER_BAR, NULL), GTK_TYPE_BUTTON,
                           NULL));
  robot_settle (300);
  g_assert_true (has_filters (fixture));
  g_assert_true (can_point_at_others (fixture, genre));
  robot_click (robot_find (robot_find (fixture->widget, MUS_TYPE_FILTER_BAR, NULL), GTK_TYPE_BUTTON,
                           "_Clear All"));
  robot_wait_for ("no filter", has_no_filters, fixture, SECONDS);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, n_all);
  robot_settle (200);
  g_assert_null (robot_find (fixture->widget, MUS_TYPE_FILTER_BAR, NULL));
}

static void
test_broken_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char  *path = g_build_filename (fixture->folder, "broken.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  MusCatalog       *before;
  MusModel         *model;
  GtkWidget        *dialog;

  open_sample (fixture);
  robot_wait_for ("the embedding", has_index, fixture, SECONDS);
  before = mus_workspace_get_catalog (fixture->workspace);
  model = mus_workspace_get_model (fixture->workspace);
  mus_workspace_select (fixture->workspace, 7);

  g_assert_true (g_file_set_contents (path, "name,colour\nx,red\n", -1, NULL));
  mus_window_open (fixture->window, file);
  robot_wait_for ("the sentence", has_dialog, fixture, SECONDS);
  robot_settle (300);
  dialog = find_dialog ();
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)),
                            "track_name"));
  robot_key (dialog, GDK_KEY_Escape, 0);
  robot_wait_for ("the dialog to close", has_no_dialog, fixture, SECONDS);

  g_assert_true (mus_workspace_get_catalog (fixture->workspace) == before);
  g_assert_true (mus_workspace_get_model (fixture->workspace) == model);
  g_assert_cmpuint (mus_workspace_get_selected (fixture->workspace), ==, 7);
  g_unlink (path);
}

/* So that a step is still at work when the pointer gets there. */
static void
make_steps_long (Fixture *fixture)
{
  GSettings *settings = mus_workspace_get_settings (fixture->workspace);

  g_settings_set_uint (settings, "max-epochs", 1000);
  g_settings_set_uint (settings, "patience", 100);
  g_settings_set_uint (settings, "batch-size", 16);
  g_settings_set_uint (settings, "iterations", 10000);
}

static void
make_steps_short (Fixture *fixture)
{
  mus_settings_reset_training (mus_workspace_get_settings (fixture->workspace));
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  make_steps_long (fixture);
  open_sample (fixture);

  robot_wait_for ("training", is_training, fixture, SECONDS);
  robot_settle (300);
  click (fixture, GTK_TYPE_BUTTON, "work.cancel");
  robot_wait_for ("the end of training", is_idle, fixture, SECONDS);
  g_assert_null (mus_workspace_get_model (fixture->workspace));
  g_assert_nonnull (mus_workspace_get_catalog (fixture->workspace));

  make_steps_short (fixture);
  g_settings_set_uint (mus_workspace_get_settings (fixture->workspace), "iterations", 10000);
  show_page (fixture, 2);
  click (fixture, GTK_TYPE_BUTTON, "job.train");
  robot_wait_for ("the map's start", is_laying_out, fixture, SECONDS);
  click (fixture, GTK_TYPE_BUTTON, "work.cancel");
  robot_wait_for ("the end of the map", is_idle, fixture, SECONDS);
  g_assert_nonnull (mus_workspace_get_model (fixture->workspace));
  g_assert_null (mus_workspace_get_regions (fixture->workspace));

  make_steps_short (fixture);
}

static void
write_large_catalog (const char *path)
{
  FILE *file = g_fopen (path, "w");

  g_assert_nonnull (file);
  fputs ("artists,track_name,danceability,energy,key,loudness,mode,valence,tempo,liveness\n", file);
  for (guint i = 0; i < 600000; i++)
    fprintf (file, "Artist %u,Title %u,0.%u,0.5,3,-7.%u,1,0.4,%u,0.1\n", i % 5000, i, i % 997,
             i % 10, 60 + i % 140);
  g_assert_cmpint (fclose (file), ==, 0);
}

static gboolean
is_reading (gpointer data)
{
  return mus_workspace_get_step (((Fixture *) data)->workspace) == MUS_STEP_READING;
}

static gboolean
is_not_reading (gpointer data)
{
  return !is_reading (data);
}

static void
test_cancel_reading (Fixture *fixture, gconstpointer data)
{
  g_autofree char  *path = g_build_filename (fixture->folder, "large.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  MusCatalog       *before;

  open_sample (fixture);
  robot_wait_for ("the report", is_idle, fixture, SECONDS);
  before = mus_workspace_get_catalog (fixture->workspace);
  write_large_catalog (path);
  mus_window_open (fixture->window, file);
  g_assert_true (is_reading (fixture));
  robot_settle (50);
  click (fixture, GTK_TYPE_BUTTON, "work.cancel");
  robot_wait_for ("the end of reading", is_not_reading, fixture, SECONDS);
  g_assert_true (mus_workspace_get_catalog (fixture->workspace) == before);
  g_assert_nonnull (mus_workspace_get_report (fixture->workspace));
  g_unlink (path);
}

static void
test_cancel_report (Fixture *fixture, gconstpointer data)
{
  const MusReport *report;

  open_sample (fixture);
  robot_wait_for ("the report", is_idle, fixture, SECONDS);
  report = mus_workspace_get_report (fixture->workspace);
  g_assert_nonnull (report);
  gtk_widget_activate_action (fixture->widget, "job.compare-sizes", NULL);
  g_assert_cmpint (mus_workspace_get_step (fixture->workspace), ==, MUS_STEP_REPORT);
  robot_settle (50);
  click (fixture, GTK_TYPE_BUTTON, "work.cancel");
  robot_wait_for ("the end of the comparison", is_idle, fixture, SECONDS);
  g_assert_true (mus_workspace_get_report (fixture->workspace) == report);

  show_page (fixture, 3);
  g_assert_nonnull (robot_find (fixture->widget, GTK_TYPE_LABEL, "Genre hit rate at 10"));
}

static void
test_stop_and_pause (Fixture *fixture, gconstpointer data)
{
  MusLayoutJob *job;
  guint         iteration;

  g_settings_set_uint (mus_workspace_get_settings (fixture->workspace), "iterations", 10000);
  open_sample (fixture);
  robot_wait_for ("the map's first frame", has_positions, fixture, SECONDS);
  g_assert_true (is_laying_out (fixture));
  job = MUS_LAYOUT_JOB (mus_workspace_get_job (fixture->workspace));
  click (fixture, GTK_TYPE_BUTTON, "work.pause");
  g_assert_true (mus_layout_job_get_paused (job));
  /* It finishes what it is at, which takes its time on a slow machine. */
  do
    {
      iteration = mus_layout_job_get_iteration (job, NULL, NULL);
      g_assert_cmpuint (iteration, <, 9000);
      robot_settle (2000);
    }
  while (mus_layout_job_get_iteration (job, NULL, NULL) != iteration);
  click (fixture, GTK_TYPE_BUTTON, "work.stop");
  robot_wait_for ("the regions of the stopped map", has_regions, fixture, SECONDS);
  make_steps_short (fixture);
}

/* Whether some widget of the window, or the application, has an action. */
static gboolean
has_action (Fixture *fixture, GtkWidget *widget, const char *name)
{
  const GVariantType *type;
  const char         *found, *property;
  GType               owner;

  if (g_str_has_prefix (name, "app."))
    return g_action_group_has_action (G_ACTION_GROUP (fixture->application), name + 4);
  for (guint i = 0; gtk_widget_class_query_action (GTK_WIDGET_GET_CLASS (widget), i, &owner, &found,
                                                   &type, &property);
       i++)
    if (g_str_equal (found, name))
      return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_action (fixture, child, name))
      return TRUE;

  return FALSE;
}

static void
test_help_overlay (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/com/example/MusRec/gtk/help-overlay.ui");
  GSList *objects = gtk_builder_get_objects (builder);
  guint   n_actions = 0;

  g_assert_nonnull (gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (fixture->widget)));
  for (GSList *l = objects; l != NULL; l = l->next)
    {
      g_autofree char *action = NULL;

      if (!GTK_IS_SHORTCUTS_SHORTCUT (l->data))
        continue;
      g_object_get (l->data, "action-name", &action, NULL);
      if (action == NULL || action[0] == '\0' || g_str_equal (action, "win.show-help-overlay"))
        continue;
      if (!has_action (fixture, fixture->widget, action))
        g_error ("the help overlay names an action that is not there: %s", action);
      n_actions++;
    }
  g_assert_cmpuint (n_actions, >=, 10);
  g_slist_free (objects);
  gtk_window_destroy (GTK_WINDOW (gtk_builder_get_object (builder, "help_overlay")));
}

static void
test_close_while_training (Fixture *fixture, gconstpointer data)
{
  make_steps_long (fixture);
  open_sample (fixture);
  robot_wait_for ("training", is_training, fixture, SECONDS);
  make_steps_short (fixture);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/window/main-job", test_main_job },
    { "/window/search", test_search },
    { "/window/why", test_why },
    { "/window/filters", test_filters },
    { "/window/broken-file", test_broken_file },
    { "/window/cancel", test_cancel },
    { "/window/cancel-reading", test_cancel_reading },
    { "/window/cancel-report", test_cancel_report },
    { "/window/stop-and-pause", test_stop_and_pause },
    { "/window/help-overlay", test_help_overlay },
    { "/window/close-while-training", test_close_while_training },
  };
  g_autofree char *home = make_data_home ();
  int              status;

  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check () || !robot_is_available ())
    {
      g_print ("1..0 # SKIP there is no X display with XTest\n");
      delete_folder (home);
      return 0;
    }
  mus_parallel_set_background (TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  status = g_test_run ();
  delete_folder (home);

  return status;
}
