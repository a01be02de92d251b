/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "neighbors/mus-subspace-private.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/mus-blas.h"
#include "base/mus-error.h"
#include "base/mus-parallel.h"
#include "base/mus-simd.h"
#include "neighbors/mus-panel-order.h"

/* Rows whose outer products are added to the Gram matrix in one sweep over it. */
#define SWEEP 8

/* The Gram matrix is the sum, in tile order, of at most this many. */
#define MAX_GRAM_TILES 64
#define MIN_GRAM_TILE 1024

/* What all rows together may lose, relative to the longest row's square. */
#define TOLERANCE 0x1p-24

/* Beyond this squared length inner products would leave float32. */
#define LONGEST 0x1p100

typedef struct
{
  const MusMatrix *rows;
  const double    *center;
  const double    *scale;
  const MusRun    *run;
  gsize            dim; /* D */

  gsize   gram_tile; /* rows in a tile */
  double *grams;     /* (tiles, D, D), the lower triangles */
  double *longest;   /* (tiles) */

  MusSubspace *subspace;
  double      *axes;   /* (D, r) */
  double      *losses; /* (panels) */
} Work;

static void
work_clear (Work *self)
{
  g_free (self->grams);
  g_free (self->longest);
  g_free (self->axes);
  g_free (self->losses);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

/* Writes z of one row, and returns |z|². */
static double
read_row (const Work *work, gsize row, double *z)
{
  const float *x = mus_matrix_row (work->rows, row);
  double       scale = work->scale != NULL ? work->scale[row] : 1.0;
  double       square = 0.0;

  for (gsize d = 0; d < work->dim; d++)
    {
      z[d] = scale * ((double) x[d] - (work->center != NULL ? work->center[d] : 0.0));
      square += z[d] * z[d];
    }

  return square;
}

/* gram += Σ z zᵀ over SWEEP rows z, (SWEEP, dim); the lower triangle. */
MUS_CLONES static void
add_outer_products (double *gram, const double *z, gsize dim)
{
  for (gsize i = 0; i < dim; i++)
    {
      double *restrict out = gram + i * dim;
      double           f[SWEEP];

      for (gsize s = 0; s < SWEEP; s++)
        f[s] = z[s * dim + i];
      for (gsize j = 0; j <= i; j++)
        {
          double sum = 0.0;

          for (gsize s = 0; s < SWEEP; s++)
            sum += f[s] * z[s * dim + j];
          out[j] += sum;
        }
    }
}

static void
gram_of_tile (gsize tile, guint worker, gpointer data)
{
  Work              *work = data;
  gsize              first = tile * work->gram_tile;
  gsize              end = MIN (first + work->gram_tile, mus_matrix_n_rows (work->rows));
  double            *gram = work->grams + tile * work->dim * work->dim;
  double             longest = 0.0;
  g_autofree double *z = g_new (double, SWEEP * work->dim);

  for (gsize row = first; row < end && !mus_run_is_over (work->run); row += SWEEP)
    {
      for (gsize s = 0; s < SWEEP; s++)
        {
          double *z_s = z + s * work->dim;

          if (row + s < end)
            longest = fmax (longest, read_row (work, row + s, z_s));
          else if (work->dim > 0)
            memset (z_s, 0, work->dim * sizeof (double));
        }
      add_outer_products (gram, z, work->dim);
    }
  work->longest[tile] = longest;
}

/* Leaves the whole Gram matrix in the first tile's place. */
static gboolean
find_gram (Work *work, GError **error)
{
  gsize n_rows = mus_matrix_n_rows (work->rows);
  gsize size = work->dim * work->dim;
  gsize n_tiles;

  work->gram_tile = MAX (MIN_GRAM_TILE, (n_rows + MAX_GRAM_TILES - 1) / MAX_GRAM_TILES);
  n_tiles = MAX ((n_rows + work->gram_tile - 1) / work->gram_tile, 1);
  work->grams = mus_try_new (double, n_tiles * size, error);
  work->longest = g_new0 (double, n_tiles);
  if (work->grams == NULL)
    return FALSE;

  mus_parallel_for (n_tiles, gram_of_tile, work);
  for (gsize tile = 1; tile < n_tiles; tile++)
    {
      for (gsize i = 0; i < size; i++)
        work->grams[i] += work->grams[tile * size + i];
      work->longest[0] = MAX (work->longest[0], work->longest[tile]);
    }
  for (gsize i = 0; i < work->dim; i++)
    for (gsize j = 0; j < i; j++)
      work->grams[j * work->dim + i] = work->grams[i * work->dim + j];

  return !mus_run_is_cancelled (work->run, error);
}

/* The axes that are needed, as columns, so that a projection reads them in order. */
static gboolean
find_axes (Work *work, GError **error)
{
  gsize              dim = work->dim, n_axes = dim;
  double             left_out = 0.0;
  g_autofree double *values = g_new0 (double, MAX (dim, 1));

  if (work->longest[0] > LONGEST || !mus_blas_eigen (work->grams, dim, values))
    {
      g_set_error_literal (error, MUS_ERROR, MUS_ERROR_NOT_FINITE,
                           _ ("The numbers that were learned for the tracks are too extreme to be "
                              "compared. Train again with a lower learning rate."));
      return FALSE;
    }

  for (; n_axes > 0; n_axes--)
    {
      left_out += MAX (values[n_axes - 1], 0.0);
      if (left_out > TOLERANCE * work->longest[0])
        break;
    }

  work->subspace->n_axes = MAX (n_axes, 1);
  work->axes = g_new0 (double, MAX (dim, 1) * work->subspace->n_axes);
  for (gsize i = 0; i < n_axes; i++)
    for (gsize d = 0; d < dim; d++)
      work->axes[d * work->subspace->n_axes + i] = work->grams[i * dim + d];

  return TRUE;
}

/* c = z · axes. */
MUS_CLONES static void
project (const double *z, const double *axes, gsize dim, gsize n_axes, double *restrict c)
{
  for (gsize i = 0; i < n_axes; i++)
    c[i] = 0.0;
  for (gsize d = 0; d < dim; d++)
    for (gsize i = 0; i < n_axes; i++)
      c[i] += z[d] * axes[d * n_axes + i];
}

static void
project_tile (gsize tile, guint worker, gpointer data)
{
  Work              *work = data;
  MusSubspace       *self = work->subspace;
  gsize              end = MIN ((tile + 1) * MUS_PANEL, self->n_rows);
  g_autofree double *z = g_new (double, work->dim + self->n_axes);
  double            *c = z + work->dim;

  if (mus_run_is_over (work->run))
    return;

  for (gsize row = tile * MUS_PANEL; row < end; row++)
    {
      float *out = mus_matrix_fill (self->coordinates) + row * self->n_axes;
      double loss = read_row (work, row, z);

      project (z, work->axes, work->dim, self->n_axes, c);
      for (gsize i = 0; i < self->n_axes; i++)
        {
          loss -= c[i] * c[i];
          out[i] = (float) c[i];
        }
      work->losses[tile] = MAX (work->losses[tile], loss);
    }
}

static gboolean
find_coordinates (Work *work, GError **error)
{
  MusSubspace *self = work->subspace;

  self->coordinates = mus_matrix_new (self->n_rows, self->n_axes, error);
  work->losses = self->coordinates != NULL ? mus_try_new (double, self->n_panels, error) : NULL;
  if (work->losses == NULL)
    return FALSE;

  mus_parallel_for (self->n_panels, project_tile, work);
  for (gsize tile = 0; tile < self->n_panels; tile++)
    self->loss = MAX (self->loss, work->losses[tile]);

  return !mus_run_is_cancelled (work->run, error);
}

static void
fill_panel (gsize panel, guint worker, gpointer data)
{
  MusSubspace *self = data;
  float       *out = mus_matrix_fill (self->panels) + panel * self->n_axes * MUS_PANEL;
  gsize        first = panel * MUS_PANEL;
  gsize        n = MIN (MUS_PANEL, self->n_rows - first);

  for (gsize j = 0; j < n; j++)
    {
      const float *c = mus_matrix_row (self->coordinates, self->rows[first + j]);

      for (gsize d = 0; d < self->n_axes; d++)
        out[d * MUS_PANEL + j] = c[d];
    }
}

static gboolean
fill_panels (MusSubspace *self, const MusRun *run, GError **error)
{
  if ((self->panels = mus_matrix_new (self->n_panels * self->n_axes, MUS_PANEL, error)) == NULL ||
      (self->rows = mus_try_new (guint32, self->n_rows, error)) == NULL ||
      (self->slots = mus_try_new (guint32, self->n_rows, error)) == NULL)
    return FALSE;

  mus_panel_order (self->coordinates, MUS_PANEL, run, self->rows);
  for (gsize slot = 0; slot < self->n_rows; slot++)
    self->slots[self->rows[slot]] = (guint32) slot;
  mus_parallel_for_run (run, self->n_panels, fill_panel, self);

  return !mus_run_is_cancelled (run, error);
}

MusSubspace *
mus_subspace_new (MusMatrix *rows, const double *center, const double *scale, const MusRun *run,
                  GError **error)
{
  g_autoptr (MusSubspace) self = g_new0 (MusSubspace, 1);
  g_auto (Work) work = { .rows = rows, .center = center, .scale = scale, .run = run };

  self->n_rows = mus_matrix_n_rows (rows);
  self->n_panels = (self->n_rows + MUS_PANEL - 1) / MUS_PANEL;
  work.subspace = self;
  work.dim = mus_matrix_n_cols (rows);

  if (!find_gram (&work, error) || !find_axes (&work, error) ||
      !find_coordinates (&work, error) || !fill_panels (self, run, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
mus_subspace_free (MusSubspace *self)
{
  g_clear_pointer (&self->coordinates, mus_matrix_unref);
  g_clear_pointer (&self->panels, mus_matrix_unref);
  g_free (self->rows);
  g_free (self->slots);
  g_free (self);
}

const float *
mus_subspace_panel (const MusSubspace *self, gsize panel)
{
  return mus_matrix_data (self->panels) + panel * self->n_axes * MUS_PANEL;
}
