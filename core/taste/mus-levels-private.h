/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/mus-run.h"

G_BEGIN_DECLS

/* The level of a number: of how many percent of the catalog it reaches the number. */
#define MUS_N_LEVELS 102

/* One number a track: that of @row is values[row * stride]; finite. */
typedef struct
{
  const float *values;
  gsize        stride;
} MusLevelColumn;

/* Levels, (n_tracks, n_columns). Returns NULL with MUS_ERROR_RESOURCE or
 * G_IO_ERROR_CANCELLED. */
guint8 *mus_levels_new (const MusLevelColumn *columns, guint n_columns, gsize n_tracks,
                        const MusRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
