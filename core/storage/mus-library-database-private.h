/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "storage/mus-sql-private.h"

G_BEGIN_DECLS

/**
 * MusLibraryDatabase:
 *
 * The library's file: opened when it is needed, made where there is none, brought to this
 * program's version, checked, and set aside when it is damaged. Belongs to one thread.
 */
typedef struct _MusLibraryDatabase MusLibraryDatabase;

/**
 * MusLibraryWork:
 *
 * What is done with the database. It may be called again from the start, so it leaves
 * nothing behind when it fails.
 */
typedef gboolean (*MusLibraryWork) (sqlite3 *db, gpointer data, GError **error);

/**
 * mus_library_database_new:
 * @schema: mus_library_schema()
 */
MusLibraryDatabase *mus_library_database_new (const char        *folder,
                                              const char *const *schema)
    G_GNUC_WARN_UNUSED_RESULT;
void mus_library_database_free (MusLibraryDatabase *self);

/**
 * mus_library_database_run:
 * @writes: whether @work may change anything; what only reads goes on where nothing can be
 *   written
 *
 * Does @work in a transaction, which is on the disk when this returns %TRUE.
 *
 * Returns: %FALSE with %MUS_ERROR_STORAGE, a sentence, or what @work told in other words
 *   than SQLite's; nothing has changed then
 */
gboolean mus_library_database_run (MusLibraryDatabase *self, gboolean writes,
                                   MusLibraryWork work, gpointer data, GError **error);

/**
 * mus_library_database_has_changed:
 *
 * Returns: whether another connection has changed the library since the last call
 */
gboolean mus_library_database_has_changed (MusLibraryDatabase *self);

/**
 * mus_library_database_take_notice:
 *
 * Returns: (transfer full) (nullable): a sentence about what happened since the last call
 */
char *mus_library_database_take_notice (MusLibraryDatabase *self);

/**
 * mus_library_database_delete_copies:
 *
 * Deletes every file that was set aside or backed up in the folder.
 */
gboolean mus_library_database_delete_copies (MusLibraryDatabase *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusLibraryDatabase, mus_library_database_free)

G_END_DECLS
