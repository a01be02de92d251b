/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "musrec.h"

G_BEGIN_DECLS

/**
 * Click: what became of a click on Cancel or Stop
 * @is_stop: which of the two
 * @number: how many there were before
 * @news_ms: when the job told news for the last time, in milliseconds after the click; 0 if
 *   it had none
 * @end_ms: when the job had ended and given back what it held; 0 where that was not waited for
 * @cpu_ms: the processor's time until the answer, which other programs do not lengthen
 * @fraction: how far the job was, in [0, 1]
 * @n_frames: of @frames
 * @frames: addresses of code: what was running, who called it, and so on
 */
typedef struct
{
  gboolean is_stop;
  guint    number;
  double   news_ms;
  double   end_ms;
  double   cpu_ms;
  double   fraction;
  int      n_frames;
  gpointer frames[32];
} Click;

/**
 * ClickSample: clicks at moments each as likely as any other, of a job that takes nobody knows
 * how long
 * @clicks: (array length=n)
 * @n: how many there are
 * @room: for so many; when it is full every second pair is dropped, and the gap is doubled
 * @gap_us: the mean time between two clicks, in microseconds
 */
typedef struct
{
  Click *clicks;
  gsize  n;
  gsize  room;
  gint64 gap_us;
} ClickSample;

/**
 * click_copies_run:
 * @job: not started
 * @can_stop: whether every second click is on Stop
 * @rng: for the moments
 * @sample: (inout): where they are told, besides those that are there
 *
 * Runs @job on this thread alone to its end. At random moments a timer copies the program
 * (fork): in the copy the click happens, and it tells what becomes of it, while the job waits.
 * Then the job goes on as if nothing had happened. So moments late in a job that takes minutes
 * cost no more than early ones. A copy that was stopped ends when it has told no more news for
 * a while; one in %CLICK_COPIES_TO_THE_END goes on to the job's end. One that tells none for
 * %CLICK_COPIES_PATIENCE_MS ends too: that is what is told as the time of its news, unless it
 * was too late for any.
 *
 * The exact search for the neighbors of more than %MUS_NEIGHBOR_GRAPH_EXACT_ROWS rows, all of
 * whose rounds are alike, is left after %CLICK_COPIES_SEARCH_SECONDS, and while an approximate
 * one takes its place there are no clicks.
 *
 * The program must have one thread, and the job make no file. What a copy writes to, it has to
 * copy first, so the times are a little longer than those of a click.
 *
 * Returns: how long the job took, in microseconds, without the clicks
 */
gint64 click_copies_run (MusJob *job, gboolean can_stop, MusRng *rng, ClickSample *sample);

#define CLICK_COPIES_TO_THE_END 50
#define CLICK_COPIES_PATIENCE_MS 500.0
#define CLICK_COPIES_SEARCH_SECONDS 10

G_END_DECLS
