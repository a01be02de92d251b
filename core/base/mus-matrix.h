/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * MusMatrix:
 *
 * A reference-counted float32 matrix, row-major without gaps: element (r, c) is
 * data[r * n_cols + c]. The data is aligned to 64 bytes. Whoever makes a matrix fills it;
 * once it is handed on it is immutable, so that any thread may read it without a lock.
 */
typedef struct _MusMatrix MusMatrix;

#define MUS_TYPE_MATRIX (mus_matrix_get_type ())

GType mus_matrix_get_type (void) G_GNUC_CONST;

/**
 * mus_matrix_new:
 * @n_rows: rows, may be 0
 * @n_cols: columns, may be 0
 * @error: (nullable): where to put %MUS_ERROR_RESOURCE
 *
 * Returns: (transfer full): a matrix of zeros, or %NULL when memory is short
 */
MusMatrix *mus_matrix_new (gsize n_rows, gsize n_cols, GError **error) G_GNUC_WARN_UNUSED_RESULT;
MusMatrix *mus_matrix_ref (MusMatrix *self);
void       mus_matrix_unref (MusMatrix *self);

gsize mus_matrix_n_rows (const MusMatrix *self);
gsize mus_matrix_n_cols (const MusMatrix *self);

/**
 * mus_matrix_row:
 * @row: in [0, n_rows)
 *
 * Returns: (transfer none): the n_cols numbers of @row
 */
const float *mus_matrix_row (const MusMatrix *self, gsize row);

/**
 * mus_matrix_data:
 *
 * Returns: (transfer none): all n_rows x n_cols numbers, row after row
 */
const float *mus_matrix_data (const MusMatrix *self);

/**
 * mus_matrix_fill:
 *
 * Only for the maker of the matrix, before anyone else has it.
 *
 * Returns: (transfer none): the numbers, to be written
 */
float *mus_matrix_fill (MusMatrix *self);

/**
 * mus_matrix_is_finite:
 *
 * Returns: whether no number is NaN or infinite
 */
gboolean mus_matrix_is_finite (const MusMatrix *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusMatrix, mus_matrix_unref)

G_END_DECLS
