/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench.h"

/*
 * bench-neighbors [N | FILE.npy | CATALOG.csv]: how long the exact nearest of all tracks
 * take, the index included: 10 by cosine for similar tracks, 90 Euclidean ones for the map.
 * See bench_embedding_new().
 */

static void
time_all_pairs (MusMatrix *rows, MusMetric metric, gsize k, const char *name)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (MusNeighborIndex) index = mus_neighbor_index_new (rows, metric, NULL, NULL);
  g_autoptr (MusNeighborGraph) graph = NULL;

  bench_check (index != NULL, NULL);
  graph = mus_neighbor_graph_new (index, k, NULL, NULL);
  bench_check (graph != NULL, NULL);
  bench_print (name, bench_seconds_since (start));
}

int
main (int argc, char *argv[])
{
  g_autoptr (MusMatrix) rows = bench_embedding_new (argc > 1 ? argv[1] : NULL);

  bench_print ("tracks", (double) mus_matrix_n_rows (rows));
  bench_print ("threads", mus_parallel_n_workers ());
  time_all_pairs (rows, MUS_METRIC_COSINE, 10, "cosine_10_seconds");
  time_all_pairs (rows, MUS_METRIC_EUCLIDEAN, 90, "euclidean_90_seconds");
  bench_print ("peak_memory_mib", mus_memory_peak_mib ());

  return 0;
}
