/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "workspace/mus-workspace.h"

G_BEGIN_DECLS

guint32 mus_recommendation_row_get_track (GtkWidget *row);

/**
 * mus_recommendation_rows_show: has @list hold a row for each of @items and no others
 * @items: (nullable) (element-type MusRecommendation): %NULL as none
 * @names_answer: whether to name the track that each answers, where that is not plain
 *
 * A row stays where it is, with the keyboard's focus, and shows another track: below a track
 * that leaves stands the next one.
 */
void mus_recommendation_rows_show (GtkListBox *list, MusWorkspace *workspace, GArray *items,
                                   gboolean names_answer);

G_END_DECLS
