/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-histogram.h"

#include <string.h>

void
mus_histogram_count (const MusMatrix *features,
                     MusFeature       feature,
                     double           low,
                     double           high,
                     const guint8    *allowed,
                     guint32         *counts,
                     guint            n_bins)
{
  gsize  n = mus_matrix_n_rows (features);
  double scale = n_bins / (high - low);

  memset (counts, 0, n_bins * sizeof *counts);
  for (gsize row = 0; row < n; row++)
    if (allowed == NULL || allowed[row] != 0)
      {
        double place = ((double) mus_matrix_row (features, row)[feature] - low) * scale;

        counts[(guint) CLAMP (place, 0.0, n_bins - 1.0)]++;
      }
}
