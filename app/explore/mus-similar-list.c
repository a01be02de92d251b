/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-similar-list.h"

#include "explore/mus-recommendation-row.h"

struct _MusSimilarList
{
  GtkWidget parent_instance;

  MusWorkspace *workspace;

  GtkWidget  *content;
  GtkStack   *stack;
  GtkListBox *list;
  GtkWidget  *more;
};

G_DEFINE_FINAL_TYPE (MusSimilarList, mus_similar_list, GTK_TYPE_WIDGET)

static void
show_similar (MusSimilarList *self)
{
  GArray     *similar = mus_workspace_get_similar (self->workspace);
  GtkWidget  *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);

  gtk_stack_set_visible_child_name (self->stack, similar == NULL     ? "waiting"
                                                 : similar->len == 0 ? "nothing"
                                                                     : "list");
  if (similar == NULL)
    return;

  for (guint i = 0; i < similar->len; i++)
    gtk_list_box_append (self->list,
                         mus_recommendation_row_new (
                             self->workspace, &g_array_index (similar, MusRecommendation, i),
                             i + 1, FALSE));
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
  gtk_widget_class_bind_template_child (widget_class, MusSimilarList, stack);
  gtk_widget_class_bind_template_child (widget_class, MusSimilarList, list);
  gtk_widget_class_bind_template_child (widget_class, MusSimilarList, more);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_clicked_cb);
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
  g_signal_connect_object (workspace, "notify::similar", G_CALLBACK (show_similar), self,
                           G_CONNECT_SWAPPED);
  show_similar (self);
}
