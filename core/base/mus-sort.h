/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/mus-run.h"

G_BEGIN_DECLS

/**
 * MusSortItem:
 * @key: what it is sorted by
 * @row: whatever the caller wants to find again
 * @tag: likewise
 */
typedef struct
{
  guint64 key;
  guint32 row;
  guint32 tag;
} MusSortItem;

/**
 * mus_sort_key:
 * @value: not NaN
 *
 * Returns: a key that sorts as the number does
 */
guint64 mus_sort_key (double value);

/**
 * mus_sort_value:
 *
 * Returns: the number that mus_sort_key() made @key of
 */
double mus_sort_value (guint64 key);

/**
 * mus_sort_items:
 * @items: (array length=n): are put in the order of their keys, lowest first; equal ones
 *   stay in the order in which they stand
 * @scratch: (array length=n): is overwritten
 * @run: (nullable): cancelled within a pass over the items
 *
 * Linear in @n, for any keys.
 *
 * Returns: %FALSE with @error when cancelled; the items are then in no order
 */
gboolean mus_sort_items (MusSortItem *items, MusSortItem *scratch, gsize n, const MusRun *run,
                         GError **error);

G_END_DECLS
