/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "workspace/mus-workspace.h"

G_BEGIN_DECLS

/**
 * MusTrackPanel: the selected track, what it sounds like, and its similar tracks
 */
#define MUS_TYPE_TRACK_PANEL (mus_track_panel_get_type ())
G_DECLARE_FINAL_TYPE (MusTrackPanel, mus_track_panel, MUS, TRACK_PANEL, GtkWidget)

void mus_track_panel_set_workspace (MusTrackPanel *self, MusWorkspace *workspace);

G_END_DECLS
