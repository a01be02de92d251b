/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-cli-interrupt.h"

#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

static const int watched[] = { SIGINT, SIGTERM, SIGHUP };

static int      pipe_ends[2]; /* the handler writes to the second, the thread reads from the first */
static GThread *watcher;      /* NULL when nothing is watched */

enum
{
  BYTE_SIGNAL,
  BYTE_END, /* of the watch */
};

static void
send (char byte)
{
  gssize written = write (pipe_ends[1], &byte, 1);

  (void) written;
}

/* Any thread may be interrupted, those of libraries too, and a handler may call next to
 * nothing: it only wakes the thread below. */
static void
on_signal (int number)
{
  send (BYTE_SIGNAL);
}

static gpointer
wait_for_signal (gpointer data)
{
  GCancellable *cancellable = data;
  char          byte;

  if (read (pipe_ends[0], &byte, 1) == 1 && byte == BYTE_SIGNAL)
    g_cancellable_cancel (cancellable);

  return NULL;
}

GCancellable *
mus_cli_interrupt_watch (void)
{
  GCancellable    *cancellable = g_cancellable_new ();
  struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART | SA_RESETHAND };

  if (!g_unix_open_pipe (pipe_ends, FD_CLOEXEC, NULL))
    return cancellable;

  watcher = g_thread_try_new ("signals", wait_for_signal, cancellable, NULL);
  if (watcher == NULL)
    return cancellable;

  for (guint i = 0; i < G_N_ELEMENTS (watched); i++)
    {
      struct sigaction before;

      if (sigaction (watched[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        sigaction (watched[i], &action, NULL);
    }

  return cancellable;
}

void
mus_cli_interrupt_unwatch (void)
{
  if (watcher == NULL)
    return;

  send (BYTE_END);
  g_thread_join (g_steal_pointer (&watcher));
}
