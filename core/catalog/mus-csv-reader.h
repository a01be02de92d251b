/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/mus-run.h"

G_BEGIN_DECLS

/**
 * MUS_CSV_MAX_FIELD: the longest field, in bytes
 */
#define MUS_CSV_MAX_FIELD (1024 * 1024)

/**
 * MUS_CSV_MAX_RECORD: the longest row, in bytes
 */
#define MUS_CSV_MAX_RECORD (16 * 1024 * 1024)

/**
 * MUS_CSV_MAX_FIELDS: the most fields in a row
 */
#define MUS_CSV_MAX_FIELDS 1000

typedef struct
{
  char *text;   /* valid UTF-8 without NUL inside, and ended by one */
  gsize length; /* in bytes */
} MusCsvField;

/**
 * MusCsvRecord:
 * @row: 0 is the header, 1 the first record below it; a record may span several lines
 * @delimiter: ',', ';' or a tab
 * @n_fields: at least 1
 * @fields: (array length=n_fields): good until the next record
 * @prepared: what MusCsvSteps.prepare() left of it
 */
typedef struct
{
  gsize              row;
  char               delimiter;
  guint              n_fields;
  const MusCsvField *fields;
  gpointer           prepared;
} MusCsvRecord;

/**
 * MusCsvSteps: what is done with each record, in order
 * @prepared_size: bytes that go with a record from the first step to the second; may be 0
 * @prepare: (nullable): on a thread of its own, ahead of @take; sets record->prepared. It may
 *   write to the texts, which @take is then given with their lengths from before
 * @take: on the thread that called mus_csv_read(); %FALSE with @error set ends the reading
 *
 * Lines without any character are no records.
 */
typedef struct
{
  gsize prepared_size;
  void (*prepare) (const MusCsvRecord *record, gpointer user_data);
  gboolean (*take) (const MusCsvRecord *record, gpointer user_data, GError **error);
} MusCsvSteps;

/**
 * mus_csv_read:
 * @stream: the bytes of a CSV
 * @n_bytes: how many there will be, for the progress; 0 when nobody knows
 * @steps: with the records
 * @user_data: for them
 * @n_nul: (out): NUL characters that became U+FFFD
 * @run: (nullable): cancelled between blocks of the stream
 * @error: (nullable): %MUS_ERROR_PARSE, %MUS_ERROR_EMPTY when there is no byte,
 *   %MUS_ERROR_RESOURCE when a limit is passed, a %G_IO_ERROR, or what a step set
 *
 * Streaming: no more than a few hundred records are in memory; the stream is read and split
 * on a thread of its own meanwhile. A byte-order mark is left
 * out, lines end in any of LF, CRLF, CR; quoted fields may hold line breaks and doubled
 * quotation marks. The delimiter is the one of `,` `;` tab that stands most often in the
 * header line. Spaces belong to their field.
 */
gboolean mus_csv_read (GInputStream *stream, gsize n_bytes, const MusCsvSteps *steps,
                       gpointer user_data, gsize *n_nul, const MusRun *run, GError **error);

G_END_DECLS
