/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "workspace/mus-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MusFilterPanel:
 *
 * All filters of the open catalog, for a popover: genres, a range for each feature, keys
 * and modes. It is filled when it is shown first, and again for another catalog.
 */
#define MUS_TYPE_FILTER_PANEL (mus_filter_panel_get_type ())
G_DECLARE_FINAL_TYPE (MusFilterPanel, mus_filter_panel, MUS, FILTER_PANEL, GtkWidget)

void mus_filter_panel_set_workspace (MusFilterPanel *self, MusWorkspace *workspace);

G_END_DECLS
