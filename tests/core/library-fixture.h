/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../folders.h"
#include "musrec.h"
#include "storage/mus-sql-private.h"

/*
 * A library in a folder of its own, and its functions as a test wants them: each waits for
 * its answer.
 */

typedef struct
{
  char       *folder; /* of the library; made by it */
  char       *path;   /* of its file */
  char       *root;   /* where the folder is */
  MusLibrary *library;
  guint       n_changed;
  char       *notice; /* the last one */
} LibraryFixture;

static inline void
library_changed_cb (MusLibrary *library, LibraryFixture *self)
{
  self->n_changed++;
}

static inline void
library_notice_cb (MusLibrary *library, const char *notice, LibraryFixture *self)
{
  g_free (self->notice);
  self->notice = g_strdup (notice);
}

/* As at a start of the program. */
static inline void
library_start (LibraryFixture *self)
{
  self->library = mus_library_new (self->folder);
  g_signal_connect (self->library, "changed", G_CALLBACK (library_changed_cb), self);
  g_signal_connect (self->library, "notice", G_CALLBACK (library_notice_cb), self);
}

static inline void
library_end (LibraryFixture *self)
{
  g_assert_finalize_object (self->library);
  self->library = NULL;
}

static inline void
library_set_up (LibraryFixture *self, gconstpointer data)
{
  self->root = g_dir_make_tmp ("musrec-test-XXXXXX", NULL);
  self->folder = g_build_filename (self->root, "data", "musrec", NULL);
  self->path = g_build_filename (self->folder, "library.sqlite", NULL);
  library_start (self);
}

static inline void
library_tear_down (LibraryFixture *self, gconstpointer data)
{
  library_end (self);
  delete_folder (self->root);
  g_free (self->root);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->notice);
}

/*
 * Functions that wait
 */

static inline void
library_answered_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static inline GAsyncResult *
library_wait (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}

#define LIBRARY_ASK(call, finish) \
  g_autoptr (GAsyncResult) result = NULL; \
  call; \
  return finish (self->library, library_wait (&result), error)

static inline GPtrArray *
library_list (LibraryFixture *self, GError **error)
{
  LIBRARY_ASK (mus_library_list_async (self->library, library_answered_cb, &result),
               mus_library_list_finish);
}

static inline gint64
library_create (LibraryFixture *self, const char *name, GPtrArray *thumbs, GError **error)
{
  LIBRARY_ASK (
      mus_library_create_async (self->library, name, thumbs, library_answered_cb, &result),
      mus_library_create_finish);
}

static inline gboolean
library_rename (LibraryFixture *self, gint64 taste, const char *name, GError **error)
{
  LIBRARY_ASK (
      mus_library_rename_async (self->library, taste, name, library_answered_cb, &result),
      mus_library_rename_finish);
}

static inline GPtrArray *
library_delete (LibraryFixture *self, gint64 taste, GError **error)
{
  LIBRARY_ASK (mus_library_delete_async (self->library, taste, library_answered_cb, &result),
               mus_library_delete_finish);
}

static inline GPtrArray *
library_load (LibraryFixture *self, gint64 taste, GError **error)
{
  LIBRARY_ASK (mus_library_load_async (self->library, taste, library_answered_cb, &result),
               mus_library_load_finish);
}

static inline GPtrArray *
library_set (LibraryFixture *self, gint64 taste, GPtrArray *thumbs, GError **error)
{
  LIBRARY_ASK (
      mus_library_set_async (self->library, taste, thumbs, library_answered_cb, &result),
      mus_library_set_finish);
}

static inline GPtrArray *
library_clear (LibraryFixture *self, gint64 taste, GError **error)
{
  LIBRARY_ASK (mus_library_clear_async (self->library, taste, library_answered_cb, &result),
               mus_library_clear_finish);
}

static inline gboolean
library_delete_all (LibraryFixture *self, GError **error)
{
  LIBRARY_ASK (mus_library_delete_all_async (self->library, library_answered_cb, &result),
               mus_library_delete_all_finish);
}

/* Returns: the id of the oldest taste */
static inline gint64
library_first (LibraryFixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tastes = library_list (self, &error);

  g_assert_no_error (error);

  return ((MusTasteInfo *) g_ptr_array_index (tastes, 0))->id;
}

/* Returns: whether it is confirmed */
static inline gboolean
library_thumb (LibraryFixture *self, gint64 taste, const char *id, const char *title,
               MusVerdict verdict, GError **error)
{
  g_autoptr (GPtrArray) thumbs = mus_thumbs_new ();
  g_autoptr (GPtrArray) before = NULL;

  g_ptr_array_add (thumbs, mus_thumb_new (id, title, "Somebody", verdict, 0));
  before = library_set (self, taste, thumbs, error);

  return before != NULL;
}

/* Returns: (transfer full): "1:title -1:title …", the oldest first */
static inline char *
library_spell (GPtrArray *thumbs)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < thumbs->len; i++)
    {
      const MusThumb *thumb = g_ptr_array_index (thumbs, i);

      g_string_append_printf (text, i == 0 ? "%d:%s" : " %d:%s", thumb->verdict, thumb->title);
    }

  return g_string_free (text, FALSE);
}

static inline void
library_assert_thumbs (LibraryFixture *self, gint64 taste, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) thumbs = library_load (self, taste, &error);
  g_autofree char *spelled = NULL;

  g_assert_no_error (error);
  spelled = library_spell (thumbs);
  g_assert_cmpstr (spelled, ==, expected);
}

/* Returns: (transfer full): the titles in the oldest taste */
static inline GHashTable *
library_titles (LibraryFixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) thumbs = library_load (self, library_first (self), &error);
  GHashTable *titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < thumbs->len; i++)
    g_hash_table_add (titles,
                      g_strdup (((MusThumb *) g_ptr_array_index (thumbs, i))->title));

  return titles;
}

/* With a connection that knows nothing of MusRec. */
static inline void
library_assert_integrity (LibraryFixture *self)
{
  sqlite3 *db = NULL;
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (GError) error = NULL;
  gboolean has_row;

  g_assert_cmpint (sqlite3_open (self->path, &db), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 10000);
  statement = mus_sql_prepare (db, "PRAGMA integrity_check", &error);
  g_assert_no_error (error);
  g_assert_true (mus_sql_step (statement, &has_row, &error));
  g_assert_cmpstr (mus_sql_column_text (statement, 0), ==, "ok");
  g_clear_pointer (&statement, sqlite3_finalize);
  sqlite3_close (db);
}
