/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/mus-catalog.h"

G_BEGIN_DECLS

/**
 * MusGenreRule: what a listener wants of a genre
 */
typedef enum
{
  MUS_GENRE_ANY,  /* nothing in particular */
  MUS_GENRE_IN,   /* only tracks of this genre, or of another one that is in */
  MUS_GENRE_OUT,  /* no track of it, whatever else it is */
} MusGenreRule;

/**
 * MusCriteria:
 * @low: of each feature, the least value that is let through, in its own unit; −∞: any
 * @high: the greatest one; ∞: any
 * @values: for features of a few whole values: bit v is set when value v is let through;
 *   0: all are
 * @genres: (array length=mus_catalog_n_labels()) (nullable): a #MusGenreRule for each label
 *   of the catalog; %NULL: nothing is asked of genres
 *
 * Which tracks a listener lets through, wherever tracks are listed. A value counts as
 * mus_feature_format() shows it: 121.6 BPM is let through from 122 BPM on.
 */
typedef struct
{
  float   low[MUS_N_FEATURES];
  float   high[MUS_N_FEATURES];
  guint32 values[MUS_N_FEATURES];
  guint8 *genres;
} MusCriteria;

/**
 * mus_criteria_init:
 *
 * Lets everything through.
 */
void mus_criteria_init (MusCriteria *self);
void mus_criteria_clear (MusCriteria *self);

/**
 * mus_criteria_has_feature:
 *
 * Returns: whether anything is asked of that feature
 */
gboolean mus_criteria_has_feature (const MusCriteria *self, MusFeature feature);

/**
 * mus_criteria_has_genres:
 * @n_labels: of the catalog
 *
 * Returns: whether anything is asked of genres
 */
gboolean mus_criteria_has_genres (const MusCriteria *self, guint16 n_labels);

/**
 * mus_criteria_apply:
 * @catalog: the tracks
 * @allowed: (out caller-allocates) (array length=n_tracks): 1 for each track that meets
 *   all criteria, 0 for the others
 *
 * A few milliseconds for 100,000 tracks; any thread.
 *
 * Returns: how many tracks meet them
 */
gsize mus_criteria_apply (const MusCriteria *self, const MusCatalog *catalog, guint8 *allowed);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MusCriteria, mus_criteria_clear)

G_END_DECLS
