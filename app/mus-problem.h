/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "workspace/mus-workspace.h"

G_BEGIN_DECLS

/**
 * mus_problem_describe:
 * @workspace: (nullable): of the window
 * @error: (nullable): what went wrong
 *
 * Returns: (transfer full): what a report of a problem needs: versions, processor, settings,
 *   counts of the open catalog, and what this run did. No titles, no names of files and
 *   folders; not translated
 */
char *mus_problem_describe (MusWorkspace *workspace, const GError *error);

/**
 * mus_problem_dialog_new:
 * @title: what could not be done
 * @error: whose sentence says why and what to do
 *
 * Returns: (transfer floating): a dialog with that, from which details can be copied; it
 *   has the response "close"
 */
GtkWidget *mus_problem_dialog_new (GtkWindow *parent, MusWorkspace *workspace,
                                   const char *title, const GError *error);

G_END_DECLS
