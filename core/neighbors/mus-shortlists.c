/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "neighbors/mus-shortlists-private.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/mus-error.h"
#include "base/mus-simd.h"

/* Halvings of the interval in which the bar lies: what it is off then is far below the
 * spread of a list's scores. */
#define HALVINGS 16

gboolean
mus_shortlists_init (MusShortlists *self, const MusNeighborIndex *index, gsize n_lists, gsize k,
                     GError **error)
{
  *self = (MusShortlists){ .index = index, .k = k, .capacity = k + k / 2 + 16 };
  if ((self->items = mus_try_new (MusCandidate, n_lists * self->capacity, error)) == NULL ||
      (self->n_items = mus_try_new (guint32, n_lists, error)) == NULL ||
      (self->bars = mus_try_new (float, n_lists + MUS_PANEL, error)) == NULL)
    return FALSE;

  mus_shortlists_empty (self, n_lists);
  for (gsize i = n_lists; i < n_lists + MUS_PANEL; i++)
    self->bars[i] = INFINITY;

  return TRUE;
}

void
mus_shortlists_empty (MusShortlists *self, gsize n_lists)
{
  for (gsize i = 0; i < n_lists; i++)
    {
      self->n_items[i] = 0;
      self->bars[i] = -FLT_MAX;
    }
}

void
mus_shortlists_clear (MusShortlists *self)
{
  g_clear_pointer (&self->items, g_free);
  g_clear_pointer (&self->n_items, g_free);
  g_clear_pointer (&self->bars, g_free);
}

/* How many candidates reach a score. */
MUS_INLINE gsize
count_above (const MusCandidate *items, gsize n, float score)
{
  guint32 count = 0;

  for (gsize i = 0; i < n; i++)
    count += items[i].upper >= score;

  return count;
}

/* A score that at least k candidates reach, and few more. */
MUS_CLONES static float
find_kth (const MusCandidate *items, gsize n, gsize k)
{
  float low = items[0].upper, high = items[0].upper;

  for (gsize i = 1; i < n; i++)
    {
      low = MIN (low, items[i].upper);
      high = MAX (high, items[i].upper);
    }

  for (guint i = 0; i < HALVINGS; i++)
    {
      float middle = low + (high - low) / 2;
      gsize count = count_above (items, n, middle);

      if (count >= k)
        low = middle;
      else
        high = middle;
      if (count == k)
        break;
    }

  return low;
}

static int
compare_ranked (const void *a, const void *b)
{
  const MusRanked *x = a, *y = b;

  if (x->distance != y->distance)
    return x->distance < y->distance ? -1 : 1;

  return x->row < y->row ? -1 : x->row > y->row;
}

/* Measures all candidates of a list and sorts them. */
static gsize
measure (const MusShortlists *self, gsize list, guint32 asked, MusRanked *ranked)
{
  const MusCandidate *items = self->items + list * self->capacity;
  const guint32      *rows = self->index->subspace->rows;
  gsize               n = self->n_items[list];

  for (gsize i = 0; i < n; i++)
    {
      guint32 row = rows[items[i].slot];

      ranked[i].distance = mus_neighbor_index_distance (self->index, rows[asked], row);
      ranked[i].row = row;
    }
  qsort (ranked, n, sizeof *ranked, compare_ranked);

  return MIN (n, self->k);
}

/* Raises the bar by what the bounds alone say. */
static void
drop_by_bounds (MusShortlists *self, gsize list, guint32 asked)
{
  MusCandidate *items = self->items + list * self->capacity;
  const float  *slack = self->index->slack;
  gsize         n = self->n_items[list], n_left = 0;
  float         most = 0.0f, sure;

  if (n <= self->k)
    return;

  for (gsize i = 0; i < n; i++)
    most = MAX (most, slack[items[i].slot]);
  sure = find_kth (items, n, self->k) - slack[asked] - most;
  sure = MAX (sure, self->bars[list]);
  self->bars[list] = sure;

  for (gsize i = 0; i < n; i++)
    {
      /* Without a branch: no processor could foresee it. */
      items[n_left] = items[i];
      n_left += items[i].upper >= sure;
    }
  self->n_items[list] = (guint32) n_left;
}

/* Where so many are so near to each other that float32 can't tell them apart. */
static void
drop_by_distance (MusShortlists *self, gsize list, guint32 asked)
{
  MusCandidate         *items = self->items + list * self->capacity;
  g_autofree MusRanked *ranked = g_new (MusRanked, self->n_items[list]);
  gsize                 n = measure (self, list, asked, ranked);
  double                last = mus_neighbor_index_score (self->index, ranked[n - 1].distance);

  for (gsize i = 0; i < n; i++)
    {
      double score = mus_neighbor_index_score (self->index, ranked[i].distance);

      items[i].slot = self->index->subspace->slots[ranked[i].row];
      items[i].upper = nextafterf ((float) score, INFINITY);
    }
  self->n_items[list] = (guint32) n;
  self->bars[list] = fmaxf (self->bars[list], nextafterf ((float) last, -INFINITY));
}

void
mus_shortlists_prune (MusShortlists *self, gsize list, guint32 asked)
{
  drop_by_bounds (self, list, asked);
  if (self->n_items[list] > self->capacity - (self->capacity - self->k) / 2)
    drop_by_distance (self, list, asked);
}

void
mus_shortlists_merge (MusShortlists *self, gsize from, gsize to, guint32 asked)
{
  const MusCandidate *items = self->items + from * self->capacity;

  self->bars[to] = MAX (self->bars[to], self->bars[from]);
  for (gsize i = 0; i < self->n_items[from]; i++)
    mus_shortlists_offer (self, to, asked, items[i].slot, items[i].upper);
}

gsize
mus_shortlists_rank (MusShortlists *self, gsize list, guint32 asked, MusRanked *ranked)
{
  drop_by_bounds (self, list, asked);

  return measure (self, list, asked, ranked);
}
