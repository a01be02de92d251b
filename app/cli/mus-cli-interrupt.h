/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * mus_cli_interrupt_watch:
 *
 * From now on Ctrl+C (and SIGTERM, SIGHUP) cancels, so that nothing is left half done; a
 * second one ends the process at once. To be called once. A signal that the parent process
 * has told to ignore stays ignored.
 *
 * Returns: (transfer full): what is cancelled; to be kept until mus_cli_interrupt_unwatch()
 */
GCancellable *mus_cli_interrupt_watch (void);

/**
 * mus_cli_interrupt_unwatch:
 *
 * Ends the watch, once there is nothing left to cancel: no thread of it outlives the call.
 * The first signal that comes later is too late and does nothing.
 */
void mus_cli_interrupt_unwatch (void);

G_END_DECLS
