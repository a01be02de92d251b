/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/*
 * SQLite in the words of GLib. Values reach a statement by binding only.
 */

/**
 * MUS_SQL_ERROR: the code is SQLite's own, without its extension
 */
#define MUS_SQL_ERROR (mus_sql_error_quark ())

GQuark mus_sql_error_quark (void);

/**
 * mus_sql_exec:
 * @sql: one or more statements, a literal
 */
gboolean mus_sql_exec (sqlite3 *db, const char *sql, GError **error);

/**
 * mus_sql_prepare:
 *
 * Returns: (transfer full): for sqlite3_finalize(), or %NULL
 */
sqlite3_stmt *mus_sql_prepare (sqlite3 *db, const char *sql, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_sql_bind_text:
 * @text: stays as it is until the statement is reset
 */
void mus_sql_bind_text (sqlite3_stmt *statement, int parameter, const char *text);

/**
 * mus_sql_column_text:
 *
 * Returns: (transfer none): "" for NULL, too; until the next step
 */
const char *mus_sql_column_text (sqlite3_stmt *statement, int column);

/**
 * mus_sql_step:
 * @has_row: (out) (optional): whether there is a row to be read
 *
 * Returns: %FALSE with an error; the statement can then be reset and tried again
 */
gboolean mus_sql_step (sqlite3_stmt *statement, gboolean *has_row, GError **error);

/**
 * mus_sql_run:
 *
 * A step that gives no row, after which the statement is ready for other values.
 */
gboolean mus_sql_run (sqlite3_stmt *statement, GError **error);

/**
 * mus_sql_get_int:
 * @sql: a statement that gives one number
 */
gboolean mus_sql_get_int (sqlite3 *db, const char *sql, gint64 *value, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

G_END_DECLS
