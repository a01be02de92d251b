/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/mus-catalog.h"

G_BEGIN_DECLS

/**
 * mus_catalog_file_save:
 * @self: with a source, after mus_catalog_prepare_search()
 *
 * Writes a catalog as it is in memory, as a MusArchive of magic "MusRecCt": cleaned, with
 * its search keys, orders and checksum.
 *
 * Returns: %FALSE with a %G_FILE_ERROR or %G_IO_ERROR_CANCELLED
 */
gboolean mus_catalog_file_save (const MusCatalog *self, const char *path, const MusRun *run,
                                GError **error);

/**
 * mus_catalog_file_load:
 * @source: what mus_catalog_source() shall be
 * @name: what mus_catalog_name() shall be
 * @repeats: what the catalog must have followed
 *
 * Returns: (transfer full): the catalog, as if it had been read and prepared for searching,
 *   or %NULL with %MUS_ERROR_MODEL_FORMAT when the file is no such catalog or damaged, with
 *   %MUS_ERROR_RESOURCE, %G_IO_ERROR_CANCELLED or a %G_FILE_ERROR
 */
MusCatalog *mus_catalog_file_load (const char *path, const char *source, const char *name,
                                   MusRepeats repeats, const MusRun *run, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
