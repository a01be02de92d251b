/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * mus_menu_empty:
 * @menu: (nullable): a #GMenu of sections, which nobody needs any more
 *
 * Takes everything out of its sections, before what shows it is gone. GTK (as of 4.8) never
 * gives back the sections of a menu that a popover has shown, with all that is in them.
 */
void mus_menu_empty (GMenuModel *menu);

G_END_DECLS
