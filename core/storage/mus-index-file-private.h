/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "neighbors/mus-neighbor-index.h"

G_BEGIN_DECLS

/**
 * mus_index_file_save:
 * @index: with %MUS_METRIC_COSINE
 *
 * Writes what an index knows besides its rows, as a MusArchive of magic "MusRecIx".
 *
 * Returns: %FALSE with a %G_FILE_ERROR or %G_IO_ERROR_CANCELLED
 */
gboolean mus_index_file_save (const MusNeighborIndex *index, const char *path,
                              const MusRun *run, GError **error);

/**
 * mus_index_file_load:
 * @rows: what the index is of
 *
 * Returns: (transfer full): the index, or %NULL with %MUS_ERROR_MODEL_FORMAT when the file is
 *   damaged or not one of these very rows, with a %G_FILE_ERROR, or as
 *   mus_neighbor_index_new()
 */
MusNeighborIndex *mus_index_file_load (const char *path, MusMatrix *rows, const MusRun *run,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
