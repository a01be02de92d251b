/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-distribution.h"

#include <string.h>

#include "base/mus-error.h"
#include "base/mus-parallel.h"
#include "base/mus-sort.h"

typedef struct
{
  MusDistribution *distribution;
  const MusMatrix *features;
  const MusRun    *run;
  MusSortItem     *items; /* (n_workers, 2, N) */
} Fit;

static void
fit_feature (gsize feature, guint worker, gpointer data)
{
  Fit         *fit = data;
  gsize        n = mus_matrix_n_rows (fit->features);
  MusSortItem *items = fit->items + worker * 2 * n;

  for (gsize row = 0; row < n; row++)
    {
      if (!mus_run_goes_on (fit->run, row, NULL))
        return;
      items[row].key = mus_sort_key ((double) mus_matrix_row (fit->features, row)[feature]);
    }
  if (!mus_sort_items (items, items + n, n, fit->run, NULL))
    return;

  for (gsize p = 0; p <= 100; p++)
    fit->distribution->quantile[feature][p] =
        (float) mus_sort_value (items[p * (n - 1) / 100].key);
}

gboolean
mus_distribution_fit (MusDistribution *self,
                      const MusMatrix *features,
                      const MusRun    *run,
                      GError         **error)
{
  gsize                   n = mus_matrix_n_rows (features);
  g_autofree MusSortItem *items =
      mus_try_new (MusSortItem, mus_parallel_n_workers () * 2 * n, error);
  Fit                     fit = { self, features, run, items };

  memset (self, 0, sizeof *self);
  if (items == NULL)
    return FALSE;

  if (n > 0)
    mus_parallel_for (MUS_N_FEATURES, fit_feature, &fit);

  return !mus_run_is_cancelled (run, error);
}
