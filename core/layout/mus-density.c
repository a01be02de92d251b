/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "layout/mus-density.h"

#include <math.h>

#include "base/mus-error.h"
#include "layout/mus-extent.h"

#define MAX_SIDE 512 /* cells along one axis at most */
#define MARGIN 0.5   /* how far the grid reaches beyond most points, in their extents */
#define CELLS_A_SIGMA 2.0
#define REACH 3.0 /* where the Gaussian is cut off, in its sigmas */

/* The bounding box of the points in the rectangle where most are. */
static void
find_box (const MusMatrix *positions, double *from, double *to)
{
  double length[2];

  mus_extent_of_most (mus_matrix_data (positions), mus_matrix_n_rows (positions), MARGIN,
                      from, length);

  for (guint axis = 0; axis < 2; axis++)
    {
      double low = from[axis];
      double high = low + length[axis];

      from[axis] = high;
      to[axis] = low;
      for (gsize i = 0; i < mus_matrix_n_rows (positions); i++)
        {
          double place = (double) mus_matrix_row (positions, i)[axis];

          if (place >= low && place <= high)
            {
              from[axis] = MIN (from[axis], place);
              to[axis] = MAX (to[axis], place);
            }
        }
    }
}

/* The root of the two variances' mean, over the points in the box. */
static double
measure_spread (const MusMatrix *positions, const double *from, const double *to)
{
  double n = 0.0;
  double sums[2] = { 0.0 };
  double squares = 0.0;

  for (gsize i = 0; i < mus_matrix_n_rows (positions); i++)
    {
      const float *place = mus_matrix_row (positions, i);
      double       x = (double) place[0] - from[0];
      double       y = (double) place[1] - from[1];

      if (!(x >= 0.0 && x <= to[0] - from[0] && y >= 0.0 && y <= to[1] - from[1]))
        continue;
      n += 1.0;
      sums[0] += x;
      sums[1] += y;
      squares += x * x + y * y;
    }
  if (!(n > 0.0))
    return 0.0;

  squares -= (sums[0] * sums[0] + sums[1] * sums[1]) / n;

  return sqrt (MAX (squares, 0.0) / n / 2.0);
}

static void
set_cells (MusDensity *self, const double *to, double spread, double sigma)
{
  double longest = MAX (to[0] - self->from[0], to[1] - self->from[1]);

  self->side = MAX (spread * sigma / CELLS_A_SIGMA, longest / MAX_SIDE);
  if (!(self->side > 0.0))
    self->side = 1.0;
  self->spread = spread / self->side;
  for (guint axis = 0; axis < 2; axis++)
    {
      double length = MAX (to[axis] - self->from[axis], 0.0);

      self->n_cells[axis] = (gsize) (length / self->side) + 1;
    }
}

gboolean
mus_density_init (MusDensity      *self,
                  const MusMatrix *positions,
                  double           sigma,
                  const MusRun    *run,
                  GError         **error)
{
  double to[2] = { 0.0 };

  *self = (MusDensity){ 0 };
  find_box (positions, self->from, to);
  set_cells (self, to, measure_spread (positions, self->from, to), sigma);

  self->counts = mus_try_new (float, self->n_cells[0] * self->n_cells[1], error);
  if (self->counts == NULL)
    return FALSE;

  for (gsize i = 0; i < mus_matrix_n_rows (positions); i++)
    {
      const float *place = mus_matrix_row (positions, i);
      gsize        cell = mus_density_cell (self, (double) place[0], (double) place[1]);

      if (!mus_run_goes_on (run, i, error))
        return FALSE;
      if (cell == MUS_NO_CELL)
        continue;
      self->counts[cell] += 1.0f;
      self->n_points++;
    }

  return TRUE;
}

void
mus_density_clear (MusDensity *self)
{
  g_clear_pointer (&self->counts, g_free);
}

gsize
mus_density_cell (const MusDensity *self, double x, double y)
{
  double column = (x - self->from[0]) / self->side;
  double row = (y - self->from[1]) / self->side;

  if (!(column >= 0.0 && column < (double) self->n_cells[0] && row >= 0.0 &&
        row < (double) self->n_cells[1]))
    return MUS_NO_CELL;

  return (gsize) row * self->n_cells[0] + (gsize) column;
}

/* Along each of @n_lines lines of @n cells, @step apart, @across from line to line. */
static void
blur_lines (const float *from,
            float       *to,
            gsize        n_lines,
            gsize        across,
            gsize        n,
            gsize        step,
            const float *kernel,
            gsize        reach)
{
  for (gsize line = 0; line < n_lines; line++)
    for (gsize i = 0; i < n; i++)
      {
        const float *source = from + line * across;
        gsize        low = i > reach ? i - reach : 0;
        gsize        high = MIN (i + reach, n - 1);
        float        sum = 0.0f;

        for (gsize j = low; j <= high; j++)
          sum += source[j * step] * kernel[j + reach - i];
        to[line * across + i * step] = sum;
      }
}

static float *
smooth (const MusDensity *self, double sigma, GError **error)
{
  gsize             columns = self->n_cells[0];
  gsize             rows = self->n_cells[1];
  gsize             reach = (gsize) (REACH * sigma) + 1;
  g_autofree float *kernel = g_new (float, 2 * reach + 1);
  g_autofree float *half = mus_try_new (float, columns *rows, error);
  float *density = mus_try_new (float, columns *rows, half != NULL ? error : NULL);
  double sum = 0.0;

  if (half == NULL || density == NULL)
    {
      g_free (density);
      return NULL;
    }

  for (gsize i = 0; i <= 2 * reach; i++)
    {
      double distance = ((double) i - (double) reach) / sigma;

      kernel[i] = (float) exp (-0.5 * distance * distance);
      sum += (double) kernel[i];
    }
  for (gsize i = 0; i <= 2 * reach; i++)
    kernel[i] = (float) ((double) kernel[i] / sum);

  blur_lines (self->counts, half, rows, columns, columns, 1, kernel, reach);
  blur_lines (half, density, columns, 1, rows, columns, kernel, reach);

  return density;
}

static int
compare_heights (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const float *density = user_data;
  guint32      first = *(const guint32 *) a;
  guint32      second = *(const guint32 *) b;

  if (density[first] != density[second])
    return density[first] > density[second] ? -1 : 1;

  return (first > second) - (first < second);
}

/* The flood as it falls: basins are known by where they stand in `found`. */
typedef struct
{
  const MusDensity *grid;
  const float      *density;
  const guint32    *parents; /* (nullable) */
  guint32          *basins;  /* of each cell, as it was found; MUS_NO_BASIN while dry */
  GArray           *found;   /* MusBasin, the highest first */
  GArray           *into;    /* guint32: itself, or the one that it went into */
  double            sigma;
  double            least_points;
  double            least_deviations;
} Flood;

static guint32
find_root (const Flood *self, guint32 basin)
{
  guint32 *into = (guint32 *) (gpointer) self->into->data;

  while (into[basin] != basin)
    basin = into[basin] = into[into[basin]];

  return basin;
}

static gboolean
stands_alone (const Flood *self, const MusBasin *basin, double saddle)
{
  double deviation = sqrt (basin->height / (4.0 * G_PI)) / self->sigma;

  return basin->n_points >= self->least_points &&
         basin->height - saddle >= self->least_deviations * deviation;
}

/* The roots of the basins that are next to @cell, and the one of its highest neighbor. */
static guint
look_around (const Flood *self, gsize cell, guint32 *roots, guint32 *uphill)
{
  gsize columns = self->grid->n_cells[0];
  gsize column = cell % columns;
  gsize row = cell / columns;
  float highest = -1.0f;
  guint n = 0;

  for (gsize r = MAX (row, 1) - 1; r <= MIN (row + 1, self->grid->n_cells[1] - 1); r++)
    for (gsize c = MAX (column, 1) - 1; c <= MIN (column + 1, columns - 1); c++)
      {
        gsize    next = r * columns + c;
        gboolean is_seen = FALSE;
        guint32  root;

        if (self->basins[next] == MUS_NO_BASIN ||
            (self->parents != NULL && self->parents[next] != self->parents[cell]))
          continue;

        root = find_root (self, self->basins[next]);
        for (guint i = 0; i < n; i++)
          is_seen |= roots[i] == root;
        if (!is_seen)
          roots[n++] = root;
        if (self->density[next] > highest)
          {
            highest = self->density[next];
            *uphill = root;
          }
      }

  return n;
}

static void
flood_cell (Flood *self, gsize cell)
{
  guint32 roots[8];
  guint32 basin = 0;
  guint   n = look_around (self, cell, roots, &basin);
  double  height = (double) self->density[cell];

  if (n == 0)
    {
      MusBasin peak = { cell, height, 0.0 };

      basin = self->found->len;
      g_array_append_val (self->found, peak);
      g_array_append_val (self->into, basin);
    }
  else
    {
      MusBasin *all = (MusBasin *) (gpointer) self->found->data;
      guint32   highest = roots[0];

      for (guint i = 1; i < n; i++)
        highest = MIN (highest, roots[i]);
      for (guint i = 0; i < n; i++)
        if (roots[i] != highest && !stands_alone (self, &all[roots[i]], height))
          {
            g_array_index (self->into, guint32, roots[i]) = highest;
            all[highest].n_points += all[roots[i]].n_points;
          }
      basin = find_root (self, basin);
    }

  self->basins[cell] = basin;
  g_array_index (self->found, MusBasin, basin).n_points +=
      (double) self->grid->counts[cell];
}

/* Numbers the basins that are left and large enough from 0 on. */
static GArray *
collect (Flood *self, gsize n_cells)
{
  GArray             *basins = g_array_new (FALSE, FALSE, sizeof (MusBasin));
  g_autofree guint32 *numbers = g_new (guint32, MAX (self->found->len, 1));

  for (guint32 i = 0; i < self->found->len; i++)
    {
      const MusBasin *basin = &g_array_index (self->found, MusBasin, i);

      numbers[i] = MUS_NO_BASIN;
      if (find_root (self, i) == i && basin->n_points >= self->least_points)
        {
          numbers[i] = basins->len;
          g_array_append_val (basins, *basin);
        }
    }

  for (gsize cell = 0; cell < n_cells; cell++)
    if (self->basins[cell] != MUS_NO_BASIN)
      self->basins[cell] = numbers[find_root (self, self->basins[cell])];

  return basins;
}

GArray *
mus_density_basins (const MusDensity *self,
                    double            sigma,
                    double            least_points,
                    double            least_deviations,
                    const guint32    *parents,
                    guint32          *basins,
                    const MusRun     *run,
                    GError          **error)
{
  gsize               n_cells = self->n_cells[0] * self->n_cells[1];
  g_autofree float   *density = smooth (self, sigma, error);
  g_autofree guint32 *order =
      density != NULL ? mus_try_new (guint32, n_cells, error) : NULL;
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (MusBasin));
  g_autoptr (GArray) into = g_array_new (FALSE, FALSE, sizeof (guint32));
  Flood flood = { self, density, parents,      basins,          found,
                  into, sigma,   least_points, least_deviations };
  gsize n = 0;

  if (order == NULL || mus_run_is_cancelled (run, error))
    return NULL;

  for (guint32 cell = 0; cell < n_cells; cell++)
    {
      basins[cell] = MUS_NO_BASIN;
      if (density[cell] > 0.0f && (parents == NULL || parents[cell] != MUS_NO_BASIN))
        order[n++] = cell;
    }
  g_qsort_with_data (order, (int) n, sizeof *order, compare_heights, density);
  for (gsize i = 0; i < n; i++)
    {
      if (!mus_run_goes_on (run, i, error))
        return NULL;
      flood_cell (&flood, order[i]);
    }

  return collect (&flood, n_cells);
}
