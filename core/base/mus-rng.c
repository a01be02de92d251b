/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/mus-rng.h"

#include <math.h>

static guint64
splitmix64 (guint64 *x)
{
  guint64 z = (*x += 0x9e3779b97f4a7c15u);

  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;

  return z ^ (z >> 31);
}

static inline guint64
rotate_left (guint64 x, int k)
{
  return (x << k) | (x >> (64 - k));
}

void
mus_rng_init (MusRng *self, guint64 seed)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->state); i++)
    self->state[i] = splitmix64 (&seed);
}

void
mus_rng_init_stream (MusRng *self, guint64 seed, guint64 stream)
{
  guint64 mixed = stream;

  mus_rng_init (self, seed ^ splitmix64 (&mixed));
}

guint64
mus_rng_next (MusRng *self)
{
  guint64 *s = self->state;
  guint64  result = rotate_left (s[1] * 5, 7) * 9;
  guint64  t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate_left (s[3], 45);

  return result;
}

guint64
mus_rng_below (MusRng *self, guint64 n)
{
  guint64 limit = G_MAXUINT64 - G_MAXUINT64 % n;
  guint64 x;

  do
    x = mus_rng_next (self);
  while (x >= limit);

  return x % n;
}

double
mus_rng_uniform (MusRng *self)
{
  return (double) (mus_rng_next (self) >> 11) * 0x1.0p-53;
}

double
mus_rng_normal (MusRng *self)
{
  /* Marsaglia's polar method; its second number is dropped to keep the state plain. */
  double u, v, s;

  do
    {
      u = 2.0 * mus_rng_uniform (self) - 1.0;
      v = 2.0 * mus_rng_uniform (self) - 1.0;
      s = u * u + v * v;
    }
  while (s >= 1.0 || s <= 0.0);

  return u * sqrt (-2.0 * log (s) / s);
}

void
mus_rng_shuffle (MusRng *self, guint32 *values, gsize n)
{
  mus_rng_shuffle_part (self, values, n, 0);
}

void
mus_rng_shuffle_part (MusRng *self, guint32 *values, gsize n, gsize n_left)
{
  for (gsize i = n; i > MAX (n_left, 1); i--)
    {
      gsize   j = mus_rng_below (self, i);
      guint32 swap = values[i - 1];

      values[i - 1] = values[j];
      values[j] = swap;
    }
}
