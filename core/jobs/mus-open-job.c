/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jobs/mus-open-job.h"

#include "base/mus-blas.h"
#include "catalog/mus-catalog-reader.h"
#include "catalog/mus-scaler.h"

#define READ_SHARE 0.95 /* of the time; the rest goes to scaling and grouping */

struct _MusOpenJob
{
  MusJob parent_instance;

  GFile     *file;
  MusRepeats repeats;
  MusCache  *cache; /* (nullable) */

  /* Written by the thread, read by the owner after "ended". */
  MusCatalog  *catalog;
  MusMatrix   *x;
  MusFamilies *families;

  MusDistribution distribution;
};

G_DEFINE_FINAL_TYPE (MusOpenJob, mus_open_job, MUS_TYPE_JOB)

/* Returns: (transfer full) (nullable): the catalog as it was read at an earlier time */
static MusCatalog *
load_kept (MusOpenJob *self, const MusRun *run)
{
  g_autofree char *name = NULL;
  g_autofree char *source = NULL;
  g_autoptr (GError) error = NULL;
  MusCatalog *catalog;

  if (self->cache != NULL)
    source = mus_catalog_identify_source (self->file, run, &name);
  if (source == NULL)
    return NULL;

  catalog = mus_cache_load_catalog (self->cache, source, name, self->repeats, run, &error);
  mus_job_set_notice (MUS_JOB (self), error);

  return catalog;
}

/* Returns: (transfer full): the catalog, prepared for searching, or %NULL with @error */
static MusCatalog *
get_catalog (MusOpenJob *self, const MusRun *run, GError **error)
{
  MusRun                 part = mus_run_part (run, 0.0, READ_SHARE);
  g_autoptr (MusCatalog) catalog = NULL;

  if (!mus_blas_prepare (error))
    return NULL;
  catalog = load_kept (self, run);
  if (catalog != NULL)
    return g_steal_pointer (&catalog);

  catalog = mus_catalog_read (self->file, self->repeats, &part, error);
  if (catalog == NULL || !mus_catalog_prepare_search (catalog, run, error))
    return NULL;

  return g_steal_pointer (&catalog);
}

static gboolean
mus_open_job_run (MusJob *job, const MusRun *run, GError **error)
{
  MusOpenJob            *self = MUS_OPEN_JOB (job);
  MusScaler              scaler;
  g_autoptr (MusCatalog) catalog = get_catalog (self, run, error);
  g_autoptr (MusMatrix)  x = NULL;

  if (catalog == NULL || !mus_scaler_fit (&scaler, mus_catalog_features (catalog), run, error))
    return FALSE;
  x = mus_scaler_transform (&scaler, mus_catalog_features (catalog), run, error);
  if (x == NULL ||
      !mus_distribution_fit (&self->distribution, mus_catalog_features (catalog), run, error))
    return FALSE;

  self->families = mus_families_new (catalog, x, run, error);
  if (self->families == NULL)
    return FALSE;

  self->x = g_steal_pointer (&x);
  self->catalog = g_steal_pointer (&catalog);
  mus_run_report (run, 1.0);

  return TRUE;
}

static void
mus_open_job_finalize (GObject *object)
{
  MusOpenJob *self = MUS_OPEN_JOB (object);

  g_clear_object (&self->file);
  g_clear_pointer (&self->cache, mus_cache_unref);
  g_clear_pointer (&self->catalog, mus_catalog_unref);
  g_clear_pointer (&self->x, mus_matrix_unref);
  g_clear_pointer (&self->families, mus_families_unref);

  G_OBJECT_CLASS (mus_open_job_parent_class)->finalize (object);
}

static void
mus_open_job_class_init (MusOpenJobClass *klass)
{
  MusJobClass *job_class = MUS_JOB_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mus_open_job_finalize;
  job_class->thread_name = "mus-open";
  job_class->run = mus_open_job_run;
}

static void
mus_open_job_init (MusOpenJob *self)
{
}

MusOpenJob *
mus_open_job_new (GFile *file, MusRepeats repeats)
{
  MusOpenJob *self = g_object_new (MUS_TYPE_OPEN_JOB, NULL);

  self->file = g_object_ref (file);
  self->repeats = repeats;

  return self;
}

void
mus_open_job_set_cache (MusOpenJob *self, MusCache *cache)
{
  g_clear_pointer (&self->cache, mus_cache_unref);
  self->cache = cache != NULL ? mus_cache_ref (cache) : NULL;
}

GFile *
mus_open_job_get_file (MusOpenJob *self)
{
  return self->file;
}

MusCatalog *
mus_open_job_get_catalog (MusOpenJob *self)
{
  return self->catalog;
}

MusMatrix *
mus_open_job_get_x (MusOpenJob *self)
{
  return self->x;
}

MusFamilies *
mus_open_job_get_families (MusOpenJob *self)
{
  return self->families;
}

const MusDistribution *
mus_open_job_get_distribution (MusOpenJob *self)
{
  return &self->distribution;
}
