/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-string-pool.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/mus-error.h"

#define MAX_BYTES ((gsize) G_MAXUINT32)
#define MIN_SLOTS 1024

G_STATIC_ASSERT (MUS_NO_STRING == (guint32) -1);

/* Eight bytes a step, each mixed by a multiplication whose high half is folded back. */
guint32
mus_string_hash (const char *text, gsize n_bytes)
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
  hash = (hash ^ hash >> 32) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);

  return (guint32) (hash >> 32);
}

/* The slot where the string stands, or the free one where it would. */
static MusStringSlot *
find_slot (const MusStringPool *self, const char *text, gsize n_bytes, guint32 hash)
{
  gsize          mask = self->n_slots - 1;
  gsize          i = hash & mask;
  MusStringSlot *slot = &self->slots[i];

  for (; slot->number != 0; i = (i + 1) & mask, slot = &self->slots[i])
    {
      guint32 index = slot->number - 1;

      if (slot->hash == hash && mus_string_pool_length (self, index) == n_bytes &&
          memcmp (mus_string_pool_get (self, index), text, n_bytes) == 0)
        break;
    }

  return slot;
}

/* Makes room for @n strings; half of the slots at least stay free. */
gboolean
mus_string_pool_reserve (MusStringPool *self, gsize n, GError **error)
{
  gsize          n_slots = MAX (self->n_slots, MIN_SLOTS);
  MusStringSlot *slots;

  while (n_slots / 2 < n)
    n_slots *= 2;
  if (n_slots == self->n_slots)
    return TRUE;

  slots = mus_try_new (MusStringSlot, n_slots, error);
  if (slots == NULL)
    return FALSE;

  /* Written here, each page comes once; read first in any order, it would come twice. */
  memset (slots, 0, n_slots * sizeof (MusStringSlot));
  for (gsize i = 0; i < self->n_slots; i++)
    if (self->slots[i].number != 0)
      {
        gsize to = self->slots[i].hash & (n_slots - 1);

        while (slots[to].number != 0)
          to = (to + 1) & (n_slots - 1);
        slots[to] = self->slots[i];
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
mus_string_pool_add (MusStringPool *self,
                     const char    *text,
                     gsize          n_bytes,
                     guint32       *index,
                     gboolean      *is_new,
                     GError       **error)
{
  return mus_string_pool_add_hashed (self, text, n_bytes, mus_string_hash (text, n_bytes), index,
                                     is_new, error);
}

gboolean
mus_string_pool_add_hashed (MusStringPool *self,
                            const char    *text,
                            gsize          n_bytes,
                            guint32        hash,
                            guint32       *index,
                            gboolean      *is_new,
                            GError       **error)
{
  MusStringSlot *slot;

  if (self->n >= self->n_slots / 2 && !mus_string_pool_reserve (self, (gsize) self->n + 1, error))
    return FALSE;

  slot = find_slot (self, text, n_bytes, hash);
  if (is_new != NULL)
    *is_new = slot->number == 0;
  if (slot->number == 0)
    {
      if (!mus_string_pool_append (self, text, n_bytes, error))
        return FALSE;
      *slot = (MusStringSlot){ self->n, hash };
    }
  *index = slot->number - 1;

  return TRUE;
}

guint32
mus_string_pool_find (const MusStringPool *self, const char *text, gsize n_bytes)
{
  if (self->n_slots == 0)
    return MUS_NO_STRING;

  /* No string has the number 0, and MUS_NO_STRING is one less. */
  return find_slot (self, text, n_bytes, mus_string_hash (text, n_bytes))->number - 1;
}

/* Whether each string starts behind the NUL of the one before, and the last one ends, as far
 * as the run lets. */
static gboolean
is_sound (const MusStringPool *self, const MusRun *run)
{
  if (self->n == 0)
    return self->n_bytes == 0;
  if (self->n_bytes == 0 || self->bytes[self->n_bytes - 1] != '\0' || self->starts[0] != 0)
    return FALSE;

  for (guint32 i = 1; i < self->n; i++)
    if (self->starts[i] <= self->starts[i - 1] || self->starts[i] >= self->n_bytes ||
        self->bytes[self->starts[i] - 1] != '\0' || !mus_run_goes_on (run, i, NULL))
      return FALSE;

  return TRUE;
}

gboolean
mus_string_pool_restore (MusStringPool *self, gboolean keep_find, const MusRun *run)
{
  if (!is_sound (self, run))
    return FALSE;
  if (!keep_find)
    return TRUE;
  if (!mus_string_pool_reserve (self, self->n, NULL))
    return FALSE;

  for (guint32 i = 0; i < self->n; i++)
    {
      const char *text = mus_string_pool_get (self, i);
      gsize       n_bytes = mus_string_pool_length (self, i);
      guint32     hash = mus_string_hash (text, n_bytes);

      if (!mus_run_goes_on (run, i, NULL))
        return FALSE;
      *find_slot (self, text, n_bytes, hash) = (MusStringSlot){ i + 1, hash };
    }

  return TRUE;
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
    return;

  g_clear_pointer (&self->slots, g_free);
  self->n_slots = 0;
}

void
mus_string_pool_clear (MusStringPool *self)
{
  g_free (self->bytes);
  g_free (self->starts);
  g_free (self->slots);
  memset (self, 0, sizeof *self);
}
