/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "musrec.h"

G_BEGIN_DECLS

/**
 * mus_cli_find_tracks:
 * @ids: (nullable): track ids, ended by %NULL
 * @path: (nullable): a file with one a line; empty lines don't count
 * @n_unknown: (inout): raised by how many the catalog does not have
 *
 * Returns: (transfer full) (element-type guint32): the rows of the others, or %NULL with a
 *   %G_FILE_ERROR
 */
GArray *mus_cli_find_tracks (const MusCatalog *catalog, char **ids, const char *path,
                             gsize *n_unknown, GError **error);

G_END_DECLS
