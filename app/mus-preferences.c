/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-preferences.h"

#include <glib/gi18n.h>

#include "mus-catalog-details.h"

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

GtkWidget *
mus_preferences_new (MusWorkspace *workspace)
{
  GSettings *settings = mus_workspace_get_settings (workspace);
  GtkWidget *window = g_object_new (ADW_TYPE_PREFERENCES_WINDOW, "modal", TRUE,
                                    "search-enabled", FALSE, "default-height", 360, NULL);
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Catalog"));
  adw_preferences_group_add (
      ADW_PREFERENCES_GROUP (group),
      make_switch_row (settings, "reopen-last", _ ("Reopen the Last Catalog"),
                       _ ("At the next start, open the catalog that was open last.")));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), mus_repeats_row_new (workspace));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window), ADW_PREFERENCES_PAGE (page));

  return window;
}
