/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/mus-matrix.h"

#include <math.h>
#include <stdlib.h>

#include "base/mus-error.h"
#include "base/mus-memory.h"

/* Numbers that are none are refused where they enter, which needs a compiler that knows of
 * them: with -ffast-math it doesn't. */
#if defined (__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__
#error "MusRec can't be built with -ffast-math or -ffinite-math-only."
#endif

#define ALIGNMENT 64

struct _MusMatrix
{
  gatomicrefcount ref_count;
  gsize           n_rows;
  gsize           n_cols;
  float          *data;   /* (n_rows, n_cols), ALIGNMENT */
  gpointer        memory; /* that holds them */
};

G_DEFINE_BOXED_TYPE (MusMatrix, mus_matrix, mus_matrix_ref, mus_matrix_unref)

MusMatrix *
mus_matrix_new (gsize n_rows, gsize n_cols, GError **error)
{
  MusMatrix *self;
  gsize      n_bytes;
  gpointer   memory = NULL;

  /* A large piece comes filled with zeros from the system, which takes no time before it
   * is used. */
  if (g_size_checked_mul (&n_bytes, n_rows, n_cols) &&
      g_size_checked_mul (&n_bytes, n_bytes, sizeof (float)) && n_bytes < G_MAXSSIZE - ALIGNMENT)
    memory = calloc (1, n_bytes + ALIGNMENT);
  if (memory == NULL)
    {
      mus_error_set_no_memory (error, n_bytes);
      return NULL;
    }
  mus_memory_use_large_pages (memory, n_bytes);

  self = g_new (MusMatrix, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->n_rows = n_rows;
  self->n_cols = n_cols;
  self->memory = memory;
  self->data = (gpointer) (((gsize) memory + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);

  return self;
}

MusMatrix *
mus_matrix_ref (MusMatrix *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
mus_matrix_unref (MusMatrix *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  free (self->memory);
  g_free (self);
}

gsize
mus_matrix_n_rows (const MusMatrix *self)
{
  return self->n_rows;
}

gsize
mus_matrix_n_cols (const MusMatrix *self)
{
  return self->n_cols;
}

const float *
mus_matrix_row (const MusMatrix *self, gsize row)
{
  g_assert (row < self->n_rows);

  return self->data + row * self->n_cols;
}

const float *
mus_matrix_data (const MusMatrix *self)
{
  return self->data;
}

float *
mus_matrix_fill (MusMatrix *self)
{
  return self->data;
}

gboolean
mus_matrix_is_finite (const MusMatrix *self)
{
  gsize n = self->n_rows * self->n_cols;

  for (gsize i = 0; i < n; i++)
    if (!isfinite (self->data[i]))
      return FALSE;

  return TRUE;
}
