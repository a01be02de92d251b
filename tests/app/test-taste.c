/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "explore/mus-map-key.h"
#include "explore/mus-map.h"
#include "explore/mus-recommendation-row.h"
#include "explore/mus-similar-list.h"
#include "explore/mus-track-list.h"
#include "explore/mus-track-panel.h"
#include "explore/mus-track-row.h"
#include "taste/mus-dial.h"
#include "taste/mus-for-you-page.h"
#include "taste/mus-taste-chip.h"
#include "taste/mus-taste-tray.h"
#include "taste/mus-thumb-buttons.h"
#include "window-fixture.h"

/*
 * What can be waited for
 */

static MusTasteStore *
get_tastes (WindowFixture *fixture)
{
  return mus_workspace_get_tastes (fixture->workspace);
}

static guint
count_thumbs (WindowFixture *fixture)
{
  return g_list_model_get_n_items (mus_taste_store_get_items (get_tastes (fixture)));
}

static gboolean
is_loaded (gpointer data)
{
  return mus_taste_store_is_loaded (get_tastes (data));
}

static gboolean
has_thumbs (gpointer data)
{
  WindowFixture *fixture = data;

  return is_loaded (fixture) && mus_taste_store_is_settled (get_tastes (fixture)) &&
         count_thumbs (fixture) == fixture->wanted;
}

static void
wait_for_thumbs (WindowFixture *fixture, guint n)
{
  fixture->wanted = n;
  g_test_message ("waiting for %u thumbs", n);
  robot_wait_for ("the thumbs", has_thumbs, fixture, WINDOW_SECONDS);
  robot_settle (300);
}

static GtkWidget *
find_list (WindowFixture *fixture)
{
  GtkWidget *page = robot_look (fixture->widget, MUS_TYPE_FOR_YOU_PAGE, NULL);

  return page != NULL ? robot_look (page, GTK_TYPE_LIST_BOX, NULL) : NULL;
}

static gboolean
has_list (gpointer data)
{
  GtkWidget *list = find_list (data);

  return list != NULL && gtk_widget_get_first_child (list) != NULL;
}

/*
 * The window
 */

static void
wait_for_sample (WindowFixture *fixture)
{
  robot_wait_for ("the embedding", window_has_index, fixture, WINDOW_SECONDS);
  robot_wait_for ("the end of the work", window_is_idle, fixture, WINDOW_SECONDS);
  robot_wait_for ("the taste", is_loaded, fixture, WINDOW_SECONDS);
  robot_settle (300);
}

static void
open_sample (WindowFixture *fixture)
{
  /* It is learned once for all tests. */
  g_settings_reset (mus_workspace_get_settings (fixture->workspace), "cache-limit");
  window_open_sample (fixture);
  wait_for_sample (fixture);
}

static void
select_track (WindowFixture *fixture, guint32 row)
{
  mus_workspace_select (fixture->workspace, row);
  /* The search field may have the focus, where L and D are letters. */
  gtk_window_set_focus (GTK_WINDOW (fixture->widget), NULL);
  robot_settle (200);
}

static MusVerdict
get_verdict (WindowFixture *fixture, guint32 row)
{
  return mus_taste_store_get_verdict (get_tastes (fixture), row);
}

/* The tracks that For You lists. */
static GArray *
get_listed (WindowFixture *fixture)
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

/* What the list shall have in common with another one. */
typedef struct
{
  WindowFixture *fixture;
  GArray        *other;
  guint          least;
  guint          most;
  GArray        *listed;
} Common;

static gboolean
has_common (gpointer data)
{
  Common *common = data;
  guint   n;

  if (!has_list (common->fixture))
    return FALSE;

  g_clear_pointer (&common->listed, g_array_unref);
  common->listed = get_listed (common->fixture);
  n = count_common (common->other, common->listed);

  return common->listed->len == 20 && n >= common->least && n <= common->most;
}

/* Returns: (transfer full): the list, when it is there */
static GArray *
wait_for_list (WindowFixture *fixture, GArray *other, guint least, guint most)
{
  Common common = { fixture, other, least, most, NULL };

  robot_wait_for ("the wanted list", has_common, &common, WINDOW_SECONDS);

  return common.listed;
}

/*
 * Tests
 */

static void
test_thumbs (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *tray, *panel, *buttons;

  open_sample (fixture);
  tray = robot_find (fixture->widget, MUS_TYPE_TASTE_TRAY, NULL);
  robot_miss (tray, MUS_TYPE_TASTE_CHIP, NULL);
  /* With nothing selected a key says so, and does nothing. */
  gtk_window_set_focus (GTK_WINDOW (fixture->widget), NULL);
  robot_key (fixture->widget, GDK_KEY_l, 0);
  g_assert_cmpuint (count_thumbs (fixture), ==, 0);

  select_track (fixture, 10);
  robot_key (fixture->widget, GDK_KEY_l, 0);
  wait_for_thumbs (fixture, 1);
  g_assert_cmpint (get_verdict (fixture, 10), ==, MUS_VERDICT_LIKE);
  robot_find (tray, MUS_TYPE_TASTE_CHIP, NULL);

  select_track (fixture, 20);
  panel = robot_find (fixture->widget, MUS_TYPE_TRACK_PANEL, NULL);
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

  robot_key (fixture->widget, GDK_KEY_z, GDK_CONTROL_MASK);
  wait_for_thumbs (fixture, 2);
  g_assert_cmpint (get_verdict (fixture, 20), ==, MUS_VERDICT_LIKE);

  /* In a text field they are letters. */
  robot_key (fixture->widget, GDK_KEY_f, GDK_CONTROL_MASK);
  robot_type (fixture->widget, "dl");
  robot_settle (300);
  g_assert_cmpuint (count_thumbs (fixture), ==, 2);
  g_assert_cmpint (get_verdict (fixture, 20), ==, MUS_VERDICT_LIKE);
}

/* Once a catalog is open, the keys of its tracks work. */
static void
test_focus (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *list, *focus, *map;
  GArray    *similar;

  open_sample (fixture);
  list = robot_find (fixture->widget, MUS_TYPE_TRACK_LIST, NULL);
  focus = gtk_window_get_focus (GTK_WINDOW (fixture->widget));
  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_is_ancestor (focus, robot_find (list, GTK_TYPE_LIST_VIEW, NULL)));
  robot_key (fixture->widget, GDK_KEY_Down, 0);
  robot_settle (200);
  robot_key (fixture->widget, GDK_KEY_d, 0);
  wait_for_thumbs (fixture, 1);
  g_assert_cmpint (get_verdict (fixture, mus_workspace_get_selected (fixture->workspace)), ==,
                   MUS_VERDICT_DISLIKE);

  /* Tab goes to the thumbs of the row, then past all other rows, and back. */
  for (guint i = 0; i < 3; i++)
    robot_key (fixture->widget, GDK_KEY_Tab, 0);
  focus = gtk_window_get_focus (GTK_WINDOW (fixture->widget));
  g_assert_false (gtk_widget_is_ancestor (focus, list));
  robot_key (fixture->widget, GDK_KEY_Tab, GDK_SHIFT_MASK);
  focus = gtk_window_get_focus (GTK_WINDOW (fixture->widget));
  g_assert_true (gtk_widget_is_ancestor (focus, robot_find (list, GTK_TYPE_LIST_VIEW, NULL)));

  /* N goes to the map, and to the first similar track there. */
  map = robot_find (fixture->widget, MUS_TYPE_MAP, NULL);
  similar = mus_workspace_get_similar (fixture->workspace);
  robot_key (fixture->widget, GDK_KEY_n, 0);
  g_assert_true (gtk_widget_has_focus (map));
  g_assert_cmpuint (mus_map_get_cursor (MUS_MAP (map)), ==,
                    g_array_index (similar, MusRecommendation, 0).row);

  robot_key (fixture->widget, GDK_KEY_f, GDK_CONTROL_MASK);
  focus = gtk_window_get_focus (GTK_WINDOW (fixture->widget));
  g_assert_true (gtk_widget_is_ancestor (focus, robot_find (list, GTK_TYPE_SEARCH_ENTRY, NULL)));
}

/* A row of the list has thumbs to press while the track has one; taken back by the keyboard,
 * they go, and the focus stays in the list. */
static void
test_list (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *list, *row, *buttons;

  open_sample (fixture);
  list = robot_find (fixture->widget, MUS_TYPE_TRACK_LIST, NULL);
  row = robot_find (list, MUS_TYPE_TRACK_ROW, NULL);
  mus_taste_store_set_verdict (get_tastes (fixture), 0, MUS_VERDICT_DISLIKE);
  wait_for_thumbs (fixture, 1);
  buttons = robot_find (row, MUS_TYPE_THUMB_BUTTONS, NULL);

  gtk_widget_grab_focus (gtk_widget_get_last_child (buttons));
  robot_key (fixture->widget, GDK_KEY_space, 0);
  wait_for_thumbs (fixture, 0);
  robot_miss (row, MUS_TYPE_THUMB_BUTTONS, NULL);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->widget)) ==
                 gtk_widget_get_parent (row));
}

static void
test_tray (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *tray, *chip;

  open_sample (fixture);
  tray = robot_find (fixture->widget, MUS_TYPE_TASTE_TRAY, NULL);
  mus_taste_store_set_verdict (get_tastes (fixture), 5, MUS_VERDICT_LIKE);
  wait_for_thumbs (fixture, 1);
  mus_taste_store_set_verdict (get_tastes (fixture), 6, MUS_VERDICT_DISLIKE);
  wait_for_thumbs (fixture, 2);

  /* The newest is the first; a click selects it, its button takes the thumb back. */
  chip = robot_find (tray, MUS_TYPE_TASTE_CHIP, NULL);
  robot_click_at (chip, 20.0, gtk_widget_get_height (chip) / 2.0);
  robot_settle (300);
  g_assert_cmpuint (mus_workspace_get_selected (fixture->workspace), ==, 6);
  robot_click (robot_find (chip, GTK_TYPE_BUTTON, NULL));
  wait_for_thumbs (fixture, 1);
  g_assert_cmpint (get_verdict (fixture, 6), ==, MUS_VERDICT_NONE);
  window_click (fixture, GTK_TYPE_BUTTON, "taste.undo");
  wait_for_thumbs (fixture, 2);
  g_assert_cmpint (get_verdict (fixture, 6), ==, MUS_VERDICT_DISLIKE);

  robot_click (robot_find (tray, GTK_TYPE_BUTTON, "taste.clear"));
  wait_for_thumbs (fixture, 0);
  robot_find (fixture->widget, GTK_TYPE_BUTTON, "taste.undo");
  robot_key (fixture->widget, GDK_KEY_z, GDK_CONTROL_MASK);
  wait_for_thumbs (fixture, 2);
  robot_miss (fixture->widget, GTK_TYPE_BUTTON, "taste.undo");

  /* It is of no use where no tracks are listed. */
  window_show_page (fixture, 3);
  robot_miss (fixture->widget, MUS_TYPE_TASTE_TRAY, NULL);
  window_show_page (fixture, 2);
  robot_find (fixture->widget, MUS_TYPE_TASTE_TRAY, NULL);
}

static void
test_for_you (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) first = NULL;
  g_autoptr (GArray) second = NULL;
  g_autoptr (GArray) third = NULL;
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32            disliked;

  open_sample (fixture);
  window_show_page (fixture, 2);
  robot_find (fixture->widget, ADW_TYPE_STATUS_PAGE, "What Do You Like?");
  mus_taste_store_set_verdict (get_tastes (fixture), 5, MUS_VERDICT_DISLIKE);
  wait_for_thumbs (fixture, 1);
  robot_find (fixture->widget, ADW_TYPE_STATUS_PAGE, "Only Dislikes So Far");

  mus_taste_store_set_verdict (get_tastes (fixture), 10, MUS_VERDICT_LIKE);
  mus_taste_store_set_verdict (get_tastes (fixture), 900, MUS_VERDICT_LIKE);
  robot_wait_for ("the list", has_list, fixture, WINDOW_SECONDS);
  wait_for_thumbs (fixture, 3);
  first = get_listed (fixture);
  g_assert_cmpuint (first->len, ==, 20);
  window_show_page (fixture, 1);
  window_show_page (fixture, 2);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture->widget)),
                                         find_list (fixture)));
  for (guint i = 0; i < first->len; i++)
    g_assert_cmpint (get_verdict (fixture, g_array_index (first, guint32, i)), ==,
                     MUS_VERDICT_NONE);

  /* A click selects; what is disliked is gone at once. */
  robot_click (gtk_widget_get_first_child (find_list (fixture)));
  disliked = g_array_index (first, guint32, 0);
  g_assert_cmpuint (mus_workspace_get_selected (fixture->workspace), ==, disliked);
  robot_key (fixture->widget, GDK_KEY_d, 0);
  wait_for_thumbs (fixture, 4);
  g_array_append_val (gone, disliked);
  second = wait_for_list (fixture, gone, 0, 0);

  /* The keyboard goes on with what stands in its place. */
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->widget)) ==
                 gtk_widget_get_first_child (find_list (fixture)));
  robot_key (fixture->widget, GDK_KEY_Down, 0);
  window_wait_until_selected (fixture, g_array_index (second, guint32, 1));
  for (guint i = 0; i < 3; i++)
    robot_key (fixture->widget, GDK_KEY_Tab, 0);
  robot_key (fixture->widget, GDK_KEY_space, 0);
  wait_for_thumbs (fixture, 5);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->widget)) ==
                 gtk_widget_get_next_sibling (gtk_widget_get_first_child (find_list (fixture))));
  robot_key (fixture->widget, GDK_KEY_z, GDK_CONTROL_MASK);
  wait_for_thumbs (fixture, 4);

  /* Something else, and back. */
  window_click (fixture, GTK_TYPE_BUTTON, "for-you.something-else");
  third = wait_for_list (fixture, second, 0, 10);
  g_array_unref (third);
  window_click (fixture, GTK_TYPE_BUTTON, "for-you.back");
  third = wait_for_list (fixture, second, 20, 20);
}

static gboolean
is_visible (gpointer widget)
{
  return gtk_widget_get_visible (widget);
}

static GArray *
get_similar_rows (WindowFixture *fixture)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  GArray *similar = mus_workspace_get_similar (fixture->workspace);

  for (guint i = 0; i < similar->len; i++)
    g_array_append_val (rows, g_array_index (similar, MusRecommendation, i).row);

  return rows;
}

static double
mean_match (WindowFixture *fixture)
{
  GArray *similar = mus_workspace_get_similar (fixture->workspace);
  double  sum = 0.0;

  for (guint i = 0; i < similar->len; i++)
    sum += g_array_index (similar, MusRecommendation, i).match;

  return sum / similar->len;
}

/* Through the keyboard: the panel scrolls to what has the focus. */
static void
press (WindowFixture *fixture, GtkWidget *widget)
{
  gtk_widget_grab_focus (widget);
  robot_settle (200);
  robot_click (widget);
  robot_settle (200);
}

/* Another list of similar tracks and the way back; it belongs to its track. */
static void
test_similar (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget         *list, *other, *back;
  double             first_match;
  g_autoptr (GArray) first = NULL;
  g_autoptr (GArray) second = NULL;
  g_autoptr (GArray) third = NULL;

  open_sample (fixture);
  select_track (fixture, 10);
  list = robot_find (fixture->widget, MUS_TYPE_SIMILAR_LIST, NULL);
  other = robot_find (list, GTK_TYPE_BUTTON, "similar.something-else");
  back = robot_find (list, GTK_TYPE_BUTTON, "similar.back");
  first = get_similar_rows (fixture);
  first_match = mean_match (fixture);
  g_assert_cmpuint (first->len, ==, 10);
  g_assert_false (gtk_widget_get_sensitive (back));

  press (fixture, other);
  second = get_similar_rows (fixture);
  g_assert_cmpuint (2 * count_common (first, second), <=, second->len);
  g_assert_cmpfloat (mean_match (fixture), >=, first_match - MUS_OTHER_LIST_LOSS);
  g_assert_true (gtk_widget_get_sensitive (back));

  /* Another track starts afresh; the way taken leads back to the list. */
  select_track (fixture, 900);
  g_assert_false (gtk_widget_get_sensitive (back));
  robot_key (fixture->widget, GDK_KEY_Left, GDK_ALT_MASK);
  window_wait_until_selected (fixture, 10);
  third = get_similar_rows (fixture);
  g_assert_cmpuint (count_common (second, third), ==, second->len);

  robot_settle (200);
  press (fixture, back);
  g_array_unref (third);
  third = get_similar_rows (fixture);
  g_assert_cmpuint (third->len, ==, first->len);
  g_assert_cmpuint (count_common (first, third), ==, first->len);

  /* What is disliked is in none of them. */
  mus_taste_store_set_verdict (get_tastes (fixture), g_array_index (first, guint32, 0),
                               MUS_VERDICT_DISLIKE);
  wait_for_thumbs (fixture, 1);
  g_array_unref (third);
  third = get_similar_rows (fixture);
  g_assert_cmpuint (third->len, ==, first->len);
  g_assert_cmpuint (count_common (first, third), ==, first->len - 1);
}

/* List after list, until there is none; that is said, and the last one stays. */
static void
test_similar_end (WindowFixture *fixture, gconstpointer data)
{
  double first_match;
  guint  n_lists = 0;
  g_autofree char *said = NULL;

  open_sample (fixture);
  select_track (fixture, 10);
  first_match = mean_match (fixture);
  for (gboolean is_other = TRUE; is_other; n_lists++)
    {
      g_autoptr (GArray) before = get_similar_rows (fixture);
      g_autoptr (GArray) now = NULL;

      mus_workspace_list_others (fixture->workspace);
      now = get_similar_rows (fixture);
      g_assert_cmpfloat (mean_match (fixture), >=, first_match - MUS_OTHER_LIST_LOSS);
      is_other = count_common (before, now) < before->len;
    }
  said = mus_workspace_describe_similar (fixture->workspace);
  g_assert_nonnull (said);
  robot_find (robot_find (fixture->widget, MUS_TYPE_SIMILAR_LIST, NULL), GTK_TYPE_LABEL, said);

  for (; mus_workspace_has_list_before (fixture->workspace); n_lists--)
    mus_workspace_list_before (fixture->workspace);
  g_assert_cmpuint (n_lists, ==, 1);
  g_assert_cmpfloat (mean_match (fixture), ==, first_match);
}

/* By number and by match; a chooser for each list, and it stays as it is left. */
static void
test_lengths (WindowFixture *fixture, gconstpointer data)
{
  GSettings *settings = mus_workspace_get_settings (fixture->workspace);
  GtkWidget *list, *chooser;
  GArray    *similar;

  open_sample (fixture);
  select_track (fixture, 10);
  list = robot_find (fixture->widget, MUS_TYPE_SIMILAR_LIST, NULL);
  chooser = robot_find (list, GTK_TYPE_DROP_DOWN, NULL);
  press (fixture, chooser);
  robot_key (fixture->widget, GDK_KEY_Down, 0);
  robot_key (fixture->widget, GDK_KEY_Return, 0);
  robot_settle (300);
  g_assert_cmpint (g_settings_get_enum (settings, "similar-length"), ==, 1);
  g_assert_cmpuint (mus_workspace_get_similar (fixture->workspace)->len, ==, 20);

  g_assert_true (g_settings_set_string (settings, "similar-length", "match-90"));
  robot_settle (200);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (chooser)), ==, 4);
  similar = mus_workspace_get_similar (fixture->workspace);
  g_assert_cmpuint (similar->len, >, 0);
  g_assert_cmpuint (similar->len, <=, 100);
  for (guint i = 0; i < similar->len; i++)
    g_assert_cmpfloat (g_array_index (similar, MusRecommendation, i).match, >=, 90.0);
  /* Only as many as there are. */
  g_assert_cmpint (mus_workspace_has_more_similar (fixture->workspace), ==, similar->len == 100);
  g_settings_reset (settings, "similar-length");
}

/* Thumbs and what answers them have marks on the map, as far as they are wanted. */
static void
test_map_key (WindowFixture *fixture, gconstpointer data)
{
  GSettings *settings = mus_workspace_get_settings (fixture->workspace);
  GtkWidget *key, *thumbs;

  open_sample (fixture);
  robot_miss (fixture->widget, MUS_TYPE_MAP_KEY, NULL);
  mus_taste_store_set_verdict (get_tastes (fixture), 10, MUS_VERDICT_DISLIKE);
  wait_for_thumbs (fixture, 1);
  key = robot_find (fixture->widget, MUS_TYPE_MAP_KEY, NULL);
  thumbs = gtk_widget_get_first_child (key);
  g_assert_true (gtk_widget_get_visible (thumbs));
  g_assert_false (gtk_widget_get_visible (gtk_widget_get_last_child (key)));

  mus_taste_store_set_verdict (get_tastes (fixture), 20, MUS_VERDICT_LIKE);
  wait_for_thumbs (fixture, 2);
  robot_wait_for ("the answer", is_visible, gtk_widget_get_last_child (key), WINDOW_SECONDS);

  robot_click (thumbs);
  g_assert_false (g_settings_get_boolean (settings, "map-thumbs"));
  robot_click (thumbs);
  g_assert_true (g_settings_get_boolean (settings, "map-thumbs"));
}

static void
test_dials (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) middle = NULL;
  g_autoptr (GArray) turned = NULL;
  g_autoptr (GArray) again = NULL;
  GtkWidget         *dial, *scale;

  open_sample (fixture);
  mus_taste_store_set_verdict (get_tastes (fixture), 10, MUS_VERDICT_LIKE);
  wait_for_thumbs (fixture, 1);
  window_show_page (fixture, 2);
  robot_wait_for ("the list", has_list, fixture, WINDOW_SECONDS);
  middle = get_listed (fixture);

  dial = robot_find (fixture->widget, MUS_TYPE_DIAL, NULL);
  scale = robot_find (dial, GTK_TYPE_SCALE, NULL);
  gtk_widget_grab_focus (scale);
  robot_key (fixture->widget, GDK_KEY_Home, 0);
  g_assert_cmpfloat (mus_dial_get_value (MUS_DIAL (dial)), ==, -1.0);
  turned = wait_for_list (fixture, middle, 0, 19);

  mus_dial_reset (MUS_DIAL (dial));
  again = wait_for_list (fixture, middle, 20, 20);

  /* They stay as they are left. */
  robot_key (fixture->widget, GDK_KEY_Home, 0);
  robot_settle (300);
  window_start_again (fixture);
  wait_for_sample (fixture);
  window_show_page (fixture, 2);
  g_array_unref (again);
  again = wait_for_list (fixture, turned, 20, 20);
  mus_dial_reset (MUS_DIAL (robot_find (fixture->widget, MUS_TYPE_DIAL, NULL)));
}

static void
test_tastes (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;
  gint64     first;

  open_sample (fixture);
  first = mus_taste_store_get_current (get_tastes (fixture));
  select_track (fixture, 10);
  robot_key (fixture->widget, GDK_KEY_l, 0);
  wait_for_thumbs (fixture, 1);

  gtk_widget_activate_action (fixture->widget, "taste.new", NULL);
  robot_wait_for ("the dialog", window_has_dialog, NULL, WINDOW_SECONDS);
  robot_settle (300);
  dialog = window_find_dialog ();
  robot_type (dialog, "running");
  robot_key (dialog, GDK_KEY_Return, 0);
  wait_for_thumbs (fixture, 0);
  g_assert_cmpstr (mus_taste_store_get_name (get_tastes (fixture)), ==, "running");
  g_assert_cmpint (get_verdict (fixture, 10), ==, MUS_VERDICT_NONE);

  gtk_widget_activate_action (fixture->widget, "taste.current", "x", first);
  wait_for_thumbs (fixture, 1);
  g_assert_cmpint (get_verdict (fixture, 10), ==, MUS_VERDICT_LIKE);
}

/* Another start of the program. */
static void
test_restart (WindowFixture *fixture, gconstpointer data)
{
  open_sample (fixture);
  select_track (fixture, 10);
  robot_key (fixture->widget, GDK_KEY_l, 0);
  select_track (fixture, 20);
  robot_key (fixture->widget, GDK_KEY_d, 0);
  /* The window does not wait for the library; the library writes all the same. */
  window_start_again (fixture);
  wait_for_sample (fixture);
  wait_for_thumbs (fixture, 2);
  g_assert_cmpint (get_verdict (fixture, 10), ==, MUS_VERDICT_LIKE);
  g_assert_cmpint (get_verdict (fixture, 20), ==, MUS_VERDICT_DISLIKE);
}

int
main (int argc, char **argv)
{
  static const WindowTest tests[] = {
    { "/taste/thumbs", test_thumbs },   { "/taste/list", test_list },
    { "/taste/focus", test_focus },     { "/taste/map-key", test_map_key },
    { "/taste/tray", test_tray },       { "/taste/for-you", test_for_you },
    { "/taste/dials", test_dials },     { "/taste/tastes", test_tastes },
    { "/taste/similar", test_similar },
    { "/taste/similar-end", test_similar_end },
    { "/taste/lengths", test_lengths }, { "/taste/restart", test_restart },
  };

  return window_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
