/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mus-application.h"
#include "mus-window.h"
#include "robot.h"

G_BEGIN_DECLS

/*
 * A window of the application, new for each test, and what its tests wait for.
 */

/* How long a step may take. Generous: the machine may be slow, and sanitizers make it
 * slower. */
#define WINDOW_SECONDS 240.0

typedef struct
{
  MusApplication *application;
  MusWindow      *window;
  MusWorkspace   *workspace;
  GtkWidget      *widget; /* the window */
  char           *folder; /* for files of the test */
  guint32         wanted; /* what is waited for: a track, or how many of something */
} WindowFixture;

typedef struct
{
  const char *path;
  void (*test) (WindowFixture *fixture, gconstpointer data);
} WindowTest;

/**
 * window_run:
 *
 * Runs the tests in a home of their own; skips them where there is no X display.
 *
 * Returns: the exit status
 */
int window_run (int argc, char **argv, const WindowTest *tests, gsize n_tests);

/**
 * window_run_at_home: as window_run(), in the home that there is
 */
int window_run_at_home (int argc, char **argv, const WindowTest *tests, gsize n_tests);

/*
 * Conditions, for robot_wait_for()
 */
gboolean window_has_catalog (gpointer fixture);
gboolean window_has_index (gpointer fixture);
gboolean window_has_regions (gpointer fixture);
gboolean window_has_similar (gpointer fixture);
gboolean window_is_idle (gpointer fixture);
gboolean window_has_dialog (gpointer unused);
gboolean window_has_no_dialog (gpointer unused);

/**
 * window_find:
 *
 * Returns: (transfer none) (nullable): a window of that type that shows
 */
GtkWidget *window_find (GType type);

/**
 * window_find_dialog:
 *
 * Returns: (transfer none) (nullable): the dialog that shows
 */
GtkWidget *window_find_dialog (void);

/**
 * window_dismiss_dialog: waits for a dialog and closes it
 * @heading: (nullable): which it must have
 * @part: what its text must have in it
 */
void window_dismiss_dialog (const char *heading, const char *part);

/**
 * window_click: clicks the first visible widget of @type with @label, see robot_find()
 */
void window_click (WindowFixture *fixture, GType type, const char *label);
void window_open_sample (WindowFixture *fixture);

/**
 * window_learn_quickly: sets training and map to as little as shows what each step does; so
 * each test begins. The rest of the settings are as they come.
 */
void window_learn_quickly (WindowFixture *fixture);

/**
 * window_start_again: closes the window and opens another one, as the next start does
 */
void window_start_again (WindowFixture *fixture);

/**
 * window_show_page: by its key; no two of the keys with Alt that it offers are the same
 */
void window_show_page (WindowFixture *fixture, guint number);
void window_wait_until_selected (WindowFixture *fixture, guint32 row);

G_END_DECLS
