/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jobs/mus-job.h"
#include "training/mus-model.h"

G_BEGIN_DECLS

/**
 * MusSaveJob: writes a model, with its embedding, to a file
 *
 * It can't be cancelled halfway: the file is replaced at once or not at all.
 */
#define MUS_TYPE_SAVE_JOB (mus_save_job_get_type ())
G_DECLARE_FINAL_TYPE (MusSaveJob, mus_save_job, MUS, SAVE_JOB, MusJob)

MusSaveJob *mus_save_job_new (MusModel *model, GFile *file);

G_END_DECLS
