/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench.h"

/*
 * bench-growth [CATALOG.csv]: how long each step takes from a catalog to its map, and the
 * most memory that the program had until then. One after the other, so that a step holds what
 * the steps before it leave, as in `musrec-cli map`.
 */

#define N_QUERIES 101

static void
print_step (const char *step, double seconds)
{
  g_autofree char *time = g_strconcat (step, "_seconds", NULL);
  g_autofree char *memory = g_strconcat (step, "_peak_mib", NULL);

  bench_print (time, seconds);
  bench_print (memory, mus_memory_peak_mib ());
}

static MusModel *
learn (const MusCatalog *catalog)
{
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  g_autoptr (GError)  error = NULL;
  MusModel           *model = mus_model_learn (catalog, &settings, NULL, NULL, NULL, &error);

  bench_check (model != NULL, error);
  bench_print ("epochs", mus_model_info (model)->epochs);
  bench_print ("epoch_seconds", mus_model_info (model)->seconds_per_epoch);

  return model;
}

static MusMatrix *
embed (const MusModel *model, const MusCatalog *catalog)
{
  g_autoptr (GError) error = NULL;
  MusMatrix         *embedding = mus_model_embedding (model, catalog, NULL, &error);

  bench_check (embedding != NULL, error);

  return embedding;
}

static void
time_query (MusMatrix *embedding)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (MusNeighborIndex) index =
      mus_neighbor_index_new (embedding, MUS_METRIC_COSINE, NULL, &error);
  double query_ms[N_QUERIES];

  bench_check (index != NULL, error);
  print_step ("index", bench_seconds_since (start));
  for (gsize i = 0; i < N_QUERIES; i++)
    {
      guint32 row = (guint32) (i * mus_matrix_n_rows (embedding) / N_QUERIES), nearest[10];

      start = g_get_monotonic_time ();
      mus_neighbor_index_query (index, row, 10, nearest, NULL);
      query_ms[i] = 1000.0 * bench_seconds_since (start);
    }
  bench_print ("query_ms", bench_median (query_ms, N_QUERIES));
}

static void
time_map (MusMatrix *embedding)
{
  MusLayoutSettings     settings = MUS_LAYOUT_SETTINGS_INIT;
  MusLayoutInfo         info;
  g_autoptr (GError)    error = NULL;
  g_autoptr (MusMatrix) positions =
      mus_layout_new (embedding, &settings, NULL, NULL, NULL, &info, &error);

  bench_check (positions != NULL, error);
  bench_print ("neighbors_seconds", info.neighbors_seconds);
  bench_print ("affinities_seconds", info.affinities_seconds);
  bench_print ("optimise_seconds", info.optimise_seconds);
  bench_print ("kl_divergence", info.kl_divergence);
}

int
main (int argc, char *argv[])
{
  g_autoptr (MusCatalog) catalog = bench_catalog_read (argc > 1 ? argv[1] : NULL);
  g_autoptr (MusModel)   model = NULL;
  g_autoptr (MusMatrix)  embedding = NULL;
  gint64                 start;

  bench_print ("tracks", (double) mus_catalog_n_tracks (catalog));
  bench_print ("clean_seconds", mus_catalog_summary (catalog)->clean_seconds);
  print_step ("read", mus_catalog_summary (catalog)->read_seconds);

  start = g_get_monotonic_time ();
  model = learn (catalog);
  print_step ("learn", bench_seconds_since (start));
  embedding = embed (model, catalog);
  time_query (embedding);
  start = g_get_monotonic_time ();
  time_map (embedding);
  print_step ("map", bench_seconds_since (start));

  return 0;
}
