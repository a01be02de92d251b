/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-levels-private.h"

#include "base/mus-error.h"
#include "base/mus-parallel.h"
#include "base/mus-sort.h"

typedef struct
{
  const MusLevelColumn *columns;
  guint                 n_columns;
  gsize                 n_tracks;
  const MusRun         *run;
  MusSortItem          *items; /* (n_workers, 2, n_tracks) */
  guint8               *levels;
} Work;

static guint8
find_level (const double *quantiles, double value)
{
  guint level = 0;

  for (guint step = 64; step > 0; step /= 2)
    if (level + step < MUS_N_LEVELS && value >= quantiles[level + step - 1])
      level += step;

  return (guint8) level;
}

static void
level_column (gsize column, guint worker, gpointer data)
{
  const Work         *self = data;
  gsize               n = self->n_tracks;
  const MusLevelColumn *numbers = &self->columns[column];
  MusSortItem        *items = self->items + worker * 2 * n;
  double              quantiles[MUS_N_LEVELS - 1];

  for (gsize row = 0; row < n; row++)
    items[row].key = mus_sort_key ((double) numbers->values[row * numbers->stride]);
  if (!mus_sort_items (items, items + n, n, self->run, NULL))
    return;

  for (gsize p = 0; p < MUS_N_LEVELS - 1; p++)
    quantiles[p] = mus_sort_value (items[p * (n - 1) / (MUS_N_LEVELS - 2)].key);
  for (gsize row = 0; row < n; row++)
    self->levels[row * self->n_columns + column] =
        find_level (quantiles, (double) numbers->values[row * numbers->stride]);
}

guint8 *
mus_levels_new (const MusLevelColumn *columns, guint n_columns, gsize n_tracks, const MusRun *run,
                GError **error)
{
  g_autofree guint8      *levels = mus_try_new (guint8, n_columns * n_tracks, error);
  g_autofree MusSortItem *items =
      levels != NULL ? mus_try_new (MusSortItem, mus_parallel_n_workers () * 2 * n_tracks, error)
                     : NULL;
  Work work = { columns, n_columns, n_tracks, run, items, levels };

  if (items == NULL)
    return NULL;

  if (n_tracks > 0)
    mus_parallel_for_run (run, n_columns, level_column, &work);

  return mus_run_is_cancelled (run, error) ? NULL : g_steal_pointer (&levels);
}
