/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <malloc.h>

#include "../core/counts.h"
#include "window-fixture.h"

/*
 * The same work over and over in one process: windows and jobs go, and memory does not grow.
 */

#define N_WARM 20 /* rounds in which caches fill */

/* How much more memory may be in use after each later round. GTK 4.8 itself keeps some 2,000
 * bytes of each window (of menus, and who listens to settings), which is one that takes more
 * than a hundred times as much; and its caches of letters fill for long. */
#define MOST_GROWTH 8192.0

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
  mus_workspace_select_any (fixture->workspace);
  robot_settle (50);
  window_start_again (fixture);
  robot_wait_for ("windows and jobs to be gone", are_all_gone, NULL, WINDOW_SECONDS);
}

static void
test_rounds (WindowFixture *fixture, gconstpointer data)
{
  guint      n_rounds = counts_choose (3, 300);
  GSettings *settings = mus_workspace_get_settings (fixture->workspace);
  double     before = 0.0, growth;

  g_settings_set_boolean (settings, "reopen-last", FALSE);
  g_settings_set_uint (settings, "max-epochs", 1000);
  g_settings_set_uint (settings, "patience", 100);
  for (guint i = 0; i < n_rounds; i++)
    {
      if (i == N_WARM)
        before = measure_memory ();
      go_round (fixture);
    }
  g_settings_reset (settings, "reopen-last");
  g_settings_reset (settings, "max-epochs");
  g_settings_reset (settings, "patience");

  if (n_rounds <= N_WARM)
    {
      counts_tell ("%u rounds in one window's process: every window and job was finalized",
                   n_rounds);
      return;
    }
  growth = (measure_memory () - before) / (n_rounds - N_WARM);
  counts_tell ("%u rounds in one window's process: every window and job was finalized; after the "
               "first %u memory grew by %.0f bytes a round",
               n_rounds, N_WARM, growth);
  g_assert_cmpfloat (growth, <, MOST_GROWTH);
}

int
main (int argc, char **argv)
{
  static const WindowTest tests[] = {
    { "/rounds/rounds", test_rounds },
  };

  return window_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
