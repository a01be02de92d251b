/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-score-order-private.h"

#include <string.h>

#include "base/mus-error.h"

#define DIGIT 16
#define N_DIGITS (1 << DIGIT)

/* The larger the score, the smaller its key. */
static guint32
make_key (float score)
{
  guint32 bits;

  memcpy (&bits, &score, sizeof bits);

  return (bits >> 31) != 0 ? bits : ~bits & 0x7fffffffu;
}

/* Sorts @rows by one digit of their keys into @sorted. */
static void
sort_by_digit (const guint32 *keys, guint shift, const guint32 *rows, gsize n, guint32 *sorted)
{
  g_autofree guint32 *starts = g_new0 (guint32, N_DIGITS + 1);

  for (gsize i = 0; i < n; i++)
    starts[(keys[i] >> shift) % N_DIGITS + 1]++;
  for (gsize i = 1; i < N_DIGITS; i++)
    starts[i] += starts[i - 1];
  for (gsize i = 0; i < n; i++)
    sorted[starts[(keys[rows[i]] >> shift) % N_DIGITS]++] = rows[i];
}

guint32 *
mus_score_order (const float *scores, gsize n, GError **error)
{
  g_autofree guint32 *keys = mus_try_new (guint32, n, error);
  g_autofree guint32 *other = keys != NULL ? mus_try_new (guint32, n, error) : NULL;
  g_autofree guint32 *rows = other != NULL ? mus_try_new (guint32, n, error) : NULL;

  if (rows == NULL)
    return NULL;

  for (gsize i = 0; i < n; i++)
    {
      keys[i] = make_key (scores[i]);
      rows[i] = (guint32) i;
    }
  sort_by_digit (keys, 0, rows, n, other);
  sort_by_digit (keys, DIGIT, other, n, rows);

  return g_steal_pointer (&rows);
}
