/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-focus.h"

/* It lives as long as the window. */
typedef struct
{
  GtkWindow *window;
  GPtrArray *way; /* from what has, or last had, the focus up to below the window; referenced */
  gboolean   is_seen; /* there was a ring around it */
  guint      check_id;
} Keeper;

static gboolean
is_usable (Keeper *self, GtkWidget *widget)
{
  return gtk_widget_get_root (widget) == GTK_ROOT (self->window) &&
         gtk_widget_get_mapped (widget) && gtk_widget_is_sensitive (widget);
}

static gboolean
check_cb (gpointer data)
{
  Keeper *self = data;
  g_autoptr (GPtrArray) way = g_ptr_array_ref (self->way);

  self->check_id = 0;
  if (way->len == 0 || is_usable (self, way->pdata[0]))
    return G_SOURCE_REMOVE;

  for (guint i = 1; i < way->len; i++)
    if (is_usable (self, way->pdata[i]) &&
        gtk_widget_child_focus (way->pdata[i], GTK_DIR_TAB_FORWARD))
      {
        gtk_window_set_focus_visible (self->window, self->is_seen);
        break;
      }

  return G_SOURCE_REMOVE;
}

/* The widgets are still about to change: what GTK itself makes of it comes first. */
static void
check_soon (Keeper *self)
{
  if (self->check_id != 0)
    return;

  self->is_seen = gtk_window_get_focus_visible (self->window);
  self->check_id = g_idle_add_full (GDK_PRIORITY_REDRAW + 10, check_cb, self, NULL);
}

static void
forget (Keeper *self)
{
  if (self->way->len > 0)
    g_signal_handlers_disconnect_by_data (self->way->pdata[0], self);
  g_ptr_array_unref (self->way);
  self->way = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
focus_changed_cb (Keeper *self)
{
  GtkWidget *focus = gtk_window_get_focus (self->window);

  if (focus == NULL && self->way->len > 0 && !is_usable (self, self->way->pdata[0]))
    {
      check_soon (self);
      return;
    }

  /* Where nothing has it though it could, somebody has wanted that. */
  forget (self);
  if (focus == NULL)
    return;

  for (GtkWidget *widget = focus; widget != GTK_WIDGET (self->window);
       widget = gtk_widget_get_parent (widget))
    g_ptr_array_add (self->way, g_object_ref (widget));
  g_signal_connect_swapped (focus, "unmap", G_CALLBACK (check_soon), self);
}

static void
free_keeper (gpointer data)
{
  Keeper *self = data;

  g_clear_handle_id (&self->check_id, g_source_remove);
  forget (self);
  g_ptr_array_unref (self->way);
  g_free (self);
}

void
mus_focus_keep (GtkWindow *window)
{
  Keeper *self = g_new0 (Keeper, 1);

  self->window = window;
  self->way = g_ptr_array_new ();
  g_object_set_data_full (G_OBJECT (window), "mus-focus", self, free_keeper);
  g_signal_connect_swapped (window, "notify::focus-widget", G_CALLBACK (focus_changed_cb), self);
  g_signal_connect_swapped (window, "destroy", G_CALLBACK (forget), self);
}
