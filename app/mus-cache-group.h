/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * MusCacheGroup: the part of the preferences that shows how much is kept for the next time a
 * catalog opens, limits it, and clears it
 */
#define MUS_TYPE_CACHE_GROUP (mus_cache_group_get_type ())
G_DECLARE_FINAL_TYPE (MusCacheGroup, mus_cache_group, MUS, CACHE_GROUP, AdwPreferencesGroup)

GtkWidget *mus_cache_group_new (GSettings *settings);

G_END_DECLS
