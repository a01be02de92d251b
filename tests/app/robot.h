/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * A hand on the mouse and the keyboard: real events, made by the X server (XTest), that
 * reach the program as a person's do. Main thread only.
 */

/**
 * robot_is_available:
 *
 * Returns: whether there is an X display that takes such events
 */
gboolean robot_is_available (void);

typedef gboolean (*RobotCondition) (gpointer user_data);

/**
 * robot_wait_for:
 * @what: what is waited for, for the message
 * @condition: tried at each turn of the main loop
 * @seconds: after which the test fails
 */
void robot_wait_for (const char *what, RobotCondition condition, gpointer user_data,
                     double seconds);

/**
 * robot_settle:
 *
 * Lets the main loop run for a while, and on until each window has been laid out and drawn
 * anew, which takes a slow machine longer.
 */
void robot_settle (guint milliseconds);

/**
 * robot_wait_until_drawn:
 *
 * Waits until a new window takes clicks where its widgets are seen.
 */
void robot_wait_until_drawn (GtkWidget *window);

/**
 * robot_move: moves the pointer to a place of @widget, in its coordinates
 */
void robot_move (GtkWidget *widget, double x, double y);
void robot_click_at (GtkWidget *widget, double x, double y);

/* The same, by a hand that is quicker than the program. */
void robot_click_at_once (GtkWidget *widget, double x, double y);

/**
 * robot_click: clicks the middle of @widget, once it is at rest
 */
void robot_click (GtkWidget *widget);
void robot_right_click (GtkWidget *widget);
void robot_drag (GtkWidget *widget, double from_x, double from_y, double to_x, double to_y);

/**
 * robot_scroll:
 * @notches: of the wheel, up is positive
 */
void robot_scroll (GtkWidget *widget, double x, double y, int notches);

/**
 * robot_key:
 * @modifiers: GDK_CONTROL_MASK, GDK_ALT_MASK, GDK_SHIFT_MASK or 0
 */
void robot_key (GtkWidget *widget, guint keyval, GdkModifierType modifiers);
void robot_type (GtkWidget *widget, const char *ascii);

/**
 * robot_look:
 * @root: where to look
 * @type: what class of widget
 * @label: (nullable): its label, title or action name
 *
 * Returns: (transfer none) (nullable): the first visible one, as it is now
 */
GtkWidget *robot_look (GtkWidget *root, GType type, const char *label);

/**
 * robot_find:
 *
 * Returns: (transfer none) (not nullable): the same, once there is one. In vain the test ends.
 */
GtkWidget *robot_find (GtkWidget *root, GType type, const char *label);

/**
 * robot_miss: waits until there is none
 */
void robot_miss (GtkWidget *root, GType type, const char *label);

G_END_DECLS
