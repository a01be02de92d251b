/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "base/mus-parallel.h"
#include "base/mus-rng.h"
#include "layout/mus-affinities.h"

/* What the distances of a row are made of. */
typedef struct
{
  const char *name;
  gsize       k;
  double      perplexity;
  double      offset; /* all distances are at least this */
  double      scale;
  gsize       n_zeros; /* duplicates: this many distances are @offset exactly */
  double      expected;
} Row;

static const Row rows[] = {
  { "thirty of ninety", 90, 30.0, 0.0, 1.0, 0, 30.0 },
  { "far away", 90, 30.0, 1e4, 1.0, 0, 30.0 },
  { "tiny", 90, 30.0, 0.0, 1e-12, 0, 30.0 },
  { "huge", 90, 30.0, 0.0, 1e12, 0, 30.0 },
  { "some duplicates", 90, 30.0, 0.0, 1.0, 20, 30.0 },
  { "more duplicates than perplexity", 90, 30.0, 0.0, 1.0, 40, 40.0 },
  { "all duplicates", 90, 30.0, 0.0, 1.0, 90, 90.0 },
  { "all at one distance", 90, 30.0, 3.0, 0.0, 0, 90.0 },
  { "an odd number", 7, 2.0, 0.0, 1.0, 0, 2.0 },
  { "nearest alone", 3, 1.0, 0.0, 1.0, 0, 1.0 },
  { "as many as there are", 5, 5.0, 0.0, 1.0, 0, 5.0 },
  { "one neighbor", 1, 1.0, 0.0, 1.0, 0, 1.0 },
  { "largest", 1500, 500.0, 0.0, 1.0, 0, 500.0 },
};

static double
perplexity_of (const double *probabilities, gsize k)
{
  double entropy = 0.0, sum = 0.0;

  for (gsize i = 0; i < k; i++)
    {
      g_assert_cmpfloat (probabilities[i], >=, 0.0);
      sum += probabilities[i];
      if (probabilities[i] > 0.0)
        entropy -= probabilities[i] * log (probabilities[i]);
    }
  g_assert_cmpfloat_with_epsilon (sum, 1.0, 1e-12);

  return exp (entropy);
}

static void
test_perplexity (gconstpointer data)
{
  const Row         *row = data;
  g_autofree float  *distances = g_new (float, row->k);
  g_autofree double *probabilities = g_new (double, row->k);
  MusRng             rng;

  mus_rng_init (&rng, 1);
  for (guint round = 0; round < 20; round++)
    {
      double distance = row->offset;

      for (gsize i = 0; i < row->k; i++)
        {
          if (i >= row->n_zeros)
            distance += row->scale * mus_rng_uniform (&rng);
          distances[i] = (float) distance;
        }
      mus_affinities_condition (distances, row->k, row->perplexity, probabilities);
      g_assert_cmpfloat_with_epsilon (perplexity_of (probabilities, row->k), row->expected,
                                      1e-5);
      for (gsize i = 1; i < row->k; i++)
        g_assert_cmpfloat (probabilities[i], <=, probabilities[i - 1]);
    }
}

/* N rows of @d normal numbers. */
static MusMatrix *
make_rows (gsize n, gsize d)
{
  MusMatrix *x = mus_matrix_new (n, d, NULL);
  MusRng     rng;

  mus_rng_init (&rng, 7);
  for (gsize i = 0; i < n * d; i++)
    mus_matrix_fill (x)[i] = (float) mus_rng_normal (&rng);

  return x;
}

static MusNeighborGraph *
make_graph (gsize n, gsize d, gsize k)
{
  g_autoptr (MusMatrix) x = make_rows (n, d);
  g_autoptr (MusNeighborIndex) index = NULL;

  index = mus_neighbor_index_new (x, MUS_METRIC_EUCLIDEAN, NULL, NULL);

  return mus_neighbor_graph_new (index, k, NULL, NULL);
}

/* All of P, the slow way: (n, n). */
static double *
join_probabilities (const MusNeighborGraph *graph, double perplexity)
{
  gsize              n = mus_neighbor_graph_n_rows (graph);
  gsize              k = mus_neighbor_graph_k (graph);
  double            *joint = g_new0 (double, n * n);
  g_autofree double *probabilities = g_new (double, k);

  for (guint32 i = 0; i < n; i++)
    {
      mus_affinities_condition (mus_neighbor_graph_distances (graph, i), k, perplexity,
                                probabilities);
      for (gsize m = 0; m < k; m++)
        {
          guint32 j = mus_neighbor_graph_rows (graph, i)[m];

          joint[i * n + j] += probabilities[m] / (2.0 * (double) n);
          joint[j * n + i] += probabilities[m] / (2.0 * (double) n);
        }
    }

  return joint;
}

/* Compares row @row, whose columns are called @names, with the slow way's. */
static double
compare_row (const MusAffinities *affinities, gsize row, const guint32 *names,
             const double *joint)
{
  gsize             n = affinities->n_rows;
  g_autofree guint *seen = g_new0 (guint, n);
  double            sum = 0.0;

  g_assert_cmpuint (affinities->starts[row] % MUS_AFFINITY_LANES, ==, 0);
  for (gsize k = affinities->starts[row]; k < affinities->starts[row + 1]; k++)
    {
      gsize column = affinities->columns[k];

      g_assert_cmpuint (column, <, n);
      if (affinities->values[k] == 0.0f && column == row)
        continue;
      g_assert_cmpuint (seen[column]++, ==, 0);
      g_assert_cmpfloat_with_epsilon (affinities->values[k],
                                      joint[names[row] * n + names[column]], 1e-8);
      sum += affinities->values[k];
    }
  for (gsize j = 0; j < n; j++)
    g_assert_true (seen[j] > 0 || joint[names[row] * n + names[j]] == 0.0);

  return sum;
}

static void
compare_all (const MusAffinities *affinities, const guint32 *names, const double *joint)
{
  double sum = 0.0;

  for (gsize i = 0; i < affinities->n_rows; i++)
    sum += compare_row (affinities, i, names, joint);
  g_assert_cmpfloat_with_epsilon (sum, 1.0, 1e-6);
}

static void
test_joint (void)
{
  static const gsize sizes[] = { 2, 3, 4, 10, 700 };

  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      gsize               n = sizes[s];
      gsize               k = MIN (n - 1, 60);
      double              perplexity = MAX ((double) k / 3.0, 1.0);
      g_autofree guint32 *names = g_new (guint32, n);
      MusRng              rng;
      g_autoptr (MusNeighborGraph) graph = make_graph (n, 5, k);
      g_autoptr (MusAffinities) affinities = NULL;
      g_autofree double *joint = join_probabilities (graph, perplexity);

      for (gsize i = 0; i < n; i++)
        names[i] = (guint32) i;
      affinities = mus_affinities_new (graph, perplexity, NULL, NULL);
      compare_all (affinities, names, joint);

      mus_rng_init (&rng, 3);
      mus_rng_shuffle (&rng, names, n);
      g_assert_true (mus_affinities_reorder (affinities, names, NULL, NULL));
      compare_all (affinities, names, joint);
    }
}

static void
test_cancel (void)
{
  g_autoptr (MusNeighborGraph) graph = make_graph (700, 5, 60);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  MusRun run = MUS_RUN_INIT;

  run.cancellable = cancellable;
  g_cancellable_cancel (cancellable);
  g_assert_null (mus_affinities_new (graph, 20.0, &run, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/affinities/perplexity/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_perplexity);
    }
  g_test_add_func ("/affinities/joint", test_joint);
  g_test_add_func ("/affinities/cancel", test_cancel);

  return g_test_run ();
}
