/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "musrec.h"

G_BEGIN_DECLS

/**
 * MusFilters:
 *
 * What the listener lets through wherever tracks are listed: the track list, similar
 * tracks, the map. Main thread only. Two properties are notified:
 *
 * - "criteria": the listener asks for something else; controls follow it
 * - "allowed": the tracks that pass are known. That comes when the main loop is idle next,
 *   so that a handle that is dragged does not wait for the lists
 */
#define MUS_TYPE_FILTERS (mus_filters_get_type ())
G_DECLARE_FINAL_TYPE (MusFilters, mus_filters, MUS, FILTERS, GObject)

MusFilters *mus_filters_new (void);

/**
 * mus_filters_set_catalog:
 * @catalog: (nullable): whose tracks
 *
 * Lets everything through, at once.
 */
void        mus_filters_set_catalog (MusFilters *self, MusCatalog *catalog);
MusCatalog *mus_filters_get_catalog (MusFilters *self);

const MusCriteria *mus_filters_get_criteria (MusFilters *self);

/**
 * mus_filters_are_on:
 *
 * Returns: whether anything is asked for
 */
gboolean mus_filters_are_on (MusFilters *self);

/**
 * mus_filters_set_range:
 * @low: in the feature's own unit; −∞: any
 * @high: ∞: any
 */
void mus_filters_set_range (MusFilters *self, MusFeature feature, float low, float high);

/**
 * mus_filters_set_values:
 * @values: bit v: value v is let through; 0: all are
 */
void mus_filters_set_values (MusFilters *self, MusFeature feature, guint32 values);

void         mus_filters_set_genre (MusFilters *self, guint16 label, MusGenreRule rule);
MusGenreRule mus_filters_get_genre (MusFilters *self, guint16 label);

/**
 * mus_filters_clear_genres:
 * @rule: %MUS_GENRE_IN or %MUS_GENRE_OUT: of which nothing shall be left
 */
void mus_filters_clear_genres (MusFilters *self, MusGenreRule rule);
void mus_filters_clear_feature (MusFilters *self, MusFeature feature);
void mus_filters_clear (MusFilters *self);

/**
 * mus_filters_get_allowed:
 *
 * Returns: (transfer none) (nullable): a byte for each track, not 0 when it passes; %NULL
 *   when all do. It never changes; whoever works in another thread takes a reference
 */
GBytes *mus_filters_get_allowed (MusFilters *self);

/**
 * mus_filters_get_mask:
 *
 * Returns: (transfer none) (nullable): the bytes of mus_filters_get_allowed()
 */
const guint8 *mus_filters_get_mask (MusFilters *self);

/**
 * mus_filters_count_allowed:
 *
 * Returns: how many tracks pass
 */
gsize mus_filters_count_allowed (MusFilters *self);

G_END_DECLS
