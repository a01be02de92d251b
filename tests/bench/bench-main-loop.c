/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Opens a catalog in the real window and tells, for each step of the chain, the longest time
 * between two turns of the main loop: as long as a click would have waited. How much of
 * such a time the main thread itself was busy stands beside it: the rest went to whatever
 * else runs on the machine.
 *
 * usage: bench-main-loop [CATALOG.csv]   (else MUSREC_CATALOG, else the sample catalog)
 */
#include "config.h"

#include <adwaita.h>
#include <time.h>

#include "mus-application.h"
#include "workspace/mus-settings.h"
#include "mus-window.h"

#define LIMIT_MS 33.0

static const char *const step_names[] = { "idle", "reading", "training", "layout", "report" };

typedef struct
{
  GSource       source;
  MusWorkspace *workspace;
  gint64        last_us;
  gint64        last_busy_us;
  double        longest_ms[G_N_ELEMENTS (step_names)];
  double        busiest_ms[G_N_ELEMENTS (step_names)];
  guint         n_turns[G_N_ELEMENTS (step_names)];
  guint         n_late[G_N_ELEMENTS (step_names)];
} Watch;

static gint64
get_busy_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static void
count_turn (Watch *self)
{
  gint64  now = g_get_monotonic_time ();
  gint64  busy = get_busy_time ();
  double  busy_ms = (double) (busy - self->last_busy_us) / 1000.0;
  double  gap_ms = (double) (now - self->last_us) / 1000.0;
  MusStep step = mus_workspace_get_step (self->workspace);

  self->longest_ms[step] = MAX (self->longest_ms[step], gap_ms);
  self->busiest_ms[step] = MAX (self->busiest_ms[step], busy_ms);
  self->n_turns[step]++;
  self->n_late[step] += gap_ms > LIMIT_MS;
  self->last_us = now;
  self->last_busy_us = busy;
}

/* Called at each turn; a millisecond is the longest that the loop may sleep. */
static gboolean
watch_prepare (GSource *source, int *timeout)
{
  count_turn ((Watch *) source);
  *timeout = 1;

  return FALSE;
}

static gboolean
watch_check (GSource *source)
{
  return FALSE;
}

static gboolean
watch_dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs watch_funcs = { watch_prepare, watch_check, watch_dispatch, NULL };

static void
run (MusWorkspace *workspace, GFile *file)
{
  g_autoptr (GSource) source = g_source_new (&watch_funcs, sizeof (Watch));
  Watch              *watch = (Watch *) source;

  watch->workspace = workspace;
  watch->last_us = g_get_monotonic_time ();
  watch->last_busy_us = get_busy_time ();
  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_attach (source, NULL);

  if (file != NULL)
    mus_workspace_open (workspace, file);
  else
    mus_workspace_open_sample (workspace);
  while (mus_workspace_get_report (workspace) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_destroy (source);

  for (guint s = MUS_STEP_READING; s <= MUS_STEP_REPORT; s++)
    g_print ("%-10s %8u turns, longest gap %6.1f ms, %u above %.0f ms; longest busy %6.1f ms\n",
             step_names[s], watch->n_turns[s], watch->longest_ms[s], watch->n_late[s], LIMIT_MS,
             watch->busiest_ms[s]);
}

int
main (int argc, char **argv)
{
  const char               *path = argc > 1 ? argv[1] : g_getenv ("MUSREC_CATALOG");
  g_autoptr (GFile)         file = path != NULL ? g_file_new_for_path (path) : NULL;
  g_autoptr (GSettings)     settings = NULL;
  g_autoptr (MusApplication) application = NULL;
  MusWindow                *window;

  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  if (!gtk_init_check ())
    {
      g_print ("There is no display.\n");
      return 77;
    }

  /* Everything is calculated, whatever was kept of an earlier time. */
  settings = mus_settings_new ();
  g_settings_set_uint (settings, "cache-limit", 0);
  application = mus_application_new ();
  g_application_set_flags (G_APPLICATION (application),
                           G_APPLICATION_NON_UNIQUE | G_APPLICATION_HANDLES_OPEN);
  g_application_set_default (G_APPLICATION (application));
  g_application_register (G_APPLICATION (application), NULL, NULL);
  g_application_activate (G_APPLICATION (application));
  window = MUS_WINDOW (gtk_application_get_active_window (GTK_APPLICATION (application)));
  for (guint i = 0; i < 200; i++)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);

  run (mus_window_get_workspace (window), file);
  gtk_window_destroy (GTK_WINDOW (window));

  return 0;
}
