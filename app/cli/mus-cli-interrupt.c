/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-cli-interrupt.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

static const int watched[] = { SIGINT, SIGTERM, SIGHUP };

static sigset_t watched_set;

/* A handler may call next to nothing, so a thread waits for the signals instead. */
static gpointer
wait_for_signals (gpointer data)
{
  g_autoptr (GCancellable) cancellable = data;
  int number = 0;

  sigwait (&watched_set, &number);
  g_cancellable_cancel (cancellable);

  sigwait (&watched_set, &number);
  signal (number, SIG_DFL);
  pthread_sigmask (SIG_UNBLOCK, &watched_set, NULL);
  raise (number);

  return NULL;
}

GCancellable *
mus_cli_interrupt_watch (void)
{
  GCancellable *cancellable = g_cancellable_new ();

  sigemptyset (&watched_set);
  for (guint i = 0; i < G_N_ELEMENTS (watched); i++)
    {
      struct sigaction before;

      if (sigaction (watched[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        sigaddset (&watched_set, watched[i]);
    }
  pthread_sigmask (SIG_BLOCK, &watched_set, NULL);
  g_thread_unref (g_thread_new ("signals", wait_for_signals, g_object_ref (cancellable)));

  return cancellable;
}
