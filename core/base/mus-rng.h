/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MusRng:
 *
 * A seeded source of random numbers, xoshiro256** (Blackman and Vigna, "Scrambled linear
 * pseudorandom number generators", 2021) with its state filled by splitmix64. Always
 * passed explicitly; the same seed gives the same numbers on every machine. With seed 1
 * the first two numbers of mus_rng_next() are 12966619160104079557 and
 * 9600361134598540522.
 */
typedef struct
{
  guint64 state[4];
} MusRng;

void mus_rng_init (MusRng *self, guint64 seed);

/**
 * mus_rng_init_stream:
 * @seed: the seed that the user knows
 * @stream: which of its independent streams, for instance the number of a tile
 */
void mus_rng_init_stream (MusRng *self, guint64 seed, guint64 stream);

guint64 mus_rng_next (MusRng *self);

/**
 * mus_rng_below:
 * @n: at least 1
 *
 * Returns: a whole number in [0, @n), each equally likely
 */
guint64 mus_rng_below (MusRng *self, guint64 n);

/**
 * mus_rng_uniform:
 *
 * Returns: a number in [0, 1)
 */
double mus_rng_uniform (MusRng *self);

/**
 * mus_rng_normal:
 *
 * Returns: a number of the normal distribution with mean 0 and deviation 1
 */
double mus_rng_normal (MusRng *self);

/**
 * mus_rng_shuffle:
 * @values: (array length=n): put into a random order in place (Fisher and Yates)
 */
void mus_rng_shuffle (MusRng *self, guint32 *values, gsize n);

/**
 * mus_rng_shuffle_part:
 * @values: (array length=n): the last of them are drawn from all
 * @n_left: how many at the start are still to be put into an order
 *
 * mus_rng_shuffle() in parts, each going on from the @n_left of the one before: for those
 * who must look up now and then.
 */
void mus_rng_shuffle_part (MusRng *self, guint32 *values, gsize n, gsize n_left);

G_END_DECLS
