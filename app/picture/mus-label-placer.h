/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "musrec.h"
#include "picture/mus-viewport.h"

G_BEGIN_DECLS

/**
 * MusBox: a rectangle in pixels
 */
typedef struct
{
  double x;
  double y;
  double width;
  double height;
} MusBox;

/**
 * MusLabelMeasure:
 * @region: its number
 * @width: (out): of its label, in pixels
 * @height: (out): of its label
 */
typedef void (*MusLabelMeasure) (gsize region, double *width, double *height, gpointer user_data);

/**
 * MusLabel: where the label of a region stands
 */
typedef struct
{
  gsize  region;
  MusBox box;
} MusLabel;

/**
 * MusLabelPlan: what labels are placed for
 * @affine: from data units to pixels
 * @zoom: as mus_viewport_get_zoom() has it
 * @width: of the view, in pixels
 * @height: of the view
 * @covers: (array length=n_covers): what lies over the view, where no label shall stand
 */
typedef struct
{
  MusAffine     affine;
  double        zoom;
  double        width;
  double        height;
  const MusBox *covers;
  gsize         n_covers;
} MusLabelPlan;

gboolean mus_box_intersects (const MusBox *a, const MusBox *b);

/**
 * mus_labels_place:
 * @regions: (array length=n_regions): the most important first
 * @labels: (out caller-allocates) (array length=n_regions): those that show
 *
 * Greedy: each region, by importance, gets its label at its place or a little above or
 * below, unless one that is there already is in the way. Parts of regions get theirs from
 * the zoom on at which they are large enough. Panning moves labels but never changes which
 * of them there are, the edges and @covers apart. A label that an edge of the view would cut
 * is pushed inside, as long as its place is in the view and nothing is in the way.
 *
 * Returns: how many show
 */
gsize mus_labels_place (const MusRegion *regions, gsize n_regions, const MusLabelPlan *plan,
                        MusLabelMeasure measure, gpointer user_data, MusLabel *labels);

G_END_DECLS
