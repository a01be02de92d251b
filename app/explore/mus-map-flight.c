/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-map-flight.h"

#include <math.h>

struct _MusMapFlight
{
  GtkWidget   *widget;
  MusViewport *viewport;
  MusViewport *target;  /* NULL: no flight is under way */
  double       seconds;
  gint64       last_us; /* when the last step was made, or 0 */
  guint        tick_id;
};

MusMapFlight *
mus_map_flight_new (GtkWidget *widget, MusViewport *viewport)
{
  MusMapFlight *self = g_new0 (MusMapFlight, 1);

  self->widget = widget;
  self->viewport = viewport;

  return self;
}

void
mus_map_flight_free (MusMapFlight *self)
{
  mus_map_flight_stop (self);
  g_free (self);
}

static gboolean
has_animations (MusMapFlight *self)
{
  gboolean enabled;

  g_object_get (gtk_widget_get_settings (self->widget), "gtk-enable-animations", &enabled, NULL);

  return enabled && gtk_widget_get_mapped (self->widget);
}

static gboolean
step (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  MusMapFlight *self = data;
  gint64        now_us = gdk_frame_clock_get_frame_time (clock);
  double        share = 1.0;

  /* A frame clock that stood still tells an old time until its first frame. */
  if (self->last_us == 0)
    self->last_us = now_us - G_USEC_PER_SEC / 60;
  if (has_animations (self))
    share = 1.0 - exp (-(double) (now_us - self->last_us) / G_USEC_PER_SEC / self->seconds);
  self->last_us = now_us;

  if (!mus_viewport_approach (self->viewport, self->target, share))
    return G_SOURCE_CONTINUE;

  self->tick_id = 0;
  g_clear_object (&self->target);

  return G_SOURCE_REMOVE;
}

MusViewport *
mus_map_flight_target (MusMapFlight *self, double seconds)
{
  self->seconds = seconds;
  if (self->target == NULL)
    {
      self->target = mus_viewport_copy (self->viewport);
      self->last_us = 0;
      self->tick_id = gtk_widget_add_tick_callback (self->widget, step, self, NULL);
    }

  return self->target;
}

void
mus_map_flight_stop (MusMapFlight *self)
{
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (self->widget, self->tick_id);
  self->tick_id = 0;
  g_clear_object (&self->target);
}
