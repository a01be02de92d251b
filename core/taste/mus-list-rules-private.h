/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "taste/mus-recommender.h"

G_BEGIN_DECLS

/**
 * MusListRules:
 *
 * A list of recommendations as the rules let it grow: whoever ranks tracks offers them from
 * the best on, and the rules leave out what the settings forbid.
 */
typedef struct
{
  const MusCatalog           *catalog;
  const MusRecommendSettings *settings;
  GArray                     *list;      /* MusRecommendation */
  GHashTable                 *songs;     /* of each song in the list, its place in it; of one
                                            that must not be listed, MUS_NO_ROW */
  GHashTable                 *by_artist; /* of each artist in the list, how many tracks */
  GHashTable                 *excluded;  /* (nullable): rows */
} MusListRules;

/* @catalog and @settings are kept by reference and must outlive the rules. */
void mus_list_rules_init (MusListRules *self, const MusCatalog *catalog,
                          const MusRecommendSettings *settings);
void mus_list_rules_clear (MusListRules *self);

/* Whether there is memory for as many tracks as may come; else @error is set. */
gboolean mus_list_rules_have_room (const MusListRules *self, GError **error);

/* With one version of a song, no other version of this track's will be listed. */
void mus_list_rules_shut_out (MusListRules *self, guint32 row);

gboolean mus_list_rules_is_full (const MusListRules *self);

/* Whether the rules let the track into the list as it is now. */
gboolean mus_list_rules_allow (const MusListRules *self, guint32 row);

/* Puts the track at the list's end where the rules let it; returns whether they did. Its
 * match and n_versions are left at 0. */
gboolean mus_list_rules_offer (MusListRules *self, guint32 row, guint32 answers, double distance);

/* Counts n_versions when all are in. */
void mus_list_rules_count_versions (MusListRules *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MusListRules, mus_list_rules_clear)

G_END_DECLS
