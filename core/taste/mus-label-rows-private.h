/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MusLabelSums:
 * @sums: (n_labels)
 * @labels: those whose sum is not 0, in the order in which they came
 * @n: how many these are
 *
 * Numbers for the labels of a catalog while they are added up. A catalog may have thousands
 * of labels, of which few have to do with one track: only these are looked at.
 */
typedef struct
{
  double  *sums;
  guint16 *labels;
  guint    n;
} MusLabelSums;

gboolean mus_label_sums_init (MusLabelSums *self, guint n_labels,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
void     mus_label_sums_clear (MusLabelSums *self);

/* @number: above 0 */
static inline void
mus_label_sums_add (MusLabelSums *self, guint16 label, double number)
{
  if (self->sums[label] == 0.0)
    self->labels[self->n++] = label;
  self->sums[label] += number;
}

double mus_label_sums_total (const MusLabelSums *self);

/* Forgets all but the @n largest; of equal ones the lower label stays. */
void mus_label_sums_keep_largest (MusLabelSums *self, guint n);

/**
 * MusLabelRows:
 * @starts: (n_rows + 1): a row is in [start, next start)
 * @labels: of a row, ascending ...
 * @weights: ... and the number of each
 *
 * A matrix (n_rows, n_labels) of which few numbers are not 0.
 */
typedef struct
{
  guint32 *starts;
  guint16 *labels;
  float   *weights;
  gsize    labels_capacity;
  gsize    weights_capacity;
} MusLabelRows;

gboolean mus_label_rows_init (MusLabelRows *self, gsize n_rows,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
void     mus_label_rows_clear (MusLabelRows *self);

/* The next row becomes @factor times the sums, which are 0 then. Returns %FALSE with
 * %MUS_ERROR_RESOURCE. */
gboolean mus_label_rows_append (MusLabelRows *self, gsize row, MusLabelSums *sums, double factor,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MusLabelSums, mus_label_sums_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MusLabelRows, mus_label_rows_clear)

G_END_DECLS
