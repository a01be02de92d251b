/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "storage/mus-sql-private.h"

G_BEGIN_DECLS

/*
 * Copies of a library: made before a migration, and what is left of a damaged one.
 */

/**
 * mus_library_rescue_back_up:
 * @path: a database, which nobody writes to meanwhile
 * @version: its schema's
 *
 * Copies it to a file of its own in the same folder, completely or not at all.
 */
gboolean mus_library_rescue_back_up (const char *path, gint64 version, GError **error);

/**
 * mus_library_rescue_set_aside:
 * @path: a damaged database, closed
 *
 * Gives it and its journal another name.
 *
 * Returns: (transfer full): that name, or %NULL with %MUS_ERROR_STORAGE
 */
char *mus_library_rescue_set_aside (const char *path, GError **error);

/**
 * mus_library_rescue_recover:
 * @db: an empty library
 * @aside: a damaged one
 *
 * Takes over what can be read and is proved by its checksum.
 *
 * Returns: (transfer full): a sentence about what happened
 */
char *mus_library_rescue_recover (sqlite3 *db, const char *aside);

/**
 * mus_library_rescue_delete_copies:
 *
 * Deletes all that the functions above have left in @folder.
 */
gboolean mus_library_rescue_delete_copies (const char *folder, GError **error);

G_END_DECLS
