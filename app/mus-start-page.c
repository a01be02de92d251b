/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-start-page.h"

#include <glib/gi18n.h>

#include "mus-recent.h"

#define N_RECENT 5

struct _MusStartPage
{
  GtkWidget parent_instance;

  MusWorkspace *workspace;

  GtkWidget  *content;
  GtkWidget  *recent_box;
  GtkListBox *recent_list;
};

G_DEFINE_FINAL_TYPE (MusStartPage, mus_start_page, GTK_TYPE_WIDGET)

static void
recent_activated_cb (GtkListBox *list, GtkListBoxRow *row, MusStartPage *self)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_object_get_data (G_OBJECT (row), "uri"));

  mus_workspace_open (self->workspace, file);
}

static GtkWidget *
make_recent_row (GtkRecentInfo *info)
{
  GtkWidget       *row = adw_action_row_new ();
  g_autofree char *folder = NULL;
  g_autofree char *name = g_markup_escape_text (gtk_recent_info_get_display_name (info), -1);
  g_autofree char *place = gtk_recent_info_get_uri_display (info);

  folder = place != NULL ? g_path_get_dirname (place) : g_strdup ("");
  {
    g_autofree char *escaped = g_markup_escape_text (folder, -1);

    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
  }
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("x-office-spreadsheet-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "uri", g_strdup (gtk_recent_info_get_uri (info)),
                          g_free);

  return row;
}

static void
update_recent (MusStartPage *self)
{
  g_autoptr (GPtrArray) recent = mus_recent_list (N_RECENT);
  GtkWidget            *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->recent_list))) != NULL)
    gtk_list_box_remove (self->recent_list, row);
  for (guint i = 0; i < recent->len; i++)
    gtk_list_box_append (self->recent_list, make_recent_row (recent->pdata[i]));
  gtk_widget_set_visible (self->recent_box, recent->len > 0);
}

static void
mus_start_page_dispose (GObject *object)
{
  MusStartPage *self = MUS_START_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), MUS_TYPE_START_PAGE);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (mus_start_page_parent_class)->dispose (object);
}

static void
mus_start_page_class_init (MusStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mus_start_page_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/example/MusRec/ui/start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MusStartPage, content);
  gtk_widget_class_bind_template_child (widget_class, MusStartPage, recent_box);
  gtk_widget_class_bind_template_child (widget_class, MusStartPage, recent_list);
  gtk_widget_class_bind_template_callback (widget_class, recent_activated_cb);
}

static void
mus_start_page_init (MusStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  mus_recent_follow (G_CALLBACK (update_recent), self);
  update_recent (self);
}

void
mus_start_page_set_workspace (MusStartPage *self, MusWorkspace *workspace)
{
  g_set_object (&self->workspace, workspace);
}
