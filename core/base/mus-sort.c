/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/mus-sort.h"

#include <string.h>

/* Up to this many are faster put in their places one by one. */
#define MAX_INSERTED 32

#define SIGN G_GUINT64_CONSTANT (0x8000000000000000)

guint64
mus_sort_key (double value)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);

  return (bits & SIGN) != 0 ? ~bits : bits | SIGN;
}

double
mus_sort_value (guint64 key)
{
  guint64 bits = (key & SIGN) != 0 ? key & ~SIGN : ~key;
  double  value;

  memcpy (&value, &bits, sizeof value);

  return value;
}

static void
insert_one_by_one (MusSortItem *items, gsize n)
{
  for (gsize i = 1; i < n; i++)
    {
      MusSortItem item = items[i];
      gsize       to = i;

      for (; to > 0 && items[to - 1].key > item.key; to--)
        items[to] = items[to - 1];
      items[to] = item;
    }
}

static gboolean
count_bytes (const MusSortItem *items, gsize n, gsize counts[8][256], const MusRun *run,
             GError **error)
{
  memset (counts, 0, 8 * 256 * sizeof (gsize));
  for (gsize i = 0; i < n; i++)
    {
      guint64 key = items[i].key;

      if (!mus_run_goes_on (run, i, error))
        return FALSE;
      for (guint byte = 0; byte < 8; byte++, key >>= 8)
        counts[byte][key & 0xff]++;
    }

  return TRUE;
}

/* Moves the items to where those before each value of the byte end; equal ones stay in
 * order. */
static gboolean
scatter (const MusSortItem *from, MusSortItem *to, gsize n, guint byte, gsize *counts,
         const MusRun *run, GError **error)
{
  gsize start = 0;

  for (guint value = 0; value < 256; value++)
    {
      gsize count = counts[value];

      counts[value] = start;
      start += count;
    }
  for (gsize i = 0; i < n; i++)
    {
      if (!mus_run_goes_on (run, i, error))
        return FALSE;
      to[counts[from[i].key >> 8 * byte & 0xff]++] = from[i];
    }

  return TRUE;
}

gboolean
mus_sort_items (MusSortItem  *items,
                MusSortItem  *scratch,
                gsize         n,
                const MusRun *run,
                GError      **error)
{
  MusSortItem *from = items, *to = scratch;
  gsize        counts[8][256];

  if (n <= MAX_INSERTED)
    {
      insert_one_by_one (items, n);
      return TRUE;
    }

  if (!count_bytes (items, n, counts, run, error))
    return FALSE;
  /* A radix sort from the lowest byte on; one that all have in common needs no pass. */
  for (guint byte = 0; byte < 8; byte++)
    if (counts[byte][items[0].key >> 8 * byte & 0xff] < n)
      {
        MusSortItem *sorted = to;

        if (!scatter (from, to, n, byte, counts[byte], run, error))
          return FALSE;
        to = from;
        from = sorted;
      }
  if (from != items)
    memcpy (items, from, n * sizeof *items);

  return TRUE;
}
