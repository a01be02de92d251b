/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "bench.h"

/*
 * bench-memory MUSREC-CLI [CATALOG.csv]: the most memory that `musrec-cli report` and
 * `musrec-cli map` have at one time, as the system tells it.
 */

static void
measure (const char *const *command, const char *name)
{
  g_autoptr (GError) error = NULL;
  struct rusage usage;
  GPid          pid;
  int           status;

  bench_check (g_spawn_async (NULL, (char **) command, NULL,
                              G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL,
                              &pid, &error),
               error);
  bench_check (wait4 (pid, &status, 0, &usage) == pid, NULL);
  bench_check (g_spawn_check_wait_status (status, &error), error);
  bench_print (name, (double) usage.ru_maxrss / 1024.0);
}

int
main (int argc, char *argv[])
{
  const char      *cli = argc > 1 ? argv[1] : "musrec-cli";
  const char      *catalog = bench_catalog_path (argc > 2 ? argv[2] : NULL);
  g_autofree char *folder = g_dir_make_tmp ("musrec-XXXXXX", NULL);
  g_autofree char *map = NULL;

  bench_check (folder != NULL, NULL);
  map = g_build_filename (folder, "map.png", NULL);
  measure ((const char *const[]){ cli, "report", "--quiet", catalog, NULL }, "report_mib");
  measure ((const char *const[]){ cli, "map", "--quiet", "--output", map, catalog, NULL },
           "map_mib");
  g_unlink (map);
  g_rmdir (folder);

  return 0;
}
