/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/mus-matrix.h"
#include "catalog/mus-feature.h"

G_BEGIN_DECLS

/**
 * mus_histogram_count:
 * @features: (N, 15), finite
 * @feature: which of them
 * @low: where the first bin begins
 * @high: where the last one ends; above @low
 * @allowed: (nullable) (array length=N): count only the tracks whose byte is not 0
 * @counts: (out caller-allocates) (array length=n_bins): how many tracks are in each of
 *   the @n_bins equal parts of [@low, @high]; the first and the last one hold those beyond,
 *   too
 */
void mus_histogram_count (const MusMatrix *features, MusFeature feature, double low,
                          double high, const guint8 *allowed, guint32 *counts, guint n_bins);

G_END_DECLS
