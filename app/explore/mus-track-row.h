/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "musrec.h"
#include "taste/mus-taste-store.h"

G_BEGIN_DECLS

/**
 * MusTrackRow:
 *
 * A track in a long list: the dot of its genre, its title, and below it artists and genre.
 * It draws its texts itself and only when it is seen: a list makes some 200 rows at once,
 * and with widgets for each text that would hold up the window.
 */
#define MUS_TYPE_TRACK_ROW (mus_track_row_get_type ())
G_DECLARE_FINAL_TYPE (MusTrackRow, mus_track_row, MUS, TRACK_ROW, GtkWidget)

/**
 * mus_track_row_new:
 * @tastes: where its thumbs are; the buttons for them show under the pointer
 */
GtkWidget *mus_track_row_new (MusTasteStore *tastes);

/**
 * mus_track_row_set:
 * @catalog: whose track
 * @families: (nullable): for the colour
 * @row: which track
 */
void mus_track_row_set (MusTrackRow *self, MusCatalog *catalog, MusFamilies *families,
                        guint32 row);

G_END_DECLS
