/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/mus-memory.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#define KIB_A_MIB 1024.0

#define MIN_LARGE ((gsize) 8 << 20)

double
mus_memory_peak_mib (void)
{
  g_autofree char *status = NULL;
  struct rusage    usage;
  const char      *line = NULL;

  /* getrusage() may tell the peak of the process that started this one. */
  if (g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    line = strstr (status, "VmHWM:");
  if (line != NULL)
    return g_ascii_strtod (line + strlen ("VmHWM:"), NULL) / KIB_A_MIB;

  getrusage (RUSAGE_SELF, &usage);

  return (double) usage.ru_maxrss / KIB_A_MIB;
}

void
mus_memory_use_large_pages (gpointer memory, gsize n_bytes)
{
#ifdef MADV_HUGEPAGE
  gsize page = (gsize) sysconf (_SC_PAGESIZE);
  gsize first = ((gsize) memory + page - 1) / page * page;
  gsize end = ((gsize) memory + n_bytes) / page * page;

  /* Where there are none it goes on with small ones. */
  if (n_bytes >= MIN_LARGE)
    madvise ((gpointer) first, end - first, MADV_HUGEPAGE);
#endif
}
