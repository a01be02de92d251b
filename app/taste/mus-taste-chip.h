/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "taste/mus-taste-store.h"

G_BEGIN_DECLS

/**
 * MusTasteChip: a liked or disliked track in the tray: its title and a button that takes
 * the thumb back
 */
#define MUS_TYPE_TASTE_CHIP (mus_taste_chip_get_type ())
G_DECLARE_FINAL_TYPE (MusTasteChip, mus_taste_chip, MUS, TASTE_CHIP, GtkWidget)

GtkWidget *mus_taste_chip_new (MusTasteStore *tastes);

/**
 * mus_taste_chip_set_item:
 * @item: (nullable): what it shows, and follows
 */
void mus_taste_chip_set_item (MusTasteChip *self, MusTasteItem *item);

/**
 * mus_taste_chip_get_item:
 *
 * Returns: (transfer none) (nullable)
 */
MusTasteItem *mus_taste_chip_get_item (MusTasteChip *self);

G_END_DECLS
