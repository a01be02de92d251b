/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "workspace/mus-workspace.h"

G_BEGIN_DECLS

/**
 * MusCatalogDetails: a window that tells how the open catalog was read, where the rule for
 * repeated songs can be changed
 */
#define MUS_TYPE_CATALOG_DETAILS (mus_catalog_details_get_type ())
G_DECLARE_FINAL_TYPE (MusCatalogDetails, mus_catalog_details, MUS, CATALOG_DETAILS,
                      AdwPreferencesWindow)

GtkWidget *mus_catalog_details_new (MusWorkspace *workspace);

/**
 * mus_repeats_row_new:
 *
 * Returns: (transfer floating): a row in which the rule for repeated songs is chosen; a
 *   change reads the open catalog again
 */
GtkWidget *mus_repeats_row_new (MusWorkspace *workspace);

G_END_DECLS
