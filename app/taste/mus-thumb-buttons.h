/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "taste/mus-taste-store.h"

G_BEGIN_DECLS

/**
 * MusThumbButtons:
 *
 * Thumb up and thumb down for one track. Where they shall not distract, the style class
 * "on-demand" hides what is not pressed until the pointer or the focus is on the row.
 */
#define MUS_TYPE_THUMB_BUTTONS (mus_thumb_buttons_get_type ())
G_DECLARE_FINAL_TYPE (MusThumbButtons, mus_thumb_buttons, MUS, THUMB_BUTTONS, GtkWidget)

GtkWidget *mus_thumb_buttons_new (void);

/**
 * mus_thumb_buttons_set:
 * @row: a track of the open catalog, or %MUS_NO_ROW
 */
void mus_thumb_buttons_set (MusThumbButtons *self, MusTasteStore *tastes, guint32 row);

G_END_DECLS
