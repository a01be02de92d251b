/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "taste/mus-likeness-private.h"
#include "taste/mus-taste-ranker.h"

G_BEGIN_DECLS

/**
 * MusScorer: what a taste says about tracks
 */
typedef struct _MusScorer MusScorer;

/**
 * mus_scorer_new:
 * @traits: of the tracks
 * @catalog: the tracks
 * @likeness: of the tracks to the likes
 * @taste: with at least one like
 * @dials: as they are turned
 *
 * All must outlive it. The method stands in mus-scorer.c.
 *
 * Returns: (transfer full): or %NULL with %MUS_ERROR_RESOURCE
 */
MusScorer *mus_scorer_new (const MusTraits *traits, const MusCatalog *catalog,
                           const MusLikeness *likeness, const MusTaste *taste,
                           const MusTasteDials *dials, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void       mus_scorer_free (MusScorer *self);

/* Of each track; the higher, the better it answers. Returns FALSE with MUS_ERROR_RESOURCE. */
gboolean mus_scorer_score (MusScorer *self, float *scores, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* Tells what brings a track before the mean one, after mus_scorer_score(). A score is the sum
 * of its terms, so that the Shapley value of each, from the mean track to this one, is its
 * difference. */
void mus_scorer_find_reasons (const MusScorer *self, guint32 row, double *reasons);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusScorer, mus_scorer_free)

G_END_DECLS
