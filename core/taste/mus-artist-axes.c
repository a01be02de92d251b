/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-artist-axes-private.h"

#include <math.h>
#include <string.h>

#include "base/mus-blas.h"

#define SIZE MUS_N_SOUND

/* With few artists of several tracks half of what varies is taken to do so within artists,
 * as if so many artists had told so. */
#define PRIOR_ARTISTS 10.0

/* A direction with less of the largest variance than this has none. */
#define NOTHING 1e-6

typedef double Square[SIZE * SIZE];

static void
add_product (const double *difference, double weight, double *sums)
{
  for (guint i = 0; i < SIZE; i++)
    for (guint j = 0; j < SIZE; j++)
      sums[i * SIZE + j] += weight * difference[i] * difference[j];
}

/* The covariance of all tracks (their means are 0), and the mean of those of the artists with
 * several, each artist weighing the same. */
static gboolean
measure_spread (const MusTraits *traits, const MusMatrix *x, const float *means, double *total,
                double *within, const MusRun *run, GError **error)
{
  double n_artists = PRIOR_ARTISTS;

  for (gsize row = 0; row < traits->n_tracks; row++)
    {
      double sound[SIZE], difference[SIZE];

      if (!mus_run_goes_on (run, row, error))
        return FALSE;
      mus_traits_read_sound (mus_matrix_row (x, row), sound);
      add_product (sound, 1.0 / (double) traits->n_tracks, total);
      for (guint32 i = traits->artist_starts[row]; i < traits->artist_starts[row + 1]; i++)
        {
          gsize  artist = traits->artists[i];
          double n = (double) traits->artist_counts[artist];

          if (n < 2.0)
            continue;
          for (guint s = 0; s < SIZE; s++)
            difference[s] = sound[s] - (double) means[artist * SIZE + s];
          add_product (difference, 1.0 / (n - 1.0), within);
          n_artists += 1.0 / n;
        }
    }

  for (guint i = 0; i < SIZE * SIZE; i++)
    within[i] = (within[i] + 0.5 * PRIOR_ARTISTS * total[i]) / n_artists;

  return TRUE;
}

/* @out = @a @b @aᵀ */
static void
turn (const double *a, const double *b, double *out)
{
  Square half = { 0.0 };

  memset (out, 0, sizeof (Square));
  for (guint i = 0; i < SIZE; i++)
    for (guint j = 0; j < SIZE; j++)
      for (guint k = 0; k < SIZE; k++)
        half[i * SIZE + j] += a[i * SIZE + k] * b[k * SIZE + j];
  for (guint i = 0; i < SIZE; i++)
    for (guint j = 0; j < SIZE; j++)
      for (guint k = 0; k < SIZE; k++)
        out[i * SIZE + j] += half[i * SIZE + k] * a[j * SIZE + k];
}

gboolean
mus_artist_axes_fit (const MusTraits *traits, const MusMatrix *x, const float *means, double *axes,
                     const MusRun *run, GError **error)
{
  Square total = { 0.0 }, within = { 0.0 }, white, shares;
  double variances[SIZE], between[SIZE];

  memset (axes, 0, sizeof (Square));
  if (!measure_spread (traits, x, means, total, within, run, error))
    return FALSE;

  /* Along the rows of @white all tracks have the variance 1: whiteᵀ white = T⁻¹. There B has
   * the eigenvalues @between, each the part of an axis that is the artists'. */
  memcpy (white, total, sizeof white);
  if (!mus_blas_eigen (white, SIZE, variances))
    return TRUE;
  for (guint i = 0; i < SIZE; i++)
    for (guint j = 0; j < SIZE; j++)
      white[i * SIZE + j] *=
          variances[i] > NOTHING * variances[0] ? 1.0 / sqrt (variances[i]) : 0.0;
  for (guint i = 0; i < SIZE * SIZE; i++)
    total[i] -= within[i];
  turn (white, total, shares);
  if (!mus_blas_eigen (shares, SIZE, between))
    return TRUE;

  for (guint i = 0; i < SIZE; i++)
    for (guint j = 0; j < SIZE; j++)
      for (guint k = 0; k < SIZE; k++)
        axes[i * SIZE + j] +=
            sqrt (MAX (between[i], 0.0)) * shares[i * SIZE + k] * white[k * SIZE + j];

  return TRUE;
}
