/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "training/mus-autoencoder-private.h"
#include "training/mus-labels.h"

G_BEGIN_DECLS

/**
 * MUS_CODE_INPUTS: what a code is a linear function of: the hidden units and a constant 1
 */
#define MUS_CODE_INPUTS (MUS_HIDDEN + 1)

/**
 * MusGenreHead:
 *
 * What a code says of its track's genres: a direction v for each of L labels, and for a
 * code u the probabilities
 *
 *   softmax (s cos (u, v))
 *
 * The loss of a track with m labels is their mean cross-entropy, −1/m Σ log p; that of a
 * track without a label is 0. As only angles count, here as in the search for neighbors,
 * what is learned is what the search sees. (Wojke and Bewley, "Deep cosine metric learning
 * for person re-identification", 2018, equation 3; Wang et al., "NormFace", 2017, on why
 * cosines need a scale s.)
 *
 * Like the rest of the network it is folded: with the inputs g = (h, 1) of the code layer
 * u = C g, the cosine needs only V̂ C, where V̂ are the directions at length 1, and
 * |u|² = gᵀ (Cᵀ C) g. Exactly the same function, whatever the size of the embedding.
 */
typedef struct _MusGenreHead MusGenreHead;

/**
 * mus_genre_head_new:
 * @dimensions: D of the autoencoder
 * @labels: kept, not copied
 */
MusGenreHead *mus_genre_head_new (guint dimensions, const MusLabels *labels);
void          mus_genre_head_free (MusGenreHead *self);

/**
 * mus_genre_head_count_outputs:
 *
 * Returns: L + 33, how many numbers a row of mus_genre_head_process() needs
 */
gsize mus_genre_head_count_outputs (const MusGenreHead *self);

/**
 * mus_genre_head_count_folded:
 *
 * Returns: how many numbers the folded head and its gradient have
 */
gsize mus_genre_head_count_folded (const MusGenreHead *self);

/**
 * mus_genre_head_fold:
 * @directions: (L, D) of any length but 0
 * @code_weights: (D, 32) of the code layer
 * @code_biases: (D)
 *
 * Before a batch: takes over the parameters that it has.
 */
void mus_genre_head_fold (MusGenreHead *self, const float *directions, const float *code_weights,
                          const float *code_biases);

/**
 * mus_genre_head_process:
 * @rows: (array length=n): which tracks
 * @h: (n, 32) their hidden units
 * @scale: of the derivative
 * @outputs: (out caller-allocates): n x mus_genre_head_count_outputs(), scratch
 * @dh: (inout) (nullable): (n, 32) the derivative is added; %NULL: only the loss is wanted
 * @d: (out) (nullable): mus_genre_head_count_folded() derivatives by the folded head
 *
 * Thread-safe.
 *
 * Returns: the sum of the tracks' losses
 */
double mus_genre_head_process (const MusGenreHead *self, const guint32 *rows, gsize n,
                               const float *h, float scale, float *outputs, float *dh, float *d);

/**
 * mus_genre_head_unfold:
 * @d: as mus_genre_head_process() gives it
 * @d_directions: (out): (L, D)
 * @d_code_weights: (inout): (D, 32) the head's share is added
 * @d_code_biases: (inout): (D) as above
 */
void mus_genre_head_unfold (MusGenreHead *self, const float *d, float *d_directions,
                            float *d_code_weights, float *d_code_biases);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusGenreHead, mus_genre_head_free)

G_END_DECLS
