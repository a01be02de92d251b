/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "base/mus-run.h"

G_BEGIN_DECLS

/**
 * MUS_NO_STRING: what stands where a pool has no such string
 */
#define MUS_NO_STRING G_MAXUINT32

typedef struct
{
  guint32 number; /* of a string, plus 1; 0 where the slot is free */
  guint32 hash;
} MusStringSlot;

/**
 * MusStringPool:
 * @bytes: the strings one after the other, each ended by NUL
 * @n_bytes: used of it
 * @starts: where each string starts
 * @n: number of strings
 * @slots: where added strings are found: open addressing with linear probing
 *
 * Many strings in one piece of memory, each known by its number, which counts from 0 in
 * the order of arrival. A zeroed struct is an empty pool.
 */
typedef struct
{
  char          *bytes;
  gsize          n_bytes;
  gsize          bytes_capacity;
  guint32       *starts;
  gsize          starts_capacity;
  guint32        n;
  MusStringSlot *slots;
  gsize          n_slots; /* a power of 2, or 0 */
} MusStringPool;

/**
 * mus_string_hash:
 * @text: (array length=n_bytes): any bytes
 *
 * Returns: by what pools find a string
 */
guint32 mus_string_hash (const char *text, gsize n_bytes);

/**
 * mus_string_pool_reserve:
 * @n: strings that are about to be added, so that the places to find them are made at once
 */
gboolean mus_string_pool_reserve (MusStringPool *self, gsize n, GError **error);

/**
 * mus_string_pool_add:
 * @text: (array length=n_bytes): any bytes
 * @index: (out): the number of this string, the one it got when it was first added
 * @is_new: (out) (optional): whether that is now
 *
 * Not to be mixed with mus_string_pool_append().
 *
 * Returns: %FALSE with %MUS_ERROR_RESOURCE when memory is short or the pool is past 4 GiB
 */
gboolean mus_string_pool_add (MusStringPool *self, const char *text, gsize n_bytes, guint32 *index,
                              gboolean *is_new, GError **error);

/**
 * mus_string_pool_add_hashed:
 * @hash: what mus_string_hash() gives for the string
 *
 * As mus_string_pool_add().
 */
gboolean mus_string_pool_add_hashed (MusStringPool *self, const char *text, gsize n_bytes,
                                     guint32 hash, guint32 *index, gboolean *is_new,
                                     GError **error);

/**
 * mus_string_pool_append:
 *
 * Adds a string without looking whether it is there already.
 */
gboolean mus_string_pool_append (MusStringPool *self, const char *text, gsize n_bytes,
                                 GError **error);

/**
 * mus_string_pool_expect:
 * @hash: of a string that will be added or looked for
 *
 * With other work in between: in a large pool the way to its place in memory takes longer
 * than all else.
 */
static inline void
mus_string_pool_expect (const MusStringPool *self, guint32 hash)
{
  if (self->n_slots > 0)
    __builtin_prefetch (&self->slots[hash & (self->n_slots - 1)]);
}

/**
 * mus_string_pool_find:
 *
 * Returns: the number of an added string, or %MUS_NO_STRING
 */
guint32 mus_string_pool_find (const MusStringPool *self, const char *text, gsize n_bytes);

/**
 * mus_string_pool_get:
 * @index: in [0, n)
 *
 * Returns: (transfer none): the string; good until the next one is added
 */
static inline const char *
mus_string_pool_get (const MusStringPool *self, guint32 index)
{
  return self->bytes + self->starts[index];
}

/**
 * mus_string_pool_length:
 *
 * Returns: bytes of a string, without its NUL
 */
static inline gsize
mus_string_pool_length (const MusStringPool *self, guint32 index)
{
  gsize end = index + 1 < self->n ? self->starts[index + 1] : self->n_bytes;

  return end - self->starts[index] - 1;
}

/**
 * mus_string_pool_restore:
 * @self: with bytes and starts, from wherever they come, and no slots
 * @keep_find: whether strings will be looked for
 * @run: (nullable): looked at between strings
 *
 * Returns: %FALSE when these are not strings as a pool has them, memory is short, or the run
 *   is over
 */
gboolean mus_string_pool_restore (MusStringPool *self, gboolean keep_find, const MusRun *run);

/**
 * mus_string_pool_seal:
 * @keep_find: whether strings will still be looked for
 *
 * Gives back what is only needed for adding.
 */
void mus_string_pool_seal (MusStringPool *self, gboolean keep_find);
void mus_string_pool_clear (MusStringPool *self);

G_END_DECLS
