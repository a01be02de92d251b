/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-track-menu.h"

#include <glib/gi18n.h>

#include "mus-popover.h"

#define ATTACHMENT "mus-track-menu"

typedef struct
{
  MusWorkspace    *workspace;
  MusTrackOfWidget track_of;
  gpointer         user_data;
} Attachment;

static void
append (GMenu *menu, const char *label, const char *action, guint32 row)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "u", row);
  g_menu_append_item (menu, item);
}

static GMenu *
make_menu (MusWorkspace *workspace, MusCatalog *catalog, guint32 row)
{
  GMenu           *menu = g_menu_new ();
  g_autofree char *link = mus_catalog_link (catalog, row);
  MusVerdict verdict =
      mus_taste_store_get_verdict (mus_workspace_get_tastes (workspace), row);

  append (menu, verdict == MUS_VERDICT_LIKE ? _ ("Take the _Like Back") : _ ("_Like"),
          "taste.like", row);
  append (menu, verdict == MUS_VERDICT_DISLIKE ? _ ("Take the _Dislike Back") : _ ("_Dislike"),
          "taste.dislike", row);
  append (menu, _ ("_Show on Map"), "track.select", row);
  append (menu, _ ("Tracks of this _Artist"), "track.show-artist", row);
  append (menu, _ ("_Copy Title"), "track.copy-title", row);
  if (link != NULL)
    {
      append (menu, _ ("Copy _Link"), "track.copy-link", row);
      append (menu, _ ("_Open in Browser"), "track.open", row);
    }

  return menu;
}

static void
show_tooltip_cb (GtkWidget *widget)
{
  gtk_widget_set_has_tooltip (widget, TRUE);
}

/* What the pointer is on would lie over the menu. */
static void
hide_tooltip (GtkWidget *widget, GtkWidget *popover)
{
  if (!gtk_widget_get_has_tooltip (widget))
    return;

  gtk_widget_set_has_tooltip (widget, FALSE);
  gtk_widget_trigger_tooltip_query (widget);
  g_signal_connect_swapped (popover, "closed", G_CALLBACK (show_tooltip_cb), widget);
}

static void
unparent_cb (gpointer data)
{
  GtkWidget            *popover = data;
  g_autoptr (GtkWidget) widget = gtk_widget_get_parent (popover);

  gtk_widget_unparent (popover);
}

static void
closed_cb (GtkWidget *popover)
{
  /* The chosen action runs after this; the popover, and what it hangs on, must live till then. */
  g_object_ref (gtk_widget_get_parent (popover));
  g_idle_add_once (unparent_cb, popover);
}

void
mus_track_menu_popup (GtkWidget *widget, MusWorkspace *workspace, guint32 row, double x,
                      double y)
{
  MusCatalog       *catalog = mus_workspace_get_catalog (workspace);
  g_autoptr (GMenu) menu = NULL;
  GtkWidget        *popover;
  GdkRectangle      at = { (int) x, (int) y, 1, 1 };

  if (catalog == NULL || row >= mus_catalog_n_tracks (catalog))
    return;

  menu = make_menu (workspace, catalog, row);
  popover = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &at);
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  gtk_widget_set_parent (popover, widget);
  hide_tooltip (widget, popover);
  g_signal_connect (popover, "closed", G_CALLBACK (closed_cb), NULL);
  mus_popover_close_with (GTK_POPOVER (popover), widget);
  gtk_popover_popup (GTK_POPOVER (popover));
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, Attachment *attachment)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  guint32    row = attachment->track_of (widget, attachment->user_data);

  mus_track_menu_popup (widget, attachment->workspace, row, x, y);
}

/* Returns: (transfer none): what tells which track @widget shows */
static Attachment *
attach (GtkWidget *widget, MusWorkspace *workspace, MusTrackOfWidget track_of,
        gpointer user_data)
{
  Attachment *attachment = g_new (Attachment, 1);

  attachment->workspace = workspace;
  attachment->track_of = track_of;
  attachment->user_data = user_data;
  g_object_set_data_full (G_OBJECT (widget), ATTACHMENT, attachment, g_free);

  return attachment;
}

void
mus_track_menu_attach (GtkWidget *widget, MusWorkspace *workspace, MusTrackOfWidget track_of,
                       gpointer user_data)
{
  GtkGesture *gesture = gtk_gesture_click_new ();
  Attachment *attachment = attach (widget, workspace, track_of, user_data);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), GDK_BUTTON_SECONDARY);
  g_signal_connect (gesture, "pressed", G_CALLBACK (pressed_cb), attachment);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (gesture));
}

void
mus_track_menu_attach_keys (GtkWidget *widget, MusWorkspace *workspace,
                            MusTrackOfWidget track_of, gpointer user_data)
{
  attach (widget, workspace, track_of, user_data);
}

/* A list's row is the parent of the widget that shows the track. */
static GtkWidget *
find_attached (GtkWidget *focus)
{
  GtkWidget *child = gtk_widget_get_first_child (focus);

  if (child != NULL && g_object_get_data (G_OBJECT (child), ATTACHMENT) != NULL)
    return child;

  while (focus != NULL && g_object_get_data (G_OBJECT (focus), ATTACHMENT) == NULL)
    focus = gtk_widget_get_parent (focus);

  return focus;
}

static guint32
get_track (GtkWidget *attached)
{
  Attachment *attachment = g_object_get_data (G_OBJECT (attached), ATTACHMENT);

  return attachment->track_of (attached, attachment->user_data);
}

guint32
mus_track_menu_find_track (GtkWidget *focus, guint32 otherwise)
{
  GtkWidget *widget = focus != NULL ? find_attached (focus) : NULL;
  guint32    row = widget != NULL ? get_track (widget) : MUS_NO_ROW;

  return row != MUS_NO_ROW ? row : otherwise;
}

void
mus_track_menu_popup_for_focus (GtkWidget *focus, MusWorkspace *workspace, guint32 otherwise)
{
  GtkWidget *attached = find_attached (focus);
  GtkWidget *widget = attached != NULL ? attached : focus;

  mus_track_menu_popup (widget, workspace, mus_track_menu_find_track (focus, otherwise),
                        gtk_widget_get_width (widget) / 2.0,
                        gtk_widget_get_height (widget) / 2.0);
}

void
mus_track_menu_install (GtkWidgetClass *klass, GtkWidgetActionActivateFunc activate)
{
  static const char *const names[] = { "track.select", "track.show-artist",
                                       "track.copy-title", "track.copy-link", "track.open" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_class_install_action (klass, names[i], "u", activate);
}

void
mus_track_menu_activate (GtkWidget *widget, MusWorkspace *workspace, const char *name,
                         guint32 row)
{
  MusCatalog      *catalog = mus_workspace_get_catalog (workspace);
  GdkClipboard    *clipboard = gtk_widget_get_clipboard (widget);
  g_autofree char *link = NULL;

  if (catalog == NULL || row >= mus_catalog_n_tracks (catalog))
    return;

  link = mus_catalog_link (catalog, row);
  if (g_str_equal (name, "track.select"))
    mus_workspace_select (workspace, row);
  else if (g_str_equal (name, "track.show-artist"))
    mus_workspace_set_artist (workspace, mus_catalog_main_artist (catalog, row));
  else if (g_str_equal (name, "track.copy-title"))
    gdk_clipboard_set_text (clipboard, mus_catalog_text (catalog, row, MUS_TEXT_TITLE));
  else if (g_str_equal (name, "track.copy-link") && link != NULL)
    gdk_clipboard_set_text (clipboard, link);
  else if (g_str_equal (name, "track.open") && link != NULL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (widget)), link, GDK_CURRENT_TIME);
}
