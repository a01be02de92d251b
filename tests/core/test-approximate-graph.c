/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fixture.h"

/* --- Rows to search among ----------------------------------------------------------- */

enum { UNITS = 32, DIM = 128, GENRES = 40 };

/* What an autoencoder gives of tracks in genres: 15 features through 32 units with ReLU. */
typedef struct
{
  float genres[GENRES][MUS_N_FEATURES];
  float in[UNITS][MUS_N_FEATURES];
  float out[UNITS][DIM];
} Source;

static void
source_init (Source *self, MusRng *rng)
{
  float *numbers = (float *) self;

  for (gsize i = 0; i < sizeof *self / sizeof *numbers; i++)
    numbers[i] = (float) mus_rng_normal (rng);
}

static void
fill_row (const Source *source, MusRng *rng, float *row)
{
  const float *genre = source->genres[mus_rng_below (rng, GENRES)];
  float        features[MUS_N_FEATURES];

  for (gsize f = 0; f < MUS_N_FEATURES; f++)
    features[f] = genre[f] + 0.7f * (float) mus_rng_normal (rng);

  for (gsize u = 0; u < UNITS; u++)
    {
      float unit = 0.5f;

      for (gsize f = 0; f < MUS_N_FEATURES; f++)
        unit += source->in[u][f] * features[f];
      for (gsize d = 0; d < DIM && unit > 0.0f; d++)
        row[d] += unit * source->out[u][d];
    }
}

/*
 * Of each @n_period rows the first @n_copies are one and the same; they lie between the
 * others as they do in a catalog.
 */
typedef struct
{
  const char *name;
  gsize       n_rows;
  gsize       n_period;
  gsize       n_copies;
} Case;

static const Case cases[] = {
  { "catalog", COUNTS_FEWER (20000, 12000), 1, 0 },
  { "quarter-equal", 4000, 4, 1 },
  { "all-equal", 2000, 1, 1 },
};

static MusMatrix *
make_rows (const Case *c)
{
  MusMatrix *rows = mus_matrix_new (c->n_rows, DIM, NULL);
  float      copy[DIM] = { 0.0f };
  Source     source;
  MusRng     rng;

  mus_rng_init (&rng, 4);
  source_init (&source, &rng);
  fill_row (&source, &rng, copy);
  for (gsize i = 0; i < c->n_rows; i++)
    {
      float *row = mus_matrix_fill (rows) + i * DIM;

      if (i % c->n_period < c->n_copies)
        memcpy (row, copy, sizeof copy);
      else
        fill_row (&source, &rng, row);
    }

  return rows;
}

/* --- Tests -------------------------------------------------------------------------- */

#define K 30
#define STEP 97 /* every so many rows are looked at */

static void
assert_distances (MusNeighborIndex *index, const MusNeighborGraph *graph, guint32 row)
{
  const guint32 *rows = mus_neighbor_graph_rows (graph, row);
  const float   *distances = mus_neighbor_graph_distances (graph, row);

  for (gsize i = 0; i < K; i++)
    {
      g_assert_cmpuint (rows[i], !=, row);
      g_assert_cmpfloat (distances[i], ==,
                         (float) mus_neighbor_index_distance (index, row, rows[i]));
      if (i > 0)
        g_assert_true (distances[i - 1] < distances[i] ||
                       (distances[i - 1] <= distances[i] && rows[i - 1] != rows[i]));
    }
}

/* The share of the K nearest that are found; one that is as near as the last of them is as
 * good as it. */
static double
measure_recall (MusNeighborIndex *index, const MusNeighborGraph *graph)
{
  gsize   n = mus_neighbor_index_n_rows (index), n_found = 0, n_looked_for = 0;
  guint32 nearest[K];
  double  distances[K];

  for (guint32 row = 0; row < n; row += STEP)
    {
      assert_distances (index, graph, row);
      g_assert_cmpuint (mus_neighbor_index_query (index, row, K, nearest, distances), ==, K);
      n_looked_for += K;
      for (gsize i = 0; i < K; i++)
        n_found += mus_neighbor_graph_distances (graph, row)[i] <= (float) distances[K - 1];
    }

  return (double) n_found / (double) n_looked_for;
}

static void
test_recall (gconstpointer data)
{
  g_autoptr (MusMatrix) rows = make_rows (data);

  for (MusMetric metric = MUS_METRIC_COSINE; metric <= MUS_METRIC_EUCLIDEAN; metric++)
    {
      g_autoptr (MusNeighborIndex) index = mus_neighbor_index_new (rows, metric, NULL, NULL);
      g_autoptr (MusNeighborGraph) graph = NULL;

      graph = mus_neighbor_graph_new_approximate (index, K, NULL, NULL);
      g_assert_nonnull (graph);
      g_assert_cmpfloat (measure_recall (index, graph), >=, 0.95);
    }
}

/* Same bytes for any number of threads. */
static void
test_workers (void)
{
  static const guint workers[] = { 1, 2, 8 };
  g_autoptr (MusMatrix) rows = make_rows (&cases[0]);
  gsize n_bytes = cases[0].n_rows * K * 4;
  g_autofree guint8 *first = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (workers); i++)
    {
      g_autoptr (MusNeighborIndex) index = NULL;
      g_autoptr (MusNeighborGraph) graph = NULL;
      g_autofree guint8 *bytes = g_malloc (2 * n_bytes);

      mus_parallel_set_n_workers (workers[i]);
      index = mus_neighbor_index_new (rows, MUS_METRIC_EUCLIDEAN, NULL, NULL);
      graph = mus_neighbor_graph_new_approximate (index, K, NULL, NULL);
      memcpy (bytes, mus_neighbor_graph_rows (graph, 0), n_bytes);
      memcpy (bytes + n_bytes, mus_neighbor_graph_distances (graph, 0), n_bytes);
      if (first == NULL)
        first = g_steal_pointer (&bytes);
      else
        g_assert_cmpmem (bytes, 2 * n_bytes, first, 2 * n_bytes);
    }
  mus_parallel_set_n_workers (0);
}

typedef struct
{
  GCancellable *cancellable;
  double        cancel_at;
  double        last;
} Watch;

static void
on_progress (double fraction, gpointer data)
{
  Watch *watch = data;

  g_assert_cmpfloat (fraction, >=, watch->last);
  g_assert_cmpfloat (fraction, <=, 1.0);
  watch->last = fraction;
  if (fraction >= watch->cancel_at)
    g_cancellable_cancel (watch->cancellable);
}

static void
test_cancel (void)
{
  static const double moments[] = { -1.0, 0.1, 0.5, 2.0 };
  g_autoptr (MusMatrix) rows = make_rows (&cases[0]);
  g_autoptr (MusNeighborIndex) index =
      mus_neighbor_index_new (rows, MUS_METRIC_EUCLIDEAN, NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (MusNeighborGraph) graph = NULL;
      Watch  watch = { cancellable, moments[i], 0.0 };
      MusRun run = MUS_RUN_INIT;

      run.cancellable = cancellable;
      run.progress = on_progress;
      run.progress_data = &watch;
      if (moments[i] < 0.0)
        g_cancellable_cancel (cancellable);
      graph = mus_neighbor_graph_new_approximate (index, 10, &run, &error);
      if (moments[i] > 1.0)
        {
          g_assert_no_error (error);
          g_assert_cmpfloat (watch.last, ==, 1.0);
        }
      else
        {
          g_assert_null (graph);
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/approximate-graph/recall/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_recall);
    }
  g_test_add_func ("/approximate-graph/workers", test_workers);
  g_test_add_func ("/approximate-graph/cancel", test_cancel);

  return g_test_run ();
}
