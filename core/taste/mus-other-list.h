/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "taste/mus-list-trail.h"

G_BEGIN_DECLS

/* How many percentage points the mean match of another list may be lower. */
#define MUS_OTHER_LIST_LOSS 2.0

/* How many times a list's limit new tracks are worth looking at for another one. */
#define MUS_OTHER_LIST_POOL 4

/**
 * mus_other_list:
 * @settings: what the list may hold, with a limit
 * @trail: the lists that were there before
 * @fresh: (element-type MusRecommendation): tracks that no list before had, the best first;
 *   MUS_OTHER_LIST_POOL times the limit are enough
 *
 * Another list for the same question. As much of it is new as can be while its mean match is
 * at most MUS_OTHER_LIST_LOSS points lower than that of the first list, and than that of the
 * one just before, but at least half; the rest are the best matches of the one just before,
 * and stand behind. It is shorter than the limit where there is no other way, down to half of
 * the first list.
 *
 * New tracks are taken as they are ranked, without those whose match is too low: the floor of
 * the match is the lowest one that keeps the mean.
 *
 * Returns: (transfer full) (element-type MusRecommendation): empty when no new track matches
 *   well enough; or %NULL with %MUS_ERROR_RESOURCE
 */
GArray *mus_other_list (const MusCatalog *catalog, const MusRecommendSettings *settings,
                        const MusListTrail *trail, const GArray *fresh,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * MusRankFunc:
 *
 * Returns: (transfer full) (element-type MusRecommendation): the list of some question, the
 *   best first; or %NULL with an error
 */
typedef GArray *(*MusRankFunc) (const MusRecommendSettings *settings, gpointer user_data,
                                GError **error);

/**
 * mus_other_list_rank:
 * @trail: (nullable): the lists that were there before
 * @rank: asked once
 *
 * The list of a question: the first one, or with a trail another one, from what @rank finds
 * beyond the tracks of the trail.
 *
 * Returns: (transfer full) (element-type MusRecommendation): as mus_other_list(), or as @rank
 */
GArray *mus_other_list_rank (const MusCatalog *catalog, const MusRecommendSettings *settings,
                             const MusListTrail *trail, MusRankFunc rank, gpointer user_data,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_other_list_describe:
 * @trail: (nullable): the lists that were there before @list
 * @list: (nullable): %NULL when there is no other one
 *
 * Says how many tracks are new and what that costs.
 *
 * Returns: (transfer full): a translated sentence
 */
char *mus_other_list_describe (const MusListTrail *trail, const GArray *list);

G_END_DECLS
