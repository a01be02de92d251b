/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "musrec.h"
#include "picture/mus-viewport.h"

G_BEGIN_DECLS

/**
 * MusLegend:
 *
 * What the colours of the map mean: a card with the families of genres, which unfold to
 * their genres and can be searched. Each can be hidden, shown alone (a click on its name;
 * again to show all) and is highlighted while the pointer or the focus is on it.
 *
 * Signals: "changed": other genres show, or are highlighted. "folded": it is folded to one
 * line, or unfolded.
 */
#define MUS_TYPE_LEGEND (mus_legend_get_type ())
G_DECLARE_FINAL_TYPE (MusLegend, mus_legend, MUS, LEGEND, GtkWidget)

GtkWidget *mus_legend_new (void);

/**
 * mus_legend_set_catalog:
 * @catalog: (nullable): whose genres
 * @families: (nullable): how they are grouped; without, the legend hides itself
 */
void mus_legend_set_catalog (MusLegend *self, MusCatalog *catalog, MusFamilies *families);

/**
 * mus_legend_set_viewport:
 * @viewport: of the map that it lies over
 *
 * The legend folds to one line when the map becomes too narrow for both, and unfolds when
 * it is wide again; in between it is as the user leaves it.
 */
void mus_legend_set_viewport (MusLegend *self, MusViewport *viewport);

/**
 * mus_legend_set_settings:
 *
 * With them, what the user says is remembered, and holds whatever the width.
 */
void mus_legend_set_settings (MusLegend *self, GSettings *settings);

/**
 * mus_legend_get_states:
 *
 * Returns: (transfer none) (nullable): a #MusGenreState for each genre of the catalog and
 *   one more for tracks without a genre, as mus_map_set_genre_states() takes them
 */
const guint8 *mus_legend_get_states (MusLegend *self);

/**
 * mus_legend_show_all:
 *
 * Every genre shows again.
 */
void mus_legend_show_all (MusLegend *self);

/**
 * mus_legend_show_only:
 * @genre: what shows alone
 */
void mus_legend_show_only (MusLegend *self, guint16 genre);

G_END_DECLS
