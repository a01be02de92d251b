/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-preferences.h"

#include <glib/gi18n.h>

#include "mus-cache-group.h"
#include "mus-catalog-details.h"
#include "mus-recent.h"
#include "workspace/mus-settings.h"

static GtkWidget *
make_switch_row (GSettings *settings, const char *key, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_switch_new ();

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_settings_bind (settings, key, button, "active", G_SETTINGS_BIND_DEFAULT);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);

  return row;
}

/*
 * Deleting the user's data
 */

static void
delete_all_cb (MusWorkspace *workspace)
{
  GSettings *settings = mus_workspace_get_settings (workspace);
  g_autoptr (MusCache) cache = mus_settings_cache (settings);
  g_autoptr (GError)   error = NULL;

  mus_recent_clear ();
  mus_taste_store_delete_all (mus_workspace_get_tastes (workspace));
  mus_settings_reset_all (settings);
  if (!mus_cache_clear (cache, &error))
    mus_workspace_tell (workspace, error->message);
}

static void
ask_delete_all_cb (GtkWidget *button, MusWorkspace *workspace)
{
  GtkWidget *dialog = adw_message_dialog_new (
      GTK_WINDOW (gtk_widget_get_root (button)), _ ("Delete All Your Data?"),
      _ ("All tastes with their likes and dislikes, what was learned from catalogs, the list "
         "of recent catalogs and all settings will be gone for good. The catalog files "
         "themselves stay."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"),
                                    "delete", _ ("_Delete All"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "delete",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response::delete", G_CALLBACK (delete_all_cb), workspace,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static GtkWidget *
make_data_group (MusWorkspace *workspace)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Delete…"));

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Your Data"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Delete All My Data"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               _ ("Tastes, likes, dislikes, recent catalogs, what was learned, "
                                  "and settings. They are kept on this computer only."));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "destructive-action");
  g_signal_connect_object (button, "clicked", G_CALLBACK (ask_delete_all_cb), workspace,
                           G_CONNECT_DEFAULT);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);

  return group;
}

GtkWidget *
mus_preferences_new (MusWorkspace *workspace)
{
  GSettings *settings = mus_workspace_get_settings (workspace);
  GtkWidget *window = g_object_new (ADW_TYPE_PREFERENCES_WINDOW, "modal", TRUE,
                                    "search-enabled", FALSE, "default-height", 640, NULL);
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Catalog"));
  adw_preferences_group_add (
      ADW_PREFERENCES_GROUP (group),
      make_switch_row (settings, "reopen-last", _ ("Reopen the Last Catalog"),
                       _ ("At the next start, open the catalog that was open last, at "
                          "the same page, track and part of the map.")));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), mus_repeats_row_new (workspace));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page),
                            ADW_PREFERENCES_GROUP (mus_cache_group_new (settings)));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page),
                            ADW_PREFERENCES_GROUP (make_data_group (workspace)));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window), ADW_PREFERENCES_PAGE (page));

  return window;
}
