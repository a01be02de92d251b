/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layout/mus-affinities.h"

G_BEGIN_DECLS

/**
 * MusTsne:
 *
 * The state of a t-SNE under way: positions, and what the optimiser remembers of each. The
 * optimiser is gradient descent with momentum and a gain for each coordinate (Jacobs, 1988).
 * No allocation in a step, save for the grid of the repulsion when the map outgrows it.
 * Belongs to one thread.
 */
typedef struct _MusTsne MusTsne;

/**
 * MusTsneStep: how far a step goes
 */
typedef struct
{
  double exaggeration;  /* what all p_ij are multiplied by; 1 but in the early phase */
  double momentum;      /* share of the last step that is taken again, in [0, 1) */
  double learning_rate; /* above 0 */
} MusTsneStep;

/**
 * mus_tsne_new:
 * @affinities: (transfer full): P
 * @start: (array length=2N): where the rows start, row after row
 * @run: (nullable): outlives the state; once it is over, steps and sums end between tiles
 *   with %G_IO_ERROR_CANCELLED and leave the positions as they were
 *
 * Returns: (transfer full): the state, or %NULL when memory is short
 */
MusTsne *mus_tsne_new (MusAffinities *affinities, const float *start, const MusRun *run,
                       GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
void     mus_tsne_free (MusTsne *self);

/**
 * mus_tsne_step:
 *
 * One step down the gradient 4 sum_j (e p_ij - q_ij) w_ij (y_i - y_j), with the repulsion
 * by FFT.
 *
 * Returns: %FALSE when memory is short or the run is over
 */
gboolean mus_tsne_step (MusTsne *self, const MusTsneStep *step, GError **error);

/**
 * mus_tsne_gradient:
 * @exaggeration: as in a step
 * @gradient: (out caller-allocates): (N, 2) in the order of the rows
 *
 * What a step goes by, for those who hold it against something.
 *
 * Returns: %FALSE when memory is short or the run is over
 */
gboolean mus_tsne_gradient (MusTsne *self, double exaggeration, float *gradient,
                            GError **error);

/**
 * mus_tsne_kl_divergence:
 * @kl_divergence: (out): of the positions as they are, without exaggeration
 *
 * Returns: %FALSE when memory is short or the run is over
 */
gboolean mus_tsne_kl_divergence (MusTsne *self, double *kl_divergence, GError **error);

/**
 * mus_tsne_sort:
 *
 * Puts in memory side by side what is side by side on the map, which makes the steps that
 * follow faster. The order of the rows outside stays.
 *
 * Returns: %FALSE when memory is short or the run is over
 */
gboolean mus_tsne_sort (MusTsne *self, GError **error);

/**
 * mus_tsne_positions:
 * @positions: (out caller-allocates): (N, 2) in the order of the rows, their mean at the
 *   origin
 */
void mus_tsne_positions (const MusTsne *self, float *positions);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusTsne, mus_tsne_free)

G_END_DECLS
