/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "picture/mus-viewport.h"

static const MusBounds bounds = { -50.0, -30.0, 70.0, 40.0 };

static MusViewport *
make_viewport (void)
{
  MusViewport *self = mus_viewport_new ();

  mus_viewport_set_size (self, 900.0, 600.0);
  mus_viewport_set_bounds (self, &bounds);
  mus_viewport_fit (self, &bounds, 20.0);

  return self;
}

static void
count_change (MusViewport *viewport, guint *n)
{
  (*n)++;
}

static void
test_round_trip (void)
{
  g_autoptr (MusViewport) viewport = make_viewport ();

  for (guint i = 0; i < 100; i++)
    {
      double x, y, back_x, back_y, view_x = 9.0 * i, view_y = 600.0 - 7.0 * i;
      MusAffine affine;

      mus_viewport_zoom_at (viewport, 13.0 * (i % 50), 5.0 * i, i % 3 == 0 ? 0.7 : 1.2);
      mus_viewport_view_to_data (viewport, view_x, view_y, &x, &y);
      mus_viewport_data_to_view (viewport, x, y, &back_x, &back_y);
      g_assert_cmpfloat_with_epsilon (back_x, view_x, 1e-6);
      g_assert_cmpfloat_with_epsilon (back_y, view_y, 1e-6);

      affine = mus_viewport_get_affine (viewport);
      g_assert_cmpfloat_with_epsilon (affine.scale * x + affine.x, view_x, 1e-6);
      g_assert_cmpfloat_with_epsilon (affine.scale * y + affine.y, view_y, 1e-6);
    }
}

static void
test_zoom_keeps_the_pointed_datum (void)
{
  g_autoptr (MusViewport) viewport = make_viewport ();
  double x, y, after_x, after_y;

  for (guint i = 0; i < 30; i++)
    {
      double view_x = 350.0 + 7.0 * i, view_y = 250.0 + 3.0 * i;

      mus_viewport_view_to_data (viewport, view_x, view_y, &x, &y);
      mus_viewport_zoom_at (viewport, view_x, view_y, i < 20 ? 1.3 : 0.8);
      mus_viewport_view_to_data (viewport, view_x, view_y, &after_x, &after_y);
      g_assert_cmpfloat_with_epsilon (after_x, x, 1e-9);
      g_assert_cmpfloat_with_epsilon (after_y, y, 1e-9);
    }
}

static void
test_limits (void)
{
  g_autoptr (MusViewport) viewport = make_viewport ();
  double x, y;
  guint  n_changes = 0;

  mus_viewport_zoom_at (viewport, 450.0, 300.0, 1e9);
  g_assert_cmpfloat_with_epsilon (mus_viewport_get_zoom (viewport), 400.0, 1e-6);
  g_signal_connect (viewport, "changed", G_CALLBACK (count_change), &n_changes);
  mus_viewport_zoom_at (viewport, 450.0, 300.0, 2.0);
  g_assert_cmpuint (n_changes, ==, 0);

  mus_viewport_zoom_at (viewport, 450.0, 300.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (mus_viewport_get_zoom (viewport), 0.5, 1e-6);
  g_assert_cmpuint (n_changes, ==, 1);

  mus_viewport_pan_by (viewport, 1e9, -1e9);
  mus_viewport_view_to_data (viewport, 450.0, 300.0, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, bounds.x0, 1e-9);
  g_assert_cmpfloat_with_epsilon (y, bounds.y1, 1e-9);
  g_assert_cmpuint (n_changes, ==, 2);
}

static void
test_fit (void)
{
  g_autoptr (MusViewport) viewport = make_viewport ();
  double x0, y0, x1, y1;

  mus_viewport_data_to_view (viewport, bounds.x0, bounds.y0, &x0, &y0);
  mus_viewport_data_to_view (viewport, bounds.x1, bounds.y1, &x1, &y1);
  g_assert_cmpfloat_with_epsilon (x0, 20.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (x1, 880.0, 1e-9);
  g_assert_cmpfloat_with_epsilon ((y0 + y1) / 2.0, 300.0, 1e-9);
  g_assert_cmpfloat (y0, >=, 20.0);
  g_assert_cmpfloat (y1, <=, 580.0);
}

static void
test_place (void)
{
  g_autoptr (MusViewport) viewport = make_viewport ();
  double view_x, view_y;

  mus_viewport_place (viewport, 10.0, 5.0, 123.0, 456.0);
  mus_viewport_data_to_view (viewport, 10.0, 5.0, &view_x, &view_y);
  g_assert_cmpfloat_with_epsilon (view_x, 123.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (view_y, 456.0, 1e-9);

  mus_viewport_pan_by (viewport, 11.0, -22.0);
  mus_viewport_data_to_view (viewport, 10.0, 5.0, &view_x, &view_y);
  g_assert_cmpfloat_with_epsilon (view_x, 134.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (view_y, 434.0, 1e-9);
}

static void
test_resize_keeps_the_middle (void)
{
  g_autoptr (MusViewport) viewport = make_viewport ();
  double x, y, after_x, after_y;
  guint  n_changes = 0;

  mus_viewport_pan_by (viewport, 40.0, 50.0);
  mus_viewport_view_to_data (viewport, 450.0, 300.0, &x, &y);
  g_signal_connect (viewport, "changed", G_CALLBACK (count_change), &n_changes);
  mus_viewport_set_size (viewport, 500.0, 700.0);
  mus_viewport_set_size (viewport, 500.0, 700.0);
  mus_viewport_view_to_data (viewport, 250.0, 350.0, &after_x, &after_y);
  g_assert_cmpfloat_with_epsilon (after_x, x, 1e-9);
  g_assert_cmpfloat_with_epsilon (after_y, y, 1e-9);
  g_assert_cmpuint (n_changes, ==, 1);
}

static void
test_approach (void)
{
  g_autoptr (MusViewport) viewport = make_viewport ();
  g_autoptr (MusViewport) target = mus_viewport_copy (viewport);
  double x, y, view_x, view_y;
  guint  n_steps = 0;

  mus_viewport_view_to_data (viewport, 300.0, 200.0, &x, &y);
  mus_viewport_zoom_at (target, 300.0, 200.0, 5.0);
  do
    {
      mus_viewport_data_to_view (viewport, x, y, &view_x, &view_y);
      g_assert_cmpfloat_with_epsilon (view_x, 300.0, 1e-6);
      g_assert_cmpfloat_with_epsilon (view_y, 200.0, 1e-6);
      g_assert_cmpuint (n_steps++, <, 100);
    }
  while (!mus_viewport_approach (viewport, target, 0.25));

  g_assert_cmpuint (n_steps, >, 5);
  g_assert_cmpfloat (mus_viewport_get_affine (viewport).scale, ==,
                     mus_viewport_get_affine (target).scale);
  g_assert_true (mus_viewport_approach (viewport, target, 0.0));
}

/* One track, tracks in a line, no tracks, a view without size. */
static void
test_degenerate (void)
{
  static const MusBounds cases[] = {
    { 0.0, 0.0, 0.0, 0.0 },
    { 3.0, 4.0, 3.0, 4.0 },
    { 3.0, -1.0, 3.0, 4.0 },
    { -2.0, 4.0, 3.0, 4.0 },
  };
  static const double sizes[] = { 0.0, 1.0, 500.0 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
      {
        g_autoptr (MusViewport) viewport = mus_viewport_new ();
        MusAffine affine;

        mus_viewport_set_size (viewport, sizes[s], sizes[s]);
        mus_viewport_set_bounds (viewport, &cases[i]);
        mus_viewport_fit (viewport, &cases[i], 24.0);
        mus_viewport_zoom_at (viewport, 0.0, 0.0, 2.0);
        mus_viewport_pan_by (viewport, 10.0, 10.0);
        affine = mus_viewport_get_affine (viewport);
        g_assert_true (isfinite (affine.scale) && isfinite (affine.x) && isfinite (affine.y));
        g_assert_cmpfloat (affine.scale, >, 0.0);
        g_assert_cmpfloat (mus_viewport_get_zoom (viewport), >, 0.0);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viewport/round-trip", test_round_trip);
  g_test_add_func ("/viewport/zoom-keeps-the-pointed-datum", test_zoom_keeps_the_pointed_datum);
  g_test_add_func ("/viewport/limits", test_limits);
  g_test_add_func ("/viewport/fit", test_fit);
  g_test_add_func ("/viewport/place", test_place);
  g_test_add_func ("/viewport/resize-keeps-the-middle", test_resize_keeps_the_middle);
  g_test_add_func ("/viewport/approach", test_approach);
  g_test_add_func ("/viewport/degenerate", test_degenerate);

  return g_test_run ();
}
