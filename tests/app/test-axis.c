/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "training/mus-axis.h"

typedef struct
{
  const char *name;
  double      low, high;
  gboolean    is_log;
} Case;

static const Case cases[] = {
  { "ordinary", 0.0, 1.0, FALSE },     { "small", 0.0, 0.00037, FALSE },
  { "large", -3.0, 81234.0, FALSE },   { "one-value", 0.7, 0.7, FALSE },
  { "zero", 0.0, 0.0, FALSE },         { "log", 0.00001, 1.3, TRUE },
  { "log-one-value", 0.1, 0.1, TRUE }, { "log-zero", 0.0, 1.0, TRUE },
  { "log-nothing", 0.0, 0.0, TRUE },   { "log-wide", 1e-30, 1.0, TRUE },
};

static void
test_fit (gconstpointer data)
{
  const Case *c = data;
  MusAxis     axis;
  double      ticks[MUS_AXIS_MAX_TICKS];
  guint       n;

  mus_axis_fit (&axis, c->low, c->high, c->is_log);
  g_assert_cmpfloat (axis.low, <, axis.high);
  g_assert_true (isfinite (axis.low) && isfinite (axis.high));
  if (c->is_log)
    g_assert_cmpfloat (axis.low, >, 0.0);
  else
    g_assert_cmpfloat (axis.low, <=, c->low);
  g_assert_cmpfloat (axis.high, >=, c->high * (1.0 - 1e-12));

  g_assert_cmpfloat_with_epsilon (mus_axis_place (&axis, axis.low), 0.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (mus_axis_place (&axis, axis.high), 1.0, 1e-9);

  n = mus_axis_ticks (&axis, 5, ticks);
  g_assert_cmpuint (n, >=, 2);
  g_assert_cmpuint (n, <=, MUS_AXIS_MAX_TICKS);
  for (guint i = 0; i < n; i++)
    {
      double place = mus_axis_place (&axis, ticks[i]);

      g_assert_cmpfloat (place, >=, -1e-6);
      g_assert_cmpfloat (place, <=, 1.0 + 1e-6);
      if (i > 0)
        g_assert_cmpfloat (ticks[i], >, ticks[i - 1]);
    }
}

static void
test_places (void)
{
  MusAxis linear = { 0.0, 10.0, FALSE };
  MusAxis log_axis = { 0.01, 1.0, TRUE };
  double  ticks[MUS_AXIS_MAX_TICKS];

  g_assert_cmpfloat_with_epsilon (mus_axis_place (&linear, 2.5), 0.25, 1e-12);
  g_assert_cmpfloat_with_epsilon (mus_axis_place (&log_axis, 0.1), 0.5, 1e-12);
  g_assert_true (isnan (mus_axis_place (&log_axis, 0.0)));
  g_assert_true (isnan (mus_axis_place (&linear, NAN)));

  g_assert_cmpuint (mus_axis_ticks (&linear, 5, ticks), ==, 6);
  g_assert_cmpfloat_with_epsilon (ticks[1], 2.0, 1e-12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/axis/fit/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_fit);
    }
  g_test_add_func ("/axis/places", test_places);

  return g_test_run ();
}
