/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "workspace/mus-workspace.h"

G_BEGIN_DECLS

/**
 * mus_why_new:
 * @item: a recommendation in the open catalog
 *
 * Why a track is recommended: a sentence, and a bar for what each feature adds
 * to its match, the feature that decides most first. Calculated here and now, in a few
 * milliseconds.
 *
 * Returns: (transfer floating): a widget for a popover
 */
GtkWidget *mus_why_new (MusWorkspace *workspace, const MusRecommendation *item);

G_END_DECLS
