/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stdio.h>

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
 *
 * What is read can be anything until mus_archive_finish() has seen the digest. A file is not
 * mapped, since a process that touches a mapped page which the disk doesn't give is killed.
 */
typedef struct
{
  gboolean       reads;
  MusAtomicFile *file;     /* NULL: reading, or making a digest only */
  FILE          *stream;   /* what is read; NULL: @data, or writing */
  const guint8  *data;     /* what is still to be read */
  gsize          n_left;   /* bytes of the content still to be read */
  int            failure;  /* errno of what kept the stream from being read, or 0 */
  GChecksum     *checksum; /* of what has been read or written; NULL: large */
  MusDigest      digest;   /* of the same, when large */
  guint32        version;  /* of the file */
  gboolean       ended;    /* read past the end, or met an impossible size */
  const MusRun  *run;      /* (nullable): looked at between blocks of a large array */
} MusArchive;

typedef enum
{
  MUS_ARCHIVE_READY,
  MUS_ARCHIVE_FOREIGN, /* another magic */
  MUS_ARCHIVE_NEWER,
  MUS_ARCHIVE_DAMAGED, /* too short, or a version that there never was */
  MUS_ARCHIVE_UNREADABLE,
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
 * @self: cleared with mus_archive_clear(), also after a failure
 * @oldest: the first version that can be read
 * @newest: the last one
 * @run: (nullable): there until everything is read
 *
 * Starts to read.
 */
MusArchiveState mus_archive_open (MusArchive *self, const char *path, const char *magic,
                                  guint32 oldest, guint32 newest, const MusRun *run);

/**
 * mus_archive_open_bytes:
 * @data: (array length=n_bytes): as the file's content, there until everything is read
 *
 * As mus_archive_open(); never %MUS_ARCHIVE_UNREADABLE.
 */
MusArchiveState mus_archive_open_bytes (MusArchive *self, const guint8 *data, gsize n_bytes,
                                        const char *magic, guint32 oldest, guint32 newest,
                                        const MusRun *run);

/**
 * mus_archive_open_large:
 *
 * As mus_archive_open(), for what mus_archive_create_large() made, of just this version.
 */
MusArchiveState mus_archive_open_large (MusArchive *self, const char *path, const char *magic,
                                        guint32 version, const MusRun *run);

gboolean mus_archive_reads (const MusArchive *self);

/**
 * mus_archive_finish:
 *
 * Once, behind all that was read.
 *
 * Returns: whether the content was neither shorter nor longer than what was read, and all of
 *   the file is as it was written
 */
gboolean mus_archive_finish (MusArchive *self);

/**
 * mus_archive_set_error:
 * @reason: (transfer full) (nullable): why what was read can't be kept
 * @name: of the file, to be shown
 * @damaged: the sentence for a file that is not as it was written, or means nothing
 *
 * Says why nothing came of reading: %G_IO_ERROR_CANCELLED, a %G_FILE_ERROR, @reason, or
 * %MUS_ERROR_MODEL_FORMAT.
 */
void mus_archive_set_error (const MusArchive *self, GError *reason, const char *name,
                            const char *damaged, GError **error);

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
