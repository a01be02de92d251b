/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/mus-catalog.h"
#include "training/mus-model.h"

G_BEGIN_DECLS

/**
 * mus_explanation_words:
 * @catalog: the tracks
 * @x: (N, 15) their standardised features
 * @seed: what was asked for
 * @row: what was answered
 *
 * In a few words what the two share most and where they differ: "as acoustic, same tempo;
 * brighter". What is rare in the catalog counts for more than what most tracks share.
 *
 * Returns: (transfer full): translated words, never empty
 */
char *mus_explanation_words (const MusCatalog *catalog, const MusMatrix *x, guint32 seed,
                             guint32 row);

/**
 * mus_explanation_sentence:
 *
 * The same with the seed's title and the tempos: "As danceable and as loud as “Title”, same
 * tempo (122 against 124 BPM); livelier". All as in mus_explanation_words().
 *
 * Returns: (transfer full): a translated sentence, without a full stop
 */
char *mus_explanation_sentence (const MusCatalog *catalog, const MusMatrix *x, guint32 seed,
                                guint32 row);

/**
 * mus_explanation_shares:
 * @model: whose autoencoder made the embedding
 * @x: (N, 15) standardised features
 * @seed: what was asked for
 * @row: what was answered
 * @median: the median distance from the seed, as mus_match() takes it
 * @shares: (out caller-allocates): 15 numbers, percentage points of the match
 *
 * How much each feature adds to the match. The match is seen as a game of the features
 * that differ, in which a coalition S has the value of the match that the track would have
 * with the seed's numbers in S; its exact Shapley values (Shapley, 1953; Lundberg and Lee,
 * 2017) say what each difference costs, and a feature's share is an equal part of 100 less
 * its cost. The shares add up to the match.
 *
 * Returns: %FALSE when memory is short
 */
gboolean mus_explanation_shares (const MusModel *model, const MusMatrix *x, guint32 seed,
                                 guint32 row, double median, double *shares, GError **error);

/**
 * mus_explanation_order:
 * @shares: of mus_explanation_shares()
 * @order: (out caller-allocates): all 15 features, the one that decides most first: a share
 *   that is far from an equal part of 100 says that the match would be quite another with
 *   the seed's number in that feature. Ties to the feature that stands first
 */
void mus_explanation_order (const double *shares, MusFeature *order);

G_END_DECLS
