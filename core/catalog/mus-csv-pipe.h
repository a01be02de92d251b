/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/mus-csv-reader.h"

G_BEGIN_DECLS

/**
 * MusCsvBatch:
 *
 * Some records of a CSV, one after the other. Each field in @text is ended by NUL.
 */
typedef struct
{
  char    *text;
  gsize    n_text;
  gsize    text_capacity;
  guint32 *lengths; /* of each field, in bytes */
  gsize    n_fields;
  gsize    fields_capacity;
  guint32 *counts; /* of each record, its fields */
  gsize    n_records;
  gsize    records_capacity;
  guint8  *prepared; /* what goes with each record, see MusCsvSteps */
  gsize    prepared_capacity; /* in records */
  char     delimiter;
  gsize    n_read; /* bytes of the file up to about its end */
} MusCsvBatch;

/**
 * mus_csv_batch_get_fields:
 * @text: where the text of the first field starts
 * @field: number of the first field, from 0
 * @n_fields: how many
 * @fields: (out caller-allocates) (array length=n_fields): they point into the batch
 *
 * Returns: where the text of the next field starts
 */
gsize mus_csv_batch_get_fields (const MusCsvBatch *self, gsize text, gsize field, guint n_fields,
                                MusCsvField *fields);

/**
 * MusCsvPipe:
 *
 * Hands batches from the one thread that writes them to the one that reads them, so that
 * splitting a file into fields and making use of them run side by side. The writer waits
 * while all batches are full.
 */
typedef struct _MusCsvPipe MusCsvPipe;

MusCsvPipe *mus_csv_pipe_new (void);
void        mus_csv_pipe_free (MusCsvPipe *self);

/**
 * mus_csv_pipe_first_batch:
 *
 * Returns: (transfer none): an empty batch, for the writer to begin with
 */
MusCsvBatch *mus_csv_pipe_first_batch (MusCsvPipe *self);

/**
 * mus_csv_pipe_hand_over:
 *
 * Gives the writer's batch to the reader.
 *
 * Returns: (transfer none) (nullable): an empty one, or %NULL when the reader wants no more
 */
MusCsvBatch *mus_csv_pipe_hand_over (MusCsvPipe *self);

/**
 * mus_csv_pipe_end:
 *
 * By the writer: nothing comes after what was handed over.
 */
void mus_csv_pipe_end (MusCsvPipe *self);

/**
 * mus_csv_pipe_next:
 *
 * Waits for the next batch; the one before goes back to the writer.
 *
 * Returns: (transfer none) (nullable): a batch, or %NULL at the end
 */
const MusCsvBatch *mus_csv_pipe_next (MusCsvPipe *self);

/**
 * mus_csv_pipe_abandon:
 *
 * By the reader: it wants no more.
 */
void mus_csv_pipe_abandon (MusCsvPipe *self);

G_END_DECLS
