/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/mus-matrix.h"

G_BEGIN_DECLS

/**
 * MusPointIndex:
 *
 * What lies under the pointer: a uniform grid over the points of a map. Immutable.
 */
typedef struct _MusPointIndex MusPointIndex;

#define MUS_NO_POINT G_MAXUINT32

/**
 * MusPointFilter:
 *
 * Returns: whether @point may be found
 */
typedef gboolean (*MusPointFilter) (guint32 point, gpointer user_data);

typedef enum
{
  MUS_DIRECTION_LEFT,
  MUS_DIRECTION_RIGHT,
  MUS_DIRECTION_UP,   /* towards smaller y, as on a screen */
  MUS_DIRECTION_DOWN,
} MusDirection;

/**
 * mus_point_index_new:
 * @positions: (N, 2); copied, so a frame that lives shortly is fine
 *
 * O(N), about a millisecond for 100,000.
 */
MusPointIndex *mus_point_index_new (const float *positions, gsize n_points, GError **error);
void           mus_point_index_free (MusPointIndex *self);

/**
 * mus_point_index_nearest:
 * @x: where, in the units of the positions
 * @radius: how far at most
 * @filter: (nullable): which points count
 *
 * Returns: the nearest point, ties to the lower number, or %MUS_NO_POINT
 */
guint32 mus_point_index_nearest (const MusPointIndex *self, double x, double y, double radius,
                                 MusPointFilter filter, gpointer user_data);

/**
 * mus_point_index_step:
 * @point: where to start
 * @direction: where to go
 * @filter: (nullable): which points count
 *
 * Returns: the nearest point within 45° of @direction, or %MUS_NO_POINT when none is there
 */
guint32 mus_point_index_step (const MusPointIndex *self, guint32 point, MusDirection direction,
                              MusPointFilter filter, gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusPointIndex, mus_point_index_free)

G_END_DECLS
