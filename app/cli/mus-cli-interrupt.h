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
 * Returns: (transfer full): what is cancelled
 */
GCancellable *mus_cli_interrupt_watch (void);

G_END_DECLS
