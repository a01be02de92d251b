/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <signal.h>
#include <stdlib.h>

#include "mus-cli-command.h"
#include "mus-cli-interrupt.h"
#include "mus-cli-output.h"
#include "mus-cli-table.h"

/* EXIT_FAILURE is 1: it could not be done. This one is for what was typed. */
#define EXIT_USAGE 2

static const MusCliCommand *const commands[] = {
  &mus_cli_report,
  &mus_cli_recommend,
  &mus_cli_embed,
  &mus_cli_map,
};

static const MusCliCommand *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i]->name, name))
      return commands[i];

  return NULL;
}

static int
print_help (void)
{
  g_autoptr (MusCliTable) table = mus_cli_table_new ();
  g_autoptr (GString) out = g_string_new (NULL);

  g_string_append_printf (out, "%s\n  musrec-cli %s\n\n%s\n\n", _ ("Usage:"),
                          _ ("COMMAND [OPTION…] CATALOG.csv"),
                          _ ("Finds out what the tracks of a catalog sound like, and which sound "
                             "alike."));
  mus_cli_table_add_column (table, _ ("Commands:"), MUS_CLI_LEFT, 0);
  mus_cli_table_add_column (table, "", MUS_CLI_LEFT, 0);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      mus_cli_table_take_cell (table, g_strdup_printf ("  %s", commands[i]->name));
      mus_cli_table_add_cell (table, _ (commands[i]->summary));
    }
  mus_cli_table_append (table, out);
  g_string_append_printf (out, "\n%s\n",
                          _ ("“musrec-cli COMMAND --help” tells a command's options, “musrec-cli "
                             "--version” the version."));

  return mus_cli_print_text (out->str, NULL) ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int
fail_usage (const char *command, const char *sentence)
{
  g_printerr ("musrec-cli: %s\n", sentence);
  if (command != NULL)
    g_printerr (_ ("Try “musrec-cli %s --help”.\n"), command);
  else
    g_printerr (_ ("Try “musrec-cli --help”.\n"));

  return EXIT_USAGE;
}

/* Says what went wrong, unless whoever read the result has left and needs no more of it. */
static int
fail (const char *command, const GError *error)
{
  if (error->domain == G_OPTION_ERROR || g_error_matches (error, MUS_ERROR, MUS_ERROR_SETTING))
    return fail_usage (command, error->message);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_printerr ("musrec-cli: %s\n", _ ("Cancelled."));
  else if (!g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_PIPE))
    g_printerr ("musrec-cli: %s\n", error->message);

  return EXIT_FAILURE;
}

static int
run_command (const MusCliCommand *command, char ***argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = NULL;
  g_autoptr (MusCliOptions) options = NULL;
  g_autoptr (MusCliProgress) progress = NULL;
  MusCliSession session = { 0 };
  gboolean      done;

  options = mus_cli_options_parse (command->name, _ (command->summary), command->entries,
                                   command->formats, argv, &error);
  if (options == NULL)
    return fail (command->name, error);

  cancellable = mus_cli_interrupt_watch ();
  mus_parallel_set_n_workers (options->threads);
  progress = mus_cli_progress_new (options->quiet, cancellable);
  session.options = options;
  session.progress = progress;
  done = command->run (&session, &error);
  mus_cli_session_clear (&session);
  mus_cli_progress_clear (progress);
  mus_cli_interrupt_unwatch ();

  return done ? EXIT_SUCCESS : fail (command->name, error);
}

/* The arguments behind the command's name, with that of the program in front. */
static char **
copy_arguments (int argc, char **argv)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add (builder, argv[0]);
  for (int i = 2; i < argc; i++)
    g_strv_builder_add (builder, argv[i]);

  return g_strv_builder_end (builder);
}

int
main (int argc, char **argv)
{
  g_auto (GStrv) rest = NULL;
  g_autofree char     *sentence = NULL;
  const MusCliCommand *command;

  mus_blas_leave_out_threads (argv);
  mus_locale_init ();
  /* A pipe that breaks is an error like any other: files in the making are cleaned up. */
  signal (SIGPIPE, SIG_IGN);
  if (argc < 2)
    return fail_usage (NULL, _ ("Name a command: report, recommend, embed or map."));
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h"))
    return print_help ();
  if (g_str_equal (argv[1], "--version"))
    return mus_cli_print ("musrec-cli " PACKAGE_VERSION "\n", NULL) ? EXIT_SUCCESS
                                                                    : EXIT_FAILURE;

  command = find_command (argv[1]);
  if (command != NULL)
    {
      rest = copy_arguments (argc, argv);
      return run_command (command, &rest);
    }

  sentence = g_strdup_printf (_ ("“%s” is no command."), argv[1]);

  return fail_usage (NULL, sentence);
}
