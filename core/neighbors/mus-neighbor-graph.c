/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "neighbors/mus-neighbor-graph-private.h"

#include <string.h>

#include "base/mus-blas.h"
#include "base/mus-error.h"
#include "base/mus-parallel.h"
#include "base/mus-simd.h"

G_DEFINE_BOXED_TYPE (MusNeighborGraph, mus_neighbor_graph, mus_neighbor_graph_ref,
                     mus_neighbor_graph_unref)

/* --- Searching ---------------------------------------------------------------------- */

/*
 * Each two panels meet once, and their tile of scores serves the lists of both. So that no
 * list is in two tiles at the same time, they meet as in a tournament: in every round each
 * panel has one opponent (the circle method), and the tiles of a round run in parallel.
 */
typedef struct
{
  const MusNeighborIndex *index;
  MusShortlists          *lists;  /* one a slot */
  const MusRun           *run;
  gsize                   round;
  float                  *scores; /* (workers, MUS_PANEL, MUS_PANEL) */
  MusRanked              *ranked; /* (workers, capacity) */
  MusNeighborGraph       *graph;
} Search;

/* The bits of a byte of find_hits (). */
enum
{
  HIT_ROW = 1 << 0,    /* the column is a candidate of the row */
  HIT_COLUMN = 1 << 1, /* the row is a candidate of the column */
};

/* Turns a row of inner products into upper bounds and holds them against the bars. */
MUS_CLONES static void
find_hits (float *restrict scores, float own_offset, const float *restrict offset,
           float own_bar, const float *restrict bars, guint8 *restrict hits)
{
  for (gsize j = 0; j < MUS_PANEL; j++)
    {
      float upper = scores[j] + own_offset + offset[j];

      scores[j] = upper;
      hits[j] = (guint8) ((upper >= own_bar ? HIT_ROW : 0) | (upper >= bars[j] ? HIT_COLUMN : 0));
    }
}

/* Of each byte of find_hits (). */
#define HITS_OF_ROW (HIT_ROW * G_GUINT64_CONSTANT (0x0101010101010101))

/* Offers a row of upper bounds, from column @begin on, to the lists that they may be for. */
static void
offer_hits (MusShortlists *lists, guint32 slot, guint32 first_column, gsize begin,
            const float *uppers, const guint8 *hits)
{
  guint64 wanted = mus_shortlists_want (lists, slot) ? G_MAXUINT64 : HITS_OF_ROW;

  for (gsize word = begin & ~(gsize) 7; word < MUS_PANEL; word += 8)
    {
      guint64 bits;

      memcpy (&bits, hits + word, sizeof bits);
      bits = GUINT64_FROM_LE (bits) & wanted;
      if (word < begin)
        bits &= G_MAXUINT64 << 8 * (begin - word);

      for (; bits != 0; bits &= bits - 1)
        {
          guint   bit = (guint) __builtin_ctzll (bits);
          gsize   j = word + bit / 8;
          guint32 column = first_column + (guint32) j;

          if ((HIT_ROW >> bit % 8 & 1) == 0)
            mus_shortlists_offer (lists, column, column, slot, uppers[j]);
          else if (mus_shortlists_want (lists, column))
            mus_shortlists_offer (lists, slot, slot, column, uppers[j]);
        }
    }
}

static void
meet (const Search *search, gsize panel_a, gsize panel_b, guint worker)
{
  const MusNeighborIndex *index = search->index;
  const MusSubspace      *subspace = index->subspace;
  MusShortlists          *lists = search->lists;
  gsize                   first_a = panel_a * MUS_PANEL, first_b = panel_b * MUS_PANEL;
  gsize                   n_a = MIN (MUS_PANEL, subspace->n_rows - first_a);
  float                  *scores = search->scores + worker * MUS_PANEL * MUS_PANEL;
  guint8                  hits[MUS_PANEL];

  if (mus_run_is_over (search->run))
    return;

  mus_blas_gemm_tn (MUS_PANEL, MUS_PANEL, subspace->n_axes, 1.0f,
                    mus_subspace_panel (subspace, panel_a), MUS_PANEL,
                    mus_subspace_panel (subspace, panel_b), MUS_PANEL, 0.0f, scores, MUS_PANEL);
  for (gsize i = 0; i < n_a; i++)
    {
      float *uppers = scores + i * MUS_PANEL;

      find_hits (uppers, index->offset[first_a + i], index->offset + first_b,
                 lists->bars[first_a + i], lists->bars + first_b, hits);
      offer_hits (lists, (guint32) (first_a + i), (guint32) first_b,
                  panel_a == panel_b ? i + 1 : 0, uppers, hits);
    }
}

static void
meet_itself (gsize tile, guint worker, gpointer data)
{
  meet (data, tile, tile, worker);
}

/* One tile of a round among n places, n even: place n - 1 stays, the others go round it. */
static void
meet_opponent (gsize tile, guint worker, gpointer data)
{
  const Search *search = data;
  gsize         n_panels = search->index->subspace->n_panels;
  gsize         turning = (n_panels + 1) / 2 * 2 - 1;
  gsize         a = (search->round + tile) % turning;
  gsize         b = tile == 0 ? turning : (search->round + turning - tile) % turning;

  /* With an odd number of panels the last place is empty. */
  if (b < n_panels && a < n_panels)
    meet (search, MIN (a, b), MAX (a, b), worker);
}

static void
rank_panel (gsize panel, guint worker, gpointer data)
{
  const Search     *search = data;
  MusNeighborGraph *graph = search->graph;
  gsize             end = MIN ((panel + 1) * MUS_PANEL, graph->n_rows);

  for (gsize slot = panel * MUS_PANEL; slot < end && !mus_run_is_over (search->run); slot++)
    {
      MusRanked *ranked = search->ranked + worker * search->lists->capacity;

      mus_shortlists_rank (search->lists, slot, (guint32) slot, ranked);
      mus_neighbor_graph_fill (graph, search->index, slot, ranked);
    }
}

static gboolean
run_tournament (Search *search, GError **error)
{
  gsize n_panels = search->index->subspace->n_panels;
  gsize n_rounds = n_panels > 1 ? (n_panels + 1) / 2 * 2 - 1 : 0;

  mus_parallel_for (n_panels, meet_itself, search);
  for (search->round = 0; search->round < n_rounds; search->round++)
    {
      mus_parallel_for ((n_panels + 1) / 2, meet_opponent, search);
      if (mus_run_is_cancelled (search->run, error))
        return FALSE;
      mus_run_report (search->run, 0.95 * (double) (search->round + 1) / (double) n_rounds);
    }

  mus_parallel_for (n_panels, rank_panel, search);

  return !mus_run_is_cancelled (search->run, error);
}

static gboolean
find_neighbors (MusNeighborGraph *graph, const MusNeighborIndex *index, const MusRun *run,
                GError **error)
{
  guint                n_workers = mus_parallel_n_workers ();
  g_auto (MusShortlists) lists = { 0 };
  g_autofree float      *scores = NULL;
  g_autofree MusRanked  *ranked = NULL;
  Search search = { .index = index, .lists = &lists, .run = run, .graph = graph };

  if (!mus_shortlists_init (&lists, index, graph->n_rows, graph->k, error) ||
      (scores = mus_try_new (float, n_workers * MUS_PANEL * MUS_PANEL, error)) == NULL ||
      (ranked = mus_try_new (MusRanked, n_workers * lists.capacity, error)) == NULL)
    return FALSE;

  search.scores = scores;
  search.ranked = ranked;

  return run_tournament (&search, error);
}

/* --- The graph ---------------------------------------------------------------------- */

MusNeighborGraph *
mus_neighbor_graph_alloc (const MusNeighborIndex *index, gsize k, GError **error)
{
  g_autoptr (MusNeighborGraph) self = g_new0 (MusNeighborGraph, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->n_rows = mus_neighbor_index_n_rows (index);
  self->k = self->n_rows > 0 ? MIN (k, self->n_rows - 1) : 0;
  self->rows = mus_try_new (guint32, self->n_rows * self->k, error);
  self->distances = self->rows != NULL ? mus_try_new (float, self->n_rows * self->k, error) : NULL;

  return self->distances != NULL ? g_steal_pointer (&self) : NULL;
}

void
mus_neighbor_graph_fill (MusNeighborGraph *self, const MusNeighborIndex *index, gsize slot,
                         const MusRanked *ranked)
{
  gsize first = index->subspace->rows[slot] * self->k;

  for (gsize i = 0; i < self->k; i++)
    {
      self->rows[first + i] = ranked[i].row;
      self->distances[first + i] = (float) ranked[i].distance;
    }
}

MusNeighborGraph *
mus_neighbor_graph_new (MusNeighborIndex *index, gsize k, const MusRun *run, GError **error)
{
  g_autoptr (MusNeighborGraph) self = mus_neighbor_graph_alloc (index, k, error);

  if (self == NULL || mus_run_is_cancelled (run, error) || !mus_blas_prepare (error) ||
      (self->k > 0 && !find_neighbors (self, index, run, error)))
    return NULL;

  mus_run_report (run, 1.0);

  return g_steal_pointer (&self);
}

MusNeighborGraph *
mus_neighbor_graph_ref (MusNeighborGraph *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
mus_neighbor_graph_unref (MusNeighborGraph *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->rows);
  g_free (self->distances);
  g_free (self);
}

gsize
mus_neighbor_graph_n_rows (const MusNeighborGraph *self)
{
  return self->n_rows;
}

gsize
mus_neighbor_graph_k (const MusNeighborGraph *self)
{
  return self->k;
}

const guint32 *
mus_neighbor_graph_rows (const MusNeighborGraph *self, guint32 row)
{
  g_assert (row < self->n_rows);

  return self->rows + row * self->k;
}

const float *
mus_neighbor_graph_distances (const MusNeighborGraph *self, guint32 row)
{
  g_assert (row < self->n_rows);

  return self->distances + row * self->k;
}
