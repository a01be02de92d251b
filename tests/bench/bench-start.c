/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <stdlib.h>

#include "bench.h"
#include "explore/mus-map.h"
#include "explore/mus-similar-list.h"
#include "explore/mus-track-list.h"
#include "mus-application.h"
#include "mus-window.h"

/*
 * bench-start [CATALOG.csv]: how long somebody waits who starts MusRec with a catalog: until
 * its window is drawn, until the tracks can be searched, until the first list of similar
 * tracks is on the screen, and until there is a map to click. The program runs itself as
 * MusRec, in a home of its own: once where nothing was calculated before, with a training
 * with the defaults, until the map is finished, and once more ("again_") where all that is
 * kept. The time counts from before the process exists.
 */

/* In the environment of MusRec. */
#define START "MUSREC_BENCH_START"   /* monotonic microseconds */
#define PREFIX "MUSREC_BENCH_PREFIX" /* of the figures' names */

/* What appears, one after the other. */
typedef enum
{
  WINDOW,
  LIST,
  SIMILAR,
  MAP,
  FINISHED_MAP,
  N_SIGHTS,
} Sight;

typedef struct
{
  GtkWidget    *window;
  MusWorkspace *workspace;
  gint64        start;
  Sight         next;
} Watch;

static GtkWidget *
find_mapped (GtkWidget *root, GType type)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (root), type))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_mapped (child, type);

  return found;
}

static gboolean
shows_similar (Watch *self)
{
  GtkWidget *list = find_mapped (self->window, MUS_TYPE_SIMILAR_LIST);

  return mus_workspace_get_similar (self->workspace) != NULL && list != NULL &&
         find_mapped (list, GTK_TYPE_LIST_BOX_ROW) != NULL;
}

static gboolean
shows_map (Watch *self)
{
  GtkWidget *map = find_mapped (self->window, MUS_TYPE_MAP);

  return map != NULL && mus_map_get_n_drawn (MUS_MAP (map)) > 0;
}

/* After each frame of the window. Somebody selects a track as soon as the list shows it. */
static void
on_after_paint (GdkFrameClock *clock, gpointer data)
{
  static const char *const names[N_SIGHTS] = { "window_seconds", "list_seconds",
                                               "similar_seconds", "map_seconds",
                                               "finished_map_seconds" };
  Watch           *watch = data;
  g_autofree char *name = NULL;
  const gboolean seen[N_SIGHTS] = {
    TRUE,
    mus_workspace_get_catalog (watch->workspace) != NULL &&
        find_mapped (watch->window, MUS_TYPE_TRACK_LIST) != NULL,
    shows_similar (watch),
    shows_map (watch),
    mus_workspace_get_regions (watch->workspace) != NULL,
  };

  if (watch->next == N_SIGHTS || !seen[watch->next])
    return;

  name = g_strconcat (g_getenv (PREFIX), names[watch->next], NULL);
  bench_print (name, bench_seconds_since (watch->start));
  if (watch->next == LIST)
    mus_workspace_select (watch->workspace, 0);
  if (++watch->next == N_SIGHTS)
    g_idle_add_once ((GSourceOnceFunc) gtk_window_close, watch->window);
}

static void
on_realize (GtkWidget *window, gpointer data)
{
  Watch *watch = data;

  watch->window = window;
  watch->workspace = mus_window_get_workspace (MUS_WINDOW (window));
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint",
                    G_CALLBACK (on_after_paint), watch);
}

static void
on_window_added (GtkApplication *application, GtkWindow *window, gpointer data)
{
  if (MUS_IS_WINDOW (window))
    g_signal_connect (window, "realize", G_CALLBACK (on_realize), data);
}

/* As the program's own main(), and watched. */
static int
run_application (const char *start, char *catalog)
{
  char *argv[] = { (char *) "musrec", catalog, NULL };
  g_autoptr (MusApplication) application = NULL;
  Watch watch = { .start = g_ascii_strtoll (start, NULL, 10) };

  mus_locale_init ();
  g_set_application_name ("MusRec");
  application = mus_application_new ();
  g_application_set_flags (G_APPLICATION (application),
                           g_application_get_flags (G_APPLICATION (application)) |
                               G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "window-added", G_CALLBACK (on_window_added), &watch);

  return g_application_run (G_APPLICATION (application), 2, argv);
}

static char **
make_environment (const char *home, const char *prefix)
{
  static const char *const folders[] = { "HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME",
                                         "XDG_DATA_HOME" };
  g_autofree char *start = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_monotonic_time ());
  char           **environment = g_get_environ ();

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    environment = g_environ_setenv (environment, folders[i], home, TRUE);
  environment = g_environ_setenv (environment, "GSETTINGS_BACKEND", "memory", TRUE);
  environment = g_environ_setenv (environment, PREFIX, prefix, TRUE);

  return g_environ_setenv (environment, START, start, TRUE);
}

/* Starts MusRec and waits for its end. */
static void
start (const char *catalog, const char *home, const char *prefix)
{
  const char     *command[] = { "/proc/self/exe", catalog, NULL };
  g_auto (GStrv)  environment = make_environment (home, prefix);
  g_autoptr (GError) error = NULL;
  int status;

  bench_check (g_spawn_sync (NULL, (char **) command, environment, G_SPAWN_DEFAULT, NULL, NULL,
                             NULL, NULL, &status, &error) &&
                   g_spawn_check_wait_status (status, &error),
               error);
}

int
main (int argc, char *argv[])
{
  const char      *catalog = bench_catalog_path (argc > 1 ? argv[1] : NULL);
  g_autofree char *home = NULL;
  g_autoptr (GError) error = NULL;

  if (g_getenv (START) != NULL)
    return run_application (g_getenv (START), argv[1]);

  if (!gtk_init_check ())
    {
      g_print ("There is no display.\n");
      return 77;
    }
  home = g_dir_make_tmp ("musrec-XXXXXX", &error);
  bench_check (home != NULL, error);
  start (catalog, home, "");
  start (catalog, home, "again_");
  bench_check (g_spawn_sync (NULL, (char *[]){ (char *) "rm", (char *) "-rf", home, NULL }, NULL,
                             G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, &error),
               error);

  return 0;
}
