/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jobs/mus-layout-job.h"

#include <math.h>
#include <string.h>

#include "layout/mus-alignment.h"

#define LAYOUT_SHARE 0.98 /* of the time; the rest finds the regions */

/* Drawing takes time from the calculation: this many frames a second are a fair share. */
#define MIN_FRAME_US (G_USEC_PER_SEC / 15)

/* How often a paused job looks whether it was cancelled. */
#define PAUSE_POLL_US (20 * G_TIME_SPAN_MILLISECOND)

struct _MusLayoutJob
{
  MusJob parent_instance;

  MusCatalog       *catalog;
  MusMatrix        *x;
  MusMatrix        *embedding;
  MusLayoutSettings settings;
  MusCache         *cache; /* (nullable) */
  MusModel         *model; /* (nullable): set with the cache */
  gboolean          may_load;
  MusMatrix        *reference; /* nullable */

  gint is_paused; /* atomic */

  /* The owner's thread only. */
  MusMatrix *positions;
  guint      iteration;
  guint      n_iterations;
  double     kl_divergence;

  /* The job's thread only. */
  struct
  {
    const MusRun *run;
    gint64        last_frame_us;
    double        kl_divergence;
  } worker;

  /* Only with the lock. */
  struct
  {
    MusMatrix *positions; /* the latest frame, not delivered yet */
    guint      iteration;
    guint      n_iterations;
    double     kl_divergence;
  } shared;

  /* Written by the thread, read by the owner after "ended". */
  MusRegions   *regions;
  MusLayoutInfo info;
  gboolean      has_info;
};

G_DEFINE_FINAL_TYPE (MusLayoutJob, mus_layout_job, MUS_TYPE_JOB)

enum
{
  FRAME,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
publish (MusLayoutJob *self, MusMatrix *positions, guint iteration, guint n_iterations)
{
  MusMatrix *old;

  mus_job_lock (MUS_JOB (self));
  old = self->shared.positions;
  self->shared.positions = positions;
  self->shared.iteration = iteration;
  self->shared.n_iterations = n_iterations;
  self->shared.kl_divergence = self->worker.kl_divergence;
  mus_job_unlock (MUS_JOB (self));

  g_clear_pointer (&old, mus_matrix_unref);
  mus_job_announce (MUS_JOB (self));
}

/* Lays a map that was just made on the one that it shall resemble. */
static void
align (MusLayoutJob *self, MusMatrix *positions)
{
  if (self->reference != NULL &&
      mus_matrix_n_rows (self->reference) == mus_matrix_n_rows (positions))
    mus_alignment_apply (mus_matrix_fill (positions), mus_matrix_data (self->reference),
                         mus_matrix_n_rows (positions));
}

static void
wait_while_paused (MusLayoutJob *self)
{
  while (g_atomic_int_get (&self->is_paused) && !mus_run_is_over (self->worker.run) &&
         !mus_run_is_stopped (self->worker.run))
    g_usleep (PAUSE_POLL_US);
}

/* On the job's thread. */
static void
frame_cb (const MusLayoutFrame *frame, gpointer data)
{
  MusLayoutJob *self = data;
  gint64        now = g_get_monotonic_time ();
  MusMatrix    *copy;

  if (!isnan (frame->kl_divergence))
    self->worker.kl_divergence = frame->kl_divergence;

  if (now - self->worker.last_frame_us >= MIN_FRAME_US)
    {
      /* Short of memory the map just does not move. */
      copy = mus_matrix_new (frame->n_points, 2, NULL);
      if (copy != NULL)
        {
          memcpy (mus_matrix_fill (copy), frame->positions,
                  frame->n_points * 2 * sizeof (float));
          align (self, copy);
          publish (self, copy, frame->iteration, frame->n_iterations);
        }
      self->worker.last_frame_us = now;
    }

  wait_while_paused (self);
}

/* Returns: (transfer full) (nullable): the map that was made at an earlier time */
static MusMatrix *
load_kept (MusLayoutJob *self, const MusRun *run)
{
  g_autoptr (GError) error = NULL;
  MusMatrix *positions;

  if (!self->may_load || self->cache == NULL)
    return NULL;

  positions = mus_cache_load_layout (self->cache, self->catalog, self->model, &self->settings,
                                     &self->info, run, &error);
  mus_job_set_notice (MUS_JOB (self), error);

  return positions;
}

/* What was stopped is not what its settings give. */
static void
keep (MusLayoutJob *self, MusMatrix *positions, const MusRun *run)
{
  g_autoptr (GError) error = NULL;

  if (self->cache != NULL && self->info.outcome != MUS_OUTCOME_STOPPED &&
      !mus_cache_save_layout (self->cache, self->catalog, self->model, &self->settings,
                              positions, &self->info, run, &error))
    mus_job_set_notice (MUS_JOB (self), error);
}

static gboolean
mus_layout_job_run (MusJob *job, const MusRun *run, GError **error)
{
  MusLayoutJob         *self = MUS_LAYOUT_JOB (job);
  MusRun                layout = mus_run_part (run, 0.0, LAYOUT_SHARE);
  MusRun                regions = mus_run_part (run, LAYOUT_SHARE, 1.0);
  g_autoptr (MusMatrix) positions = NULL;

  self->worker.run = run;
  positions = load_kept (self, run);
  if (positions == NULL)
    {
      positions = mus_layout_new (self->embedding, &self->settings, &layout, frame_cb, self,
                                  &self->info, error);
      if (positions == NULL)
        return FALSE;
      keep (self, positions, run);
    }

  align (self, positions);
  /* The finished map need not wait for its regions. */
  self->worker.kl_divergence = self->info.kl_divergence;
  publish (self, mus_matrix_ref (positions), self->info.iterations, self->info.iterations);
  self->regions = mus_regions_new (self->catalog, self->x, positions, &regions, error);
  if (self->regions == NULL)
    return FALSE;

  self->has_info = TRUE;
  mus_run_report (run, 1.0);

  return TRUE;
}

static void
mus_layout_job_deliver (MusJob *job)
{
  MusLayoutJob *self = MUS_LAYOUT_JOB (job);
  MusMatrix    *fresh;

  mus_job_lock (job);
  fresh = g_steal_pointer (&self->shared.positions);
  self->iteration = self->shared.iteration;
  self->n_iterations = self->shared.n_iterations;
  self->kl_divergence = self->shared.kl_divergence;
  mus_job_unlock (job);

  if (fresh == NULL)
    return;

  g_clear_pointer (&self->positions, mus_matrix_unref);
  self->positions = fresh;
  g_signal_emit (self, signals[FRAME], 0);
}

static void
mus_layout_job_finalize (GObject *object)
{
  MusLayoutJob *self = MUS_LAYOUT_JOB (object);

  g_clear_pointer (&self->catalog, mus_catalog_unref);
  g_clear_pointer (&self->x, mus_matrix_unref);
  g_clear_pointer (&self->embedding, mus_matrix_unref);
  g_clear_pointer (&self->cache, mus_cache_unref);
  g_clear_pointer (&self->model, mus_model_unref);
  g_clear_pointer (&self->reference, mus_matrix_unref);
  g_clear_pointer (&self->positions, mus_matrix_unref);
  g_clear_pointer (&self->shared.positions, mus_matrix_unref);
  g_clear_pointer (&self->regions, mus_regions_unref);

  G_OBJECT_CLASS (mus_layout_job_parent_class)->finalize (object);
}

static void
mus_layout_job_class_init (MusLayoutJobClass *klass)
{
  MusJobClass *job_class = MUS_JOB_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mus_layout_job_finalize;
  job_class->thread_name = "mus-layout";
  job_class->run = mus_layout_job_run;
  job_class->deliver = mus_layout_job_deliver;

  signals[FRAME] = g_signal_new ("frame", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
mus_layout_job_init (MusLayoutJob *self)
{
  self->kl_divergence = (double) NAN;
  self->shared.kl_divergence = (double) NAN;
  self->worker.kl_divergence = (double) NAN;
}

MusLayoutJob *
mus_layout_job_new (MusCatalog *catalog, MusMatrix *x, MusMatrix *embedding,
                    const MusLayoutSettings *settings)
{
  MusLayoutJob *self = g_object_new (MUS_TYPE_LAYOUT_JOB, NULL);

  self->catalog = mus_catalog_ref (catalog);
  self->x = mus_matrix_ref (x);
  self->embedding = mus_matrix_ref (embedding);
  self->settings = *settings;

  return self;
}

void
mus_layout_job_set_cache (MusLayoutJob *self, MusCache *cache, MusModel *model,
                          gboolean may_load)
{
  g_clear_pointer (&self->cache, mus_cache_unref);
  g_clear_pointer (&self->model, mus_model_unref);
  self->cache = cache != NULL ? mus_cache_ref (cache) : NULL;
  self->model = mus_model_ref (model);
  self->may_load = may_load;
}

void
mus_layout_job_set_reference (MusLayoutJob *self, MusMatrix *reference)
{
  g_clear_pointer (&self->reference, mus_matrix_unref);
  self->reference = reference != NULL ? mus_matrix_ref (reference) : NULL;
}

MusMatrix *
mus_layout_job_get_positions (MusLayoutJob *self)
{
  return self->positions;
}

guint
mus_layout_job_get_iteration (MusLayoutJob *self, guint *n_iterations, double *kl_divergence)
{
  if (n_iterations != NULL)
    *n_iterations = self->n_iterations;
  if (kl_divergence != NULL)
    *kl_divergence = self->kl_divergence;

  return self->iteration;
}

MusRegions *
mus_layout_job_get_regions (MusLayoutJob *self)
{
  return self->regions;
}

const MusLayoutInfo *
mus_layout_job_get_info (MusLayoutJob *self)
{
  return self->has_info ? &self->info : NULL;
}

void
mus_layout_job_set_paused (MusLayoutJob *self, gboolean paused)
{
  g_atomic_int_set (&self->is_paused, paused);
}

gboolean
mus_layout_job_get_paused (MusLayoutJob *self)
{
  return g_atomic_int_get (&self->is_paused);
}
