/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "layout/mus-potential-grid.h"

#include <fftw3.h>
#include <math.h>
#include <string.h>

#include "base/mus-error.h"
#include "base/mus-parallel.h"
#include "base/mus-simd.h"

/* Tiles: rows of nodes, as many as complex numbers fill a line of the cache; columns of the
 * spectrum. */
#define ROWS MUS_POTENTIAL_GRID_ROWS
#define COLUMNS 4
#define REACH MUS_POTENTIAL_GRID_REACH

#define MIN_SIZE 64

/* The convolution runs on 2n x 2n, of which three quarters are zeros, so that it does not
 * wrap around. It goes by rows and columns, and leaves out the rows that are zeros before
 * or not wanted after. */
struct _MusPotentialGrid
{
  gsize      size; /* n */
  float      spacing;
  double     offset;
  float      response[REACH * REACH];
  guint      n_workers;
  MusMatrix *nodes;    /* (n, n) */
  MusMatrix *spectrum; /* (n + 1, n) complex: row j is frequency j of x, at each y */
  MusMatrix *kernel;   /* (n + 1, n + 1): its transform, real and even, scaled */
  MusMatrix *scratch;  /* for each worker one row of scratch_length() */
  fftwf_plan row_forward, row_backward, column_forward, column_backward;
};

/* FFTW's planner is not made for several threads; what it plans is. */
static GMutex planner;

/* 4, 5 and 25 / 4 times a power of 2: each a quarter more than the one before. */
gsize
mus_potential_grid_size_for (gsize needed)
{
  for (gsize base = MIN_SIZE;; base *= 2)
    {
      if (base >= needed)
        return base;
      if (base / 4 * 5 >= needed)
        return base / 4 * 5;
      if (base / 16 * 25 >= needed && base / 16 * 25 % ROWS == 0)
        return base / 16 * 25;
    }
}

/* ---- The worker's scratch: a row of nodes with its zeros, and the spectra of ROWS rows; or
 * a column and its spectrum, each 2n complex ---- */

static gsize
row_spectrum_length (gsize size)
{
  return size + ROWS; /* complex; size + 1 are used */
}

static gsize
scratch_length (gsize size)
{
  return 2 * size + 2 * ROWS * row_spectrum_length (size);
}

static float *
scratch_of (const MusPotentialGrid *self, guint worker)
{
  return mus_matrix_fill (self->scratch) + worker * scratch_length (self->size);
}

static fftwf_complex *
row_spectrum (const MusPotentialGrid *self, float *scratch, gsize row)
{
  return (fftwf_complex *) (gpointer) (scratch + 2 * self->size) +
         row * row_spectrum_length (self->size);
}

static fftwf_complex *
column_of (const MusPotentialGrid *self, gsize frequency)
{
  return (fftwf_complex *) (gpointer) mus_matrix_fill (self->spectrum) +
         frequency * self->size;
}

/* ---- The convolution ---- */

static void
forward_rows (gsize tile, guint worker, gpointer data)
{
  MusPotentialGrid *self = data;
  gsize             n = self->size, first = tile * ROWS;
  float            *scratch = scratch_of (self, worker);

  memset (scratch + n, 0, n * sizeof (float));
  for (gsize i = 0; i < ROWS; i++)
    {
      memcpy (scratch, mus_matrix_row (self->nodes, first + i), n * sizeof (float));
      fftwf_execute_dft_r2c (self->row_forward, scratch, row_spectrum (self, scratch, i));
    }
  for (gsize j = 0; j <= n; j++)
    for (gsize i = 0; i < ROWS; i++)
      memcpy (column_of (self, j) + first + i, row_spectrum (self, scratch, i) + j,
              sizeof (fftwf_complex));
}

static void
backward_rows (gsize tile, guint worker, gpointer data)
{
  MusPotentialGrid *self = data;
  gsize             n = self->size, first = tile * ROWS;
  float            *scratch = scratch_of (self, worker);

  for (gsize j = 0; j <= n; j++)
    for (gsize i = 0; i < ROWS; i++)
      memcpy (row_spectrum (self, scratch, i) + j, column_of (self, j) + first + i,
              sizeof (fftwf_complex));
  for (gsize i = 0; i < ROWS; i++)
    {
      fftwf_execute_dft_c2r (self->row_backward, row_spectrum (self, scratch, i), scratch);
      memcpy (mus_matrix_fill (self->nodes) + (first + i) * n, scratch, n * sizeof (float));
    }
}

MUS_CLONES static void
multiply (fftwf_complex *column, const float *kernel, gsize size)
{
  float *values = (float *) column;

  for (gsize k = 0; k <= size; k++)
    {
      values[2 * k] *= kernel[k];
      values[2 * k + 1] *= kernel[k];
    }
  for (gsize k = size + 1; k < 2 * size; k++)
    {
      values[2 * k] *= kernel[2 * size - k];
      values[2 * k + 1] *= kernel[2 * size - k];
    }
}

static void
convolve_columns (gsize tile, guint worker, gpointer data)
{
  MusPotentialGrid *self = data;
  gsize             n = self->size;
  gsize             end = MIN ((tile + 1) * COLUMNS, n + 1);
  fftwf_complex    *column = (fftwf_complex *) (gpointer) scratch_of (self, worker);
  fftwf_complex    *frequencies = column + 2 * n;

  for (gsize j = tile * COLUMNS; j < end; j++)
    {
      memcpy (column, column_of (self, j), n * sizeof *column);
      memset (column + n, 0, n * sizeof *column);
      fftwf_execute_dft (self->column_forward, column, frequencies);
      multiply (frequencies, mus_matrix_row (self->kernel, j), n);
      fftwf_execute_dft (self->column_backward, frequencies, column);
      memcpy (column_of (self, j), column, n * sizeof *column);
    }
}

void
mus_potential_grid_convolve (MusPotentialGrid *self)
{
  mus_parallel_for (self->size / ROWS, forward_rows, self);
  mus_parallel_for ((self->size + COLUMNS) / COLUMNS, convolve_columns, self);
  mus_parallel_for (self->size / ROWS, backward_rows, self);
}

/* ---- The kernel ---- */

/* What frequency @k of @size is in the transform of a cubic B-spline's values at the nodes. */
static double
spline_response (gsize k, gsize size)
{
  return (2.0 + cos (G_PI * (double) k / (double) size)) / 3.0;
}

/* What one charge does: it is put into the corner of an empty grid. */
static void
measure_response (MusPotentialGrid *self)
{
  float *nodes = mus_matrix_fill (self->nodes);

  memset (nodes, 0, self->size * self->size * sizeof (float));
  nodes[0] = 1.0f;
  mus_potential_grid_convolve (self);
  for (gsize i = 0; i < REACH; i++)
    memcpy (self->response + i * REACH, nodes + i * self->size, REACH * sizeof (float));
}

/* The sequence K (0), K (1), ... K (n), ... K (1) is even, so its transform is a cosine
 * transform of its first half. 4 n² is what FFTW's inverse leaves. */
void
mus_potential_grid_set_spacing (MusPotentialGrid *self, float spacing)
{
  gsize              n = self->size;
  double             h2 = (double) spacing * (double) spacing;
  float             *kernel = mus_matrix_fill (self->kernel);
  g_autofree double *factors = NULL;
  fftwf_plan         plan;

  if (spacing == self->spacing)
    return;

  self->spacing = spacing;
  self->offset = 1.0 / (1.0 + 2.0 * h2 * (double) (n * n));
  g_mutex_lock (&planner);
  plan = fftwf_plan_r2r_2d ((int) n + 1, (int) n + 1, kernel, kernel, FFTW_REDFT00,
                            FFTW_REDFT00, FFTW_ESTIMATE);
  g_mutex_unlock (&planner);
  for (gsize i = 0; i <= n; i++)
    for (gsize j = 0; j <= n; j++)
      kernel[i * (n + 1) + j] = (float) (1.0 / (1.0 + h2 * (double) (i * i + j * j)) -
                                         self->offset);
  fftwf_execute (plan);
  g_mutex_lock (&planner);
  fftwf_destroy_plan (plan);
  g_mutex_unlock (&planner);

  factors = g_new (double, n + 1);
  for (gsize i = 0; i <= n; i++)
    factors[i] = 1.0 / (2.0 * (double) n * spline_response (i, n) * spline_response (i, n));
  for (gsize i = 0; i <= n; i++)
    for (gsize j = 0; j <= n; j++)
      kernel[i * (n + 1) + j] = (float) ((double) kernel[i * (n + 1) + j] * factors[i] *
                                         factors[j]);
  measure_response (self);
}

/* ---- The grid ---- */

gsize
mus_potential_grid_size (const MusPotentialGrid *self)
{
  return self->size;
}

float
mus_potential_grid_spacing (const MusPotentialGrid *self)
{
  return self->spacing;
}

double
mus_potential_grid_offset (const MusPotentialGrid *self)
{
  return self->offset;
}

const float *
mus_potential_grid_response (const MusPotentialGrid *self)
{
  return self->response;
}

float *
mus_potential_grid_nodes (MusPotentialGrid *self)
{
  return mus_matrix_fill (self->nodes);
}

/* With FFTW_ESTIMATE the plans, and with them the bytes, are the same in each run. */
static void
plan_transforms (MusPotentialGrid *self)
{
  int            length = 2 * (int) self->size;
  float         *row = scratch_of (self, 0);
  fftwf_complex *frequencies = row_spectrum (self, row, 0);
  fftwf_complex *column = (fftwf_complex *) (gpointer) row;

  g_mutex_lock (&planner);
  self->row_forward = fftwf_plan_dft_r2c_1d (length, row, frequencies, FFTW_ESTIMATE);
  self->row_backward = fftwf_plan_dft_c2r_1d (length, frequencies, row, FFTW_ESTIMATE);
  self->column_forward = fftwf_plan_dft_1d (length, column, column + length, FFTW_FORWARD,
                                            FFTW_ESTIMATE);
  self->column_backward = fftwf_plan_dft_1d (length, column + length, column, FFTW_BACKWARD,
                                             FFTW_ESTIMATE);
  g_mutex_unlock (&planner);
}

MusPotentialGrid *
mus_potential_grid_new (gsize size, GError **error)
{
  g_autoptr (MusPotentialGrid) self = g_new0 (MusPotentialGrid, 1);

  self->size = size;
  self->n_workers = mus_parallel_n_workers ();
  if ((self->nodes = mus_matrix_new (size, size, error)) == NULL ||
      (self->spectrum = mus_matrix_new (size + 1, 2 * size, error)) == NULL ||
      (self->kernel = mus_matrix_new (size + 1, size + 1, error)) == NULL ||
      (self->scratch = mus_matrix_new (self->n_workers, scratch_length (size), error)) == NULL)
    return NULL;
  plan_transforms (self);

  return g_steal_pointer (&self);
}

void
mus_potential_grid_free (MusPotentialGrid *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->nodes, mus_matrix_unref);
  g_clear_pointer (&self->spectrum, mus_matrix_unref);
  g_clear_pointer (&self->kernel, mus_matrix_unref);
  g_clear_pointer (&self->scratch, mus_matrix_unref);
  g_mutex_lock (&planner);
  g_clear_pointer (&self->row_forward, fftwf_destroy_plan);
  g_clear_pointer (&self->row_backward, fftwf_destroy_plan);
  g_clear_pointer (&self->column_forward, fftwf_destroy_plan);
  g_clear_pointer (&self->column_backward, fftwf_destroy_plan);
  g_mutex_unlock (&planner);
  g_free (self);
}
