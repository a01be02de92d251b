/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layout/mus-layout.h"

G_BEGIN_DECLS

/**
 * mus_layout_file_save:
 * @positions: (N, 2)
 *
 * Writes a finished map, as a MusArchive of magic "MusRecMp".
 *
 * Returns: %FALSE with a %G_FILE_ERROR, or when cancelled
 */
gboolean mus_layout_file_save (MusMatrix *positions, const MusLayoutInfo *info,
                               const char *path, const MusRun *run, GError **error);

/**
 * mus_layout_file_load:
 * @n_rows: N, as it must be
 * @info: (out)
 *
 * Returns: (transfer full): (N, 2) positions, or %NULL with %MUS_ERROR_MODEL_FORMAT when the
 *   file is no such map or damaged, or with a %G_FILE_ERROR,
 *   or when cancelled
 */
MusMatrix *mus_layout_file_load (const char *path, gsize n_rows, MusLayoutInfo *info,
                                 const MusRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_layout_file_settings_key:
 *
 * Returns: (transfer full): a text that two settings share when they give the same map
 */
char *mus_layout_file_settings_key (const MusLayoutSettings *settings)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
