/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "storage/mus-library-database-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/mus-error.h"
#include "storage/mus-library-rescue-private.h"
#include "storage/mus-library-schema-private.h"

#define FILE_NAME "library.sqlite"

/* How long another process may hold the file, in milliseconds, before it is given up. */
#define BUSY_MS 30000

/* A damaged file is found, set aside, and the work done with the new one; once more in
 * case another process does the same at that moment. */
#define MAX_ATTEMPTS 3

struct _MusLibraryDatabase
{
  char    *folder;
  char    *path;
  const char *const *schema;

  sqlite3 *db;        /* NULL while it is closed */
  GStatBuf opened;    /* the file that db is */
  gint64   seen;      /* PRAGMA data_version */
  gboolean has_changed;
  char    *notice;
};

/*
 * Sentences
 */

static gboolean
is_damage (const GError *error)
{
  if (error->domain != MUS_SQL_ERROR)
    return FALSE;

  switch (error->code)
    {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
    case SQLITE_ERROR:      /* a statement that doesn't fit the tables */
    case SQLITE_CONSTRAINT: /* a row that can't be */
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
    case SQLITE_EMPTY:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Returns: (transfer full): what SQLite says, for a listener of music */
static GError *
say (const char *path, GError *error)
{
  g_autofree char *name = g_filename_display_name (path);
  GError *said;

  if (error->domain != MUS_SQL_ERROR)
    return error;

  switch (error->code)
    {
    case SQLITE_FULL:
      said = g_error_new (MUS_ERROR, MUS_ERROR_STORAGE,
                          _ ("The disk is full: “%s” can't be written. Make room, then try "
                             "again."),
                          name);
      break;
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      said = g_error_new (MUS_ERROR, MUS_ERROR_STORAGE,
                          _ ("“%s” can't be written. Check the permissions of the file and "
                             "its folder."),
                          name);
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      said = g_error_new (MUS_ERROR, MUS_ERROR_STORAGE,
                          _ ("Another program is busy with “%s”. Try again in a moment."),
                          name);
      break;
    default:
      said = g_error_new (MUS_ERROR, MUS_ERROR_STORAGE,
                          /* translators: a file's name, and what the system says */
                          _ ("“%s” can't be read or written: %s."), name, error->message);
    }
  g_error_free (error);

  return said;
}

static gboolean
fail_with_errno (GError **error, const char *path, int failure)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, MUS_ERROR, MUS_ERROR_STORAGE,
               /* translators: a file's name, and what the system says */
               _ ("“%s” can't be read or written: %s."), name, g_strerror (failure));

  return FALSE;
}

/*
 * Opening
 */

static void
close_file (MusLibraryDatabase *self)
{
  g_clear_pointer (&self->db, sqlite3_close);
}

static void
delete_journal (const char *path)
{
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);

  g_unlink (journal);
}

/* Another process may have set the file aside, and a new one stands in its place. */
static gboolean
is_in_place (MusLibraryDatabase *self)
{
  GStatBuf now;

  return g_stat (self->path, &now) == 0 && now.st_dev == self->opened.st_dev &&
         now.st_ino == self->opened.st_ino;
}

/*
 * A rollback journal rather than a write-ahead log: the library is one file that can be
 * copied, read where nothing can be written, and used over a network. TRUNCATE and FULL
 * bring both the change and its end to the disk before a commit returns.
 */
static gboolean
connect_to (const char *path, sqlite3 **db, GError **error)
{
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;

  if (sqlite3_open_v2 (path, db, flags, NULL) != SQLITE_OK)
    {
      g_set_error_literal (error, MUS_SQL_ERROR, sqlite3_errcode (*db) & 0xff,
                           sqlite3_errmsg (*db));
      return FALSE;
    }
  sqlite3_busy_timeout (*db, BUSY_MS);
  sqlite3_db_config (*db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);

  return mus_sql_exec (*db,
                       "PRAGMA trusted_schema = OFF;"
                       "PRAGMA cell_size_check = ON;"
                       "PRAGMA foreign_keys = ON;"
                       "PRAGMA secure_delete = ON;"
                       "PRAGMA synchronous = FULL;"
                       "PRAGMA journal_mode = TRUNCATE;",
                       error);
}

/*
 * A new library is made beside the place where it shall be, so that no half-made one ever
 * stands there and an empty file is known to be a damaged one. SQLite gives its journal the
 * permissions of the file.
 *
 * @damaged: (nullable): what to take over from
 * Returns: (transfer full): its name, or %NULL
 */
static char *
make_file (MusLibraryDatabase *self, const char *damaged, gsize *n_recovered, GError **error)
{
  g_autofree char *fresh = g_build_filename (self->folder, MUS_LIBRARY_FRESH_PREFIX "XXXXXX",
                                             NULL);
  int      fd = g_mkstemp_full (fresh, O_RDWR | O_CLOEXEC, 0600);
  sqlite3 *db = NULL;
  gboolean done;

  if (fd < 0)
    {
      fail_with_errno (error, self->path, errno);
      return NULL;
    }
  g_close (fd, NULL);

  done = connect_to (fresh, &db, error) && mus_sql_exec (db, "BEGIN IMMEDIATE", error) &&
         mus_library_schema_migrate (self->schema, db, 0, error);
  if (done && damaged != NULL)
    *n_recovered = mus_library_rescue_recover (damaged, db);
  done = done && mus_sql_exec (db, "COMMIT", error);
  sqlite3_close (db);
  delete_journal (fresh);
  if (done)
    return g_steal_pointer (&fresh);

  g_unlink (fresh);

  return NULL;
}

static gboolean
ensure_file (MusLibraryDatabase *self, GError **error)
{
  g_autofree char *fresh = NULL;

  if (g_file_test (self->path, G_FILE_TEST_EXISTS))
    return TRUE;

  fresh = make_file (self, NULL, NULL, error);
  if (fresh == NULL)
    return FALSE;

  return g_rename (fresh, self->path) == 0 || fail_with_errno (error, self->path, errno);
}

static gboolean
fail_with_newer (MusLibraryDatabase *self, GError **error)
{
  g_autofree char *name = g_filename_display_name (self->path);

  g_set_error (error, MUS_ERROR, MUS_ERROR_STORAGE,
               _ ("“%s” was written by a newer MusRec. Use that one for your tastes: this one "
                  "leaves the file as it is."),
               name);

  return FALSE;
}

/* Within a transaction, so that of two processes one does it. */
static gboolean
migrate (MusLibraryDatabase *self, GError **error)
{
  gint64 version;

  if (!mus_sql_exec (self->db, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (mus_sql_get_int (self->db, "PRAGMA user_version", &version, error) &&
      mus_library_rescue_back_up (self->path, version, error) &&
      mus_library_schema_migrate (self->schema, self->db, version, error) &&
      mus_sql_exec (self->db, "COMMIT", error))
    return TRUE;

  mus_sql_exec (self->db, "ROLLBACK", NULL);

  return FALSE;
}

/* A file of no version, or one that says it may not be written, although the system lets
 * us, is not what MusRec has made. */
static gboolean
check_header (MusLibraryDatabase *self, gint64 version, GError **error)
{
  if (version > 0 &&
      (sqlite3_db_readonly (self->db, "main") != 1 || g_access (self->path, W_OK) != 0))
    return TRUE;

  g_set_error_literal (error, MUS_SQL_ERROR, SQLITE_CORRUPT, "The header is damaged");

  return FALSE;
}

static gboolean
open_and_check (MusLibraryDatabase *self, GError **error)
{
  gint64 newest = mus_library_schema_version (self->schema);
  gint64 version;

  if (!ensure_file (self, error) || !connect_to (self->path, &self->db, error) ||
      !mus_sql_get_int (self->db, "PRAGMA user_version", &version, error) ||
      !check_header (self, version, error))
    return FALSE;
  if (g_stat (self->path, &self->opened) != 0)
    return fail_with_errno (error, self->path, errno);
  if (version > newest)
    return fail_with_newer (self, error);
  if (version < newest && !migrate (self, error))
    return FALSE;

  return mus_library_schema_check (self->schema, self->db, error) &&
         mus_sql_get_int (self->db, "PRAGMA data_version", &self->seen, error);
}

static gboolean
set_aside (MusLibraryDatabase *self, GError **error)
{
  g_autofree char *fresh = NULL;
  g_autofree char *aside = NULL;
  gsize n_recovered = 0;

  close_file (self);
  fresh = make_file (self, self->path, &n_recovered, error);
  if (fresh == NULL)
    return FALSE;
  aside = mus_library_rescue_replace (self->path, fresh, error);
  if (aside == NULL)
    {
      g_unlink (fresh);
      return FALSE;
    }

  g_free (self->notice);
  self->notice = mus_library_rescue_say (aside, n_recovered);
  self->has_changed = TRUE;

  return TRUE;
}

/* One process at a time opens, repairs and migrates: a lock on the folder, which ends with
 * the process. Where it can't be had (some network disks) there is none. */
static int
lock_folder (MusLibraryDatabase *self)
{
  int fd;

  g_mkdir_with_parents (self->folder, 0700);
  fd = g_open (self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (fd >= 0)
    flock (fd, LOCK_EX);

  return fd;
}

static gboolean
ensure_open (MusLibraryDatabase *self, GError **error)
{
  int      fd;
  gboolean is_open = FALSE;

  if (self->db != NULL && is_in_place (self))
    return TRUE;

  self->has_changed |= self->db != NULL;
  close_file (self);
  fd = lock_folder (self);
  for (guint attempt = 0; attempt < MAX_ATTEMPTS && !is_open; attempt++)
    {
      g_autoptr (GError) failure = NULL;

      is_open = open_and_check (self, &failure);
      if (is_open)
        break;
      if (attempt + 1 < MAX_ATTEMPTS && is_damage (failure))
        {
          g_clear_error (&failure);
          if (set_aside (self, &failure))
            continue;
        }
      close_file (self);
      g_propagate_error (error, g_steal_pointer (&failure));
      break;
    }
  if (fd >= 0)
    g_close (fd, NULL);

  return is_open;
}

/*
 * Working with it
 */

static gboolean
transact (MusLibraryDatabase *self, gboolean writes, MusLibraryWork work, gpointer data,
          GError **error)
{
  if (!mus_sql_exec (self->db, writes ? "BEGIN IMMEDIATE" : "BEGIN", error))
    return FALSE;
  if (work (self->db, data, error) && mus_sql_exec (self->db, "COMMIT", error))
    return TRUE;

  mus_sql_exec (self->db, "ROLLBACK", NULL);

  return FALSE;
}

gboolean
mus_library_database_run (MusLibraryDatabase *self, gboolean writes, MusLibraryWork work,
                          gpointer data, GError **error)
{
  for (guint attempt = 1;; attempt++)
    {
      GError  *failure = NULL;
      gboolean done = ensure_open (self, &failure) &&
                      transact (self, writes, work, data, &failure);

      /* What went to a file that was set aside meanwhile is done again. */
      if (done && (is_in_place (self) || attempt == MAX_ATTEMPTS))
        return TRUE;
      if (!done && (attempt == MAX_ATTEMPTS || !is_damage (failure)))
        {
          g_propagate_error (error, say (self->path, failure));
          return FALSE;
        }

      /* Looked through, and set aside if need be, by opening it again. */
      g_clear_error (&failure);
      close_file (self);
    }
}

gboolean
mus_library_database_has_changed (MusLibraryDatabase *self)
{
  gboolean has_changed = self->has_changed;
  gint64   seen;

  self->has_changed = FALSE;
  if (self->db != NULL && mus_sql_get_int (self->db, "PRAGMA data_version", &seen, NULL))
    {
      has_changed |= seen != self->seen;
      self->seen = seen;
    }

  return has_changed || (self->db != NULL && !is_in_place (self));
}

char *
mus_library_database_take_notice (MusLibraryDatabase *self)
{
  return g_steal_pointer (&self->notice);
}

gboolean
mus_library_database_delete_copies (MusLibraryDatabase *self, GError **error)
{
  return mus_library_rescue_delete_copies (self->folder, error);
}

MusLibraryDatabase *
mus_library_database_new (const char *folder, const char *const *schema)
{
  MusLibraryDatabase *self = g_new0 (MusLibraryDatabase, 1);

  self->folder = g_strdup (folder);
  self->path = g_build_filename (folder, FILE_NAME, NULL);
  self->schema = schema;

  return self;
}

void
mus_library_database_free (MusLibraryDatabase *self)
{
  close_file (self);
  g_free (self->notice);
  g_free (self->path);
  g_free (self->folder);
  g_free (self);
}
