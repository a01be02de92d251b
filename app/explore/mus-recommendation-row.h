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

/**
 * mus_recommendation_rows_show: has @list hold rows for @items and no others
 * @items: (nullable) (element-type MusRecommendation): %NULL as none
 *
 * The keyboard's focus, where it was in @list, stays at its place in it: what stands there now
 * is the next one of a track that has left.
 */
void mus_recommendation_rows_show (GtkListBox *list, MusWorkspace *workspace, GArray *items,
                                   gboolean names_answer);

G_END_DECLS
