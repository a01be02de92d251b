/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evaluation/mus-report.h"
#include "jobs/mus-job.h"

G_BEGIN_DECLS

/**
 * MusReportJob: calculates the figures of the report
 */
#define MUS_TYPE_REPORT_JOB (mus_report_job_get_type ())
G_DECLARE_FINAL_TYPE (MusReportJob, mus_report_job, MUS, REPORT_JOB, MusJob)

/**
 * mus_report_job_new:
 * @settings: valid ones; copied, with the report that is known
 */
MusReportJob *mus_report_job_new (MusCatalog *catalog, MusModel *model, MusNeighborIndex *index,
                                  const MusReportSettings *settings);

/**
 * mus_report_job_get_report:
 *
 * Returns: (transfer none) (nullable): the report, once the job is done
 */
const MusReport *mus_report_job_get_report (MusReportJob *self);

G_END_DECLS
