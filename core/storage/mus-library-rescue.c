/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "storage/mus-library-rescue-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "base/mus-error.h"
#include "base/mus-text.h"
#include "storage/mus-library-schema-private.h"

#define BACKUP_PREFIX "library-backup-"
#define DAMAGED_PREFIX "library-damaged-"
#define JOURNAL_SUFFIX "-journal"

static gboolean
fail (GError **error, const char *path, int failure)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, MUS_ERROR, MUS_ERROR_STORAGE,
               /* translators: a file's name, and what the system says */
               _ ("“%s” can't be read or written: %s."), name, g_strerror (failure));

  return FALSE;
}

/* Copies the pages through SQLite, so that what a journal still holds is in the copy. */
static gboolean
copy_pages (const char *from, const char *to, GError **error)
{
  sqlite3        *source = NULL, *target = NULL;
  sqlite3_backup *backup = NULL;
  int             status = sqlite3_open_v2 (from, &source, SQLITE_OPEN_READONLY, NULL);

  if (status == SQLITE_OK)
    status = sqlite3_open_v2 (to, &target, SQLITE_OPEN_READWRITE, NULL);
  if (status == SQLITE_OK)
    backup = sqlite3_backup_init (target, "main", source, "main");
  if (backup != NULL)
    {
      sqlite3_backup_step (backup, -1);
      status = sqlite3_backup_finish (backup);
    }
  else if (target != NULL)
    status = sqlite3_errcode (target);
  sqlite3_close (target);
  sqlite3_close (source);
  if (status == SQLITE_OK)
    return TRUE;

  g_set_error_literal (error, MUS_SQL_ERROR, status & 0xff, sqlite3_errstr (status));

  return FALSE;
}

gboolean
mus_library_rescue_back_up (const char *path, gint64 version, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name =
      g_strdup_printf (BACKUP_PREFIX "%" G_GINT64_FORMAT ".sqlite", version);
  g_autofree char *to = g_build_filename (folder, name, NULL);
  g_autofree char *temporary = g_build_filename (folder, BACKUP_PREFIX "XXXXXX", NULL);
  int      fd = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0600);
  gboolean done;

  if (fd < 0)
    return fail (error, temporary, errno);
  g_close (fd, NULL);

  done = copy_pages (path, temporary, error);
  if (done && g_rename (temporary, to) != 0)
    done = fail (error, to, errno);
  if (!done)
    g_unlink (temporary);

  return done;
}

/* Returns: (transfer full): a name in the same folder that no file has */
static char *
find_free_name (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d-%H%M%S");
  char *free_name = NULL;

  for (guint n = 1; free_name == NULL || g_file_test (free_name, G_FILE_TEST_EXISTS); n++)
    {
      g_autofree char *name = n == 1 ? g_strdup_printf (DAMAGED_PREFIX "%s.sqlite", time)
                                     : g_strdup_printf (DAMAGED_PREFIX "%s-%u.sqlite", time, n);

      g_free (free_name);
      free_name = g_build_filename (folder, name, NULL);
    }

  return free_name;
}

/* The damaged file keeps its place until the moment the other takes it, where the file
 * system knows how. A journal that stayed would be taken for the new file's. */
char *
mus_library_rescue_replace (const char *path, const char *fresh, GError **error)
{
  g_autofree char *aside = find_free_name (path);
  g_autofree char *journal = g_strconcat (path, JOURNAL_SUFFIX, NULL);
  g_autofree char *aside_journal = g_strconcat (aside, JOURNAL_SUFFIX, NULL);

  if ((g_rename (journal, aside_journal) != 0 && errno != ENOENT) ||
      (link (path, aside) != 0 && g_rename (path, aside) != 0) || g_rename (fresh, path) != 0)
    {
      fail (error, path, errno);
      return NULL;
    }

  return g_steal_pointer (&aside);
}

/* A thumb whose taste can't be read goes to one that stands for it. */
static void
stand_in_for_taste (sqlite3 *to, sqlite3_stmt *thumb)
{
  g_autoptr (sqlite3_stmt) put =
      mus_sql_prepare (to, "INSERT OR IGNORE INTO tastes VALUES (?, ?, ?, ?)", NULL);
  gint64           id = sqlite3_column_int64 (thumb, 0);
  /* translators: the name of a taste whose own name was lost */
  g_autofree char *name = g_strdup_printf (_ ("Recovered Taste %u"), (guint) id);
  g_autofree char *folded = mus_text_fold (name);

  if (put == NULL)
    return;

  sqlite3_bind_int64 (put, 1, id);
  mus_sql_bind_text (put, 2, name);
  mus_sql_bind_text (put, 3, folded);
  sqlite3_bind_int64 (put, 4, mus_library_checksum_taste (id, name, folded));
  mus_sql_run (put, NULL);
}

/* One row from one library to the other; columns are as in the statements of the schema. */
static gboolean
take_over (sqlite3_stmt *from, sqlite3_stmt *to)
{
  for (int column = 0; column < sqlite3_column_count (from); column++)
    sqlite3_bind_value (to, column + 1, sqlite3_column_value (from, column));

  return mus_sql_run (to, NULL);
}

static gsize
recover_tastes (sqlite3_stmt *get, sqlite3 *to)
{
  g_autoptr (sqlite3_stmt) put =
      mus_sql_prepare (to, "INSERT INTO tastes VALUES (?, ?, ?, ?)", NULL);
  gboolean has_row = put != NULL;
  gsize    n = 0;

  while (has_row && mus_sql_step (get, &has_row, NULL) && has_row)
    if (mus_library_taste_is_sound (get) && take_over (get, put))
      n++;

  return n;
}

static gsize
recover_thumbs (sqlite3_stmt *get, sqlite3 *to)
{
  g_autoptr (sqlite3_stmt) put =
      mus_sql_prepare (to, "INSERT INTO thumbs VALUES (?, ?, ?, ?, ?, ?, ?, ?)", NULL);
  gboolean has_row = put != NULL;
  gsize    n = 0;

  while (has_row && mus_sql_step (get, &has_row, NULL) && has_row)
    if (mus_library_thumb_is_sound (get))
      {
        stand_in_for_taste (to, get);
        if (take_over (get, put))
          n++;
      }

  return n;
}

/*
 * Reads a table from both ends, since what lies behind a damaged page can still be reached
 * from the other. A row that is there already violates a constraint, and stays.
 */
static gsize
recover_table (sqlite3 *from, sqlite3 *to, const char *upwards, const char *downwards,
               gsize (*recover) (sqlite3_stmt *get, sqlite3 *to))
{
  g_autoptr (sqlite3_stmt) up = mus_sql_prepare (from, upwards, NULL);
  g_autoptr (sqlite3_stmt) down = mus_sql_prepare (from, downwards, NULL);
  gsize n = 0;

  if (up != NULL)
    n += recover (up, to);
  if (down != NULL)
    n += recover (down, to);

  return n;
}

gsize
mus_library_rescue_recover (const char *path, sqlite3 *db)
{
  sqlite3 *damaged = NULL;
  gsize    n = 0;

  /* So that it reads a file whose end is missing as far as it goes. */
  if (sqlite3_open_v2 (path, &damaged, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
      mus_sql_exec (damaged, "PRAGMA writable_schema = ON", NULL))
    {
      recover_table (damaged, db, MUS_LIBRARY_SELECT_TASTES " ORDER BY rowid",
                     MUS_LIBRARY_SELECT_TASTES " ORDER BY rowid DESC", recover_tastes);
      n = recover_table (damaged, db, MUS_LIBRARY_SELECT_THUMBS " ORDER BY rowid",
                         MUS_LIBRARY_SELECT_THUMBS " ORDER BY rowid DESC", recover_thumbs);
    }
  sqlite3_close (damaged);

  return n;
}

char *
mus_library_rescue_say (const char *aside, gsize n_thumbs)
{
  g_autofree char *base = g_path_get_basename (aside);
  g_autofree char *name = g_filename_display_name (base);
  g_autofree char *count = mus_text_count (n_thumbs);

  return g_strdup_printf (
      /* translators: %1$s is a file's name, %2$s a number */
      ngettext ("Your likes and dislikes were damaged. The file has been set aside as “%1$s”; "
                "%2$s thumb could be read from it and is kept.",
                "Your likes and dislikes were damaged. The file has been set aside as “%1$s”; "
                "%2$s thumbs could be read from it and are kept.",
                n_thumbs),
      name, count);
}

gboolean
mus_library_rescue_delete_copies (const char *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, BACKUP_PREFIX) || g_str_has_prefix (name, DAMAGED_PREFIX) ||
        g_str_has_prefix (name, MUS_LIBRARY_FRESH_PREFIX))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        if (g_unlink (path) != 0)
          return fail (error, path, errno);
      }

  return TRUE;
}
