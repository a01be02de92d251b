/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layout/mus-affinities.h"

G_BEGIN_DECLS

/*
 * The half of t-SNE's gradient that runs over the neighbors: w_ij = 1 / (1 + |y_i - y_j|²).
 * Both functions use all threads and give the same bytes for any number of them; once @run
 * is over they return early with nothing that could be used.
 */

/**
 * mus_attraction_evaluate:
 * @positions: (N, 2)
 * @forces: (out caller-allocates): (N, 2), row i becomes sum_j p_ij w_ij (y_i - y_j)
 */
void mus_attraction_evaluate (const MusAffinities *affinities, const MusRun *run,
                              const float *positions, float *forces);

/**
 * mus_attraction_kl_divergence:
 * @positions: (N, 2)
 * @normaliser: Z = sum over i != j of w_ij
 *
 * Returns: sum_ij p_ij log (p_ij Z / w_ij), the divergence of the map from the affinities
 */
double mus_attraction_kl_divergence (const MusAffinities *affinities, const MusRun *run,
                                     const float *positions, double normaliser);

G_END_DECLS
