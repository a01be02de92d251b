/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "filters/mus-filters.h"

G_BEGIN_DECLS

/**
 * MusFilterBar:
 *
 * Which filters are on: a chip for each, which takes it away, how many tracks pass, and a
 * button that clears all. Not there while none is on.
 */
#define MUS_TYPE_FILTER_BAR (mus_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (MusFilterBar, mus_filter_bar, MUS, FILTER_BAR, GtkWidget)

void mus_filter_bar_set_filters (MusFilterBar *self, MusFilters *filters);

G_END_DECLS
