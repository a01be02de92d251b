/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-dial.h"

#include <math.h>

#include "explore/mus-tooltip.h"

/* Closer to the middle than that is the middle. */
#define SNAP 0.08

struct _MusDial
{
  GtkWidget parent_instance;

  GtkWidget *low;
  GtkWidget *scale;
  GtkWidget *high;
  double     value;
};

G_DEFINE_FINAL_TYPE (MusDial, mus_dial, GTK_TYPE_WIDGET)

static guint changed_signal;

static void
value_changed_cb (MusDial *self)
{
  double value = gtk_range_get_value (GTK_RANGE (self->scale));

  if (fabs (value) < SNAP)
    value = 0.0;
  if (value == self->value)
    return;

  self->value = value;
  g_signal_emit (self, changed_signal, 0);
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, MusDial *self)
{
  if (n_press != 2)
    return;

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  mus_dial_reset (self);
}

static void
mus_dial_dispose (GObject *object)
{
  MusDial *self = MUS_DIAL (object);

  g_clear_pointer (&self->low, gtk_widget_unparent);
  g_clear_pointer (&self->scale, gtk_widget_unparent);
  g_clear_pointer (&self->high, gtk_widget_unparent);

  G_OBJECT_CLASS (mus_dial_parent_class)->dispose (object);
}

static void
mus_dial_class_init (MusDialClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mus_dial_dispose;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "dial");
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mus_dial_init (MusDial *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->low = gtk_label_new (NULL);
  self->scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, -1.0, 1.0, 0.1);
  self->high = gtk_label_new (NULL);
  gtk_scale_set_draw_value (GTK_SCALE (self->scale), FALSE);
  gtk_scale_add_mark (GTK_SCALE (self->scale), 0.0, GTK_POS_TOP, NULL);
  gtk_scale_add_mark (GTK_SCALE (self->scale), 0.0, GTK_POS_BOTTOM, NULL);
  gtk_scale_set_has_origin (GTK_SCALE (self->scale), FALSE);
  gtk_range_set_value (GTK_RANGE (self->scale), 0.0);
  gtk_widget_set_hexpand (self->scale, TRUE);
  gtk_widget_set_size_request (self->scale, 90, -1);
  g_signal_connect_swapped (self->scale, "value-changed", G_CALLBACK (value_changed_cb), self);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (self->scale, GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_parent (self->low, GTK_WIDGET (self));
  gtk_widget_set_parent (self->scale, GTK_WIDGET (self));
  gtk_widget_set_parent (self->high, GTK_WIDGET (self));
}

void
mus_dial_set_up (MusDial *self, const char *low, const char *high, const char *name,
                 const char *tooltip)
{
  gtk_label_set_text (GTK_LABEL (self->low), low);
  gtk_label_set_text (GTK_LABEL (self->high), high);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  mus_tooltip_set (GTK_WIDGET (self), tooltip);
}

double
mus_dial_get_value (MusDial *self)
{
  return self->value;
}

void
mus_dial_set_value (MusDial *self, double value)
{
  gtk_range_set_value (GTK_RANGE (self->scale), value);
}

void
mus_dial_reset (MusDial *self)
{
  mus_dial_set_value (self, 0.0);
}
