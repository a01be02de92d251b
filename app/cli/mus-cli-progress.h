/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "musrec.h"

G_BEGIN_DECLS

/**
 * MusCliProgress:
 *
 * A bar on standard error for each step, when that is a terminal; else nothing is written.
 */
typedef struct _MusCliProgress MusCliProgress;

/**
 * mus_cli_progress_new:
 * @cancellable: given to every step
 */
MusCliProgress *mus_cli_progress_new (gboolean quiet, GCancellable *cancellable);

/**
 * mus_cli_progress_free:
 *
 * Takes the bar away.
 */
void mus_cli_progress_free (MusCliProgress *self);

/**
 * mus_cli_progress_step:
 * @label: what is being done, translated; at most some 25 letters
 *
 * Ends the step before it.
 *
 * Returns: (transfer none): the run to give to the step's function; valid until the next
 */
const MusRun *mus_cli_progress_step (MusCliProgress *self, const char *label);

/**
 * mus_cli_progress_clear:
 *
 * Takes the bar away, because something is about to be printed.
 */
void mus_cli_progress_clear (MusCliProgress *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusCliProgress, mus_cli_progress_free)

G_END_DECLS
