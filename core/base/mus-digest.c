/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/mus-digest.h"

#include <string.h>

/* The five primes of the paper. */
#define P1 G_GUINT64_CONSTANT (0x9e3779b185ebca87)
#define P2 G_GUINT64_CONSTANT (0xc2b2ae3d27d4eb4f)
#define P3 G_GUINT64_CONSTANT (0x165667b19e3779f9)
#define P4 G_GUINT64_CONSTANT (0x85ebca77c2b2ae63)
#define P5 G_GUINT64_CONSTANT (0x27d4eb2f165667c5)

static inline guint64
rotate (guint64 x, guint bits)
{
  return x << bits | x >> (64 - bits);
}

static inline guint64
read_64 (const guint8 *bytes)
{
  guint64 word;

  memcpy (&word, bytes, sizeof word);

  return GUINT64_FROM_LE (word);
}

static inline guint64
read_32 (const guint8 *bytes)
{
  guint32 word;

  memcpy (&word, bytes, sizeof word);

  return GUINT32_FROM_LE (word);
}

static inline guint64
mix (guint64 lane, guint64 word)
{
  return rotate (lane + word * P2, 31) * P1;
}

void
mus_digest_init (MusDigest *self)
{
  *self = (MusDigest){ .lanes = { P1 + P2, P2, 0, -P1 } };
}

static void
add_blocks (MusDigest *self, const guint8 *bytes, gsize n_blocks)
{
  guint64 a = self->lanes[0], b = self->lanes[1], c = self->lanes[2], d = self->lanes[3];

  for (; n_blocks > 0; n_blocks--, bytes += MUS_DIGEST_BLOCK)
    {
      a = mix (a, read_64 (bytes));
      b = mix (b, read_64 (bytes + 8));
      c = mix (c, read_64 (bytes + 16));
      d = mix (d, read_64 (bytes + 24));
    }
  self->lanes[0] = a;
  self->lanes[1] = b;
  self->lanes[2] = c;
  self->lanes[3] = d;
}

void
mus_digest_add (MusDigest *self, gconstpointer bytes, gsize n_bytes)
{
  const guint8 *at = bytes;
  gsize         taken = self->n_bytes % MUS_DIGEST_BLOCK;

  self->n_bytes += n_bytes;
  if (taken > 0)
    {
      gsize n = MIN (n_bytes, MUS_DIGEST_BLOCK - taken);

      memcpy (self->block + taken, at, n);
      if (taken + n < MUS_DIGEST_BLOCK)
        return;
      add_blocks (self, self->block, 1);
      at += n;
      n_bytes -= n;
    }

  add_blocks (self, at, n_bytes / MUS_DIGEST_BLOCK);
  if (n_bytes % MUS_DIGEST_BLOCK > 0)
    memcpy (self->block, at + n_bytes / MUS_DIGEST_BLOCK * MUS_DIGEST_BLOCK,
            n_bytes % MUS_DIGEST_BLOCK);
}

static guint64
merge_lanes (const guint64 *lanes)
{
  guint64 digest = rotate (lanes[0], 1) + rotate (lanes[1], 7) + rotate (lanes[2], 12) +
                   rotate (lanes[3], 18);

  for (guint i = 0; i < 4; i++)
    digest = (digest ^ mix (0, lanes[i])) * P1 + P4;

  return digest;
}

guint64
mus_digest_get (const MusDigest *self)
{
  guint64       digest = self->n_bytes >= MUS_DIGEST_BLOCK ? merge_lanes (self->lanes) : P5;
  const guint8 *at = self->block;
  const guint8 *end = at + self->n_bytes % MUS_DIGEST_BLOCK;

  digest += self->n_bytes;
  for (; end - at >= 8; at += 8)
    digest = rotate (digest ^ mix (0, read_64 (at)), 27) * P1 + P4;
  for (; end - at >= 4; at += 4)
    digest = rotate (digest ^ read_32 (at) * P1, 23) * P2 + P3;
  for (; at < end; at++)
    digest = rotate (digest ^ *at * P5, 11) * P1;

  digest = (digest ^ digest >> 33) * P2;
  digest = (digest ^ digest >> 29) * P3;

  return digest ^ digest >> 32;
}
