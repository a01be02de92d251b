/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "explore/mus-map-covers.h"
#include "explore/mus-map-marks.h"
#include "musrec.h"
#include "picture/mus-viewport.h"

G_BEGIN_DECLS

/**
 * MusMapLabels:
 *
 * The layer of the map that names its regions, each with a caption in feature words, at the
 * zoom where they fit and never over each other.
 */
#define MUS_TYPE_MAP_LABELS (mus_map_labels_get_type ())
G_DECLARE_FINAL_TYPE (MusMapLabels, mus_map_labels, MUS, MAP_LABELS, GtkWidget)

/**
 * mus_map_labels_new:
 * @selection: the layer with the selected track, whose title no label hides
 * @covers: below which no label stands; it outlives the layer
 */
GtkWidget *mus_map_labels_new (MusViewport *viewport, MusMapMarks *selection,
                               const MusMapCovers *covers);

void mus_map_labels_set_regions (MusMapLabels *self, MusRegions *regions);
void mus_map_labels_set_dark (MusMapLabels *self, gboolean dark);

/**
 * mus_map_labels_get_n_shown:
 *
 * Returns: how many labels the last frame had
 */
gsize mus_map_labels_get_n_shown (MusMapLabels *self);

G_END_DECLS
