/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MusDial:
 *
 * A scale between two ends with a middle where it does not matter, which is where it
 * starts, where it snaps to, and where a double click takes it back to.
 *
 * The signal "changed" tells that it was turned.
 */
#define MUS_TYPE_DIAL (mus_dial_get_type ())
G_DECLARE_FINAL_TYPE (MusDial, mus_dial, MUS, DIAL, GtkWidget)

/**
 * mus_dial_set_up:
 * @low: the name of the low end
 * @high: the name of the high end
 * @name: of the whole, for a screen reader
 * @tooltip: what it does
 */
void mus_dial_set_up (MusDial *self, const char *low, const char *high, const char *name,
                      const char *tooltip);

/**
 * mus_dial_get_value:
 *
 * Returns: from −1, the low end, to 1, the high end
 */
double mus_dial_get_value (MusDial *self);
void   mus_dial_set_value (MusDial *self, double value);
void   mus_dial_reset (MusDial *self);

G_END_DECLS
