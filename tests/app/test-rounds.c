/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <malloc.h>

#include "../core/counts.h"
#include "window-fixture.h"

/*
 * The same work over and over in one process: windows and jobs go, and memory does not grow.
 */

#define N_WARM 20 /* rounds in which most caches fill; as many are compared */

/* How much more memory may be in use after each later round, in bytes: cairo keeps each letter at
 * each part of a pixel. A window takes some hundred times as much. */
#define MOST_GROWTH 1024.0

static guint n_alive;

static void
gone_cb (gpointer data, GObject *object)
{
  n_alive--;
}

static void
watch (gpointer object)
{
  n_alive++;
  g_object_weak_ref (object, gone_cb, NULL);
}

static gboolean
are_all_gone (gpointer data)
{
  return n_alive == 0;
}

static gboolean
has_two_epochs (gpointer data)
{
  MusJob *job = mus_workspace_get_job (((WindowFixture *) data)->workspace);
  gsize   n = 0;

  if (MUS_IS_TRAINING_JOB (job))
    mus_training_job_get_points (MUS_TRAINING_JOB (job), &n);

  return n >= 2;
}

/* Bytes that are asked for and not given back. */
static double
measure_memory (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return (double) info.uordblks + (double) info.hblkhd;
}

static void
go_round (WindowFixture *fixture)
{
  watch (fixture->widget);
  watch (fixture->workspace);
  mus_workspace_open_sample (fixture->workspace);
  watch (mus_workspace_get_open_job (fixture->workspace));
  robot_wait_for ("two epochs", has_two_epochs, fixture, WINDOW_SECONDS);
  watch (mus_workspace_get_job (fixture->workspace));
  gtk_widget_activate_action (robot_find (fixture->widget, GTK_TYPE_BUTTON, "work.cancel"),
                              "work.cancel", NULL);
  robot_wait_for ("the end of training", window_is_idle, fixture, WINDOW_SECONDS);
  /* Always the same one: the letters of other titles would go on filling cairo's caches. */
  mus_workspace_select (fixture->workspace, 0);
  robot_settle (50);
  window_start_again (fixture);
  robot_wait_for ("windows and jobs to be gone", are_all_gone, NULL, WINDOW_SECONDS);
}

/* Of some rounds from @first on: at the end of a round, things of a window may be still there. */
static double
find_least (const double *memory, guint first)
{
  double least = memory[first];

  for (guint i = 1; i < N_WARM; i++)
    least = MIN (least, memory[first + i]);

  return least;
}

static void
go_rounds (WindowFixture *fixture, double *memory, guint n_rounds)
{
  GSettings *settings = mus_workspace_get_settings (fixture->workspace);

  g_settings_set_boolean (settings, "reopen-last", FALSE);
  g_settings_set_uint (settings, "max-epochs", 1000);
  g_settings_set_uint (settings, "patience", 100);
  for (guint i = 0; i < n_rounds; i++)
    {
      go_round (fixture);
      memory[i] = measure_memory ();
    }
  g_settings_reset (settings, "reopen-last");
  g_settings_reset (settings, "max-epochs");
  g_settings_reset (settings, "patience");
}

static void
test_rounds (WindowFixture *fixture, gconstpointer data)
{
  guint              n_rounds = counts_choose (3, 300);
  g_autofree double *memory = g_new (double, n_rounds);
  double             growth;

  go_rounds (fixture, memory, n_rounds);
  if (n_rounds < 3 * N_WARM)
    {
      counts_tell ("%u rounds in one window's process: every window and job was finalized",
                   n_rounds);
      return;
    }

  growth = (find_least (memory, n_rounds - N_WARM) - find_least (memory, N_WARM)) /
           (n_rounds - 2 * N_WARM);
  counts_tell ("%u rounds in one window's process: every window and job was finalized; after the "
               "first %u memory grew by %.0f bytes a round",
               n_rounds, N_WARM, growth);
  g_assert_cmpfloat (growth, <, MOST_GROWTH);
}

/* GTK 4.8 would leave it listening; that is a crash when the setting changes. */
static void
test_settings (WindowFixture *fixture, gconstpointer data)
{
  GtkSettings *settings = gtk_widget_get_settings (fixture->widget);
  GtkWidget   *window = gtk_window_new ();
  GtkWidget   *scroller = gtk_scrolled_window_new ();

  gtk_window_set_child (GTK_WINDOW (window), scroller);
  gtk_window_present (GTK_WINDOW (window));
  robot_wait_until_drawn (window);
  g_assert_cmpuint (
      g_signal_handler_find (settings, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, scroller), !=, 0);
  watch (scroller);
  gtk_window_destroy (GTK_WINDOW (window));
  robot_wait_for ("the window to be gone", are_all_gone, NULL, WINDOW_SECONDS);
  g_assert_cmpuint (
      g_signal_handler_find (settings, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, scroller), ==, 0);
}

int
main (int argc, char **argv)
{
  static const WindowTest tests[] = {
    { "/rounds/rounds", test_rounds },
    { "/rounds/settings", test_settings },
  };

  return window_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
