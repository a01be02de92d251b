/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/mus-matrix.h"
#include "base/mus-run.h"

G_BEGIN_DECLS

/** MUS_POTENTIAL_GRID_REACH: a cubic B-spline reaches over so many nodes in each direction */
#define MUS_POTENTIAL_GRID_REACH 4

/** MUS_POTENTIAL_GRID_ROWS: both sizes of a grid are multiples of it */
#define MUS_POTENTIAL_GRID_ROWS 8

/**
 * MusPotentialGrid:
 *
 * A grid on which charges become their potential: it convolves them with the kernel
 * 1 / (1 + r²), by FFT. Belongs to one thread, which shares the work among all.
 */
typedef struct _MusPotentialGrid MusPotentialGrid;

/**
 * mus_potential_grid_size_for:
 *
 * Returns: the smallest size of at least @needed nodes a side that the FFT does quickly
 */
gsize mus_potential_grid_size_for (gsize needed);

/**
 * mus_potential_grid_new:
 * @n_columns: nodes in a row, from mus_potential_grid_size_for()
 * @n_rows: rows, from mus_potential_grid_size_for()
 *
 * Returns: (transfer full): a grid without a spacing yet, or %NULL when memory is short
 */
MusPotentialGrid *mus_potential_grid_new (gsize n_columns, gsize n_rows, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
void              mus_potential_grid_free (MusPotentialGrid *self);

gsize mus_potential_grid_n_columns (const MusPotentialGrid *self);
gsize mus_potential_grid_n_rows (const MusPotentialGrid *self);
float mus_potential_grid_spacing (const MusPotentialGrid *self);

/**
 * mus_potential_grid_set_spacing:
 * @spacing: from node to node, above 0
 *
 * Transforms the kernel, unless it has this spacing already. It is divided by the response
 * of cubic B-splines twice, for charges are spread and the potential is read with them, and
 * has its value in the far corner of the grid taken off: that changes the potential only by
 * a constant, and keeps float32 precise where all charges are nearly in one place.
 *
 * Returns: %FALSE when cancelled; the grid is then of no use any more
 */
gboolean mus_potential_grid_set_spacing (MusPotentialGrid *self, float spacing,
                                         const MusRun *run, GError **error);

/**
 * mus_potential_grid_offset:
 *
 * Returns: what was taken off the kernel: the potential lacks this times the whole charge
 */
double mus_potential_grid_offset (const MusPotentialGrid *self);

/**
 * mus_potential_grid_response:
 *
 * Returns: (transfer none): (REACH, REACH) what a unit charge at one node gives the nodes so
 *   many rows and columns away
 */
const float *mus_potential_grid_response (const MusPotentialGrid *self);

/**
 * mus_potential_grid_nodes:
 *
 * Returns: (transfer none): (rows, columns) values at the nodes, to be filled with charges;
 *   after mus_potential_grid_convolve(), if its run is not over, they are the coefficients of the potential's splines
 */
float *mus_potential_grid_nodes (MusPotentialGrid *self);
void   mus_potential_grid_convolve (MusPotentialGrid *self, const MusRun *run);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusPotentialGrid, mus_potential_grid_free)

G_END_DECLS
