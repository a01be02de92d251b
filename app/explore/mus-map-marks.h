/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "explore/mus-map-covers.h"
#include "explore/mus-mark.h"
#include "musrec.h"
#include "picture/mus-viewport.h"

G_BEGIN_DECLS

/**
 * MusMark: a track that is marked on the map
 */
typedef struct
{
  guint32     row;
  MusMarkKind kind;
} MusMark;

/**
 * MusMapMarks:
 *
 * A layer of the map that marks a few tracks; it moves with the viewport.
 */
#define MUS_TYPE_MAP_MARKS (mus_map_marks_get_type ())
G_DECLARE_FINAL_TYPE (MusMapMarks, mus_map_marks, MUS, MAP_MARKS, GtkWidget)

/**
 * mus_map_marks_new:
 * @covers: titles stand beside them where they can; it outlives the layer
 */
GtkWidget *mus_map_marks_new (MusViewport *viewport, const MusMapCovers *covers);

/**
 * mus_map_marks_set_tracks:
 * @catalog: (nullable): where titles come from
 * @positions: (nullable): where tracks stand; marks of tracks that have no place don't show
 */
void mus_map_marks_set_tracks (MusMapMarks *self, MusCatalog *catalog, MusMatrix *positions);

/**
 * mus_map_marks_set:
 * @marks: (array length=n_marks): copied
 */
void mus_map_marks_set (MusMapMarks *self, const MusMark *marks, gsize n_marks);

/**
 * mus_map_marks_get_selected_area:
 * @area: (out): what the selected track's mark and title take, in the layer's pixels
 *
 * Returns: whether one is selected and has a place
 */
gboolean mus_map_marks_get_selected_area (MusMapMarks *self, graphene_rect_t *area);

void mus_map_marks_set_dark (MusMapMarks *self, gboolean dark);

G_END_DECLS
