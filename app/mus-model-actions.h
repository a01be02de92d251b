/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "workspace/mus-workspace.h"

G_BEGIN_DECLS

/**
 * mus_model_actions_add:
 * @window: that asks for files
 *
 * Adds the actions "model.open" and "model.save", enabled when there is something to do.
 */
void mus_model_actions_add (GtkWindow *window, MusWorkspace *workspace);

G_END_DECLS
