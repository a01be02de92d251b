/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "taste/mus-traits-private.h"

G_BEGIN_DECLS

/**
 * MusInterests:
 * @n: how many there are, at least 1
 * @shares: (n): what part of the likes each has; together 1
 * @of_likes: (n_likes): to which one each like belongs
 *
 * The interests of a taste: groups of likes whose genres are related. Likes of one genre are
 * together from the start, and the two groups with the most related genres are joined until
 * none are related enough (agglomerative clustering with mean linkage). Without genres there
 * is one interest.
 */
typedef struct
{
  guint    n;
  double  *shares;
  guint16 *of_likes;
  guint    n_labels;
  float   *affinities; /* (n, n_labels): what each genre means to the interest */
} MusInterests;

/* Returns NULL with MUS_ERROR_RESOURCE. */
MusInterests *mus_interests_new (const MusTraits *traits, const guint32 *likes, gsize n_likes,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void          mus_interests_free (MusInterests *self);

/* The interest that a track serves best; 0 where its genres tell nothing. */
guint mus_interests_of_track (const MusInterests *self, const MusTraits *traits, guint32 row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusInterests, mus_interests_free)

G_END_DECLS
