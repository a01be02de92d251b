/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/mus-run.h"
#include "catalog/mus-catalog.h"

G_BEGIN_DECLS

/**
 * mus_catalog_read:
 * @file: a CSV; anything GIO reads, `resource:///` too
 * @repeats: which repeated songs to leave out
 * @run: (nullable): cancelled between blocks of the file
 * @error: (nullable): %MUS_ERROR_PARSE, %MUS_ERROR_SCHEMA, %MUS_ERROR_EMPTY,
 *   %MUS_ERROR_RESOURCE or a %G_IO_ERROR
 *
 * Reads, maps the columns, cleans. Streaming: the file is never in memory as a whole.
 *
 * Returns: (transfer full): the catalog, or %NULL
 */
MusCatalog *mus_catalog_read (GFile *file, MusRepeats repeats, const MusRun *run,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_catalog_identify_source:
 * @run: (nullable): cancelled between blocks of the file
 * @name: (out) (transfer full): the file's display name, which a catalog is called by
 *
 * Reads a file without looking into it, in a fiftieth of the time of mus_catalog_read().
 *
 * Returns: (transfer full) (nullable): what mus_catalog_source() of its catalog would give;
 *   %NULL when the file can't be read, or not twice, and when cancelled
 */
char *mus_catalog_identify_source (GFile *file, const MusRun *run, char **name)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
