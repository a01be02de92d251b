/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "workspace/mus-workspace.h"

G_BEGIN_DECLS

/**
 * MusStatusBar:
 *
 * One line below all pages: what reading the catalog gave, with the details a click away,
 * and what the program is working on, with its Pause, Stop and Cancel.
 */
#define MUS_TYPE_STATUS_BAR (mus_status_bar_get_type ())
G_DECLARE_FINAL_TYPE (MusStatusBar, mus_status_bar, MUS, STATUS_BAR, GtkWidget)

void mus_status_bar_set_workspace (MusStatusBar *self, MusWorkspace *workspace);

/**
 * mus_status_bar_show_details:
 *
 * Opens the details of how the catalog was read.
 */
void mus_status_bar_show_details (MusStatusBar *self);

G_END_DECLS
