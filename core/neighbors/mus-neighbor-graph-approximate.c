/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "base/mus-blas.h"
#include "base/mus-error.h"
#include "base/mus-parallel.h"
#include "base/mus-simd.h"
#include "neighbors/mus-neighbor-cells-private.h"
#include "neighbors/mus-neighbor-graph-private.h"

/* How many slots one is compared with: so many, or so many for each neighbor. */
#define MIN_COMPARED (28 * MUS_PANEL)
#define COMPARED_A_NEIGHBOR 64

/* The cells in question hold so many times more: who stands at the border of a cell does
 * not have the same cells near as its center. */
#define VICINITY 12

/* Progress is told after so many cells. */
#define BATCH 32

/* One worker's memory; the rows of a cell search together. */
typedef struct
{
  MusVicinity   vicinity;
  MusShortlists lists;     /* (MUS_CELL_MAX) one for each slot of the cell */
  MusRanked    *ranked;    /* (capacity of a list) */
  guint16      *asking;    /* (n_cells, MUS_CELL_MAX): who is compared with each near cell */
  guint32      *n_asking;  /* (n_cells) */
  float        *questions; /* (MUS_CELL_MAX, r): coordinates of these */
  float        *scores;    /* (MUS_CELL_MAX, MUS_CELL_MAX) */
} Desk;

typedef struct
{
  const MusNeighborIndex *index;
  MusNeighborCells       *cells;
  const MusRun           *run;
  gsize                   n_compared;
  gsize                   done; /* cells */
  Desk                   *desks; /* (workers) */
  MusNeighborGraph       *graph;
} Search;

static gboolean
desk_init (Desk *self, const Search *search, GError **error)
{
  const MusNeighborCells *cells = search->cells;

  return mus_vicinity_init (&self->vicinity, cells, error) &&
         mus_shortlists_init (&self->lists, search->index, MUS_CELL_MAX, search->graph->k, error) &&
         (self->ranked = mus_try_new (MusRanked, self->lists.capacity, error)) != NULL &&
         (self->asking = mus_try_new (guint16, cells->n_cells * MUS_CELL_MAX, error)) != NULL &&
         (self->n_asking = mus_try_new (guint32, cells->n_cells, error)) != NULL &&
         (self->questions = mus_try_new (float, MUS_CELL_MAX * cells->n_axes, error)) != NULL &&
         (self->scores = mus_try_new (float, MUS_CELL_MAX * MUS_CELL_MAX, error)) != NULL;
}

static void
desk_clear (Desk *self)
{
  mus_vicinity_clear (&self->vicinity);
  mus_shortlists_clear (&self->lists);
  g_free (self->ranked);
  g_free (self->asking);
  g_free (self->n_asking);
  g_free (self->questions);
  g_free (self->scores);
}

/* Whether more than k rows of the cell are equal to that of @place, and before it. */
static gboolean
is_superfluous (const Search *search, gsize cell, gsize place)
{
  const MusNeighborCells *cells = search->cells;
  const MusMatrix        *rows = search->index->rows;
  const guint32          *of_slots = search->index->subspace->rows;
  guint32                 row = of_slots[cells->slots[place]];
  gsize                   n_bytes = mus_matrix_n_cols (rows) * sizeof (float);
  gsize                   n_equal = 0, end = cells->starts[cell + 1];

  if (search->index->n_equal[cells->slots[place]] <= search->graph->k)
    return FALSE;

  for (gsize i = cells->starts[cell]; i < end && n_equal <= search->graph->k; i++)
    {
      guint32 other = of_slots[cells->slots[i]];

      n_equal += other < row && memcmp (mus_matrix_row (rows, other),
                                        mus_matrix_row (rows, row), n_bytes) == 0;
    }

  return n_equal > search->graph->k;
}

/* Lets no list have those of a cell's equal rows that it can't hold: whoever is compared with
 * the cell is as far from all of them, and the lower row comes first. */
static void
leave_out_copies (gsize cell, guint worker, gpointer data)
{
  const Search *search = data;

  if (mus_run_is_over (search->run))
    return;

  for (gsize place = search->cells->starts[cell]; place < search->cells->starts[cell + 1]; place++)
    if (is_superfluous (search, cell, place))
      search->cells->offsets[place] = -INFINITY;
}

/* Finds out which slots of the cell are compared with which of the cells near it. */
static void
choose_cells (Desk *desk, gsize n_rows, gsize n_compared)
{
  const MusVicinity *vicinity = &desk->vicinity;
  gsize              n_cells = vicinity->n_cells;

  memset (desk->n_asking, 0, n_cells * sizeof *desk->n_asking);
  for (gsize i = 0; i < n_rows; i++)
    {
      const float *nearness = vicinity->nearness + i * n_cells;
      float        reach = mus_vicinity_reach (vicinity, i, n_compared);

      for (gsize j = 0; j < n_cells; j++)
        {
          /* Without a branch: no processor could foresee it. */
          desk->asking[j * MUS_CELL_MAX + desk->n_asking[j]] = (guint16) i;
          desk->n_asking[j] += nearness[j] >= reach;
        }
    }
}

/* Turns a row of inner products into upper bounds and holds them against the bar. */
MUS_CLONES static void
find_hits (float *restrict scores, float own_offset, const float *restrict offsets, gsize n,
           float bar, guint8 *restrict hits)
{
  for (gsize j = 0; j < n; j++)
    {
      float upper = scores[j] + own_offset + offsets[j];

      scores[j] = upper;
      hits[j] = upper >= bar;
    }
}

/* Offers slots, as far as they hit, to the list of @asked, which may be one of them. */
static void
offer_hits (MusShortlists *lists, gsize list, guint32 asked, const guint32 *slots, gsize n,
            const float *uppers, const guint8 *hits)
{
  for (gsize word = 0; word < n; word += 8)
    {
      guint64 bits;

      memcpy (&bits, hits + word, sizeof bits);
      for (bits = GUINT64_FROM_LE (bits); bits != 0; bits &= bits - 1)
        {
          gsize j = word + (gsize) __builtin_ctzll (bits) / 8;

          if (slots[j] != asked)
            mus_shortlists_offer (lists, list, asked, slots[j], uppers[j]);
        }
    }
}

/* Compares the slots of @cell that ask for it with the @near-th cell of its vicinity. */
static void
compare (const Search *search, Desk *desk, gsize cell, gsize near)
{
  const MusNeighborCells *cells = search->cells;
  gsize                   n_axes = cells->n_axes, n_asking = desk->n_asking[near];
  gsize                   first = cells->starts[cell];
  gsize                   other = cells->starts[desk->vicinity.cells[near]];
  gsize                   n = desk->vicinity.sizes[near];
  const guint16          *asking = desk->asking + near * MUS_CELL_MAX;
  guint8                  hits[MUS_CELL_MAX + 8] = { 0 };

  for (gsize i = 0; i < n_asking; i++)
    memcpy (desk->questions + i * n_axes, cells->coordinates + (first + asking[i]) * n_axes,
            n_axes * sizeof (float));
  mus_blas_gemm_nt (n_asking, n, n_axes, 1.0f, desk->questions, n_axes,
                    cells->coordinates + other * n_axes, n_axes, 0.0f, desk->scores, n);

  for (gsize i = 0; i < n_asking; i++)
    {
      gsize  place = first + asking[i];
      float *scores = desk->scores + i * n;

      find_hits (scores, search->index->offset[cells->slots[place]], cells->offsets + other, n,
                 desk->lists.bars[asking[i]], hits);
      offer_hits (&desk->lists, asking[i], cells->slots[place], cells->slots + other, n, scores,
                  hits);
    }
}

static void
search_cell (gsize tile, guint worker, gpointer data)
{
  const Search           *search = data;
  const MusNeighborCells *cells = search->cells;
  Desk                   *desk = &search->desks[worker];
  gsize                   cell = search->done + tile;
  gsize                   first = cells->starts[cell], n = cells->sizes[cell];

  if (mus_run_is_over (search->run))
    return;

  mus_vicinity_find (&desk->vicinity, cells, cell, VICINITY * search->n_compared);
  choose_cells (desk, n, search->n_compared);
  mus_shortlists_empty (&desk->lists, n);
  for (gsize near = 0; near < desk->vicinity.n_cells; near++)
    {
      if (mus_run_is_over (search->run))
        return;
      compare (search, desk, cell, near);
    }

  for (gsize i = 0; i < n; i++)
    {
      guint32 slot = cells->slots[first + i];

      if (mus_run_is_over (search->run))
        return;
      mus_shortlists_rank (&desk->lists, i, slot, desk->ranked);
      mus_neighbor_graph_fill (search->graph, search->index, slot, desk->ranked);
    }
}

static gboolean
search_cells (Search *search, GError **error)
{
  gsize n_cells = search->cells->n_cells;

  mus_parallel_for (n_cells, leave_out_copies, search);
  for (; search->done < n_cells; search->done += BATCH)
    {
      mus_run_report (search->run, (double) search->done / (double) n_cells);
      mus_parallel_for (MIN (BATCH, n_cells - search->done), search_cell, search);
      if (mus_run_is_cancelled (search->run, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
find_neighbors (MusNeighborGraph *graph, const MusNeighborIndex *index, const MusRun *run,
                GError **error)
{
  guint           n_workers = mus_parallel_n_workers ();
  g_autofree Desk *desks = g_new0 (Desk, n_workers);
  g_autoptr (MusNeighborCells) cells = mus_neighbor_cells_new (index, run, error);
  Search search = { .index = index, .cells = cells, .run = run, .desks = desks, .graph = graph };
  gboolean found = cells != NULL;

  search.n_compared = MAX (MIN_COMPARED, COMPARED_A_NEIGHBOR * graph->k) + 1;
  for (guint i = 0; i < n_workers && found; i++)
    found = desk_init (&desks[i], &search, error);
  found = found && search_cells (&search, error);
  for (guint i = 0; i < n_workers; i++)
    desk_clear (&desks[i]);

  return found;
}

MusNeighborGraph *
mus_neighbor_graph_new_approximate (MusNeighborIndex *index, gsize k, const MusRun *run,
                                    GError **error)
{
  g_autoptr (MusNeighborGraph) self = mus_neighbor_graph_alloc (index, k, error);

  if (self == NULL || mus_run_is_cancelled (run, error) ||
      (self->k > 0 && !find_neighbors (self, index, run, error)))
    return NULL;

  mus_run_report (run, 1.0);

  return g_steal_pointer (&self);
}
