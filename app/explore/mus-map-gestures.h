/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "explore/mus-map-flight.h"

G_BEGIN_DECLS

/**
 * MusMapMovedFunc: the user has moved the viewport
 */
typedef void (*MusMapMovedFunc) (GtkWidget *widget);

/**
 * mus_map_gestures_add:
 * @widget: gets the controllers
 * @viewport: what moves; lives as long as @widget
 * @flight: the flights of @viewport; lives as long as @widget
 * @moved: called when a gesture moves the viewport
 *
 * Dragging pans, the wheel and pinching zoom around the pointer.
 */
void mus_map_gestures_add (GtkWidget *widget, MusViewport *viewport, MusMapFlight *flight,
                           MusMapMovedFunc moved);

G_END_DECLS
