/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "training/mus-model.h"

G_BEGIN_DECLS

/**
 * mus_model_file_save:
 * @path: where; a file that is there is replaced at once or not at all
 * @run: (nullable): looked at until the file is complete
 *
 * Writes weights, scaler, settings, curves and embedding: magic "MusRecMd", a version,
 * little-endian fields, and a SHA-256 of all that at the end. Mode 0600, synced, renamed.
 *
 * Returns: %FALSE with a %G_FILE_ERROR or %G_IO_ERROR_CANCELLED
 */
gboolean mus_model_file_save (const MusModel *model, const char *path, const MusRun *run,
                              GError **error);

/**
 * mus_model_file_load:
 *
 * Trusts nothing: sizes are checked against the file before memory is asked for.
 *
 * Returns: (transfer full): the model, or %NULL with %MUS_ERROR_MODEL_FORMAT when the file
 *   is no model, damaged or too new, or with a %G_FILE_ERROR or %G_IO_ERROR_CANCELLED
 */
MusModel *mus_model_file_load (const char *path, const MusRun *run, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_model_file_parse:
 * @data: (array length=n_bytes): what stands in a model file
 * @name: what to call it in an error
 *
 * The loader without the file.
 *
 * Returns: (transfer full): the model, or %NULL with %MUS_ERROR_MODEL_FORMAT or
 *   %G_IO_ERROR_CANCELLED
 */
MusModel *mus_model_file_parse (const guint8 *data, gsize n_bytes, const char *name,
                                const MusRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_model_file_settings_key:
 *
 * Returns: (transfer full): a text that two settings share when a model file can't tell
 *   them apart
 */
char *mus_model_file_settings_key (const MusTrainingSettings *settings)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_model_file_network_key:
 *
 * Returns: (transfer full): a text that two models share when they make the same embedding
 *   of any catalog
 */
char *mus_model_file_network_key (const MusModel *model) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
