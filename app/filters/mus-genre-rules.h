/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "filters/mus-filters.h"

G_BEGIN_DECLS

/**
 * MusGenreRules:
 *
 * All genres of a catalog with two buttons each: only this one (and others that are in),
 * and none of this one. A field above finds them by name.
 */
#define MUS_TYPE_GENRE_RULES (mus_genre_rules_get_type ())
G_DECLARE_FINAL_TYPE (MusGenreRules, mus_genre_rules, MUS, GENRE_RULES, GtkWidget)

/**
 * mus_genre_rules_new:
 * @filters: with a catalog, whose genres are listed
 * @families: (nullable): for their colours
 */
GtkWidget *mus_genre_rules_new (MusFilters *filters, MusFamilies *families);

G_END_DECLS
