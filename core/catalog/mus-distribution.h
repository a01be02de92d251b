/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/mus-matrix.h"
#include "base/mus-run.h"
#include "catalog/mus-feature.h"

G_BEGIN_DECLS

/**
 * MusDistribution:
 * @quantile: of each feature, in its own unit: quantile[f][p] is the value that p percent
 *   of the tracks do not exceed
 *
 * How a catalog's features are spread, so that one track can be shown against all.
 */
typedef struct
{
  float quantile[MUS_N_FEATURES][101];
} MusDistribution;

/**
 * mus_distribution_fit:
 * @features: (N, 15), finite; with N = 0 all quantiles are 0
 *
 * Returns: %FALSE when cancelled, or when memory is short
 */
gboolean mus_distribution_fit (MusDistribution *self, const MusMatrix *features,
                               const MusRun *run, GError **error);

G_END_DECLS
