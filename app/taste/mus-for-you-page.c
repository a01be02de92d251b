/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-for-you-page.h"

#include <glib/gi18n.h>

#include "explore/mus-recommendation-row.h"
#include "explore/mus-track-menu.h"
#include "explore/mus-track-panel.h"
#include "filters/mus-filter-bar.h"
#include "mus-length-chooser.h"
#include "taste/mus-dial.h"

struct _MusForYouPage
{
  GtkWidget parent_instance;

  MusWorkspace *workspace;
  MusForYou    *for_you;
  gboolean      is_following; /* the list takes over what the workspace says */

  GtkWidget     *content;
  MusFilterBar  *filter_bar;
  GtkWidget     *tools;
  GtkLabel      *heading;
  GtkLabel      *change;
  MusDial       *genre_dial;
  MusDial       *popularity_dial;
  GtkDropDown   *length;
  GtkStack      *stack;
  GtkWidget     *scroller;
  GtkListBox    *list;
  GtkWidget     *more;
  AdwStatusPage *status;
  GtkWidget     *status_button;
  GtkWidget     *panel_box;
  MusTrackPanel *panel;
};

G_DEFINE_FINAL_TYPE (MusForYouPage, mus_for_you_page, GTK_TYPE_WIDGET)

/*
 * What shows
 */

static void
follow_selection (MusForYouPage *self)
{
  guint32        selected = mus_workspace_get_selected (self->workspace);
  GtkListBoxRow *found = NULL;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (mus_recommendation_row_get_track (row) == selected)
      found = GTK_LIST_BOX_ROW (row);

  self->is_following = TRUE;
  gtk_list_box_select_row (self->list, found);
  self->is_following = FALSE;
}

static void
fill_list (MusForYouPage *self)
{
  self->is_following = TRUE;
  mus_recommendation_rows_show (self->list, self->workspace,
                                mus_for_you_get_list (self->for_you), TRUE);
  self->is_following = FALSE;
  gtk_widget_set_visible (self->more, mus_for_you_has_more (self->for_you));
  follow_selection (self);
}

static void
show_status (MusForYouPage *self, const char *icon, const char *title, const char *text,
             const char *label, const char *action, const char *target)
{
  GtkActionable *button = GTK_ACTIONABLE (self->status_button);

  adw_status_page_set_icon_name (self->status, icon);
  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, text);
  gtk_widget_set_visible (self->status_button, label != NULL);
  if (label == NULL)
    return;

  gtk_button_set_label (GTK_BUTTON (button), label);
  /* At no time may an action have another's target. */
  gtk_actionable_set_action_name (button, NULL);
  gtk_actionable_set_action_target_value (button, target != NULL ? g_variant_new_string (target)
                                                                 : NULL);
  gtk_actionable_set_action_name (button, action);
}

static void
explain_state (MusForYouPage *self)
{
  switch (mus_for_you_get_state (self->for_you))
    {
    case MUS_FOR_YOU_EMPTY:
      show_status (self, "musrec-like-symbolic", _ ("What Do You Like?"),
                   _ ("Give a few tracks a thumb up, and find here what answers all of them. "
                      "Five are a good start; they may be as different as you are."),
                   _ ("_Surprise Me"), "win.surprise", NULL);
      break;
    case MUS_FOR_YOU_NO_LIKE:
      show_status (self, "musrec-like-symbolic", _ ("Only Dislikes So Far"),
                   _ ("MusRec knows what to leave out, but not yet what to look for. Give at "
                      "least one track a thumb up."),
                   _ ("_Surprise Me"), "win.surprise", NULL);
      break;
    case MUS_FOR_YOU_ELSEWHERE:
      show_status (self, "musrec-like-symbolic", _ ("Your Likes Are in Another Catalog"),
                   _ ("None of the tracks that you like is in the open one. They count again "
                      "when their catalog is open; or like some of the tracks here."),
                   _ ("_Explore"), "win.page", "explore");
      break;
    case MUS_FOR_YOU_NOTHING:
      show_status (self, "edit-find-symbolic", _ ("No Track Passes"),
                   _ ("Nothing answers within the filters and the match that you ask for."),
                   NULL, NULL, NULL);
      break;
    case MUS_FOR_YOU_WAITING:
    case MUS_FOR_YOU_LIST:
      show_status (self, "musrec-for-you-symbolic", _ ("For You Is on Its Way"),
                   _ ("MusRec is learning what each track sounds like. You can give thumbs "
                      "already."),
                   NULL, NULL, NULL);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
show_heading (MusForYouPage *self)
{
  guint32          seed = mus_for_you_get_seed (self->for_you);
  MusCatalog      *catalog = mus_workspace_get_catalog (self->workspace);
  g_autofree char *text = NULL;

  if (seed != MUS_NO_ROW && catalog != NULL)
    /* translators: %s is the title of a track */
    text = g_strdup_printf (_ ("More like “%s”"),
                            mus_catalog_text (catalog, seed, MUS_TEXT_TITLE));
  else
    /* translators: %s is the name of a taste */
    text = g_strdup_printf (_ ("For %s"), mus_taste_store_get_name (mus_workspace_get_tastes (
                                              self->workspace)));
  gtk_label_set_text (self->heading, text);
}

/* What something else has brought. */
static void
show_change (MusForYouPage *self)
{
  g_autofree char *text = mus_for_you_describe_change (self->for_you);

  gtk_label_set_text (self->change, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->change), text != NULL);
}

static gboolean
knows_popularity (const MusForYouPage *self)
{
  MusCatalog *catalog = mus_workspace_get_catalog (self->workspace);

  return catalog != NULL && mus_catalog_has_feature (catalog, MUS_FEATURE_POPULARITY);
}

static void
show_list (MusForYouPage *self)
{
  MusForYouState state = mus_for_you_get_state (self->for_you);
  GtkWidget     *widget = GTK_WIDGET (self);
  gboolean       has_list = state == MUS_FOR_YOU_LIST;
  gboolean       can_go_back = mus_for_you_can_go_back (self->for_you);

  show_heading (self);
  show_change (self);
  if (has_list)
    fill_list (self);
  else
    explain_state (self);
  gtk_stack_set_visible_child_name (self->stack, has_list ? "list" : "status");
  gtk_widget_set_visible (self->tools, has_list || state == MUS_FOR_YOU_NOTHING || can_go_back);
  /* The dials are about the whole taste. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->genre_dial),
                            mus_for_you_get_seed (self->for_you) == MUS_NO_ROW);
  gtk_widget_set_sensitive (GTK_WIDGET (self->popularity_dial),
                            mus_for_you_get_seed (self->for_you) == MUS_NO_ROW &&
                                knows_popularity (self));
  gtk_widget_action_set_enabled (widget, "for-you.back", can_go_back);
  gtk_widget_action_set_enabled (widget, "for-you.something-else", has_list);
  gtk_widget_action_set_enabled (widget, "for-you.more-like",
                                 has_list &&
                                     mus_workspace_get_selected (self->workspace) != MUS_NO_ROW);
}

static void
selected_changed_cb (MusForYouPage *self)
{
  gboolean has_track = mus_workspace_get_selected (self->workspace) != MUS_NO_ROW;

  gtk_widget_set_visible (self->panel_box, has_track);
  follow_selection (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "for-you.more-like",
                                 has_track && mus_for_you_get_state (self->for_you) ==
                                                  MUS_FOR_YOU_LIST);
}

static void
scroll_to_start (MusForYouPage *self)
{
  gtk_adjustment_set_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0.0);
}

/*
 * What the listener does
 */

static void
row_selected_cb (GtkListBox *list, GtkListBoxRow *row, MusForYouPage *self)
{
  if (!self->is_following && row != NULL)
    mus_workspace_select (self->workspace, mus_recommendation_row_get_track (GTK_WIDGET (row)));
}

static void
show_on_map (MusForYouPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.page", "s", "explore");
}

/* The first click has selected the track. */
static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, MusForYouPage *self)
{
  if (n_press == 2 && gtk_list_box_get_row_at_y (self->list, (int) y) != NULL)
    show_on_map (self);
}

static void
dials_changed_cb (MusForYouPage *self)
{
  GSettings    *settings = mus_workspace_get_settings (self->workspace);
  MusTasteDials dials = MUS_TASTE_DIALS_INIT;

  dials.genre_weight += mus_dial_get_value (self->genre_dial) / 2.0;
  dials.popularity = mus_dial_get_value (self->popularity_dial);
  mus_for_you_set_dials (self->for_you, dials);
  g_settings_set_double (settings, "genre-dial", mus_dial_get_value (self->genre_dial));
  g_settings_set_double (settings, "popularity-dial", mus_dial_get_value (self->popularity_dial));
}

/* As they were left. */
static void
restore_dials (MusForYouPage *self)
{
  GSettings *settings = mus_workspace_get_settings (self->workspace);
  double     genre = g_settings_get_double (settings, "genre-dial");
  double     popularity = g_settings_get_double (settings, "popularity-dial");

  mus_dial_set_value (self->genre_dial, genre);
  mus_dial_set_value (self->popularity_dial, popularity);
}

static void
list_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MusForYouPage *self = MUS_FOR_YOU_PAGE (widget);

  if (g_str_equal (name, "for-you.show-more"))
    {
      mus_for_you_show_more (self->for_you);
      return;
    }

  if (g_str_equal (name, "for-you.back"))
    mus_for_you_go_back (self->for_you);
  else if (g_str_equal (name, "for-you.something-else"))
    mus_for_you_something_else (self->for_you);
  else
    mus_for_you_more_like (self->for_you, mus_workspace_get_selected (self->workspace));
  scroll_to_start (self);
}

static void
track_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MusForYouPage *self = MUS_FOR_YOU_PAGE (widget);

  mus_track_menu_activate (widget, self->workspace, name, g_variant_get_uint32 (parameter));
  if (g_str_equal (name, "track.select") || g_str_equal (name, "track.show-artist"))
    show_on_map (self);
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  mus_track_menu_popup_for_focus (
      focus != NULL ? focus : widget, MUS_FOR_YOU_PAGE (widget)->workspace,
      mus_workspace_get_selected (MUS_FOR_YOU_PAGE (widget)->workspace));
}

/*
 * The widget
 */

static void
mus_for_you_page_dispose (GObject *object)
{
  MusForYouPage *self = MUS_FOR_YOU_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), MUS_TYPE_FOR_YOU_PAGE);
  g_clear_object (&self->for_you);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (mus_for_you_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, MusForYouPage, content);
  gtk_widget_class_bind_template_child (widget_class, MusForYouPage, filter_bar);
  gtk_widget_class_bind_template_child (widget_class, MusForYouPage, tools);
  gtk_widget_class_bind_template_child (widget_class, MusForYouPage, heading);
  gtk_widget_class_bind_template_child (widget_class, MusForYouPage, change);
  gtk_widget_class_bind_template_child (widget_class, MusForYouPage, genre_dial);
  gtk_widget_class_bind_template_child (widget_class, MusForYouPage, popularity_dial);
  gtk_widget_class_bind_template_child (widget_class, MusForYouPage, length);
  gtk_widget_class_bind_template_child (widget_class, MusForYouPage, stack);
  gtk_widget_class_bind_template_child (widget_class, MusForYouPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, MusForYouPage, list);
  gtk_widget_class_bind_template_child (widget_class, MusForYouPage, more);
  gtk_widget_class_bind_template_child (widget_class, MusForYouPage, status);
  gtk_widget_class_bind_template_child (widget_class, MusForYouPage, status_button);
  gtk_widget_class_bind_template_child (widget_class, MusForYouPage, panel_box);
  gtk_widget_class_bind_template_child (widget_class, MusForYouPage, panel);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, dials_changed_cb);
}

static void
mus_for_you_page_class_init (MusForYouPageClass *klass)
{
  static const char *const actions[] = { "for-you.back", "for-you.something-else",
                                         "for-you.more-like", "for-you.show-more" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mus_for_you_page_dispose;
  g_type_ensure (MUS_TYPE_DIAL);
  g_type_ensure (MUS_TYPE_FILTER_BAR);
  g_type_ensure (MUS_TYPE_TRACK_PANEL);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/example/MusRec/ui/for-you-page.ui");
  bind_children (widget_class);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i], NULL, list_action);
  mus_track_menu_install (widget_class, track_action);
  gtk_widget_class_install_action (widget_class, "track.menu", NULL, menu_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "track.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK,
                                       "track.menu", NULL);
}

static void
mus_for_you_page_init (MusForYouPage *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  mus_dial_set_up (self->genre_dial, _ ("Sound"), _ ("Genre"), _ ("Sound or genre"),
                   _ ("What counts more: that a track sounds like your likes, or that it "
                      "shares their genres. A double click goes back to the middle."));
  mus_dial_set_up (self->popularity_dial, _ ("Hidden gems"), _ ("Hits"),
                   _ ("Hidden gems or hits"),
                   _ ("Whether less known or well known tracks come first. In the middle a "
                      "track gains nothing from being famous. A double click goes back there."));
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (click));
}

void
mus_for_you_page_set_workspace (MusForYouPage *self, MusWorkspace *workspace,
                                MusForYou *for_you)
{
  self->workspace = g_object_ref (workspace);
  self->for_you = g_object_ref (for_you);
  restore_dials (self);
  mus_length_chooser_set_up (self->length, mus_workspace_get_settings (workspace),
                             "for-you-length");
  mus_filter_bar_set_filters (self->filter_bar, mus_workspace_get_filters (workspace));
  mus_track_panel_set_workspace (self->panel, workspace);
  g_signal_connect_object (self->for_you, "changed", G_CALLBACK (show_list), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::selected", G_CALLBACK (selected_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (mus_workspace_get_tastes (workspace), "tastes-changed",
                           G_CALLBACK (show_heading), self, G_CONNECT_SWAPPED);
  show_list (self);
  selected_changed_cb (self);
}

void
mus_for_you_page_focus_list (MusForYouPage *self)
{
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->list);
  GtkWidget     *row = selected != NULL ? GTK_WIDGET (selected)
                                        : gtk_widget_get_first_child (GTK_WIDGET (self->list));

  if (row != NULL && gtk_widget_get_mapped (row))
    gtk_widget_grab_focus (row);
}
