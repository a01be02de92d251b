/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jobs/mus-job.h"
#include "storage/mus-cache.h"

G_BEGIN_DECLS

/**
 * MusKeepJob: puts into the cache what is large, for the next start
 *
 * The catalog and the index of a model's embedding of it, each where it is not there yet.
 * A notice tells when that can't be done.
 */
#define MUS_TYPE_KEEP_JOB (mus_keep_job_get_type ())
G_DECLARE_FINAL_TYPE (MusKeepJob, mus_keep_job, MUS, KEEP_JOB, MusJob)

MusKeepJob *mus_keep_job_new (MusCache *cache, MusCatalog *catalog, MusModel *model,
                              MusNeighborIndex *index);

G_END_DECLS
