/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-taste-tray.h"

#include <glib/gi18n.h>

#include "explore/mus-track-menu.h"
#include "mus-list-tab.h"
#include "taste/mus-taste-chip.h"

struct _MusTasteTray
{
  GtkWidget parent_instance;

  MusWorkspace  *workspace;
  MusTasteStore *tastes;

  GtkWidget     *content;
  GtkMenuButton *name_button;
  GtkLabel      *name;
  GtkWidget     *counts;
  GtkLabel      *likes;
  GtkLabel      *dislikes;
  GtkStack      *stack;
  GtkListView   *list;
  GtkWidget     *scroller;
  GtkWidget     *clear;
  GtkToggleButton *fold;
};

G_DEFINE_FINAL_TYPE (MusTasteTray, mus_taste_tray, GTK_TYPE_WIDGET)

/*
 * Chips
 */

static guint32
get_row_of_chip (GtkWidget *chip, gpointer data)
{
  MusTasteItem *item = mus_taste_chip_get_item (MUS_TASTE_CHIP (chip));

  return item != NULL ? mus_taste_item_get_row (item) : MUS_NO_ROW;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, MusTasteTray *self)
{
  GtkWidget *chip = mus_taste_chip_new (self->tastes);

  mus_track_menu_attach (chip, self->workspace, get_row_of_chip, NULL);
  gtk_list_item_set_child (list_item, chip);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, MusTasteTray *self)
{
  mus_taste_chip_set_item (MUS_TASTE_CHIP (gtk_list_item_get_child (list_item)),
                           gtk_list_item_get_item (list_item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, MusTasteTray *self)
{
  mus_taste_chip_set_item (MUS_TASTE_CHIP (gtk_list_item_get_child (list_item)), NULL);
}

static void
chip_activated_cb (GtkListView *list, guint position, MusTasteTray *self)
{
  g_autoptr (MusTasteItem) item =
      g_list_model_get_item (mus_taste_store_get_items (self->tastes), position);

  if (item != NULL && mus_taste_item_get_row (item) != MUS_NO_ROW)
    mus_workspace_select (self->workspace, mus_taste_item_get_row (item));
}

/* The chip is in the list's row, which has the focus. */
static gboolean
delete_cb (GtkWidget *list, GVariant *arguments, gpointer data)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (list));
  GtkWidget *chip = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;

  if (!MUS_IS_TASTE_CHIP (chip))
    return FALSE;

  mus_taste_store_remove (MUS_TASTE_TRAY (data)->tastes,
                          mus_taste_chip_get_item (MUS_TASTE_CHIP (chip)));

  return TRUE;
}

/* A new thumb is at the start, where it shall be seen. */
static void
items_changed_cb (MusTasteTray *self, guint position, guint n_removed, guint n_added)
{
  if (position == 0 && n_added > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", 0);
}

/* The wheel goes along the only way there is. */
static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, MusTasteTray *self)
{
  GtkAdjustment *adjustment =
      gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scroller));

  if (dx != 0.0)
    return FALSE;

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) +
                                            dy * gtk_adjustment_get_step_increment (adjustment) *
                                                2.0);

  return TRUE;
}

/*
 * What shows
 */

/* @format has one %s, for the count: what a screen reader says. */
static void
show_count (GtkLabel *label, gsize count, const char *format)
{
  g_autofree char *text = mus_text_count (count);
  g_autofree char *description = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  description = g_strdup_printf (format, text);
#pragma GCC diagnostic pop
  gtk_label_set_text (label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  description, -1);
}

static void
show_counts (MusTasteTray *self)
{
  gsize    n_likes = mus_taste_store_count (self->tastes, MUS_VERDICT_LIKE);
  gsize    n_dislikes = mus_taste_store_count (self->tastes, MUS_VERDICT_DISLIKE);
  gboolean is_empty = n_likes + n_dislikes == 0;

  show_count (self->likes, n_likes, ngettext ("%s like", "%s likes", n_likes));
  show_count (self->dislikes, n_dislikes, ngettext ("%s dislike", "%s dislikes", n_dislikes));
  gtk_widget_set_visible (self->counts, !is_empty);
  gtk_stack_set_visible_child_name (self->stack, is_empty ? "hint" : "chips");
}

static void
update_folded (MusTasteTray *self)
{
  gboolean is_open = gtk_toggle_button_get_active (self->fold);

  gtk_widget_set_visible (GTK_WIDGET (self->stack), is_open);
  gtk_widget_set_visible (self->clear, is_open);
  /* Keeps its place at the end when nothing else fills the tray. */
  gtk_widget_set_hexpand (GTK_WIDGET (self->fold), !is_open);
  gtk_button_set_icon_name (GTK_BUTTON (self->fold),
                            is_open ? "pan-down-symbolic" : "pan-up-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->fold),
                               is_open ? _ ("Fold the Tray") : _ ("Unfold the Tray"));
}

/* Returns: (transfer full) */
static GMenuModel *
make_menu (MusTasteStore *tastes)
{
  GtkApplication *application = GTK_APPLICATION (g_application_get_default ());
  GPtrArray      *infos = mus_taste_store_get_tastes (tastes);
  GMenu          *menu = g_menu_new ();

  for (guint i = 0; i < infos->len; i++)
    {
      const MusTasteInfo   *info = infos->pdata[i];
      g_autoptr (GMenuItem) item = g_menu_item_new (NULL, NULL);
      g_auto (GStrv) parts = g_strsplit (info->name, "_", -1);
      g_autofree char *label = g_strjoinv ("__", parts);

      g_menu_item_set_label (item, label);
      g_menu_item_set_action_and_target (item, "taste.current", "x", info->id);
      g_menu_append_item (menu, item);
    }
  g_menu_append_section (menu, NULL,
                         G_MENU_MODEL (gtk_application_get_menu_by_id (application, "taste")));

  return G_MENU_MODEL (menu);
}

static void
show_tastes (MusTasteTray *self)
{
  g_autoptr (GMenuModel) menu = make_menu (self->tastes);

  gtk_label_set_text (self->name, mus_taste_store_get_name (self->tastes));
  gtk_menu_button_set_menu_model (self->name_button, menu);
}

/*
 * The widget
 */

static void
mus_taste_tray_dispose (GObject *object)
{
  MusTasteTray *self = MUS_TASTE_TRAY (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), MUS_TYPE_TASTE_TRAY);
  g_clear_object (&self->tastes);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (mus_taste_tray_parent_class)->dispose (object);
}

static void
mus_taste_tray_class_init (MusTasteTrayClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mus_taste_tray_dispose;

  gtk_widget_class_set_css_name (widget_class, "tastetray");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/example/MusRec/ui/taste-tray.ui");
  gtk_widget_class_bind_template_child (widget_class, MusTasteTray, content);
  gtk_widget_class_bind_template_child (widget_class, MusTasteTray, name_button);
  gtk_widget_class_bind_template_child (widget_class, MusTasteTray, name);
  gtk_widget_class_bind_template_child (widget_class, MusTasteTray, counts);
  gtk_widget_class_bind_template_child (widget_class, MusTasteTray, likes);
  gtk_widget_class_bind_template_child (widget_class, MusTasteTray, dislikes);
  gtk_widget_class_bind_template_child (widget_class, MusTasteTray, stack);
  gtk_widget_class_bind_template_child (widget_class, MusTasteTray, list);
  gtk_widget_class_bind_template_child (widget_class, MusTasteTray, scroller);
  gtk_widget_class_bind_template_child (widget_class, MusTasteTray, clear);
  gtk_widget_class_bind_template_child (widget_class, MusTasteTray, fold);
  gtk_widget_class_bind_template_callback (widget_class, chip_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_folded);
}

static void
add_controllers (MusTasteTray *self)
{
  GtkEventController *wheel =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (wheel, GTK_PHASE_CAPTURE);
  g_signal_connect (wheel, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (self->scroller, wheel);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Delete, 0),
                        gtk_callback_action_new (delete_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
  mus_list_tab_leaves (self->list);
}

static void
mus_taste_tray_init (MusTasteTray *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_controllers (self);
}

void
mus_taste_tray_set_workspace (MusTasteTray *self, MusWorkspace *workspace)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkSelectionModel  *model;

  self->workspace = g_object_ref (workspace);
  self->tastes = g_object_ref (mus_workspace_get_tastes (workspace));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_DEFAULT);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);
  model = GTK_SELECTION_MODEL (
      gtk_no_selection_new (g_object_ref (mus_taste_store_get_items (self->tastes))));
  gtk_list_view_set_model (self->list, model);
  g_object_unref (model);
  g_signal_connect_object (mus_taste_store_get_items (self->tastes), "items-changed",
                           G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);

  g_settings_bind (mus_workspace_get_settings (workspace), "taste-tray", self->fold, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (self->tastes, "changed", G_CALLBACK (show_counts), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tastes, "tastes-changed", G_CALLBACK (show_tastes), self,
                           G_CONNECT_SWAPPED);
  update_folded (self);
  show_counts (self);
  show_tastes (self);
}
