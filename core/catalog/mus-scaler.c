/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-scaler.h"

#include <math.h>

gboolean
mus_scaler_fit (MusScaler       *self,
                const MusMatrix *features,
                const MusRun    *run,
                GError         **error)
{
  gsize        n = mus_matrix_n_rows (features);
  const float *data = mus_matrix_data (features);
  double       sums[MUS_N_FEATURES] = { 0.0 };
  double       squares[MUS_N_FEATURES] = { 0.0 };
  gboolean     varies[MUS_N_FEATURES] = { FALSE };

  for (gsize i = 0; i < n; i++)
    {
      if (!mus_run_goes_on (run, i, error))
        return FALSE;
      for (guint f = 0; f < MUS_N_FEATURES; f++)
        {
          sums[f] += (double) data[i * MUS_N_FEATURES + f];
          varies[f] |= data[i * MUS_N_FEATURES + f] != data[f];
        }
    }
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    self->mean[f] = n > 0 ? sums[f] / (double) n : 0.0;

  for (gsize i = 0; i < n; i++)
    {
      if (!mus_run_goes_on (run, i, error))
        return FALSE;
      for (guint f = 0; f < MUS_N_FEATURES; f++)
        {
          double distance = (double) data[i * MUS_N_FEATURES + f] - self->mean[f];

          squares[f] += distance * distance;
        }
    }
  /* The rounding of the mean must not make a constant feature vary. */
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    self->deviation[f] = varies[f] ? sqrt (squares[f] / (double) n) : 0.0;

  return TRUE;
}

MusMatrix *
mus_scaler_transform (const MusScaler *self,
                      const MusMatrix *features,
                      const MusRun    *run,
                      GError         **error)
{
  gsize                 n = mus_matrix_n_rows (features);
  g_autoptr (MusMatrix) x = mus_matrix_new (n, MUS_N_FEATURES, error);
  const float          *from = mus_matrix_data (features);
  float                *to;

  if (x == NULL)
    return NULL;

  to = mus_matrix_fill (x);
  for (gsize i = 0; i < n; i++)
    {
      if (!mus_run_goes_on (run, i, error))
        return NULL;
      for (guint f = 0; f < MUS_N_FEATURES; f++, from++, to++)
        *to = self->deviation[f] > 0.0
                  ? (float) (((double) *from - self->mean[f]) / self->deviation[f])
                  : 0.0f;
    }

  return g_steal_pointer (&x);
}
