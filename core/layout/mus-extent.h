/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mus_extent_of_most:
 * @positions: (n_points, 2); what is not finite does not count
 * @margin: how far to reach beyond most points on each side, in parts of their extent
 * @from: (out caller-allocates): where the rectangle begins along each of the two axes
 * @length: (out caller-allocates): how long it is there; 0 where all points are in a line
 *
 * Where most points are: a few that stand far out do not stretch it. Judged by at most
 * 4,096 points, of which one in a hundred is left out at each end.
 */
void mus_extent_of_most (const float *positions, gsize n_points, double margin, double *from,
                         double *length);

G_END_DECLS
