/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "bench-embedding.h"

/*
 * bench-neighbors [N | FILE.npy]: how long the exact search takes among the tracks of
 * bench_embedding_new().
 */

#define N_QUERIES 101

static double
seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Medians, in milliseconds. */
static void
time_queries (MusNeighborIndex *index)
{
  gsize             n = mus_neighbor_index_n_rows (index);
  g_autofree float *distances = g_new (float, n);
  double            query[N_QUERIES], all[N_QUERIES];

  for (gsize i = 0; i < N_QUERIES; i++)
    {
      guint32 row = (guint32) (i * n / N_QUERIES), nearest[10];
      gint64  start = g_get_monotonic_time ();

      mus_neighbor_index_query (index, row, 10, nearest, NULL);
      query[i] = 1000.0 * seconds_since (start);

      start = g_get_monotonic_time ();
      mus_neighbor_index_distances (index, row, distances);
      all[i] = 1000.0 * seconds_since (start);
    }
  qsort (query, N_QUERIES, sizeof *query, compare_doubles);
  qsort (all, N_QUERIES, sizeof *all, compare_doubles);
  printf ("  one query, top 10       %8.3f ms\n", query[N_QUERIES / 2]);
  printf ("  distances from one      %8.3f ms\n", all[N_QUERIES / 2]);
}

static void
time_metric (MusMatrix *rows, MusMetric metric)
{
  static const gsize           ks[] = { 10, 90 };
  gint64                       start = g_get_monotonic_time ();
  g_autoptr (MusNeighborIndex) index = mus_neighbor_index_new (rows, metric, NULL, NULL);

  if (index == NULL)
    exit (1);

  printf ("%s\n  index                   %8.3f s\n",
          metric == MUS_METRIC_COSINE ? "cosine" : "Euclidean", seconds_since (start));
  time_queries (index);
  for (gsize i = 0; i < G_N_ELEMENTS (ks); i++)
    {
      g_autoptr (MusNeighborGraph) graph = NULL;

      start = g_get_monotonic_time ();
      graph = mus_neighbor_graph_new (index, ks[i], NULL, NULL);
      if (graph == NULL)
        exit (1);
      printf ("  all pairs, top %-3" G_GSIZE_FORMAT "      %8.3f s\n", ks[i],
              seconds_since (start));
    }
}

int
main (int argc, char *argv[])
{
  g_autoptr (MusMatrix) rows = bench_embedding_new (argc > 1 ? argv[1] : NULL);

  printf ("%" G_GSIZE_FORMAT " tracks, %u threads, OpenBLAS: %s\n", mus_matrix_n_rows (rows),
          mus_parallel_n_workers (), mus_blas_description ());
  time_metric (rows, MUS_METRIC_COSINE);
  time_metric (rows, MUS_METRIC_EUCLIDEAN);

  return 0;
}
