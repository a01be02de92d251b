/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MusMapKey:
 *
 * What the marks of the taste mean on the map: a card that lies over it, with a button for
 * thumbs and one for what answers them, which hide these marks and show them again. What
 * there is nothing of has no button, and without any the card hides itself.
 */
#define MUS_TYPE_MAP_KEY (mus_map_key_get_type ())
G_DECLARE_FINAL_TYPE (MusMapKey, mus_map_key, MUS, MAP_KEY, GtkWidget)

/**
 * mus_map_key_set_settings:
 *
 * The buttons are the settings "map-thumbs" and "map-for-you".
 */
void mus_map_key_set_settings (MusMapKey *self, GSettings *settings);

/**
 * mus_map_key_set_present:
 *
 * Of what there are marks.
 */
void mus_map_key_set_present (MusMapKey *self, gboolean thumbs, gboolean for_you);

G_END_DECLS
