/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "musrec.h"
#include "taste/mus-taste-item.h"

G_BEGIN_DECLS

/**
 * MusTasteStore:
 *
 * The listener's tastes as the window shows them, on top of the library that keeps them:
 * which tastes there are, which one is current, and what each track of the open catalog is
 * to it. Main thread only; nothing here waits for the disk. A thumb shows at once, as
 * pending until the library has confirmed it; when that fails it goes back.
 *
 * Signals:
 * - "changed": the thumbs of the current taste, or where its tracks are in the catalog
 * - "tastes-changed": which tastes there are, their names, or which one is current
 * - "told" (const char *sentence, gboolean can_undo): what the listener should know: that
 *   something is gone, which mus_taste_store_undo() brings back, or that it failed
 */
#define MUS_TYPE_TASTE_STORE (mus_taste_store_get_type ())
G_DECLARE_FINAL_TYPE (MusTasteStore, mus_taste_store, MUS, TASTE_STORE, GObject)

/**
 * mus_taste_store_new:
 * @folder: of the library
 * @settings: (nullable): remembers which taste is current
 *
 * Starts to load.
 */
MusTasteStore *mus_taste_store_new (const char *folder, GSettings *settings);

/**
 * mus_taste_store_set_catalog:
 * @catalog: (nullable): the open one, in which the tracks of the taste are looked for
 */
void mus_taste_store_set_catalog (MusTasteStore *self, MusCatalog *catalog);

/*
 * The current taste.
 */

/**
 * mus_taste_store_is_loaded:
 *
 * Returns: whether the thumbs of the current taste are there
 */
gboolean mus_taste_store_is_loaded (MusTasteStore *self);

/**
 * mus_taste_store_is_settled:
 *
 * Returns: whether the library has answered all changes
 */
gboolean mus_taste_store_is_settled (MusTasteStore *self);

/**
 * mus_taste_store_get_items:
 *
 * Returns: (transfer none): all thumbs as #MusTasteItem, the newest first; the same model
 *   for all tastes
 */
GListModel *mus_taste_store_get_items (MusTasteStore *self);

gsize mus_taste_store_count (MusTasteStore *self, MusVerdict verdict);

/**
 * mus_taste_store_get_rows:
 *
 * Returns: (transfer full) (element-type guint32): the tracks of the open catalog that have
 *   this verdict, the newest thumb first
 */
GArray *mus_taste_store_get_rows (MusTasteStore *self, MusVerdict verdict);

/**
 * mus_taste_store_update_rows:
 * @rows: (inout) (transfer full): what mus_taste_store_get_rows() gave before
 *
 * Returns: whether it gives something else now, which is in @rows then
 */
gboolean mus_taste_store_update_rows (MusTasteStore *self, MusVerdict verdict, GArray **rows);

/**
 * mus_taste_store_get_verdict:
 *
 * O(1).
 */
MusVerdict mus_taste_store_get_verdict (MusTasteStore *self, guint32 row);

/**
 * mus_taste_store_is_pending:
 *
 * Returns: whether the library has not confirmed the verdict yet
 */
gboolean mus_taste_store_is_pending (MusTasteStore *self, guint32 row);

/**
 * mus_taste_store_set_verdict:
 * @row: a track of the open catalog
 *
 * Replaces whatever thumb the track had.
 */
void mus_taste_store_set_verdict (MusTasteStore *self, guint32 row, MusVerdict verdict);

/**
 * mus_taste_store_toggle:
 * @verdict: up or down
 *
 * Gives the track that thumb, or takes it back when it has it.
 */
void mus_taste_store_toggle (MusTasteStore *self, guint32 row, MusVerdict verdict);

/**
 * mus_taste_store_remove:
 *
 * Takes a thumb back, also that of a track which the open catalog does not have.
 */
void mus_taste_store_remove (MusTasteStore *self, MusTasteItem *item);

/**
 * mus_taste_store_clear:
 *
 * Takes all thumbs back.
 */
void mus_taste_store_clear (MusTasteStore *self);

gboolean mus_taste_store_can_undo (MusTasteStore *self);

/**
 * mus_taste_store_undo:
 *
 * Takes the last change of thumbs back, or the deletion of a taste, step by step. What is
 * taken back becomes the current taste's.
 */
void mus_taste_store_undo (MusTasteStore *self);

/*
 * All tastes.
 */

/**
 * mus_taste_store_get_tastes:
 *
 * Returns: (transfer none) (element-type MusTasteInfo): the oldest first
 */
GPtrArray *mus_taste_store_get_tastes (MusTasteStore *self);

/**
 * mus_taste_store_get_current:
 *
 * Returns: its id, or 0 while nothing is known
 */
gint64 mus_taste_store_get_current (MusTasteStore *self);

/**
 * mus_taste_store_get_name:
 *
 * Returns: (transfer none): of the current taste; "" while nothing is known
 */
const char *mus_taste_store_get_name (MusTasteStore *self);

void mus_taste_store_switch (MusTasteStore *self, gint64 taste);

/**
 * mus_taste_store_create:
 *
 * A new taste becomes the current one.
 */
void mus_taste_store_create (MusTasteStore *self, const char *name);
void mus_taste_store_rename (MusTasteStore *self, const char *name);

/**
 * mus_taste_store_delete:
 *
 * Deletes the current taste.
 */
void mus_taste_store_delete (MusTasteStore *self);

/**
 * mus_taste_store_delete_all:
 *
 * Deletes everything that the library has, for good.
 */
void mus_taste_store_delete_all (MusTasteStore *self);

G_END_DECLS
