/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/mus-matrix.h"
#include "base/mus-run.h"

G_BEGIN_DECLS

/**
 * MUS_NO_CELL: what stands where a point is in no cell
 */
#define MUS_NO_CELL G_MAXSIZE

/**
 * MUS_NO_BASIN: what stands where a cell is in no basin
 */
#define MUS_NO_BASIN G_MAXUINT32

/**
 * MusDensity: how many points of a map are where, on a grid of square cells
 */
typedef struct
{
  double from[2];    /* the grid's corner, in the units of the positions */
  double side;       /* of a cell */
  gsize  n_cells[2]; /* columns, rows */
  double spread;     /* the points' standard deviation along an axis, in cells */
  gsize  n_points;   /* that are on the grid */
  float *counts;     /* of each cell, row after row */
} MusDensity;

/**
 * MusBasin: the surroundings of a peak of the density
 */
typedef struct
{
  gsize  peak;     /* the cell */
  double height;   /* points a cell, smoothed */
  double n_points;
} MusBasin;

/**
 * mus_density_init:
 * @positions: (N, 2); what is not finite or far outside counts nowhere
 * @sigma: in standard deviations of the points, what shall be two cells long
 *
 * Returns: %FALSE when memory is short, or when cancelled
 */
gboolean mus_density_init (MusDensity *self, const MusMatrix *positions, double sigma,
                           const MusRun *run, GError **error);
void     mus_density_clear (MusDensity *self);

/**
 * mus_density_cell:
 *
 * Returns: the cell that a place is in, or %MUS_NO_CELL
 */
gsize mus_density_cell (const MusDensity *self, double x, double y);

/**
 * mus_density_basins:
 * @sigma: how far to smooth, in cells
 * @least_points: that a basin has
 * @least_deviations: by how much a basin's peak stands out, in standard deviations of the
 *   density's estimate there: 3 is hardly ever chance
 * @parents: (nullable): basins that the new ones are parts of: none reaches across
 * @basins: (out caller-allocates): for each cell its basin in [0, returned length), or
 *   %MUS_NO_BASIN
 *
 * Smooths with a Gaussian and floods from the peaks down. Where two basins meet, the one
 * with the lower peak goes into the other, unless by then it has @least_points of its own
 * and stands out by @least_deviations (persistence, Edelsbrunner et al., 2002). The highest
 * peak comes first.
 *
 * Returns: (transfer full) (element-type MusBasin): the basins, or %NULL when memory is short or
 *   when cancelled
 */
GArray *mus_density_basins (const MusDensity *self, double sigma, double least_points,
                            double least_deviations, const guint32 *parents,
                            guint32 *basins, const MusRun *run, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MusDensity, mus_density_clear)

G_END_DECLS
