/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "base/mus-atomic-file.h"
#include "base/mus-digest.h"
#include "base/mus-run.h"

G_BEGIN_DECLS

/**
 * MusArchive:
 *
 * Either end of a file of MusRec's own: a magic of 8 bytes, a version, the content in
 * little-endian fields, and a digest of all that. Each function below writes its value
 * when the file is being written and else reads it, so that a format is described once for
 * both. Reading past the end gives zeros and is remembered, and so does reading on once the
 * run is over; writing then is in vain.
 */
typedef struct
{
  gboolean       reads;
  MusAtomicFile *file;     /* NULL: reading, or making a digest only */
  GChecksum     *checksum; /* of what was written; NULL: reading, or large */
  MusDigest      digest;   /* of what was written, when large */
  guint32        version;  /* of the file */
  const guint8  *data;     /* what is still to be read */
  gsize          n_left;
  gboolean       ended; /* read past the end, or met an impossible size */
  const MusRun  *run;   /* (nullable): looked at between blocks of a large array */
} MusArchive;

typedef enum
{
  MUS_ARCHIVE_READY,
  MUS_ARCHIVE_FOREIGN, /* another magic */
  MUS_ARCHIVE_NEWER,
  MUS_ARCHIVE_DAMAGED,
  MUS_ARCHIVE_CANCELLED,
} MusArchiveState;

/**
 * mus_archive_create:
 * @self: cleared with mus_archive_clear(), also after a failure
 * @magic: 8 characters
 * @run: (nullable): there until the end
 *
 * Starts to write. Mode 0600; nothing stands at @path before mus_archive_commit().
 */
gboolean mus_archive_create (MusArchive *self, const char *path, const char *magic,
                             guint32 version, const MusRun *run, GError **error);

/**
 * mus_archive_create_large:
 *
 * As mus_archive_create(). The file ends with a #MusDigest, where the other ends with a
 * SHA-256: for what is read again so often, and is so large, that this would be waited for.
 */
gboolean mus_archive_create_large (MusArchive *self, const char *path, const char *magic,
                                   guint32 version, const MusRun *run, GError **error);

/**
 * mus_archive_commit:
 *
 * Returns: %FALSE with a %G_FILE_ERROR when this or any write failed, or with
 *   %G_IO_ERROR_CANCELLED
 */
gboolean mus_archive_commit (MusArchive *self, GError **error);

/**
 * mus_archive_create_digest:
 *
 * As if a file of @version were written, of which mus_archive_get_digest() is all that is
 * left.
 */
void  mus_archive_create_digest (MusArchive *self, guint32 version);
char *mus_archive_get_digest (MusArchive *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_archive_open:
 * @data: (array length=n_bytes): the file, there until everything is read
 * @oldest: the first version that can be read
 * @newest: the last one
 * @run: (nullable): there until everything is read
 *
 * Starts to read, when all of the file is as it was written.
 */
MusArchiveState mus_archive_open (MusArchive *self, const guint8 *data, gsize n_bytes,
                                  const char *magic, guint32 oldest, guint32 newest,
                                  const MusRun *run);

/**
 * mus_archive_open_large:
 *
 * As mus_archive_open(), for what mus_archive_create_large() made, of just this version.
 *
 * Returns: %FALSE when it is not that, or damaged, or the run is over
 */
gboolean mus_archive_open_large (MusArchive *self, GMappedFile *file, const char *magic,
                                 guint32 version, const MusRun *run);

gboolean mus_archive_reads (const MusArchive *self);

/**
 * mus_archive_is_read:
 *
 * Returns: whether the content was neither shorter nor longer than what was read
 */
gboolean mus_archive_is_read (const MusArchive *self);

void mus_archive_clear (MusArchive *self);

void mus_archive_bytes (MusArchive *self, gpointer bytes, gsize n);
void mus_archive_u32 (MusArchive *self, guint32 *value);
void mus_archive_u64 (MusArchive *self, guint64 *value);
void mus_archive_double (MusArchive *self, double *value);
void mus_archive_floats (MusArchive *self, float *values, gsize n);
void mus_archive_u32s (MusArchive *self, guint32 *values, gsize n);

/**
 * mus_archive_size:
 *
 * How many elements of @element_bytes follow: never more than the file can hold, so that
 * memory may be asked for.
 */
void mus_archive_size (MusArchive *self, gsize *n, gsize element_bytes);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MusArchive, mus_archive_clear)

G_END_DECLS
