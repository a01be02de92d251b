/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "musrec.h"

G_BEGIN_DECLS

/**
 * MusCliFormat: how a result is printed; a command has a set of them
 */
typedef enum
{
  MUS_CLI_TABLE = 1 << 0, /* for people, in their language; every command has it */
  MUS_CLI_JSON = 1 << 1,
  MUS_CLI_CSV = 1 << 2,
  MUS_CLI_IDS = 1 << 3, /* a track_id a line */
} MusCliFormat;

/**
 * MusCliOptions: what every command takes
 */
typedef struct
{
  char        *catalog; /* a path or an address */
  char        *model;   /* (nullable): the path of a model file */
  guint64      seed;
  guint        threads;    /* 0: one a processor */
  guint        dimensions; /* 0: not asked for */
  MusWay       way;
  gboolean     names_way;  /* whether --learn was given */
  gboolean     quiet;
  MusRepeats   repeats;
  MusCliFormat format;
} MusCliOptions;

/**
 * mus_cli_options_parse:
 * @name: of the command
 * @summary: of the command, translated
 * @entries: the command's own options
 * @formats: the set of #MusCliFormat that it can print
 * @argv: (inout): the arguments behind the command's name, with that of the program in front
 *
 * Answers --help by itself, and then the program ends.
 *
 * Returns: (transfer full): the options for mus_cli_options_free(), or %NULL with a
 *   %G_OPTION_ERROR
 */
MusCliOptions *mus_cli_options_parse (const char *name, const char *summary,
                                      const GOptionEntry *entries, guint formats, char ***argv,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void           mus_cli_options_free (MusCliOptions *self);

/**
 * mus_cli_parse_choice:
 * @option: its name, "--repeats", for the error
 * @text: (nullable): what was typed; %NULL gives the first choice
 * @choices: the words that are allowed, ended by %NULL
 * @index: (out): which of them it is
 *
 * Returns: %FALSE with a %G_OPTION_ERROR that names the choices
 */
gboolean mus_cli_parse_choice (const char *option, const char *text, const char *const *choices,
                               guint *index, GError **error);

/**
 * mus_cli_parse_number:
 * @option: its name, for the error
 * @text: (nullable): what was typed; %NULL leaves @value as it is
 * @min: the smallest that is allowed
 * @max: the largest
 * @value: (inout): the number
 *
 * Returns: %FALSE with a %G_OPTION_ERROR that tells the range
 */
gboolean mus_cli_parse_number (const char *option, const char *text, guint64 min, guint64 max,
                               guint64 *value, GError **error);

/**
 * mus_cli_parse_real:
 * @value: (inout): a finite number, with a point in every language
 */
gboolean mus_cli_parse_real (const char *option, const char *text, double *value,
                             GError **error);

/**
 * mus_cli_parse_amount:
 * @amount: (inout): as in mus_cli_parse_number(), from 1; "all" gives %G_MAXSIZE
 */
gboolean mus_cli_parse_amount (const char *option, const char *text, gsize *amount,
                               GError **error);

/**
 * mus_cli_require:
 *
 * Returns: whether @text was given; else a %G_OPTION_ERROR that asks for @option
 */
gboolean mus_cli_require (const char *option, const char *text, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusCliOptions, mus_cli_options_free)

G_END_DECLS
