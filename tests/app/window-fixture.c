/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-fixture.h"

#include <adwaita.h>
#include <string.h>

#include "../folders.h"
#include "workspace/mus-settings.h"

gboolean
window_has_catalog (gpointer data)
{
  return mus_workspace_get_catalog (((WindowFixture *) data)->workspace) != NULL;
}

gboolean
window_has_index (gpointer data)
{
  return mus_workspace_get_index (((WindowFixture *) data)->workspace) != NULL;
}

gboolean
window_has_regions (gpointer data)
{
  return mus_workspace_get_regions (((WindowFixture *) data)->workspace) != NULL;
}

gboolean
window_has_similar (gpointer data)
{
  return mus_workspace_get_similar (((WindowFixture *) data)->workspace) != NULL;
}

static gboolean
is_wanted_selected (gpointer data)
{
  WindowFixture *fixture = data;

  return mus_workspace_get_selected (fixture->workspace) == fixture->wanted;
}

gboolean
window_is_idle (gpointer data)
{
  return mus_workspace_get_step (((WindowFixture *) data)->workspace) == MUS_STEP_NONE;
}

GtkWidget *
window_find (GType type)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (g_type_is_a (G_OBJECT_TYPE (toplevel), type) && gtk_widget_get_mapped (toplevel))
        return toplevel;
    }

  return NULL;
}

GtkWidget *
window_find_dialog (void)
{
  return window_find (ADW_TYPE_MESSAGE_DIALOG);
}

gboolean
window_has_dialog (gpointer data)
{
  return window_find_dialog () != NULL;
}

gboolean
window_has_no_dialog (gpointer data)
{
  return window_find_dialog () == NULL;
}

void
window_dismiss_dialog (const char *heading, const char *part)
{
  AdwMessageDialog *dialog;

  robot_wait_for ("the dialog", window_has_dialog, NULL, WINDOW_SECONDS);
  robot_settle (300);
  dialog = ADW_MESSAGE_DIALOG (window_find_dialog ());
  if (heading != NULL)
    g_assert_cmpstr (adw_message_dialog_get_heading (dialog), ==, heading);
  g_assert_nonnull (strstr (adw_message_dialog_get_body (dialog), part));
  robot_key (GTK_WIDGET (dialog), GDK_KEY_Escape, 0);
  robot_wait_for ("the dialog to close", window_has_no_dialog, NULL, WINDOW_SECONDS);
}

static gboolean
has_window_gone (gpointer data)
{
  return gtk_application_get_windows (GTK_APPLICATION (((WindowFixture *) data)->application)) == NULL;
}

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
open_window (WindowFixture *fixture)
{
  fixture->application = get_application ();
  g_application_activate (G_APPLICATION (fixture->application));
  fixture->widget =
      GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (fixture->application)));
  fixture->window = MUS_WINDOW (fixture->widget);
  fixture->workspace = g_object_ref (mus_window_get_workspace (fixture->window));
  robot_wait_until_drawn (fixture->widget);
}

static void
close_window (WindowFixture *fixture)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->application), "quit", NULL);
  robot_wait_for ("the window to be gone", has_window_gone, fixture, WINDOW_SECONDS);
  robot_settle (200);
  g_assert_finalize_object (fixture->workspace);
}

static gboolean
has_forgotten_tastes (gpointer data)
{
  MusTasteStore *tastes = data;

  return mus_taste_store_is_settled (tastes) &&
         g_list_model_get_n_items (mus_taste_store_get_items (tastes)) == 0;
}

void
window_learn_quickly (WindowFixture *fixture)
{
  GSettings *settings = mus_workspace_get_settings (fixture->workspace);

  mus_settings_reset_training (settings);
  g_settings_set_uint (settings, "max-epochs", 4);
  g_settings_set_uint (settings, "iterations", 100);
}

static void
set_up (WindowFixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("musrec-XXXXXX", NULL);
  open_window (fixture);
  window_learn_quickly (fixture);
}

/* The next test starts with nothing. */
static void
tear_down (WindowFixture *fixture, gconstpointer data)
{
  MusTasteStore *tastes = mus_workspace_get_tastes (fixture->workspace);

  mus_taste_store_delete_all (tastes);
  robot_wait_for ("the tastes to be gone", has_forgotten_tastes, tastes, WINDOW_SECONDS);
  g_settings_reset (mus_workspace_get_settings (fixture->workspace), "last-catalog");
  close_window (fixture);
  delete_folder (fixture->folder);
  g_free (fixture->folder);
}

void
window_start_again (WindowFixture *fixture)
{
  close_window (fixture);
  open_window (fixture);
}

void
window_click (WindowFixture *fixture, GType type, const char *label)
{
  robot_click (robot_find (fixture->widget, type, label));
}

void
window_open_sample (WindowFixture *fixture)
{
  window_click (fixture, GTK_TYPE_BUTTON, "win.open-sample");
  robot_wait_for ("the catalog", window_has_catalog, fixture, WINDOW_SECONDS);
}

/* Adds the labels below @widget that Alt and a letter reach, by letter; each has its own. */
static void
check_mnemonics (GtkWidget *widget, GHashTable *labels)
{
  if (!gtk_widget_get_mapped (widget))
    return;

  if (GTK_IS_LABEL (widget))
    {
      guint       key = gtk_label_get_mnemonic_keyval (GTK_LABEL (widget));
      const char *other = g_hash_table_lookup (labels, GUINT_TO_POINTER (key));

      if (key != GDK_KEY_VoidSymbol && other != NULL)
        g_error ("\"%s\" and \"%s\" want the same key", other,
                 gtk_label_get_label (GTK_LABEL (widget)));
      if (key != GDK_KEY_VoidSymbol)
        g_hash_table_insert (labels, GUINT_TO_POINTER (key),
                             (char *) gtk_label_get_label (GTK_LABEL (widget)));
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_mnemonics (child, labels);
}

void
window_show_page (WindowFixture *fixture, guint number)
{
  g_autoptr (GHashTable) labels = g_hash_table_new (NULL, NULL);

  robot_key (fixture->widget, GDK_KEY_0 + number, GDK_ALT_MASK);
  robot_settle (300);
  check_mnemonics (fixture->widget, labels);
}

void
window_wait_until_selected (WindowFixture *fixture, guint32 row)
{
  fixture->wanted = row;
  robot_wait_for ("the selection", is_wanted_selected, fixture, WINDOW_SECONDS);
}

int
window_run_at_home (int argc, char **argv, const WindowTest *tests, gsize n_tests)
{
  g_autoptr (GSettings) settings = NULL;

  g_test_init (&argc, &argv, NULL);
  /* Each test learns anew. */
  settings = mus_settings_new ();
  g_settings_set_uint (settings, "cache-limit", 0);
  if (!gtk_init_check () || !robot_is_available ())
    {
      g_print ("1..0 # SKIP there is no X display with XTest\n");
      return 0;
    }
  mus_parallel_set_background (TRUE);
  /* GTK 4.8 leaks a date each time that it looks for recent files which are too old. */
  g_object_set (gtk_settings_get_default (), "gtk-recent-files-max-age", -1, NULL);

  for (gsize i = 0; i < n_tests; i++)
    g_test_add (tests[i].path, WindowFixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}

int
window_run (int argc, char **argv, const WindowTest *tests, gsize n_tests)
{
  g_autofree char *home = make_home ();
  int              status = window_run_at_home (argc, argv, tests, n_tests);

  delete_folder (home);

  return status;
}
