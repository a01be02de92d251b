/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-cli-options.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>

#define MAX_THREADS 1024

/* What GOption fills in before it is looked at; the process parses once. */
static struct
{
  char    *seed;
  char    *threads;
  char    *repeats;
  char    *learn;
  char    *dimensions;
  char    *format;
  char    *model;
  gboolean json;
  gboolean quiet;
  char   **rest;
} typed;

static const GOptionEntry shared_entries[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &typed.json,
    N_ ("Print one JSON document (the same as --format json)"), NULL },
  { "format", 0, 0, G_OPTION_ARG_STRING, &typed.format,
    N_ ("How to print the result: table (default) or json; recommend has csv and ids too"),
    N_ ("FORMAT") },
  { "model", 0, 0, G_OPTION_ARG_FILENAME, &typed.model,
    N_ ("Use the model in FILE; if there is no such file, train and save it there"),
    N_ ("FILE") },
  { "repeats", 0, 0, G_OPTION_ARG_STRING, &typed.repeats,
    N_ ("Which songs count as repeated: those of the same title (default), or title-artist"),
    N_ ("RULE") },
  { "learn", 0, 0, G_OPTION_ARG_STRING, &typed.learn,
    N_ ("What the embedding learns from: sound (default) or sound-genre"), N_ ("WHAT") },
  { "dimensions", 0, 0, G_OPTION_ARG_STRING, &typed.dimensions,
    N_ ("Numbers in an embedding: 32, 64 or 128 (default)"), N_ ("D") },
  { "seed", 0, 0, G_OPTION_ARG_STRING, &typed.seed,
    N_ ("Where random numbers start (1); the same seed gives the same result"), N_ ("N") },
  { "threads", 0, 0, G_OPTION_ARG_STRING, &typed.threads,
    N_ ("How many processors to use (all)"), N_ ("N") },
  { "quiet", 0, 0, G_OPTION_ARG_NONE, &typed.quiet, N_ ("Show no progress"), NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &typed.rest, NULL, NULL },
  G_OPTION_ENTRY_NULL,
};

static const char *const repeats_choices[] = { "title", "title-artist", NULL };
static const char *const learn_choices[] = { "sound", "sound-genre", NULL };
static const char *const dimensions_choices[] = { "128", "64", "32", NULL };
static const char *const format_choices[] = { "table", "json", "csv", "ids", NULL };

gboolean
mus_cli_parse_choice (const char *option, const char *text, const char *const *choices,
                      guint *index, GError **error)
{
  g_autofree char *list = NULL;

  *index = 0;
  if (text == NULL)
    return TRUE;
  for (guint i = 0; choices[i] != NULL; i++)
    if (g_str_equal (text, choices[i]))
      {
        *index = i;
        return TRUE;
      }

  list = g_strjoinv (", ", (char **) choices);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               /* translators: an option, what was typed, the words that are allowed */
               _ ("%s: “%s” is none of these: %s."), option, text, list);

  return FALSE;
}

gboolean
mus_cli_parse_number (const char *option, const char *text, guint64 min, guint64 max,
                      guint64 *value, GError **error)
{
  if (text == NULL || g_ascii_string_to_unsigned (text, 10, min, max, value, NULL))
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               /* translators: an option, what was typed, the range */
               _ ("%s: “%s” is not a whole number from %" PRIu64 " to %" PRIu64 "."),
               option, text, min, max);

  return FALSE;
}

gboolean
mus_cli_parse_real (const char *option, const char *text, double *value, GError **error)
{
  char  *end;
  double number;

  if (text == NULL)
    return TRUE;
  number = g_ascii_strtod (text, &end);
  if (end != text && *end == '\0' && isfinite (number))
    {
      *value = number;
      return TRUE;
    }

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               /* translators: an option, what was typed */
               _ ("%s: “%s” is not a number."), option, text);

  return FALSE;
}

gboolean
mus_cli_parse_amount (const char *option, const char *text, gsize *amount, GError **error)
{
  guint64 value = *amount;

  if (g_strcmp0 (text, "all") == 0)
    value = G_MAXSIZE;
  else if (!mus_cli_parse_number (option, text, 1, G_MAXUINT32, &value, NULL))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   /* translators: an option, what was typed; "all" stays as it is */
                   _ ("%s: “%s” is neither a number of tracks from 1 nor “all”."), option, text);
      return FALSE;
    }
  *amount = (gsize) value;

  return TRUE;
}

gboolean
mus_cli_require (const char *option, const char *text, GError **error)
{
  if (text != NULL)
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
               /* translators: an option such as "--track ID" */
               _ ("%s is missing."), option);

  return FALSE;
}

static gboolean
parse_format (MusCliOptions *self, guint formats, GError **error)
{
  guint index;

  if (!mus_cli_parse_choice ("--format", typed.format, format_choices, &index, error))
    return FALSE;
  self->format = 1 << index;
  if (typed.json && typed.format != NULL && self->format != MUS_CLI_JSON)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("--json and --format %s ask for different things."), typed.format);
      return FALSE;
    }
  if (typed.json)
    self->format = MUS_CLI_JSON;
  if ((self->format & formats) == 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("--format: this command can't print %s."), typed.format);
      return FALSE;
    }

  return TRUE;
}

static gboolean
parse_catalog (MusCliOptions *self, GError **error)
{
  guint n = typed.rest != NULL ? g_strv_length (typed.rest) : 0;

  if (n == 1)
    {
      self->catalog = g_strdup (typed.rest[0]);
      return TRUE;
    }
  if (n == 0)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 _ ("Name a catalog: a CSV file with a track a row."));
  else
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 _ ("There is one catalog at a time, but %u names were given."), n);

  return FALSE;
}

static gboolean
parse_typed (MusCliOptions *self, guint formats, GError **error)
{
  guint64 threads = 0;
  guint   repeats, dimensions, learn;

  if (!mus_cli_parse_number ("--seed", typed.seed, 0, G_MAXUINT64, &self->seed, error) ||
      !mus_cli_parse_number ("--threads", typed.threads, 1, MAX_THREADS, &threads, error) ||
      !mus_cli_parse_choice ("--repeats", typed.repeats, repeats_choices, &repeats, error) ||
      !mus_cli_parse_choice ("--dimensions", typed.dimensions, dimensions_choices, &dimensions,
                             error) ||
      !mus_cli_parse_choice ("--learn", typed.learn, learn_choices, &learn, error) || !parse_format (self, formats, error) ||
      !parse_catalog (self, error))
    return FALSE;

  self->threads = (guint) threads;
  self->repeats = repeats == 0 ? MUS_REPEATS_TITLE : MUS_REPEATS_TITLE_ARTIST;
  if (typed.dimensions != NULL)
    self->dimensions = (guint) g_ascii_strtoull (typed.dimensions, NULL, 10);
  self->way = learn == 0 ? MUS_WAY_SOUND : MUS_WAY_SOUND_GENRE;
  self->names_way = typed.learn != NULL;
  self->quiet = typed.quiet;
  self->model = g_strdup (typed.model);

  return TRUE;
}

MusCliOptions *
mus_cli_options_parse (const char *name, const char *summary, const GOptionEntry *entries,
                       guint formats, char ***argv, GError **error)
{
  g_autofree char *program = g_strdup_printf ("musrec-cli %s", name);
  g_autofree char *sentence = g_strdup_printf ("%s.", summary);
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("CATALOG.csv"));
  g_autoptr (MusCliOptions) self = g_new0 (MusCliOptions, 1);

  self->seed = 1;
  g_set_prgname (program);
  g_option_context_set_summary (context, sentence);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, shared_entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse_strv (context, argv, error) ||
      !parse_typed (self, formats, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
mus_cli_options_free (MusCliOptions *self)
{
  g_free (self->catalog);
  g_free (self->model);
  g_free (self);
}
