/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-catalog-private.h"

#include <math.h>

#include "base/mus-error.h"
#include "base/mus-sort.h"

/* The median of the numbers of a column; 0 when there are none. */
static gboolean
find_median (const MusCatalog *self,
             const double     *values,
             MusFeature        feature,
             double           *median,
             const MusRun     *run,
             GError          **error)
{
  gsize                   n = 0;
  g_autofree MusSortItem *items = mus_try_new (MusSortItem, 2 * self->n_tracks, error);

  if (items == NULL)
    return FALSE;

  for (gsize i = 0; i < self->n_tracks; i++)
    {
      double value = values[i * MUS_N_FEATURES + feature];

      if (!mus_run_goes_on (run, i, error))
        return FALSE;
      if (!isnan (value))
        items[n++].key = mus_sort_key (value);
    }
  if (!mus_sort_items (items, items + self->n_tracks, n, run, error))
    return FALSE;

  if (n > 0)
    {
      double middle = mus_sort_value (items[n / 2].key);

      *median = n % 2 == 1 ? middle : (mus_sort_value (items[n / 2 - 1].key) + middle) / 2.0;
    }

  return TRUE;
}

gboolean
mus_catalog_make_features (MusCatalog   *self,
                           const double *values,
                           const gsize  *n_missing,
                           const MusRun *run,
                           GError      **error)
{
  MusCatalogSummary *summary = &self->summary;
  double             medians[MUS_N_FEATURES] = { 0.0 };
  guint32            varies = 0;
  float             *data;

  self->features = mus_matrix_new (self->n_tracks, MUS_N_FEATURES, error);
  if (self->features == NULL)
    return FALSE;

  data = mus_matrix_fill (self->features);
  for (MusFeature f = 0; f < MUS_N_FEATURES; f++)
    {
      gboolean has_column = (summary->missing & (1u << f)) == 0;

      if (!has_column || n_missing[f] == 0)
        continue;
      if (!find_median (self, values, f, &medians[f], run, error))
        return FALSE;
      summary->n_filled += n_missing[f];
    }

  for (gsize i = 0; i < self->n_tracks; i++)
    {
      if (!mus_run_goes_on (run, i, error))
        return FALSE;
      for (MusFeature f = 0; f < MUS_N_FEATURES; f++)
        {
          double value = values[i * MUS_N_FEATURES + f];
          float  filled = (float) (isnan (value) ? medians[f] : value);

          data[i * MUS_N_FEATURES + f] = filled;
          varies |= (guint32) (filled != data[f]) << f;
        }
    }
  summary->constant = ~varies & ((1u << MUS_N_FEATURES) - 1);

  return TRUE;
}
