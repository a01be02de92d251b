/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "picture/mus-palette.h"
#include "picture/mus-viewport.h"

G_BEGIN_DECLS

/**
 * MusLegendHeader:
 *
 * The first line of the legend: its title, which folds and unfolds what stands below it,
 * and while that is folded a dot for each family, if it has room. It is folded where the map has no room to
 * spare, until the user says otherwise; that is remembered.
 *
 * Signals: "folded": it is folded or unfolded.
 */
#define MUS_TYPE_LEGEND_HEADER (mus_legend_header_get_type ())
G_DECLARE_FINAL_TYPE (MusLegendHeader, mus_legend_header, MUS, LEGEND_HEADER, GtkWidget)

/**
 * mus_legend_header_new:
 * @content: what it folds
 */
GtkWidget *mus_legend_header_new (GtkWidget *content);

/**
 * mus_legend_header_set_viewport:
 * @viewport: of the map
 */
void mus_legend_header_set_viewport (MusLegendHeader *self, MusViewport *viewport);

/**
 * mus_legend_header_set_settings:
 *
 * What the user says is the setting "legend".
 */
void mus_legend_header_set_settings (MusLegendHeader *self, GSettings *settings);

/*
 * The dots, one a family
 */
void mus_legend_header_clear (MusLegendHeader *self);
void mus_legend_header_append (MusLegendHeader *self, const char *name);
void mus_legend_header_set_colour (MusLegendHeader *self, guint family, MusRgb colour);
void mus_legend_header_set_shown (MusLegendHeader *self, guint family, gboolean shown);

G_END_DECLS
