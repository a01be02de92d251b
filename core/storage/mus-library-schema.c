/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "storage/mus-library-schema-private.h"

#include <string.h>

/* 64-bit FNV-1a (Fowler, Noll, Vo): each step is one-to-one, so no single change gets lost. */
#define FNV_START G_GUINT64_CONSTANT (0xcbf29ce484222325)
#define FNV_PRIME G_GUINT64_CONSTANT (0x100000001b3)

/*
 * Each migration makes the next version. One that has been released stays as it is; a new
 * library goes through all of them, so that it has the same tables, to the letter, as one
 * that came the long way. Saved lists, for one, would be a migration of two tables, made as
 * these are: a list with its name, and its tracks with their places in it; their checksums
 * and statements for the rescue go where those of tastes and thumbs are.
 *
 * The identity of a track within a taste is its track_key. The table of thumbs has rowids
 * and its index apart: each can be held against the other, and either read alone.
 */
static const char *const migrations[] = {
  "CREATE TABLE tastes ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  name TEXT NOT NULL,"
  "  folded_name TEXT NOT NULL UNIQUE,"
  "  checksum INTEGER NOT NULL) STRICT;"
  "CREATE TABLE thumbs ("
  "  taste INTEGER NOT NULL REFERENCES tastes (id) ON DELETE CASCADE,"
  "  track_key TEXT NOT NULL,"
  "  track_id TEXT NOT NULL,"
  "  title TEXT NOT NULL,"
  "  artist TEXT NOT NULL,"
  "  verdict INTEGER NOT NULL CHECK (verdict IN (-1, 1)),"
  "  time_us INTEGER NOT NULL,"
  "  checksum INTEGER NOT NULL,"
  "  UNIQUE (taste, track_key)) STRICT;"
  "PRAGMA user_version = 1;",
  NULL,
};

const char *const *
mus_library_schema (void)
{
  return migrations;
}

gint64
mus_library_schema_version (const char *const *schema)
{
  return g_strv_length ((char **) schema);
}

gboolean
mus_library_schema_migrate (const char *const *schema, sqlite3 *db, gint64 from, GError **error)
{
  for (const char *const *migration = schema + from; *migration != NULL; migration++)
    if (!mus_sql_exec (db, *migration, error))
      return FALSE;

  return TRUE;
}

static guint64
add_bytes (guint64 checksum, gconstpointer bytes, gsize n_bytes)
{
  const guint8 *byte = bytes;

  for (gsize i = 0; i < n_bytes; i++)
    checksum = (checksum ^ byte[i]) * FNV_PRIME;

  return checksum;
}

static guint64
add_text (guint64 checksum, const char *text)
{
  return add_bytes (checksum, text, strlen (text) + 1);
}

static guint64
add_number (guint64 checksum, gint64 number)
{
  gint64 bytes = GINT64_TO_LE (number);

  return add_bytes (checksum, &bytes, sizeof bytes);
}

gint64
mus_library_checksum_taste (gint64 id, const char *name, const char *folded)
{
  guint64 checksum = add_number (FNV_START, id);

  checksum = add_text (checksum, name);

  return (gint64) add_text (checksum, folded);
}

gint64
mus_library_checksum_thumb (gint64 taste, const char *key, const char *track_id,
                            const char *title, const char *artist, int verdict,
                            gint64 time_us)
{
  guint64 checksum = add_number (FNV_START, taste);

  checksum = add_text (checksum, key);
  checksum = add_text (checksum, track_id);
  checksum = add_text (checksum, title);
  checksum = add_text (checksum, artist);
  checksum = add_number (checksum, verdict);

  return (gint64) add_number (checksum, time_us);
}

gboolean
mus_library_taste_is_sound (sqlite3_stmt *statement)
{
  return sqlite3_column_int64 (statement, 3) ==
         mus_library_checksum_taste (sqlite3_column_int64 (statement, 0),
                                     mus_sql_column_text (statement, 1),
                                     mus_sql_column_text (statement, 2));
}

gboolean
mus_library_thumb_is_sound (sqlite3_stmt *statement)
{
  return sqlite3_column_int64 (statement, 7) ==
         mus_library_checksum_thumb (sqlite3_column_int64 (statement, 0),
                                     mus_sql_column_text (statement, 1),
                                     mus_sql_column_text (statement, 2),
                                     mus_sql_column_text (statement, 3),
                                     mus_sql_column_text (statement, 4),
                                     sqlite3_column_int (statement, 5),
                                     sqlite3_column_int64 (statement, 6));
}

static gboolean
tell_damage (GError **error)
{
  g_set_error_literal (error, MUS_SQL_ERROR, SQLITE_CORRUPT, "The content is damaged");

  return FALSE;
}

static gboolean
check_rows (sqlite3 *db, const char *select, gboolean (*is_sound) (sqlite3_stmt *statement),
            GError **error)
{
  g_autoptr (sqlite3_stmt) statement = mus_sql_prepare (db, select, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;

  while (mus_sql_step (statement, &has_row, error))
    if (!has_row)
      return TRUE;
    else if (!is_sound (statement))
      return tell_damage (error);

  return FALSE;
}

/* Returns: (transfer full): the definitions of all tables and indices */
static char *
describe (sqlite3 *db, GError **error)
{
  g_autoptr (sqlite3_stmt) statement =
      mus_sql_prepare (db,
                       "SELECT type, name, tbl_name, ifnull (sql, '') FROM sqlite_schema"
                       " ORDER BY type, name",
                       error);
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean has_row;

  if (statement == NULL)
    return NULL;

  while (mus_sql_step (statement, &has_row, error))
    {
      if (!has_row)
        return g_string_free (g_steal_pointer (&text), FALSE);
      for (int i = 0; i < 4; i++)
        g_string_append_printf (text, "%s\n", mus_sql_column_text (statement, i));
    }

  return NULL;
}

static char *
describe_fresh (const char *const *schema, GError **error)
{
  sqlite3 *db = NULL;
  char    *text = NULL;

  if (sqlite3_open (":memory:", &db) == SQLITE_OK &&
      mus_library_schema_migrate (schema, db, 0, error))
    text = describe (db, error);
  else if (error != NULL && *error == NULL)
    g_set_error_literal (error, MUS_SQL_ERROR, SQLITE_NOMEM, sqlite3_errstr (SQLITE_NOMEM));
  sqlite3_close (db);

  return text;
}

/* A definition that no longer says what it did would be obeyed without a word. */
static gboolean
check_definitions (const char *const *schema, sqlite3 *db, GError **error)
{
  g_autofree char *expected = describe_fresh (schema, error);
  g_autofree char *found = expected != NULL ? describe (db, error) : NULL;

  if (found == NULL)
    return FALSE;

  return strcmp (found, expected) == 0 || tell_damage (error);
}

static gboolean
check_pages (sqlite3 *db, GError **error)
{
  g_autoptr (sqlite3_stmt) pages = mus_sql_prepare (db, "PRAGMA integrity_check (1)", error);
  g_autoptr (sqlite3_stmt) references = NULL;
  gboolean has_row;

  if (pages == NULL || !mus_sql_step (pages, &has_row, error))
    return FALSE;
  if (!has_row || strcmp (mus_sql_column_text (pages, 0), "ok") != 0)
    return tell_damage (error);

  references = mus_sql_prepare (db, "PRAGMA foreign_key_check", error);
  if (references == NULL || !mus_sql_step (references, &has_row, error))
    return FALSE;

  return !has_row || tell_damage (error);
}

gboolean
mus_library_schema_check (const char *const *schema, sqlite3 *db, GError **error)
{
  return check_definitions (schema, db, error) && check_pages (db, error) &&
         check_rows (db, MUS_LIBRARY_SELECT_TASTES, mus_library_taste_is_sound, error) &&
         check_rows (db, MUS_LIBRARY_SELECT_THUMBS, mus_library_thumb_is_sound, error);
}
