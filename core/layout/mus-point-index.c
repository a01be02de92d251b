/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "layout/mus-point-index.h"

#include <math.h>
#include <string.h>

#include "base/mus-error.h"
#include "layout/mus-extent.h"

/* How many points share a cell on average. */
#define POINTS_A_CELL 4

/* The grid is laid over where most points are: a few that stand far out must not make its
 * cells so large that all others fall into one. */
#define MARGIN 0.1

/* What rounding may move a point across the line between two cells, in cells. */
#define ROUNDING 1e-6

/* One axis of the grid. Its first and its last cell reach on for ever. */
typedef struct
{
  double from;
  double side; /* of a cell; the same for both axes */
  gsize  n_cells;
} Axis;

struct _MusPointIndex
{
  float   *positions; /* (n_points, 2) */
  gsize    n_points;
  guint32 *first;  /* of each cell, row after row, where its points begin in `points`; one
                      more for the end */
  guint32 *points; /* cell after cell, in a cell the lower number first; a point without a
                      place is in none */
  Axis axes[2];
};

/* A block of cells: columns [from[0], to[0]], rows [from[1], to[1]]. */
typedef struct
{
  gsize from[2];
  gsize to[2];
} Block;

typedef struct
{
  const MusPointIndex *index;
  double               place[2]; /* where it starts */
  Block                limits;   /* the cells in which an answer can be */
  gboolean       directed;  /* only within 45° of `toward`, and not at `place` itself */
  double         toward[2]; /* a unit vector */
  MusPointFilter filter;
  gpointer       user_data;
  guint32        best;        /* found so far, or MUS_NO_POINT */
  double         best_square; /* of its distance, or of the farthest that counts */
} Search;

static inline gboolean
has_place (const float *position)
{
  return isfinite (position[0]) && isfinite (position[1]);
}

static inline gsize
axis_cell (const Axis *self, double value)
{
  double cell = (value - self->from) / self->side;

  if (!(cell > 0.0))
    return 0;

  return cell < (double) self->n_cells ? (gsize) cell : self->n_cells - 1;
}

/* At most three cells to each that is wanted, whatever the shape of the map. */
static void
set_axes (MusPointIndex *self)
{
  double from[2], lengths[2];
  double wanted = (double) (self->n_points / POINTS_A_CELL + 1);
  double side;

  mus_extent_of_most (self->positions, self->n_points, MARGIN, from, lengths);
  side = MAX (sqrt (lengths[0] / wanted * lengths[1]),
              MAX (lengths[0], lengths[1]) / wanted);
  if (!(side > 0.0))
    side = 1.0;

  for (guint d = 0; d < 2; d++)
    self->axes[d] = (Axis){ from[d], side, (gsize) (lengths[d] / side) + 1 };
}

static inline gsize
cell_of (const MusPointIndex *self, const float *position)
{
  return axis_cell (&self->axes[1], (double) position[1]) * self->axes[0].n_cells +
         axis_cell (&self->axes[0], (double) position[0]);
}

/* Sorts the points by cell, by counting. */
static gboolean
fill_cells (MusPointIndex *self, GError **error)
{
  gsize               n_cells = self->axes[0].n_cells * self->axes[1].n_cells;
  g_autofree guint32 *cells = mus_try_new (guint32, self->n_points, error);
  guint32             end = 0;

  if (cells == NULL ||
      (self->first = mus_try_new (guint32, n_cells + 1, error)) == NULL ||
      (self->points = mus_try_new (guint32, self->n_points, error)) == NULL)
    return FALSE;

  for (gsize i = 0; i < self->n_points; i++)
    if (has_place (self->positions + 2 * i))
      {
        cells[i] = (guint32) cell_of (self, self->positions + 2 * i);
        self->first[cells[i]]++;
      }

  for (gsize c = 0; c <= n_cells; c++)
    self->first[c] = end += self->first[c];

  for (gsize i = self->n_points; i-- > 0;)
    if (has_place (self->positions + 2 * i))
      self->points[--self->first[cells[i]]] = (guint32) i;

  return TRUE;
}

MusPointIndex *
mus_point_index_new (const float *positions, gsize n_points, GError **error)
{
  g_autoptr (MusPointIndex) self = g_new0 (MusPointIndex, 1);

  g_assert (n_points < MUS_NO_POINT / 4);

  self->n_points = n_points;
  self->positions = mus_try_new (float, 2 * n_points, error);
  if (self->positions == NULL)
    return NULL;
  if (n_points > 0)
    memcpy (self->positions, positions, 2 * n_points * sizeof (float));

  set_axes (self);
  if (!fill_cells (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
mus_point_index_free (MusPointIndex *self)
{
  if (self == NULL)
    return;

  g_free (self->positions);
  g_free (self->first);
  g_free (self->points);
  g_free (self);
}

static void
search_cell (Search *self, gsize column, gsize row)
{
  const MusPointIndex *index = self->index;
  gsize                cell = row * index->axes[0].n_cells + column;

  for (guint32 i = index->first[cell]; i < index->first[cell + 1]; i++)
    {
      guint32      point = index->points[i];
      const float *position = index->positions + 2 * (gsize) point;
      double       dx = (double) position[0] - self->place[0];
      double       dy = (double) position[1] - self->place[1];
      double       square = dx * dx + dy * dy;

      if (square > self->best_square ||
          (square == self->best_square && point > self->best))
        continue;
      if (self->directed)
        {
          double along = dx * self->toward[0] + dy * self->toward[1];
          double across = dx * self->toward[1] - dy * self->toward[0];

          if (!(along > 0.0) || fabs (across) > along)
            continue;
        }
      if (self->filter != NULL && !self->filter (point, self->user_data))
        continue;

      self->best = point;
      self->best_square = square;
    }
}

/* The cells within @ring cells of @centre, as far as an answer can be in them. */
static Block
block_around (const Search *self, const gsize *centre, gsize ring)
{
  Block block;

  for (guint d = 0; d < 2; d++)
    {
      gsize room = centre[d] - self->limits.from[d];

      block.from[d] = centre[d] - MIN (ring, room);
      block.to[d] = MIN (centre[d] + ring, self->limits.to[d]);
    }

  return block;
}

/* How near a point outside of @block can be: infinity when there is no cell left. */
static double
distance_outside (const Search *self, const Block *block)
{
  double nearest = G_MAXDOUBLE;

  for (guint d = 0; d < 2; d++)
    {
      const Axis *axis = &self->index->axes[d];
      double      low = axis->from + ((double) block->from[d] + ROUNDING) * axis->side;
      double high = axis->from + ((double) (block->to[d] + 1) - ROUNDING) * axis->side;

      if (block->from[d] > self->limits.from[d])
        nearest = MIN (nearest, MAX (0.0, self->place[d] - low));
      if (block->to[d] < self->limits.to[d])
        nearest = MIN (nearest, MAX (0.0, high - self->place[d]));
    }

  return nearest;
}

/* Ring after ring around the start, until nothing nearer can come. */
static guint32
search_rings (Search *self)
{
  gsize  centre[2];
  Block  done = { { 1, 1 }, { 0, 0 } };
  double outside = 0.0;

  for (guint d = 0; d < 2; d++)
    centre[d] = axis_cell (&self->index->axes[d], self->place[d]);

  for (gsize ring = 0; outside < G_MAXDOUBLE && outside * outside <= self->best_square;
       ring++)
    {
      Block block = block_around (self, centre, ring);

      for (gsize row = block.from[1]; row <= block.to[1]; row++)
        {
          gboolean row_is_new = row < done.from[1] || row > done.to[1];

          for (gsize column = block.from[0]; column <= block.to[0]; column++)
            if (row_is_new || column < done.from[0] || column > done.to[0])
              search_cell (self, column, row);
            else
              column = done.to[0];
        }
      done = block;
      outside = distance_outside (self, &block);
    }

  return self->best;
}

static Search
search_new (const MusPointIndex *index,
            double               x,
            double               y,
            MusPointFilter       filter,
            gpointer             user_data)
{
  Search self = {
    .index = index,
    .place = { x, y },
    .limits.to = { index->axes[0].n_cells - 1, index->axes[1].n_cells - 1 },
    .filter = filter,
    .user_data = user_data,
    .best = MUS_NO_POINT,
    .best_square = G_MAXDOUBLE,
  };

  return self;
}

guint32
mus_point_index_nearest (const MusPointIndex *self,
                         double               x,
                         double               y,
                         double               radius,
                         MusPointFilter       filter,
                         gpointer             user_data)
{
  Search search = search_new (self, x, y, filter, user_data);

  if (!isfinite (x) || !isfinite (y) || !(radius >= 0.0))
    return MUS_NO_POINT;

  search.best_square = MIN (radius * radius, G_MAXDOUBLE);

  return search_rings (&search);
}

guint32
mus_point_index_step (const MusPointIndex *self,
                      guint32              point,
                      MusDirection         direction,
                      MusPointFilter       filter,
                      gpointer             user_data)
{
  const float *start = self->positions + 2 * (gsize) point;
  guint        d = direction == MUS_DIRECTION_UP || direction == MUS_DIRECTION_DOWN;
  gboolean     falls = direction == MUS_DIRECTION_LEFT || direction == MUS_DIRECTION_UP;
  Search       search;
  gsize        cell;

  g_return_val_if_fail (point < self->n_points, MUS_NO_POINT);
  if (!has_place (start))
    return MUS_NO_POINT;

  search = search_new (self, (double) start[0], (double) start[1], filter, user_data);
  search.directed = TRUE;
  search.toward[d] = falls ? -1.0 : 1.0;

  cell = axis_cell (&self->axes[d], search.place[d]);
  if (falls)
    search.limits.to[d] = cell;
  else
    search.limits.from[d] = cell;

  return search_rings (&search);
}
