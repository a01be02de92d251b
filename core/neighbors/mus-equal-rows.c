/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "neighbors/mus-equal-rows-private.h"

#include <string.h>

#include "base/mus-error.h"
#include "base/mus-parallel.h"
#include "base/mus-sort.h"

/* Chains of multiplications that a processor works at side by side. */
#define LANES 4

/* From MurmurHash3's finalizer (Appleby): odd, so that each multiplication can be undone. */
#define FACTOR G_GUINT64_CONSTANT (0xff51afd7ed558ccd)

typedef struct
{
  const MusMatrix *rows;
  const MusRun    *run;
  MusSortItem     *items; /* (N) */
} Hashing;

/* Equal rows have equal hashes, and others hardly ever. */
static guint64
hash_row (const float *row, gsize n)
{
  guint64 lanes[LANES] = { 1, 2, 3, 4 }, hash = n;

  for (gsize i = 0; i < n; i++)
    {
      guint32 bits;

      memcpy (&bits, row + i, sizeof bits);
      lanes[i % LANES] = (lanes[i % LANES] ^ bits) * FACTOR;
      lanes[i % LANES] ^= lanes[i % LANES] >> 32;
    }
  for (gsize lane = 0; lane < LANES; lane++)
    {
      hash = (hash ^ lanes[lane]) * FACTOR;
      hash ^= hash >> 33;
    }

  return hash;
}

static void
hash_tile (gsize tile, guint worker, gpointer data)
{
  const Hashing *hashing = data;
  gsize          end = MIN ((tile + 1) * MUS_ROWS_A_POLL, mus_matrix_n_rows (hashing->rows));

  for (gsize row = tile * MUS_ROWS_A_POLL; row < end; row++)
    hashing->items[row] = (MusSortItem){
      .key = hash_row (mus_matrix_row (hashing->rows, row), mus_matrix_n_cols (hashing->rows)),
      .row = (guint32) row,
    };
}

/* The rows of a hash stand together, the lowest first. A row that shares the hash with another
 * one before it, and is not equal to the first of them, counts as the only one of its kind. */
static gboolean
count_equal (const MusMatrix *rows, const MusSortItem *items, guint32 *counts, const MusRun *run,
             GError **error)
{
  gsize   n_bytes = mus_matrix_n_cols (rows) * sizeof (float);
  gsize   first = 0;
  guint32 n_equal = 0;

  for (gsize i = 0; i < mus_matrix_n_rows (rows); i++)
    {
      if (!mus_run_goes_on (run, i, error))
        return FALSE;
      if (i == 0 || items[i].key != items[first].key)
        {
          first = i;
          n_equal = 0;
        }
      else if (n_bytes == 0 || memcmp (mus_matrix_row (rows, items[first].row),
                                       mus_matrix_row (rows, items[i].row), n_bytes) == 0)
        counts[items[i].row] = ++n_equal;
    }

  return TRUE;
}

guint32 *
mus_equal_rows_count (const MusMatrix *rows, const MusRun *run, GError **error)
{
  gsize                   n = mus_matrix_n_rows (rows);
  g_autofree MusSortItem *items = mus_try_new (MusSortItem, n, error);
  g_autofree MusSortItem *scratch = items != NULL ? mus_try_new (MusSortItem, n, error) : NULL;
  g_autofree guint32     *counts = scratch != NULL ? mus_try_new (guint32, n, error) : NULL;
  Hashing                 hashing = { .rows = rows, .run = run, .items = items };

  if (counts == NULL)
    return NULL;

  mus_parallel_for_run (run, (n + MUS_ROWS_A_POLL - 1) / MUS_ROWS_A_POLL, hash_tile, &hashing);
  if (mus_run_is_cancelled (run, error) || !mus_sort_items (items, scratch, n, run, error) ||
      !count_equal (rows, items, counts, run, error))
    return NULL;

  return g_steal_pointer (&counts);
}
