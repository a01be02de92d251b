/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "workspace/mus-workspace.h"

G_BEGIN_DECLS

/**
 * mus_versions_button_new:
 * @row: a track of the open catalog that stands in a list for all versions of its song
 * @n_versions: how many others there are, at least 1
 *
 * A button, "2 other versions", that unfolds them: each can be selected.
 */
GtkWidget *mus_versions_button_new (MusWorkspace *workspace, guint32 row, guint n_versions);

G_END_DECLS
