/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "layout/mus-repulsion.h"

#include <math.h>
#include <string.h>

#include "base/mus-parallel.h"
#include "base/mus-simd.h"
#include "layout/mus-potential-grid.h"

/* Nodes a side; a larger map is seen with a wider spacing. */
#define MIN_SIZE 64
#define MIN_MAX_SIZE 1280
#define MAX_SIZE 4096

/* Nodes between the border of the map and that of the grid: a spline reaches over two, and
 * the kernel, deconvolved, is not exact in its last few. */
#define MARGIN 6.0f

/* Of the nodes, where the kernel's own width is 1. */
#define SPACING 0.5f
#define MIN_EXTENT 1e-6f
/* A new grid has room for a map that grows by so much, and one whose spacing is wider than
 * needed by less than this will do. */
#define ROOM 1.05f
#define SLACK 1.25f

#define REACH MUS_POTENTIAL_GRID_REACH

/* Tiles: of points, and strips of the grid's rows, more of them than a spline reaches. */
#define POINTS 2048
#define ROWS MUS_POTENTIAL_GRID_ROWS

struct _MusRepulsion
{
  gsize             n_points;
  gsize             max_size; /* of the grid */
  MusPotentialGrid *grid;     /* (nullable): none yet */

  /* The points of this call */
  const MusRun *run;
  const float *positions;
  float       *forces;
  float        low[2];      /* the lowest x and y */
  float        scale;       /* nodes a unit */
  gsize        n_tiles;     /* of points */
  gsize        n_strips;
  gsize        colour;      /* 0: even strips, 1: odd ones */
  guint32     *places;      /* (tiles, strips): counts, then places in order */
  guint32     *order;       /* (N): points, strip by strip */
  gsize       *strip_ends;  /* (max strips + 1), after a leading 0 */
  double      *tile_sums;   /* (tiles): of phi */
  float       *tile_bounds; /* (tiles, 4): lowest x and y, highest x and y */
};

/* Whether the grid that is there holds a map of these extents, and is fine enough. */
static gboolean
fits (const MusRepulsion *self, const float *extents, float least, float most)
{
  const float border = 2.0f * MARGIN;
  float       spacing;

  if (self->grid == NULL)
    return FALSE;
  spacing = mus_potential_grid_spacing (self->grid);

  return spacing <= MAX (MIN (SPACING, SLACK * least), SLACK * most) &&
         extents[0] <= spacing * ((float) mus_potential_grid_n_columns (self->grid) - border) &&
         extents[1] <= spacing * ((float) mus_potential_grid_n_rows (self->grid) - border);
}

/* A grid that holds a map of these extents. The one that is there stays while it can, for a
 * new one has new plans and its kernel to be transformed. */
static gboolean
fit_grid (MusRepulsion *self, const float *extents, GError **error)
{
  const float border = 2.0f * MARGIN;
  float       extent = MAX (MAX (extents[0], extents[1]), MIN_EXTENT);
  float       least = extent / (MIN_SIZE - border); /* a finer spacing is no use */
  float       most = extent / ((float) self->max_size - border);
  float       spacing = MAX (MIN (SPACING, ROOM * least), ROOM * most);
  gsize       sizes[2];

  if (fits (self, extents, least, most))
    return TRUE;

  for (gsize axis = 0; axis < 2; axis++)
    sizes[axis] = mus_potential_grid_size_for (
        MIN ((gsize) (ROOM * extents[axis] / spacing + border), self->max_size));
  g_clear_pointer (&self->grid, mus_potential_grid_free);
  self->grid = mus_potential_grid_new (sizes[0], sizes[1], error);
  if (self->grid == NULL)
    return FALSE;
  if (mus_potential_grid_set_spacing (self->grid, spacing, self->run, error))
    return TRUE;

  g_clear_pointer (&self->grid, mus_potential_grid_free);

  return FALSE;
}

/* ---- Where the points are ---- */

static void
bound_tile (gsize tile, guint worker, gpointer data)
{
  MusRepulsion *self = data;
  gsize         first = tile * POINTS;
  gsize         end = MIN (first + POINTS, self->n_points);
  const float  *p = self->positions;
  float        *bounds = self->tile_bounds + 4 * tile;

  bounds[0] = bounds[2] = p[2 * first];
  bounds[1] = bounds[3] = p[2 * first + 1];
  for (gsize i = first; i < end; i++)
    for (gsize axis = 0; axis < 2; axis++)
      {
        bounds[axis] = MIN (bounds[axis], p[2 * i + axis]);
        bounds[2 + axis] = MAX (bounds[2 + axis], p[2 * i + axis]);
      }
}

static gboolean
place_grid (MusRepulsion *self, GError **error)
{
  float *bounds = self->tile_bounds;
  float  extents[2];

  mus_parallel_for (self->n_tiles, bound_tile, self);
  for (gsize tile = 1; tile < self->n_tiles; tile++)
    for (gsize axis = 0; axis < 2; axis++)
      {
        bounds[axis] = MIN (bounds[axis], bounds[4 * tile + axis]);
        bounds[2 + axis] = MAX (bounds[2 + axis], bounds[4 * tile + 2 + axis]);
      }
  extents[0] = bounds[2] - bounds[0];
  extents[1] = bounds[3] - bounds[1];
  if (!fit_grid (self, extents, error))
    return FALSE;

  self->scale = 1.0f / mus_potential_grid_spacing (self->grid);
  self->low[0] = bounds[0];
  self->low[1] = bounds[1];
  self->n_strips = mus_potential_grid_n_rows (self->grid) / ROWS;

  return TRUE;
}

/* A point's first node in each direction, and where it is between its second and third. */
typedef struct
{
  gsize column, row;
  float x, y; /* [0, 1) */
} Cell;

MUS_INLINE Cell
find_cell (const MusRepulsion *self, gsize point)
{
  float x = (self->positions[2 * point] - self->low[0]) * self->scale + MARGIN;
  float y = (self->positions[2 * point + 1] - self->low[1]) * self->scale + MARGIN;
  Cell  cell = { (gsize) x, (gsize) y, 0.0f, 0.0f };

  cell.x = x - (float) cell.column;
  cell.y = y - (float) cell.row;
  cell.column -= REACH / 2 - 1;
  cell.row -= REACH / 2 - 1;

  return cell;
}

/* Cubic B-splines at the four nodes around a place @t between the middle two. */
MUS_INLINE void
spline_weights (float t, float *weights)
{
  float u = 1.0f - t;

  weights[0] = u * u * u / 6.0f;
  weights[1] = 2.0f / 3.0f - t * t * (1.0f - t / 2.0f);
  weights[2] = 2.0f / 3.0f - u * u * (1.0f - u / 2.0f);
  weights[3] = t * t * t / 6.0f;
}

MUS_INLINE void
spline_slopes (float t, float *slopes)
{
  float u = 1.0f - t;

  slopes[0] = -u * u / 2.0f;
  slopes[1] = t * (1.5f * t - 2.0f);
  slopes[2] = u * (2.0f - 1.5f * u);
  slopes[3] = t * t / 2.0f;
}

static void
count_tile (gsize tile, guint worker, gpointer data)
{
  MusRepulsion *self = data;
  gsize         end = MIN ((tile + 1) * POINTS, self->n_points);
  guint32      *counts = self->places + tile * self->n_strips;

  memset (counts, 0, self->n_strips * sizeof *counts);
  for (gsize i = tile * POINTS; i < end; i++)
    counts[find_cell (self, i).row / ROWS]++;
}

static void
order_tile (gsize tile, guint worker, gpointer data)
{
  MusRepulsion *self = data;
  gsize         end = MIN ((tile + 1) * POINTS, self->n_points);
  guint32      *places = self->places + tile * self->n_strips;

  for (gsize i = tile * POINTS; i < end; i++)
    {
      gsize strip = find_cell (self, i).row / ROWS;

      self->order[places[strip]++] = (guint32) i;
    }
}

/* Puts the points in the order of their strips; within one the lower point comes first.
 * Returns FALSE when the run is over, and they are in no order. */
static gboolean
sort_points (MusRepulsion *self)
{
  gsize place = 0;

  mus_parallel_for_run (self->run, self->n_tiles, count_tile, self);
  if (mus_run_is_over (self->run))
    return FALSE;
  for (gsize strip = 0; strip < self->n_strips; strip++)
    {
      for (gsize tile = 0; tile < self->n_tiles; tile++)
        {
          guint32 *count = &self->places[tile * self->n_strips + strip];
          guint32  n = *count;

          *count = (guint32) place;
          place += n;
        }
      self->strip_ends[strip + 1] = place;
    }
  mus_parallel_for_run (self->run, self->n_tiles, order_tile, self);

  return !mus_run_is_over (self->run);
}

/* ---- Spreading and reading ---- */

static void
clear_tile (gsize strip, guint worker, gpointer data)
{
  MusRepulsion *self = data;
  gsize         n = mus_potential_grid_n_columns (self->grid) * ROWS;

  memset (mus_potential_grid_nodes (self->grid) + strip * n, 0, n * sizeof (float));
}

MUS_CLONES static void
spread_strip (MusRepulsion *self, gsize strip)
{
  float *nodes = mus_potential_grid_nodes (self->grid);
  gsize  stride = mus_potential_grid_n_columns (self->grid);

  for (gsize k = self->strip_ends[strip]; k < self->strip_ends[strip + 1]; k++)
    {
      Cell  cell = find_cell (self, self->order[k]);
      float across[REACH], down[REACH];

      spline_weights (cell.x, across);
      spline_weights (cell.y, down);
      for (gsize i = 0; i < REACH; i++)
        {
          float *row = nodes + (cell.row + i) * stride + cell.column;

          for (gsize j = 0; j < REACH; j++)
            row[j] += down[i] * across[j];
        }
    }
}

/* A strip's points reach into the next one, so strips of one colour run together. */
static void
spread_tile (gsize tile, guint worker, gpointer data)
{
  MusRepulsion *self = data;

  spread_strip (self, 2 * tile + self->colour);
}

static void
spread (MusRepulsion *self)
{
  if (!sort_points (self))
    return;

  mus_parallel_for_run (self->run, self->n_strips, clear_tile, self);
  for (self->colour = 0; self->colour < 2; self->colour++)
    mus_parallel_for_run (self->run, (self->n_strips + 1 - self->colour) / 2, spread_tile, self);
}

/* The potential as a point finds it, and its slopes. */
typedef struct
{
  float value, x, y;
} Reading;

MUS_INLINE Reading
read_nodes (const float *nodes, gsize stride, const float *across, const float *across_slopes,
            const float *down, const float *down_slopes)
{
  float   values[REACH] = { 0 }, slopes[REACH] = { 0 };
  Reading reading = { 0 };

  for (gsize i = 0; i < REACH; i++)
    for (gsize j = 0; j < REACH; j++)
      {
        values[j] += down[i] * nodes[i * stride + j];
        slopes[j] += down_slopes[i] * nodes[i * stride + j];
      }
  for (gsize j = 0; j < REACH; j++)
    {
      reading.value += across[j] * values[j];
      reading.x += across_slopes[j] * values[j];
      reading.y += across[j] * slopes[j];
    }

  return reading;
}

/* How much of what a point spreads with @spread it reads with @read at nodes that are 0, 1, 2
 * and 3 apart. */
MUS_INLINE void
correlate (const float *spread, const float *read, float *sums)
{
  sums[0] = spread[0] * read[0] + spread[1] * read[1] + spread[2] * read[2] +
            spread[3] * read[3];
  sums[1] = spread[0] * read[1] + spread[1] * read[2] + spread[2] * read[3] +
            spread[1] * read[0] + spread[2] * read[1] + spread[3] * read[2];
  sums[2] = spread[0] * read[2] + spread[1] * read[3] + spread[2] * read[0] +
            spread[3] * read[1];
  sums[3] = spread[0] * read[3] + spread[3] * read[0];
}

/* A point reads its own charge too. On the grid that has a slope, which is the larger part of
 * the error where points stand alone, so it is taken off exactly. */
MUS_CLONES static double
read_points (MusRepulsion *self, gsize first, gsize end)
{
  const float *nodes = mus_potential_grid_nodes (self->grid);
  const float *response = mus_potential_grid_response (self->grid);
  gsize        stride = mus_potential_grid_n_columns (self->grid);
  double       sum = 0.0;

  for (gsize k = first; k < end; k++)
    {
      Cell    cell = find_cell (self, k);
      float   across[REACH], across_slopes[REACH], down[REACH], down_slopes[REACH];
      float   own_across[REACH], own_across_slopes[REACH];
      float   own_down[REACH], own_down_slopes[REACH];
      Reading all, own;

      spline_weights (cell.x, across);
      spline_slopes (cell.x, across_slopes);
      spline_weights (cell.y, down);
      spline_slopes (cell.y, down_slopes);
      all = read_nodes (nodes + cell.row * stride + cell.column, stride, across, across_slopes,
                        down, down_slopes);

      correlate (across, across, own_across);
      correlate (across, across_slopes, own_across_slopes);
      correlate (down, down, own_down);
      correlate (down, down_slopes, own_down_slopes);
      own = read_nodes (response, REACH, own_across, own_across_slopes, own_down,
                        own_down_slopes);

      sum += (double) (all.value - own.value);
      self->forces[2 * k] = -0.5f * self->scale * (all.x - own.x);
      self->forces[2 * k + 1] = -0.5f * self->scale * (all.y - own.y);
    }

  return sum;
}

static void
read_tile (gsize tile, guint worker, gpointer data)
{
  MusRepulsion *self = data;

  self->tile_sums[tile] = read_points (self, tile * POINTS,
                                       MIN ((tile + 1) * POINTS, self->n_points));
}

gboolean
mus_repulsion_evaluate (MusRepulsion *self, const MusRun *run, const float *positions,
                        float *forces, double *normaliser, GError **error)
{
  double n = (double) self->n_points, sum = 0.0;

  *normaliser = 0.0;
  if (self->n_points == 0)
    return TRUE;

  self->run = run;
  self->positions = positions;
  self->forces = forces;
  if (!place_grid (self, error))
    return FALSE;
  spread (self);
  mus_potential_grid_convolve (self->grid, run);
  mus_parallel_for_run (run, self->n_tiles, read_tile, self);
  if (mus_run_is_cancelled (run, error))
    return FALSE;

  for (gsize tile = 0; tile < self->n_tiles; tile++)
    sum += self->tile_sums[tile];
  *normaliser = sum + n * (n - 1.0) * mus_potential_grid_offset (self->grid);

  return TRUE;
}

MusRepulsion *
mus_repulsion_new (gsize n_points, GError **error)
{
  g_autoptr (MusRepulsion) self = g_new0 (MusRepulsion, 1);
  gsize max_strips;

  self->n_points = n_points;
  self->n_tiles = (n_points + POINTS - 1) / POINTS;
  self->max_size = mus_potential_grid_size_for (CLAMP ((gsize) (6.0 * sqrt ((double) n_points)), MIN_MAX_SIZE,
                                    MAX_SIZE));
  max_strips = self->max_size / ROWS;
  self->places = mus_try_new (guint32, self->n_tiles * max_strips, error);
  if (self->places == NULL)
    return NULL;
  self->order = mus_try_new (guint32, n_points, error);
  if (self->order == NULL)
    return NULL;
  self->strip_ends = g_new0 (gsize, max_strips + 1);
  self->tile_sums = g_new0 (double, self->n_tiles);
  self->tile_bounds = g_new0 (float, 4 * self->n_tiles);

  return g_steal_pointer (&self);
}

void
mus_repulsion_free (MusRepulsion *self)
{
  if (self == NULL)
    return;

  mus_potential_grid_free (self->grid);
  g_free (self->places);
  g_free (self->order);
  g_free (self->strip_ends);
  g_free (self->tile_sums);
  g_free (self->tile_bounds);
  g_free (self);
}

void
mus_repulsion_evaluate_exact (const float *positions, gsize n_points, double *forces,
                              double *normaliser)
{
  *normaliser = 0.0;
  for (gsize i = 0; i < n_points; i++)
    {
      forces[2 * i] = forces[2 * i + 1] = 0.0;
      for (gsize j = 0; j < n_points; j++)
        if (j != i)
          {
            double dx = (double) positions[2 * i] - (double) positions[2 * j];
            double dy = (double) positions[2 * i + 1] - (double) positions[2 * j + 1];
            double w = 1.0 / (1.0 + dx * dx + dy * dy);

            forces[2 * i] += w * w * dx;
            forces[2 * i + 1] += w * w * dy;
            *normaliser += w;
          }
    }
}
