/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-taste-actions.h"

#include <glib/gi18n.h>

#include "explore/mus-track-menu.h"

/* What the actions of one window share; it lives as long as the window. */
typedef struct
{
  GtkWidget          *window;
  MusWorkspace       *workspace;
  MusTasteStore      *tastes;
  AdwToastOverlay    *toasts;
  AdwToast           *toast; /* the last one, while it shows */
  GSimpleActionGroup *group;
} Actions;

/*
 * What the store says
 */

static void
dismissed_cb (AdwToast *toast, Actions *self)
{
  if (self->toast == toast)
    self->toast = NULL;
}

/* One at a time, before what else is said: what is told later is what the listener has just
 * done. The toast that shows says it then: libadwaita 1.2 frees a toast once too often when it
 * is dismissed while another one still leaves. */
static void
told_cb (MusTasteStore *tastes, const char *sentence, gboolean can_undo, Actions *self)
{
  g_autofree char *title = g_markup_escape_text (sentence, -1);
  AdwToast        *toast = self->toast != NULL ? self->toast : adw_toast_new (title);

  adw_toast_set_title (toast, title);
  adw_toast_set_button_label (toast, can_undo ? _ ("_Undo") : NULL);
  adw_toast_set_action_name (toast, can_undo ? "taste.undo" : NULL);
  if (toast == self->toast)
    return;

  g_signal_connect (toast, "dismissed", G_CALLBACK (dismissed_cb), self);
  self->toast = toast;
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
set_enabled (Actions *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->group), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
update (Actions *self)
{
  GAction *current = g_action_map_lookup_action (G_ACTION_MAP (self->group), "current");
  guint    n = g_list_model_get_n_items (mus_taste_store_get_items (self->tastes));

  g_simple_action_set_state (
      G_SIMPLE_ACTION (current),
      g_variant_new_int64 (mus_taste_store_get_current (self->tastes)));
  set_enabled (self, "clear", n > 0);
  /* There is always one. */
  set_enabled (self, "delete", mus_taste_store_get_tastes (self->tastes)->len > 1);
}

/*
 * Actions
 */

static void
give_thumb (Actions *self, guint32 row, MusVerdict verdict)
{
  MusCatalog *catalog = mus_workspace_get_catalog (self->workspace);

  if (catalog != NULL && row < mus_catalog_n_tracks (catalog))
    mus_taste_store_toggle (self->tastes, row, verdict);
}

static void
thumb_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gboolean is_like = g_str_equal (g_action_get_name (G_ACTION (action)), "like");

  give_thumb (data, g_variant_get_uint32 (parameter),
              is_like ? MUS_VERDICT_LIKE : MUS_VERDICT_DISLIKE);
}

static void
thumb_this_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Actions  *self = data;
  gboolean  is_like = g_str_equal (g_action_get_name (G_ACTION (action)), "like-this");
  guint32   row = mus_track_menu_find_track (gtk_root_get_focus (GTK_ROOT (self->window)),
                                             mus_workspace_get_selected (self->workspace));

  if (mus_workspace_get_catalog (self->workspace) == NULL)
    return;

  if (row != MUS_NO_ROW)
    give_thumb (self, row, is_like ? MUS_VERDICT_LIKE : MUS_VERDICT_DISLIKE);
  else
    told_cb (self->tastes, _ ("Select a track to like or dislike it"), FALSE, self);
}

static void
undo_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Actions *self = data;

  /* The toast would go on offering what has been done, and undo one step more. */
  if (self->toast != NULL && mus_taste_store_can_undo (self->tastes))
    told_cb (self->tastes, _ ("Undone"), FALSE, self);
  mus_taste_store_undo (self->tastes);
}

static void
clear_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mus_taste_store_clear (((Actions *) data)->tastes);
}

static void
delete_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mus_taste_store_delete (((Actions *) data)->tastes);
}

static void
current_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mus_taste_store_switch (((Actions *) data)->tastes, g_variant_get_int64 (parameter));
}

/*
 * The dialog for a name
 */

typedef void (*TakeName) (MusTasteStore *tastes, const char *name);

typedef struct
{
  MusTasteStore *tastes;
  GtkWidget     *entry;
  TakeName       take;
} Naming;

static void
named_cb (AdwMessageDialog *dialog, const char *response, Naming *naming)
{
  if (g_str_equal (response, "take"))
    naming->take (naming->tastes, gtk_editable_get_text (GTK_EDITABLE (naming->entry)));
}

static void
name_changed_cb (GtkEditable *entry, AdwMessageDialog *dialog)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  adw_message_dialog_set_response_enabled (dialog, "take", name[0] != '\0');
}

static void
ask_name (Actions *self, const char *heading, const char *body, const char *label,
          const char *name, TakeName take)
{
  GtkWidget        *widget = adw_message_dialog_new (GTK_WINDOW (self->window), heading, body);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);
  Naming           *naming = g_new (Naming, 1);

  naming->tastes = self->tastes;
  naming->entry = gtk_entry_new ();
  naming->take = take;
  gtk_entry_set_activates_default (GTK_ENTRY (naming->entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (naming->entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Name of the taste"), -1);
  adw_message_dialog_set_extra_child (dialog, naming->entry);
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "take", label, NULL);
  adw_message_dialog_set_response_appearance (dialog, "take", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "take");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (naming->entry, "changed", G_CALLBACK (name_changed_cb), dialog);
  g_signal_connect_data (dialog, "response", G_CALLBACK (named_cb), naming,
                         (GClosureNotify) (void (*) (void)) g_free, G_CONNECT_DEFAULT);
  gtk_editable_set_text (GTK_EDITABLE (naming->entry), name);
  name_changed_cb (GTK_EDITABLE (naming->entry), dialog);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (naming->entry);
}

static void
new_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ask_name (data, _ ("New Taste"),
            _ ("A taste has likes and dislikes of its own: one for running, one for work."),
            _ ("C_reate"), "", mus_taste_store_create);
}

static void
rename_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ask_name (data, _ ("Rename Taste"), NULL, _ ("_Rename"),
            mus_taste_store_get_name (((Actions *) data)->tastes), mus_taste_store_rename);
}

/*
 * The window
 */

static void
actions_free (Actions *self)
{
  if (self->toast != NULL)
    g_signal_handlers_disconnect_by_data (self->toast, self);
  g_signal_handlers_disconnect_by_data (self->tastes, self);
  g_object_unref (self->tastes);
  g_object_unref (self->group);
  g_free (self);
}

static void
add_keys (GtkWidget *window)
{
  static const struct
  {
    guint           key;
    GdkModifierType modifiers;
    const char     *action;
  } keys[] = {
    { GDK_KEY_l, 0, "taste.like-this" },
    { GDK_KEY_d, 0, "taste.dislike-this" },
    { GDK_KEY_z, GDK_CONTROL_MASK, "taste.undo" },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (controller),
        gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].key, keys[i].modifiers),
                          gtk_named_action_new (keys[i].action)));
  gtk_widget_add_controller (window, controller);
}

void
mus_taste_actions_add (GtkWidget *window, MusWorkspace *workspace, AdwToastOverlay *toasts)
{
  static const GActionEntry entries[] = {
    { .name = "like", .activate = thumb_action, .parameter_type = "u" },
    { .name = "dislike", .activate = thumb_action, .parameter_type = "u" },
    { .name = "like-this", .activate = thumb_this_action },
    { .name = "dislike-this", .activate = thumb_this_action },
    { .name = "undo", .activate = undo_action },
    { .name = "clear", .activate = clear_action },
    { .name = "new", .activate = new_action },
    { .name = "rename", .activate = rename_action },
    { .name = "delete", .activate = delete_action },
    { .name = "current",
      .activate = current_action,
      .parameter_type = "x",
      .state = "int64 0" },
  };
  Actions *self = g_new0 (Actions, 1);

  self->window = window;
  self->workspace = workspace;
  self->tastes = g_object_ref (mus_workspace_get_tastes (workspace));
  self->toasts = toasts;
  self->group = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->group), entries,
                                   G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (window, "taste", G_ACTION_GROUP (self->group));
  g_object_set_data_full (G_OBJECT (window), "mus-taste-actions", self,
                          (GDestroyNotify) actions_free);
  g_signal_connect (self->tastes, "told", G_CALLBACK (told_cb), self);
  g_signal_connect_swapped (self->tastes, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->tastes, "tastes-changed", G_CALLBACK (update), self);
  add_keys (window);
  update (self);
}
