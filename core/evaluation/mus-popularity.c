/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "evaluation/mus-popularity-private.h"

#include <math.h>

#include "base/mus-error.h"
#include "base/mus-sort.h"

double
mus_popularity_of (const MusCatalog *catalog, gsize row)
{
  return (double) mus_matrix_row (mus_catalog_features (catalog), row)[MUS_FEATURE_POPULARITY];
}

double
mus_popularity_is_less (const MusPopularity *self, double popularity)
{
  if (popularity < self->middle)
    return 1.0;

  return popularity > self->middle ? 0.0 : self->middle_share;
}

/* The popularity of the middle track. */
static gboolean
find_middle (MusPopularity *self, const MusCatalog *catalog, const MusRun *run, GError **error)
{
  gsize                   n = mus_catalog_n_tracks (catalog);
  g_autofree MusSortItem *items = mus_try_new (MusSortItem, 2 * n, error);

  if (items == NULL)
    return FALSE;

  for (gsize row = 0; row < n; row++)
    {
      if (!mus_run_goes_on (run, row, error))
        return FALSE;
      items[row].key = mus_sort_key (mus_popularity_of (catalog, row));
    }
  if (!mus_sort_items (items, items + n, n, run, error))
    return FALSE;
  self->middle = mus_sort_value (items[n / 2].key);

  return TRUE;
}

gboolean
mus_popularity_measure (MusPopularity *self, const MusCatalog *catalog, const MusRun *run,
                        GError **error)
{
  gsize  n = mus_catalog_n_tracks (catalog), n_below = 0, n_equal = 0;
  double sum = 0.0;

  *self = (MusPopularity){ .mean = (double) NAN };
  if (n == 0 || !mus_catalog_has_feature (catalog, MUS_FEATURE_POPULARITY))
    return TRUE;
  if (!find_middle (self, catalog, run, error))
    return FALSE;

  for (gsize row = 0; row < n; row++)
    {
      double value = mus_popularity_of (catalog, row);

      if (!mus_run_goes_on (run, row, error))
        return FALSE;
      sum += value;
      n_below += value < self->middle;
      n_equal += value <= self->middle && value >= self->middle;
    }
  self->mean = sum / (double) n;
  self->middle_share = (0.5 * (double) n - (double) n_below) / (double) n_equal;

  return TRUE;
}
