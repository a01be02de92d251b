/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/mus-catalog.h"
#include "base/mus-run.h"

G_BEGIN_DECLS

/**
 * MusRegion: a part of the map that has a character of its own
 */
typedef struct
{
  float       x;        /* where its name stands, in the units of the positions: a place
                           with many of its tracks */
  float       y;
  float       radius;   /* about how far it reaches */
  guint32     n_tracks;
  guint       level;    /* 0 for the few large ones, 1 and 2 for their parts */
  const char *name;     /* the genres that stand out here: "samba · mpb"; "" without
                           genres */
  const char *caption;  /* what it sounds like, translated: "calm · acoustic" */
} MusRegion;

/**
 * MusRegions:
 *
 * The regions of a finished map, the most important first. Immutable.
 */
typedef struct _MusRegions MusRegions;

#define MUS_TYPE_REGIONS (mus_regions_get_type ())

GType mus_regions_get_type (void) G_GNUC_CONST;

/**
 * mus_regions_new:
 * @catalog: N tracks
 * @x: (N, 15) their standardised features
 * @positions: (N, 2) where they stand
 *
 * Finds the islands and their parts by density, and for each the genres and feature words
 * that set it apart from the catalog.
 *
 * Returns: (transfer full): the regions, or %NULL when cancelled or short of memory
 */
MusRegions *mus_regions_new (const MusCatalog *catalog, const MusMatrix *x,
                             const MusMatrix *positions, const MusRun *run, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
MusRegions *mus_regions_ref (MusRegions *self);
void        mus_regions_unref (MusRegions *self);

const MusRegion *mus_regions_all (const MusRegions *self, gsize *n_regions);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusRegions, mus_regions_unref)

G_END_DECLS
