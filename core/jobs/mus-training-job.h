/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jobs/mus-job.h"
#include "neighbors/mus-neighbor-index.h"
#include "storage/mus-cache.h"
#include "training/mus-model.h"

G_BEGIN_DECLS

/**
 * MusTrainingJob: learns a model from a catalog and makes it searchable
 *
 * The signal "points-added" (guint first, guint n) tells that the curves have grown.
 */
#define MUS_TYPE_TRAINING_JOB (mus_training_job_get_type ())
G_DECLARE_FINAL_TYPE (MusTrainingJob, mus_training_job, MUS, TRAINING_JOB, MusJob)

MusTrainingJob *mus_training_job_new (MusCatalog *catalog, const MusTrainingSettings *settings);

/**
 * mus_training_job_set_cache:
 * @cache: (nullable): where the model is kept
 * @may_load: whether one that is there already may be taken instead of learning
 *
 * Before the job is started.
 */
void mus_training_job_set_cache (MusTrainingJob *self, MusCache *cache, gboolean may_load);

/**
 * mus_training_job_set_file:
 * @file: a model file
 *
 * Opens that model for the catalog instead of learning one; with %MUS_ERROR_MODEL_FORMAT
 * when it is none or doesn't fit. Before the job is started.
 */
void   mus_training_job_set_file (MusTrainingJob *self, GFile *file);

/**
 * mus_training_job_get_file:
 *
 * Returns: (transfer none) (nullable): the model file that is opened
 */
GFile *mus_training_job_get_file (MusTrainingJob *self);

const MusTrainingSettings *mus_training_job_get_settings (MusTrainingJob *self);

/**
 * mus_training_job_get_points:
 * @n_points: (out): how many epochs there are so far
 *
 * Returns: (transfer none): the curves; valid until the next "points-added"
 */
const MusTrainingPoint *mus_training_job_get_points (MusTrainingJob *self, gsize *n_points);

/**
 * mus_training_job_get_model:
 *
 * Returns: (transfer none) (nullable): the model, once the job is done
 */
MusModel *mus_training_job_get_model (MusTrainingJob *self);

/**
 * mus_training_job_get_index:
 *
 * Returns: (transfer none) (nullable): its embedding, to be searched by cosine
 */
MusNeighborIndex *mus_training_job_get_index (MusTrainingJob *self);

G_END_DECLS
