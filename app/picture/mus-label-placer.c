/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "picture/mus-label-placer.h"

/* Free room around a label, in pixels. */
#define GAP 8.0

/* Room between a label and the edge of the view, in pixels. */
#define EDGE 4.0

/* From which zoom on the regions of a level have labels. */
static const double level_zooms[] = { 0.0, 1.7, 3.2 };

/* Where a label may stand, in its own heights away from its region's place. */
static const double shifts[] = { 0.0, -0.7, 0.7, -1.4, 1.4 };

gboolean
mus_box_intersects (const MusBox *a, const MusBox *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
         b->y < a->y + a->height;
}

static gboolean
is_free (const MusBox *box, const MusLabel *labels, gsize n_labels)
{
  MusBox wide = { box->x - GAP, box->y - GAP, box->width + 2.0 * GAP, box->height + 2.0 * GAP };

  for (gsize i = 0; i < n_labels; i++)
    if (mus_box_intersects (&wide, &labels[i].box))
      return FALSE;

  return TRUE;
}

static double
measure_region (const MusRegion *region, const MusLabelPlan *plan)
{
  return 2.0 * region->radius * plan->affine.scale;
}

/* Whether the region's label is due at this zoom: a part's is not before one looks closely,
 * and none is when the region is so large that one can't see that it is one. */
static gboolean
is_due (const MusRegion *region, const MusLabelPlan *plan)
{
  guint level = MIN (region->level, G_N_ELEMENTS (level_zooms) - 1);

  return plan->zoom >= level_zooms[level] &&
         measure_region (region, plan) <= 3.0 * MAX (plan->width, plan->height);
}

static gboolean
find_place (const MusRegion *region, const MusLabelPlan *plan, double width, double height,
            const MusLabel *labels, gsize n_labels, MusBox *box)
{
  double x = plan->affine.scale * region->x + plan->affine.x;
  double y = plan->affine.scale * region->y + plan->affine.y;

  for (guint i = 0; i < G_N_ELEMENTS (shifts); i++)
    {
      *box = (MusBox) { x - width / 2.0, y - height / 2.0 + shifts[i] * height, width, height };
      if (is_free (box, labels, n_labels))
        return TRUE;
    }

  return FALSE;
}

/* Whether it can be read: in the view, and nothing over it. */
static gboolean
is_in_sight (const MusBox *box, const MusLabelPlan *plan)
{
  MusBox view = { 0.0, 0.0, plan->width, plan->height };

  for (gsize i = 0; i < plan->n_covers; i++)
    if (mus_box_intersects (box, &plan->covers[i]))
      return FALSE;

  return mus_box_intersects (box, &view);
}

/* Pushes the label of a place that is in the view inside from the edge that cuts it. */
static void
push_inside (MusBox *box, const MusRegion *region, const MusLabelPlan *plan)
{
  double x = plan->affine.scale * region->x + plan->affine.x;
  double y = plan->affine.scale * region->y + plan->affine.y;

  if (x < 0.0 || x > plan->width || y < 0.0 || y > plan->height)
    return;

  box->x = MAX (MIN (box->x, plan->width - box->width - EDGE), EDGE);
  box->y = MAX (MIN (box->y, plan->height - box->height - EDGE), EDGE);
}

/* Leaves of the placed labels those that can be read, whole where there is room for it. */
static gsize
show_labels (const MusRegion *regions, const MusLabelPlan *plan, MusLabel *labels, gsize n_placed)
{
  gsize n_shown = 0;

  for (gsize i = 0; i < n_placed; i++)
    {
      MusLabel label = labels[i];

      push_inside (&label.box, &regions[label.region], plan);
      if (!is_in_sight (&label.box, plan) || !is_free (&label.box, labels, n_shown) ||
          !is_free (&label.box, labels + i + 1, n_placed - i - 1))
        label = labels[i];
      if (is_in_sight (&label.box, plan))
        labels[n_shown++] = label;
    }

  return n_shown;
}

gsize
mus_labels_place (const MusRegion *regions, gsize n_regions, const MusLabelPlan *plan,
                  MusLabelMeasure measure, gpointer user_data, MusLabel *labels)
{
  gsize n_placed = 0;

  for (gsize i = 0; i < n_regions; i++)
    {
      double width, height;
      MusBox box;

      if (!is_due (&regions[i], plan))
        continue;
      measure (i, &width, &height, user_data);
      /* A part is labelled once it is as wide as its label. */
      if (regions[i].level > 0 && measure_region (&regions[i], plan) < width)
        continue;
      if (width > 0.0 && find_place (&regions[i], plan, width, height, labels, n_placed, &box))
        labels[n_placed++] = (MusLabel) { .region = i, .box = box };
    }

  return show_labels (regions, plan, labels, n_placed);
}
