/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/mus-axis.h"

#include <math.h>

/* A logarithmic axis goes no lower than this part of its high end. */
#define MIN_LOG_RATIO 1e-12

static double
nice_step (double span, guint wanted)
{
  double raw = span / MAX (wanted, 1);
  double power = pow (10.0, floor (log10 (raw)));
  double part = raw / power;

  if (part <= 1.0)
    return power;
  if (part <= 2.0)
    return 2.0 * power;
  if (part <= 5.0)
    return 5.0 * power;

  return 10.0 * power;
}

static void
fit_log (MusAxis *self, double low, double high)
{
  if (high <= 0.0)
    high = 1.0;
  if (low <= 0.0 || low < high * MIN_LOG_RATIO)
    low = high * MIN_LOG_RATIO;
  self->low = pow (10.0, floor (log10 (low)));
  self->high = pow (10.0, ceil (log10 (high)));
  if (self->high <= self->low)
    self->high = self->low * 10.0;
}

void
mus_axis_fit (MusAxis *self, double low, double high, gboolean is_log)
{
  double step;

  self->is_log = is_log;
  if (is_log)
    {
      fit_log (self, low, high);
      return;
    }

  if (high <= low)
    {
      double half = low != 0.0 ? fabs (low) / 2.0 : 0.5;

      high = low + half;
      low -= half;
    }
  step = nice_step (high - low, 4);
  self->low = floor (low / step) * step;
  self->high = ceil (high / step) * step;
}

double
mus_axis_place (const MusAxis *self, double value)
{
  if (!self->is_log)
    return (value - self->low) / (self->high - self->low);

  return value > 0.0 ? log (value / self->low) / log (self->high / self->low) : (double) NAN;
}

static guint
ticks_log (const MusAxis *self, guint wanted, double *ticks)
{
  static const double parts[] = { 1.0, 2.0, 5.0 };
  int    first = (int) lround (log10 (self->low));
  int    last = (int) lround (log10 (self->high));
  int    stride = MAX (1, (last - first) / (int) MAX (wanted, 1));
  guint  n_parts = (guint) (last - first) * 2 <= wanted ? 3 : 1;
  guint  n = 0;

  for (int power = first; power <= last; power += stride)
    for (guint p = 0; p < n_parts && n < MUS_AXIS_MAX_TICKS; p++)
      {
        double value = parts[p] * pow (10.0, power);

        if (value <= self->high * (1.0 + 1e-9))
          ticks[n++] = value;
      }

  return n;
}

guint
mus_axis_ticks (const MusAxis *self, guint wanted, double *ticks)
{
  double step, first;
  guint  n = 0;

  if (self->is_log)
    return ticks_log (self, wanted, ticks);

  step = nice_step (self->high - self->low, wanted);
  first = ceil (self->low / step - 1e-9);
  for (; (first + n) * step <= self->high + 1e-9 * step && n < MUS_AXIS_MAX_TICKS; n++)
    ticks[n] = (first + n) * step + 0.0; /* 0.0, never -0.0 */

  return n;
}
