/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "storage/mus-archive-private.h"

#include <string.h>

#define MAGIC_BYTES 8
#define DIGEST_BYTES 32

/* What is digested, written or read between two looks at the run: some milliseconds of work. */
#define BLOCK (1 << 20)

static gboolean
create (MusArchive *self, const char *path, const char *magic, guint32 version,
        gboolean is_large, const MusRun *run, GError **error)
{
  memset (self, 0, sizeof *self);
  self->run = run;
  self->file = mus_atomic_file_new (path, 0600, error);
  if (self->file == NULL)
    return FALSE;

  if (is_large)
    mus_digest_init (&self->digest);
  else
    self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
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

static void
write_digest (MusArchive *self)
{
  guint64 large = GUINT64_TO_LE (mus_digest_get (&self->digest));
  guint8  digest[DIGEST_BYTES];
  gsize   n_bytes = sizeof digest;

  if (self->checksum == NULL)
    {
      mus_atomic_file_write (self->file, &large, sizeof large);
      return;
    }

  g_checksum_get_digest (self->checksum, digest, &n_bytes);
  mus_atomic_file_write (self->file, digest, n_bytes);
}

gboolean
mus_archive_commit (MusArchive *self, GError **error)
{
  if (mus_run_is_cancelled (self->run, error))
    return FALSE;

  write_digest (self);

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

/* Returns: whether the digest at the end is that of all before it, as far as the run lets */
static gboolean
digest_is_right (const guint8 *data, gsize n_bytes, const MusRun *run)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[DIGEST_BYTES];
  gsize  n_digest = sizeof digest;
  gsize  end = n_bytes - DIGEST_BYTES;

  for (gsize i = 0; i < end && !mus_run_is_over (run); i += BLOCK)
    g_checksum_update (checksum, data + i, (gssize) MIN (end - i, BLOCK));
  g_checksum_get_digest (checksum, digest, &n_digest);

  return memcmp (digest, data + n_bytes - DIGEST_BYTES, DIGEST_BYTES) == 0;
}

/* Returns: whether it has that magic */
static gboolean
read_head (MusArchive *self, const guint8 *data, gsize n_bytes, const char *magic,
           const MusRun *run)
{
  char found[MAGIC_BYTES];

  memset (self, 0, sizeof *self);
  self->reads = TRUE;
  self->run = run;
  self->data = data;
  self->n_left = n_bytes;
  mus_archive_bytes (self, found, sizeof found);
  mus_archive_u32 (self, &self->version);

  return memcmp (found, magic, MAGIC_BYTES) == 0;
}

MusArchiveState
mus_archive_open (MusArchive *self, const guint8 *data, gsize n_bytes, const char *magic,
                  guint32 oldest, guint32 newest, const MusRun *run)
{
  gboolean is_right;

  if (!read_head (self, data, n_bytes, magic, run))
    return MUS_ARCHIVE_FOREIGN;
  if (self->version > newest)
    return MUS_ARCHIVE_NEWER;
  is_right = self->version >= oldest && self->n_left >= DIGEST_BYTES &&
             digest_is_right (data, n_bytes, run);
  if (mus_run_is_over (run))
    return MUS_ARCHIVE_CANCELLED;
  if (!is_right)
    return MUS_ARCHIVE_DAMAGED;
  self->n_left -= DIGEST_BYTES;

  return MUS_ARCHIVE_READY;
}

gboolean
mus_archive_open_large (MusArchive *self, GMappedFile *file, const char *magic, guint32 version,
                        const MusRun *run)
{
  const guint8 *data = (const guint8 *) g_mapped_file_get_contents (file);
  gsize         n_bytes = g_mapped_file_get_length (file);
  MusDigest     digest;
  guint64       found;
  gsize         end = n_bytes - sizeof found;

  if (!read_head (self, data, n_bytes, magic, run) || self->version != version ||
      self->n_left < sizeof found)
    return FALSE;

  mus_digest_init (&digest);
  for (gsize i = 0; i < end && !mus_run_is_over (run); i += BLOCK)
    mus_digest_add (&digest, data + i, MIN (end - i, BLOCK));
  memcpy (&found, data + end, sizeof found);
  self->n_left -= sizeof found;

  return GUINT64_FROM_LE (found) == mus_digest_get (&digest);
}

gboolean
mus_archive_reads (const MusArchive *self)
{
  return self->reads;
}

gboolean
mus_archive_is_read (const MusArchive *self)
{
  return !self->ended && self->n_left == 0;
}

void
mus_archive_clear (MusArchive *self)
{
  g_clear_pointer (&self->file, mus_atomic_file_free);
  g_clear_pointer (&self->checksum, g_checksum_free);
}

static void
transfer_block (MusArchive *self, gpointer bytes, gsize n)
{
  if (!mus_archive_reads (self))
    {
      if (self->file != NULL)
        mus_atomic_file_write (self->file, bytes, n);
      if (self->checksum != NULL)
        g_checksum_update (self->checksum, bytes, (gssize) n);
      else
        mus_digest_add (&self->digest, bytes, n);
    }
  else if (n <= self->n_left)
    {
      memcpy (bytes, self->data, n);
      self->data += n;
      self->n_left -= n;
    }
  else
    {
      memset (bytes, 0, n);
      self->n_left = 0;
      self->ended = TRUE;
    }
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
