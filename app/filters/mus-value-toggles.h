/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "musrec.h"

G_BEGIN_DECLS

/**
 * MusValueToggles:
 *
 * A choice among the few values of a feature (keys, modes, time signatures): a button for
 * each value that the catalog has. None pressed means any.
 *
 * The signal "changed" tells that the user has pressed one.
 */
#define MUS_TYPE_VALUE_TOGGLES (mus_value_toggles_get_type ())
G_DECLARE_FINAL_TYPE (MusValueToggles, mus_value_toggles, MUS, VALUE_TOGGLES, GtkWidget)

/**
 * mus_value_toggles_new:
 * @feature: one with few values
 * @features: (N, 15): those of the catalog
 */
GtkWidget *mus_value_toggles_new (MusFeature feature, const MusMatrix *features);

/**
 * mus_value_toggles_set:
 * @values: bit v: value v is chosen
 */
void    mus_value_toggles_set (MusValueToggles *self, guint32 values);
guint32 mus_value_toggles_get (MusValueToggles *self);

G_END_DECLS
