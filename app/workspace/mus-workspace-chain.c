/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "workspace/mus-workspace-private.h"

#include <glib/gi18n.h>

#include "workspace/mus-settings.h"

#define SAMPLE_URI "resource:///com/example/MusRec/sample-catalog.csv"

/* A result replaces what is there when its job is done, and takes away what no longer
 * belongs to it. */

static void
set_positions (MusWorkspace *self, MusMatrix *positions)
{
  MusLearned *learned = mus_workspace_learned (self);
  gboolean    is_first = (learned->positions == NULL) != (positions == NULL);

  g_clear_pointer (&learned->positions, mus_matrix_unref);
  learned->positions = positions != NULL ? mus_matrix_ref (positions) : NULL;
  mus_workspace_notify (self, PROP_POSITIONS);
  if (is_first)
    mus_workspace_notify (self, PROP_REGIONS);
}

static void
set_regions (MusWorkspace *self, MusRegions *regions)
{
  MusLearned *learned = mus_workspace_learned (self);

  g_clear_pointer (&learned->regions, mus_regions_unref);
  learned->regions = regions != NULL ? mus_regions_ref (regions) : NULL;
  mus_workspace_notify (self, PROP_REGIONS);
}

static void
set_report (MusWorkspace *self, MusReportJob *report)
{
  g_set_object (&mus_workspace_learned (self)->report, report);
  mus_workspace_notify (self, PROP_REPORT);
}

static void
set_model (MusWorkspace *self, MusModel *model, MusNeighborIndex *index)
{
  MusLearned *learned = mus_workspace_learned (self);

  g_clear_pointer (&learned->model, mus_model_unref);
  g_clear_pointer (&learned->index, mus_neighbor_index_unref);
  learned->model = mus_model_ref (model);
  learned->index = mus_neighbor_index_ref (index);
  mus_workspace_notify (self, PROP_MODEL);
  mus_workspace_forget_trails (self);
  mus_workspace_update_similar (self);
  set_report (self, NULL);
}

/* All that depends on the way. */
static void
notify_way (MusWorkspace *self)
{
  mus_workspace_notify (self, PROP_WAY);
  mus_workspace_notify (self, PROP_POSITIONS);
  mus_workspace_notify (self, PROP_REGIONS);
  mus_workspace_notify (self, PROP_MODEL);
  mus_workspace_notify (self, PROP_REPORT);
}

static void
set_catalog (MusWorkspace *self, MusOpenJob *job)
{
  g_clear_pointer (&self->catalog, mus_catalog_unref);
  g_clear_pointer (&self->x, mus_matrix_unref);
  g_clear_pointer (&self->families, mus_families_unref);
  self->catalog = mus_catalog_ref (mus_open_job_get_catalog (job));
  self->x = mus_matrix_ref (mus_open_job_get_x (job));
  self->families = mus_families_ref (mus_open_job_get_families (job));
  self->distribution = *mus_open_job_get_distribution (job);
  g_set_object (&self->file, mus_open_job_get_file (job));

  mus_history_clear (self->history);
  self->selected = MUS_NO_ROW;
  mus_workspace_forget_trails (self);
  mus_workspace_clear_filter (self);
  mus_taste_store_set_catalog (self->tastes, self->catalog);
  for (guint way = 0; way < MUS_N_WAYS; way++)
    mus_learned_clear (&self->learned[way]);
  self->way = mus_workspace_has_genres (self) ? mus_settings_way (self->settings)
                                              : MUS_WAY_SOUND;
  mus_workspace_notify (self, PROP_CATALOG);
  mus_filters_set_catalog (self->filters, self->catalog);
  notify_way (self);
  mus_workspace_show_track (self, MUS_NO_ROW);
}

/* Main waits for the thread of a job that was let go, so that it never outlives what it
 * works with. */
static void
hold_application_cb (MusJob *job)
{
  GApplication *application = g_application_get_default ();

  if (application != NULL)
    g_application_release (application);
}

static void
start_job (MusJob *job, GCallback ended, MusWorkspace *self)
{
  mus_log_follow (self->log, job);
  g_signal_connect_object (job, "ended", ended, self, G_CONNECT_DEFAULT);
  if (g_application_get_default () != NULL)
    {
      g_application_hold (g_application_get_default ());
      g_signal_connect (job, "ended", G_CALLBACK (hold_application_cb), NULL);
    }
  mus_job_start (job);
}

/* A job goes on to its end, and nobody here hears of it. */
static void
leave (MusWorkspace *self, MusJob **job)
{
  if (*job != NULL)
    g_signal_handlers_disconnect_by_data (*job, self);
  g_clear_object (job);
}

static void
let_go (MusWorkspace *self, MusJob **job)
{
  if (*job != NULL)
    mus_job_cancel (*job);
  leave (self, job);
}

static void
tell_failure (MusWorkspace *self, MusStep step, MusJob *job)
{
  if (mus_job_get_state (job) == MUS_JOB_FAILED)
    mus_workspace_emit_failed (self, step, mus_job_get_error (job));
}

static MusStep
get_step_of (MusJob *job)
{
  if (MUS_IS_TRAINING_JOB (job))
    return mus_training_job_get_file (MUS_TRAINING_JOB (job)) != NULL ? MUS_STEP_MODEL
                                                                      : MUS_STEP_TRAINING;
  if (MUS_IS_LAYOUT_JOB (job))
    return MUS_STEP_LAYOUT;
  if (MUS_IS_REPORT_JOB (job))
    return MUS_STEP_REPORT;

  return MUS_STEP_NONE;
}

/* @may_load: whether what is kept of an earlier time will do */
static void train (MusWorkspace *self, gboolean may_load);
static void lay_out (MusWorkspace *self, gboolean may_load);

/* Starts the first step that has no result yet. */
static void
go_on (MusWorkspace *self)
{
  const MusLearned       *learned = mus_workspace_learned (self);
  const MusReportSettings usual = MUS_REPORT_SETTINGS_INIT;

  if (learned->model == NULL)
    train (self, TRUE);
  else if (learned->regions == NULL)
    lay_out (self, TRUE);
  else if (learned->report == NULL)
    mus_workspace_make_report (self, &usual);
}

static void
tell_notice (MusWorkspace *self, MusJob *job)
{
  if (mus_job_get_notice (job) != NULL)
    mus_workspace_tell (self, mus_job_get_notice (job));
}

static void
keep_ended_cb (MusJob *job, MusWorkspace *self)
{
  g_autoptr (MusJob) ended = g_steal_pointer (&self->keep_job);

  tell_notice (self, job);
}

/* When the map is there nobody waits for the disk. */
static void
keep (MusWorkspace *self)
{
  const MusLearned *learned = mus_workspace_learned (self);

  if (self->cache == NULL || self->keep_job != NULL)
    return;

  self->keep_job =
      MUS_JOB (mus_keep_job_new (self->cache, self->catalog, learned->model, learned->index));
  start_job (self->keep_job, G_CALLBACK (keep_ended_cb), self);
}

/* A model that was opened may be one of the other way. */
static void
follow_model (MusWorkspace *self, const MusModel *model)
{
  MusWay way = mus_workspace_has_genres (self) ? mus_model_settings (model)->way : MUS_WAY_SOUND;

  if (way == self->way)
    return;

  self->way = way;
  mus_settings_set_way (self->settings, way);
  notify_way (self);
}

/* Lists and the map have stayed with the other way; it is the chosen one again. */
static void
give_way_up (MusWorkspace *self)
{
  MusWay other = self->way == MUS_WAY_SOUND ? MUS_WAY_SOUND_GENRE : MUS_WAY_SOUND;

  if (mus_workspace_learned (self)->model == NULL && self->learned[other].model != NULL)
    mus_workspace_set_way (self, other);
}

static void
job_ended_cb (MusJob *job, MusWorkspace *self)
{
  g_autoptr (MusJob) ended = g_steal_pointer (&self->job);
  MusStep            step = get_step_of (job);

  if (mus_job_get_state (job) == MUS_JOB_DONE)
    switch (step)
      {
      case MUS_STEP_MODEL:
        follow_model (self, mus_training_job_get_model (MUS_TRAINING_JOB (job)));
        /* fall through */
      case MUS_STEP_TRAINING:
        set_model (self, mus_training_job_get_model (MUS_TRAINING_JOB (job)),
                   mus_training_job_get_index (MUS_TRAINING_JOB (job)));
        lay_out (self, TRUE);
        break;
      case MUS_STEP_LAYOUT:
        set_positions (self, mus_layout_job_get_positions (MUS_LAYOUT_JOB (job)));
        set_regions (self, mus_layout_job_get_regions (MUS_LAYOUT_JOB (job)));
        keep (self);
        go_on (self);
        break;
      case MUS_STEP_REPORT:
        set_report (self, MUS_REPORT_JOB (job));
        break;
      case MUS_STEP_NONE:
      case MUS_STEP_READING:
      case MUS_STEP_SAVING:
        break;
      }
  else if (step == MUS_STEP_LAYOUT && mus_workspace_learned (self)->regions == NULL)
    set_positions (self, NULL);
  else if (step == MUS_STEP_MODEL)
    go_on (self);
  else if (step == MUS_STEP_TRAINING)
    give_way_up (self);

  if (self->job == NULL)
    mus_workspace_notify (self, PROP_JOB);
  tell_failure (self, step, job);
  tell_notice (self, job);
}

static void
replace_job (MusWorkspace *self, MusJob *job)
{
  let_go (self, &self->job);
  self->job = job;
  start_job (job, G_CALLBACK (job_ended_cb), self);
  mus_workspace_notify (self, PROP_JOB);
}

static void
open_ended_cb (MusJob *job, MusWorkspace *self)
{
  g_autoptr (MusJob) ended = g_steal_pointer (&self->open_job);

  if (mus_job_get_state (job) == MUS_JOB_DONE)
    {
      let_go (self, &self->job);
      set_catalog (self, MUS_OPEN_JOB (job));
      go_on (self);
    }
  mus_workspace_notify (self, PROP_OPEN_JOB);
  tell_failure (self, MUS_STEP_READING, job);
  tell_notice (self, job);
}

void
mus_workspace_open (MusWorkspace *self, GFile *file)
{
  MusOpenJob *job = mus_open_job_new (file, mus_settings_repeats (self->settings));

  mus_open_job_set_cache (job, self->cache);
  let_go (self, &self->open_job);
  self->open_job = MUS_JOB (job);
  start_job (self->open_job, G_CALLBACK (open_ended_cb), self);
  mus_workspace_notify (self, PROP_OPEN_JOB);
}

void
mus_workspace_open_sample (MusWorkspace *self)
{
  g_autoptr (GFile) file = g_file_new_for_uri (SAMPLE_URI);

  mus_workspace_open (self, file);
}

void
mus_workspace_reopen (MusWorkspace *self)
{
  g_autoptr (GFile) file = NULL;

  if (self->file == NULL)
    return;

  file = g_object_ref (self->file);
  mus_workspace_open (self, file);
}

static void
train (MusWorkspace *self, gboolean may_load)
{
  MusTrainingSettings settings = mus_settings_training (self->settings);
  MusTrainingJob     *job;

  if (self->catalog == NULL)
    return;

  settings.way = self->way;
  job = mus_training_job_new (self->catalog, &settings);
  mus_training_job_set_cache (job, self->cache, may_load);
  replace_job (self, MUS_JOB (job));
}

void
mus_workspace_train (MusWorkspace *self)
{
  train (self, FALSE);
}

void
mus_workspace_open_model (MusWorkspace *self, GFile *file)
{
  const MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  MusTrainingJob           *job;

  if (self->catalog == NULL)
    return;

  job = mus_training_job_new (self->catalog, &settings);
  mus_training_job_set_file (job, file);
  mus_training_job_set_cache (job, self->cache, TRUE);
  replace_job (self, MUS_JOB (job));
}

static void
save_ended_cb (MusJob *job, MusWorkspace *self)
{
  g_autoptr (MusJob) ended = g_steal_pointer (&self->save_job);

  if (mus_job_get_state (job) == MUS_JOB_DONE)
    mus_workspace_tell (self, _ ("The model has been saved."));
  tell_failure (self, MUS_STEP_SAVING, job);
}

void
mus_workspace_save_model (MusWorkspace *self, GFile *file)
{
  MusModel *model = mus_workspace_get_model (self);

  if (model == NULL || self->save_job != NULL)
    return;

  self->save_job = MUS_JOB (mus_save_job_new (model, file));
  start_job (self->save_job, G_CALLBACK (save_ended_cb), self);
}

static void
frame_cb (MusLayoutJob *job, MusWorkspace *self)
{
  set_positions (self, mus_layout_job_get_positions (job));
}

/* A finished map of the other way, which this one's shall resemble. */
static MusMatrix *
get_reference (MusWorkspace *self)
{
  for (guint way = 0; way < MUS_N_WAYS; way++)
    if (way != self->way && self->learned[way].regions != NULL)
      return self->learned[way].positions;

  return NULL;
}

static void
lay_out (MusWorkspace *self, gboolean may_load)
{
  MusLayoutSettings settings = mus_settings_layout (self->settings);
  MusNeighborIndex *index = mus_workspace_learned (self)->index;
  MusLayoutJob     *job;

  if (index == NULL)
    return;

  set_regions (self, NULL);
  job = mus_layout_job_new (self->catalog, self->x, mus_neighbor_index_rows (index), &settings);
  mus_layout_job_set_cache (job, self->cache, mus_workspace_learned (self)->model, may_load);
  mus_layout_job_set_reference (job, get_reference (self));
  g_signal_connect_object (job, "frame", G_CALLBACK (frame_cb), self, G_CONNECT_DEFAULT);
  replace_job (self, MUS_JOB (job));
}

void
mus_workspace_lay_out (MusWorkspace *self)
{
  lay_out (self, FALSE);
}

void
mus_workspace_make_report (MusWorkspace *self, const MusReportSettings *settings)
{
  const MusLearned *learned = mus_workspace_learned (self);
  MusReportSettings own = *settings;

  if (learned->model == NULL)
    return;

  own.known = mus_workspace_get_report (self);
  own.known_is_own = own.known != NULL;
  for (guint way = 0; way < MUS_N_WAYS && own.known == NULL; way++)
    own.known = mus_workspace_get_report_of (self, way);
  replace_job (self, MUS_JOB (mus_report_job_new (self->catalog, learned->model, learned->index,
                                                  &own)));
}

void
mus_workspace_set_way (MusWorkspace *self, MusWay way)
{
  if (way == self->way || (way == MUS_WAY_SOUND_GENRE && !mus_workspace_has_genres (self)))
    return;

  /* What was being made belongs to the other way. */
  let_go (self, &self->job);
  if (mus_workspace_learned (self)->regions == NULL)
    g_clear_pointer (&mus_workspace_learned (self)->positions, mus_matrix_unref);
  self->way = way;
  mus_settings_set_way (self->settings, way);
  notify_way (self);
  mus_workspace_forget_trails (self);
  mus_workspace_update_similar (self);
  mus_workspace_notify (self, PROP_JOB);
  go_on (self);
}

void
mus_workspace_close (MusWorkspace *self)
{
  let_go (self, &self->open_job);
  let_go (self, &self->job);
  let_go (self, &self->save_job);
  /* For the next start. */
  leave (self, &self->keep_job);
}

MusStep
mus_workspace_get_step (MusWorkspace *self)
{
  return self->open_job != NULL ? MUS_STEP_READING : get_step_of (self->job);
}

MusJob *
mus_workspace_get_open_job (MusWorkspace *self)
{
  return self->open_job;
}

MusJob *
mus_workspace_get_job (MusWorkspace *self)
{
  return self->job;
}
