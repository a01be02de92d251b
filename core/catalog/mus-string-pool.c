/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-string-pool.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/mus-error.h"

#define MAX_BYTES ((gsize) G_MAXUINT32)
#define MIN_SLOTS 1024

/* Eight bytes a step, each mixed by a multiplication whose high half is folded back. */
static guint32
hash_bytes (const char *text, gsize n_bytes)
{
  guint64 hash = n_bytes * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  guint64 word;

  for (; n_bytes >= sizeof word; text += sizeof word, n_bytes -= sizeof word)
    {
      memcpy (&word, text, sizeof word);
      hash = (hash ^ word) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
      hash ^= hash >> 32;
    }
  word = 0;
  memcpy (&word, text, n_bytes);
  hash = (hash ^ word) * G_GUINT64_CONSTANT (0x94d049bb133111eb);

  return (guint32) (hash >> 32);
}

/* The slot where the string stands, or the empty one where it would. */
static gsize
find_slot (const MusStringPool *self, const char *text, gsize n_bytes, guint32 hash)
{
  gsize mask = self->n_slots - 1;
  gsize slot = hash & mask;

  for (; self->slots[slot] != 0; slot = (slot + 1) & mask)
    {
      guint32 index = self->slots[slot] - 1;

      if (self->hashes[index] == hash && mus_string_pool_length (self, index) == n_bytes &&
          memcmp (mus_string_pool_get (self, index), text, n_bytes) == 0)
        break;
    }

  return slot;
}

static gboolean
grow_slots (MusStringPool *self, GError **error)
{
  gsize    n_slots = MAX (2 * self->n_slots, MIN_SLOTS);
  guint32 *slots = mus_try_new (guint32, n_slots, error);

  if (slots == NULL)
    return FALSE;

  for (guint32 i = 0; i < self->n; i++)
    {
      gsize slot = self->hashes[i] & (n_slots - 1);

      while (slots[slot] != 0)
        slot = (slot + 1) & (n_slots - 1);
      slots[slot] = i + 1;
    }
  g_free (self->slots);
  self->slots = slots;
  self->n_slots = n_slots;

  return TRUE;
}

gboolean
mus_string_pool_append (MusStringPool *self, const char *text, gsize n_bytes, GError **error)
{
  if (self->n == MUS_NO_STRING - 1 || n_bytes >= MAX_BYTES - self->n_bytes)
    {
      g_set_error_literal (error, MUS_ERROR, MUS_ERROR_RESOURCE,
                           _ ("This catalog is too large: its texts take more than 4 GiB. "
                              "Split the file and open its parts."));
      return FALSE;
    }
  if (!mus_try_grow ((gpointer *) &self->bytes, &self->bytes_capacity,
                     self->n_bytes + n_bytes + 1, 1, error) ||
      !mus_try_grow ((gpointer *) &self->starts, &self->starts_capacity, self->n + 1,
                     sizeof (guint32), error))
    return FALSE;

  memcpy (self->bytes + self->n_bytes, text, n_bytes);
  self->bytes[self->n_bytes + n_bytes] = '\0';
  self->starts[self->n] = (guint32) self->n_bytes;
  self->n_bytes += n_bytes + 1;
  self->n++;

  return TRUE;
}

gboolean
mus_string_pool_add (MusStringPool *self, const char *text, gsize n_bytes, guint32 *index,
                     gboolean *is_new, GError **error)
{
  guint32 hash = hash_bytes (text, n_bytes);
  gsize   slot;

  if (2 * ((gsize) self->n + 1) > self->n_slots && !grow_slots (self, error))
    return FALSE;

  slot = find_slot (self, text, n_bytes, hash);
  if (is_new != NULL)
    *is_new = self->slots[slot] == 0;
  if (self->slots[slot] == 0)
    {
      if (!mus_try_grow ((gpointer *) &self->hashes, &self->hashes_capacity, self->n + 1,
                         sizeof (guint32), error) ||
          !mus_string_pool_append (self, text, n_bytes, error))
        return FALSE;
      self->hashes[self->n - 1] = hash;
      self->slots[slot] = self->n;
    }
  *index = self->slots[slot] - 1;

  return TRUE;
}

guint32
mus_string_pool_find (const MusStringPool *self, const char *text, gsize n_bytes)
{
  gsize slot;

  if (self->n_slots == 0)
    return MUS_NO_STRING;

  slot = find_slot (self, text, n_bytes, hash_bytes (text, n_bytes));

  return self->slots[slot] == 0 ? MUS_NO_STRING : self->slots[slot] - 1;
}

static void
shrink (gpointer *memory, gsize *capacity, gsize n, gsize size)
{
  gpointer smaller = n > 0 ? g_try_realloc (*memory, n * size) : NULL;

  if (smaller == NULL)
    return;

  *memory = smaller;
  *capacity = n;
}

void
mus_string_pool_seal (MusStringPool *self, gboolean keep_find)
{
  shrink ((gpointer *) &self->bytes, &self->bytes_capacity, self->n_bytes, 1);
  shrink ((gpointer *) &self->starts, &self->starts_capacity, self->n, sizeof (guint32));
  if (keep_find)
    {
      shrink ((gpointer *) &self->hashes, &self->hashes_capacity, self->n, sizeof (guint32));
      return;
    }

  g_clear_pointer (&self->hashes, g_free);
  g_clear_pointer (&self->slots, g_free);
  self->hashes_capacity = 0;
  self->n_slots = 0;
}

void
mus_string_pool_clear (MusStringPool *self)
{
  g_free (self->bytes);
  g_free (self->starts);
  g_free (self->hashes);
  g_free (self->slots);
  memset (self, 0, sizeof *self);
}
