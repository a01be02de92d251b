/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "neighbors/mus-neighbor-index-private.h"

G_BEGIN_DECLS

/**
 * MusCandidate: a slot that may be among the nearest
 */
typedef struct
{
  float   upper; /* its score is at most this */
  guint32 slot;
} MusCandidate;

/**
 * MusRanked: a row with its distance, calculated in double
 */
typedef struct
{
  double  distance;
  guint32 row;
} MusRanked;

/**
 * MusShortlists:
 *
 * For each of some lists, those of all the slots that were offered to it that may be among
 * the k nearest. A list has room for more than k; when it is full, its bar is raised to
 * what k of its candidates are sure to reach, and who is below it goes. What is left at
 * the end is measured in double, so that the result depends neither on float32 nor on the
 * order in which slots were offered.
 */
typedef struct
{
  const MusNeighborIndex *index;
  gsize                   k;        /* at least 1 */
  gsize                   capacity; /* of a list */
  MusCandidate           *items;    /* (lists, capacity) */
  guint32                *n_items;  /* (lists) */
  float                  *bars;     /* (lists, and MUS_PANEL behind them that let nobody in) */
} MusShortlists;

/**
 * mus_shortlists_init:
 * @n_lists: how many; at most k + k / 2 + 16 candidates a list are held
 *
 * Returns: %FALSE with %MUS_ERROR_RESOURCE; mus_shortlists_clear() is needed all the same
 */
gboolean mus_shortlists_init (MusShortlists *self, const MusNeighborIndex *index, gsize n_lists,
                              gsize k, GError **error);
void     mus_shortlists_clear (MusShortlists *self);

/**
 * mus_shortlists_empty:
 * @n_lists: how many of the lists, the first ones
 *
 * Makes them as mus_shortlists_init() left them.
 */
void mus_shortlists_empty (MusShortlists *self, gsize n_lists);

/**
 * mus_shortlists_prune:
 * @asked: the slot whose neighbors @list holds
 *
 * Makes room in a full list.
 */
void mus_shortlists_prune (MusShortlists *self, gsize list, guint32 asked);

/**
 * mus_shortlists_want:
 *
 * For searches that offer every slot but the asked one to a list: so many equal rows may
 * precede this one's that a list of k is full of them, whoever is asked.
 *
 * Returns: whether @slot can be among the k nearest of any other
 */
static inline gboolean
mus_shortlists_want (const MusShortlists *self, guint32 slot)
{
  return self->index->n_equal[slot] <= self->k;
}

/**
 * mus_shortlists_offer:
 * @list: which list; two threads never offer to the same one at once
 * @asked: the slot whose neighbors it holds
 * @slot: another slot, offered once
 * @upper: the upper bound of the score of the two
 */
static inline void
mus_shortlists_offer (MusShortlists *self, gsize list, guint32 asked, guint32 slot, float upper)
{
  if (!(upper >= self->bars[list]))
    return;

  self->items[list * self->capacity + self->n_items[list]++] =
      (MusCandidate){ .upper = upper, .slot = slot };
  if (self->n_items[list] == self->capacity)
    mus_shortlists_prune (self, list, asked);
}

/**
 * mus_shortlists_merge:
 * @from: a list that holds other slots than @to
 * @to: the list that gets them
 * @asked: the slot whose neighbors both hold
 */
void mus_shortlists_merge (MusShortlists *self, gsize from, gsize to, guint32 asked);

/**
 * mus_shortlists_rank:
 * @ranked: (out caller-allocates): room for capacity
 *
 * Measures what is left in the list.
 *
 * Returns: how many there are, at most k: the nearest first, ties to the lower row
 */
gsize mus_shortlists_rank (MusShortlists *self, gsize list, guint32 asked, MusRanked *ranked);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MusShortlists, mus_shortlists_clear)

G_END_DECLS
