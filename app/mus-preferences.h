/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "workspace/mus-workspace.h"

G_BEGIN_DECLS

/**
 * mus_preferences_new:
 *
 * Returns: (transfer floating): the window with the settings that are no part of the
 *   training
 */
GtkWidget *mus_preferences_new (MusWorkspace *workspace);

G_END_DECLS
