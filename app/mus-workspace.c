/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-workspace.h"

#include "mus-history.h"
#include "mus-settings.h"

#define SAMPLE_URI "resource:///com/example/MusRec/sample-catalog.csv"
#define N_SIMILAR 10

struct _MusWorkspace
{
  GObject parent_instance;

  GSettings *settings;

  MusJob *open_job;
  MusJob *job;

  GFile            *file;
  MusCatalog       *catalog;
  MusMatrix        *x;
  MusFamilies      *families;
  MusDistribution   distribution;
  MusModel         *model;
  MusNeighborIndex *index;
  MusMatrix        *positions;
  MusRegions       *regions;
  MusReportJob     *report; /* whose report is shown */

  MusHistory *history;
  guint32     selected;
  GArray     *similar; /* MusRecommendation */
  gsize       n_similar;

  MusFilter filter;
  char     *words; /* that filter.words points to */
};

G_DEFINE_FINAL_TYPE (MusWorkspace, mus_workspace, G_TYPE_OBJECT)

enum
{
  PROP_CATALOG = 1,
  PROP_MODEL,
  PROP_POSITIONS,
  PROP_REGIONS,
  PROP_REPORT,
  PROP_SELECTED,
  PROP_SIMILAR,
  PROP_FILTER,
  PROP_OPEN_JOB,
  PROP_JOB,
  PROP_CAN_GO_BACK,
  PROP_CAN_GO_FORWARD,
  N_PROPS,
};

enum
{
  FAILED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

static void
notify (MusWorkspace *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/*
 * The track that is looked at
 */

static void
update_similar (MusWorkspace *self)
{
  MusRecommendSettings settings = MUS_RECOMMEND_SETTINGS_INIT;

  g_clear_pointer (&self->similar, g_array_unref);
  settings.limit = self->n_similar;
  if (self->index != NULL && self->selected != MUS_NO_ROW)
    self->similar = mus_recommend_similar (self->catalog, self->index, self->selected,
                                           &settings, NULL);
  notify (self, PROP_SIMILAR);
}

static void
show_track (MusWorkspace *self, guint32 row)
{
  self->selected = row;
  self->n_similar = N_SIMILAR;
  notify (self, PROP_SELECTED);
  notify (self, PROP_CAN_GO_BACK);
  notify (self, PROP_CAN_GO_FORWARD);
  update_similar (self);
}

void
mus_workspace_select (MusWorkspace *self, guint32 row)
{
  if (row == self->selected)
    return;

  if (row != MUS_NO_ROW)
    mus_history_visit (self->history, row);
  show_track (self, row);
}

guint32
mus_workspace_get_selected (MusWorkspace *self)
{
  return self->selected;
}

void
mus_workspace_select_any (MusWorkspace *self)
{
  if (self->catalog != NULL)
    mus_workspace_select (
        self, (guint32) g_random_int_range (0, (gint32) mus_catalog_n_tracks (self->catalog)));
}

void
mus_workspace_go_back (MusWorkspace *self)
{
  guint32 row = mus_history_back (self->history);

  if (row != MUS_NO_ROW)
    show_track (self, row);
}

void
mus_workspace_go_forward (MusWorkspace *self)
{
  guint32 row = mus_history_forward (self->history);

  if (row != MUS_NO_ROW)
    show_track (self, row);
}

gboolean
mus_workspace_can_go_back (MusWorkspace *self)
{
  return mus_history_can_go_back (self->history);
}

gboolean
mus_workspace_can_go_forward (MusWorkspace *self)
{
  return mus_history_can_go_forward (self->history);
}

GArray *
mus_workspace_get_similar (MusWorkspace *self)
{
  return self->similar;
}

void
mus_workspace_show_more_similar (MusWorkspace *self)
{
  self->n_similar += N_SIMILAR;
  update_similar (self);
}

/*
 * What the list shows
 */

void
mus_workspace_set_words (MusWorkspace *self, const char *words)
{
  if (g_strcmp0 (self->words, words) == 0)
    return;

  g_free (self->words);
  self->words = g_strdup (words);
  self->filter.words = self->words;
  notify (self, PROP_FILTER);
}

void
mus_workspace_set_genre (MusWorkspace *self, guint16 genre)
{
  if (self->filter.genre == genre)
    return;

  self->filter.genre = genre;
  notify (self, PROP_FILTER);
}

void
mus_workspace_set_artist (MusWorkspace *self, guint32 artist)
{
  if (self->filter.artist == artist)
    return;

  self->filter.artist = artist;
  notify (self, PROP_FILTER);
}

const MusFilter *
mus_workspace_get_filter (MusWorkspace *self)
{
  return &self->filter;
}

static void
clear_filter (MusWorkspace *self)
{
  const MusFilter nothing = MUS_FILTER_INIT;

  g_clear_pointer (&self->words, g_free);
  self->filter = nothing;
}

/*
 * The chain. A result replaces what is there when its job is done, and takes away what no
 * longer belongs to it.
 */

static void
set_positions (MusWorkspace *self, MusMatrix *positions)
{
  g_clear_pointer (&self->positions, mus_matrix_unref);
  self->positions = positions != NULL ? mus_matrix_ref (positions) : NULL;
  notify (self, PROP_POSITIONS);
}

static void
set_regions (MusWorkspace *self, MusRegions *regions)
{
  g_clear_pointer (&self->regions, mus_regions_unref);
  self->regions = regions != NULL ? mus_regions_ref (regions) : NULL;
  notify (self, PROP_REGIONS);
}

static void
set_report (MusWorkspace *self, MusReportJob *report)
{
  g_set_object (&self->report, report);
  notify (self, PROP_REPORT);
}

static void
set_model (MusWorkspace *self, MusModel *model, MusNeighborIndex *index)
{
  g_clear_pointer (&self->model, mus_model_unref);
  g_clear_pointer (&self->index, mus_neighbor_index_unref);
  self->model = model != NULL ? mus_model_ref (model) : NULL;
  self->index = index != NULL ? mus_neighbor_index_ref (index) : NULL;
  notify (self, PROP_MODEL);
  update_similar (self);
  set_report (self, NULL);
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
  clear_filter (self);
  g_clear_pointer (&self->positions, mus_matrix_unref);
  g_clear_pointer (&self->regions, mus_regions_unref);
  g_clear_pointer (&self->model, mus_model_unref);
  g_clear_pointer (&self->index, mus_neighbor_index_unref);
  notify (self, PROP_CATALOG);
  set_positions (self, NULL);
  set_regions (self, NULL);
  set_model (self, NULL, NULL);
  show_track (self, MUS_NO_ROW);
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
  g_signal_connect_object (job, "ended", ended, self, G_CONNECT_DEFAULT);
  if (g_application_get_default () != NULL)
    {
      g_application_hold (g_application_get_default ());
      g_signal_connect (job, "ended", G_CALLBACK (hold_application_cb), NULL);
    }
  mus_job_start (job);
}

static void
let_go (MusWorkspace *self, MusJob **job)
{
  if (*job == NULL)
    return;

  g_signal_handlers_disconnect_by_data (*job, self);
  mus_job_cancel (*job);
  g_clear_object (job);
}

static void
tell_failure (MusWorkspace *self, MusStep step, MusJob *job)
{
  if (mus_job_get_state (job) == MUS_JOB_FAILED)
    g_signal_emit (self, signals[FAILED], 0, step, mus_job_get_error (job));
}

static MusStep
get_step_of (MusJob *job)
{
  if (MUS_IS_TRAINING_JOB (job))
    return MUS_STEP_TRAINING;
  if (MUS_IS_LAYOUT_JOB (job))
    return MUS_STEP_LAYOUT;
  if (MUS_IS_REPORT_JOB (job))
    return MUS_STEP_REPORT;

  return MUS_STEP_NONE;
}

static void
job_ended_cb (MusJob *job, MusWorkspace *self)
{
  g_autoptr (MusJob) ended = g_steal_pointer (&self->job);
  MusStep            step = get_step_of (job);

  if (mus_job_get_state (job) == MUS_JOB_DONE)
    switch (step)
      {
      case MUS_STEP_TRAINING:
        set_model (self, mus_training_job_get_model (MUS_TRAINING_JOB (job)),
                   mus_training_job_get_index (MUS_TRAINING_JOB (job)));
        mus_workspace_lay_out (self);
        break;
      case MUS_STEP_LAYOUT:
        set_positions (self, mus_layout_job_get_positions (MUS_LAYOUT_JOB (job)));
        set_regions (self, mus_layout_job_get_regions (MUS_LAYOUT_JOB (job)));
        if (self->report == NULL)
          mus_workspace_make_report (self, FALSE);
        break;
      case MUS_STEP_REPORT:
        set_report (self, MUS_REPORT_JOB (job));
        break;
      case MUS_STEP_NONE:
      case MUS_STEP_READING:
        break;
      }
  else if (step == MUS_STEP_LAYOUT && self->regions == NULL && self->positions != NULL)
    set_positions (self, NULL);

  if (self->job == NULL)
    notify (self, PROP_JOB);
  tell_failure (self, step, job);
}

static void
replace_job (MusWorkspace *self, MusJob *job)
{
  let_go (self, &self->job);
  self->job = job;
  start_job (job, G_CALLBACK (job_ended_cb), self);
  notify (self, PROP_JOB);
}

static void
open_ended_cb (MusJob *job, MusWorkspace *self)
{
  g_autoptr (MusJob) ended = g_steal_pointer (&self->open_job);

  if (mus_job_get_state (job) == MUS_JOB_DONE)
    {
      let_go (self, &self->job);
      set_catalog (self, MUS_OPEN_JOB (job));
      mus_workspace_train (self);
    }
  notify (self, PROP_OPEN_JOB);
  tell_failure (self, MUS_STEP_READING, job);
}

void
mus_workspace_open (MusWorkspace *self, GFile *file)
{
  let_go (self, &self->open_job);
  self->open_job = MUS_JOB (mus_open_job_new (file, mus_settings_repeats (self->settings)));
  start_job (self->open_job, G_CALLBACK (open_ended_cb), self);
  notify (self, PROP_OPEN_JOB);
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

void
mus_workspace_train (MusWorkspace *self)
{
  MusTrainingSettings settings = mus_settings_training (self->settings);

  if (self->catalog != NULL)
    replace_job (self, MUS_JOB (mus_training_job_new (self->catalog, &settings)));
}

static void
frame_cb (MusLayoutJob *job, MusWorkspace *self)
{
  set_positions (self, mus_layout_job_get_positions (job));
}

void
mus_workspace_lay_out (MusWorkspace *self)
{
  MusLayoutSettings settings = mus_settings_layout (self->settings);
  MusLayoutJob     *job;

  if (self->index == NULL)
    return;

  set_regions (self, NULL);
  job = mus_layout_job_new (self->catalog, self->x, mus_neighbor_index_rows (self->index),
                            &settings);
  g_signal_connect_object (job, "frame", G_CALLBACK (frame_cb), self, G_CONNECT_DEFAULT);
  replace_job (self, MUS_JOB (job));
}

void
mus_workspace_make_report (MusWorkspace *self, gboolean compare_sizes)
{
  if (self->model != NULL)
    replace_job (self, MUS_JOB (mus_report_job_new (self->catalog, self->model, self->index,
                                                    compare_sizes)));
}

void
mus_workspace_close (MusWorkspace *self)
{
  let_go (self, &self->open_job);
  let_go (self, &self->job);
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

/*
 * What there is
 */

GSettings *
mus_workspace_get_settings (MusWorkspace *self)
{
  return self->settings;
}

GFile *
mus_workspace_get_file (MusWorkspace *self)
{
  return self->file;
}

gboolean
mus_workspace_is_sample (MusWorkspace *self)
{
  return self->file != NULL && g_file_has_uri_scheme (self->file, "resource");
}

MusCatalog *
mus_workspace_get_catalog (MusWorkspace *self)
{
  return self->catalog;
}

MusMatrix *
mus_workspace_get_x (MusWorkspace *self)
{
  return self->x;
}

MusFamilies *
mus_workspace_get_families (MusWorkspace *self)
{
  return self->families;
}

const MusDistribution *
mus_workspace_get_distribution (MusWorkspace *self)
{
  return &self->distribution;
}

MusModel *
mus_workspace_get_model (MusWorkspace *self)
{
  return self->model;
}

MusNeighborIndex *
mus_workspace_get_index (MusWorkspace *self)
{
  return self->index;
}

MusMatrix *
mus_workspace_get_positions (MusWorkspace *self)
{
  return self->positions;
}

MusRegions *
mus_workspace_get_regions (MusWorkspace *self)
{
  return self->regions;
}

const MusReport *
mus_workspace_get_report (MusWorkspace *self)
{
  return self->report != NULL ? mus_report_job_get_report (self->report) : NULL;
}

/*
 * The object
 */

static void
mus_workspace_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MusWorkspace *self = MUS_WORKSPACE (object);

  switch (id)
    {
    case PROP_CATALOG:
      g_value_set_boxed (value, self->catalog);
      break;
    case PROP_MODEL:
      g_value_set_boxed (value, self->model);
      break;
    case PROP_POSITIONS:
      g_value_set_boxed (value, self->positions);
      break;
    case PROP_REGIONS:
      g_value_set_boxed (value, self->regions);
      break;
    case PROP_REPORT:
      g_value_set_pointer (value, (gpointer) mus_workspace_get_report (self));
      break;
    case PROP_SELECTED:
      g_value_set_uint (value, self->selected);
      break;
    case PROP_SIMILAR:
      g_value_set_boxed (value, self->similar);
      break;
    case PROP_FILTER:
      g_value_set_pointer (value, &self->filter);
      break;
    case PROP_OPEN_JOB:
      g_value_set_object (value, self->open_job);
      break;
    case PROP_JOB:
      g_value_set_object (value, self->job);
      break;
    case PROP_CAN_GO_BACK:
      g_value_set_boolean (value, mus_workspace_can_go_back (self));
      break;
    case PROP_CAN_GO_FORWARD:
      g_value_set_boolean (value, mus_workspace_can_go_forward (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mus_workspace_dispose (GObject *object)
{
  MusWorkspace *self = MUS_WORKSPACE (object);

  mus_workspace_close (self);
  g_clear_object (&self->report);
  g_clear_object (&self->settings);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (mus_workspace_parent_class)->dispose (object);
}

static void
mus_workspace_finalize (GObject *object)
{
  MusWorkspace *self = MUS_WORKSPACE (object);

  g_clear_pointer (&self->catalog, mus_catalog_unref);
  g_clear_pointer (&self->x, mus_matrix_unref);
  g_clear_pointer (&self->families, mus_families_unref);
  g_clear_pointer (&self->model, mus_model_unref);
  g_clear_pointer (&self->index, mus_neighbor_index_unref);
  g_clear_pointer (&self->positions, mus_matrix_unref);
  g_clear_pointer (&self->regions, mus_regions_unref);
  g_clear_pointer (&self->history, mus_history_free);
  g_clear_pointer (&self->similar, g_array_unref);
  g_clear_pointer (&self->words, g_free);

  G_OBJECT_CLASS (mus_workspace_parent_class)->finalize (object);
}

static void
mus_workspace_class_init (MusWorkspaceClass *klass)
{
  GObjectClass    *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = mus_workspace_dispose;
  object_class->finalize = mus_workspace_finalize;
  object_class->get_property = mus_workspace_get_property;

  properties[PROP_CATALOG] =
      g_param_spec_boxed ("catalog", NULL, NULL, MUS_TYPE_CATALOG, flags);
  properties[PROP_MODEL] = g_param_spec_boxed ("model", NULL, NULL, MUS_TYPE_MODEL, flags);
  properties[PROP_POSITIONS] =
      g_param_spec_boxed ("positions", NULL, NULL, MUS_TYPE_MATRIX, flags);
  properties[PROP_REGIONS] =
      g_param_spec_boxed ("regions", NULL, NULL, MUS_TYPE_REGIONS, flags);
  properties[PROP_REPORT] = g_param_spec_pointer ("report", NULL, NULL, flags);
  properties[PROP_SELECTED] =
      g_param_spec_uint ("selected", NULL, NULL, 0, MUS_NO_ROW, MUS_NO_ROW, flags);
  properties[PROP_SIMILAR] =
      g_param_spec_boxed ("similar", NULL, NULL, G_TYPE_ARRAY, flags);
  properties[PROP_FILTER] = g_param_spec_pointer ("filter", NULL, NULL, flags);
  properties[PROP_OPEN_JOB] =
      g_param_spec_object ("open-job", NULL, NULL, MUS_TYPE_JOB, flags);
  properties[PROP_JOB] = g_param_spec_object ("job", NULL, NULL, MUS_TYPE_JOB, flags);
  properties[PROP_CAN_GO_BACK] =
      g_param_spec_boolean ("can-go-back", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_GO_FORWARD] =
      g_param_spec_boolean ("can-go-forward", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_ERROR);
}

static void
mus_workspace_init (MusWorkspace *self)
{
  const MusFilter nothing = MUS_FILTER_INIT;

  self->history = mus_history_new ();
  self->selected = MUS_NO_ROW;
  self->n_similar = N_SIMILAR;
  self->filter = nothing;
}

MusWorkspace *
mus_workspace_new (GSettings *settings)
{
  MusWorkspace *self = g_object_new (MUS_TYPE_WORKSPACE, NULL);

  self->settings = g_object_ref (settings);

  return self;
}
