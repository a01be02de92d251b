/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "explore/mus-map.h"
#include "map-fixture.h"

G_BEGIN_DECLS

#define MAP_WIDTH 700
#define MAP_HEIGHT 500

/**
 * MapWindow: a map of 1,200 tracks, alone in a window
 */
typedef struct
{
  MusMapFixture *data;
  MusMap        *map;
  GtkWindow     *window;
  guint          n_activated;
  guint32        activated; /* what was so last, or MUS_NO_ROW, as the next one */
  guint32        context;
  MusMatrix     *next;     /* where the tracks shall come to */
  const char    *sentence; /* that the tooltip shall have */
} MapWindow;

typedef void (*MapWindowFunc) (MapWindow *fixture, gconstpointer unused);

typedef struct
{
  const char   *path;
  MapWindowFunc run;
} MapWindowTest;

/**
 * map_window_run: what main() of a test is; each test has a window of its own
 */
int map_window_run (int argc, char **argv, const MapWindowTest *tests, gsize n);

/**
 * map_window_locate:
 * @x: (out): where @row is on the map, as @y
 */
void map_window_locate (MapWindow *fixture, guint32 row, double *x, double *y);

/**
 * map_window_find_lonely:
 *
 * Returns: a track that has no other one near it
 */
guint32 map_window_find_lonely (MapWindow *fixture);

G_END_DECLS
