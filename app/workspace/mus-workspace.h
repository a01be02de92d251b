/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "filters/mus-filters.h"
#include "mus-log.h"
#include "musrec.h"
#include "taste/mus-taste-store.h"

G_BEGIN_DECLS

/**
 * MusWorkspace:
 *
 * The one object that every view binds to: the open catalog, what was learned from it, the
 * map, the selection, and the jobs that make them. Views do not know each other. Main
 * thread only.
 *
 * Opening a catalog starts the chain: read, train, make searchable, lay out, report. Each
 * result is there as soon as its step is done, and each property is notified when it
 * changes:
 *
 * - "catalog": there is another catalog; x and families are its own, nothing is selected
 *   and nothing filtered
 * - "model": there is another model; index and embedding are its own
 * - "positions": the map has moved (also while it is made)
 * - "regions": the map is finished, or there is none any more
 * - "report": the figures are there, or gone
 * - "selected": another track is looked at, or none
 * - "similar": its similar tracks have changed
 * - "filter": what the track list shall show
 * - "way": another way of learning was chosen; what was made in the one before is kept
 * - "open-job", "job": a job has started or ended
 * - "can-go-back", "can-go-forward"
 */
#define MUS_TYPE_WORKSPACE (mus_workspace_get_type ())
G_DECLARE_FINAL_TYPE (MusWorkspace, mus_workspace, MUS, WORKSPACE, GObject)

/**
 * MusStep: what the chain is doing
 */
typedef enum
{
  MUS_STEP_NONE,
  MUS_STEP_READING,
  MUS_STEP_TRAINING,
  MUS_STEP_LAYOUT,
  MUS_STEP_REPORT,
  MUS_STEP_MODEL,  /* opening one instead of training */
  MUS_STEP_SAVING, /* a model, beside the other steps: nothing that the chain is doing */
} MusStep;

/**
 * mus_workspace_new:
 * @settings: the user's
 *
 * The signal "failed" (MusStep step, const GError *error) tells that a step has no result;
 * what was there before stays. The signal "notice" (const char *sentence) tells what the
 * listener should know although all is well.
 */
MusWorkspace *mus_workspace_new (GSettings *settings);

GSettings *mus_workspace_get_settings (MusWorkspace *self);

/**
 * mus_workspace_get_log:
 *
 * Returns: (transfer none): what the chain did so far
 */
MusLog *mus_workspace_get_log (MusWorkspace *self);

/**
 * mus_workspace_get_tastes:
 *
 * Returns: (transfer none): what the listener likes and dislikes; it follows the open
 *   catalog
 */
MusTasteStore *mus_workspace_get_tastes (MusWorkspace *self);

/**
 * mus_workspace_tell:
 *
 * Emits "notice".
 */
void mus_workspace_tell (MusWorkspace *self, const char *sentence);

/*
 * The chain.
 */

/**
 * mus_workspace_open:
 * @file: a catalog
 *
 * Reads it beside the open one, which gives way when the new one is there.
 */
void mus_workspace_open (MusWorkspace *self, GFile *file);

/**
 * mus_workspace_open_sample:
 *
 * Opens the catalog that comes with the program.
 */
void mus_workspace_open_sample (MusWorkspace *self);

/**
 * mus_workspace_reopen:
 *
 * Reads the open catalog again, with the settings as they are now.
 */
void mus_workspace_reopen (MusWorkspace *self);

/**
 * mus_workspace_set_way:
 * @way: what lists and the map shall follow; Sound where the catalog has no genres
 *
 * Each way is learned when it is first asked for. Until it has a model, or a map, those of
 * the other way stay; when its training fails or is cancelled, that is the chosen one again.
 */
void     mus_workspace_set_way (MusWorkspace *self, MusWay way);
MusWay   mus_workspace_get_way (MusWorkspace *self);

/**
 * mus_workspace_has_genres:
 *
 * Returns: whether there is a catalog from which Sound and Genre can be learned
 */
gboolean mus_workspace_has_genres (MusWorkspace *self);

/**
 * mus_workspace_train:
 *
 * Learns again with the settings as they are now, whatever is kept of an earlier time, and
 * goes on from there.
 */
void mus_workspace_train (MusWorkspace *self);

/**
 * mus_workspace_open_model:
 * @file: a model, learned from this catalog or from another one
 *
 * Takes it instead of learning one, and goes on from there. It becomes the model of its own
 * way. When it doesn't fit, what was there stays.
 */
void mus_workspace_open_model (MusWorkspace *self, GFile *file);

/**
 * mus_workspace_save_model:
 * @file: where
 *
 * Saves the model that lists follow; a notice tells when it is there.
 */
void mus_workspace_save_model (MusWorkspace *self, GFile *file);

/**
 * mus_workspace_lay_out:
 *
 * Makes the map again, whatever is kept, and goes on from there.
 */
void mus_workspace_lay_out (MusWorkspace *self);

/**
 * mus_workspace_make_report:
 * @settings: what it shall have; what is known already is not measured again
 */
void mus_workspace_make_report (MusWorkspace *self, const MusReportSettings *settings);

/**
 * mus_workspace_close:
 *
 * Cancels all jobs; for a window that closes.
 */
void mus_workspace_close (MusWorkspace *self);

MusStep mus_workspace_get_step (MusWorkspace *self);

/**
 * mus_workspace_get_open_job:
 *
 * Returns: (transfer none) (nullable): the job that reads a catalog
 */
MusJob *mus_workspace_get_open_job (MusWorkspace *self);

/**
 * mus_workspace_get_job:
 *
 * Returns: (transfer none) (nullable): the job that calculates for the open catalog: a
 *   #MusTrainingJob, a #MusLayoutJob or a #MusReportJob. One at a time
 */
MusJob *mus_workspace_get_job (MusWorkspace *self);

/*
 * What there is. All (transfer none) (nullable).
 */
GFile              *mus_workspace_get_file (MusWorkspace *self);
gboolean            mus_workspace_is_sample (MusWorkspace *self);
MusCatalog         *mus_workspace_get_catalog (MusWorkspace *self);
MusMatrix          *mus_workspace_get_x (MusWorkspace *self);
MusFamilies        *mus_workspace_get_families (MusWorkspace *self);

/**
 * mus_workspace_get_distribution:
 *
 * Returns: (transfer none): how the catalog's features are spread; zeros without one
 */
const MusDistribution *mus_workspace_get_distribution (MusWorkspace *self);

MusModel           *mus_workspace_get_model (MusWorkspace *self);
MusNeighborIndex   *mus_workspace_get_index (MusWorkspace *self);
MusMatrix          *mus_workspace_get_positions (MusWorkspace *self);
MusRegions         *mus_workspace_get_regions (MusWorkspace *self);
const MusReport    *mus_workspace_get_report (MusWorkspace *self);

/**
 * mus_workspace_get_report_of:
 *
 * Returns: (transfer none) (nullable): the report of a way, be it the chosen one or not
 */
const MusReport    *mus_workspace_get_report_of (MusWorkspace *self, MusWay way);

/*
 * The track that is looked at.
 */

/**
 * mus_workspace_select:
 * @row: a track, or %MUS_NO_ROW for none
 */
void     mus_workspace_select (MusWorkspace *self, guint32 row);
guint32  mus_workspace_get_selected (MusWorkspace *self);
void     mus_workspace_select_any (MusWorkspace *self);
void     mus_workspace_go_back (MusWorkspace *self);
void     mus_workspace_go_forward (MusWorkspace *self);
gboolean mus_workspace_can_go_back (MusWorkspace *self);
gboolean mus_workspace_can_go_forward (MusWorkspace *self);

/**
 * mus_workspace_get_trail:
 *
 * Returns: (transfer full) (element-type guint32): the tracks that were looked at, up to the
 *   present one, which is the last
 */
GArray *mus_workspace_get_trail (MusWorkspace *self);

/**
 * mus_workspace_follow_trail:
 * @trail: (element-type guint32): tracks
 *
 * Looks at the last of them, as if each had been selected one after the other.
 */
void mus_workspace_follow_trail (MusWorkspace *self, GArray *trail);

/**
 * mus_workspace_get_similar:
 *
 * Returns: (transfer none) (nullable) (element-type MusRecommendation): the tracks most
 *   like the selected one; %NULL while there is no embedding or no selection
 */
GArray *mus_workspace_get_similar (MusWorkspace *self);

/**
 * mus_workspace_get_median:
 *
 * Returns: the median distance from the selected track to the catalog, as mus_match() takes
 *   it; there with the similar tracks
 */
double mus_workspace_get_median (MusWorkspace *self);

/**
 * mus_workspace_show_more_similar:
 *
 * Lengthens the list of similar tracks by as many as it had, until another track is selected.
 */
void     mus_workspace_show_more_similar (MusWorkspace *self);
gboolean mus_workspace_has_more_similar (MusWorkspace *self);

/**
 * mus_workspace_list_others:
 *
 * Another list of similar tracks, as mus_other_list() makes it; without one the list stays.
 * It stays also while the listener walks the way taken back and forth, until the track is
 * selected anew.
 */
void mus_workspace_list_others (MusWorkspace *self);

/**
 * mus_workspace_describe_similar:
 *
 * Returns: (transfer full) (nullable): what another list has brought, as
 *   mus_other_list_describe() says it
 */
char *mus_workspace_describe_similar (MusWorkspace *self);

/**
 * mus_workspace_list_before:
 *
 * From another list of similar tracks to the one before.
 */
void     mus_workspace_list_before (MusWorkspace *self);
gboolean mus_workspace_has_list_before (MusWorkspace *self);

/*
 * What the list shows. What is searched for concerns the list alone, the filters concern
 * similar tracks and the map as well: they let a track pass everywhere or nowhere. The
 * filter has both.
 */
void             mus_workspace_set_words (MusWorkspace *self, const char *words);
void             mus_workspace_set_genre (MusWorkspace *self, guint16 genre);
void             mus_workspace_set_artist (MusWorkspace *self, guint32 artist);
const MusFilter *mus_workspace_get_filter (MusWorkspace *self);

/**
 * mus_workspace_get_filters:
 *
 * Returns: (transfer none): those of the open catalog; the same object for all catalogs
 */
MusFilters *mus_workspace_get_filters (MusWorkspace *self);

G_END_DECLS
