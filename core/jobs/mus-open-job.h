/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/mus-catalog.h"
#include "catalog/mus-distribution.h"
#include "jobs/mus-job.h"
#include "layout/mus-families.h"
#include "storage/mus-cache.h"

G_BEGIN_DECLS

/**
 * MusOpenJob: reads and cleans a catalog
 */
#define MUS_TYPE_OPEN_JOB (mus_open_job_get_type ())
G_DECLARE_FINAL_TYPE (MusOpenJob, mus_open_job, MUS, OPEN_JOB, MusJob)

MusOpenJob *mus_open_job_new (GFile *file, MusRepeats repeats);

/**
 * mus_open_job_set_cache:
 * @cache: (nullable): where the catalog may be found. It is not put there: MusKeepJob does
 *   that, when nobody waits any more
 *
 * Before the job is started.
 */
void mus_open_job_set_cache (MusOpenJob *self, MusCache *cache);

GFile *mus_open_job_get_file (MusOpenJob *self);

/**
 * mus_open_job_get_catalog:
 *
 * Returns: (transfer none) (nullable): the catalog, once the job is done
 */
MusCatalog *mus_open_job_get_catalog (MusOpenJob *self);

/**
 * mus_open_job_get_x:
 *
 * Returns: (transfer none) (nullable): its standardised features
 */
MusMatrix *mus_open_job_get_x (MusOpenJob *self);

/**
 * mus_open_job_get_families:
 *
 * Returns: (transfer none) (nullable): its genres' families
 */
MusFamilies *mus_open_job_get_families (MusOpenJob *self);

/**
 * mus_open_job_get_distribution:
 *
 * Returns: (transfer none): how its features are spread, once the job is done
 */
const MusDistribution *mus_open_job_get_distribution (MusOpenJob *self);

G_END_DECLS
