/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "musrec.h"

G_BEGIN_DECLS

/**
 * MusMapFixture: a small catalog whose genres are blobs on a map
 */
typedef struct
{
  MusCatalog  *catalog;
  MusMatrix   *x; /* standardised features */
  MusFamilies *families;
  MusMatrix   *positions;
  MusRegions  *regions;
} MusMapFixture;

/**
 * mus_map_fixture_new:
 * @n_genres: blobs, 0 for a catalog without genres
 */
MusMapFixture *mus_map_fixture_new (gsize n_tracks, guint n_genres);
void           mus_map_fixture_free (MusMapFixture *self);

/**
 * mus_map_fixture_move:
 * @scale: of the returned positions against those of the fixture
 *
 * Returns: (transfer full): other positions for the same tracks, as a layout that moves
 *   gives them
 */
MusMatrix *mus_map_fixture_move (const MusMapFixture *self, double scale, guint64 seed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusMapFixture, mus_map_fixture_free)

G_END_DECLS
