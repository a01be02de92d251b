/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "taste/mus-recommender.h"

G_BEGIN_DECLS

/**
 * MusListTrail:
 *
 * The lists that were shown for one question before the present one, each with those before
 * it. Never changes once it is made, so that threads and the way back can share it by
 * references.
 */
typedef struct _MusListTrail MusListTrail;

/**
 * mus_list_trail_new:
 * @before: (nullable): the lists that were there before @list
 * @list: (element-type MusRecommendation): the last one; must not change any more
 */
MusListTrail *mus_list_trail_new (MusListTrail *before, GArray *list);
MusListTrail *mus_list_trail_ref (MusListTrail *self);
void          mus_list_trail_unref (MusListTrail *self);

/**
 * mus_list_trail_get_before:
 *
 * Returns: (transfer none) (nullable): the trail of the last list; %NULL when it is the first
 */
MusListTrail *mus_list_trail_get_before (const MusListTrail *self);

/* Returns: (transfer none) (element-type MusRecommendation) */
const GArray *mus_list_trail_get_first (const MusListTrail *self);
const GArray *mus_list_trail_get_last (const MusListTrail *self);

/**
 * mus_list_trail_n_tracks:
 *
 * Returns: how many tracks all its lists have together, one that is in two of them twice
 */
gsize mus_list_trail_n_tracks (const MusListTrail *self);

/**
 * mus_list_trail_copy_rows:
 * @rows: (out caller-allocates): mus_list_trail_n_tracks() of them
 */
void mus_list_trail_copy_rows (const MusListTrail *self, guint32 *rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusListTrail, mus_list_trail_unref)

G_END_DECLS
