/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "workspace/mus-workspace-private.h"

#include "workspace/mus-settings.h"

G_DEFINE_FINAL_TYPE (MusWorkspace, mus_workspace, G_TYPE_OBJECT)

enum
{
  FAILED,
  NOTICE,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

void
mus_learned_clear (MusLearned *self)
{
  g_clear_pointer (&self->model, mus_model_unref);
  g_clear_pointer (&self->index, mus_neighbor_index_unref);
  g_clear_pointer (&self->positions, mus_matrix_unref);
  g_clear_pointer (&self->regions, mus_regions_unref);
  g_clear_object (&self->report);
}

MusLearned *
mus_workspace_learned (MusWorkspace *self)
{
  return &self->learned[self->way];
}

static const MusLearned *
get_other (MusWorkspace *self)
{
  return &self->learned[self->way == MUS_WAY_SOUND ? MUS_WAY_SOUND_GENRE : MUS_WAY_SOUND];
}

const MusLearned *
mus_workspace_learned_for_lists (MusWorkspace *self)
{
  const MusLearned *learned = mus_workspace_learned (self);

  return learned->model != NULL ? learned : get_other (self);
}

const MusLearned *
mus_workspace_learned_for_map (MusWorkspace *self)
{
  const MusLearned *learned = mus_workspace_learned (self);

  return learned->positions != NULL ? learned : get_other (self);
}

void
mus_workspace_notify (MusWorkspace *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
mus_workspace_emit_failed (MusWorkspace *self, MusStep step, const GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, step, error);
}

void
mus_workspace_tell (MusWorkspace *self, const char *sentence)
{
  g_signal_emit (self, signals[NOTICE], 0, sentence);
}

/*
 * What there is
 */

GSettings *
mus_workspace_get_settings (MusWorkspace *self)
{
  return self->settings;
}

MusLog *
mus_workspace_get_log (MusWorkspace *self)
{
  return self->log;
}

MusTasteStore *
mus_workspace_get_tastes (MusWorkspace *self)
{
  return self->tastes;
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

MusWay
mus_workspace_get_way (MusWorkspace *self)
{
  return self->way;
}

gboolean
mus_workspace_has_genres (MusWorkspace *self)
{
  return self->catalog != NULL && mus_catalog_n_genres (self->catalog) > 0;
}

MusModel *
mus_workspace_get_model (MusWorkspace *self)
{
  return mus_workspace_learned_for_lists (self)->model;
}

MusNeighborIndex *
mus_workspace_get_index (MusWorkspace *self)
{
  return mus_workspace_learned_for_lists (self)->index;
}

MusMatrix *
mus_workspace_get_positions (MusWorkspace *self)
{
  return mus_workspace_learned_for_map (self)->positions;
}

MusRegions *
mus_workspace_get_regions (MusWorkspace *self)
{
  return mus_workspace_learned_for_map (self)->regions;
}

const MusReport *
mus_workspace_get_report (MusWorkspace *self)
{
  return mus_workspace_get_report_of (self, self->way);
}

const MusReport *
mus_workspace_get_report_of (MusWorkspace *self, MusWay way)
{
  MusReportJob *job = self->learned[way].report;

  return job != NULL ? mus_report_job_get_report (job) : NULL;
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
      g_value_set_boxed (value, mus_workspace_get_model (self));
      break;
    case PROP_POSITIONS:
      g_value_set_boxed (value, mus_workspace_get_positions (self));
      break;
    case PROP_REGIONS:
      g_value_set_boxed (value, mus_workspace_get_regions (self));
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
    case PROP_WAY:
      g_value_set_int (value, (int) self->way);
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
  g_clear_object (&self->tastes);
  for (guint way = 0; way < MUS_N_WAYS; way++)
    mus_learned_clear (&self->learned[way]);
  g_clear_object (&self->settings);
  g_clear_object (&self->filters);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (mus_workspace_parent_class)->dispose (object);
}

static void
mus_workspace_finalize (GObject *object)
{
  MusWorkspace *self = MUS_WORKSPACE (object);

  g_clear_pointer (&self->cache, mus_cache_unref);
  g_clear_pointer (&self->log, mus_log_unref);
  g_clear_pointer (&self->catalog, mus_catalog_unref);
  g_clear_pointer (&self->x, mus_matrix_unref);
  g_clear_pointer (&self->families, mus_families_unref);
  g_clear_pointer (&self->history, mus_history_free);
  g_clear_pointer (&self->similar, g_array_unref);
  g_clear_pointer (&self->trails, g_hash_table_unref);
  g_clear_pointer (&self->dislikes, g_array_unref);
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
  properties[PROP_WAY] =
      g_param_spec_int ("way", NULL, NULL, 0, MUS_N_WAYS - 1, MUS_WAY_SOUND, flags);
  properties[PROP_CAN_GO_BACK] =
      g_param_spec_boolean ("can-go-back", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_GO_FORWARD] =
      g_param_spec_boolean ("can-go-forward", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_ERROR);
  signals[NOTICE] = g_signal_new ("notice", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
mus_workspace_init (MusWorkspace *self)
{
  const MusFilter nothing = MUS_FILTER_INIT;

  self->log = mus_log_new ();
  self->history = mus_history_new ();
  self->selected = MUS_NO_ROW;
  self->filter = nothing;
  self->trails = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) mus_list_trail_unref);
  self->dislikes = g_array_new (FALSE, FALSE, sizeof (guint32));
  mus_workspace_add_filters (self);
}

/* From the next step on. */
static void
update_cache (MusWorkspace *self)
{
  g_clear_pointer (&self->cache, mus_cache_unref);
  if (mus_settings_keeps (self->settings))
    self->cache = mus_settings_cache (self->settings);
}

MusWorkspace *
mus_workspace_new (GSettings *settings)
{
  MusWorkspace    *self = g_object_new (MUS_TYPE_WORKSPACE, NULL);
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "musrec", NULL);

  self->settings = g_object_ref (settings);
  self->tastes = mus_taste_store_new (folder, settings);
  mus_workspace_add_similar (self);
  g_signal_connect_object (settings, "changed::cache-limit", G_CALLBACK (update_cache), self,
                           G_CONNECT_SWAPPED);
  update_cache (self);

  return self;
}
