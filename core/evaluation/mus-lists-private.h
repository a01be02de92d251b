/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evaluation/mus-quality.h"

G_BEGIN_DECLS

typedef struct _MusLists MusLists;

/**
 * MusListFunc:
 * @rows: (out caller-allocates): at most MUS_QUALITY_K
 *
 * Called on any thread.
 *
 * Returns: how many tracks the list of @row has
 */
typedef gsize (*MusListFunc) (const MusLists *lists, guint32 row, guint32 *rows);

/**
 * MusListsTally: what lists have in common with the tracks that they are for, added up
 */
typedef struct
{
  guint64 n_lists;
  guint64 n_answers; /* to tracks that have a genre */
  guint64 n_own_genre;
  guint64 n_any_genre;
  guint64 n_artists; /* different main artists in a list */
} MusListsTally;

/**
 * MusLists: a list for every track of a catalog or of some artists, made one by one and counted
 *
 * Whoever makes it fills the first part; then come mus_lists_prepare(), mus_lists_count(),
 * and at the end mus_lists_clear().
 */
struct _MusLists
{
  const MusCatalog       *catalog;
  const MusRun           *run;        /* (nullable) */
  MusListFunc             list;       /* of any tracks */
  MusListFunc             list_other; /* of tracks of other main artists */
  const MusNeighborIndex *index;      /* for lists of near tracks */
  const MusNeighborGraph *graph;
  guint64                 seed;       /* for random lists */
  const gboolean         *artists;    /* (nullable): by main artist, whether its tracks get a
                                         list; without it all do */

  guint32       *by_artist;       /* (N) rows, those of an artist together */
  guint32       *first_of_artist; /* (artists + 1) where an artist's start there */
  MusListsTally *tallies;         /* (2 a tile) the lists, and those of other artists */
  gint          *n_appearances;   /* (N) in how many lists a track stands, but for those of
                                     other artists */
};

/**
 * mus_lists_prepare:
 *
 * Returns: %FALSE when memory is short
 */
gboolean mus_lists_prepare (MusLists *self, GError **error);
void     mus_lists_clear (MusLists *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MusLists, mus_lists_clear)

/**
 * mus_lists_count_artist:
 *
 * Returns: how many tracks have this main artist
 */
gsize mus_lists_count_artist (const MusLists *self, guint32 artist);

/**
 * mus_lists_count:
 * @quality: gets all figures but the times
 *
 * Makes each list, on all threads, and fills @n_appearances.
 *
 * Returns: %FALSE when cancelled
 */
gboolean mus_lists_count (MusLists *self, MusQuality *quality, GError **error);

G_END_DECLS
