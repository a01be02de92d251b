/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "picture/mus-label-placer.h"

#define N_REGIONS 60

static const MusLabelPlan plan = {
  .affine = { .scale = 8.0, .x = 0.0, .y = 0.0 }, .zoom = 1.0, .width = 800.0, .height = 600.0,
};

static void
measure (gsize region, double *width, double *height, gpointer user_data)
{
  *width = 60.0 + 7.0 * (region % 9);
  *height = 30.0;
}

/* Crowded regions of all levels over 100 by 75 units, the large ones first. */
static void
make_regions (MusRegion *regions)
{
  MusRng rng;

  mus_rng_init (&rng, 5);
  for (guint i = 0; i < N_REGIONS; i++)
    regions[i] = (MusRegion) {
      .x = (float) (100.0 * mus_rng_uniform (&rng)),
      .y = (float) (75.0 * mus_rng_uniform (&rng)),
      .radius = i < 10 ? 12.0f : i < 30 ? 6.0f : 3.0f,
      .level = i < 10 ? 0 : i < 30 ? 1 : 2,
      .name = "name",
      .caption = "caption",
    };
}

static void
assert_apart (const MusLabel *labels, gsize n)
{
  for (gsize a = 0; a < n; a++)
    for (gsize b = 0; b < a; b++)
      g_assert_false (mus_box_intersects (&labels[a].box, &labels[b].box));
}

static gboolean
has_region (const MusLabel *labels, gsize n, gsize region)
{
  for (gsize i = 0; i < n; i++)
    if (labels[i].region == region)
      return TRUE;

  return FALSE;
}

static void
test_never_over_each_other (void)
{
  MusRegion regions[N_REGIONS];
  MusLabel  labels[N_REGIONS];

  make_regions (regions);
  for (double zoom = 0.5; zoom < 60.0; zoom *= 1.37)
    {
      MusLabelPlan zoomed = plan;
      gsize        n;

      zoomed.zoom = zoom;
      zoomed.affine.scale *= zoom;
      n = mus_labels_place (regions, N_REGIONS, &zoomed, measure, NULL, labels);
      assert_apart (labels, n);
      /* The most important one gives way to none. */
      if (zoom < 8.0 && regions[0].x * zoomed.affine.scale < plan.width &&
          regions[0].y * zoomed.affine.scale < plan.height)
        g_assert_true (has_region (labels, n, 0));
    }
}

static void
test_levels (void)
{
  MusRegion regions[] = {
    { .x = 20, .y = 20, .radius = 15, .level = 0, .name = "whole" },
    { .x = 20, .y = 30, .radius = 8, .level = 1, .name = "part" },
    { .x = 17, .y = 12, .radius = 4, .level = 2, .name = "part of a part" },
    { .x = 14, .y = 14, .radius = 0.2f, .level = 2, .name = "tiny" },
  };
  static const struct
  {
    double   zoom;
    gboolean shows[4];
  } steps[] = {
    { 0.6, { TRUE, FALSE, FALSE, FALSE } },
    { 1.0, { TRUE, FALSE, FALSE, FALSE } },
    { 2.0, { TRUE, TRUE, FALSE, FALSE } },
    { 4.0, { TRUE, TRUE, TRUE, FALSE } },
    { 40.0, { FALSE, FALSE, TRUE, TRUE } },
  };

  for (guint s = 0; s < G_N_ELEMENTS (steps); s++)
    {
      MusLabelPlan zoomed = plan;
      MusLabel     labels[4];
      gsize        n;

      zoomed.zoom = steps[s].zoom;
      zoomed.affine.scale *= steps[s].zoom;
      /* In sight, whatever the zoom. */
      zoomed.width = zoomed.height = 2000.0;
      zoomed.affine.x = 1000.0 - zoomed.affine.scale * 15.0;
      zoomed.affine.y = 1000.0 - zoomed.affine.scale * 13.0;
      n = mus_labels_place (regions, 4, &zoomed, measure, NULL, labels);
      for (guint i = 0; i < 4; i++)
        {
          g_test_message ("zoom %g, %s", steps[s].zoom, regions[i].name);
          g_assert_cmpint (has_region (labels, n, i), ==, steps[s].shows[i]);
        }
    }
}

/* A label near an edge stands whole in the view, unless another one is in the way. */
static void
test_edges (void)
{
  const MusRegion regions[] = {
    { .x = 1, .y = 1, .radius = 4, .name = "corner" },
    { .x = 10.1875f, .y = 40, .radius = 4, .name = "in the way" },
    { .x = 0.25f, .y = 40, .radius = 4, .name = "cut" },
    { .x = 99, .y = 74, .radius = 4, .name = "other corner" },
    { .x = -1, .y = 60, .radius = 4, .name = "outside" },
  };
  static const struct
  {
    double x;
    double y;
  } places[] = { { 4, 4 }, { 48, 305 }, { -35, 305 }, { 715, 566 }, { -52, 465 } };
  MusLabel labels[G_N_ELEMENTS (regions)];
  gsize    n = mus_labels_place (regions, G_N_ELEMENTS (regions), &plan, measure, NULL, labels);

  assert_apart (labels, n);
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (regions));
  for (gsize i = 0; i < n; i++)
    {
      g_test_message ("%s", regions[i].name);
      g_assert_cmpfloat_with_epsilon (labels[i].box.x, places[i].x, 1e-4);
      g_assert_cmpfloat_with_epsilon (labels[i].box.y, places[i].y, 1e-4);
    }
}

static void
test_panning_keeps_the_choice (void)
{
  MusRegion regions[N_REGIONS];
  MusLabel  before[N_REGIONS], after[N_REGIONS];
  MusLabelPlan panned = plan;
  MusBox    inside = { 200.0, 150.0, 400.0, 300.0 };
  gsize     n_before, n_after, n_compared = 0;

  make_regions (regions);
  n_before = mus_labels_place (regions, N_REGIONS, &plan, measure, NULL, before);
  panned.affine.x += 130.0;
  panned.affine.y -= 90.0;
  n_after = mus_labels_place (regions, N_REGIONS, &panned, measure, NULL, after);
  for (gsize i = 0; i < n_before; i++)
    if (mus_box_intersects (&before[i].box, &inside))
      {
        gboolean found = FALSE;

        for (gsize j = 0; j < n_after; j++)
          if (after[j].region == before[i].region)
            {
              found = TRUE;
              g_assert_cmpfloat_with_epsilon (after[j].box.x, before[i].box.x + 130.0, 1e-6);
              g_assert_cmpfloat_with_epsilon (after[j].box.y, before[i].box.y - 90.0, 1e-6);
            }
        g_assert_true (found);
        n_compared++;
      }
  g_assert_cmpuint (n_compared, >, 0);
}

static void
test_covers (void)
{
  MusRegion    region = { .x = 50, .y = 40, .radius = 10, .name = "name" };
  MusBox       covers[] = { { 0, 0, 20, 20 }, { 430, 300, 50, 50 } };
  MusLabelPlan covered = plan;
  MusLabel     label;

  g_assert_cmpuint (mus_labels_place (&region, 1, &plan, measure, NULL, &label), ==, 1);
  g_assert_cmpfloat_with_epsilon (label.box.x + label.box.width / 2.0, 400.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (label.box.y + label.box.height / 2.0, 320.0, 1e-6);

  covered.covers = covers;
  covered.n_covers = 1;
  g_assert_cmpuint (mus_labels_place (&region, 1, &covered, measure, NULL, &label), ==, 1);
  covered.n_covers = 2;
  covers[1].x = 400.0;
  g_assert_cmpuint (mus_labels_place (&region, 1, &covered, measure, NULL, &label), ==, 0);
  g_assert_cmpuint (mus_labels_place (&region, 0, &plan, measure, NULL, &label), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/label-placer/never-over-each-other", test_never_over_each_other);
  g_test_add_func ("/label-placer/levels", test_levels);
  g_test_add_func ("/label-placer/edges", test_edges);
  g_test_add_func ("/label-placer/panning-keeps-the-choice", test_panning_keeps_the_choice);
  g_test_add_func ("/label-placer/covers", test_covers);

  return g_test_run ();
}
