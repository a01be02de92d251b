/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "neighbors/mus-neighbor-cells-private.h"

#include <string.h>

#include "base/mus-blas.h"
#include "base/mus-error.h"
#include "base/mus-parallel.h"
#include "base/mus-simd.h"

/* How often all slots go to the nearest center: once brings most of it, and a third time
 * nothing that could be measured. */
#define ROUNDS 2

/* A slot goes to one of the centers near its own cell's, which hold so many slots. */
#define ROUND_SLOTS (96 * MUS_PANEL)

/* Halvings of the interval in which a reach lies: it is then a float32 like the others. */
#define HALVINGS 24

/* --- What is near a cell ------------------------------------------------------------ */

gboolean
mus_vicinity_init (MusVicinity *self, const MusNeighborCells *cells, GError **error)
{
  *self = (MusVicinity){ .n_cells = 0 };

  return (self->cells = mus_try_new (guint32, cells->capacity, error)) != NULL &&
         (self->sizes = mus_try_new (guint32, cells->capacity, error)) != NULL &&
         (self->halves = mus_try_new (float, cells->capacity, error)) != NULL &&
         (self->nearness = mus_try_new (float, MUS_CELL_MAX * cells->capacity, error)) != NULL &&
         (self->centers = mus_try_new (float, cells->capacity * cells->n_axes, error)) != NULL;
}

void
mus_vicinity_clear (MusVicinity *self)
{
  g_clear_pointer (&self->cells, g_free);
  g_clear_pointer (&self->sizes, g_free);
  g_clear_pointer (&self->halves, g_free);
  g_clear_pointer (&self->nearness, g_free);
  g_clear_pointer (&self->centers, g_free);
}

MUS_INLINE guint32
count_reached (const float *nearness, const guint32 *sizes, gsize n, float reach)
{
  guint32 count = 0;

  for (gsize i = 0; i < n; i++)
    count += nearness[i] >= reach ? sizes[i] : 0;

  return count;
}

/* A nearness that cells of @wanted slots have, and few more. */
MUS_CLONES static float
find_reach (const float *nearness, const guint32 *sizes, gsize n, gsize wanted)
{
  float low = nearness[0], high = nearness[0];

  for (gsize i = 1; i < n; i++)
    {
      low = MIN (low, nearness[i]);
      high = MAX (high, nearness[i]);
    }
  for (guint i = 0; i < HALVINGS; i++)
    {
      float middle = low + (high - low) / 2;
      gsize count = count_reached (nearness, sizes, n, middle);

      if (count >= wanted)
        low = middle;
      else
        high = middle;
      if (count >= wanted && count <= wanted + MUS_PANEL / 2)
        break;
    }

  return low;
}

float
mus_vicinity_reach (const MusVicinity *self, gsize row, gsize n_slots)
{
  return find_reach (self->nearness + row * self->n_cells, self->sizes, self->n_cells, n_slots);
}

/* How near rows of coordinates are to centers. */
static void
measure (const float *rows, gsize n_rows, const float *centers, const float *halves, gsize n,
         gsize n_axes, float *nearness)
{
  mus_blas_gemm_nt (n_rows, n, n_axes, 1.0f, rows, n_axes, centers, n_axes, 0.0f, nearness, n);
  for (gsize i = 0; i < n_rows; i++)
    for (gsize j = 0; j < n; j++)
      nearness[i * n + j] -= halves[j];
}

static int
compare_nearness (const void *a, const void *b, gpointer data)
{
  guint32      x = *(const guint32 *) a, y = *(const guint32 *) b;
  const float *nearness = data;

  if (nearness[x] != nearness[y])
    return nearness[x] > nearness[y] ? -1 : 1;

  return x < y ? -1 : x > y;
}

void
mus_vicinity_find (MusVicinity *self, const MusNeighborCells *cells, gsize cell, gsize n_slots)
{
  gsize n_axes = cells->n_axes;
  float reach;

  measure (cells->centers + cell * n_axes, 1, cells->centers, cells->halves, cells->n_cells,
           n_axes, self->nearness);
  reach = find_reach (self->nearness, cells->sizes, cells->n_cells, n_slots);
  self->n_cells = 0;
  for (gsize i = 0; i < cells->n_cells; i++)
    if (self->nearness[i] >= reach)
      self->cells[self->n_cells++] = (guint32) i;
  g_qsort_with_data (self->cells, (gint) self->n_cells, sizeof *self->cells, compare_nearness,
                     self->nearness);

  for (gsize i = 0; i < self->n_cells; i++)
    {
      self->sizes[i] = cells->sizes[self->cells[i]];
      self->halves[i] = cells->halves[self->cells[i]];
      memcpy (self->centers + i * n_axes, cells->centers + self->cells[i] * n_axes,
              n_axes * sizeof (float));
    }
  measure (cells->coordinates + cells->starts[cell] * n_axes, cells->sizes[cell],
           self->centers, self->halves, self->n_cells, n_axes, self->nearness);
}

/* --- Making the cells --------------------------------------------------------------- */

/* One round of k-means: who goes where. */
typedef struct
{
  MusNeighborCells *cells;
  const MusRun     *run;
  MusVicinity      *vicinities; /* (workers) */
  guint32          *homes;      /* (N) the next cell of each place */
} Round;

/* Reads what the index says of a cell's slots. */
static void
load_cell (gsize cell, guint worker, gpointer data)
{
  const Round            *round = data;
  MusNeighborCells       *self = round->cells;
  const MusNeighborIndex *index = self->index;
  gsize                   n_axes = self->n_axes;
  g_autofree double      *sums = g_new0 (double, n_axes);
  double                  half = 0.0;

  if (mus_run_is_over (round->run))
    return;

  for (gsize place = self->starts[cell]; place < self->starts[cell + 1]; place++)
    {
      guint32      slot = self->slots[place];
      const float *panel = mus_subspace_panel (index->subspace, slot / MUS_PANEL);

      self->offsets[place] = index->offset[slot];
      for (gsize d = 0; d < n_axes; d++)
        {
          float coordinate = panel[d * MUS_PANEL + slot % MUS_PANEL];

          self->coordinates[place * n_axes + d] = coordinate;
          sums[d] += (double) coordinate;
        }
    }

  self->sizes[cell] = (guint32) (self->starts[cell + 1] - self->starts[cell]);
  for (gsize d = 0; d < n_axes; d++)
    {
      double mean = sums[d] / (double) self->sizes[cell];

      self->centers[cell * n_axes + d] = (float) mean;
      half += 0.5 * mean * mean;
    }
  self->halves[cell] = (float) half;
}

MUS_CLONES static gsize
find_highest (const float *values, gsize n)
{
  float highest = values[0];
  gsize i = 0;

  for (gsize j = 1; j < n; j++)
    highest = MAX (highest, values[j]);
  while (values[i] < highest)
    i++;

  return i;
}

static void
choose_homes (gsize cell, guint worker, gpointer data)
{
  const Round            *round = data;
  const MusNeighborCells *cells = round->cells;
  MusVicinity            *vicinity = &round->vicinities[worker];
  guint32                *homes = round->homes + cells->starts[cell];

  if (mus_run_is_over (round->run))
    return;

  mus_vicinity_find (vicinity, cells, cell, ROUND_SLOTS);
  for (gsize i = 0; i < cells->sizes[cell]; i++)
    homes[i] = vicinity->cells[find_highest (vicinity->nearness + i * vicinity->n_cells,
                                             vicinity->n_cells)];
}

/* Sorts the slots by their homes, in each as they stood, and cuts what is too large. */
static gboolean
go_home (Round *round, GError **error)
{
  MusNeighborCells   *self = round->cells;
  gsize               n = self->starts[self->n_cells], first = 0, n_cells = 0;
  g_autofree gsize   *ends = mus_try_new (gsize, self->n_cells, error);
  g_autofree guint32 *slots = ends != NULL ? mus_try_new (guint32, n, error) : NULL;

  if (slots == NULL)
    return FALSE;

  for (gsize place = 0; place < n; place++)
    ends[round->homes[place]]++;
  for (gsize cell = 0; cell < self->n_cells; cell++)
    {
      gsize size = ends[cell];

      ends[cell] = first;
      first += size;
    }
  for (gsize place = 0; place < n; place++)
    slots[ends[round->homes[place]]++] = self->slots[place];

  first = 0;
  for (gsize cell = 0, n_before = self->n_cells; cell < n_before; cell++)
    {
      gsize size = ends[cell] - first, n_pieces = (size + MUS_CELL_MAX - 1) / MUS_CELL_MAX;

      for (gsize piece = 0; piece < n_pieces; piece++)
        self->starts[n_cells++] = first + size * piece / n_pieces;
      first = ends[cell];
    }
  self->starts[n_cells] = n;
  self->n_cells = n_cells;
  memcpy (self->slots, slots, n * sizeof *slots);

  return TRUE;
}

static gboolean
run_rounds (Round *round, GError **error)
{
  MusNeighborCells *self = round->cells;

  mus_parallel_for (self->n_cells, load_cell, round);
  for (guint i = 0; i < ROUNDS; i++)
    {
      mus_parallel_for (self->n_cells, choose_homes, round);
      if (mus_run_is_cancelled (round->run, error) || !go_home (round, error))
        return FALSE;
      mus_parallel_for (self->n_cells, load_cell, round);
    }

  return !mus_run_is_cancelled (round->run, error);
}

static gboolean
make_rounds (MusNeighborCells *self, const MusRun *run, GError **error)
{
  guint                   n_workers = mus_parallel_n_workers ();
  g_autofree MusVicinity *vicinities = g_new0 (MusVicinity, n_workers);
  g_autofree guint32     *homes = mus_try_new (guint32, self->starts[self->n_cells], error);
  Round                   round = { self, run, vicinities, homes };
  gboolean                made = homes != NULL;

  for (guint i = 0; i < n_workers && made; i++)
    made = mus_vicinity_init (&vicinities[i], self, error);
  made = made && run_rounds (&round, error);
  for (guint i = 0; i < n_workers; i++)
    mus_vicinity_clear (&vicinities[i]);

  return made;
}

MusNeighborCells *
mus_neighbor_cells_new (const MusNeighborIndex *index, const MusRun *run, GError **error)
{
  g_autoptr (MusNeighborCells) self = g_new0 (MusNeighborCells, 1);
  const MusSubspace *subspace = index->subspace;
  gsize              n = subspace->n_rows;

  self->index = index;
  self->n_axes = subspace->n_axes;
  self->n_cells = subspace->n_panels;
  self->capacity = subspace->n_panels + ROUNDS * (n / MUS_CELL_MAX);
  if ((self->starts = mus_try_new (gsize, self->capacity + 1, error)) == NULL ||
      (self->sizes = mus_try_new (guint32, self->capacity, error)) == NULL ||
      (self->slots = mus_try_new (guint32, n, error)) == NULL ||
      (self->offsets = mus_try_new (float, n, error)) == NULL ||
      (self->coordinates = mus_try_new (float, n * self->n_axes, error)) == NULL ||
      (self->centers = mus_try_new (float, self->capacity * self->n_axes, error)) == NULL ||
      (self->halves = mus_try_new (float, self->capacity, error)) == NULL)
    return NULL;

  for (gsize cell = 0; cell <= self->n_cells; cell++)
    self->starts[cell] = MIN (cell * MUS_PANEL, n);
  for (gsize slot = 0; slot < n; slot++)
    self->slots[slot] = (guint32) slot;
  if (!make_rounds (self, run, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
mus_neighbor_cells_free (MusNeighborCells *self)
{
  if (self == NULL)
    return;

  g_free (self->starts);
  g_free (self->sizes);
  g_free (self->slots);
  g_free (self->offsets);
  g_free (self->coordinates);
  g_free (self->centers);
  g_free (self->halves);
  g_free (self);
}
