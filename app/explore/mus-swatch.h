/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "musrec.h"
#include "picture/mus-palette.h"

G_BEGIN_DECLS

/**
 * MusSwatch:
 *
 * A dot in the colour that a genre has on the map.
 */
#define MUS_TYPE_SWATCH (mus_swatch_get_type ())
G_DECLARE_FINAL_TYPE (MusSwatch, mus_swatch, MUS, SWATCH, GtkWidget)

GtkWidget *mus_swatch_new (void);
void       mus_swatch_set_colour (MusSwatch *self, MusRgb colour);

/**
 * mus_swatch_set_genre:
 * @families: (nullable): whose colours
 * @genre: which one, or %MUS_NO_GENRE
 *
 * The colour of a genre, in the light style and in the dark one.
 */
void mus_swatch_set_genre (MusSwatch *self, MusFamilies *families, guint16 genre);

/**
 * mus_swatch_set_filled:
 * @filled: else it is a ring: the genre does not show
 */
void mus_swatch_set_filled (MusSwatch *self, gboolean filled);

G_END_DECLS
