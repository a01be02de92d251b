/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "musrec.h"

G_BEGIN_DECLS

/**
 * MusLossChart: the two curves of a training, as they grow
 *
 * The property "log-scale" (boolean) makes equal factors equally high.
 */
#define MUS_TYPE_LOSS_CHART (mus_loss_chart_get_type ())
G_DECLARE_FINAL_TYPE (MusLossChart, mus_loss_chart, MUS, LOSS_CHART, GtkWidget)

/**
 * mus_loss_chart_set_points:
 * @points: (array length=n_points) (nullable): all epochs so far, copied
 * @limit: epochs that there can be; the width of an unfinished chart
 */
void mus_loss_chart_set_points (MusLossChart *self, const MusTrainingPoint *points,
                                gsize n_points, guint limit);

G_END_DECLS
