/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "storage/mus-archive-private.h"

#include <string.h>

#define MAGIC_BYTES 8
#define DIGEST_BYTES 32

gboolean
mus_archive_create (MusArchive *self, const char *path, const char *magic, guint32 version,
                    GError **error)
{
  memset (self, 0, sizeof *self);
  self->file = mus_atomic_file_new (path, 0600, error);
  if (self->file == NULL)
    return FALSE;

  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  self->version = version;
  mus_archive_bytes (self, (gpointer) magic, MAGIC_BYTES);
  mus_archive_u32 (self, &self->version);

  return TRUE;
}

gboolean
mus_archive_commit (MusArchive *self, GError **error)
{
  guint8 digest[DIGEST_BYTES];
  gsize  n_bytes = sizeof digest;

  g_checksum_get_digest (self->checksum, digest, &n_bytes);
  mus_atomic_file_write (self->file, digest, n_bytes);

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

/* Returns: whether the digest at the end is that of all before it */
static gboolean
digest_is_right (const guint8 *data, gsize n_bytes)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[DIGEST_BYTES];
  gsize  n_digest = sizeof digest;

  g_checksum_update (checksum, data, (gssize) (n_bytes - DIGEST_BYTES));
  g_checksum_get_digest (checksum, digest, &n_digest);

  return memcmp (digest, data + n_bytes - DIGEST_BYTES, DIGEST_BYTES) == 0;
}

MusArchiveState
mus_archive_open (MusArchive *self, const guint8 *data, gsize n_bytes, const char *magic,
                  guint32 oldest, guint32 newest)
{
  char found[MAGIC_BYTES];

  memset (self, 0, sizeof *self);
  self->data = data;
  self->n_left = n_bytes;
  mus_archive_bytes (self, found, sizeof found);
  mus_archive_u32 (self, &self->version);
  if (memcmp (found, magic, MAGIC_BYTES) != 0)
    return MUS_ARCHIVE_FOREIGN;
  if (self->version > newest)
    return MUS_ARCHIVE_NEWER;
  if (self->version < oldest || self->n_left < DIGEST_BYTES || !digest_is_right (data, n_bytes))
    return MUS_ARCHIVE_DAMAGED;
  self->n_left -= DIGEST_BYTES;

  return MUS_ARCHIVE_READY;
}

gboolean
mus_archive_reads (const MusArchive *self)
{
  return self->checksum == NULL;
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

void
mus_archive_bytes (MusArchive *self, gpointer bytes, gsize n)
{
  if (!mus_archive_reads (self))
    {
      if (self->file != NULL)
        mus_atomic_file_write (self->file, bytes, n);
      g_checksum_update (self->checksum, bytes, (gssize) n);
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

/* In blocks, since float by float is slow. What is written is left as it is. */
void
mus_archive_floats (MusArchive *self, float *values, gsize n)
{
  guint32 block[4096];

  for (gsize done = 0; done < n;)
    {
      gsize n_block = MIN (n - done, G_N_ELEMENTS (block));

      if (!mus_archive_reads (self))
        memcpy (block, values + done, n_block * sizeof (float));
      for (gsize i = 0; !mus_archive_reads (self) && i < n_block; i++)
        block[i] = GUINT32_TO_LE (block[i]);
      mus_archive_bytes (self, block, n_block * sizeof (float));
      for (gsize i = 0; mus_archive_reads (self) && i < n_block; i++)
        block[i] = GUINT32_FROM_LE (block[i]);
      if (mus_archive_reads (self))
        memcpy (values + done, block, n_block * sizeof (float));
      done += n_block;
    }
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
