/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jobs/mus-training-job.h"

#include <glib/gi18n-lib.h>

#include "base/mus-error.h"
#include "storage/mus-model-file.h"

#define LEARN_SHARE 0.97 /* of the time; the rest makes the embedding searchable */

struct _MusTrainingJob
{
  MusJob parent_instance;

  MusCatalog         *catalog;
  MusTrainingSettings settings;
  MusCache           *cache; /* (nullable) */
  gboolean            may_load;
  GFile              *file; /* (nullable): to open instead of learning */

  GArray *points; /* MusTrainingPoint, the owner's thread only */

  /* Only with the lock. */
  struct
  {
    GArray *points; /* MusTrainingPoint, not delivered yet */
  } shared;

  /* Written by the thread, read by the owner after "ended". */
  MusModel         *model;
  MusNeighborIndex *index;
};

G_DEFINE_FINAL_TYPE (MusTrainingJob, mus_training_job, MUS_TYPE_JOB)

enum
{
  POINTS_ADDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* On the job's thread. */
static void
epoch_cb (const MusTrainingPoint *point, gpointer data)
{
  MusTrainingJob *self = data;

  mus_job_lock (MUS_JOB (self));
  g_array_append_val (self->shared.points, *point);
  mus_job_unlock (MUS_JOB (self));
  mus_job_announce (MUS_JOB (self));
}

/* The curves of a model that was learned at an earlier time. */
static void
show_points (MusTrainingJob *self, const MusModel *model)
{
  gsize                   n_points;
  const MusTrainingPoint *points = mus_model_points (model, &n_points);

  for (gsize i = 0; i < n_points; i++)
    epoch_cb (&points[i], self);
}

/* Returns: (transfer full) (nullable): the model that was learned at an earlier time */
static MusModel *
load_kept (MusTrainingJob *self, const MusRun *run)
{
  g_autoptr (GError) error = NULL;
  MusModel          *model;

  if (self->cache == NULL || !self->may_load)
    return NULL;

  model = mus_cache_load_model (self->cache, self->catalog, &self->settings, run, &error);
  mus_job_set_notice (MUS_JOB (self), error);
  if (model != NULL)
    show_points (self, model);

  return model;
}

static MusModel *
open_file (MusTrainingJob *self, const MusRun *run, GError **error)
{
  g_autofree char *path = g_file_get_path (self->file);
  MusModel        *model;

  if (path == NULL)
    {
      g_set_error_literal (error, MUS_ERROR, MUS_ERROR_STORAGE,
                           _ ("The model is not on this computer. Copy it here, then open the "
                              "copy."));
      return NULL;
    }

  model = mus_model_file_load (path, run, error);
  if (model != NULL)
    show_points (self, model);

  return model;
}

/* What was stopped is not what its settings give. */
static void
keep (MusTrainingJob *self, const MusModel *model)
{
  g_autoptr (GError) error = NULL;

  if (self->cache != NULL && mus_model_info (model)->outcome != MUS_OUTCOME_STOPPED &&
      !mus_cache_save_model (self->cache, model, &error))
    mus_job_set_notice (MUS_JOB (self), error);
}

/* Returns: (transfer full): a model from wherever it comes, or %NULL with @error */
static MusModel *
get_model (MusTrainingJob *self, const MusRun *run, GError **error)
{
  MusModel *model;

  if (self->file != NULL)
    return open_file (self, run, error);

  model = load_kept (self, run);
  if (model != NULL)
    return model;

  model = mus_model_learn (self->catalog, &self->settings, run, epoch_cb, self, error);
  if (model != NULL)
    keep (self, model);

  return model;
}

/* Returns: (transfer full): the index of a model's embedding, or %NULL with @error */
static MusNeighborIndex *
get_index (MusTrainingJob *self, const MusModel *model, MusMatrix *embedding, const MusRun *run,
           GError **error)
{
  g_autoptr (GError) notice = NULL;
  MusNeighborIndex  *index = NULL;

  if (self->cache != NULL && self->may_load)
    index = mus_cache_load_index (self->cache, self->catalog, model, embedding, run, &notice);
  if (index == NULL)
    index = mus_neighbor_index_new (embedding, MUS_METRIC_COSINE, run, error);
  mus_job_set_notice (MUS_JOB (self), notice);

  return index;
}

static gboolean
mus_training_job_run (MusJob *job, const MusRun *run, GError **error)
{
  MusTrainingJob       *self = MUS_TRAINING_JOB (job);
  MusRun                learn = mus_run_part (run, 0.0, LEARN_SHARE);
  MusRun                search = mus_run_part (run, LEARN_SHARE, 1.0);
  g_autoptr (MusModel)  model = NULL;
  g_autoptr (MusMatrix) embedding = NULL;

  model = get_model (self, &learn, error);
  if (model == NULL)
    return FALSE;

  embedding = mus_model_embedding (model, self->catalog, &search, error);
  if (embedding == NULL)
    return FALSE;

  self->index = get_index (self, model, embedding, &search, error);
  if (self->index == NULL)
    return FALSE;

  self->model = g_steal_pointer (&model);
  mus_run_report (run, 1.0);

  return TRUE;
}

static void
mus_training_job_deliver (MusJob *job)
{
  MusTrainingJob    *self = MUS_TRAINING_JOB (job);
  g_autoptr (GArray) fresh = g_array_new (FALSE, FALSE, sizeof (MusTrainingPoint));
  GArray            *swap;
  guint              first = self->points->len;

  mus_job_lock (job);
  swap = self->shared.points;
  self->shared.points = fresh;
  fresh = swap;
  mus_job_unlock (job);

  if (fresh->len == 0)
    return;

  g_array_append_vals (self->points, fresh->data, fresh->len);
  g_signal_emit (self, signals[POINTS_ADDED], 0, first, fresh->len);
}

static void
mus_training_job_finalize (GObject *object)
{
  MusTrainingJob *self = MUS_TRAINING_JOB (object);

  g_clear_pointer (&self->catalog, mus_catalog_unref);
  g_clear_pointer (&self->cache, mus_cache_unref);
  g_clear_object (&self->file);
  g_clear_pointer (&self->points, g_array_unref);
  g_clear_pointer (&self->shared.points, g_array_unref);
  g_clear_pointer (&self->model, mus_model_unref);
  g_clear_pointer (&self->index, mus_neighbor_index_unref);

  G_OBJECT_CLASS (mus_training_job_parent_class)->finalize (object);
}

static void
mus_training_job_class_init (MusTrainingJobClass *klass)
{
  MusJobClass *job_class = MUS_JOB_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mus_training_job_finalize;
  job_class->thread_name = "mus-train";
  job_class->run = mus_training_job_run;
  job_class->deliver = mus_training_job_deliver;

  signals[POINTS_ADDED] =
      g_signal_new ("points-added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
}

static void
mus_training_job_init (MusTrainingJob *self)
{
  self->points = g_array_new (FALSE, FALSE, sizeof (MusTrainingPoint));
  self->shared.points = g_array_new (FALSE, FALSE, sizeof (MusTrainingPoint));
}

MusTrainingJob *
mus_training_job_new (MusCatalog *catalog, const MusTrainingSettings *settings)
{
  MusTrainingJob *self = g_object_new (MUS_TYPE_TRAINING_JOB, NULL);

  self->catalog = mus_catalog_ref (catalog);
  self->settings = *settings;

  return self;
}

void
mus_training_job_set_cache (MusTrainingJob *self, MusCache *cache, gboolean may_load)
{
  g_clear_pointer (&self->cache, mus_cache_unref);
  self->cache = cache != NULL ? mus_cache_ref (cache) : NULL;
  self->may_load = may_load;
}

void
mus_training_job_set_file (MusTrainingJob *self, GFile *file)
{
  g_set_object (&self->file, file);
}

GFile *
mus_training_job_get_file (MusTrainingJob *self)
{
  return self->file;
}

const MusTrainingSettings *
mus_training_job_get_settings (MusTrainingJob *self)
{
  return &self->settings;
}

const MusTrainingPoint *
mus_training_job_get_points (MusTrainingJob *self, gsize *n_points)
{
  *n_points = self->points->len;

  return (const MusTrainingPoint *) (gpointer) self->points->data;
}

MusModel *
mus_training_job_get_model (MusTrainingJob *self)
{
  return self->model;
}

MusNeighborIndex *
mus_training_job_get_index (MusTrainingJob *self)
{
  return self->index;
}
