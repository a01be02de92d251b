/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-list-tab.h"

static gboolean
tab_cb (GtkWidget *list, GVariant *arguments, gpointer data)
{
  GtkDirectionType direction = (GtkDirectionType) GPOINTER_TO_INT (data);
  GtkWidget       *row = gtk_widget_get_focus_child (list);

  if (row != NULL && gtk_widget_child_focus (row, direction))
    return TRUE;

  gtk_widget_set_can_focus (list, FALSE);
  gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (list)), direction);
  gtk_widget_set_can_focus (list, TRUE);

  return TRUE;
}

static void
add_key (GtkShortcutController *controller, guint key, GdkModifierType modifiers,
         GtkDirectionType direction)
{
  gtk_shortcut_controller_add_shortcut (
      controller, gtk_shortcut_new (gtk_keyval_trigger_new (key, modifiers),
                                    gtk_callback_action_new (
                                        tab_cb, GINT_TO_POINTER (direction), NULL)));
}

void
mus_list_tab_leaves (GtkListView *list)
{
  GtkEventController    *keys = gtk_shortcut_controller_new ();
  GtkShortcutController *controller = GTK_SHORTCUT_CONTROLLER (keys);

  add_key (controller, GDK_KEY_Tab, 0, GTK_DIR_TAB_FORWARD);
  add_key (controller, GDK_KEY_Tab, GDK_SHIFT_MASK, GTK_DIR_TAB_BACKWARD);
  gtk_widget_add_controller (GTK_WIDGET (list), keys);
}
