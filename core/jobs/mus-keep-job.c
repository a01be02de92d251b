/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jobs/mus-keep-job.h"

struct _MusKeepJob
{
  MusJob parent_instance;

  MusCache         *cache;
  MusCatalog       *catalog;
  MusModel         *model;
  MusNeighborIndex *index;
};

G_DEFINE_FINAL_TYPE (MusKeepJob, mus_keep_job, MUS_TYPE_JOB)

static gboolean
mus_keep_job_run (MusJob *job, const MusRun *run, GError **error)
{
  MusKeepJob *self = MUS_KEEP_JOB (job);
  g_autoptr (GError) notice = NULL;

  if (!mus_catalog_make_checksum (self->catalog, run, error))
    return FALSE;
  if (mus_cache_save_catalog (self->cache, self->catalog, run, &notice) &&
      mus_cache_save_index (self->cache, self->catalog, self->model, self->index, run, &notice))
    return TRUE;
  if (mus_run_is_cancelled (run, error))
    return FALSE;
  mus_job_set_notice (job, notice);

  return TRUE;
}

static void
mus_keep_job_finalize (GObject *object)
{
  MusKeepJob *self = MUS_KEEP_JOB (object);

  mus_cache_unref (self->cache);
  mus_catalog_unref (self->catalog);
  mus_model_unref (self->model);
  mus_neighbor_index_unref (self->index);

  G_OBJECT_CLASS (mus_keep_job_parent_class)->finalize (object);
}

static void
mus_keep_job_class_init (MusKeepJobClass *klass)
{
  MusJobClass *job_class = MUS_JOB_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mus_keep_job_finalize;
  job_class->thread_name = "mus-keep";
  job_class->run = mus_keep_job_run;
}

static void
mus_keep_job_init (MusKeepJob *self)
{
}

MusKeepJob *
mus_keep_job_new (MusCache *cache, MusCatalog *catalog, MusModel *model, MusNeighborIndex *index)
{
  MusKeepJob *self = g_object_new (MUS_TYPE_KEEP_JOB, NULL);

  self->cache = mus_cache_ref (cache);
  self->catalog = mus_catalog_ref (catalog);
  self->model = mus_model_ref (model);
  self->index = mus_neighbor_index_ref (index);

  return self;
}
