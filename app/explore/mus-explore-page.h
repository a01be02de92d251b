/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "explore/mus-map.h"
#include "taste/mus-for-you.h"

G_BEGIN_DECLS

/**
 * MusExplorePage: the track list, the map, and the selected track, side by side
 */
#define MUS_TYPE_EXPLORE_PAGE (mus_explore_page_get_type ())
G_DECLARE_FINAL_TYPE (MusExplorePage, mus_explore_page, MUS, EXPLORE_PAGE, GtkWidget)

void mus_explore_page_set_workspace (MusExplorePage *self, MusWorkspace *workspace,
                                     MusForYou *for_you);

/**
 * mus_explore_page_get_map:
 *
 * Returns: (transfer none)
 */
MusMap *mus_explore_page_get_map (MusExplorePage *self);

/**
 * mus_explore_page_find:
 *
 * Shows the track list and puts the focus into its search field.
 */
void mus_explore_page_find (MusExplorePage *self);

/**
 * mus_explore_page_toggle_list:
 *
 * Hides the track list, or shows it again.
 */
void mus_explore_page_toggle_list (MusExplorePage *self);

/**
 * mus_explore_page_open_in_browser:
 *
 * Opens the selected track's public page, where it has one.
 */
void mus_explore_page_open_in_browser (MusExplorePage *self);

G_END_DECLS
