/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the files of the workspace share; nobody else includes this. */

#include "workspace/mus-history.h"
#include "workspace/mus-workspace.h"

G_BEGIN_DECLS

#define MUS_N_WAYS (MUS_WAY_SOUND_GENRE + 1)

/* What was made from a catalog in one way of learning, step by step: each field is NULL until
 * its step is done. */
typedef struct
{
  MusModel         *model;
  MusNeighborIndex *index;     /* over the model's embedding */
  MusMatrix        *positions; /* also while the layout runs */
  MusRegions       *regions;   /* only of a finished layout */
  MusReportJob     *report;    /* whose report is shown */
} MusLearned;

struct _MusWorkspace
{
  GObject parent_instance;

  GSettings     *settings;
  MusTasteStore *tastes;
  MusCache      *cache; /* (nullable) */
  MusLog        *log;

  MusJob *open_job;
  MusJob *job;
  MusJob *save_job;
  MusJob *keep_job;

  GFile          *file;
  MusCatalog     *catalog;
  MusMatrix      *x;
  MusFamilies    *families;
  MusDistribution distribution;

  MusWay     way;
  MusLearned learned[MUS_N_WAYS];

  MusHistory *history;
  guint32     selected;
  GArray     *similar; /* MusRecommendation */
  double      median;  /* distance from the selected track, with similar */
  gsize       n_parts; /* of the list of similar tracks: one more with each Show More */
  GHashTable *trails;  /* row → MusListTrail: where the list of similar tracks is another one */
  GArray     *dislikes;         /* rows, which are in none of the lists */
  gboolean    has_nothing_else; /* another list was asked for in vain */

  MusFilter   filter;
  char       *words;   /* that filter.words points to */
  MusFilters *filters; /* whose mask filter.allowed points to */
};

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
  PROP_WAY,
  PROP_CAN_GO_BACK,
  PROP_CAN_GO_FORWARD,
  N_PROPS,
};

/* mus-workspace.c: the object. The chain, in mus-workspace-chain.c, uses the others. */

void mus_learned_clear (MusLearned *self);

/* What the chain works on: that of the chosen way. */
MusLearned *mus_workspace_learned (MusWorkspace *self);

/* What views see: until the chosen way has a model, or a map, those of the other way. */
const MusLearned *mus_workspace_learned_for_lists (MusWorkspace *self);
const MusLearned *mus_workspace_learned_for_map (MusWorkspace *self);

void mus_workspace_notify (MusWorkspace *self, guint property);
void mus_workspace_emit_failed (MusWorkspace *self, MusStep step, const GError *error);

/* mus-workspace-track.c: the track that is looked at */

/* As if it had been selected, but without a step on the way taken. */
void mus_workspace_show_track (MusWorkspace *self, guint32 row);

/* mus-workspace-similar.c: what sounds like it */

/* Follows what the lists depend on beside the selection, the filters and the model. */
void mus_workspace_add_similar (MusWorkspace *self);
void mus_workspace_update_similar (MusWorkspace *self);

/* Each track's list is the first one again. */
void mus_workspace_forget_trails (MusWorkspace *self);

/* mus-workspace-filter.c: what the list shows */

/* Makes the filters, and follows them. */
void mus_workspace_add_filters (MusWorkspace *self);

/* Without a word to the views. */
void mus_workspace_clear_filter (MusWorkspace *self);

G_END_DECLS
