/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "storage/mus-library-work-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/mus-error.h"
#include "base/mus-text.h"
#include "storage/mus-library-schema-private.h"

static void
set_answer (MusLibraryOrder *order, GPtrArray *answer)
{
  g_clear_pointer (&order->answer, g_ptr_array_unref);
  order->answer = answer;
}

/*
 * Tastes
 */

gboolean
mus_library_work_list (sqlite3 *db, gpointer data, GError **error)
{
  MusLibraryOrder *order = data;
  g_autoptr (GPtrArray) tastes =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mus_taste_info_free);
  g_autoptr (sqlite3_stmt) statement =
      mus_sql_prepare (db,
                       "SELECT id, name, count (*) FILTER (WHERE verdict = 1),"
                       "  count (*) FILTER (WHERE verdict = -1)"
                       " FROM tastes LEFT JOIN thumbs ON taste = id"
                       " GROUP BY id ORDER BY id",
                       error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;

  while (mus_sql_step (statement, &has_row, error))
    {
      MusTasteInfo *info;

      if (!has_row)
        {
          set_answer (order, g_steal_pointer (&tastes));
          return TRUE;
        }
      info = g_new (MusTasteInfo, 1);
      info->id = sqlite3_column_int64 (statement, 0);
      info->name = g_strdup (mus_sql_column_text (statement, 1));
      info->n_likes = (gsize) sqlite3_column_int64 (statement, 2);
      info->n_dislikes = (gsize) sqlite3_column_int64 (statement, 3);
      g_ptr_array_add (tastes, info);
    }

  return FALSE;
}

/* Returns: (transfer full): the name as it is kept, or %NULL with %MUS_ERROR_NAME */
static char *
check_name (sqlite3 *db, gint64 taste, const char *wanted, char **folded, GError **error)
{
  g_autofree char *name = g_strstrip (g_utf8_make_valid (wanted, -1));
  g_autofree char *fold = mus_text_fold (name);
  g_autoptr (sqlite3_stmt) statement =
      mus_sql_prepare (db, "SELECT name FROM tastes WHERE folded_name = ? AND id <> ?", error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  if (fold[0] == '\0')
    {
      g_set_error_literal (error, MUS_ERROR, MUS_ERROR_NAME, _ ("A taste needs a name."));
      return NULL;
    }

  mus_sql_bind_text (statement, 1, fold);
  sqlite3_bind_int64 (statement, 2, taste);
  if (!mus_sql_step (statement, &has_row, error))
    return NULL;
  if (has_row)
    {
      g_set_error (error, MUS_ERROR, MUS_ERROR_NAME,
                   _ ("There is a taste called “%s” already. Choose another name."),
                   mus_sql_column_text (statement, 0));
      return NULL;
    }
  *folded = g_steal_pointer (&fold);

  return g_steal_pointer (&name);
}

/* The columns as its checksum has them; the id is known only when the row is there. */
static gboolean
write_taste (sqlite3 *db, gint64 taste, const char *name, const char *folded, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = mus_sql_prepare (
      db, "UPDATE tastes SET name = ?2, folded_name = ?3, checksum = ?4 WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;

  sqlite3_bind_int64 (statement, 1, taste);
  mus_sql_bind_text (statement, 2, name);
  mus_sql_bind_text (statement, 3, folded);
  sqlite3_bind_int64 (statement, 4, mus_library_checksum_taste (taste, name, folded));

  return mus_sql_run (statement, error);
}

static gint64
make_taste (sqlite3 *db, const char *wanted, GError **error)
{
  g_autofree char *folded = NULL;
  g_autofree char *name = check_name (db, 0, wanted, &folded, error);
  gint64           id;

  if (name == NULL ||
      !mus_sql_exec (db, "INSERT INTO tastes (name, folded_name, checksum) VALUES ('', '', 0)",
                     error))
    return 0;
  id = sqlite3_last_insert_rowid (db);

  return write_taste (db, id, name, folded, error) ? id : 0;
}

gboolean
mus_library_work_ensure_taste (sqlite3 *db, gpointer data, GError **error)
{
  gint64 n;

  if (!mus_sql_get_int (db, "SELECT count (*) FROM tastes", &n, error))
    return FALSE;

  return n > 0 || make_taste (db, _ ("My Taste"), error) != 0;
}

gboolean
mus_library_work_create (sqlite3 *db, gpointer data, GError **error)
{
  MusLibraryOrder *order = data;

  order->id = make_taste (db, order->name, error);
  if (order->id == 0)
    return FALSE;
  if (order->thumbs == NULL || order->thumbs->len == 0)
    return TRUE;

  order->taste = order->id;

  return mus_library_work_set (db, order, error);
}

/* Another process may have deleted it. */
static gboolean
check_taste (sqlite3 *db, gint64 taste, GError **error)
{
  g_autoptr (sqlite3_stmt) statement =
      mus_sql_prepare (db, "SELECT 1 FROM tastes WHERE id = ?", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;

  sqlite3_bind_int64 (statement, 1, taste);
  if (!mus_sql_step (statement, &has_row, error))
    return FALSE;
  if (!has_row)
    g_set_error_literal (error, MUS_ERROR, MUS_ERROR_STORAGE,
                         _ ("This taste is not there any more: it has been deleted in another "
                            "window."));

  return has_row;
}

gboolean
mus_library_work_rename (sqlite3 *db, gpointer data, GError **error)
{
  MusLibraryOrder *order = data;
  g_autofree char *folded = NULL;
  g_autofree char *name = NULL;

  if (!check_taste (db, order->taste, error))
    return FALSE;
  name = check_name (db, order->taste, order->name, &folded, error);

  return name != NULL && write_taste (db, order->taste, name, folded, error);
}

static gboolean
run_for_taste (sqlite3 *db, const char *sql, gint64 taste, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = mus_sql_prepare (db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, taste);

  return mus_sql_run (statement, error);
}

gboolean
mus_library_work_delete (sqlite3 *db, gpointer data, GError **error)
{
  MusLibraryOrder *order = data;

  return mus_library_work_load (db, order, error) &&
         run_for_taste (db, "DELETE FROM tastes WHERE id = ?", order->taste, error);
}

gboolean
mus_library_work_clear (sqlite3 *db, gpointer data, GError **error)
{
  MusLibraryOrder *order = data;

  return mus_library_work_load (db, order, error) &&
         run_for_taste (db, "DELETE FROM thumbs WHERE taste = ?", order->taste, error);
}

gboolean
mus_library_work_delete_all (sqlite3 *db, gpointer data, GError **error)
{
  return mus_sql_exec (db, "DELETE FROM thumbs; DELETE FROM tastes;", error);
}

/*
 * Thumbs
 */

static MusThumb *
read_thumb (sqlite3_stmt *statement)
{
  return mus_thumb_new (mus_sql_column_text (statement, 2), mus_sql_column_text (statement, 3),
                        mus_sql_column_text (statement, 4),
                        (MusVerdict) sqlite3_column_int (statement, 5),
                        sqlite3_column_int64 (statement, 6));
}

gboolean
mus_library_work_load (sqlite3 *db, gpointer data, GError **error)
{
  MusLibraryOrder *order = data;
  g_autoptr (GPtrArray) thumbs = mus_thumbs_new ();
  g_autoptr (sqlite3_stmt) statement = mus_sql_prepare (
      db, MUS_LIBRARY_SELECT_THUMBS " WHERE taste = ? ORDER BY time_us, rowid", error);
  gboolean has_row;

  if (statement == NULL || !check_taste (db, order->taste, error))
    return FALSE;

  sqlite3_bind_int64 (statement, 1, order->taste);
  while (mus_sql_step (statement, &has_row, error))
    {
      if (!has_row)
        {
          set_answer (order, g_steal_pointer (&thumbs));
          return TRUE;
        }
      g_ptr_array_add (thumbs, read_thumb (statement));
    }

  return FALSE;
}

/* The statements of a set, made once for all its thumbs. */
typedef struct
{
  sqlite3_stmt *get;
  sqlite3_stmt *put;
  sqlite3_stmt *delete;
} SetStatements;

static gboolean
prepare_set (SetStatements *self, sqlite3 *db, GError **error)
{
  self->get = mus_sql_prepare (
      db, MUS_LIBRARY_SELECT_THUMBS " WHERE taste = ? AND track_key = ?", error);
  if (self->get == NULL)
    return FALSE;
  self->put = mus_sql_prepare (
      db, "INSERT OR REPLACE INTO thumbs VALUES (?, ?, ?, ?, ?, ?, ?, ?)", error);
  if (self->put == NULL)
    return FALSE;
  self->delete = mus_sql_prepare (db, "DELETE FROM thumbs WHERE taste = ? AND track_key = ?",
                                  error);

  return self->delete != NULL;
}

static void
clear_set (SetStatements *self)
{
  sqlite3_finalize (self->get);
  sqlite3_finalize (self->put);
  sqlite3_finalize (self->delete);
}

/* Returns: (transfer full) (nullable): the thumb that the track has so far */
static MusThumb *
get_before (SetStatements *self, gint64 taste, const char *key, const MusThumb *thumb,
            GError **error)
{
  MusThumb *before = NULL;
  gboolean  has_row;

  sqlite3_bind_int64 (self->get, 1, taste);
  mus_sql_bind_text (self->get, 2, key);
  if (mus_sql_step (self->get, &has_row, error))
    before = has_row ? read_thumb (self->get)
                     : mus_thumb_new (thumb->track_id, thumb->title, thumb->artist,
                                      MUS_VERDICT_NONE, thumb->time_us);
  sqlite3_reset (self->get);

  return before;
}

static gboolean
put_thumb (SetStatements *self, gint64 taste, const char *key, const MusThumb *thumb,
           GError **error)
{
  int verdict = (int) thumb->verdict;

  if (thumb->verdict == MUS_VERDICT_NONE)
    {
      sqlite3_bind_int64 (self->delete, 1, taste);
      mus_sql_bind_text (self->delete, 2, key);
      return mus_sql_run (self->delete, error);
    }

  sqlite3_bind_int64 (self->put, 1, taste);
  mus_sql_bind_text (self->put, 2, key);
  mus_sql_bind_text (self->put, 3, thumb->track_id);
  mus_sql_bind_text (self->put, 4, thumb->title);
  mus_sql_bind_text (self->put, 5, thumb->artist);
  sqlite3_bind_int (self->put, 6, verdict);
  sqlite3_bind_int64 (self->put, 7, thumb->time_us);
  sqlite3_bind_int64 (self->put, 8,
                      mus_library_checksum_thumb (taste, key, thumb->track_id, thumb->title,
                                                  thumb->artist, verdict, thumb->time_us));

  return mus_sql_run (self->put, error);
}

gboolean
mus_library_work_set (sqlite3 *db, gpointer data, GError **error)
{
  MusLibraryOrder *order = data;
  g_autoptr (GPtrArray) answer = mus_thumbs_new ();
  SetStatements statements = { NULL };
  gboolean      done = check_taste (db, order->taste, error) &&
                  prepare_set (&statements, db, error);

  for (guint i = 0; done && i < order->thumbs->len; i++)
    {
      const MusThumb  *thumb = g_ptr_array_index (order->thumbs, i);
      g_autofree char *key = mus_thumb_key (thumb);
      MusThumb        *before = get_before (&statements, order->taste, key, thumb, error);

      done = before != NULL && put_thumb (&statements, order->taste, key, thumb, error);
      if (before != NULL)
        g_ptr_array_add (answer, before);
    }
  clear_set (&statements);
  if (done)
    set_answer (order, g_steal_pointer (&answer));

  return done;
}
