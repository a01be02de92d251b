/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/mus-matrix.h"
#include "base/mus-run.h"
#include "catalog/mus-feature.h"

G_BEGIN_DECLS

/**
 * MusScaler:
 * @mean: of each feature, in its own unit
 * @deviation: population standard deviation; 0 for a constant feature
 *
 * Brings features to mean 0 and deviation 1; a constant one becomes zeros.
 */
typedef struct
{
  double mean[MUS_N_FEATURES];
  double deviation[MUS_N_FEATURES];
} MusScaler;

/**
 * mus_scaler_fit:
 * @features: (N, 15), finite
 * @run: (nullable): cancelled between blocks of rows
 *
 * Sums in double, in the order of the rows.
 *
 * Returns: %FALSE with @error when cancelled
 */
gboolean mus_scaler_fit (MusScaler *self, const MusMatrix *features, const MusRun *run,
                         GError **error);

/**
 * mus_scaler_transform:
 * @run: (nullable): cancelled between blocks of rows
 *
 * Returns: (transfer full): (N, 15) standardised features, or %NULL when cancelled, or when
 *   memory is short
 */
MusMatrix *mus_scaler_transform (const MusScaler *self, const MusMatrix *features,
                                 const MusRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
