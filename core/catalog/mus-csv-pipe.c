/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-csv-pipe.h"

#include <pthread.h>

#define N_BATCHES 3

struct _MusCsvPipe
{
  MusCsvBatch batches[N_BATCHES]; /* taken in turn */
  gboolean    is_reading;         /* only the reader's: it has a batch */

  pthread_mutex_t lock;
  pthread_cond_t  changed;
  guint           n_written; /* batches handed over, with the lock as all below */
  guint           n_read;    /* of these, given back */
  gboolean        ended;
  gboolean        abandoned;
};

gsize
mus_csv_batch_get_fields (const MusCsvBatch *self,
                          gsize              text,
                          gsize              field,
                          guint              n_fields,
                          MusCsvField       *fields)
{
  const guint32 *lengths = self->lengths + field;

  for (guint i = 0; i < n_fields; i++)
    {
      fields[i] = (MusCsvField){ self->text + text, lengths[i] };
      text += lengths[i] + 1;
    }

  return text;
}

MusCsvPipe *
mus_csv_pipe_new (void)
{
  MusCsvPipe *self = g_new0 (MusCsvPipe, 1);

  pthread_mutex_init (&self->lock, NULL);
  pthread_cond_init (&self->changed, NULL);

  return self;
}

void
mus_csv_pipe_free (MusCsvPipe *self)
{
  for (guint i = 0; i < N_BATCHES; i++)
    {
      g_free (self->batches[i].text);
      g_free (self->batches[i].lengths);
      g_free (self->batches[i].counts);
      g_free (self->batches[i].prepared);
    }
  pthread_cond_destroy (&self->changed);
  pthread_mutex_destroy (&self->lock);
  g_free (self);
}

MusCsvBatch *
mus_csv_pipe_first_batch (MusCsvPipe *self)
{
  return &self->batches[0];
}

MusCsvBatch *
mus_csv_pipe_hand_over (MusCsvPipe *self)
{
  MusCsvBatch *batch = NULL;

  pthread_mutex_lock (&self->lock);
  self->n_written++;
  pthread_cond_signal (&self->changed);
  while (self->n_written - self->n_read == N_BATCHES && !self->abandoned)
    pthread_cond_wait (&self->changed, &self->lock);
  if (!self->abandoned)
    batch = &self->batches[self->n_written % N_BATCHES];
  pthread_mutex_unlock (&self->lock);

  if (batch != NULL)
    batch->n_text = batch->n_fields = batch->n_records = 0;

  return batch;
}

void
mus_csv_pipe_end (MusCsvPipe *self)
{
  pthread_mutex_lock (&self->lock);
  self->ended = TRUE;
  pthread_cond_signal (&self->changed);
  pthread_mutex_unlock (&self->lock);
}

const MusCsvBatch *
mus_csv_pipe_next (MusCsvPipe *self)
{
  const MusCsvBatch *batch = NULL;

  pthread_mutex_lock (&self->lock);
  if (self->is_reading)
    {
      self->n_read++;
      pthread_cond_signal (&self->changed);
    }
  while (self->n_read == self->n_written && !self->ended)
    pthread_cond_wait (&self->changed, &self->lock);
  if (self->n_read != self->n_written)
    batch = &self->batches[self->n_read % N_BATCHES];
  pthread_mutex_unlock (&self->lock);
  self->is_reading = batch != NULL;

  return batch;
}

void
mus_csv_pipe_abandon (MusCsvPipe *self)
{
  pthread_mutex_lock (&self->lock);
  self->abandoned = TRUE;
  pthread_cond_signal (&self->changed);
  pthread_mutex_unlock (&self->lock);
}
