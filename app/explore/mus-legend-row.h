/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "picture/mus-palette.h"

G_BEGIN_DECLS

/**
 * MusLegendRow:
 *
 * A family of genres or a genre in the legend: its colour, its name, a button that hides
 * and shows it, and for a family one that unfolds its genres.
 *
 * Signals: "eye-clicked", "unfold-toggled", and "pointed" (gboolean) when the pointer or the
 * keyboard's focus comes and goes.
 */
#define MUS_TYPE_LEGEND_ROW (mus_legend_row_get_type ())
G_DECLARE_FINAL_TYPE (MusLegendRow, mus_legend_row, MUS, LEGEND_ROW, GtkListBoxRow)

/**
 * mus_legend_row_new:
 * @name: of the genre or the family
 * @first: its place among the genres as the legend lists them
 * @n_genres: how many it stands for from there on
 * @is_family: whether it can be unfolded
 */
GtkWidget *mus_legend_row_new (const char *name, guint first, guint n_genres, gboolean is_family);

const char *mus_legend_row_get_name (MusLegendRow *self);
guint       mus_legend_row_get_first (MusLegendRow *self);
guint       mus_legend_row_get_n_genres (MusLegendRow *self);
gboolean    mus_legend_row_is_family (MusLegendRow *self);

gboolean mus_legend_row_get_unfolded (MusLegendRow *self);
void     mus_legend_row_set_unfolded (MusLegendRow *self, gboolean unfolded);

void mus_legend_row_set_colour (MusLegendRow *self, MusRgb colour);

/**
 * mus_legend_row_set_shown:
 * @n_shown: how many of its genres show
 */
void mus_legend_row_set_shown (MusLegendRow *self, guint n_shown);

G_END_DECLS
