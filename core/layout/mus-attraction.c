/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "layout/mus-attraction.h"

#include <math.h>

#include "base/mus-parallel.h"
#include "base/mus-simd.h"

#define LANES MUS_AFFINITY_LANES
G_STATIC_ASSERT (LANES == 8);
#define ROWS_A_TILE 512

typedef struct
{
  const MusAffinities *affinities;
  const float         *positions;
  float               *forces;
  double              *divergences; /* for each tile, without the part of Z */
} Attraction;

/* Eight neighbors at a time. An (x, y) is loaded as one number of 64 bits: that is quicker
 * than to gather x and y one by one, and does not need a processor that gathers well. */
typedef float  Eight __attribute__ ((vector_size (32), aligned (16)));
typedef double Pairs __attribute__ ((vector_size (32)));

MUS_INLINE void
load_differences (const float *positions, const guint32 *columns, float x, float y, Eight *dx,
                  Eight *dy)
{
  const double *pairs = (const double *) (gconstpointer) positions;
  const Eight   first = (Eight) (Pairs){ pairs[columns[0]], pairs[columns[1]],
                                         pairs[columns[4]], pairs[columns[5]] };
  const Eight   second = (Eight) (Pairs){ pairs[columns[2]], pairs[columns[3]],
                                          pairs[columns[6]], pairs[columns[7]] };

  *dx = x - __builtin_shufflevector (first, second, 0, 2, 8, 10, 4, 6, 12, 14);
  *dy = y - __builtin_shufflevector (first, second, 1, 3, 9, 11, 5, 7, 13, 15);
}

MUS_INLINE float
add_lanes (Eight v)
{
  return ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]));
}

MUS_CLONES static void
attract_rows (const Attraction *a, gsize first, gsize end)
{
  const gsize *starts = a->affinities->starts;

  for (gsize i = first; i < end; i++)
    {
      float x = a->positions[2 * i], y = a->positions[2 * i + 1];
      Eight force_x = { 0.0f }, force_y = { 0.0f };

      for (gsize k = starts[i]; k < starts[i + 1]; k += LANES)
        {
          Eight dx, dy, pull;

          load_differences (a->positions, a->affinities->columns + k, x, y, &dx, &dy);
          pull = *(const Eight *) (gconstpointer) (a->affinities->values + k) /
                 (1.0f + dx * dx + dy * dy);
          force_x += pull * dx;
          force_y += pull * dy;
        }
      a->forces[2 * i] = add_lanes (force_x);
      a->forces[2 * i + 1] = add_lanes (force_y);
    }
}

static void
attract_tile (gsize tile, guint worker, gpointer data)
{
  const Attraction *a = data;

  attract_rows (a, tile * ROWS_A_TILE,
                MIN ((tile + 1) * ROWS_A_TILE, a->affinities->n_rows));
}

static gsize
count_tiles (const MusAffinities *affinities)
{
  return (affinities->n_rows + ROWS_A_TILE - 1) / ROWS_A_TILE;
}

void
mus_attraction_evaluate (const MusAffinities *affinities, const MusRun *run,
                         const float *positions, float *forces)
{
  Attraction a = { .affinities = affinities, .positions = positions, .forces = forces };

  mus_parallel_for_run (run, count_tiles (affinities), attract_tile, &a);
}

/* log (x) of a normal x >= FLT_MIN, to about 1e-7: the series of 2 artanh (s). */
MUS_INLINE float
log_positive (float x)
{
  union
  {
    float  value;
    gint32 bits;
  } whole = { x }, mantissa;
  gint32 exponent = (whole.bits - 0x3f3504f3) >> 23; /* so that 0.707 <= mantissa < 1.414 */
  float  s, s2;

  mantissa.bits = whole.bits - exponent * (1 << 23);
  s = (mantissa.value - 1.0f) / (mantissa.value + 1.0f);
  s2 = s * s;

  return (float) exponent * 0.693147181f +
         2.0f * s * (1.0f + s2 * (1.0f / 3 + s2 * (1.0f / 5 + s2 * (1.0f / 7 + s2 / 9))));
}

/* Sums p log (p / w); the zeros that fill up a row add nothing. */
MUS_CLONES static double
measure_rows (const Attraction *a, gsize first, gsize end)
{
  const float *positions = a->positions;
  double       sum[LANES] = { 0 }, total = 0.0;

  for (gsize i = first; i < end; i++)
    {
      const guint32 *columns = a->affinities->columns;
      const float   *values = a->affinities->values;
      float          x = positions[2 * i], y = positions[2 * i + 1];

      for (gsize k = a->affinities->starts[i]; k < a->affinities->starts[i + 1]; k += LANES)
        for (gsize l = 0; l < LANES; l++)
          {
            gsize j = columns[k + l];
            float dx = x - positions[2 * j], dy = y - positions[2 * j + 1];
            float p = values[k + l];
            float logs = log_positive (p > 1e-30f ? p : 1e-30f) +
                         log_positive (1.0f + dx * dx + dy * dy);

            sum[l] += (double) (p * logs);
          }
    }
  for (gsize l = 0; l < LANES; l++)
    total += sum[l];

  return total;
}

static void
measure_tile (gsize tile, guint worker, gpointer data)
{
  const Attraction *a = data;

  a->divergences[tile] = measure_rows (a, tile * ROWS_A_TILE,
                                       MIN ((tile + 1) * ROWS_A_TILE,
                                            a->affinities->n_rows));
}

double
mus_attraction_kl_divergence (const MusAffinities *affinities, const MusRun *run,
                              const float *positions, double normaliser)
{
  gsize              n_tiles = count_tiles (affinities);
  g_autofree double *divergences = g_new0 (double, n_tiles);
  Attraction         a = { affinities, positions, NULL, divergences };
  double             sum = 0.0;

  mus_parallel_for_run (run, n_tiles, measure_tile, &a);
  for (gsize tile = 0; tile < n_tiles; tile++)
    sum += divergences[tile];

  /* All p_ij sum to 1, so log Z counts once. */
  return n_tiles == 0 ? 0.0 : sum + log (normaliser);
}
