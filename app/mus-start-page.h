/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "workspace/mus-workspace.h"

G_BEGIN_DECLS

/**
 * MusStartPage: what a person sees before a catalog is open
 */
#define MUS_TYPE_START_PAGE (mus_start_page_get_type ())
G_DECLARE_FINAL_TYPE (MusStartPage, mus_start_page, MUS, START_PAGE, GtkWidget)

void mus_start_page_set_workspace (MusStartPage *self, MusWorkspace *workspace);

G_END_DECLS
