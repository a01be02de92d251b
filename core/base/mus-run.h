/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MusProgressFunc:
 * @fraction: done so far, in [0, 1], never falling
 * @user_data: as given with the run
 *
 * Called on the thread that calculates, so it must be quick.
 */
typedef void (*MusProgressFunc) (double fraction, gpointer user_data);

/**
 * MusRun:
 * @cancellable: (nullable): polled often enough to react within 100 ms
 * @stop: (nullable): an atomic flag; when it is not 0 the calculation ends early and
 *   keeps what it has. Only calculations that say so look at it
 * @progress: (nullable): told how far it is
 * @progress_data: for @progress
 * @from: the part of the whole that this calculation is: it starts at @from ...
 * @to: ... and ends at @to, both in [0, 1]
 * @is_over_when_stopped: whether Stop ends it as Cancel does
 *
 * The line between a long calculation and whoever started it. Core's long functions take
 * a `const MusRun *`, and %NULL stands for "nobody watches". It lives on the caller's
 * stack; MUS_RUN_INIT makes one.
 */
typedef struct
{
  GCancellable   *cancellable;
  const gint     *stop;
  MusProgressFunc progress;
  gpointer        progress_data;
  double          from;
  double          to;
  gboolean        is_over_when_stopped; /* see mus_run_until_stop() */
} MusRun;

#define MUS_RUN_INIT { .from = 0.0, .to = 1.0 }

/**
 * mus_run_is_cancelled:
 * @self: (nullable): the run
 * @error: (nullable): where to put %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the calculation must end with no result
 */
gboolean mus_run_is_cancelled (const MusRun *self, GError **error);

/**
 * mus_run_is_over:
 * @self: (nullable): the run
 *
 * For inner loops and worker threads, which leave at once and let the caller find out
 * why: cancelled, not merely stopped.
 */
gboolean mus_run_is_over (const MusRun *self);

/**
 * MUS_ROWS_A_POLL: how many rows may pass between two looks at the cancellable, where one
 * takes about a microsecond at most
 */
#define MUS_ROWS_A_POLL 4096

/**
 * mus_run_goes_on:
 * @self: (nullable): the run
 * @row: of a loop over rows, from 0
 * @error: (nullable): where to put %G_IO_ERROR_CANCELLED
 *
 * To be asked for each row: it looks only once in %MUS_ROWS_A_POLL of them.
 *
 * Returns: %FALSE when the calculation must end with no result
 */
static inline gboolean
mus_run_goes_on (const MusRun *self, gsize row, GError **error)
{
  return row % MUS_ROWS_A_POLL != 0 || !mus_run_is_cancelled (self, error);
}

/**
 * mus_run_is_stopped:
 * @self: (nullable): the run
 *
 * Returns: whether the calculation should end now and keep what it has
 */
gboolean mus_run_is_stopped (const MusRun *self);

/**
 * mus_run_report:
 * @self: (nullable): the run
 * @fraction: of this calculation, in [0, 1]
 */
void mus_run_report (const MusRun *self, double fraction);

/**
 * mus_run_part:
 * @self: (nullable): the run
 * @from: where the part starts, in [0, 1] of @self
 * @to: where it ends
 *
 * Returns: a run for one of several steps, its progress mapped into [@from, @to]
 */
MusRun mus_run_part (const MusRun *self, double from, double to);

/**
 * mus_run_until_stop:
 * @self: (nullable): the run
 *
 * For a step whose result nobody needs once @self is stopped.
 *
 * Returns: a run that is cancelled when @self is cancelled or stopped
 */
MusRun mus_run_until_stop (const MusRun *self);

G_END_DECLS
