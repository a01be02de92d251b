/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "workspace/mus-workspace.h"

G_BEGIN_DECLS

/**
 * MusTrackOfWidget:
 *
 * Returns: the track that @widget shows now, or %MUS_NO_ROW
 */
typedef guint32 (*MusTrackOfWidget) (GtkWidget *widget, gpointer user_data);

/**
 * mus_track_menu_attach:
 * @widget: that shows a track
 * @track_of: tells which
 *
 * Gives @widget the context menu of tracks, by the secondary button.
 */
void mus_track_menu_attach (GtkWidget *widget, MusWorkspace *workspace,
                            MusTrackOfWidget track_of, gpointer user_data);

/**
 * mus_track_menu_attach_keys:
 *
 * The same for a widget that has its own way to the menu: it only tells which track is
 * meant while it has the focus.
 */
void mus_track_menu_attach_keys (GtkWidget *widget, MusWorkspace *workspace,
                                 MusTrackOfWidget track_of, gpointer user_data);

/**
 * mus_track_menu_find_track:
 * @focus: (nullable): the widget with the focus
 * @otherwise: the track that is meant when @focus shows none, or %MUS_NO_ROW
 *
 * Returns: the track that a key is about
 */
guint32 mus_track_menu_find_track (GtkWidget *focus, guint32 otherwise);

/**
 * mus_track_menu_popup_for_focus:
 * @focus: the widget with the focus
 * @otherwise: the track that is meant when @focus shows none, or %MUS_NO_ROW
 *
 * The same by the keyboard.
 */
void mus_track_menu_popup_for_focus (GtkWidget *focus, MusWorkspace *workspace,
                                     guint32 otherwise);

/**
 * mus_track_menu_popup:
 * @x: in the coordinates of @widget
 */
void mus_track_menu_popup (GtkWidget *widget, MusWorkspace *workspace, guint32 row, double x,
                           double y);

/**
 * mus_track_menu_install:
 *
 * Installs the actions "track.*" (parameter: a row) that the menu and others use, on the
 * class of the page that holds the widgets.
 */
void mus_track_menu_install (GtkWidgetClass *klass, GtkWidgetActionActivateFunc activate);

/**
 * mus_track_menu_activate:
 * @name: "track.copy-title", "track.copy-link", "track.open" or "track.show-artist"
 *
 * Does what an action of the menu says.
 */
void mus_track_menu_activate (GtkWidget *widget, MusWorkspace *workspace, const char *name,
                              guint32 row);

G_END_DECLS
