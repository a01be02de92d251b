/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-map-private.h"

/*
 * The part of the map that shows, for those who keep it and come back.
 */

void
mus_map_show_wanted (MusMap *self)
{
  if (self->wanted.zoom <= 0.0 || !self->finished ||
      mus_viewport_get_width (self->viewport) <= 0.0 ||
      mus_viewport_get_height (self->viewport) <= 0.0)
    return;

  mus_map_flight_stop (self->flight);
  mus_viewport_show (self->viewport, self->wanted.x, self->wanted.y, self->wanted.zoom);
  self->follows = FALSE;
  self->wanted.zoom = 0.0;
}

MusMapView
mus_map_get_view (MusMap *self)
{
  MusMapView view = { 0 };

  g_return_val_if_fail (MUS_IS_MAP (self), view);

  if (self->follows || self->wanted.zoom > 0.0)
    return self->wanted;

  view.zoom = mus_viewport_get_zoom (self->viewport);
  mus_viewport_view_to_data (self->viewport, mus_viewport_get_width (self->viewport) / 2.0,
                             mus_viewport_get_height (self->viewport) / 2.0, &view.x, &view.y);

  return view;
}

void
mus_map_set_view (MusMap *self, const MusMapView *view)
{
  g_return_if_fail (MUS_IS_MAP (self));

  self->wanted = *view;
  mus_map_show_wanted (self);
}
