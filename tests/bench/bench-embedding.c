/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench-embedding.h"

#include <stdlib.h>
#include <string.h>

#define N_TRACKS 73609
#define N_UNITS 32
#define DIM 128

static MusMatrix *
make_embedding (gsize n)
{
  MusMatrix *rows = mus_matrix_new (n, DIM, NULL);
  float      in[N_UNITS][MUS_N_FEATURES], out[N_UNITS][DIM];
  MusRng     rng;

  if (rows == NULL)
    exit (1);

  mus_rng_init (&rng, 1);
  for (gsize u = 0; u < N_UNITS; u++)
    {
      for (gsize f = 0; f < MUS_N_FEATURES; f++)
        in[u][f] = (float) mus_rng_normal (&rng);
      for (gsize d = 0; d < DIM; d++)
        out[u][d] = (float) mus_rng_normal (&rng);
    }

  for (gsize i = 0; i < n; i++)
    {
      float *row = mus_matrix_fill (rows) + i * DIM;
      float  features[MUS_N_FEATURES];

      for (gsize f = 0; f < MUS_N_FEATURES; f++)
        features[f] = (float) mus_rng_normal (&rng);
      for (gsize u = 0; u < N_UNITS; u++)
        {
          float unit = 0.5f;

          for (gsize f = 0; f < MUS_N_FEATURES; f++)
            unit += in[u][f] * features[f];
          for (gsize d = 0; d < DIM && unit > 0.0f; d++)
            row[d] += unit * out[u][d];
        }
    }

  return rows;
}

/* The numbers stand at the end of the file, behind a short header. */
static MusMatrix *
read_embedding (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize            n_bytes, n;
  MusMatrix       *rows;

  if (!g_file_get_contents (path, &bytes, &n_bytes, NULL))
    exit (1);

  n = n_bytes / (DIM * sizeof (float));
  rows = mus_matrix_new (n, DIM, NULL);
  if (rows == NULL)
    exit (1);
  memcpy (mus_matrix_fill (rows), bytes + n_bytes - n * DIM * sizeof (float),
          n * DIM * sizeof (float));

  return rows;
}

MusMatrix *
bench_embedding_new (const char *argument)
{
  gsize n = argument != NULL ? strtoul (argument, NULL, 10) : N_TRACKS;

  return n > 0 ? make_embedding (n) : read_embedding (argument);
}
