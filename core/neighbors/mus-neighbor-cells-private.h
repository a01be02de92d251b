/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "neighbors/mus-neighbor-index-private.h"

G_BEGIN_DECLS

/** MUS_CELL_MAX: how many slots a cell may hold */
#define MUS_CELL_MAX 512

/**
 * MusNeighborCells:
 *
 * The slots of an index, those near to each other in one cell: the cells of k-means (Lloyd,
 * "Least squares quantization in PCM", 1982), about as many as there are panels, which it
 * starts from. What would be too large is cut into cells of the same place. Places are
 * numbered cell by cell.
 */
typedef struct
{
  const MusNeighborIndex *index;
  gsize                   n_axes;      /* r */
  gsize                   n_cells;
  gsize                   capacity;    /* as many as there may be on the way */
  gsize                  *starts;      /* (n_cells + 1): of each cell's places */
  guint32                *sizes;       /* (n_cells), none of them 0 */
  guint32                *slots;       /* (N) the slot at each place */
  float                  *offsets;     /* (N) the slots' offsets in the index, for the search to change */
  float                  *coordinates; /* (N, r) of the slots */
  float                  *centers;     /* (n_cells, r): the means of the coordinates */
  float                  *halves;      /* (n_cells): half the squares of the centers */
} MusNeighborCells;

/**
 * mus_neighbor_cells_new:
 * @index: outlives the cells
 * @run: (nullable): cancelled between cells
 *
 * Returns: (transfer full): the cells for mus_neighbor_cells_free(), or %NULL with
 *   %MUS_ERROR_RESOURCE or %G_IO_ERROR_CANCELLED
 */
MusNeighborCells *mus_neighbor_cells_new (const MusNeighborIndex *index, const MusRun *run,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void              mus_neighbor_cells_free (MusNeighborCells *self);

/**
 * MusVicinity: the cells around one, and how near their centers are to each of its slots
 *
 * A nearness is higher the nearer: of one slot's, differences are minus half those of the
 * squared distances.
 */
typedef struct
{
  gsize    n_cells;
  guint32 *cells;    /* (n_cells): the one whose center is the nearest first */
  guint32 *sizes;    /* (n_cells): of these */
  float   *halves;   /* (n_cells): theirs */
  float   *nearness; /* (size of the cell, n_cells) */
  float   *centers;  /* (n_cells, r) */
} MusVicinity;

/**
 * mus_vicinity_init:
 *
 * Room for what mus_vicinity_find() finds, of any cell.
 *
 * Returns: %FALSE with %MUS_ERROR_RESOURCE; mus_vicinity_clear() is needed all the same
 */
gboolean mus_vicinity_init (MusVicinity *self, const MusNeighborCells *cells, GError **error);
void     mus_vicinity_clear (MusVicinity *self);

/**
 * mus_vicinity_find:
 * @n_slots: how many slots the vicinity holds at least, if there are so many
 */
void mus_vicinity_find (MusVicinity *self, const MusNeighborCells *cells, gsize cell,
                        gsize n_slots);

/**
 * mus_vicinity_reach:
 * @row: of the cell
 * @n_slots: how many slots the reached cells hold at least, if there are so many
 *
 * Returns: a nearness; the cells that have it or more are those to be reached
 */
float mus_vicinity_reach (const MusVicinity *self, gsize row, gsize n_slots);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusNeighborCells, mus_neighbor_cells_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MusVicinity, mus_vicinity_clear)

G_END_DECLS
