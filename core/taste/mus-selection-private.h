/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "taste/mus-interests-private.h"
#include "taste/mus-likeness-private.h"
#include "taste/mus-list-rules-private.h"
#include "taste/mus-medians-private.h"
#include "taste/mus-pushes-private.h"

G_BEGIN_DECLS

/**
 * MusSelectionSource: what tracks are selected from
 * @traits: of all tracks
 * @index: what distances are measured with
 * @likeness: of the tracks to the likes
 * @taste: with at least one like
 * @pushes: of the dislikes
 * @medians: of the likes
 */
typedef struct
{
  const MusTraits        *traits;
  const MusNeighborIndex *index;
  const MusLikeness      *likeness;
  const MusTasteRows     *taste;
  const MusPushes        *pushes;
  MusMedians             *medians;
} MusSelectionSource;

/**
 * mus_selection_fill:
 * @scores: (n_tracks): the higher, the better
 * @rules: what the list may hold; its list is filled
 *
 * Fills a list with the tracks of the highest scores, but so that each interest gets its fair
 * part of the first places, and what a dislike pushes away comes behind the others.
 *
 * Returns: %FALSE with %MUS_ERROR_RESOURCE
 */
gboolean mus_selection_fill (const MusSelectionSource *source, const float *scores,
                             MusListRules *rules, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
