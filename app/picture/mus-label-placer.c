/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "picture/mus-label-placer.h"

/* Free room around a label, in pixels. */
#define GAP 8.0

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

gsize
mus_labels_place (const MusRegion *regions, gsize n_regions, const MusLabelPlan *plan,
                  MusLabelMeasure measure, gpointer user_data, MusLabel *labels)
{
  gsize n_placed = 0, n_shown = 0;

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

  for (gsize i = 0; i < n_placed; i++)
    if (is_in_sight (&labels[i].box, plan))
      labels[n_shown++] = labels[i];

  return n_shown;
}
