/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>

#include "../core/counts.h"
#include "explore/mus-legend.h"
#include "explore/mus-map.h"
#include "explore/mus-map-key.h"
#include "explore/mus-similar-list.h"
#include "explore/mus-track-item.h"
#include "explore/mus-track-list-model.h"
#include "explore/mus-track-list.h"
#include "workspace/mus-settings.h"
#include "training/mus-loss-chart.h"
#include "window-fixture.h"

/*
 * What can be waited for
 */

static gboolean
has_positions (gpointer data)
{
  return mus_workspace_get_positions (((WindowFixture *) data)->workspace) != NULL;
}

static gboolean
is_training (gpointer data)
{
  return mus_workspace_get_step (((WindowFixture *) data)->workspace) == MUS_STEP_TRAINING;
}

static gboolean
is_laying_out (gpointer data)
{
  return mus_workspace_get_step (((WindowFixture *) data)->workspace) == MUS_STEP_LAYOUT;
}

static gboolean
has_curve (gpointer data)
{
  MusJob *job = mus_workspace_get_job (((WindowFixture *) data)->workspace);
  gsize   n = 0;

  if (MUS_IS_TRAINING_JOB (job))
    mus_training_job_get_points (MUS_TRAINING_JOB (job), &n);

  return n >= 2 || window_has_index (data);
}

static gboolean
has_items (gpointer model)
{
  return g_list_model_get_n_items (model) > 0;
}

/* Clicks the map where a track stands. */
static void
click_track (WindowFixture *fixture, guint32 row)
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
test_main_job (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *rows;
  guint32    clicked, answer;
  GArray    *similar;

  /* As long as it takes a person. */
  mus_settings_reset_training (mus_workspace_get_settings (fixture->workspace));
  window_open_sample (fixture);
  window_show_page (fixture, 3);
  robot_wait_for ("the curves", has_curve, fixture, WINDOW_SECONDS);
  robot_find (fixture->widget, MUS_TYPE_LOSS_CHART, NULL);
  window_show_page (fixture, 1);
  robot_wait_for ("the map", has_positions, fixture, WINDOW_SECONDS);
  robot_wait_for ("the finished map", window_has_regions, fixture, WINDOW_SECONDS);
  robot_settle (500);

  click_track (fixture, 100);
  robot_wait_for ("the similar tracks", window_has_similar, fixture, WINDOW_SECONDS);
  clicked = mus_workspace_get_selected (fixture->workspace);
  g_assert_cmpuint (clicked, !=, MUS_NO_ROW);
  similar = mus_workspace_get_similar (fixture->workspace);
  g_assert_cmpuint (similar->len, ==, 10);
  answer = g_array_index (similar, MusRecommendation, 0).row;

  robot_settle (500);
  rows = robot_find (fixture->widget, MUS_TYPE_SIMILAR_LIST, NULL);
  robot_click (robot_find (rows, GTK_TYPE_LIST_BOX_ROW, NULL));
  window_wait_until_selected (fixture, answer);

  robot_settle (500);
  robot_key (fixture->widget, GDK_KEY_Left, GDK_ALT_MASK);
  window_wait_until_selected (fixture, clicked);
  robot_settle (500);
  robot_key (fixture->widget, GDK_KEY_Right, GDK_ALT_MASK);
  window_wait_until_selected (fixture, answer);
}

static guint32
get_listed (GListModel *model, guint position)
{
  g_autoptr (MusTrackItem) item = g_list_model_get_item (model, position);

  return mus_track_item_get_row (item);
}

static void
test_search (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget  *list;
  GtkWidget  *view;
  GListModel *model;
  guint       n_all;

  window_open_sample (fixture);
  list = robot_find (fixture->widget, MUS_TYPE_TRACK_LIST, NULL);
  view = robot_find (list, GTK_TYPE_LIST_VIEW, NULL);
  model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (view)));
  robot_wait_for ("the rows", has_items, model, WINDOW_SECONDS);
  n_all = g_list_model_get_n_items (model);
  g_assert_cmpuint (n_all, ==, mus_catalog_n_tracks (mus_workspace_get_catalog (fixture->workspace)));

  robot_key (fixture->widget, GDK_KEY_f, GDK_CONTROL_MASK);
  robot_type (fixture->widget, "the");
  robot_settle (500);
  g_assert_cmpuint (g_list_model_get_n_items (model), <, n_all);

  /* Down goes to the first row, Return takes it. */
  robot_key (fixture->widget, GDK_KEY_Down, 0);
  robot_key (fixture->widget, GDK_KEY_Return, 0);
  window_wait_until_selected (fixture, get_listed (model, 0));
  mus_workspace_select (fixture->workspace, MUS_NO_ROW);

  robot_key (fixture->widget, GDK_KEY_f, GDK_CONTROL_MASK);
  robot_key (fixture->widget, GDK_KEY_Return, 0);
  window_wait_until_selected (fixture, get_listed (model, 0));
  robot_key (fixture->widget, GDK_KEY_Down, 0);
  robot_key (fixture->widget, GDK_KEY_Down, 0);
  window_wait_until_selected (fixture, get_listed (model, 1));

  robot_key (fixture->widget, GDK_KEY_f, GDK_CONTROL_MASK);
  robot_type (fixture->widget, "zzzzz");
  robot_settle (500);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 0);
  window_click (fixture, GTK_TYPE_BUTTON, "list.clear-filters");
  robot_settle (300);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, n_all);
}

static gboolean
has_finished_map (gpointer data)
{
  WindowFixture *fixture = data;

  return mus_workspace_get_regions (fixture->workspace) != NULL &&
         mus_workspace_get_step (fixture->workspace) == MUS_STEP_NONE;
}

static gboolean
lies_over (GtkWidget *a, GtkWidget *b, GtkWidget *window)
{
  graphene_rect_t bounds_a, bounds_b;

  return gtk_widget_compute_bounds (a, window, &bounds_a) &&
         gtk_widget_compute_bounds (b, window, &bounds_b) &&
         graphene_rect_intersection (&bounds_a, &bounds_b, NULL);
}

/* The unfolded legend leaves the switch between the ways and the key of the marks free, in a
 * narrow window too. */
static void
check_legend_beside (WindowFixture *fixture, GtkWidget *ways)
{
  GtkWidget *legend = robot_find (fixture->widget, MUS_TYPE_LEGEND, NULL);
  static const int sizes[][2] = { { 1280, 600 }, { 1024, 600 }, { 1024, 480 } };

  mus_taste_store_toggle (mus_workspace_get_tastes (fixture->workspace), 3, MUS_VERDICT_LIKE);
  robot_find (fixture->widget, MUS_TYPE_MAP_KEY, NULL);
  robot_click (robot_find (legend, GTK_TYPE_TOGGLE_BUTTON, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      gtk_window_set_default_size (GTK_WINDOW (fixture->widget), sizes[i][0], sizes[i][1]);
      robot_settle (300);
      g_assert_cmpint (gtk_widget_get_width (fixture->widget), <=, sizes[i][0]);
      g_assert_cmpint (gtk_widget_get_height (legend), >, 100);
      g_assert_false (lies_over (legend, ways, fixture->widget));
      g_assert_false (lies_over (legend, robot_find (fixture->widget, MUS_TYPE_MAP_KEY, NULL),
                                 fixture->widget));
    }
}

/* The menu of a point is as high as its entries, and its tooltip keeps away. */
static void
check_menu_of_point (WindowFixture *fixture)
{
  GtkWidget   *map = robot_find (fixture->widget, MUS_TYPE_MAP, NULL);
  const float *point = mus_matrix_row (mus_workspace_get_positions (fixture->workspace), 0);
  GtkWidget   *menu;

  mus_viewport_place (mus_map_get_viewport (MUS_MAP (map)), point[0], point[1],
                      gtk_widget_get_width (map) / 2.0, gtk_widget_get_height (map) / 2.0);
  robot_right_click (map);
  menu = robot_find (map, GTK_TYPE_POPOVER_MENU, NULL);
  robot_settle (300);
  gtk_widget_queue_allocate (map);
  robot_settle (100);
  g_assert_cmpint (gtk_widget_get_height (menu), <, 300);
  g_assert_false (gtk_widget_get_has_tooltip (map));
  robot_key (fixture->widget, GDK_KEY_Escape, 0);
  robot_settle (100);
  g_assert_true (gtk_widget_get_has_tooltip (map));
}

/* Each way is learned once, and both are kept. */
static void
test_ways (WindowFixture *fixture, gconstpointer data)
{
  MusWorkspace *workspace = fixture->workspace;
  GtkWidget    *sound, *sound_genre;
  MusModel     *model, *other;
  MusMatrix    *positions;

  window_open_sample (fixture);
  robot_wait_for ("the map", has_finished_map, fixture, WINDOW_SECONDS);
  model = mus_workspace_get_model (workspace);
  positions = mus_workspace_get_positions (workspace);
  sound = robot_find (fixture->widget, GTK_TYPE_TOGGLE_BUTTON, "Sound");
  sound_genre = robot_find (fixture->widget, GTK_TYPE_TOGGLE_BUTTON, "Sound and Genre");

  /* Cancelled, it is as before. */
  mus_workspace_set_way (workspace, MUS_WAY_SOUND_GENRE);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (sound_genre)));
  mus_job_cancel (mus_workspace_get_job (workspace));
  robot_wait_for ("the end of the work", window_is_idle, fixture, WINDOW_SECONDS);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (sound)));
  g_assert_true (mus_workspace_get_model (workspace) == model);

  robot_click (sound_genre);
  robot_settle (100);
  g_assert_cmpint (mus_workspace_get_way (workspace), ==, MUS_WAY_SOUND_GENRE);
  g_assert_true (mus_workspace_get_positions (workspace) != NULL);
  robot_wait_for ("the other map", has_finished_map, fixture, WINDOW_SECONDS);
  other = mus_workspace_get_model (workspace);
  g_assert_true (other != model);
  g_assert_true (mus_workspace_get_positions (workspace) != positions);

  robot_click (sound);
  robot_settle (100);
  g_assert_true (mus_workspace_get_model (workspace) == model);
  g_assert_true (mus_workspace_get_positions (workspace) == positions);
  g_assert_cmpint (mus_workspace_get_step (workspace), ==, MUS_STEP_NONE);
  robot_click (sound_genre);
  robot_settle (100);
  g_assert_true (mus_workspace_get_model (workspace) == other);
  g_assert_cmpint (mus_workspace_get_step (workspace), ==, MUS_STEP_NONE);
  check_menu_of_point (fixture);
  check_legend_beside (fixture, gtk_widget_get_parent (sound));
}

static void
test_broken_file (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char  *path = g_build_filename (fixture->folder, "broken.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  MusCatalog       *before;
  MusModel         *model;
  GtkWidget        *dialog;

  window_open_sample (fixture);
  robot_wait_for ("the embedding", window_has_index, fixture, WINDOW_SECONDS);
  before = mus_workspace_get_catalog (fixture->workspace);
  model = mus_workspace_get_model (fixture->workspace);
  mus_workspace_select (fixture->workspace, 7);

  g_assert_true (g_file_set_contents (path, "shape,colour\nround,red\n", -1, NULL));
  mus_window_open (fixture->window, file);
  robot_wait_for ("the sentence", window_has_dialog, NULL, WINDOW_SECONDS);
  robot_settle (300);
  dialog = window_find_dialog ();
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)),
                            "track_name"));
  robot_key (dialog, GDK_KEY_Escape, 0);
  robot_wait_for ("the dialog to close", window_has_no_dialog, NULL, WINDOW_SECONDS);

  g_assert_true (mus_workspace_get_catalog (fixture->workspace) == before);
  g_assert_true (mus_workspace_get_model (fixture->workspace) == model);
  g_assert_cmpuint (mus_workspace_get_selected (fixture->workspace), ==, 7);
  g_unlink (path);
}

/* So that a step is still at work when the pointer gets there. */
static void
make_steps_long (WindowFixture *fixture)
{
  GSettings *settings = mus_workspace_get_settings (fixture->workspace);

  g_settings_set_uint (settings, "max-epochs", 1000);
  g_settings_set_uint (settings, "patience", 100);
  g_settings_set_uint (settings, "batch-size", 16);
  g_settings_set_uint (settings, "iterations", 10000);
}

static void
test_cancel (WindowFixture *fixture, gconstpointer data)
{
  make_steps_long (fixture);
  window_open_sample (fixture);

  robot_wait_for ("training", is_training, fixture, WINDOW_SECONDS);
  robot_settle (300);
  window_click (fixture, GTK_TYPE_BUTTON, "work.cancel");
  robot_wait_for ("the end of training", window_is_idle, fixture, WINDOW_SECONDS);
  g_assert_null (mus_workspace_get_model (fixture->workspace));
  g_assert_nonnull (mus_workspace_get_catalog (fixture->workspace));

  window_learn_quickly (fixture);
  g_settings_set_uint (mus_workspace_get_settings (fixture->workspace), "iterations", 10000);
  window_show_page (fixture, 3);
  window_click (fixture, GTK_TYPE_BUTTON, "job.train");
  robot_wait_for ("the map's start", is_laying_out, fixture, WINDOW_SECONDS);
  window_click (fixture, GTK_TYPE_BUTTON, "work.cancel");
  robot_wait_for ("the end of the map", window_is_idle, fixture, WINDOW_SECONDS);
  g_assert_nonnull (mus_workspace_get_model (fixture->workspace));
  g_assert_null (mus_workspace_get_regions (fixture->workspace));
}

static void
write_large_catalog (const char *path)
{
  FILE *file = g_fopen (path, "w");

  g_assert_nonnull (file);
  fputs ("artists,track_name,danceability,energy,key,loudness,mode,valence,tempo,liveness\n", file);
  for (guint i = 0; i < COUNTS_FEWER (600000, 150000); i++)
    fprintf (file, "Artist %u,Title %u,0.%u,0.5,3,-7.%u,1,0.4,%u,0.1\n", i % 5000, i, i % 997,
             i % 10, 60 + i % 140);
  g_assert_cmpint (fclose (file), ==, 0);
}

static gboolean
is_reading (gpointer data)
{
  return mus_workspace_get_step (((WindowFixture *) data)->workspace) == MUS_STEP_READING;
}

static gboolean
is_not_reading (gpointer data)
{
  return !is_reading (data);
}

static void
test_cancel_reading (WindowFixture *fixture, gconstpointer data)
{
  g_autofree char  *path = g_build_filename (fixture->folder, "large.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  MusCatalog       *before;

  window_open_sample (fixture);
  robot_wait_for ("the report", window_is_idle, fixture, WINDOW_SECONDS);
  before = mus_workspace_get_catalog (fixture->workspace);
  write_large_catalog (path);
  mus_window_open (fixture->window, file);
  g_assert_true (is_reading (fixture));
  robot_settle (50);
  window_click (fixture, GTK_TYPE_BUTTON, "work.cancel");
  robot_wait_for ("the end of reading", is_not_reading, fixture, WINDOW_SECONDS);
  g_assert_true (mus_workspace_get_catalog (fixture->workspace) == before);
  g_assert_nonnull (mus_workspace_get_report (fixture->workspace));
  g_unlink (path);
}

static void
test_cancel_report (WindowFixture *fixture, gconstpointer data)
{
  GSettings       *settings = mus_workspace_get_settings (fixture->workspace);
  const MusReport *report;

  /* So many that the comparison is still under way when it is cancelled. */
  g_settings_set_uint (settings, "max-epochs", 40);
  window_open_sample (fixture);
  robot_wait_for ("the report", window_is_idle, fixture, WINDOW_SECONDS);
  report = mus_workspace_get_report (fixture->workspace);
  g_assert_nonnull (report);
  gtk_widget_activate_action (fixture->widget, "job.compare-sizes", NULL);
  g_assert_cmpint (mus_workspace_get_step (fixture->workspace), ==, MUS_STEP_REPORT);
  robot_settle (50);
  gtk_widget_activate_action (robot_find (fixture->widget, GTK_TYPE_BUTTON, "work.cancel"),
                              "work.cancel", NULL);
  robot_wait_for ("the end of the comparison", window_is_idle, fixture, WINDOW_SECONDS);
  g_assert_true (mus_workspace_get_report (fixture->workspace) == report);

  window_show_page (fixture, 4);
  robot_find (fixture->widget, GTK_TYPE_LABEL, "Genre hit rate");
}

static void
test_stop_and_pause (WindowFixture *fixture, gconstpointer data)
{
  MusLayoutJob *job;
  guint         iteration;

  g_settings_set_uint (mus_workspace_get_settings (fixture->workspace), "iterations", 10000);
  window_open_sample (fixture);
  robot_wait_for ("the map's first frame", has_positions, fixture, WINDOW_SECONDS);
  g_assert_true (is_laying_out (fixture));
  job = MUS_LAYOUT_JOB (mus_workspace_get_job (fixture->workspace));
  window_click (fixture, GTK_TYPE_BUTTON, "work.pause");
  g_assert_true (mus_layout_job_get_paused (job));
  /* It finishes what it is at, which takes its time on a slow machine. */
  do
    {
      iteration = mus_layout_job_get_iteration (job, NULL, NULL);
      g_assert_cmpuint (iteration, <, 9000);
      robot_settle (COUNTS_FEWER (500, 1000));
    }
  while (mus_layout_job_get_iteration (job, NULL, NULL) != iteration);
  window_click (fixture, GTK_TYPE_BUTTON, "work.stop");
  robot_wait_for ("the regions of the stopped map", window_has_regions, fixture, WINDOW_SECONDS);
}

/* How many shortcuts are shown below a widget, each with its keys. */
static guint
count_shortcuts (GtkWidget *widget)
{
  guint n = 0;

  if (GTK_IS_SHORTCUTS_SHORTCUT (widget))
    {
      g_autofree char *title = NULL, *keys = NULL;

      g_object_get (widget, "title", &title, "accelerator", &keys, NULL);
      if (keys == NULL || keys[0] == '\0')
        g_error ("the help overlay shows no keys for: %s", title);
      return 1;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_shortcuts (child);

  return n;
}

static gboolean
has_overlay (gpointer data)
{
  return window_find (GTK_TYPE_SHORTCUTS_WINDOW) != NULL;
}

static gboolean
has_no_overlay (gpointer data)
{
  return !has_overlay (data);
}

static void
test_help_overlay (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *overlay;

  robot_key (fixture->widget, GDK_KEY_question, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  robot_wait_for ("the help overlay", has_overlay, NULL, WINDOW_SECONDS);
  overlay = window_find (GTK_TYPE_SHORTCUTS_WINDOW);
  robot_wait_until_drawn (overlay);
  g_assert_cmpuint (count_shortcuts (overlay), >=, 25);
  robot_key (overlay, GDK_KEY_Escape, 0);
  robot_wait_for ("the window without it", has_no_overlay, NULL, WINDOW_SECONDS);
}

static void
test_close_while_training (WindowFixture *fixture, gconstpointer data)
{
  make_steps_long (fixture);
  window_open_sample (fixture);
  robot_wait_for ("training", is_training, fixture, WINDOW_SECONDS);
}

int
main (int argc, char **argv)
{
  static const WindowTest tests[] = {
    { "/window/main-job", test_main_job },
    { "/window/search", test_search },
    { "/window/ways", test_ways },
    { "/window/broken-file", test_broken_file },
    { "/window/cancel", test_cancel },
    { "/window/cancel-reading", test_cancel_reading },
    { "/window/cancel-report", test_cancel_report },
    { "/window/stop-and-pause", test_stop_and_pause },
    { "/window/help-overlay", test_help_overlay },
    { "/window/close-while-training", test_close_while_training },
  };

  return window_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
