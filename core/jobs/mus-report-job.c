/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jobs/mus-report-job.h"

struct _MusReportJob
{
  MusJob parent_instance;

  MusCatalog       *catalog;
  MusModel         *model;
  MusNeighborIndex *index;
  MusReportSettings settings;
  MusReport         known;

  MusReport *report; /* written by the thread, read by the owner after "ended" */
};

G_DEFINE_FINAL_TYPE (MusReportJob, mus_report_job, MUS_TYPE_JOB)

static gboolean
mus_report_job_run (MusJob *job, const MusRun *run, GError **error)
{
  MusReportJob *self = MUS_REPORT_JOB (job);

  self->report = mus_report_new (self->catalog, self->model, self->index, &self->settings, run,
                                 error);

  return self->report != NULL;
}

static void
mus_report_job_finalize (GObject *object)
{
  MusReportJob *self = MUS_REPORT_JOB (object);

  g_clear_pointer (&self->catalog, mus_catalog_unref);
  g_clear_pointer (&self->model, mus_model_unref);
  g_clear_pointer (&self->index, mus_neighbor_index_unref);
  g_clear_pointer (&self->report, mus_report_free);

  G_OBJECT_CLASS (mus_report_job_parent_class)->finalize (object);
}

static void
mus_report_job_class_init (MusReportJobClass *klass)
{
  MusJobClass *job_class = MUS_JOB_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mus_report_job_finalize;
  job_class->thread_name = "mus-report";
  job_class->run = mus_report_job_run;
}

static void
mus_report_job_init (MusReportJob *self)
{
}

MusReportJob *
mus_report_job_new (MusCatalog *catalog, MusModel *model, MusNeighborIndex *index,
                    const MusReportSettings *settings)
{
  MusReportJob *self = g_object_new (MUS_TYPE_REPORT_JOB, NULL);

  self->catalog = mus_catalog_ref (catalog);
  self->model = mus_model_ref (model);
  self->index = mus_neighbor_index_ref (index);
  self->settings = *settings;
  if (settings->known != NULL)
    {
      self->known = *settings->known;
      self->settings.known = &self->known;
    }

  return self;
}

const MusReport *
mus_report_job_get_report (MusReportJob *self)
{
  return self->report;
}
