/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "explore/mus-map-gestures.h"
#include "explore/mus-map-private.h"

#define MOST_CHARACTERS 200 /* of a line of the tooltip */

static void
move_pointer (GtkEventControllerMotion *controller, double x, double y, MusMap *self)
{
  /* GTK also tells of a motion when something has changed under a pointer at rest, which would
   * take the keys away from where they have gone. */
  if (self->keys_point && x == self->pointer_x && y == self->pointer_y)
    return;

  self->keys_point = FALSE;
  self->pointer_x = x;
  self->pointer_y = y;
  /* While a button is down the map is dragged. */
  if (gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller)) &
      GDK_BUTTON1_MASK)
    return;

  mus_map_set_hovered (self, mus_map_find_track (self, x, y));
}

static void
leave_pointer (GtkEventControllerMotion *controller, MusMap *self)
{
  mus_map_set_hovered (self, MUS_NO_ROW);
}

static void
press (GtkGestureClick *click, int n_presses, double x, double y, MusMap *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
release (GtkGestureClick *click, int n_presses, double x, double y, MusMap *self)
{
  guint   button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (click));
  guint32 row = mus_map_find_track (self, x, y);

  if (button == GDK_BUTTON_PRIMARY && n_presses % 2 == 0)
    {
      mus_map_zoom_by (self, x, y, ZOOM_FACTOR * ZOOM_FACTOR);
    }
  else if (row != MUS_NO_ROW && button == GDK_BUTTON_PRIMARY)
    {
      self->cursor = row;
      mus_map_activate_track (self, row);
    }
  else if (row != MUS_NO_ROW && button == GDK_BUTTON_SECONDARY)
    {
      mus_map_request_context (self, row);
    }
}

static gboolean
has_row (GArray *rows, guint32 row, guint *place)
{
  for (*place = 0; *place < rows->len; (*place)++)
    if (g_array_index (rows, guint32, *place) == row)
      return TRUE;

  return FALSE;
}

/* What the taste says of a track, or "". Returns: (transfer full) */
static char *
describe_taste (MusMap *self, guint32 row)
{
  guint place;

  if (has_row (self->likes, row, &place))
    return g_strdup (_ ("You like it"));
  if (has_row (self->dislikes, row, &place))
    return g_strdup (_ ("You dislike it"));
  if (has_row (self->for_you, row, &place))
    /* translators: the place of a track in the list “For You” */
    return g_strdup_printf (_ ("Number %u for you"), place + 1);

  return g_strdup ("");
}

static void
append_line (GString *markup, const char *text, const char *attributes)
{
  g_autofree char *shortened = mus_text_shorten (text, MOST_CHARACTERS);
  g_autofree char *escaped = g_markup_escape_text (shortened, -1);

  if (text[0] != '\0')
    g_string_append_printf (markup, "%s<span %s>%s</span>", markup->len > 0 ? "\n" : "",
                            attributes, escaped);
}

/* Returns: (transfer full) */
static char *
describe_track (MusMap *self, guint32 row)
{
  guint16          genre = mus_catalog_genre (self->catalog, row);
  GString         *markup = g_string_new (NULL);
  g_autofree char *artists = mus_catalog_artists_text (self->catalog, row);
  g_autofree char *taste = describe_taste (self, row);

  append_line (markup, mus_catalog_text (self->catalog, row, MUS_TEXT_TITLE),
               "weight=\"bold\"");
  append_line (markup, artists, "size=\"100%\"");
  if (genre != MUS_NO_GENRE)
    append_line (markup, mus_catalog_genre_name (self->catalog, genre), "alpha=\"70%\"");
  append_line (markup, taste, "weight=\"bold\"");
  /* The keys are about this track while the map has the focus. */
  if (gtk_widget_has_focus (GTK_WIDGET (self)))
    append_line (markup, _ ("L: like, D: dislike"), "size=\"small\" alpha=\"70%\"");

  return g_string_free (markup, FALSE);
}

gboolean
mus_map_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  MusMap *self = MUS_MAP (widget);
  guint32 row = keyboard || self->keys_point ? self->cursor : mus_map_find_track (self, x, y);
  double  row_x, row_y;
  g_autofree char *markup = NULL;

  if (!mus_map_has_place (self, row))
    return FALSE;

  mus_map_locate (self, row, &row_x, &row_y);
  markup = describe_track (self, row);
  gtk_tooltip_set_markup (tooltip, markup);
  gtk_tooltip_set_tip_area (tooltip, &(GdkRectangle) { (int) row_x - 8, (int) row_y - 8, 16, 16 });

  return TRUE;
}

void
mus_map_add_pointer (MusMap *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture         *click = gtk_gesture_click_new ();

  mus_map_gestures_add (GTK_WIDGET (self), self->viewport, self->flight, mus_map_moved_by_user);

  g_signal_connect (motion, "motion", G_CALLBACK (move_pointer), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_pointer), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);

  g_signal_connect_swapped (focus, "enter", G_CALLBACK (mus_map_update_pointed_marks),
                            self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (mus_map_update_pointed_marks),
                            self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (click, "pressed", G_CALLBACK (press), self);
  g_signal_connect (click, "released", G_CALLBACK (release), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}
