/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "catalog/mus-csv-pipe.h"

G_BEGIN_DECLS

/**
 * MusCsvSplitter:
 *
 * Splits the bytes of a CSV into records with libcsv, prepares them and writes them into a
 * pipe. What it does with byte-order marks, delimiters and the like is told at mus_csv_read().
 */
typedef struct _MusCsvSplitter MusCsvSplitter;

MusCsvSplitter *mus_csv_splitter_new (MusCsvPipe *pipe, const MusCsvSteps *steps,
                                      gpointer user_data);
void            mus_csv_splitter_free (MusCsvSplitter *self);

/**
 * mus_csv_splitter_feed:
 *
 * Takes the next bytes; however they are cut, the records are the same.
 *
 * Returns: %FALSE with @error set, or with none when the pipe was abandoned
 */
gboolean mus_csv_splitter_feed (MusCsvSplitter *self, const guint8 *bytes, gsize n_bytes,
                                GError **error);

/**
 * mus_csv_splitter_finish:
 *
 * To be called when there are no more bytes.
 *
 * Returns: as mus_csv_splitter_feed()
 */
gboolean mus_csv_splitter_finish (MusCsvSplitter *self, GError **error);

/**
 * mus_csv_splitter_n_nul:
 *
 * Returns: how many NUL characters became U+FFFD so far
 */
gsize mus_csv_splitter_n_nul (const MusCsvSplitter *self);

G_END_DECLS
