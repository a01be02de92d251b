/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-csv-reader.h"

#include <glib/gi18n-lib.h>

#include "base/mus-error.h"
#include "base/mus-parallel.h"
#include "catalog/mus-csv-pipe.h"
#include "catalog/mus-csv-splitter.h"

#define BLOCK_BYTES (64 * 1024)

/* What the thread that reads and splits the stream has. */
typedef struct
{
  GInputStream      *stream;
  const MusRun      *run;
  MusCsvPipe        *pipe;
  const MusCsvSteps *steps;
  gpointer           user_data;
  gsize              n_nul;
  GError            *error;
} Splitting;

static gboolean
split_blocks (Splitting *self, MusCsvSplitter *splitter)
{
  GCancellable      *cancellable = self->run != NULL ? self->run->cancellable : NULL;
  g_autofree guint8 *block = g_malloc (BLOCK_BYTES);
  gboolean           is_empty = TRUE;
  gssize             n;

  while ((n = g_input_stream_read (self->stream, block, BLOCK_BYTES, cancellable, &self->error)) >
         0)
    {
      /* Not every stream looks at its cancellable. */
      if (!mus_csv_splitter_feed (splitter, block, (gsize) n, &self->error) ||
          mus_run_is_cancelled (self->run, &self->error))
        return FALSE;
      is_empty = FALSE;
    }
  if (n < 0)
    return FALSE;

  if (is_empty)
    {
      g_set_error_literal (
          &self->error, MUS_ERROR, MUS_ERROR_EMPTY,
          _ ("This file is empty. Choose a CSV with the audio features of tracks."));
      return FALSE;
    }

  return mus_csv_splitter_finish (splitter, &self->error);
}

static gpointer
split_stream (gpointer data)
{
  Splitting      *self = data;
  MusCsvSplitter *splitter = mus_csv_splitter_new (self->pipe, self->steps, self->user_data);

  split_blocks (self, splitter);
  self->n_nul = mus_csv_splitter_n_nul (splitter);
  mus_csv_splitter_free (splitter);
  mus_csv_pipe_end (self->pipe);

  return NULL;
}

static gboolean
use_batch (const MusCsvBatch *batch,
           MusCsvRecord      *record,
           const MusCsvSteps *steps,
           gpointer           user_data,
           GError           **error)
{
  g_autofree MusCsvField *fields = g_new (MusCsvField, MUS_CSV_MAX_FIELDS);
  gsize                   text = 0, field = 0;

  record->delimiter = batch->delimiter;
  record->fields = fields;
  for (gsize i = 0; i < batch->n_records; i++, record->row++)
    {
      record->n_fields = batch->counts[i];
      record->prepared = batch->prepared + i * steps->prepared_size;
      text = mus_csv_batch_get_fields (batch, text, field, record->n_fields, fields);
      field += record->n_fields;
      if (!steps->take (record, user_data, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
use_batches (MusCsvPipe        *pipe,
             gsize              n_bytes,
             const MusCsvSteps *steps,
             gpointer           user_data,
             const MusRun      *run,
             GError           **error)
{
  const MusCsvBatch *batch;
  MusCsvRecord       record = { 0 };

  while ((batch = mus_csv_pipe_next (pipe)) != NULL)
    {
      if (mus_run_is_cancelled (run, error) || !use_batch (batch, &record, steps, user_data, error))
        {
          mus_csv_pipe_abandon (pipe);
          return FALSE;
        }
      if (n_bytes > 0)
        mus_run_report (run, (double) batch->n_read / (double) n_bytes);
    }

  return TRUE;
}

gboolean
mus_csv_read (GInputStream      *stream,
              gsize              n_bytes,
              const MusCsvSteps *steps,
              gpointer           user_data,
              gsize             *n_nul,
              const MusRun      *run,
              GError           **error)
{
  MusCsvPipe *pipe = mus_csv_pipe_new ();
  Splitting   splitting = {
    .stream = stream, .run = run, .pipe = pipe, .steps = steps, .user_data = user_data
  };
  GThread    *thread = mus_thread_start ("mus-csv", split_stream, &splitting, error);
  gboolean    good = thread != NULL && use_batches (pipe, n_bytes, steps, user_data, run, error);

  if (thread != NULL)
    g_thread_join (thread);
  mus_csv_pipe_free (pipe);
  *n_nul = splitting.n_nul;

  /* What went wrong in a record comes before what went wrong behind it. */
  if (good && splitting.error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&splitting.error));
      good = FALSE;
    }
  g_clear_error (&splitting.error);

  return good;
}
