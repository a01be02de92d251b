/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-map-gestures.h"

#include <math.h>

/* How much closer one click of the wheel brings, and a pixel of a touchpad's stroke. */
#define WHEEL_FACTOR 1.3
#define TOUCHPAD_FACTOR 1.006

#define WHEEL_SECONDS 0.06

/* Pixels that the pointer moves before a press is a drag. */
#define DRAG_THRESHOLD 4.0

typedef struct
{
  GtkWidget      *widget;
  MusViewport    *viewport;
  MusMapFlight   *flight;
  MusMapMovedFunc moved;

  /* The datum that was grabbed stays under the pointer, so that nothing drifts. */
  double   grabbed_x;
  double   grabbed_y;
  gboolean dragging;
  double   pinched; /* the last scale of a pinch */
  double   pointer_x; /* in pixels of the widget */
  double   pointer_y;
} Gestures;

static void
begin_drag (GtkGestureDrag *drag, double x, double y, Gestures *self)
{
  mus_map_flight_stop (self->flight);
  mus_viewport_view_to_data (self->viewport, x, y, &self->grabbed_x, &self->grabbed_y);
  self->dragging = FALSE;
}

static void
update_drag (GtkGestureDrag *drag, double dx, double dy, Gestures *self)
{
  double x, y;

  if (!self->dragging)
    {
      if (hypot (dx, dy) < DRAG_THRESHOLD)
        return;
      /* From here on it is no click. */
      gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
      self->dragging = TRUE;
      self->moved (self->widget);
      gtk_widget_set_cursor_from_name (self->widget, "grabbing");
    }

  gtk_gesture_drag_get_start_point (drag, &x, &y);
  mus_viewport_place (self->viewport, self->grabbed_x, self->grabbed_y, x + dx, y + dy);
}

static void
end_drag (GtkGestureDrag *drag, double dx, double dy, Gestures *self)
{
  if (self->dragging)
    gtk_widget_set_cursor_from_name (self->widget, NULL);
}

static void
begin_pinch (GtkGesture *pinch, GdkEventSequence *sequence, Gestures *self)
{
  double x, y;

  mus_map_flight_stop (self->flight);
  self->pinched = 1.0;
  if (gtk_gesture_get_bounding_box_center (pinch, &x, &y))
    mus_viewport_view_to_data (self->viewport, x, y, &self->grabbed_x, &self->grabbed_y);
  gtk_gesture_set_state (pinch, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
change_pinch (GtkGestureZoom *pinch, double scale, Gestures *self)
{
  double x, y;

  if (!gtk_gesture_get_bounding_box_center (GTK_GESTURE (pinch), &x, &y))
    return;

  mus_viewport_zoom_at (self->viewport, x, y, scale / self->pinched);
  mus_viewport_place (self->viewport, self->grabbed_x, self->grabbed_y, x, y);
  self->pinched = scale;
  self->moved (self->widget);
}

static gboolean
scroll (GtkEventControllerScroll *controller, double dx, double dy, Gestures *self)
{
  if (gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_SURFACE)
    {
      mus_map_flight_stop (self->flight);
      mus_viewport_zoom_at (self->viewport, self->pointer_x, self->pointer_y,
                            pow (TOUCHPAD_FACTOR, -dy));
    }
  else
    {
      mus_viewport_zoom_at (mus_map_flight_target (self->flight, WHEEL_SECONDS), self->pointer_x,
                            self->pointer_y, pow (WHEEL_FACTOR, -dy));
    }
  self->moved (self->widget);

  return GDK_EVENT_STOP;
}

static void
remember_pointer (GtkEventControllerMotion *controller, double x, double y, Gestures *self)
{
  self->pointer_x = x;
  self->pointer_y = y;
}

void
mus_map_gestures_add (GtkWidget *widget, MusViewport *viewport, MusMapFlight *flight,
                      MusMapMovedFunc moved)
{
  Gestures           *self = g_new0 (Gestures, 1);
  GtkGesture         *drag = gtk_gesture_drag_new ();
  GtkGesture         *pinch = gtk_gesture_zoom_new ();
  GtkEventController *wheel, *motion = gtk_event_controller_motion_new ();

  self->widget = widget;
  self->viewport = viewport;
  self->flight = flight;
  self->moved = moved;
  g_object_set_data_full (G_OBJECT (widget), "mus-map-gestures", self, g_free);

  g_signal_connect (drag, "drag-begin", G_CALLBACK (begin_drag), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (update_drag), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (end_drag), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));

  g_signal_connect (pinch, "begin", G_CALLBACK (begin_pinch), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (change_pinch), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));

  wheel = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  g_signal_connect (wheel, "scroll", G_CALLBACK (scroll), self);
  gtk_widget_add_controller (widget, wheel);

  g_signal_connect (motion, "enter", G_CALLBACK (remember_pointer), self);
  g_signal_connect (motion, "motion", G_CALLBACK (remember_pointer), self);
  gtk_widget_add_controller (widget, motion);
}
