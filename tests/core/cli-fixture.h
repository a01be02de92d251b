/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/*
 * Runs the built musrec-cli on a catalog of its own, as a person or a script would.
 */

#define N_TRACKS 300
#define N_GENRES 5
#define SEED_ID "id7"

extern const char *cli;     /* the program */
extern const char *sample;  /* a catalog that takes its time */
extern char       *folder;  /* where all files of this test are */
extern char       *catalog; /* N_TRACKS tracks */
extern char       *model;   /* a model of it, made once */

typedef struct
{
  int   status; /* exit status, or minus the signal that ended it */
  char *output;
  char *errors;
} Result;

void result_clear (Result *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Result, result_clear)

int    exit_status (GSubprocess *process);
Result run_argv (const char *const *argv);

/* @limit is called in the new process, before the program. */
Result run_limited (const char *const *argv, GSpawnChildSetupFunc limit, gpointer data);

/* The program's arguments, ended by NULL. */
Result run (const char *first, ...) G_GNUC_NULL_TERMINATED;

void assert_done (const Result *result);
void assert_failed (const Result *result, int status, const char *word);

char     *path_of (const char *name);
JsonNode *parse_json (const char *text);
guint     count_files (void);

/* Takes the arguments of a test program, and makes its files. */
void begin (int argc, char **argv);

void remove_files (void);

/* Runs the tests, and removes the files. */
int finish (void);
