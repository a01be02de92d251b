/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "storage/mus-sql-private.h"

G_BEGIN_DECLS

/*
 * What the library's tables are, in every version there has been.
 */

/**
 * mus_library_schema_version:
 *
 * Returns: the version that this program writes
 */
gint64 mus_library_schema_version (void);

/**
 * mus_library_schema_migrate:
 * @db: with a transaction open, of version @from
 * @from: 0 stands for an empty database
 * @to: at least @from, at most mus_library_schema_version()
 *
 * Takes the database from one version to the next until it is @to.
 */
gboolean mus_library_schema_migrate (sqlite3 *db, gint64 from, gint64 to, GError **error);

/**
 * mus_library_schema_check:
 * @db: one of mus_library_schema_version()
 *
 * Looks for damage: whether pages, indices, references and the tables' own definitions are
 * in order, and each row is what was written.
 *
 * Returns: %FALSE with SQLITE_CORRUPT, or with another error when it can't be told
 */
gboolean mus_library_schema_check (sqlite3 *db, GError **error);

/**
 * mus_library_checksum_taste:
 *
 * Returns: what stands beside a taste in the column "checksum", so that a row which the disk
 *   has changed is found out. Any change of one byte changes it
 */
gint64 mus_library_checksum_taste (gint64 id, const char *name, const char *folded);
gint64 mus_library_checksum_thumb (gint64 taste, const char *key, const char *track_id,
                                   const char *title, const char *artist, int verdict,
                                   gint64 time_us);

/**
 * mus_library_taste_is_sound:
 * @statement: on a row of MUS_LIBRARY_SELECT_TASTES
 */
gboolean mus_library_taste_is_sound (sqlite3_stmt *statement);
gboolean mus_library_thumb_is_sound (sqlite3_stmt *statement);

#define MUS_LIBRARY_SELECT_TASTES "SELECT id, name, folded_name, checksum FROM tastes"
#define MUS_LIBRARY_SELECT_THUMBS \
  "SELECT taste, track_key, track_id, title, artist, verdict, time_us, checksum FROM thumbs"

G_END_DECLS
