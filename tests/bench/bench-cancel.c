/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"

/*
 * bench-cancel [CATALOG.csv [N [SEED [SECONDS]]]]: how long a click on Cancel or Stop waits for
 * its answer, as the main loop hears of it: Cancel for the end of the job, Stop for the last
 * epoch or frame (what there is then gets its last touches). Each step of the chain is run
 * once to its end, or for SECONDS (5); then N clicks (200) at random moments of that time are
 * spread over the steps.
 */

#define N_CLICKS 200
#define SECONDS 5.0
#define LIMIT_MS 100.0

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
  return MUS_JOB (mus_report_job_new (chain->catalog, chain->model, chain->index, FALSE));
}

/* @news: (nullable): the signal by which a stopped job tells what it has
 * @keep: (nullable): takes from the first run what later steps need */
typedef struct
{
  const char *name;
  MusJob *(*job_new) (const Chain *chain);
  void (*click) (MusJob *job);
  const char *news;
  void (*keep) (Chain *chain, MusJob *job);
} Stage;

static const Stage stages[] = {
  { "reading, Cancel", new_reading, mus_job_cancel, NULL, keep_catalog },
  { "training, Stop", new_training, mus_job_stop, "points-added", keep_model },
  { "training, Cancel", new_training, mus_job_cancel, NULL, NULL },
  { "layout, Stop", new_layout, mus_job_stop, "frame", NULL },
  { "layout, Cancel", new_layout, mus_job_cancel, NULL, NULL },
  { "report, Cancel", new_report, mus_job_cancel, NULL, NULL },
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

/* Returns: how long the answer took, in milliseconds, or a negative number when there was
 *   nothing left to be cancelled or stopped */
static double
click_at (const Stage *stage, MusJob *job, gint64 after_us)
{
  gint64 clicked;
  gint64 heard = 0;

  g_signal_connect_swapped (job, stage->news != NULL ? stage->news : "ended",
                            G_CALLBACK (note_time), &heard);
  mus_job_start (job);
  wait_until (job, g_get_monotonic_time () + after_us);
  clicked = g_get_monotonic_time ();
  stage->click (job);
  while (mus_job_is_running (job))
    g_main_context_iteration (NULL, TRUE);

  return (double) (heard - clicked) / 1000.0;
}

/* Returns: how long the step takes, in microseconds, at most @longest */
static gint64
run_once (const Stage *stage, Chain *chain, gint64 longest)
{
  g_autoptr (MusJob) job = stage->job_new (chain);
  gint64 start = g_get_monotonic_time ();

  /* Nothing can be done without the whole catalog. */
  click_at (stage, job, stage->keep == keep_catalog ? G_MAXINT64 / 2 : longest);
  if (mus_job_get_state (job) == MUS_JOB_FAILED)
    {
      fprintf (stderr, "%s: %s\n", stage->name, mus_job_get_error (job)->message);
      exit (1);
    }
  if (stage->keep != NULL)
    stage->keep (chain, job);

  return MIN (g_get_monotonic_time () - start, longest);
}

static int
compare_times (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
measure (const Stage *stage, Chain *chain, gsize n, gint64 longest, MusRng *rng)
{
  g_autofree double *times = g_new (double, n);
  gint64             duration = run_once (stage, chain, longest);
  gsize              n_late = 0;

  for (gsize i = 0; i < n;)
    {
      g_autoptr (MusJob) job = stage->job_new (chain);

      times[i] = click_at (stage, job, (gint64) ((double) duration * mus_rng_uniform (rng)));
      /* A moment that came too late is drawn anew. */
      i += times[i] >= 0.0;
    }

  qsort (times, n, sizeof *times, compare_times);
  for (gsize i = 0; i < n; i++)
    n_late += times[i] > LIMIT_MS;
  printf ("%-17s %7.2f s %5" G_GSIZE_FORMAT " %8.1f %8.1f %8.1f %6" G_GSIZE_FORMAT "\n",
          stage->name, (double) duration / G_USEC_PER_SEC, n, times[n / 2],
          times[(gsize) ceil (0.99 * (double) n) - 1], times[n - 1], n_late);
  fflush (stdout);
}

int
main (int argc, char *argv[])
{
  gsize  n = argc > 2 ? strtoul (argv[2], NULL, 10) : N_CLICKS;
  double seconds = argc > 4 ? g_ascii_strtod (argv[4], NULL) : SECONDS;
  Chain  chain = { 0 };
  MusRng rng;

  chain.file = g_file_new_for_path (bench_catalog_path (argc > 1 ? argv[1] : NULL));
  mus_rng_init (&rng, argc > 3 ? strtoull (argv[3], NULL, 10) : 1);
  printf ("milliseconds from the click to the answer\n"
          "%-17s %9s %5s %8s %8s %8s %6s\n",
          "step", "lasts", "n", "median", "99 %", "longest", "> 100");
  for (gsize s = 0; s < G_N_ELEMENTS (stages); s++)
    measure (&stages[s], &chain,
             MAX (n * (s + 1) / G_N_ELEMENTS (stages) - n * s / G_N_ELEMENTS (stages), 1),
             (gint64) (seconds * G_USEC_PER_SEC), &rng);

  g_object_unref (chain.file);
  mus_catalog_unref (chain.catalog);
  mus_matrix_unref (chain.x);
  mus_model_unref (chain.model);
  mus_neighbor_index_unref (chain.index);

  return 0;
}
