/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mus-cli-session.h"

G_BEGIN_DECLS

/**
 * MusCliCommand:
 * @name: as it is typed
 * @summary: what it does, one line for --help; marked with N_()
 * @entries: its own options, ended by an empty one; the shared ones are in mus-cli-options.c
 * @formats: in which ways it can print its result
 * @run: does it; prints the result. %G_OPTION_ERROR stands for wrong usage
 *
 * To add a command, write one file that defines it, declare it here, and name it in the
 * list in main.c, in meson.build and in the manual page.
 */
typedef struct
{
  const char         *name;
  const char         *summary;
  const GOptionEntry *entries;
  guint               formats;
  gboolean (*run) (MusCliSession *session, GError **error);
} MusCliCommand;

extern const MusCliCommand mus_cli_report;
extern const MusCliCommand mus_cli_recommend;
extern const MusCliCommand mus_cli_embed;
extern const MusCliCommand mus_cli_map;

G_END_DECLS
