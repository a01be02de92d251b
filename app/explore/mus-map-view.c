/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-map-private.h"

/*
 * Which part of the map shows.
 */

#define FIT_MARGIN 24.0 /* pixels */

/* What lies over the map may hide that share of the tracks. To hide fewer, the map becomes
 * smaller, down to that share of its size. */
#define MOST_HIDDEN 0.005
#define LEAST_SHARE 0.75

/* Of the tracks, that many are looked at. */
#define N_SAMPLES 10000

void
mus_map_moved_by_user (GtkWidget *widget)
{
  MusMap *self = MUS_MAP (widget);

  self->follows = FALSE;
  self->wanted.zoom = 0.0;
  mus_map_set_hovered (self, MUS_NO_ROW);
}

void
mus_map_zoom_by (MusMap *self, double x, double y, double factor)
{
  mus_map_moved_by_user (GTK_WIDGET (self));
  mus_viewport_zoom_at (mus_map_flight_target (self->flight, ZOOM_SECONDS), x, y, factor);
}

void
mus_map_zoom_in (MusMap *self)
{
  g_return_if_fail (MUS_IS_MAP (self));

  mus_map_zoom_by (self, mus_viewport_get_width (self->viewport) / 2.0,
                   mus_viewport_get_height (self->viewport) / 2.0, ZOOM_FACTOR);
}

void
mus_map_zoom_out (MusMap *self)
{
  g_return_if_fail (MUS_IS_MAP (self));

  mus_map_zoom_by (self, mus_viewport_get_width (self->viewport) / 2.0,
                   mus_viewport_get_height (self->viewport) / 2.0, 1.0 / ZOOM_FACTOR);
}

/* How large the tracks can be drawn in @room. */
static double
measure_scale (const MusBounds *bounds, const MusBox *room)
{
  return MIN (room->width / MAX (bounds->x1 - bounds->x0, G_MINDOUBLE),
              room->height / MAX (bounds->y1 - bounds->y0, G_MINDOUBLE));
}

/* Whether @cover hides too many tracks when they are fitted into @room. */
static gboolean
hides_tracks (MusMap *self, const MusBounds *bounds, const MusBox *room, const MusBox *cover)
{
  double scale = measure_scale (bounds, room);
  double middle_x = room->x + room->width / 2.0, middle_y = room->y + room->height / 2.0;
  gsize  n = mus_matrix_n_rows (self->positions), step = MAX (n / N_SAMPLES, 1);
  gsize  n_looked = 0, n_hidden = 0;

  for (gsize row = 0; row < n; row += step)
    {
      const float *at = mus_matrix_row (self->positions, row);
      double x = middle_x + scale * ((double) at[0] - (bounds->x0 + bounds->x1) / 2.0);
      double y = middle_y + scale * ((double) at[1] - (bounds->y0 + bounds->y1) / 2.0);

      n_looked++;
      n_hidden += x > cover->x && x < cover->x + cover->width && y > cover->y &&
                  y < cover->y + cover->height;
    }

  return (double) n_hidden > MOST_HIDDEN * (double) n_looked;
}

/* Takes @cover away from @room, at the side where that leaves the most of it. */
static MusBox
cut (const MusBounds *bounds, const MusBox *room, const MusBox *cover)
{
  double right = room->x + room->width, bottom = room->y + room->height;
  double cover_right = cover->x + cover->width, cover_bottom = cover->y + cover->height;
  const MusBox rests[] = {
    { cover_right, room->y, right - cover_right, room->height },
    { room->x, room->y, cover->x - room->x, room->height },
    { room->x, cover_bottom, room->width, bottom - cover_bottom },
    { room->x, room->y, room->width, cover->y - room->y },
  };
  guint best = 0;

  for (guint i = 1; i < G_N_ELEMENTS (rests); i++)
    if (measure_scale (bounds, &rests[i]) > measure_scale (bounds, &rests[best]))
      best = i;

  return rests[best];
}

/* The part of the view that the map is fitted into: clear of what lies over it where that
 * hides tracks, unless the map would be too small. */
static MusBox
find_room (MusMap *self, const MusBounds *bounds)
{
  double width = mus_viewport_get_width (self->viewport);
  double height = mus_viewport_get_height (self->viewport);
  double margin = MIN (FIT_MARGIN, MIN (width, height) / 4.0);
  MusBox room = { margin, margin, width - 2.0 * margin, height - 2.0 * margin };
  double full = measure_scale (bounds, &room);
  g_autoptr (GArray) covers = mus_map_covers_predict (self->covers, width, height);

  for (guint i = 0; i < covers->len; i++)
    {
      const MusBox *cover = &g_array_index (covers, MusBox, i);
      MusBox        rest = cut (bounds, &room, cover);

      if (measure_scale (bounds, &rest) >= LEAST_SHARE * full &&
          hides_tracks (self, bounds, &room, cover))
        room = rest;
    }

  return room;
}

/* Fits all tracks into the view: at once, or in a flight of about @seconds. */
void
mus_map_fit_all (MusMap *self, double seconds)
{
  MusBounds    bounds;
  MusBox       room;
  MusViewport *viewport = self->viewport;

  if (self->raster == NULL || self->positions == NULL)
    return;

  bounds = mus_point_raster_get_bounds (self->raster);
  if (seconds > 0.0)
    {
      viewport = mus_map_flight_target (self->flight, seconds);
      mus_viewport_set_bounds (viewport, &bounds);
    }
  else
    {
      mus_map_flight_stop (self->flight);
    }
  room = find_room (self, &bounds);
  mus_viewport_fit_into (viewport, &bounds, room.x, room.y, room.width, room.height);
}

void
mus_map_refit (MusMap *self)
{
  g_return_if_fail (MUS_IS_MAP (self));

  gtk_widget_queue_draw (self->labels);
  if (self->follows)
    mus_map_fit_all (self, SHOW_SECONDS);
}

void
mus_map_fit (MusMap *self)
{
  g_return_if_fail (MUS_IS_MAP (self));

  self->follows = TRUE;
  self->wanted.zoom = 0.0;
  mus_map_fit_all (self, SHOW_SECONDS);
}

/* Brings a track into the view, unless it is there already: while the view follows its data,
 * all are. */
void
mus_map_show_track (MusMap *self, guint32 row)
{
  double width = mus_viewport_get_width (self->viewport);
  double height = mus_viewport_get_height (self->viewport);
  double x, y;
  const float *position;

  if (self->follows || !mus_map_has_place (self, row))
    return;

  mus_map_locate (self, row, &x, &y);
  if (x >= FIT_MARGIN && x <= width - FIT_MARGIN && y >= FIT_MARGIN && y <= height - FIT_MARGIN)
    return;

  position = mus_matrix_row (self->positions, row);
  mus_map_moved_by_user (GTK_WIDGET (self));
  mus_viewport_place (mus_map_flight_target (self->flight, SHOW_SECONDS), position[0], position[1],
                      width / 2.0, height / 2.0);
}

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
