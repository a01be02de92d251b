/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "click-copies.h"

#include <errno.h>
#include <execinfo.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mus-parallel.h"
#include "bench.h"

#define MAX_FILES 64

/* The linker leads these calls of core through this file. */
gboolean __real_mus_run_is_cancelled (const MusRun *self, GError **error);
gboolean __real_mus_run_is_over (const MusRun *self);
void     __real_mus_job_announce (MusJob *self);
gboolean __wrap_mus_run_is_cancelled (const MusRun *self, GError **error);
gboolean __wrap_mus_run_is_over (const MusRun *self);
void     __wrap_mus_job_announce (MusJob *self);

static struct
{
  MusRng  *rng;
  gint64   gap_us;
  gboolean can_stop;
  Click   *clicks;
  gsize    n, max;
  double   fraction;
} original;

/* In a copy only. */
static volatile gboolean is_copy;
static Click             click;
static int               to_original;
static gint64            clicked_us;
static gint64            news_us;
static double            cpu_before_ms;
static gint              stop; /* atomic */
static GCancellable     *cancellable;

static double
cpu_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return 1e3 * (double) time.tv_sec + 1e-6 * (double) time.tv_nsec;
}

/* Nothing may be cancelled inside a signal's handler; a calculation finds out no sooner than
 * it looks. */
static void
look (void)
{
  if (is_copy && !click.is_stop)
    g_cancellable_cancel (cancellable);
}

gboolean
__wrap_mus_run_is_cancelled (const MusRun *self, GError **error)
{
  look ();

  return __real_mus_run_is_cancelled (self, error);
}

gboolean
__wrap_mus_run_is_over (const MusRun *self)
{
  look ();

  return __real_mus_run_is_over (self);
}

void
__wrap_mus_job_announce (MusJob *self)
{
  if (is_copy)
    news_us = g_get_monotonic_time ();
  __real_mus_job_announce (self);
}

/* In a copy: tells the original. */
G_NORETURN static void
tell (void)
{
  click.end_ms = (double) (g_get_monotonic_time () - clicked_us) / 1000.0;
  click.cpu_ms = cpu_ms () - cpu_before_ms;
  click.news_ms = news_us > 0 ? (double) (news_us - clicked_us) / 1000.0 : 0.0;
  _exit (write (to_original, &click, sizeof click) == sizeof click ? 0 : 1);
}

static void
click_here (int pipe)
{
  is_copy = TRUE;
  to_original = pipe;
  click.is_stop = original.can_stop && original.n % 2 == 1;
  click.fraction = original.fraction;
  click.n_frames = backtrace (click.frames, G_N_ELEMENTS (click.frames));
  clicked_us = g_get_monotonic_time ();
  cpu_before_ms = cpu_ms ();
  if (click.is_stop)
    g_atomic_int_set (&stop, 1);
}

static void
set_timer (void)
{
  gint64 wait = 1 + (gint64) (-log (1.0 - mus_rng_uniform (original.rng)) *
                              (double) original.gap_us);
  struct itimerval timer = { .it_value = { wait / G_USEC_PER_SEC, wait % G_USEC_PER_SEC } };

  setitimer (ITIMER_REAL, &timer, NULL);
}

/* A copy shares the places in files with the original. */
static void
get_places (off_t *places)
{
  for (int fd = 0; fd < MAX_FILES; fd++)
    places[fd] = lseek (fd, 0, SEEK_CUR);
}

static void
set_places (const off_t *places)
{
  for (int fd = 0; fd < MAX_FILES; fd++)
    if (places[fd] >= 0)
      lseek (fd, places[fd], SEEK_SET);
}

static void
timer_cb (int number)
{
  int   ends[2], before = errno;
  off_t places[MAX_FILES];
  pid_t copy;

  get_places (places);
  if (pipe (ends) != 0 || (copy = _Fork ()) < 0)
    abort ();
  if (copy == 0)
    {
      click_here (ends[1]);
      return;
    }

  close (ends[1]);
  if (read (ends[0], &original.clicks[original.n++], sizeof (Click)) != sizeof (Click))
    abort ();
  close (ends[0]);
  waitpid (copy, NULL, 0);
  set_places (places);
  if (original.n < original.max)
    set_timer ();
  errno = before;
}

static void
progress_cb (double so_far, gpointer data)
{
  original.fraction = so_far;
}

gsize
click_copies_run (MusJob *job, gint64 gap_us, gboolean can_stop, MusRng *rng, Click *clicks,
                  gsize max)
{
  struct sigaction   action = { .sa_handler = timer_cb, .sa_flags = SA_RESTART };
  struct itimerval   off = { 0 };
  g_autoptr (GError) error = NULL;
  MusRun             run = MUS_RUN_INIT;

  cancellable = g_cancellable_new ();
  run.cancellable = cancellable;
  run.stop = &stop;
  run.progress = progress_cb;
  original.rng = rng;
  original.gap_us = gap_us;
  original.can_stop = can_stop;
  original.clicks = clicks;
  original.n = 0;
  original.max = max;
  original.fraction = 0.0;
  /* The first call loads a library. */
  backtrace (click.frames, 1);

  mus_parallel_set_n_workers (1);
  sigaction (SIGALRM, &action, NULL);
  set_timer ();
  MUS_JOB_GET_CLASS (job)->run (job, &run, &error);
  if (is_copy)
    tell ();
  setitimer (ITIMER_REAL, &off, NULL);
  mus_parallel_set_n_workers (0);
  bench_check (error == NULL, error);
  g_clear_object (&cancellable);

  return original.n;
}
