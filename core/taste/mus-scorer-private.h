/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "taste/mus-likeness-private.h"
#include "taste/mus-taste-ranker.h"

G_BEGIN_DECLS

/**
 * mus_scorer_score:
 * @traits: of the tracks
 * @catalog: the tracks
 * @likeness: of the tracks to the likes
 * @taste: with at least one like
 * @dials: as they are turned
 * @scores: (out caller-allocates): of each track; the higher, the better it answers
 *
 * The method stands in mus-scorer.c.
 *
 * Returns: %FALSE with %MUS_ERROR_RESOURCE
 */
gboolean mus_scorer_score (const MusTraits *traits, const MusCatalog *catalog,
                           const MusLikeness *likeness, const MusTaste *taste,
                           const MusTasteDials *dials, float *scores, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
