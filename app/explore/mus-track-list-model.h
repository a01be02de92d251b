/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "musrec.h"

G_BEGIN_DECLS

/**
 * MusTrackListModel:
 *
 * The tracks of a catalog that a filter keeps, in an order: a permutation of row numbers.
 * A #MusTrackItem is made when a row is asked for and forgotten when nobody shows it any
 * more, so that a million tracks cost four bytes each.
 */
#define MUS_TYPE_TRACK_LIST_MODEL (mus_track_list_model_get_type ())
G_DECLARE_FINAL_TYPE (MusTrackListModel, mus_track_list_model, MUS, TRACK_LIST_MODEL, GObject)

MusTrackListModel *mus_track_list_model_new (void);

/**
 * mus_track_list_model_show:
 * @catalog: (nullable): whose tracks
 * @filter: which of them
 * @sort: in which order
 *
 * One "items-changed" a call.
 */
void mus_track_list_model_show (MusTrackListModel *self, MusCatalog *catalog,
                                const MusFilter *filter, MusSort sort);

/**
 * mus_track_list_model_find:
 *
 * Returns: the position of a track, or %GTK_INVALID_LIST_POSITION when it is filtered out
 */
guint mus_track_list_model_find (MusTrackListModel *self, guint32 row);

/**
 * mus_track_list_model_count_items:
 *
 * Returns: how many items are alive now; for tests
 */
guint mus_track_list_model_count_items (MusTrackListModel *self);

G_END_DECLS
