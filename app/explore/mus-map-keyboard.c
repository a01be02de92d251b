/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-map-private.h"

#include <math.h>

#define KEY_PAN 80 /* pixels */

/* Where the cursor starts: at the selected track, or at the one nearest to the middle. */
static guint32
find_start (MusMap *self)
{
  double width = mus_viewport_get_width (self->viewport);
  double height = mus_viewport_get_height (self->viewport);

  if (mus_map_has_place (self, self->selected))
    return self->selected;

  return mus_map_find_nearest (self, width / 2.0, height / 2.0, hypot (width, height));
}

guint32
mus_map_get_cursor (MusMap *self)
{
  return mus_map_has_place (self, self->cursor) ? self->cursor : MUS_NO_ROW;
}

static void
step_cursor (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MusMap        *self = MUS_MAP (widget);
  MusPointIndex *index = mus_map_ensure_index (self);
  guint32        row;

  if (index == NULL)
    return;

  if (!mus_map_has_place (self, self->cursor))
    {
      mus_map_set_cursor (self, find_start (self));
      return;
    }
  row = mus_point_index_step (index, self->cursor, (MusDirection) g_variant_get_int32 (parameter),
                              mus_map_is_visible, self);
  if (row != MUS_NO_POINT)
    mus_map_set_cursor (self, row);
}

/* Along the selected track and its similar ones, around and around. */
static void
walk_cursor (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MusMap *self = MUS_MAP (widget);
  int     n = (int) self->similar->len + 1, place = 0;

  if (self->selected == MUS_NO_ROW)
    return;

  for (int i = 1; i < n; i++)
    if (g_array_index (self->similar, guint32, i - 1) == self->cursor)
      place = i;
  place = (place + g_variant_get_int32 (parameter) + n) % n;
  mus_map_set_cursor (self, place == 0 ? self->selected
                                       : g_array_index (self->similar, guint32, place - 1));
}

static void
pan_by_keys (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MusMap *self = MUS_MAP (widget);
  int     dx, dy;

  g_variant_get (parameter, "(ii)", &dx, &dy);
  mus_map_moved_by_user (widget);
  mus_viewport_pan_by (mus_map_flight_target (self->flight, ZOOM_SECONDS), dx * -KEY_PAN,
                       dy * -KEY_PAN);
}

static void
select_at_cursor (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MusMap *self = MUS_MAP (widget);

  if (mus_map_has_place (self, self->cursor))
    mus_map_activate_track (self, self->cursor);
}

static void
request_context_at_cursor (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MusMap *self = MUS_MAP (widget);
  guint32 row = mus_map_has_place (self, self->cursor) ? self->cursor : self->selected;

  if (mus_map_has_place (self, row))
    mus_map_request_context (self, row);
}

static void
activate_zoom (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MusMap *self = MUS_MAP (widget);

  if (g_str_equal (name, "map.zoom-in"))
    mus_map_zoom_in (self);
  else if (g_str_equal (name, "map.zoom-out"))
    mus_map_zoom_out (self);
  else
    mus_map_fit (self);
}

static void
add_arrow (GtkWidgetClass *klass, guint key, guint keypad_key, MusDirection direction, int dx,
           int dy)
{
  const guint keys[] = { key, keypad_key };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      gtk_widget_class_add_binding_action (klass, keys[i], 0, "map.step", "i", (int) direction);
      gtk_widget_class_add_binding_action (klass, keys[i], GDK_SHIFT_MASK, "map.pan", "(ii)", dx,
                                           dy);
    }
}

static void
add_bindings (GtkWidgetClass *klass)
{
  static const struct
  {
    guint           key;
    GdkModifierType modifiers;
    const char     *action;
  } keys[] = {
    { GDK_KEY_plus, 0, "map.zoom-in" },          { GDK_KEY_plus, GDK_SHIFT_MASK, "map.zoom-in" },
    { GDK_KEY_equal, 0, "map.zoom-in" },         { GDK_KEY_KP_Add, 0, "map.zoom-in" },
    { GDK_KEY_minus, 0, "map.zoom-out" },        { GDK_KEY_KP_Subtract, 0, "map.zoom-out" },
    { GDK_KEY_0, GDK_CONTROL_MASK, "map.fit" },  { GDK_KEY_KP_0, GDK_CONTROL_MASK, "map.fit" },
    { GDK_KEY_Return, 0, "map.select" },         { GDK_KEY_KP_Enter, 0, "map.select" },
    { GDK_KEY_space, 0, "map.select" },          { GDK_KEY_Menu, 0, "map.context" },
    { GDK_KEY_F10, GDK_SHIFT_MASK, "map.context" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (klass, keys[i].key, keys[i].modifiers, keys[i].action,
                                         NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_n, 0, "map.walk", "i", 1);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_p, 0, "map.walk", "i", -1);
  add_arrow (klass, GDK_KEY_Left, GDK_KEY_KP_Left, MUS_DIRECTION_LEFT, -1, 0);
  add_arrow (klass, GDK_KEY_Right, GDK_KEY_KP_Right, MUS_DIRECTION_RIGHT, 1, 0);
  add_arrow (klass, GDK_KEY_Up, GDK_KEY_KP_Up, MUS_DIRECTION_UP, 0, -1);
  add_arrow (klass, GDK_KEY_Down, GDK_KEY_KP_Down, MUS_DIRECTION_DOWN, 0, 1);
}

void
mus_map_class_add_keys (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "map.zoom-in", NULL, activate_zoom);
  gtk_widget_class_install_action (klass, "map.zoom-out", NULL, activate_zoom);
  gtk_widget_class_install_action (klass, "map.fit", NULL, activate_zoom);
  gtk_widget_class_install_action (klass, "map.step", "i", step_cursor);
  gtk_widget_class_install_action (klass, "map.pan", "(ii)", pan_by_keys);
  gtk_widget_class_install_action (klass, "map.walk", "i", walk_cursor);
  gtk_widget_class_install_action (klass, "map.select", NULL, select_at_cursor);
  gtk_widget_class_install_action (klass, "map.context", NULL, request_context_at_cursor);
  add_bindings (klass);
}
