/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "musrec.h"

G_BEGIN_DECLS

/**
 * MusTrackItem: one track of a catalog as a list shows it
 */
#define MUS_TYPE_TRACK_ITEM (mus_track_item_get_type ())
G_DECLARE_FINAL_TYPE (MusTrackItem, mus_track_item, MUS, TRACK_ITEM, GObject)

MusTrackItem *mus_track_item_new (MusCatalog *catalog, guint32 row);

MusCatalog *mus_track_item_get_catalog (MusTrackItem *self);
guint32     mus_track_item_get_row (MusTrackItem *self);

G_END_DECLS
