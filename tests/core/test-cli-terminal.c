/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli-fixture.h"

/* Runs a shell's @line with the program as $0, the catalog as $1 and the model as $2. */
static Result
run_shell (const char *line)
{
  return run_argv ((const char *const[]){ "/bin/sh", "-c", line, cli, catalog, model, NULL });
}

static void
test_standard_output (void)
{
  g_auto (Result) full =
      run_shell ("\"$0\" recommend --track id7 --model \"$2\" \"$1\" > /dev/full");
  g_auto (Result) closed = run_shell (
      "{ \"$0\" recommend --track id7 --limit all --model \"$2\" \"$1\"; echo $? >&2; } | true");

  assert_failed (&full, 1, "printed");
  g_assert_cmpstr (closed.output, ==, "");
  /* The pipe may swallow a short result before its reader has gone; then all is well. */
  g_assert_true (g_str_equal (closed.errors, "1\n") || g_str_equal (closed.errors, "0\n"));
}

/* Returns: (transfer full): what @argv writes to standard error when that is a terminal */
static char *
run_on_terminal (const char *const *argv)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new (NULL);
  int      terminal = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  char     block[4096];
  gssize   n;

  g_assert_cmpint (grantpt (terminal), ==, 0);
  g_assert_cmpint (unlockpt (terminal), ==, 0);
  g_subprocess_launcher_setenv (launcher, "TERM", "xterm", TRUE);
  g_subprocess_launcher_take_stderr_fd (launcher,
                                        open (ptsname (terminal), O_RDWR | O_NOCTTY | O_CLOEXEC));
  process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  g_clear_object (&launcher);
  while ((n = read (terminal, block, sizeof block)) > 0)
    g_string_append_len (text, block, n);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_no_error (error);
  close (terminal);

  return g_string_free (text, FALSE);
}

static void
test_progress (void)
{
  g_autofree char *shown = run_on_terminal ((const char *const[]){
      cli, "embed", "--output", "/dev/null", catalog, NULL });
  g_autofree char *quiet = run_on_terminal ((const char *const[]){
      cli, "embed", "--quiet", "--output", "/dev/null", catalog, NULL });

  g_assert_nonnull (strstr (shown, "Training"));
  g_assert_nonnull (strstr (shown, "%"));
  g_assert_true (g_str_has_suffix (shown, "\r\033[K"));
  g_assert_cmpstr (quiet, ==, "");
}

/* With the threads that libraries start: any of them may be who gets the signal. */
static void
test_interrupted (void)
{
  static const int signals[] = { SIGINT, SIGTERM };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      g_autofree char *path = path_of ("interrupted.csv");
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GSubprocessLauncher) launcher =
          g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_PIPE);
      g_autoptr (GSubprocess) process = NULL;
      guint  n_files = count_files ();
      gint64 sent;

      g_subprocess_launcher_unsetenv (launcher, "OPENBLAS_NUM_THREADS");
      process = g_subprocess_launcher_spawn (launcher, &error, cli, "map", "--output", path,
                                             "--iterations", "10000", sample, NULL);
      g_assert_no_error (error);
      while (count_files () == n_files)
        g_usleep (1000);
      g_usleep (200000 + i * G_USEC_PER_SEC); /* in training, and in the layout */
      sent = g_get_monotonic_time ();
      g_subprocess_send_signal (process, signals[i]);
      g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &text, &error);
      g_assert_no_error (error);
      g_assert_cmpint (g_get_monotonic_time () - sent, <, 2 * G_USEC_PER_SEC);
      g_assert_cmpstr (text, ==, "musrec-cli: Cancelled.\n");
      g_assert_cmpint (exit_status (process), ==, 1);
      g_assert_cmpuint (count_files (), ==, n_files);
    }
}

int
main (int argc, char **argv)
{
  begin (argc, argv);

  g_test_add_func ("/cli/standard-output", test_standard_output);
  g_test_add_func ("/cli/progress", test_progress);
  g_test_add_func ("/cli/interrupted", test_interrupted);

  return finish ();
}
