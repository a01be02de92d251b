/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "storage/mus-library.h"
#include "storage/mus-sql-private.h"

G_BEGIN_DECLS

/*
 * What the library does with its database, one MusLibraryWork each: what goes in and what
 * comes out is in a MusLibraryOrder, the @data. See mus-library.h for what each one means.
 */

/**
 * MusLibraryOrder:
 * @taste: which one, where one is meant
 * @name: (nullable): for a taste
 * @thumbs: (nullable) (element-type MusThumb): to be set
 * @id: of the taste that was made
 * @answer: (nullable): MusTasteInfos or MusThumbs that were asked for
 */
typedef struct
{
  gint64     taste;
  char      *name;
  GPtrArray *thumbs;

  gint64     id;
  GPtrArray *answer;
} MusLibraryOrder;

gboolean mus_library_work_list (sqlite3 *db, gpointer data, GError **error);

/* Makes the first taste where there is none. */
gboolean mus_library_work_ensure_taste (sqlite3 *db, gpointer data, GError **error);
gboolean mus_library_work_create (sqlite3 *db, gpointer data, GError **error);
gboolean mus_library_work_rename (sqlite3 *db, gpointer data, GError **error);
gboolean mus_library_work_delete (sqlite3 *db, gpointer data, GError **error);
gboolean mus_library_work_load (sqlite3 *db, gpointer data, GError **error);
gboolean mus_library_work_set (sqlite3 *db, gpointer data, GError **error);
gboolean mus_library_work_clear (sqlite3 *db, gpointer data, GError **error);
gboolean mus_library_work_delete_all (sqlite3 *db, gpointer data, GError **error);

G_END_DECLS
