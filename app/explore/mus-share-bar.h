/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MusShareBar: a bar from zero to a share, towards the end or, below zero, towards the start
 */
#define MUS_TYPE_SHARE_BAR (mus_share_bar_get_type ())
G_DECLARE_FINAL_TYPE (MusShareBar, mus_share_bar, MUS, SHARE_BAR, GtkWidget)

/**
 * mus_share_bar_new:
 * @share: of this bar
 * @low: the least share of all bars that stand together
 * @high: the greatest one
 */
GtkWidget *mus_share_bar_new (double share, double low, double high);

G_END_DECLS
