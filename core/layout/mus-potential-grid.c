/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "layout/mus-potential-grid.h"

#include <fftw3.h>
#include <math.h>
#include <pthread.h>
#include <string.h>

#include "base/mus-error.h"
#include "base/mus-parallel.h"
#include "base/mus-simd.h"

#define REACH MUS_POTENTIAL_GRID_REACH

/* Tiles: rows of nodes, and columns of the spectrum, which lie side by side in memory: for
 * each row of the grid one after the other so many complex numbers. */
#define ROWS MUS_POTENTIAL_GRID_ROWS
#define COLUMNS 4

#define MIN_SIZE 64

typedef struct
{
  float re, im;
} Complex;

/* The convolution runs on 2 columns x 2 rows, of which three quarters are zeros, so that it
 * does not wrap around. It goes by rows and columns, and leaves out the rows that are zeros
 * before or not wanted after. */
struct _MusPotentialGrid
{
  gsize      n_columns;
  gsize      n_rows;
  float      spacing;
  double     offset;
  float      response[REACH * REACH];
  MusMatrix *nodes;    /* (rows, columns) */
  MusMatrix *spectrum; /* (tiles, rows, COLUMNS) complex: frequencies of x, at each y */
  MusMatrix *kernel;   /* (columns + 1, rows + 1): its transform, real and even, scaled */
  MusMatrix *scratch;  /* for each worker scratch_length() */
  fftwf_plan row_forward, row_backward, column_forward, column_backward;
};

/* FFTW's planner is not made for several threads; what it plans is. */
static pthread_mutex_t planner = PTHREAD_MUTEX_INITIALIZER;

/* 4, 5 and 25 / 4 times a power of 2: each a quarter more than the one before, and quick. */
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

/* ---- Buffers ---- */

/* Two rows with their zeros and their spectrum, whose first number stands after its last one
 * too; or COLUMNS columns and a spectrum. */
static gsize
scratch_length (const MusPotentialGrid *self)
{
  return 2 * MAX (4 * self->n_columns + COLUMNS, (COLUMNS + 1) * 2 * self->n_rows);
}

static Complex *
scratch_of (const MusPotentialGrid *self, guint worker)
{
  return (Complex *) (gpointer) (mus_matrix_fill (self->scratch) +
                                 worker * mus_matrix_n_cols (self->scratch));
}

static gsize
count_tiles (const MusPotentialGrid *self)
{
  return self->n_columns / COLUMNS + 1;
}

static Complex *
spectrum_tile (const MusPotentialGrid *self, gsize tile)
{
  return (Complex *) (gpointer) mus_matrix_fill (self->spectrum) +
         tile * self->n_rows * COLUMNS;
}

static void
transform (fftwf_plan plan, Complex *from, Complex *to)
{
  fftwf_execute_dft (plan, (fftwf_complex *) (gpointer) from, (fftwf_complex *) (gpointer) to);
}

/* ---- Rows: two real ones are one complex one, and its transform Z is taken apart into
 * theirs, A = (Z_k + Z*_-k) / 2 and B = (Z_k - Z*_-k) / 2i ---- */

MUS_CLONES static void
join_rows (const float *a, const float *b, gsize n, Complex *z)
{
  for (gsize k = 0; k < n; k++)
    z[k] = (Complex){ a[k], b[k] };
  memset (z + n, 0, n * sizeof *z);
}

MUS_CLONES static void
part_rows (const Complex *z, gsize n, float *a, float *b)
{
  for (gsize k = 0; k < n; k++)
    {
      a[k] = z[k].re;
      b[k] = z[k].im;
    }
}

MUS_INLINE void
part_spectrum (Complex here, Complex there, Complex *a, Complex *b)
{
  *a = (Complex){ 0.5f * (here.re + there.re), 0.5f * (here.im - there.im) };
  *b = (Complex){ 0.5f * (here.im + there.im), 0.5f * (there.re - here.re) };
}

MUS_INLINE void
join_spectrum (Complex a, Complex b, Complex *here, Complex *there)
{
  *there = (Complex){ a.re + b.im, b.re - a.im };
  *here = (Complex){ a.re - b.im, a.im + b.re };
}

/* Into row @row of each tile, and the one after it. */
MUS_CLONES static void
scatter_spectrum (Complex *z, gsize n_columns, gsize n_rows, gsize row, Complex *tiles)
{
  Complex *a = tiles + row * COLUMNS, *b = a + COLUMNS;
  gsize    n = 2 * n_columns;

  z[n] = z[0];
  for (gsize k = 0; k < n_columns; k += COLUMNS, a += n_rows * COLUMNS, b += n_rows * COLUMNS)
    for (gsize j = 0; j < COLUMNS; j++)
      part_spectrum (z[k + j], z[n - k - j], &a[j], &b[j]);
  part_spectrum (z[n_columns], z[n_columns], a, b);
}

MUS_CLONES static void
gather_spectrum (const Complex *tiles, gsize n_columns, gsize n_rows, gsize row, Complex *z)
{
  const Complex *a = tiles + row * COLUMNS, *b = a + COLUMNS;
  gsize          n = 2 * n_columns;

  for (gsize k = 0; k < n_columns; k += COLUMNS, a += n_rows * COLUMNS, b += n_rows * COLUMNS)
    for (gsize j = 0; j < COLUMNS; j++)
      join_spectrum (a[j], b[j], &z[k + j], &z[n - k - j]);
  join_spectrum (*a, *b, &z[n_columns], &z[n_columns]);
}

static void
forward_rows (gsize tile, guint worker, gpointer data)
{
  MusPotentialGrid *self = data;
  Complex          *rows = scratch_of (self, worker);
  Complex          *spectrum = rows + 2 * self->n_columns;

  for (gsize i = tile * ROWS; i < (tile + 1) * ROWS; i += 2)
    {
      join_rows (mus_matrix_row (self->nodes, i), mus_matrix_row (self->nodes, i + 1),
                 self->n_columns, rows);
      transform (self->row_forward, rows, spectrum);
      scatter_spectrum (spectrum, self->n_columns, self->n_rows, i, spectrum_tile (self, 0));
    }
}

static void
backward_rows (gsize tile, guint worker, gpointer data)
{
  MusPotentialGrid *self = data;
  Complex          *rows = scratch_of (self, worker);
  Complex          *spectrum = rows + 2 * self->n_columns;
  float            *nodes = mus_matrix_fill (self->nodes);

  for (gsize i = tile * ROWS; i < (tile + 1) * ROWS; i += 2)
    {
      gather_spectrum (spectrum_tile (self, 0), self->n_columns, self->n_rows, i, spectrum);
      transform (self->row_backward, spectrum, rows);
      part_rows (rows, self->n_columns, nodes + i * self->n_columns,
                 nodes + (i + 1) * self->n_columns);
    }
}

/* ---- Columns ---- */

MUS_CLONES static void
load_columns (const Complex *tile, gsize n_rows, Complex *columns)
{
  for (gsize i = 0; i < n_rows; i++)
    for (gsize j = 0; j < COLUMNS; j++)
      columns[j * 2 * n_rows + i] = tile[i * COLUMNS + j];
  for (gsize j = 0; j < COLUMNS; j++)
    memset (columns + (2 * j + 1) * n_rows, 0, n_rows * sizeof *columns);
}

MUS_CLONES static void
store_columns (const Complex *columns, gsize n_rows, Complex *tile)
{
  for (gsize i = 0; i < n_rows; i++)
    for (gsize j = 0; j < COLUMNS; j++)
      tile[i * COLUMNS + j] = columns[j * 2 * n_rows + i];
}

MUS_CLONES static void
multiply (Complex *spectrum, const float *kernel, gsize n)
{
  for (gsize k = 0; k <= n; k++)
    {
      spectrum[k].re *= kernel[k];
      spectrum[k].im *= kernel[k];
    }
  for (gsize k = n + 1; k < 2 * n; k++)
    {
      spectrum[k].re *= kernel[2 * n - k];
      spectrum[k].im *= kernel[2 * n - k];
    }
}

static void
convolve_columns (gsize tile, guint worker, gpointer data)
{
  MusPotentialGrid *self = data;
  gsize             n = self->n_rows;
  gsize             count = MIN (COLUMNS, self->n_columns + 1 - tile * COLUMNS);
  Complex          *columns = scratch_of (self, worker);
  Complex          *spectrum = columns + COLUMNS * 2 * n;

  load_columns (spectrum_tile (self, tile), n, columns);
  for (gsize j = 0; j < count; j++)
    {
      transform (self->column_forward, columns + j * 2 * n, spectrum);
      multiply (spectrum, mus_matrix_row (self->kernel, tile * COLUMNS + j), n);
      transform (self->column_backward, spectrum, columns + j * 2 * n);
    }
  store_columns (columns, n, spectrum_tile (self, tile));
}

void
mus_potential_grid_convolve (MusPotentialGrid *self, const MusRun *run)
{
  mus_parallel_for_run (run, self->n_rows / ROWS, forward_rows, self);
  mus_parallel_for_run (run, count_tiles (self), convolve_columns, self);
  mus_parallel_for_run (run, self->n_rows / ROWS, backward_rows, self);
}

/* ---- The kernel ---- */

/* What one charge does: it is put into the corner of an empty grid. */
static void
measure_response (MusPotentialGrid *self, const MusRun *run)
{
  float *nodes = mus_matrix_fill (self->nodes);

  memset (nodes, 0, self->n_rows * self->n_columns * sizeof (float));
  nodes[0] = 1.0f;
  mus_potential_grid_convolve (self, run);
  for (gsize i = 0; i < REACH; i++)
    memcpy (self->response + i * REACH, nodes + i * self->n_columns, REACH * sizeof (float));
}

/* For each frequency what divides the kernel: the transform of a cubic B-spline's values at
 * the nodes, for spreading and for reading, and what FFTW's inverse leaves. */
static double *
make_divisors (gsize n)
{
  double *divisors = g_new (double, n + 1);

  for (gsize k = 0; k <= n; k++)
    {
      double spline = (2.0 + cos (G_PI * (double) k / (double) n)) / 3.0;

      divisors[k] = spline * spline * 2.0 * (double) n;
    }

  return divisors;
}

/* In each direction K (0), K (1), ... K (n), ... K (1) is even, so its transform is a cosine
 * transform of its first half. */
typedef struct
{
  MusPotentialGrid *grid;
  fftwf_plan        along_y, along_x;
  double           *x_divisors, *y_divisors;
} Kernel;

/* COLUMNS rows of the matrix, for each of which x stands still. */
static void
transform_along_y (gsize tile, guint worker, gpointer data)
{
  const Kernel           *self = data;
  const MusPotentialGrid *grid = self->grid;
  double                  h2 = (double) grid->spacing * (double) grid->spacing;
  gsize                   end = MIN ((tile + 1) * COLUMNS, grid->n_columns + 1);

  for (gsize j = tile * COLUMNS; j < end; j++)
    {
      float *row = mus_matrix_fill (grid->kernel) + j * (grid->n_rows + 1);

      for (gsize i = 0; i <= grid->n_rows; i++)
        row[i] = (float) (1.0 / (1.0 + h2 * (double) (i * i + j * j)) - grid->offset);
      fftwf_execute_r2r (self->along_y, row, row);
    }
}

static void
transform_along_x (gsize tile, guint worker, gpointer data)
{
  const Kernel           *self = data;
  const MusPotentialGrid *grid = self->grid;
  gsize                   width = grid->n_columns + 1, height = grid->n_rows + 1;
  gsize                   first = tile * COLUMNS, count = MIN (COLUMNS, height - first);
  float                  *kernel = mus_matrix_fill (grid->kernel) + first;
  float                  *lines = (float *) (gpointer) scratch_of (grid, worker);

  for (gsize j = 0; j < width; j++)
    for (gsize i = 0; i < count; i++)
      lines[i * width + j] = kernel[j * height + i];
  for (gsize i = 0; i < count; i++)
    fftwf_execute_r2r (self->along_x, lines + i * width, lines + i * width);
  for (gsize j = 0; j < width; j++)
    for (gsize i = 0; i < count; i++)
      kernel[j * height + i] = (float) ((double) lines[i * width + j] /
                                        (self->x_divisors[j] * self->y_divisors[first + i]));
}

static fftwf_plan
plan_cosines (gsize n, float *numbers)
{
  return fftwf_plan_r2r_1d ((int) n, numbers, numbers, FFTW_REDFT00,
                            FFTW_ESTIMATE | FFTW_UNALIGNED);
}

static void
transform_kernel (MusPotentialGrid *self, const MusRun *run)
{
  gsize              width = self->n_columns + 1, height = self->n_rows + 1;
  g_autofree double *x_divisors = make_divisors (self->n_columns);
  g_autofree double *y_divisors = make_divisors (self->n_rows);
  Kernel             kernel = { .grid = self, .x_divisors = x_divisors, .y_divisors = y_divisors };

  pthread_mutex_lock (&planner);
  kernel.along_y = plan_cosines (height, mus_matrix_fill (self->kernel));
  kernel.along_x = plan_cosines (width, mus_matrix_fill (self->kernel));
  pthread_mutex_unlock (&planner);
  mus_parallel_for_run (run, (width + COLUMNS - 1) / COLUMNS, transform_along_y, &kernel);
  mus_parallel_for_run (run, (height + COLUMNS - 1) / COLUMNS, transform_along_x, &kernel);
  pthread_mutex_lock (&planner);
  fftwf_destroy_plan (kernel.along_y);
  fftwf_destroy_plan (kernel.along_x);
  pthread_mutex_unlock (&planner);
}

gboolean
mus_potential_grid_set_spacing (MusPotentialGrid *self, float spacing, const MusRun *run,
                                GError **error)
{
  double h2 = (double) spacing * (double) spacing;

  if (spacing == self->spacing)
    return TRUE;

  self->spacing = spacing;
  self->offset = 1.0 / (1.0 + h2 * (double) (self->n_columns * self->n_columns +
                                             self->n_rows * self->n_rows));
  transform_kernel (self, run);
  measure_response (self, run);

  return !mus_run_is_cancelled (run, error);
}

/* ---- The grid ---- */

gsize
mus_potential_grid_n_columns (const MusPotentialGrid *self)
{
  return self->n_columns;
}

gsize
mus_potential_grid_n_rows (const MusPotentialGrid *self)
{
  return self->n_rows;
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
static fftwf_plan
plan_transform (const MusPotentialGrid *self, gsize n, int sign)
{
  fftwf_complex *from = (fftwf_complex *) (gpointer) scratch_of (self, 0);

  return fftwf_plan_dft_1d ((int) n, from, from + n, sign, FFTW_ESTIMATE);
}

MusPotentialGrid *
mus_potential_grid_new (gsize n_columns, gsize n_rows, GError **error)
{
  g_autoptr (MusPotentialGrid) self = g_new0 (MusPotentialGrid, 1);

  self->n_columns = n_columns;
  self->n_rows = n_rows;
  if ((self->nodes = mus_matrix_new (n_rows, n_columns, error)) == NULL ||
      (self->spectrum = mus_matrix_new (count_tiles (self), n_rows * COLUMNS * 2, error)) == NULL ||
      (self->kernel = mus_matrix_new (n_columns + 1, n_rows + 1, error)) == NULL ||
      (self->scratch = mus_matrix_new (mus_parallel_n_workers (), scratch_length (self),
                                       error)) == NULL)
    return NULL;

  pthread_mutex_lock (&planner);
  self->row_forward = plan_transform (self, 2 * n_columns, FFTW_FORWARD);
  self->row_backward = plan_transform (self, 2 * n_columns, FFTW_BACKWARD);
  self->column_forward = plan_transform (self, 2 * n_rows, FFTW_FORWARD);
  self->column_backward = plan_transform (self, 2 * n_rows, FFTW_BACKWARD);
  pthread_mutex_unlock (&planner);

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
  pthread_mutex_lock (&planner);
  g_clear_pointer (&self->row_forward, fftwf_destroy_plan);
  g_clear_pointer (&self->row_backward, fftwf_destroy_plan);
  g_clear_pointer (&self->column_forward, fftwf_destroy_plan);
  g_clear_pointer (&self->column_backward, fftwf_destroy_plan);
  pthread_mutex_unlock (&planner);
  g_free (self);
}
