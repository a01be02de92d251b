/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "storage/mus-sql-private.h"

G_BEGIN_DECLS

/*
 * What the library's tables are, in every version there has been.
 */

/**
 * mus_library_schema:
 *
 * Returns: (transfer none) (array zero-terminated): what takes a database from each version
 *   to the next, from an empty one to the version that this program writes
 */
const char *const *mus_library_schema (void);

/**
 * mus_library_schema_version:
 * @schema: as mus_library_schema() gives it
 *
 * Returns: the version that it leads to
 */
gint64 mus_library_schema_version (const char *const *schema);

/**
 * mus_library_schema_migrate:
 * @db: with a transaction open, of version @from
 * @from: at most the version of @schema
 */
gboolean mus_library_schema_migrate (const char *const *schema, sqlite3 *db, gint64 from,
                                     GError **error);

/**
 * mus_library_schema_check:
 * @db: one of the version of @schema
 *
 * Looks for damage: whether pages, indices, references and the tables' own definitions are
 * in order, and each row is what was written.
 *
 * Returns: %FALSE with SQLITE_CORRUPT, or with another error when it can't be told
 */
gboolean mus_library_schema_check (const char *const *schema, sqlite3 *db, GError **error);

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

#define MUS_LIBRARY_SELECT_TASTES "SELECT id, name, folded_name, checksum FROM tastes"
#define MUS_LIBRARY_SELECT_THUMBS \
  "SELECT taste, track_key, track_id, title, artist, verdict, time_us, checksum FROM thumbs"

/**
 * mus_library_taste_is_sound:
 * @statement: on a row of %MUS_LIBRARY_SELECT_TASTES
 *
 * Returns: whether its checksum is right
 */
gboolean mus_library_taste_is_sound (sqlite3_stmt *statement);
gboolean mus_library_thumb_is_sound (sqlite3_stmt *statement);

G_END_DECLS
