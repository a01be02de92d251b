/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench.h"
#include "layout/mus-attraction.h"
#include "layout/mus-repulsion.h"

/*
 * bench-layout [N | FILE.npy | CATALOG.csv]: how long the map takes, how good it is, and where
 * an iteration's time goes at its end. See bench_embedding_new().
 */

#define N_KEPT 10
#define ROUNDS 10

static struct
{
  gint64 tracks;
  int    iterations;
  char  *positions;
} typed;

static const GOptionEntry entries[] = {
  { "tracks", 0, 0, G_OPTION_ARG_INT64, &typed.tracks, "Lay out the first N tracks only", "N" },
  { "iterations", 0, 0, G_OPTION_ARG_INT, &typed.iterations, "How many steps it makes", "N" },
  { "positions", 0, 0, G_OPTION_ARG_FILENAME, &typed.positions,
    "Write the map here: N x 2 numbers, float32", "FILE" },
  G_OPTION_ENTRY_NULL,
};

static MusMatrix *
lay_out (MusMatrix *rows)
{
  MusLayoutSettings settings = MUS_LAYOUT_SETTINGS_INIT;
  MusLayoutInfo     info;
  g_autoptr (GError) error = NULL;
  gint64     start = g_get_monotonic_time ();
  MusMatrix *positions;

  if (typed.iterations > 0)
    settings.iterations = (guint) typed.iterations;
  positions = mus_layout_new (rows, &settings, NULL, NULL, NULL, &info, &error);
  bench_check (positions != NULL, error);

  bench_print ("layout_seconds", bench_seconds_since (start));
  bench_print ("neighbors_seconds", info.neighbors_seconds);
  bench_print ("affinities_seconds", info.affinities_seconds);
  bench_print ("optimise_seconds", info.optimise_seconds);
  bench_print ("iterations", info.iterations);
  bench_print ("iteration_ms", 1000.0 * info.optimise_seconds / info.iterations);
  bench_print ("peak_memory_mib", mus_memory_peak_mib ());
  bench_print ("kl_divergence", info.kl_divergence);

  return positions;
}

static MusNeighborGraph *
find_neighbors (MusMatrix *rows, gsize k)
{
  g_autoptr (MusNeighborIndex) index = NULL;
  MusNeighborGraph *graph;

  index = mus_neighbor_index_new (rows, MUS_METRIC_EUCLIDEAN, NULL, NULL);
  graph = index != NULL ? mus_neighbor_graph_new (index, k, NULL, NULL) : NULL;
  bench_check (graph != NULL, NULL);

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

  bench_check (affinities != NULL && repulsion != NULL, NULL);
  bench_check (mus_repulsion_evaluate (repulsion, NULL, positions, forces, &normaliser, NULL), NULL);
  bench_print ("affinities_per_track", (double) affinities->starts[n] / (double) n);

  start = g_get_monotonic_time ();
  for (guint i = 0; i < ROUNDS; i++)
    mus_attraction_evaluate (affinities, NULL, positions, forces);
  bench_print ("attraction_ms", 1000.0 * bench_seconds_since (start) / ROUNDS);

  start = g_get_monotonic_time ();
  for (guint i = 0; i < ROUNDS; i++)
    bench_check (mus_repulsion_evaluate (repulsion, NULL, positions, forces, &normaliser, NULL), NULL);
  bench_print ("repulsion_ms", 1000.0 * bench_seconds_since (start) / ROUNDS);

  start = g_get_monotonic_time ();
  mus_attraction_kl_divergence (affinities, NULL, positions, normaliser);
  bench_print ("kl_sum_ms", 1000.0 * bench_seconds_since (start));
}

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new ("[N | FILE.npy | CATALOG.csv]");
  g_autoptr (GError) error = NULL;
  g_autoptr (MusMatrix) all = NULL;
  g_autoptr (MusMatrix) rows = NULL;
  g_autoptr (MusMatrix) positions = NULL;
  g_autoptr (MusNeighborGraph) before = NULL;
  g_autoptr (MusNeighborGraph) after = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  bench_check (g_option_context_parse (context, &argc, &argv, &error), error);

  all = bench_embedding_new (argc > 1 ? argv[1] : NULL);
  rows = bench_first_rows (all, typed.tracks > 0 ? (gsize) typed.tracks : G_MAXSIZE);
  bench_print ("tracks", (double) mus_matrix_n_rows (rows));
  bench_print ("threads", mus_parallel_n_workers ());
  positions = lay_out (rows);
  before = find_neighbors (rows, 90);
  after = find_neighbors (positions, N_KEPT);
  bench_print ("neighbors_kept", measure_kept (before, after));
  time_stages (before, mus_matrix_data (positions));

  if (typed.positions != NULL)
    bench_check (g_file_set_contents (typed.positions, (const char *) mus_matrix_data (positions),
                                      (gssize) (mus_matrix_n_rows (positions) * 2 * sizeof (float)),
                                      &error),
                 error);

  return 0;
}
