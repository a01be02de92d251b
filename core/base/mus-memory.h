/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mus_memory_peak_mib:
 *
 * Returns: the most memory that this process has had at one time, in MiB
 */
double mus_memory_peak_mib (void);

G_END_DECLS
