/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "storage/mus-thumb.h"

G_BEGIN_DECLS

/**
 * MusLibrary:
 *
 * What a listener has told MusRec: any number of named tastes, each with its thumbs, in one
 * database file. A thread of its own reads and writes it, one request after the other in
 * the order they came, so the caller never waits; each `_async` function answers on the
 * thread-default main context of whoever made the library, and all calls come from there.
 * A request keeps the library alive, and can't be taken back.
 *
 * When a request that changes something is answered without an error, the change is on the
 * disk. An error (%MUS_ERROR_STORAGE, a sentence) means that nothing was changed.
 *
 * Several processes may use the same folder.
 *
 * Signals:
 * - "changed": another process has changed the library; what was loaded may be old
 * - "notice" (const char *sentence): something happened that the listener should know: the
 *   file was damaged and has been set aside
 */
#define MUS_TYPE_LIBRARY (mus_library_get_type ())
G_DECLARE_FINAL_TYPE (MusLibrary, mus_library, MUS, LIBRARY, GObject)

/**
 * MusTasteInfo: a taste as a menu shows it
 */
typedef struct
{
  gint64 id; /* never used again for another taste */
  char  *name;
  gsize  n_likes;
  gsize  n_dislikes;
} MusTasteInfo;

void mus_taste_info_free (MusTasteInfo *self);

/**
 * mus_library_new:
 * @folder: where the library is, or shall be; it is made, for its owner only, with the
 *   first request
 */
MusLibrary *mus_library_new (const char *folder) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_library_list_async:
 *
 * All tastes, the oldest first. There is always one: a library without a taste gets its
 * first.
 */
void mus_library_list_async (MusLibrary *self, GAsyncReadyCallback callback,
                             gpointer user_data);

/**
 * mus_library_list_finish:
 *
 * Returns: (transfer full) (element-type MusTasteInfo): or %NULL with an error
 */
GPtrArray *mus_library_list_finish (MusLibrary *self, GAsyncResult *result, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_library_create_async:
 * @name: trimmed; not empty, and no other taste's, compared as a person would
 * @thumbs: (nullable) (element-type MusThumb): what it starts with: none for a new taste,
 *   or what mus_library_delete_finish() gave, to undo that
 */
void mus_library_create_async (MusLibrary *self, const char *name, GPtrArray *thumbs,
                               GAsyncReadyCallback callback, gpointer user_data);

/**
 * mus_library_create_finish:
 *
 * Returns: the new taste's id, or 0 with an error
 */
gint64 mus_library_create_finish (MusLibrary *self, GAsyncResult *result, GError **error);

/**
 * mus_library_rename_async:
 * @name: as in mus_library_create_async()
 */
void     mus_library_rename_async (MusLibrary *self, gint64 taste, const char *name,
                                   GAsyncReadyCallback callback, gpointer user_data);
gboolean mus_library_rename_finish (MusLibrary *self, GAsyncResult *result, GError **error);

/**
 * mus_library_delete_async:
 *
 * Deletes a taste and its thumbs.
 */
void mus_library_delete_async (MusLibrary *self, gint64 taste, GAsyncReadyCallback callback,
                               gpointer user_data);

/**
 * mus_library_delete_finish:
 *
 * Returns: (transfer full) (element-type MusThumb): the thumbs that it had, or %NULL with
 *   an error
 */
GPtrArray *mus_library_delete_finish (MusLibrary *self, GAsyncResult *result, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_library_load_async:
 *
 * A whole taste; some ten milliseconds for 10,000 thumbs.
 */
void mus_library_load_async (MusLibrary *self, gint64 taste, GAsyncReadyCallback callback,
                             gpointer user_data);

/**
 * mus_library_load_finish:
 *
 * Returns: (transfer full) (element-type MusThumb): its thumbs, the oldest first, or %NULL
 *   with an error
 */
GPtrArray *mus_library_load_finish (MusLibrary *self, GAsyncResult *result, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_library_set_async:
 * @thumbs: (element-type MusThumb): at least one; a thumb replaces the one that the track
 *   has, and %MUS_VERDICT_NONE takes it away. Not to be changed until the answer is there
 *
 * All of them or none.
 */
void mus_library_set_async (MusLibrary *self, gint64 taste, GPtrArray *thumbs,
                            GAsyncReadyCallback callback, gpointer user_data);

/**
 * mus_library_set_finish:
 *
 * Returns: (transfer full) (element-type MusThumb): what was there before, one for each of
 *   the thumbs, or %NULL with an error. Setting these is the undo
 */
GPtrArray *mus_library_set_finish (MusLibrary *self, GAsyncResult *result, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_library_clear_async:
 *
 * Takes all thumbs away; the taste stays.
 */
void mus_library_clear_async (MusLibrary *self, gint64 taste, GAsyncReadyCallback callback,
                              gpointer user_data);

/**
 * mus_library_clear_finish:
 *
 * Returns: (transfer full) (element-type MusThumb): the thumbs that it had, or %NULL with
 *   an error. Setting these is the undo
 */
GPtrArray *mus_library_clear_finish (MusLibrary *self, GAsyncResult *result, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_library_delete_all_async:
 *
 * Deletes all tastes, also from the disk's blocks as far as a program can, with every copy
 * that MusRec has set aside.
 */
void     mus_library_delete_all_async (MusLibrary *self, GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean mus_library_delete_all_finish (MusLibrary *self, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusTasteInfo, mus_taste_info_free)

G_END_DECLS
