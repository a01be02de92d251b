/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "taste/mus-traits-private.h"

G_BEGIN_DECLS

/**
 * mus_kinship_ratios:
 * @rows: (array length=n): tracks, each once
 * @ratios: (out caller-allocates): (n_tracks): logs; 0 for all when there are no rows
 *
 * How much more often than by chance one comes from @rows to each track by way of artists and
 * albums: a random walk with restart (Tong, Faloutsos and Pan, 2006), which goes from a track
 * to one of its artists, or to its album, and from there to one of the tracks. So a track is
 * akin by its artist, by its album, by an artist who made another track with that one, or who
 * stands beside it on a compilation; and the fewer others are, the more it says.
 *
 * Returns: %FALSE with %MUS_ERROR_RESOURCE
 */
gboolean mus_kinship_ratios (const MusTraits *traits, const guint32 *rows, gsize n, float *ratios,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
