/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/mus-run.h"
#include "catalog/mus-catalog.h"

G_BEGIN_DECLS

/**
 * MusPopularity: how popular the tracks of a catalog are, and where its less popular half ends
 */
typedef struct
{
  double mean;         /* 0 to 100; NaN where the catalog has no popularity */
  double middle;       /* that of the middle track */
  double middle_share; /* of the tracks that are just as popular as the middle one, how many
                          belong to the less popular half */
} MusPopularity;

/**
 * mus_popularity_measure:
 * @run: (nullable): cancelled within 100 ms
 *
 * Returns: %FALSE when cancelled or short of memory
 */
gboolean mus_popularity_measure (MusPopularity *self, const MusCatalog *catalog,
                                 const MusRun *run, GError **error);

/**
 * mus_popularity_of:
 *
 * Returns: how popular a track is, 0 to 100
 */
double mus_popularity_of (const MusCatalog *catalog, gsize row);

/**
 * mus_popularity_is_less:
 * @popularity: of a track
 *
 * Returns: how much of it belongs to the less popular half, 0 to 1: between them only where
 *   it is just as popular as the middle track, so that all tracks together give one half
 */
double mus_popularity_is_less (const MusPopularity *self, double popularity);

G_END_DECLS
