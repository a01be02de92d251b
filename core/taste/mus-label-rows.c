/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-label-rows-private.h"

#include <stdlib.h>

#include "base/mus-error.h"

/* --- Sums ------------------------------------------------------------------------------ */

gboolean
mus_label_sums_init (MusLabelSums *self, guint n_labels, GError **error)
{
  *self = (MusLabelSums){ 0 };

  return (self->sums = mus_try_new (double, n_labels, error)) != NULL &&
         (self->labels = mus_try_new (guint16, n_labels, error)) != NULL;
}

void
mus_label_sums_clear (MusLabelSums *self)
{
  g_free (self->sums);
  g_free (self->labels);
}

static int
compare_labels (const void *a, const void *b)
{
  return *(const guint16 *) a - *(const guint16 *) b;
}

static int
compare_sums (const void *a, const void *b, void *sums)
{
  double of_a = ((const double *) sums)[*(const guint16 *) a];
  double of_b = ((const double *) sums)[*(const guint16 *) b];

  return of_a != of_b ? (of_a < of_b ? 1 : -1) : compare_labels (a, b);
}

double
mus_label_sums_total (const MusLabelSums *self)
{
  double total = 0.0;

  for (guint i = 0; i < self->n; i++)
    total += self->sums[self->labels[i]];

  return total;
}

void
mus_label_sums_keep_largest (MusLabelSums *self, guint n)
{
  if (self->n <= n)
    return;

  qsort_r (self->labels, self->n, sizeof *self->labels, compare_sums, self->sums);
  while (self->n > n)
    self->sums[self->labels[--self->n]] = 0.0;
}

/* --- Rows ------------------------------------------------------------------------------ */

gboolean
mus_label_rows_init (MusLabelRows *self, gsize n_rows, GError **error)
{
  *self = (MusLabelRows){ 0 };
  self->starts = mus_try_new (guint32, n_rows + 1, error);

  return self->starts != NULL;
}

void
mus_label_rows_clear (MusLabelRows *self)
{
  g_free (self->starts);
  g_free (self->labels);
  g_free (self->weights);
}

gboolean
mus_label_rows_append (MusLabelRows *self, gsize row, MusLabelSums *sums, double factor,
                       GError **error)
{
  gsize n = self->starts[row];

  if (!mus_try_grow ((gpointer *) &self->labels, &self->labels_capacity, n + sums->n,
                     sizeof (guint16), error) ||
      !mus_try_grow ((gpointer *) &self->weights, &self->weights_capacity, n + sums->n,
                     sizeof (float), error))
    return FALSE;

  qsort (sums->labels, sums->n, sizeof *sums->labels, compare_labels);
  for (guint i = 0; i < sums->n; i++)
    {
      guint16 label = sums->labels[i];

      self->labels[n] = label;
      self->weights[n++] = (float) (factor * sums->sums[label]);
      sums->sums[label] = 0.0;
    }
  sums->n = 0;
  self->starts[row + 1] = (guint32) n;

  return TRUE;
}
