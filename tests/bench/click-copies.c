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

/* A copy that was stopped is left when it has told nothing for so long. */
#define SILENCE_US (G_USEC_PER_SEC / 10)

/* The linker leads these calls of core through this file. */
gboolean __real_mus_run_is_cancelled (const MusRun *self, GError **error);
gboolean __real_mus_run_is_over (const MusRun *self);
void     __real_mus_job_announce (MusJob *self);
MusNeighborGraph *__real_mus_neighbor_graph_new (MusNeighborIndex *index, gsize k,
                                                 const MusRun *run, GError **error);
gboolean __wrap_mus_run_is_cancelled (const MusRun *self, GError **error);
gboolean __wrap_mus_run_is_over (const MusRun *self);
void     __wrap_mus_job_announce (MusJob *self);
MusNeighborGraph *__wrap_mus_neighbor_graph_new (MusNeighborIndex *index, gsize k,
                                                 const MusRun *run, GError **error);

static struct
{
  MusRng      *rng;
  gboolean     can_stop;
  ClickSample *sample;
  guint        n_clicks;      /* those that were dropped too */
  guint        n_before_news; /* of these, those before the job's last news */
  gint64       away_us;       /* time that is not the job's */
  gint64       search_end_us; /* when the search that runs is left; 0: never */
  gint         leaves_search; /* atomic */
  double       fraction;
} original;

/* In a copy only. */
static volatile gboolean is_copy;
static Click             click;
static int               to_original;
static gboolean          to_the_end;
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

/* In a copy. */
static double
ms_since_click (void)
{
  return (double) (g_get_monotonic_time () - clicked_us) / 1000.0;
}

/* In a copy: tells the original. */
G_NORETURN static void
tell (void)
{
  _exit (write (to_original, &click, sizeof click) == sizeof click ? 0 : 1);
}

/* In a copy: whether no news will come, as far as anybody can tell. */
static gboolean
has_waited_enough (void)
{
  if (news_us > 0)
    return g_get_monotonic_time () - news_us > SILENCE_US;

  return click.is_stop && ms_since_click () > CLICK_COPIES_PATIENCE_MS;
}

/* Nothing may be cancelled inside a signal's handler; a calculation finds out no sooner than
 * it looks. */
static void
look (void)
{
  if (!is_copy && original.search_end_us > 0 &&
      g_get_monotonic_time () > original.search_end_us)
    g_atomic_int_set (&original.leaves_search, 1);
  if (is_copy && !click.is_stop)
    g_cancellable_cancel (cancellable);
  if (is_copy && !to_the_end && has_waited_enough ())
    tell ();
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
    {
      news_us = g_get_monotonic_time ();
      click.news_ms = ms_since_click ();
      click.cpu_ms = cpu_ms () - cpu_before_ms;
    }
  else
    original.n_before_news = original.n_clicks;
  __real_mus_job_announce (self);
}

/* In a copy: the job has ended. */
G_NORETURN static void
tell_end (void)
{
  click.end_ms = ms_since_click ();
  if (!click.is_stop)
    click.cpu_ms = cpu_ms () - cpu_before_ms;
  tell ();
}

static void
click_here (int pipe)
{
  is_copy = TRUE;
  to_original = pipe;
  click.number = original.n_clicks;
  click.is_stop = original.can_stop && original.n_clicks % 2 == 1;
  to_the_end = !click.is_stop || original.n_clicks / 2 % CLICK_COPIES_TO_THE_END == 0;
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
                              (double) original.sample->gap_us);
  struct itimerval timer = { .it_value = { wait / G_USEC_PER_SEC, wait % G_USEC_PER_SEC } };

  setitimer (ITIMER_REAL, &timer, NULL);
}

static void
clear_timer (void)
{
  struct itimerval off = { 0 };

  setitimer (ITIMER_REAL, &off, NULL);
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

/* Half of the clicks are forgotten, and from now on there are half as many. */
static void
thin_out (ClickSample *sample)
{
  gsize n = 0;

  for (gsize i = 0; i < sample->n; i++)
    if (i / 2 % 2 == 0)
      sample->clicks[n++] = sample->clicks[i];
  sample->n = n;
  sample->gap_us *= 2;
}

static void
timer_cb (int number)
{
  ClickSample *sample = original.sample;
  gint64       start = g_get_monotonic_time ();
  int          ends[2], before = errno;
  off_t        places[MAX_FILES];
  pid_t        copy;

  get_places (places);
  if (pipe (ends) != 0 || (copy = _Fork ()) < 0)
    abort ();
  if (copy == 0)
    {
      click_here (ends[1]);
      return;
    }

  close (ends[1]);
  if (read (ends[0], &sample->clicks[sample->n++], sizeof (Click)) != sizeof (Click))
    abort ();
  close (ends[0]);
  waitpid (copy, NULL, 0);
  set_places (places);
  original.n_clicks++;
  if (sample->n == sample->room)
    thin_out (sample);
  original.away_us += g_get_monotonic_time () - start;
  set_timer ();
  errno = before;
}

/* The original leaves a search that takes too long. */
MusNeighborGraph *
__wrap_mus_neighbor_graph_new (MusNeighborIndex *index, gsize k, const MusRun *run,
                               GError **error)
{
  MusRun            limited = mus_run_until_stop (run);
  MusNeighborGraph *graph;
  gint64            start;

  if (original.sample == NULL ||
      mus_neighbor_index_n_rows (index) <= MUS_NEIGHBOR_GRAPH_EXACT_ROWS)
    return __real_mus_neighbor_graph_new (index, k, run, error);

  limited.stop = &original.leaves_search;
  original.leaves_search = 0;
  original.search_end_us =
      g_get_monotonic_time () + CLICK_COPIES_SEARCH_SECONDS * G_USEC_PER_SEC;
  graph = __real_mus_neighbor_graph_new (index, k, &limited, error);
  original.search_end_us = 0;
  if (graph != NULL || is_copy)
    return graph;

  clear_timer ();
  g_clear_error (error);
  start = g_get_monotonic_time ();
  mus_parallel_set_n_workers (0);
  graph = mus_neighbor_graph_new_approximate (index, k, NULL, error);
  mus_parallel_set_n_workers (1);
  original.away_us += g_get_monotonic_time () - start;
  set_timer ();

  return graph;
}

/* Stops from @first on that were given up although there was news after them. */
static void
note_unanswered (ClickSample *sample, guint first)
{
  for (gsize i = 0; i < sample->n; i++)
    {
      Click *own = &sample->clicks[i];

      if (own->is_stop && own->news_ms == 0.0 && own->end_ms == 0.0 &&
          own->number >= first && own->number < original.n_before_news)
        own->news_ms = CLICK_COPIES_PATIENCE_MS;
    }
}

static void
progress_cb (double so_far, gpointer data)
{
  original.fraction = so_far;
}

gint64
click_copies_run (MusJob *job, gboolean can_stop, MusRng *rng, ClickSample *sample)
{
  struct sigaction   action = { .sa_handler = timer_cb, .sa_flags = SA_RESTART };
  g_autoptr (GError) error = NULL;
  MusRun             run = MUS_RUN_INIT;
  guint              first = original.n_clicks;
  gint64             start;

  cancellable = g_cancellable_new ();
  run.cancellable = cancellable;
  run.stop = &stop;
  run.progress = progress_cb;
  original.rng = rng;
  original.can_stop = can_stop;
  original.sample = sample;
  original.n_before_news = first;
  original.away_us = 0;
  original.fraction = 0.0;
  /* The first call loads a library. */
  backtrace (click.frames, 1);

  mus_parallel_set_n_workers (1);
  sigaction (SIGALRM, &action, NULL);
  start = g_get_monotonic_time ();
  set_timer ();
  MUS_JOB_GET_CLASS (job)->run (job, &run, &error);
  if (is_copy)
    tell_end ();
  clear_timer ();
  note_unanswered (sample, first);
  original.sample = NULL;
  mus_parallel_set_n_workers (0);
  bench_check (error == NULL, error);
  g_clear_object (&cancellable);
  /* What the job has announced keeps it alive. */
  while (g_main_context_iteration (NULL, FALSE))
    ;

  return g_get_monotonic_time () - start - original.away_us;
}
