/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "musrec.h"

G_BEGIN_DECLS

/**
 * MusTasteItem:
 *
 * One track's place in a taste, as a list shows it: the thumb as the listener sees it,
 * which runs ahead of the library while the library has not answered. Each
 * mus_taste_item_ask() is answered by mus_taste_item_keep() or mus_taste_item_refuse().
 *
 * The signal "changed" tells that something about it shows differently.
 */
#define MUS_TYPE_TASTE_ITEM (mus_taste_item_get_type ())
G_DECLARE_FINAL_TYPE (MusTasteItem, mus_taste_item, MUS, TASTE_ITEM, GObject)

/**
 * mus_taste_item_new:
 * @thumb: whose track it is about; copied. Its verdict is not taken over
 */
MusTasteItem *mus_taste_item_new (const MusThumb *thumb);

/**
 * mus_taste_item_get_thumb:
 *
 * Returns: (transfer none): the thumb as it shows now
 */
const MusThumb *mus_taste_item_get_thumb (MusTasteItem *self);

/**
 * mus_taste_item_is_pending:
 *
 * Returns: whether the library has not confirmed yet what shows
 */
gboolean mus_taste_item_is_pending (MusTasteItem *self);

/**
 * mus_taste_item_get_row:
 *
 * Returns: the track in the open catalog, or %MUS_NO_ROW when that does not have it
 */
guint32 mus_taste_item_get_row (MusTasteItem *self);
void    mus_taste_item_set_row (MusTasteItem *self, guint32 row);

/**
 * mus_taste_item_ask:
 *
 * Shows @thumb, of the same track, as pending.
 */
void mus_taste_item_ask (MusTasteItem *self, const MusThumb *thumb);

/**
 * mus_taste_item_keep:
 * @thumb: what was asked for, and is in the library now
 */
void mus_taste_item_keep (MusTasteItem *self, const MusThumb *thumb);

/**
 * mus_taste_item_refuse:
 *
 * What was asked for is not in the library: what was there before shows again.
 */
void mus_taste_item_refuse (MusTasteItem *self);

/**
 * mus_taste_item_load:
 * @thumb: (nullable): what the library has
 *
 * Shows that, unless something is pending.
 */
void mus_taste_item_load (MusTasteItem *self, const MusThumb *thumb);

G_END_DECLS
