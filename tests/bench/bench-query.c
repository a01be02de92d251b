/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench.h"

/*
 * bench-query [N | FILE.npy | CATALOG.csv]: how long the exact 10 nearest of one track take,
 * and its distance to all; the median of many tracks. See bench_embedding_new().
 */

#define N_QUERIES 101

int
main (int argc, char *argv[])
{
  g_autoptr (MusMatrix) rows = bench_embedding_new (argc > 1 ? argv[1] : NULL);
  g_autoptr (MusNeighborIndex) index =
      mus_neighbor_index_new (rows, MUS_METRIC_COSINE, NULL, NULL);
  gsize             n = mus_matrix_n_rows (rows);
  g_autofree float *distances = g_new (float, n);
  double            query_ms[N_QUERIES], distances_ms[N_QUERIES];

  bench_check (index != NULL, NULL);
  for (gsize i = 0; i < N_QUERIES; i++)
    {
      guint32 row = (guint32) (i * n / N_QUERIES), nearest[10];
      gint64  start = g_get_monotonic_time ();

      mus_neighbor_index_query (index, row, 10, nearest, NULL);
      query_ms[i] = 1000.0 * bench_seconds_since (start);

      start = g_get_monotonic_time ();
      mus_neighbor_index_distances (index, row, distances);
      distances_ms[i] = 1000.0 * bench_seconds_since (start);
    }

  bench_print ("tracks", (double) n);
  bench_print ("query_ms", bench_median (query_ms, N_QUERIES));
  bench_print ("distances_ms", bench_median (distances_ms, N_QUERIES));

  return 0;
}
