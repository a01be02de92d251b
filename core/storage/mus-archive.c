/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "storage/mus-archive-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mus-error.h"

#define MAGIC_BYTES 8
#define DIGEST_BYTES 32
#define LARGE_DIGEST_BYTES sizeof (guint64)

/* What is digested, written or read between two looks at the run: some milliseconds of work. */
#define BLOCK (1 << 20)

/* What is read at once of what is asked for in smaller pieces. */
#define STREAM_BUFFER (1 << 18)

static void
start_digest (MusArchive *self, gboolean is_large)
{
  if (is_large)
    mus_digest_init (&self->digest);
  else
    self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
}

static void
add_to_digest (MusArchive *self, gconstpointer bytes, gsize n)
{
  if (self->checksum != NULL)
    g_checksum_update (self->checksum, bytes, (gssize) n);
  else
    mus_digest_add (&self->digest, bytes, n);
}

static gsize
digest_bytes (const MusArchive *self)
{
  return self->checksum != NULL ? DIGEST_BYTES : LARGE_DIGEST_BYTES;
}

/* Returns: how many bytes it has */
static gsize
get_digest (MusArchive *self, guint8 digest[DIGEST_BYTES])
{
  gsize   n_bytes = DIGEST_BYTES;
  guint64 large;

  if (self->checksum != NULL)
    {
      g_checksum_get_digest (self->checksum, digest, &n_bytes);
      return n_bytes;
    }

  large = GUINT64_TO_LE (mus_digest_get (&self->digest));
  memcpy (digest, &large, sizeof large);

  return sizeof large;
}

static gboolean
create (MusArchive *self, const char *path, const char *magic, guint32 version,
        gboolean is_large, const MusRun *run, GError **error)
{
  memset (self, 0, sizeof *self);
  self->run = run;
  self->file = mus_atomic_file_new (path, 0600, error);
  if (self->file == NULL)
    return FALSE;

  start_digest (self, is_large);
  self->version = version;
  mus_archive_bytes (self, (gpointer) magic, MAGIC_BYTES);
  mus_archive_u32 (self, &self->version);

  return TRUE;
}

gboolean
mus_archive_create (MusArchive *self, const char *path, const char *magic, guint32 version,
                    const MusRun *run, GError **error)
{
  return create (self, path, magic, version, FALSE, run, error);
}

gboolean
mus_archive_create_large (MusArchive *self, const char *path, const char *magic,
                          guint32 version, const MusRun *run, GError **error)
{
  return create (self, path, magic, version, TRUE, run, error);
}

gboolean
mus_archive_commit (MusArchive *self, GError **error)
{
  guint8 digest[DIGEST_BYTES];

  if (mus_run_is_cancelled (self->run, error))
    return FALSE;

  mus_atomic_file_write (self->file, digest, get_digest (self, digest));

  return mus_atomic_file_commit (self->file, error);
}

void
mus_archive_create_digest (MusArchive *self, guint32 version)
{
  memset (self, 0, sizeof *self);
  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  self->version = version;
}

char *
mus_archive_get_digest (MusArchive *self)
{
  return g_strdup (g_checksum_get_string (self->checksum));
}

/* Reads what all files begin with. */
static MusArchiveState
read_head (MusArchive *self, gboolean is_large, const char *magic, guint32 oldest,
           guint32 newest)
{
  char found[MAGIC_BYTES];

  start_digest (self, is_large);
  mus_archive_bytes (self, found, sizeof found);
  mus_archive_u32 (self, &self->version);
  if (self->failure != 0)
    return MUS_ARCHIVE_UNREADABLE;
  if (memcmp (found, magic, MAGIC_BYTES) != 0)
    return MUS_ARCHIVE_FOREIGN;
  if (self->version > newest)
    return MUS_ARCHIVE_NEWER;
  if (self->version < oldest || self->n_left < digest_bytes (self))
    return MUS_ARCHIVE_DAMAGED;
  self->n_left -= digest_bytes (self);

  return MUS_ARCHIVE_READY;
}

static MusArchiveState
open_file (MusArchive *self, const char *path, gboolean is_large, const char *magic,
           guint32 oldest, guint32 newest, const MusRun *run)
{
  struct stat status;

  memset (self, 0, sizeof *self);
  self->reads = TRUE;
  self->run = run;
  self->stream = fopen (path, "rbe");
  if (self->stream == NULL || fstat (fileno (self->stream), &status) != 0)
    {
      self->failure = errno;
      return MUS_ARCHIVE_UNREADABLE;
    }
  setvbuf (self->stream, NULL, _IOFBF, STREAM_BUFFER);
  self->n_left = (gsize) status.st_size;

  return read_head (self, is_large, magic, oldest, newest);
}

MusArchiveState
mus_archive_open (MusArchive *self, const char *path, const char *magic, guint32 oldest,
                  guint32 newest, const MusRun *run)
{
  return open_file (self, path, FALSE, magic, oldest, newest, run);
}

MusArchiveState
mus_archive_open_bytes (MusArchive *self, const guint8 *data, gsize n_bytes, const char *magic,
                        guint32 oldest, guint32 newest, const MusRun *run)
{
  memset (self, 0, sizeof *self);
  self->reads = TRUE;
  self->run = run;
  self->data = data;
  self->n_left = n_bytes;

  return read_head (self, FALSE, magic, oldest, newest);
}

MusArchiveState
mus_archive_open_large (MusArchive *self, const char *path, const char *magic, guint32 version,
                        const MusRun *run)
{
  return open_file (self, path, TRUE, magic, version, version, run);
}

gboolean
mus_archive_reads (const MusArchive *self)
{
  return self->reads;
}

/* Returns: whether all of @n bytes were there */
static gboolean
take (MusArchive *self, gpointer bytes, gsize n)
{
  if (self->stream == NULL)
    {
      memcpy (bytes, self->data, n);
      self->data += n;
      return TRUE;
    }
  if (fread (bytes, 1, n, self->stream) == n)
    return TRUE;

  if (ferror (self->stream))
    self->failure = errno;

  return FALSE;
}

gboolean
mus_archive_finish (MusArchive *self)
{
  guint8 digest[DIGEST_BYTES], found[DIGEST_BYTES];
  gsize  n_bytes = get_digest (self, digest);

  return !self->ended && self->n_left == 0 && take (self, found, n_bytes) &&
         memcmp (found, digest, n_bytes) == 0;
}

void
mus_archive_set_error (const MusArchive *self, GError *reason, const char *name,
                       const char *damaged, GError **error)
{
  g_autoptr (GError) owned = reason;

  if (mus_run_is_cancelled (self->run, error))
    return;

  if (self->failure != 0)
    g_set_error (error, G_FILE_ERROR, (gint) g_file_error_from_errno (self->failure),
                 /* translators: a file's name, and what the system says */
                 _ ("“%s” can't be read: %s."), name, g_strerror (self->failure));
  else if (owned != NULL)
    g_propagate_error (error, g_steal_pointer (&owned));
  else
    g_set_error_literal (error, MUS_ERROR, MUS_ERROR_MODEL_FORMAT, damaged);
}

void
mus_archive_clear (MusArchive *self)
{
  g_clear_pointer (&self->file, mus_atomic_file_free);
  g_clear_pointer (&self->stream, fclose);
  g_clear_pointer (&self->checksum, g_checksum_free);
}

static void
write_block (MusArchive *self, gconstpointer bytes, gsize n)
{
  if (self->file != NULL)
    mus_atomic_file_write (self->file, bytes, n);
  add_to_digest (self, bytes, n);
}

static void
read_block (MusArchive *self, gpointer bytes, gsize n)
{
  if (n <= self->n_left && take (self, bytes, n))
    {
      add_to_digest (self, bytes, n);
      self->n_left -= n;
      return;
    }

  memset (bytes, 0, n);
  self->n_left = 0;
  self->ended = TRUE;
}

static void
transfer_block (MusArchive *self, gpointer bytes, gsize n)
{
  if (mus_archive_reads (self))
    read_block (self, bytes, n);
  else
    write_block (self, bytes, n);
}

void
mus_archive_bytes (MusArchive *self, gpointer bytes, gsize n)
{
  guint8 *at = bytes;

  for (; n > BLOCK && !mus_run_is_over (self->run); at += BLOCK, n -= BLOCK)
    transfer_block (self, at, BLOCK);
  transfer_block (self, at, MIN (n, BLOCK));
}

void
mus_archive_u32 (MusArchive *self, guint32 *value)
{
  guint32 bytes = GUINT32_TO_LE (*value);

  mus_archive_bytes (self, &bytes, sizeof bytes);
  *value = GUINT32_FROM_LE (bytes);
}

void
mus_archive_u64 (MusArchive *self, guint64 *value)
{
  guint64 bytes = GUINT64_TO_LE (*value);

  mus_archive_bytes (self, &bytes, sizeof bytes);
  *value = GUINT64_FROM_LE (bytes);
}

void
mus_archive_double (MusArchive *self, double *value)
{
  guint64 bits;

  memcpy (&bits, value, sizeof bits);
  mus_archive_u64 (self, &bits);
  memcpy (value, &bits, sizeof bits);
}

/* In blocks, since word by word is slow. What is written is left as it is. */
static void
transfer_words (MusArchive *self, gpointer values, gsize n)
{
  guint8 *at = values;
  guint32 block[4096];

  for (gsize done = 0; done < n && !mus_run_is_over (self->run); done += G_N_ELEMENTS (block))
    {
      gsize   n_block = MIN (n - done, G_N_ELEMENTS (block));
      guint8 *words = at + done * sizeof *block;

      if (!mus_archive_reads (self))
        memcpy (block, words, n_block * sizeof *block);
      for (gsize i = 0; !mus_archive_reads (self) && i < n_block; i++)
        block[i] = GUINT32_TO_LE (block[i]);
      mus_archive_bytes (self, block, n_block * sizeof *block);
      for (gsize i = 0; mus_archive_reads (self) && i < n_block; i++)
        block[i] = GUINT32_FROM_LE (block[i]);
      if (mus_archive_reads (self))
        memcpy (words, block, n_block * sizeof *block);
    }
}

void
mus_archive_floats (MusArchive *self, float *values, gsize n)
{
  transfer_words (self, values, n);
}

void
mus_archive_u32s (MusArchive *self, guint32 *values, gsize n)
{
  transfer_words (self, values, n);
}

void
mus_archive_size (MusArchive *self, gsize *n, gsize element_bytes)
{
  guint64 value = *n;

  mus_archive_u64 (self, &value);
  if (mus_archive_reads (self) && value > self->n_left / element_bytes)
    {
      self->ended = TRUE;
      value = 0;
    }
  *n = (gsize) value;
}
