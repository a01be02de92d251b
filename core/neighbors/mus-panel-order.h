/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/mus-matrix.h"
#include "base/mus-run.h"

G_BEGIN_DECLS

/**
 * mus_panel_order:
 * @coordinates: (N, r)
 * @panel: rows in a panel, at least 1
 * @run: (nullable): cancelled between pieces; the order is then not finished
 * @order: (out caller-allocates) (array length=N): the rows
 *
 * An order in which rows that are near to each other stand in the same panel where they
 * can: the leaves of a k-d tree that halves the panels across the axis of the largest
 * variance (Bentley, "Multidimensional binary search trees", 1975). Lists of neighbors
 * meet their best candidates early then, and fewer others get in.
 */
void mus_panel_order (const MusMatrix *coordinates, gsize panel, const MusRun *run, guint32 *order);

G_END_DECLS
