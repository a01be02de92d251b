/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "picture/mus-viewport.h"

G_BEGIN_DECLS

/**
 * MusMapFlight:
 *
 * Moves a viewport smoothly to where it shall be, a step each frame of a widget; at once
 * where the desktop has animations turned off.
 */
typedef struct _MusMapFlight MusMapFlight;

/**
 * mus_map_flight_new:
 * @widget: (transfer none): whose frames count; it frees the flight when it is disposed of
 * @viewport: (transfer none): what moves
 */
MusMapFlight *mus_map_flight_new (GtkWidget *widget, MusViewport *viewport);
void          mus_map_flight_free (MusMapFlight *self);

/**
 * mus_map_flight_target:
 * @seconds: after which most of the way is gone
 *
 * Starts to fly, or changes where to.
 *
 * Returns: (transfer none): where the flight under way leads, or where the viewport is: the
 *   caller moves this, so that a second zoom adds to the first one
 */
MusViewport *mus_map_flight_target (MusMapFlight *self, double seconds);

/**
 * mus_map_flight_stop:
 *
 * Stays where the viewport is now: the user has taken hold of it.
 */
void mus_map_flight_stop (MusMapFlight *self);

G_END_DECLS
