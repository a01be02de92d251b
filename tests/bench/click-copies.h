/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "musrec.h"

G_BEGIN_DECLS

/**
 * Click: what became of a click on Cancel or Stop
 * @is_stop: which of the two
 * @news_ms: when the job told news for the last time, in milliseconds after the click; 0 if
 *   it had none
 * @end_ms: when the job had ended and given back what it held
 * @cpu_ms: the processor's time until then, which other programs do not lengthen
 * @fraction: how far the job was, in [0, 1]
 * @n_frames: of @frames
 * @frames: addresses of code: what was running, who called it, and so on
 */
typedef struct
{
  gboolean is_stop;
  double   news_ms;
  double   end_ms;
  double   cpu_ms;
  double   fraction;
  int      n_frames;
  gpointer frames[32];
} Click;

/**
 * click_copies_run:
 * @job: not started
 * @gap_us: the mean time between two clicks, in microseconds
 * @can_stop: whether every second click is on Stop
 * @rng: for the moments, each as likely as any other
 * @clicks: (out) (array length=max): where they are told
 * @max: after so many no more come
 *
 * Runs @job on this thread alone to its end. At random moments a timer copies the program
 * (fork): in the copy the click happens, and it tells what becomes of it, while the job waits.
 * Then the job goes on as if nothing had happened. So moments late in a job that takes minutes
 * cost no more than early ones.
 *
 * The program must have one thread, and the job make no file. What a copy writes to, it has to
 * copy first, so the times are a little longer than those of a click.
 *
 * Returns: how many there were
 */
gsize click_copies_run (MusJob *job, gint64 gap_us, gboolean can_stop, MusRng *rng,
                        Click *clicks, gsize max);

G_END_DECLS
