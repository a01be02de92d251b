/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "layout/mus-extent.h"

#include <math.h>
#include <stdlib.h>

#define MAX_SAMPLES 4096
#define LEFT_OUT 0.01

static int
compare_floats (const void *a, const void *b)
{
  float x = *(const float *) a;
  float y = *(const float *) b;

  return (x > y) - (x < y);
}

void
mus_extent_of_most (const float *positions,
                    gsize        n_points,
                    double       margin,
                    double      *from,
                    double      *length)
{
  gsize stride = n_points / MAX_SAMPLES + 1;

  for (guint axis = 0; axis < 2; axis++)
    {
      float sample[MAX_SAMPLES];
      gsize n = 0;
      gsize left_out;

      for (gsize i = 0; i < n_points; i += stride)
        if (isfinite (positions[2 * i]) && isfinite (positions[2 * i + 1]))
          sample[n++] = positions[2 * i + axis];

      from[axis] = length[axis] = 0.0;
      if (n == 0)
        continue;

      qsort (sample, n, sizeof *sample, compare_floats);
      left_out = (gsize) ((double) n * LEFT_OUT);
      length[axis] = (double) sample[n - 1 - left_out] - (double) sample[left_out];
      from[axis] = (double) sample[left_out] - margin * length[axis];
      length[axis] *= 1.0 + 2.0 * margin;
    }
}
