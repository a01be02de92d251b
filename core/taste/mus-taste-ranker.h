/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "taste/mus-recommender.h"

G_BEGIN_DECLS

/**
 * MusTaste:
 * @likes: (array length=n_likes): rows of the open catalog
 * @dislikes: (array length=n_dislikes): rows of the open catalog
 *
 * What somebody likes and dislikes, in any order; a repeated row counts once, and a row
 * that is both is a dislike. Likes that the open catalog does not have are the caller's to
 * keep. The struct borrows its arrays.
 */
typedef struct
{
  const guint32 *likes;
  gsize          n_likes;
  const guint32 *dislikes;
  gsize          n_dislikes;
} MusTaste;

/**
 * MusTasteDials:
 * @genre_weight: from 0, sound alone, to 1, genre alone
 * @popularity: from -1, hidden gems, to 1, hits
 *
 * What somebody turns. MUS_TASTE_DIALS_INIT has the middle of both.
 */
typedef struct
{
  double genre_weight;
  double popularity;
} MusTasteDials;

#define MUS_TASTE_DIALS_INIT { .genre_weight = 0.5, .popularity = 0.0 }

/**
 * MusTasteRanker:
 *
 * Ranks the whole catalog for a taste. It keeps what it found for the taste that it was last
 * told, so that a thumb more or less costs a few milliseconds. To be used by one thread at a
 * time; it uses all threads itself.
 */
typedef struct _MusTasteRanker MusTasteRanker;

#define MUS_TYPE_TASTE_RANKER (mus_taste_ranker_get_type ())

GType mus_taste_ranker_get_type (void) G_GNUC_CONST;

/**
 * mus_taste_ranker_new:
 * @catalog: the tracks; kept by reference
 * @index: over their embedding, by cosine: what distances and matches are measured with;
 *   kept by reference
 * @x: (N, 15) their standardised features
 * @run: (nullable): cancelled every few thousand tracks
 *
 * A few hundred milliseconds for 100,000 tracks.
 *
 * Returns: (transfer full): a ranker with an empty taste, or %NULL with %MUS_ERROR_RESOURCE
 *   or %G_IO_ERROR_CANCELLED
 */
MusTasteRanker *mus_taste_ranker_new (MusCatalog *catalog, MusNeighborIndex *index,
                                      const MusMatrix *x, const MusRun *run,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
MusTasteRanker *mus_taste_ranker_ref (MusTasteRanker *self);
void            mus_taste_ranker_unref (MusTasteRanker *self);

/**
 * mus_taste_ranker_set_taste:
 * @taste: the whole taste
 *
 * Only what differs from the taste before is worked on. The ranking depends on the taste
 * alone, not on the way to it.
 */
void mus_taste_ranker_set_taste (MusTasteRanker *self, const MusTaste *taste);

/**
 * mus_taste_ranker_list:
 * @dials: (nullable): %NULL for the middle of both
 * @settings: what the list may hold
 *
 * The tracks that answer the taste best, never one that is liked or disliked. Without a like
 * there is nothing to answer, and the list is empty.
 *
 * Returns: (transfer full) (element-type MusRecommendation): the best first, or %NULL with
 *   %MUS_ERROR_RESOURCE
 */
GArray *mus_taste_ranker_list (MusTasteRanker *self, const MusTasteDials *dials,
                               const MusRecommendSettings *settings,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusTasteRanker, mus_taste_ranker_unref)

G_END_DECLS
