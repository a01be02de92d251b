/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "evaluation/mus-reconstruction-private.h"

#include "base/mus-error.h"

gboolean
mus_reconstruction_measure (const MusAutoencoder *autoencoder, const MusMatrix *x, double *mean,
                            double *max, const MusRun *run, GError **error)
{
  gsize             n_tracks = mus_matrix_n_rows (x);
  g_autofree float *errors = mus_try_new (float, n_tracks, error);
  double            sum = 0.0;

  if (errors == NULL ||
      !mus_autoencoder_reconstruction_errors (autoencoder, x, errors, run, error))
    return FALSE;

  *max = 0.0;
  for (gsize i = 0; i < n_tracks; i++)
    {
      sum += (double) errors[i];
      *max = MAX (*max, (double) errors[i]);
    }
  *mean = n_tracks > 0 ? sum / (double) n_tracks : 0.0;

  return TRUE;
}
