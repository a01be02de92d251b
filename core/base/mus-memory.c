/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/mus-memory.h"

#include <string.h>
#include <sys/resource.h>

#define KIB_A_MIB 1024.0

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
