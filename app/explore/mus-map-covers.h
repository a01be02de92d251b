/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "picture/mus-label-placer.h"

G_BEGIN_DECLS

/**
 * MusMapCovers:
 *
 * The widgets that lie over the map, for instance its legend: what is written on the map
 * keeps clear of them while they show. Main thread only.
 */
typedef struct _MusMapCovers MusMapCovers;

MusMapCovers *mus_map_covers_new (void);
void          mus_map_covers_free (MusMapCovers *self);

/**
 * mus_map_covers_add:
 * @cover: forgotten when it is destroyed
 */
void mus_map_covers_add (MusMapCovers *self, GtkWidget *cover);

/**
 * mus_map_covers_measure:
 * @layer: a layer of the map
 *
 * Returns: (transfer full) (element-type MusBox): what they take now, in the layer's pixels
 */
GArray *mus_map_covers_measure (const MusMapCovers *self, GtkWidget *layer);

/**
 * mus_map_covers_predict:
 * @width: of the map
 *
 * Returns: (transfer full) (element-type MusBox): what they take of a map of that size by
 *   their alignments; also while sizes are being allocated
 */
GArray *mus_map_covers_predict (const MusMapCovers *self, double width, double height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusMapCovers, mus_map_covers_free)

G_END_DECLS
