/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * The catalogs that were opened lately, as the desktop keeps them.
 */

void mus_recent_add (GFile *file);

/**
 * mus_recent_list:
 * @limit: at most so many
 *
 * Returns: (transfer full) (element-type GtkRecentInfo): those that still exist, the
 *   latest first
 */
GPtrArray *mus_recent_list (guint limit);

/**
 * mus_recent_clear:
 *
 * Forgets them all.
 */
void mus_recent_clear (void);

/**
 * mus_recent_follow:
 * @func: (scope notified): void (*) (gpointer object), called when the list has changed
 * @object: a #GObject; when it goes, this ends
 */
void mus_recent_follow (GCallback func, gpointer object);

G_END_DECLS
