/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * mus_help_new:
 *
 * Returns: (transfer floating): a window with what a person should know: where a catalog
 *   comes from, what the map shows, what a match is
 */
GtkWidget *mus_help_new (void);

G_END_DECLS
