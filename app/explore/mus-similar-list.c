/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-similar-list.h"

#include "explore/mus-recommendation-row.h"
#include "mus-length-chooser.h"

struct _MusSimilarList
{
  GtkWidget parent_instance;

  MusWorkspace *workspace;

  GtkWidget   *content;
  GtkDropDown *length;
  GtkLabel    *change;
  GtkStack    *stack;
  GtkListBox  *list;
  GtkWidget   *more;
};

G_DEFINE_FINAL_TYPE (MusSimilarList, mus_similar_list, GTK_TYPE_WIDGET)

/* What can be done with the list, and what another one has brought. */
static void
show_tools (MusSimilarList *self)
{
  GArray          *similar = mus_workspace_get_similar (self->workspace);
  g_autofree char *text = mus_workspace_describe_similar (self->workspace);

  gtk_label_set_text (self->change, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->change), text != NULL);
  gtk_widget_set_visible (self->more, mus_workspace_has_more_similar (self->workspace));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "similar.something-else",
                                 similar != NULL && similar->len > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "similar.back",
                                 mus_workspace_has_list_before (self->workspace));
}

static void
show_similar (MusSimilarList *self)
{
  GArray *similar = mus_workspace_get_similar (self->workspace);

  show_tools (self);
  mus_recommendation_rows_show (self->list, self->workspace, similar, FALSE);
  gtk_stack_set_visible_child_name (self->stack, similar == NULL     ? "waiting"
                                                 : similar->len == 0 ? "nothing"
                                                                     : "list");
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, MusSimilarList *self)
{
  mus_workspace_select (self->workspace, mus_recommendation_row_get_track (GTK_WIDGET (row)));
}

static void
more_clicked_cb (MusSimilarList *self)
{
  mus_workspace_show_more_similar (self->workspace);
}

static void
list_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MusSimilarList *self = MUS_SIMILAR_LIST (widget);

  if (g_str_equal (name, "similar.back"))
    mus_workspace_list_before (self->workspace);
  else
    mus_workspace_list_others (self->workspace);
}

static void
mus_similar_list_dispose (GObject *object)
{
  MusSimilarList *self = MUS_SIMILAR_LIST (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), MUS_TYPE_SIMILAR_LIST);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (mus_similar_list_parent_class)->dispose (object);
}

static void
mus_similar_list_class_init (MusSimilarListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mus_similar_list_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/example/MusRec/ui/similar-list.ui");
  gtk_widget_class_bind_template_child (widget_class, MusSimilarList, content);
  gtk_widget_class_bind_template_child (widget_class, MusSimilarList, length);
  gtk_widget_class_bind_template_child (widget_class, MusSimilarList, change);
  gtk_widget_class_bind_template_child (widget_class, MusSimilarList, stack);
  gtk_widget_class_bind_template_child (widget_class, MusSimilarList, list);
  gtk_widget_class_bind_template_child (widget_class, MusSimilarList, more);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_clicked_cb);
  gtk_widget_class_install_action (widget_class, "similar.back", NULL, list_action);
  gtk_widget_class_install_action (widget_class, "similar.something-else", NULL, list_action);
}

static void
mus_similar_list_init (MusSimilarList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
mus_similar_list_set_workspace (MusSimilarList *self, MusWorkspace *workspace)
{
  self->workspace = g_object_ref (workspace);
  mus_length_chooser_set_up (self->length, mus_workspace_get_settings (workspace),
                             "similar-length");
  g_signal_connect_object (workspace, "notify::similar", G_CALLBACK (show_similar), self,
                           G_CONNECT_SWAPPED);
  show_similar (self);
}
