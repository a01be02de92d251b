/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench.h"

/*
 * bench-catalog [CATALOG.csv]: how long it takes to read and clean a catalog.
 */

int
main (int argc, char *argv[])
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (MusCatalog) catalog = bench_catalog_read (argc > 1 ? argv[1] : NULL);

  bench_print ("read_and_clean_seconds", bench_seconds_since (start));
  bench_print ("read_seconds", mus_catalog_summary (catalog)->read_seconds);
  bench_print ("clean_seconds", mus_catalog_summary (catalog)->clean_seconds);
  bench_print ("tracks", (double) mus_catalog_n_tracks (catalog));

  return 0;
}
