/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "workspace/mus-workspace.h"

G_BEGIN_DECLS

/**
 * MusTrackList: all tracks of the catalog, with search, genre filter and order
 */
#define MUS_TYPE_TRACK_LIST (mus_track_list_get_type ())
G_DECLARE_FINAL_TYPE (MusTrackList, mus_track_list, MUS, TRACK_LIST, GtkWidget)

void mus_track_list_set_workspace (MusTrackList *self, MusWorkspace *workspace);

/**
 * mus_track_list_find:
 *
 * Puts the focus into the search field.
 */
void mus_track_list_find (MusTrackList *self);

G_END_DECLS
