/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "taste/mus-recommender.h"

G_BEGIN_DECLS

/* How many percentage points the mean match of another list may be lower. */
#define MUS_OTHER_LIST_LOSS 2.0

/* How many times a list's limit new tracks are worth looking at for another one. */
#define MUS_OTHER_LIST_POOL 4

/**
 * mus_other_list:
 * @settings: what the list may hold, with a limit
 * @before: (element-type MusRecommendation): the list that was there before
 * @fresh: (element-type MusRecommendation): tracks that no list before had, the best first;
 *   MUS_OTHER_LIST_POOL times the limit are enough
 *
 * Another list for the same question. As much of it is new as can be while its mean match is
 * at most MUS_OTHER_LIST_LOSS points lower than that of the list before, but at least half;
 * the rest are the best matches of the list before, and stand behind. It is shorter than the
 * limit where there is no other way.
 *
 * New tracks are taken as they are ranked, without those whose match is too low: the floor of
 * the match is the lowest one that keeps the mean.
 *
 * Returns: (transfer full) (element-type MusRecommendation): empty when no new track matches
 *   well enough
 */
GArray *mus_other_list (const MusCatalog *catalog, const MusRecommendSettings *settings,
                        const GArray *before, const GArray *fresh) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_other_list_describe:
 *
 * Says how many tracks are new and what that costs.
 *
 * Returns: (transfer full): a translated sentence
 */
char *mus_other_list_describe (const GArray *before, const GArray *list);

G_END_DECLS
