/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "mus-application.h"
#include "workspace/mus-workspace.h"

G_BEGIN_DECLS

/**
 * MusWindow:
 *
 * The window: a start page, and behind it the pages of the open catalog, with the status
 * bar below them.
 */
#define MUS_TYPE_WINDOW (mus_window_get_type ())
G_DECLARE_FINAL_TYPE (MusWindow, mus_window, MUS, WINDOW, AdwApplicationWindow)

/**
 * mus_window_new:
 * @file: (nullable): a catalog to open; it is read while the window is still being made
 */
MusWindow *mus_window_new (MusApplication *application, GSettings *settings, GFile *file);

MusWorkspace *mus_window_get_workspace (MusWindow *self);

/**
 * mus_window_open:
 *
 * Opens a catalog; when that fails, the one before stays.
 */
void mus_window_open (MusWindow *self, GFile *file);

G_END_DECLS
