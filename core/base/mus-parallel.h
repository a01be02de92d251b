/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/mus-run.h"

G_BEGIN_DECLS

/**
 * MusTileFunc:
 * @tile: which piece of the work, in [0, n_tiles)
 * @worker: who does it, in [0, mus_parallel_n_workers ()): two tiles that run at the same
 *   time in one loop have different workers, so it can choose a scratch buffer
 * @user_data: as given to mus_parallel_for()
 *
 * What a tile calculates must depend on @tile alone, never on @worker or on the order:
 * then the result has the same bytes for any number of threads.
 */
typedef void (*MusTileFunc) (gsize tile, guint worker, gpointer user_data);

/**
 * mus_parallel_set_n_workers:
 * @n: how many threads work, the caller included; 0 for one a processor
 *
 * Only while no loop runs. Without this call there is one a processor.
 */
void mus_parallel_set_n_workers (guint n);

/**
 * mus_parallel_set_background:
 * @background: whether the helping threads give way to the rest of the desktop
 *
 * For programs with a window; before the first loop.
 */
void mus_parallel_set_background (gboolean background);

guint mus_parallel_n_workers (void);

/**
 * mus_parallel_for:
 * @n_tiles: pieces of work, may be 0
 * @func: does one piece
 *
 * Runs @func for each tile and returns when all are done. The caller works too, and the
 * helping threads join while they have nothing else to do, so that loops may be started
 * from several threads at once. A loop that is started inside a tile runs there alone.
 */
void mus_parallel_for (gsize n_tiles, MusTileFunc func, gpointer user_data);

/**
 * mus_parallel_for_run:
 * @run: (nullable): when it is over the tiles that are left are left out
 *
 * As mus_parallel_for(). The caller finds out from @run whether all was done.
 */
void mus_parallel_for_run (const MusRun *run, gsize n_tiles, MusTileFunc func,
                           gpointer user_data);

/**
 * mus_thread_give_way:
 *
 * Lowers the priority of the calling thread, so that a window stays smooth beside it.
 */
void mus_thread_give_way (void);

/**
 * mus_thread_start: as g_thread_try_new(), but the error is %MUS_ERROR_RESOURCE
 */
GThread *mus_thread_start (const char *name, GThreadFunc func, gpointer data, GError **error);

/**
 * MusParallelStep: something that is done beside other things
 * @func: called on any thread; %FALSE with an error when it failed
 * @which: for a function that does several steps
 */
typedef struct
{
  gboolean (*func) (gpointer data, guint which, const MusRun *run, GError **error);
  guint which;
} MusParallelStep;

/**
 * mus_parallel_run_steps:
 * @steps: (array length=n_steps): that do not depend on each other, the longest first
 * @data: for all of them
 * @run: (nullable): for all of them
 *
 * Returns: %FALSE with the error of the first step that failed
 */
gboolean mus_parallel_run_steps (const MusParallelStep *steps, guint n_steps, gpointer data,
                                 const MusRun *run, GError **error);

G_END_DECLS
