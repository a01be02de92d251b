/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/mus-run.h"

G_BEGIN_DECLS

/*
 * The threading contract.
 *
 * 1. A front end speaks to jobs only, on the thread whose main context was the default one
 *    when the job was made ("the owner's thread"). All signals are emitted there.
 * 2. A started job owns one thread of its own and keeps itself alive until that thread's
 *    last word has arrived. Whoever drops a job cancels it; nobody waits for it.
 * 3. The thread gets immutable inputs (references taken when the job is made) and writes
 *    only what mus-job.c guards: progress, and a subclass's news (loss points, frames).
 * 4. News are pulled. The thread stores them under the lock and arms at most one idle
 *    source; a slow window drops frames instead of lagging.
 * 5. Cancel ends with no result and %G_IO_ERROR_CANCELLED. Stop ends with what there is.
 *    Both are answered within 100 ms.
 */

typedef enum
{
  MUS_JOB_READY,
  MUS_JOB_RUNNING,
  MUS_JOB_DONE,      /* there is a result */
  MUS_JOB_FAILED,    /* there is an error */
  MUS_JOB_CANCELLED, /* there is neither */
} MusJobState;

#define MUS_TYPE_JOB (mus_job_get_type ())
G_DECLARE_DERIVABLE_TYPE (MusJob, mus_job, MUS, JOB, GObject)

/**
 * MusJobClass:
 * @thread_name: at most 15 characters
 * @run: does the work, on the job's thread; %FALSE with an error when there is no result
 * @deliver: (nullable): on the owner's thread, some time after mus_job_announce(): hands
 *   on what the thread has stored; always called once more before the job ends
 *
 * The signal "ended" is emitted once, when the state has become %MUS_JOB_DONE,
 * %MUS_JOB_FAILED or %MUS_JOB_CANCELLED. The property "fraction" is notified at most once
 * a turn of the main loop.
 */
struct _MusJobClass
{
  GObjectClass parent_class;

  const char *thread_name;
  gboolean (*run) (MusJob *self, const MusRun *run, GError **error);
  void (*deliver) (MusJob *self);
};

/**
 * mus_job_start:
 *
 * Once a job. Fails only when the system gives no thread: the job then ends with an error,
 * like any other failure.
 */
void mus_job_start (MusJob *self);

/**
 * mus_job_cancel:
 *
 * May be called in any state, more than once.
 */
void mus_job_cancel (MusJob *self);

/**
 * mus_job_stop:
 *
 * Asks the job to end and keep what it has. The property "stopping" tells so at once, for
 * what there is may yet need to be finished.
 */
void mus_job_stop (MusJob *self);

/**
 * mus_job_is_stopping:
 *
 * Returns: whether the job was stopped, and finishes what there is
 */
gboolean mus_job_is_stopping (MusJob *self);

MusJobState   mus_job_get_state (MusJob *self);
gboolean      mus_job_is_running (MusJob *self);
double        mus_job_get_fraction (MusJob *self);
const GError *mus_job_get_error (MusJob *self);

/**
 * mus_job_get_notice:
 *
 * Returns: (transfer none) (nullable): once the job is done, a sentence about what the
 *   listener should know although there is a result
 */
const char *mus_job_get_notice (MusJob *self);

/**
 * mus_job_seconds_left:
 *
 * Returns: about how long it will take, in seconds, or -1 when that can't be told yet
 */
double mus_job_seconds_left (MusJob *self);

/*
 * For subclasses, on the job's thread.
 */

/**
 * mus_job_lock:
 *
 * Guards what the thread shares with the owner. Held for a swap of pointers only.
 */
void mus_job_lock (MusJob *self);
void mus_job_unlock (MusJob *self);

/**
 * mus_job_set_notice:
 * @error: (nullable): what it says; nothing of %NULL or of what was cancelled
 *
 * The last one stays.
 */
void mus_job_set_notice (MusJob *self, const GError *error);

/**
 * mus_job_announce:
 *
 * There are news: `deliver` will be called on the owner's thread. Cheap when one such call
 * is on its way already.
 */
void mus_job_announce (MusJob *self);

G_END_DECLS
