/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MusAxis:
 * @low: the value at its start
 * @high: the value at its end, above @low
 * @is_log: equal factors are equally long; then @low is above 0
 *
 * Brings values to [0, 1] and finds the places for its ticks. Knows no pixels.
 */
typedef struct
{
  double   low;
  double   high;
  gboolean is_log;
} MusAxis;

/**
 * MUS_AXIS_MAX_TICKS: room that mus_axis_ticks() needs
 */
#define MUS_AXIS_MAX_TICKS 32

/**
 * mus_axis_fit:
 * @low: of the data
 * @high: of the data
 *
 * Makes an axis on which the data has its place and whose ends are ticks; also for data
 * with one value, and for a logarithmic axis with data that is not above 0.
 */
void mus_axis_fit (MusAxis *self, double low, double high, gboolean is_log);

/**
 * mus_axis_place:
 *
 * Returns: where @value lies, 0 at @low and 1 at @high; may be outside, NaN for a value
 *   that has no place
 */
double mus_axis_place (const MusAxis *self, double value);

/**
 * mus_axis_ticks:
 * @wanted: about how many
 * @ticks: (out caller-allocates): up to %MUS_AXIS_MAX_TICKS values, rising
 *
 * Steps are 1, 2 or 5 times a power of ten; on a logarithmic axis ticks stand at these
 * values themselves.
 *
 * Returns: how many there are
 */
guint mus_axis_ticks (const MusAxis *self, guint wanted, double *ticks);

G_END_DECLS
