/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench.h"

/*
 * bench-neighbors [N | FILE.npy | CATALOG.csv]: how long the exact nearest of all tracks
 * take, the index included: 10 by cosine for similar tracks, 90 Euclidean ones for the map;
 * these also by the approximate search that large maps are made with, and which share of
 * the 30 nearest it finds. See bench_embedding_new().
 */

#define RECALL_AT 30
#define N_ASKED 500

typedef MusNeighborGraph *(*GraphFunc) (MusNeighborIndex *index, gsize k, const MusRun *run,
                                        GError **error);

static MusNeighborIndex *
make_index (MusMatrix *rows, MusMetric metric)
{
  MusNeighborIndex *index = mus_neighbor_index_new (rows, metric, NULL, NULL);

  bench_check (index != NULL, NULL);

  return index;
}

static MusNeighborGraph *
time_all_pairs (MusMatrix *rows, MusMetric metric, GraphFunc func, gsize k, const char *name)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (MusNeighborIndex) index = make_index (rows, metric);
  MusNeighborGraph *graph = func (index, k, NULL, NULL);

  bench_check (graph != NULL, NULL);
  bench_print (name, bench_seconds_since (start));

  return graph;
}

static double
measure_recall (MusMatrix *rows, const MusNeighborGraph *graph)
{
  g_autoptr (MusNeighborIndex) index = make_index (rows, MUS_METRIC_EUCLIDEAN);
  gsize   n_found = 0, n_nearest = 0;
  guint32 nearest[RECALL_AT];

  for (gsize i = 0; i < N_ASKED; i++)
    {
      guint32 row = (guint32) (i * mus_matrix_n_rows (rows) / N_ASKED);
      gsize   n = mus_neighbor_index_query (index, row, RECALL_AT, nearest, NULL);

      n_nearest += n;
      for (gsize a = 0; a < n; a++)
        for (gsize b = 0; b < mus_neighbor_graph_k (graph); b++)
          n_found += nearest[a] == mus_neighbor_graph_rows (graph, row)[b];
    }

  return (double) n_found / (double) n_nearest;
}

int
main (int argc, char *argv[])
{
  g_autoptr (MusMatrix) rows = bench_embedding_new (argc > 1 ? argv[1] : NULL);
  g_autoptr (MusNeighborGraph) cosine = NULL;
  g_autoptr (MusNeighborGraph) exact = NULL;
  g_autoptr (MusNeighborGraph) approximate = NULL;

  bench_print ("tracks", (double) mus_matrix_n_rows (rows));
  bench_print ("threads", mus_parallel_n_workers ());
  cosine = time_all_pairs (rows, MUS_METRIC_COSINE, mus_neighbor_graph_new, 10,
                           "cosine_10_seconds");
  exact = time_all_pairs (rows, MUS_METRIC_EUCLIDEAN, mus_neighbor_graph_new, 90,
                          "euclidean_90_seconds");
  approximate = time_all_pairs (rows, MUS_METRIC_EUCLIDEAN, mus_neighbor_graph_new_approximate,
                                90, "approximate_90_seconds");
  bench_print ("approximate_recall_at_30", measure_recall (rows, approximate));
  bench_print ("peak_memory_mib", mus_memory_peak_mib ());

  return 0;
}
