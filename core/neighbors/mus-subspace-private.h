/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/mus-matrix.h"
#include "base/mus-run.h"

G_BEGIN_DECLS

/**
 * MUS_PANEL: how many rows stand in one panel; a tile of two panels' inner products
 * (256 KiB) stays in a core's own cache
 */
#define MUS_PANEL 256

/**
 * MusSubspace:
 *
 * The vectors z_i = scale_i (x_i - center) of N rows, written in the axes that carry them:
 * the eigenvectors of their Gram matrix Σ z zᵀ, those with the largest values first. What
 * the left-out axes carry of all rows together is less than 2^-24 of the longest row's
 * square, so no single row loses more than that; `loss` is what the worst one does lose.
 *
 * For searching, the rows stand in panels, near ones together where they can; a *slot* is
 * a row's place there.
 */
typedef struct
{
  gsize      n_rows;
  gsize      n_axes;      /* r, at least 1 */
  gsize      n_panels;    /* N / MUS_PANEL, rounded up */
  MusMatrix *coordinates; /* (N, r) in the order of the rows */
  MusMatrix *panels;      /* (n_panels r, MUS_PANEL): coordinate d of slot s is at
                             (s / MUS_PANEL r + d, s % MUS_PANEL); zeros behind the last */
  guint32   *rows;        /* (N) the row in each slot */
  guint32   *slots;       /* (N) the slot of each row */
  double     loss;        /* the largest |z|² - |its coordinates|² of a row */
} MusSubspace;

/**
 * mus_subspace_new:
 * @rows: (N, D), finite
 * @center: (nullable) (array length=D): zeros without it
 * @scale: (nullable) (array length=N): ones without it
 * @run: (nullable): cancelled between tiles
 *
 * O(N D²), in double.
 *
 * Returns: (transfer full): the subspace for mus_subspace_free(), or %NULL
 */
MusSubspace *mus_subspace_new (MusMatrix *rows, const double *center, const double *scale,
                               const MusRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void         mus_subspace_free (MusSubspace *self);

/**
 * mus_subspace_panel:
 *
 * Returns: (transfer none): (r, MUS_PANEL) coordinates of the panel's rows
 */
const float *mus_subspace_panel (const MusSubspace *self, gsize panel);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusSubspace, mus_subspace_free)

G_END_DECLS
