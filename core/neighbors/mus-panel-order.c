/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "neighbors/mus-panel-order.h"

#include "base/mus-parallel.h"

typedef struct
{
  const float  *coordinates; /* (N, r) */
  gsize         n_rows;
  gsize         n_axes;
  gsize         panel;
  const MusRun *run;
  guint32      *order;
  const gsize  *bounds; /* in panels: piece i goes from bounds[i] to bounds[i + 1] */
} Tree;

static float
key (const Tree *tree, gsize axis, gsize place)
{
  return tree->coordinates[tree->order[place] * tree->n_axes + axis];
}

static gsize
find_widest_axis (const Tree *tree, gsize begin, gsize end)
{
  g_autofree double *sums = g_new0 (double, 2 * tree->n_axes);
  double            *squares = sums + tree->n_axes;
  double             n = (double) (end - begin);
  gsize              widest = 0;

  for (gsize i = begin; i < end && !(i % 4096 == 0 && mus_run_is_over (tree->run)); i++)
    {
      const float *x = tree->coordinates + tree->order[i] * tree->n_axes;

      for (gsize d = 0; d < tree->n_axes; d++)
        {
          sums[d] += (double) x[d];
          squares[d] += (double) x[d] * (double) x[d];
        }
    }
  for (gsize d = 0; d < tree->n_axes; d++)
    {
      squares[d] -= sums[d] * sums[d] / n;
      if (squares[d] > squares[widest])
        widest = d;
    }

  return widest;
}

/* Puts the rows with the lowest keys before @middle (Hoare's selection). */
static void
select_lowest (const Tree *tree, gsize axis, gsize begin, gsize middle, gsize end)
{
  gssize low = (gssize) begin, high = (gssize) end - 1, target = (gssize) middle;

  while (low < high && !mus_run_is_over (tree->run))
    {
      float  pivot = key (tree, axis, (gsize) (low + (high - low) / 2));
      gssize i = low, j = high;

      while (i <= j)
        {
          while (key (tree, axis, (gsize) i) < pivot)
            i++;
          while (key (tree, axis, (gsize) j) > pivot)
            j--;
          if (i <= j)
            {
              guint32 swap = tree->order[i];

              tree->order[i++] = tree->order[j];
              tree->order[j--] = swap;
            }
        }
      if (j < target)
        low = i;
      if (target < i)
        high = j;
    }
}

static gsize
middle_of (gsize begin, gsize end)
{
  return (begin + end + 1) / 2;
}

static void
halve_piece (gsize piece, guint worker, gpointer data)
{
  const Tree *tree = data;
  gsize       begin = tree->bounds[piece] * tree->panel;
  gsize       middle = middle_of (tree->bounds[piece], tree->bounds[piece + 1]) * tree->panel;
  gsize       end = MIN (tree->bounds[piece + 1] * tree->panel, tree->n_rows);

  if (middle < end && !mus_run_is_over (tree->run))
    select_lowest (tree, find_widest_axis (tree, begin, end), begin, middle, end);
}

void
mus_panel_order (const MusMatrix *coordinates, gsize panel, const MusRun *run, guint32 *order)
{
  Tree tree = {
    .coordinates = mus_matrix_data (coordinates),
    .n_rows = mus_matrix_n_rows (coordinates),
    .n_axes = mus_matrix_n_cols (coordinates),
    .panel = panel,
    .run = run,
    .order = order,
  };
  gsize              n_panels = (tree.n_rows + panel - 1) / panel;
  g_autofree gsize  *bounds = g_new (gsize, n_panels + 1);
  g_autofree gsize  *halves = g_new (gsize, n_panels + 1);
  gsize              n_pieces = n_panels > 0 ? 1 : 0;

  for (gsize i = 0; i < tree.n_rows; i++)
    order[i] = (guint32) i;

  bounds[0] = 0;
  bounds[n_pieces] = n_panels;
  while (n_pieces < n_panels)
    {
      gsize n_halves = 0;

      tree.bounds = bounds;
      mus_parallel_for (n_pieces, halve_piece, &tree);

      for (gsize i = 0; i < n_pieces; i++)
        {
          gsize middle = middle_of (bounds[i], bounds[i + 1]);

          halves[n_halves++] = bounds[i];
          if (middle < bounds[i + 1])
            halves[n_halves++] = middle;
        }
      for (gsize i = 0; i < n_halves; i++)
        bounds[i] = halves[i];
      bounds[n_halves] = n_panels;
      n_pieces = n_halves;
    }
}
