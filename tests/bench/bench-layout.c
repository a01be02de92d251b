/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "bench-embedding.h"
#include "layout/mus-attraction.h"
#include "layout/mus-repulsion.h"

/*
 * bench-layout [N | FILE.npy [ITERATIONS]]: how long the map of the tracks of
 * bench_embedding_new() takes, how good it is, and where an iteration's time goes at its end.
 */

#define N_KEPT 10
#define ROUNDS 10

static double
seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

static MusMatrix *
lay_out (MusMatrix *rows, const char *iterations)
{
  MusLayoutSettings settings = MUS_LAYOUT_SETTINGS_INIT;
  MusLayoutInfo     info;
  MusMatrix        *positions;

  if (iterations != NULL)
    settings.iterations = (guint) strtoul (iterations, NULL, 10);
  positions = mus_layout_new (rows, &settings, NULL, NULL, NULL, &info, NULL);
  if (positions == NULL)
    exit (1);

  printf ("  neighbors           %8.3f s\n", info.neighbors_seconds);
  printf ("  affinities          %8.3f s\n", info.affinities_seconds);
  printf ("  optimise            %8.3f s: %u iterations of %.2f ms\n", info.optimise_seconds,
          info.iterations, 1000.0 * info.optimise_seconds / info.iterations);
  printf ("  KL divergence       %8.4f\n", info.kl_divergence);

  return positions;
}

static MusNeighborGraph *
find_neighbors (MusMatrix *rows, gsize k)
{
  g_autoptr (MusNeighborIndex) index = NULL;
  MusNeighborGraph *graph;

  index = mus_neighbor_index_new (rows, MUS_METRIC_EUCLIDEAN, NULL, NULL);
  graph = index != NULL ? mus_neighbor_graph_new (index, k, NULL, NULL) : NULL;
  if (graph == NULL)
    exit (1);

  return graph;
}

/* The share of each track's nearest in the embedding that are among its nearest on the map. */
static double
measure_kept (const MusNeighborGraph *before, const MusNeighborGraph *after)
{
  gsize n = mus_neighbor_graph_n_rows (before), n_kept = 0;

  for (guint32 i = 0; i < n; i++)
    for (gsize a = 0; a < N_KEPT; a++)
      for (gsize b = 0; b < N_KEPT; b++)
        n_kept += mus_neighbor_graph_rows (before, i)[a] == mus_neighbor_graph_rows (after, i)[b];

  return (double) n_kept / (double) (n * N_KEPT);
}

static void
time_stages (const MusNeighborGraph *graph, const float *positions)
{
  gsize                     n = mus_neighbor_graph_n_rows (graph);
  g_autofree float         *forces = g_new (float, 2 * n);
  g_autoptr (MusAffinities) affinities = mus_affinities_new (graph, 30.0, NULL, NULL);
  g_autoptr (MusRepulsion)  repulsion = mus_repulsion_new (n, NULL);
  double                    normaliser;
  gint64                    start;

  if (affinities == NULL || repulsion == NULL ||
      !mus_repulsion_evaluate (repulsion, positions, forces, &normaliser, NULL))
    exit (1);

  start = g_get_monotonic_time ();
  for (guint i = 0; i < ROUNDS; i++)
    mus_attraction_evaluate (affinities, positions, forces);
  printf ("  attraction          %8.2f ms, %.1f affinities a track\n",
          1000.0 * seconds_since (start) / ROUNDS, (double) affinities->starts[n] / (double) n);

  start = g_get_monotonic_time ();
  for (guint i = 0; i < ROUNDS; i++)
    if (!mus_repulsion_evaluate (repulsion, positions, forces, &normaliser, NULL))
      exit (1);
  printf ("  repulsion           %8.2f ms\n", 1000.0 * seconds_since (start) / ROUNDS);

  start = g_get_monotonic_time ();
  mus_attraction_kl_divergence (affinities, positions, normaliser);
  printf ("  KL divergence's sum %8.2f ms\n", 1000.0 * seconds_since (start));
}

int
main (int argc, char *argv[])
{
  g_autoptr (MusMatrix) rows = bench_embedding_new (argc > 1 ? argv[1] : NULL);
  g_autoptr (MusMatrix) positions = NULL;
  g_autoptr (MusNeighborGraph) before = NULL;
  g_autoptr (MusNeighborGraph) after = NULL;

  printf ("%" G_GSIZE_FORMAT " tracks, %u threads\n", mus_matrix_n_rows (rows),
          mus_parallel_n_workers ());
  positions = lay_out (rows, argc > 2 ? argv[2] : NULL);
  before = find_neighbors (rows, 90);
  after = find_neighbors (positions, N_KEPT);
  printf ("  neighbors kept      %8.4f\n", measure_kept (before, after));
  time_stages (before, mus_matrix_data (positions));

  return 0;
}
