/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "storage/mus-sql-private.h"

G_DEFINE_QUARK (mus-sql-error-quark, mus_sql_error)

static gboolean
check (sqlite3 *db, int status, GError **error)
{
  if (status == SQLITE_OK || status == SQLITE_ROW || status == SQLITE_DONE)
    return TRUE;

  g_set_error_literal (error, MUS_SQL_ERROR, status & 0xff, sqlite3_errmsg (db));

  return FALSE;
}

gboolean
mus_sql_exec (sqlite3 *db, const char *sql, GError **error)
{
  return check (db, sqlite3_exec (db, sql, NULL, NULL, NULL), error);
}

sqlite3_stmt *
mus_sql_prepare (sqlite3 *db, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;

  check (db, sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), error);

  return statement;
}

void
mus_sql_bind_text (sqlite3_stmt *statement, int parameter, const char *text)
{
  sqlite3_bind_text (statement, parameter, text, -1, SQLITE_STATIC);
}

const char *
mus_sql_column_text (sqlite3_stmt *statement, int column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  return text != NULL ? text : "";
}

gboolean
mus_sql_step (sqlite3_stmt *statement, gboolean *has_row, GError **error)
{
  int status = sqlite3_step (statement);

  if (has_row != NULL)
    *has_row = status == SQLITE_ROW;

  return check (sqlite3_db_handle (statement), status, error);
}

gboolean
mus_sql_run (sqlite3_stmt *statement, GError **error)
{
  gboolean done = mus_sql_step (statement, NULL, error);

  sqlite3_reset (statement);

  return done;
}

gboolean
mus_sql_get_int (sqlite3 *db, const char *sql, gint64 *value, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = mus_sql_prepare (db, sql, error);
  gboolean has_row;

  if (statement == NULL || !mus_sql_step (statement, &has_row, error))
    return FALSE;
  *value = has_row ? sqlite3_column_int64 (statement, 0) : 0;

  return TRUE;
}
