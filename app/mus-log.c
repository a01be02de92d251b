/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-log.h"

#define MAX_LINES 100

struct _MusLog
{
  gatomicrefcount ref_count;
  GQueue lines;
  gint64 start_us;
};

typedef struct
{
  MusLog *log;
  gint64  start_us;
} Note;

static double
seconds_since (gint64 start_us)
{
  return (double) (g_get_monotonic_time () - start_us) / G_USEC_PER_SEC;
}

MusLog *
mus_log_new (void)
{
  MusLog *self = g_new0 (MusLog, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_queue_init (&self->lines);
  self->start_us = g_get_monotonic_time ();

  return self;
}

void
mus_log_unref (MusLog *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_queue_clear_full (&self->lines, g_free);
  g_free (self);
}

G_GNUC_PRINTF (2, 3)
static void
add (MusLog *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list          arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_queue_push_tail (&self->lines,
                     g_strdup_printf ("%9.3f s  %s", seconds_since (self->start_us), text));
  if (self->lines.length > MAX_LINES)
    g_free (g_queue_pop_head (&self->lines));
}

static void
note_free (gpointer data, GClosure *closure)
{
  Note *note = data;

  mus_log_unref (note->log);
  g_free (note);
}

static void
ended_cb (MusJob *job, Note *note)
{
  const char   *name = MUS_JOB_GET_CLASS (job)->thread_name;
  const GError *error = mus_job_get_error (job);
  double        seconds = seconds_since (note->start_us);

  switch (mus_job_get_state (job))
    {
    case MUS_JOB_DONE:
      add (note->log, "%s: done in %.3f s%s", name, seconds,
           mus_job_get_notice (job) != NULL ? ", with a notice" : "");
      break;
    case MUS_JOB_FAILED:
      add (note->log, "%s: failed after %.3f s: %s %d", name, seconds,
           g_quark_to_string (error->domain), error->code);
      break;
    case MUS_JOB_CANCELLED:
      add (note->log, "%s: cancelled after %.3f s", name, seconds);
      break;
    case MUS_JOB_READY:
    case MUS_JOB_RUNNING:
      break;
    }
}

void
mus_log_follow (MusLog *self, MusJob *job)
{
  Note *note = g_new0 (Note, 1);

  g_atomic_ref_count_inc (&self->ref_count);
  note->log = self;
  note->start_us = g_get_monotonic_time ();
  add (self, "%s: started", MUS_JOB_GET_CLASS (job)->thread_name);
  g_signal_connect_data (job, "ended", G_CALLBACK (ended_cb), note, note_free, 0);
}

char *
mus_log_get_text (MusLog *self)
{
  GString *text = g_string_new (NULL);

  for (GList *l = self->lines.head; l != NULL; l = l->next)
    g_string_append_printf (text, "%s\n", (const char *) l->data);

  return g_string_free (text, FALSE);
}
