/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "workspace/mus-workspace.h"

G_BEGIN_DECLS

/**
 * mus_recommendation_row_new:
 * @item: what is recommended; copied
 * @rank: from 1
 * @names_answer: whether to name the track that it answers, where that is not plain
 *
 * Returns: (transfer floating): a row for a #GtkListBox: the track, its match, in a few
 *   words why, and what can be done with it
 */
GtkWidget *mus_recommendation_row_new (MusWorkspace *workspace, const MusRecommendation *item,
                                       guint rank, gboolean names_answer);

guint32 mus_recommendation_row_get_track (GtkWidget *row);

G_END_DECLS
