/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "workspace/mus-workspace.h"

G_BEGIN_DECLS

/**
 * MusForYouState: what there is to show
 */
typedef enum
{
  MUS_FOR_YOU_WAITING,   /* what it takes is not there yet */
  MUS_FOR_YOU_EMPTY,     /* the taste has no thumbs */
  MUS_FOR_YOU_NO_LIKE,   /* it has only dislikes */
  MUS_FOR_YOU_ELSEWHERE, /* none of its likes is in the open catalog */
  MUS_FOR_YOU_NOTHING,   /* no track passes the filters */
  MUS_FOR_YOU_LIST,
} MusForYouState;

/**
 * MusForYou:
 *
 * What answers the current taste in the open catalog. It follows the taste, the catalog,
 * what was learned from it, the filters, and how long lists shall be; the ranking runs in a thread of its own, one
 * at a time, and the last question counts. Main thread only.
 *
 * The signal "changed" tells that there is another list, or another state.
 */
#define MUS_TYPE_FOR_YOU (mus_for_you_get_type ())
G_DECLARE_FINAL_TYPE (MusForYou, mus_for_you, MUS, FOR_YOU, GObject)

MusForYou *mus_for_you_new (MusWorkspace *workspace);

MusForYouState mus_for_you_get_state (MusForYou *self);

/**
 * mus_for_you_get_list:
 *
 * Returns: (transfer none) (nullable) (element-type MusRecommendation): the best first
 */
GArray *mus_for_you_get_list (MusForYou *self);

/**
 * mus_for_you_set_dials:
 *
 * Ranks anew; the middle of both is the default.
 */
void mus_for_you_set_dials (MusForYou *self, MusTasteDials dials);

/**
 * mus_for_you_has_more:
 *
 * Returns: whether mus_for_you_show_more() may lengthen the list
 */
gboolean mus_for_you_has_more (MusForYou *self);
void     mus_for_you_show_more (MusForYou *self);

/**
 * mus_for_you_something_else:
 *
 * Another list for the same question, as mus_other_list() makes it; without one the list
 * stays.
 */
void mus_for_you_something_else (MusForYou *self);

/**
 * mus_for_you_describe_change:
 *
 * Returns: (transfer full) (nullable): what something else has brought, as
 *   mus_other_list_describe() says it
 */
char *mus_for_you_describe_change (MusForYou *self);

/**
 * mus_for_you_more_like:
 *
 * The tracks most like a single one.
 */
void mus_for_you_more_like (MusForYou *self, guint32 row);

/**
 * mus_for_you_get_seed:
 *
 * Returns: the single track that the list is about, or %MUS_NO_ROW for the whole taste
 */
guint32 mus_for_you_get_seed (MusForYou *self);

/**
 * mus_for_you_go_back:
 *
 * From something else, or from the tracks like a single one, to the list before.
 */
void     mus_for_you_go_back (MusForYou *self);
gboolean mus_for_you_can_go_back (MusForYou *self);

G_END_DECLS
