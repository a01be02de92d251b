/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "musrec.h"

G_BEGIN_DECLS

/**
 * MusFeatureBar:
 *
 * One feature of a track against the catalog's distribution: a track from the 1st to the
 * 99th percentile, the middle half of the catalog as a band, and the value as a mark.
 */
#define MUS_TYPE_FEATURE_BAR (mus_feature_bar_get_type ())
G_DECLARE_FINAL_TYPE (MusFeatureBar, mus_feature_bar, MUS, FEATURE_BAR, GtkWidget)

GtkWidget *mus_feature_bar_new (MusFeature feature);

/**
 * mus_feature_bar_set:
 * @distribution: copied
 * @value: of the track, in the feature's unit
 */
void mus_feature_bar_set (MusFeatureBar *self, const MusDistribution *distribution,
                          float value);

G_END_DECLS
