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

/**
 * mus_memory_use_large_pages:
 * @memory: (array length=n_bytes): from an allocator
 *
 * Asks the system to use large pages for memory that is about to be filled: getting and
 * giving back hundreds of megabytes in small ones takes longer than filling them. Small
 * pieces are left alone.
 */
void mus_memory_use_large_pages (gpointer memory, gsize n_bytes);

G_END_DECLS
