/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "workspace/mus-workspace.h"

G_BEGIN_DECLS

/**
 * MusSimilarList: the tracks most like the selected one, each with its match and in a few
 * words why
 */
#define MUS_TYPE_SIMILAR_LIST (mus_similar_list_get_type ())
G_DECLARE_FINAL_TYPE (MusSimilarList, mus_similar_list, MUS, SIMILAR_LIST, GtkWidget)

void mus_similar_list_set_workspace (MusSimilarList *self, MusWorkspace *workspace);

G_END_DECLS
