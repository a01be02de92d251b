/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <execinfo.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mus-parallel.h"
#include "bench.h"
#include "click-copies.h"

/*
 * bench-cancel [CATALOG.csv [N [SEED [STEP]]]]: how long a click on Cancel or Stop waits for its
 * answer, at N (200) random moments of each step of the chain, or of the one that is named. The
 * answer to Cancel is the end of the job. The answer to Stop is its last epoch or frame; what there
 * is then gets its last touches, and "ends" tells after how long the job is done.
 *
 * A short step is started anew for each click, as the window does, and the answer is what the
 * main loop hears. A long one is run a few times at most, on one thread, and the clicks fall in
 * copies of it: see click_copies_run().
 */

#define N_CLICKS 200
#define LIMIT_MS 100.0

/* A step that lasts longer is not started anew for each click. */
#define SHORT_US G_USEC_PER_SEC

/* The mean time between two clicks in a long step, at first. */
#define GAP_US 100000

/* What earlier steps have made for later ones. */
typedef struct
{
  GFile            *file;
  MusCatalog       *catalog;
  MusMatrix        *x;
  MusModel         *model;
  MusNeighborIndex *index;
} Chain;

static MusJob *
new_reading (const Chain *chain)
{
  return MUS_JOB (mus_open_job_new (chain->file, MUS_REPEATS_TITLE));
}

static void
keep_catalog (Chain *chain, MusJob *job)
{
  chain->catalog = mus_catalog_ref (mus_open_job_get_catalog (MUS_OPEN_JOB (job)));
  chain->x = mus_matrix_ref (mus_open_job_get_x (MUS_OPEN_JOB (job)));
}

static MusJob *
new_training (const Chain *chain)
{
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;

  return MUS_JOB (mus_training_job_new (chain->catalog, &settings));
}

static void
keep_model (Chain *chain, MusJob *job)
{
  chain->model = mus_model_ref (mus_training_job_get_model (MUS_TRAINING_JOB (job)));
  chain->index = mus_neighbor_index_ref (mus_training_job_get_index (MUS_TRAINING_JOB (job)));
}

static MusJob *
new_layout (const Chain *chain)
{
  MusLayoutSettings settings = MUS_LAYOUT_SETTINGS_INIT;

  return MUS_JOB (mus_layout_job_new (chain->catalog, chain->x,
                                      mus_model_kept_embedding (chain->model), &settings));
}

static MusJob *
new_report (const Chain *chain)
{
  const MusReportSettings settings = MUS_REPORT_SETTINGS_INIT;

  return MUS_JOB (mus_report_job_new (chain->catalog, chain->model, chain->index, &settings));
}

/* @news: (nullable): the signal by which a stopped job tells what it has
 * @keep: (nullable): takes from the first run what later steps need
 * @has_thread: it is never copied */
typedef struct
{
  const char *name;
  MusJob *(*job_new) (const Chain *chain);
  const char *news;
  void (*keep) (Chain *chain, MusJob *job);
  gboolean has_thread;
} Step;

static const Step steps[] = {
  { "reading", new_reading, NULL, keep_catalog, TRUE },
  { "training", new_training, "points-added", keep_model, FALSE },
  { "layout", new_layout, "frame", NULL, FALSE },
  { "report", new_report, NULL, NULL, FALSE },
};

static gboolean
wake_up (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

/* Turns the main loop until the moment has come, or the job has ended. */
static void
wait_until (MusJob *job, gint64 moment)
{
  g_autoptr (GSource) source = g_timeout_source_new (0);
  gboolean has_come = FALSE;

  g_source_set_callback (source, wake_up, &has_come, NULL);
  g_source_set_ready_time (source, moment);
  g_source_attach (source, NULL);
  while (!has_come && mus_job_is_running (job))
    g_main_context_iteration (NULL, TRUE);
  g_source_destroy (source);
}

static void
note_time (gint64 *heard)
{
  *heard = g_get_monotonic_time ();
}

static double
ms_after (gint64 moment, gint64 later)
{
  return later > moment ? (double) (later - moment) / 1000.0 : 0.0;
}

/* Starts a job and clicks, as a window does. */
static Click
click_at (const Step *step, MusJob *job, gint64 after_us, gboolean is_stop)
{
  Click  click = { .is_stop = is_stop };
  gint64 start = g_get_monotonic_time (), clicked, news = 0, end = 0;

  if (step->news != NULL)
    g_signal_connect_swapped (job, step->news, G_CALLBACK (note_time), &news);
  g_signal_connect_swapped (job, "ended", G_CALLBACK (note_time), &end);
  mus_job_start (job);
  wait_until (job, start + after_us);

  clicked = g_get_monotonic_time ();
  click.fraction = mus_job_get_fraction (job);
  if (is_stop)
    mus_job_stop (job);
  else
    mus_job_cancel (job);
  while (mus_job_is_running (job))
    g_main_context_iteration (NULL, TRUE);
  click.news_ms = ms_after (clicked, news);
  click.end_ms = ms_after (clicked, end);

  return click;
}

/* Returns: how long the step takes, in microseconds */
static gint64
run_once (const Step *step, Chain *chain)
{
  g_autoptr (MusJob) job = step->job_new (chain);
  gint64 start = g_get_monotonic_time ();

  mus_job_start (job);
  while (mus_job_is_running (job))
    g_main_context_iteration (NULL, TRUE);
  bench_check (mus_job_get_state (job) == MUS_JOB_DONE, mus_job_get_error (job));
  if (step->keep != NULL)
    step->keep (chain, job);

  return g_get_monotonic_time () - start;
}

/* How long the answer took; 0 when there was nothing left to be cancelled or stopped. */
static double
answer_ms (const Click *click)
{
  return click->is_stop ? click->news_ms : click->end_ms;
}

/* Returns: (transfer full): clicks with an answer, @n of each kind at least */
static GArray *
gather_anew (const Step *step, const Chain *chain, gint64 duration, gsize n, MusRng *rng)
{
  GArray *clicks = g_array_new (FALSE, FALSE, sizeof (Click));
  gsize   n_kinds = step->news != NULL ? 2 : 1;

  while (clicks->len < n_kinds * n)
    {
      g_autoptr (MusJob) job = step->job_new (chain);
      Click click = click_at (step, job, (gint64) ((double) duration * mus_rng_uniform (rng)),
                              n_kinds == 2 && clicks->len % 2 == 1);

      if (answer_ms (&click) > 0.0)
        g_array_append_val (clicks, click);
    }

  return clicks;
}

static gsize
count_answers (const GArray *clicks, gboolean is_stop)
{
  gsize n = 0;

  for (guint i = 0; i < clicks->len; i++)
    {
      const Click *click = &g_array_index (clicks, Click, i);

      n += click->is_stop == is_stop && answer_ms (click) > 0.0;
    }

  return n;
}

static gboolean
has_enough (const GArray *clicks, const Step *step, gsize n)
{
  return count_answers (clicks, FALSE) >= n &&
         (step->news == NULL || count_answers (clicks, TRUE) >= n);
}

/* The same, of few runs, and how long one takes in microseconds. A short one is run only once.
 */
static GArray *
gather_copies (const Step *step, Chain *chain, gsize n, MusRng *rng, gint64 *duration)
{
  GArray          *clicks = g_array_new (FALSE, FALSE, sizeof (Click));
  gsize            n_kinds = step->news != NULL ? 2 : 1;
  /* Half of them are enough, with some that come too late to stop anything. */
  gsize             room = 5 * n_kinds * n / 2 + 1;
  g_autofree Click *told = g_new (Click, room);
  ClickSample       sample = { told, 0, room, GAP_US };
  void (*keep) (Chain *chain, MusJob *job) = step->keep;

  do
    {
      g_autoptr (MusJob) job = step->job_new (chain);

      *duration = click_copies_run (job, n_kinds == 2, rng, &sample);
      if (keep != NULL)
        keep (chain, job);
      keep = NULL;
      g_array_set_size (clicks, 0);
      g_array_append_vals (clicks, told, (guint) sample.n);
    }
  while (*duration >= SHORT_US && !has_enough (clicks, step, n));

  return clicks;
}

static int
compare_times (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Puts the times in order. */
static double
percentile (double *times, gsize n, double percent)
{
  qsort (times, n, sizeof *times, compare_times);

  return times[(gsize) MAX (ceil (percent / 100.0 * (double) n) - 1.0, 0.0)];
}

/* For somebody who looks for what took so long: see addr2line. */
static void
print_frames (const Click *click)
{
  char **symbols = backtrace_symbols ((void *const *) click->frames, click->n_frames);

  for (int i = 0; i < click->n_frames; i++)
    printf ("  %s\n", symbols[i]);
  free (symbols);
}

static void
print_clicks (const Step *step, gint64 duration, const GArray *clicks, gboolean is_stop)
{
  gsize              n = 0, n_late = 0;
  g_autofree double *answers = g_new (double, clicks->len);
  g_autofree double *cpu = g_new (double, clicks->len);
  const Click       *longest = NULL;
  double             longest_end = 0.0;

  for (guint i = 0; i < clicks->len; i++)
    {
      const Click *click = &g_array_index (clicks, Click, i);

      if (click->is_stop != is_stop || answer_ms (click) == 0.0)
        continue;
      answers[n] = answer_ms (click);
      longest_end = MAX (longest_end, click->end_ms);
      cpu[n] = click->cpu_ms;
      n_late += answers[n] > LIMIT_MS;
      n++;
      if (longest == NULL || answer_ms (click) > answer_ms (longest))
        longest = click;
    }

  printf ("%-8s %-6s %7.2f %5" G_GSIZE_FORMAT " %8.1f %8.1f %8.1f %6" G_GSIZE_FORMAT
          " %5.1f %% %8.1f %8.1f %8.1f\n",
          step->name, is_stop ? "Stop" : "Cancel", (double) duration / G_USEC_PER_SEC, n,
          percentile (answers, n, 50.0), percentile (answers, n, 99.0),
          percentile (answers, n, 100.0), n_late, 100.0 * longest->fraction,
          percentile (cpu, n, 99.0), percentile (cpu, n, 100.0), longest_end);
  if (g_getenv ("MUSREC_BENCH_FRAMES") != NULL)
    for (guint i = 0; i < clicks->len; i++)
      if (g_array_index (clicks, Click, i).is_stop == is_stop &&
          answer_ms (&g_array_index (clicks, Click, i)) > LIMIT_MS / 2)
        print_frames (&g_array_index (clicks, Click, i));
  fflush (stdout);
}

static void
measure (const Step *step, Chain *chain, gsize n, MusRng *rng)
{
  g_autoptr (GArray) clicks = NULL;
  gint64             duration;

  if (step->has_thread)
    duration = run_once (step, chain);
  else
    clicks = gather_copies (step, chain, n, rng, &duration);
  if (step->has_thread || duration < SHORT_US)
    {
      g_clear_pointer (&clicks, g_array_unref);
      clicks = gather_anew (step, chain, duration, n, rng);
    }

  print_clicks (step, duration, clicks, FALSE);
  if (step->news != NULL)
    print_clicks (step, duration, clicks, TRUE);
}

int
main (int argc, char *argv[])
{
  gsize       n = argc > 2 ? strtoul (argv[2], NULL, 10) : N_CLICKS;
  const char *only = argc > 4 ? argv[4] : NULL;
  Chain       chain = { 0 };
  MusRng      rng;

  chain.file = g_file_new_for_path (bench_catalog_path (argc > 1 ? argv[1] : NULL));
  mus_rng_init (&rng, argc > 3 ? strtoull (argv[3], NULL, 10) : 1);
  printf ("milliseconds from the click to the answer\n"
          "%-8s %-6s %7s %5s %8s %8s %8s %6s %7s %8s %8s %8s\n",
          "step", "click", "lasts s", "n", "median", "99 %", "longest", "> 100", "at",
          "cpu 99 %", "longest", "ends");
  for (gsize s = 0; s < G_N_ELEMENTS (steps); s++)
    if (only == NULL || g_str_equal (only, steps[s].name))
      measure (&steps[s], &chain, n, &rng);
    else if (steps[s].keep != NULL)
      run_once (&steps[s], &chain);

  g_object_unref (chain.file);
  mus_catalog_unref (chain.catalog);
  mus_matrix_unref (chain.x);
  mus_model_unref (chain.model);
  mus_neighbor_index_unref (chain.index);

  return 0;
}
