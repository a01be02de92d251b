/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-distribution.h"

#include <stdlib.h>
#include <string.h>

#include "base/mus-error.h"
#include "base/mus-parallel.h"

typedef struct
{
  MusDistribution *distribution;
  const MusMatrix *features;
  float           *columns; /* (15, N) */
} Fit;

static int
compare_floats (const void *a, const void *b)
{
  float x = *(const float *) a;
  float y = *(const float *) b;

  return (x > y) - (x < y);
}

static void
fit_feature (gsize feature, guint worker, gpointer data)
{
  Fit   *fit = data;
  gsize  n = mus_matrix_n_rows (fit->features);
  float *column = fit->columns + feature * n;

  for (gsize row = 0; row < n; row++)
    column[row] = mus_matrix_row (fit->features, row)[feature];
  qsort (column, n, sizeof (float), compare_floats);

  for (gsize p = 0; p <= 100; p++)
    fit->distribution->quantile[feature][p] = column[p * (n - 1) / 100];
}

gboolean
mus_distribution_fit (MusDistribution *self, const MusMatrix *features, GError **error)
{
  gsize             n = mus_matrix_n_rows (features);
  g_autofree float *columns = mus_try_new (float, n * MUS_N_FEATURES, error);
  Fit               fit = { self, features, columns };

  memset (self, 0, sizeof *self);
  if (columns == NULL)
    return FALSE;

  if (n > 0)
    mus_parallel_for (MUS_N_FEATURES, fit_feature, &fit);

  return TRUE;
}
