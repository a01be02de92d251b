/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * mus_length_chooser_set_up:
 * @key: of a list's length in @settings
 *
 * Lets the listener choose how long a list is, by number or by match.
 */
void mus_length_chooser_set_up (GtkDropDown *chooser, GSettings *settings, const char *key);

G_END_DECLS
