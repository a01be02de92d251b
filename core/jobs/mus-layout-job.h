/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jobs/mus-job.h"
#include "layout/mus-layout.h"
#include "layout/mus-regions.h"
#include "storage/mus-cache.h"

G_BEGIN_DECLS

/**
 * MusLayoutJob: makes the map, and finds its regions when it is finished
 *
 * The signal "frame" tells that the map has moved. At most one frame waits; a window that
 * is slower than the calculation sees the latest.
 */
#define MUS_TYPE_LAYOUT_JOB (mus_layout_job_get_type ())
G_DECLARE_FINAL_TYPE (MusLayoutJob, mus_layout_job, MUS, LAYOUT_JOB, MusJob)

MusLayoutJob *mus_layout_job_new (MusCatalog *catalog, MusMatrix *x, MusMatrix *embedding,
                                  const MusLayoutSettings *settings);

/**
 * mus_layout_job_set_cache:
 * @cache: (nullable): where the map is kept
 * @model: whose embedding is laid out
 * @may_load: whether one that is there already may be taken instead of making it
 *
 * Before the job is started.
 */
void mus_layout_job_set_cache (MusLayoutJob *self, MusCache *cache, MusModel *model,
                               gboolean may_load);

/**
 * mus_layout_job_set_reference:
 * @reference: (nullable): (N, 2) another map of the same tracks, on which all frames and the
 *   result are turned, moved and scaled (see mus_alignment_apply())
 *
 * Before the job is started.
 */
void mus_layout_job_set_reference (MusLayoutJob *self, MusMatrix *reference);

/**
 * mus_layout_job_get_positions:
 *
 * Returns: (transfer none) (nullable): (N, 2) the latest frame; the finished map once the
 *   job is done
 */
MusMatrix *mus_layout_job_get_positions (MusLayoutJob *self);

/**
 * mus_layout_job_get_iteration:
 * @n_iterations: (out) (optional): of how many
 * @kl_divergence: (out) (optional): the latest that was calculated, or NaN
 *
 * Returns: of the latest frame; 0 while the neighbors are searched
 */
guint mus_layout_job_get_iteration (MusLayoutJob *self, guint *n_iterations,
                                    double *kl_divergence);

/**
 * mus_layout_job_get_regions:
 *
 * Returns: (transfer none) (nullable): the regions, once the job is done
 */
MusRegions *mus_layout_job_get_regions (MusLayoutJob *self);

/**
 * mus_layout_job_get_info:
 *
 * Returns: (transfer none) (nullable): how it went, once the job is done
 */
const MusLayoutInfo *mus_layout_job_get_info (MusLayoutJob *self);

/**
 * mus_layout_job_set_paused:
 *
 * A paused job keeps its place, and can be cancelled or stopped.
 */
void     mus_layout_job_set_paused (MusLayoutJob *self, gboolean paused);
gboolean mus_layout_job_get_paused (MusLayoutJob *self);

G_END_DECLS
