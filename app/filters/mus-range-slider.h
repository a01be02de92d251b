/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "musrec.h"

G_BEGIN_DECLS

/**
 * MusRangeSlider:
 *
 * A range of one feature: a small histogram of the catalog with a handle at each end. The
 * outermost places mean "any". The handles are dragged or moved with the arrow keys, Page
 * Up and Down, Home and End; each is a slider of its own for a screen reader.
 *
 * The signal "changed" tells that the user has moved a handle.
 */
#define MUS_TYPE_RANGE_SLIDER (mus_range_slider_get_type ())
G_DECLARE_FINAL_TYPE (MusRangeSlider, mus_range_slider, MUS, RANGE_SLIDER, GtkWidget)

GtkWidget *mus_range_slider_new (MusFeature feature);

/**
 * mus_range_slider_set_catalog:
 * @catalog: whose histogram is shown
 * @distribution: of its features
 */
void mus_range_slider_set_catalog (MusRangeSlider *self, const MusCatalog *catalog,
                                   const MusDistribution *distribution);

/**
 * mus_range_slider_set:
 * @low: in the feature's own unit, −∞: any
 * @high: ∞: any
 */
void  mus_range_slider_set (MusRangeSlider *self, float low, float high);
float mus_range_slider_get_low (MusRangeSlider *self);
float mus_range_slider_get_high (MusRangeSlider *self);

/**
 * mus_range_slider_get_handle:
 * @is_high: the upper one
 *
 * Returns: (transfer none): one of the two handles
 */
GtkWidget *mus_range_slider_get_handle (MusRangeSlider *self, gboolean is_high);

G_END_DECLS
