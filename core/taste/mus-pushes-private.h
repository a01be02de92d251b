/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "neighbors/mus-neighbor-index.h"
#include "taste/mus-taste-rows-private.h"

G_BEGIN_DECLS

/**
 * MusPushes:
 *
 * The tracks that dislikes push away: the nearest ones of each, but for those that are nearer
 * to a like.
 */
typedef struct _MusPushes MusPushes;

/* @index and @taste must outlive this. */
MusPushes *mus_pushes_new (const MusNeighborIndex *index, const MusTasteRows *taste);
void       mus_pushes_free (MusPushes *self);

/* Brings them up to date with the taste, which has just changed so. */
void mus_pushes_update (MusPushes *self, const MusTasteChange *change);

gboolean mus_pushes_away (const MusPushes *self, guint32 row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusPushes, mus_pushes_free)

G_END_DECLS
