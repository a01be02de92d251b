/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * MusBounds: a rectangle in data units; empty unless x1 > x0 or y1 > y0
 */
typedef struct
{
  double x0;
  double y0;
  double x1;
  double y1;
} MusBounds;

/**
 * MusAffine: from data units to pixels: pixel = scale * datum + offset
 */
typedef struct
{
  double scale;
  double x;
  double y;
} MusAffine;

/**
 * MusViewport:
 *
 * Which part of the map shows: the datum in the middle, how many pixels a data unit takes,
 * and how large the view is. Data's y grows downwards, as a screen's does. It knows no
 * widget. "changed" is emitted once for each call that changes something.
 */
#define MUS_TYPE_VIEWPORT (mus_viewport_get_type ())
G_DECLARE_FINAL_TYPE (MusViewport, mus_viewport, MUS, VIEWPORT, GObject)

MusViewport *mus_viewport_new (void);

/**
 * mus_viewport_copy:
 *
 * Returns: (transfer full): one like it, on which a gesture can try where it leads
 */
MusViewport *mus_viewport_copy (MusViewport *self);

double    mus_viewport_get_width (MusViewport *self);
double    mus_viewport_get_height (MusViewport *self);
MusAffine mus_viewport_get_affine (MusViewport *self);

/**
 * mus_viewport_set_size:
 * @width: in pixels
 * @height: in pixels
 *
 * The datum in the middle stays there.
 */
void mus_viewport_set_size (MusViewport *self, double width, double height);

/**
 * mus_viewport_set_bounds:
 * @bounds: of all data
 *
 * Sets the limits: the middle of the view stays within @bounds, and the scale between half
 * and a few hundred times of what fits them.
 */
void mus_viewport_set_bounds (MusViewport *self, const MusBounds *bounds);

/**
 * mus_viewport_get_zoom:
 *
 * Returns: the scale as a multiple of the one that fits all data; 1.0 while there are none
 */
double mus_viewport_get_zoom (MusViewport *self);

void mus_viewport_data_to_view (MusViewport *self, double x, double y, double *view_x,
                                double *view_y);
void mus_viewport_view_to_data (MusViewport *self, double view_x, double view_y, double *x,
                                double *y);

/**
 * mus_viewport_zoom_at:
 * @view_x: in pixels
 * @view_y: in pixels
 * @factor: above 1 to see more closely
 *
 * The datum at that pixel stays there, unless the limits forbid it.
 */
void mus_viewport_zoom_at (MusViewport *self, double view_x, double view_y, double factor);

/**
 * mus_viewport_pan_by:
 * @view_dx: pixels to the right that the data move
 * @view_dy: pixels downwards
 */
void mus_viewport_pan_by (MusViewport *self, double view_dx, double view_dy);

/**
 * mus_viewport_place:
 *
 * Moves the view so that the datum (@x, @y) stands at the pixel (@view_x, @view_y): a drag
 * remembers the datum that was grabbed and places it under the pointer, without drift.
 */
void mus_viewport_place (MusViewport *self, double x, double y, double view_x, double view_y);

/**
 * mus_viewport_show:
 * @zoom: as mus_viewport_get_zoom() tells it
 *
 * Moves the view so that the datum (@x, @y) is in its middle.
 */
void mus_viewport_show (MusViewport *self, double x, double y, double zoom);

/**
 * mus_viewport_fit:
 * @bounds: what shall show
 * @margin: pixels to leave free at each side
 */
void mus_viewport_fit (MusViewport *self, const MusBounds *bounds, double margin);

/**
 * mus_viewport_fit_into:
 * @x: of the room that @bounds shall lie in, pixels
 */
void mus_viewport_fit_into (MusViewport *self, const MusBounds *bounds, double x, double y,
                            double width, double height);

/**
 * mus_viewport_approach:
 * @target: where to go; only its middle and its scale count
 * @share: of the way, in [0, 1]
 *
 * A step of a flight. All steps of one flight keep still the datum that both ends have at
 * the same pixel, so that zooming around the pointer can be a flight.
 *
 * Returns: whether it is there: less than half a pixel of the way was left and has been
 *   gone too
 */
gboolean mus_viewport_approach (MusViewport *self, MusViewport *target, double share);

G_END_DECLS
