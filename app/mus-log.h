/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "musrec.h"

G_BEGIN_DECLS

/**
 * MusLog:
 *
 * What a run of the program did, for a report of a problem: the latest jobs, when they
 * started, how they ended and what they took. It is not translated, and it names no file and
 * no track: of an error it has the kind alone. Main thread only.
 */
typedef struct _MusLog MusLog;

MusLog *mus_log_new (void);

/**
 * mus_log_unref:
 *
 * Jobs that are followed keep it until they have ended.
 */
void    mus_log_unref (MusLog *self);

/**
 * mus_log_follow:
 * @job: not started yet
 *
 * Notes its start and its end.
 */
void mus_log_follow (MusLog *self, MusJob *job);

/**
 * mus_log_get_text:
 *
 * Returns: (transfer full): a line for each note, the oldest first
 */
char *mus_log_get_text (MusLog *self);

G_END_DECLS
