/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "taste/mus-traits-private.h"

G_BEGIN_DECLS

/* How many likes are kept of each track. */
#define MUS_LIKENESS_BEST 5

/**
 * MusLikeness:
 *
 * Of each track the likes that sound most like it. The mean over a few of them, and not over
 * all, lets each of several interests speak for itself. It depends on the likes alone, not on
 * the order in which they came.
 */
typedef struct _MusLikeness MusLikeness;

/* @sound is (MUS_N_SOUND, n_tracks), as in MusTraits, and must outlive this. */
MusLikeness *mus_likeness_new (const float *sound, gsize n_tracks, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
void         mus_likeness_free (MusLikeness *self);

/* Rows, rising: @likes are all likes that hold from now on; @removed are none of them any
 * more, and @added were none before. */
void mus_likeness_update (MusLikeness *self, const GArray *removed, const GArray *added,
                          const GArray *likes);

/* The mean cosine to the few best likes, all of them when they are fewer; 0 without any. */
double mus_likeness_mean (const MusLikeness *self, guint32 row);

/* The like that sounds most like the track but for @place others, below MUS_LIKENESS_BEST;
 * MUS_NO_ROW without so many. */
guint32 mus_likeness_row (const MusLikeness *self, guint32 row, guint place);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusLikeness, mus_likeness_free)

G_END_DECLS
