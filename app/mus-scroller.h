/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mus_scroller_init:
 *
 * From now on each #GtkScrolledWindow stops listening to #GtkSettings when it is unrealized.
 * GTK (as of 4.8) leaves it listening when it is gone: memory, and a crash as soon as somebody
 * changes whether scrollbars lie over what they scroll. To be called once, from the main thread.
 */
void mus_scroller_init (void);

G_END_DECLS
