/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "musrec.h"

G_BEGIN_DECLS

/*
 * The user's settings in the words of core: the one place that knows the names of the
 * GSettings keys which core's settings have.
 */

/**
 * mus_settings_new:
 *
 * Returns: (transfer full): the settings of this user, or ones in memory where the schema
 *   is not installed
 */
GSettings *mus_settings_new (void);

MusTrainingSettings mus_settings_training (GSettings *settings);
MusLayoutSettings   mus_settings_layout (GSettings *settings);

/**
 * mus_settings_cache:
 *
 * Returns: (transfer full): the user's cache, of the size that they allow
 */
MusCache           *mus_settings_cache (GSettings *settings);

/**
 * mus_settings_keeps:
 *
 * Returns: whether the user allows a cache of any size
 */
gboolean            mus_settings_keeps (GSettings *settings);
MusRepeats          mus_settings_repeats (GSettings *settings);
void                mus_settings_set_repeats (GSettings *settings, MusRepeats repeats);
MusWay              mus_settings_way (GSettings *settings);
void                mus_settings_set_way (GSettings *settings, MusWay way);

/**
 * MusListLength: by number, or by match
 */
typedef struct
{
  gsize  limit;       /* tracks at first; as many again with each Show More */
  double least_match; /* percent: what a track must match at least; 0: nothing */
} MusListLength;

/* How many lengths there are, and one of them. */
guint         mus_settings_n_list_lengths (void);
MusListLength mus_settings_nth_list_length (guint position);

/**
 * mus_settings_list_length:
 * @key: the list's, an enumeration of all lengths
 */
MusListLength mus_settings_list_length (GSettings *settings, const char *key);

/**
 * mus_settings_reset_training:
 *
 * Gives all training and map settings their defaults again.
 */
void mus_settings_reset_training (GSettings *settings);

/**
 * mus_settings_reset_all:
 *
 * Gives each setting its default again, and forgets what was open.
 */
void mus_settings_reset_all (GSettings *settings);

G_END_DECLS
