/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "explore/mus-map.h"
#include "workspace/mus-workspace.h"

G_BEGIN_DECLS

/**
 * MusPlace:
 *
 * Where the listener is in the open catalog: the page, the part of the map, and the tracks
 * looked at up to the present one. It is written to the settings a while after each change,
 * and comes back when the catalog that was open last opens again; another catalog starts
 * afresh. With "reopen-last" off nothing is written and nothing comes back.
 */
typedef struct _MusPlace MusPlace;

/**
 * mus_place_new:
 * @pages: the window's, Explore among them
 * @map: of Explore
 */
MusPlace *mus_place_new (MusWorkspace *workspace, AdwViewStack *pages, MusMap *map);

/**
 * mus_place_save:
 *
 * Writes now what is still to be written.
 */
void mus_place_save (MusPlace *self);
void mus_place_free (MusPlace *self);

G_END_DECLS
