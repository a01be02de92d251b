/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "workspace/mus-workspace.h"

G_BEGIN_DECLS

/**
 * mus_taste_actions_add:
 * @window: gets the actions
 * @toasts: where to say what is gone and what failed
 *
 * What can be done to a taste from anywhere in the window: "taste.like" and
 * "taste.dislike" (a row), "taste.like-this" and "taste.dislike-this" (L and D: the track
 * that has the focus, or else the selected one), "taste.undo" (Ctrl+Z), "taste.clear",
 * "taste.new", "taste.rename", "taste.delete", and "taste.current" (an id; its state is the
 * current one).
 */
void mus_taste_actions_add (GtkWidget *window, MusWorkspace *workspace, AdwToastOverlay *toasts);

G_END_DECLS
