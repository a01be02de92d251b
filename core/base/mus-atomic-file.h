/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MusAtomicFile:
 *
 * A file that is replaced at once or not at all. What is written goes to a temporary file
 * in the same folder, which takes the place of the old one when it is committed. A symbolic
 * link stays one. What is no ordinary file (a pipe, /dev/stdout) is written to directly.
 */
typedef struct _MusAtomicFile MusAtomicFile;

/**
 * MUS_ATOMIC_FILE_PREFIX: how the name of a temporary file begins; a program that was killed
 * leaves it behind
 */
#define MUS_ATOMIC_FILE_PREFIX ".musrec-"

/**
 * mus_atomic_file_new:
 * @path: where the file shall be
 * @mode: the permissions of a new file, before the umask; one that is replaced keeps its own
 *
 * Fails at once where nothing can be written, so call it before the long calculation.
 *
 * Returns: (transfer full): the file, or %NULL with a %G_FILE_ERROR
 */
MusAtomicFile *mus_atomic_file_new (const char *path, int mode, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_atomic_file_write:
 *
 * Returns: whether all is well so far; mus_atomic_file_commit() tells what went wrong, so
 *   a caller need not look
 */
gboolean mus_atomic_file_write (MusAtomicFile *self, gconstpointer data, gsize n_bytes);

/**
 * mus_atomic_file_commit:
 *
 * Once, as the last call. Brings all to the disk, then renames.
 *
 * Returns: %FALSE with a %G_FILE_ERROR when this or any write failed; the old file then
 *   stands as it was
 */
gboolean mus_atomic_file_commit (MusAtomicFile *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_atomic_file_free:
 *
 * Without a commit before it nothing has happened.
 */
void mus_atomic_file_free (MusAtomicFile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusAtomicFile, mus_atomic_file_free)

G_END_DECLS
