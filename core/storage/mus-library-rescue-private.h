/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "storage/mus-sql-private.h"

G_BEGIN_DECLS

/*
 * Copies of a library: made before a migration, and what is left of a damaged one.
 */

/**
 * MUS_LIBRARY_FRESH_PREFIX: how a file is called that is not yet the library
 */
#define MUS_LIBRARY_FRESH_PREFIX "library-fresh-"

/**
 * mus_library_rescue_back_up:
 * @path: a database, which nobody writes to meanwhile
 * @version: its schema's
 *
 * Copies it to a file of its own in the same folder, completely or not at all.
 */
gboolean mus_library_rescue_back_up (const char *path, gint64 version, GError **error);

/**
 * mus_library_rescue_recover:
 * @path: a damaged database
 * @db: an empty library, with a transaction open
 *
 * Takes over what can be read and is proved by its checksum.
 *
 * Returns: how many thumbs
 */
gsize mus_library_rescue_recover (const char *path, sqlite3 *db);

/**
 * mus_library_rescue_replace:
 * @path: a damaged database, closed
 * @fresh: the file that shall take its place
 *
 * Gives the damaged one and its journal another name.
 *
 * Returns: (transfer full): that name, or %NULL with %MUS_ERROR_STORAGE
 */
char *mus_library_rescue_replace (const char *path, const char *fresh, GError **error);

/**
 * mus_library_rescue_say:
 * @aside: the name of the damaged file
 * @n_thumbs: how many were taken over from it
 *
 * Returns: (transfer full): a sentence about what happened
 */
char *mus_library_rescue_say (const char *aside, gsize n_thumbs);

/**
 * mus_library_rescue_delete_copies:
 *
 * Deletes all copies that have been left in @folder.
 */
gboolean mus_library_rescue_delete_copies (const char *folder, GError **error);

G_END_DECLS
