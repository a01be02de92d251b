/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-cli-interrupt.h"

#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

static const int watched[] = { SIGINT, SIGTERM, SIGHUP };

static int pipe_ends[2]; /* the handler writes to the second, the thread reads from the first */

/* Any thread may be interrupted, those of libraries too, and a handler may call next to
 * nothing: it only wakes the thread below. */
static void
on_signal (int number)
{
  gssize written = write (pipe_ends[1], "", 1);

  (void) written;
}

static gpointer
wait_for_signal (gpointer data)
{
  GCancellable *cancellable = data;
  char          byte;

  if (read (pipe_ends[0], &byte, 1) == 1)
    g_cancellable_cancel (cancellable);

  return NULL;
}

GCancellable *
mus_cli_interrupt_watch (void)
{
  GCancellable    *cancellable = g_cancellable_new ();
  GThread         *thread;
  struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART | SA_RESETHAND };

  if (!g_unix_open_pipe (pipe_ends, FD_CLOEXEC, NULL))
    return cancellable;

  thread = g_thread_try_new ("signals", wait_for_signal, cancellable, NULL);
  if (thread == NULL)
    return cancellable;

  g_object_ref (cancellable); /* the thread's */
  g_thread_unref (thread);
  for (guint i = 0; i < G_N_ELEMENTS (watched); i++)
    {
      struct sigaction before;

      if (sigaction (watched[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        sigaction (watched[i], &action, NULL);
    }

  return cancellable;
}
