/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MusFeature:
 *
 * The 15 numbers that the catalog gives for each track, in the order of the columns of
 * every feature matrix.
 */
typedef enum
{
  MUS_FEATURE_POPULARITY,       /* 0 to 100 */
  MUS_FEATURE_DURATION,         /* milliseconds */
  MUS_FEATURE_EXPLICIT,         /* 0 or 1 */
  MUS_FEATURE_DANCEABILITY,     /* 0 to 1 */
  MUS_FEATURE_ENERGY,           /* 0 to 1 */
  MUS_FEATURE_KEY,              /* 0 (C) to 11 (B) */
  MUS_FEATURE_LOUDNESS,         /* decibels below full scale, about -60 to 0 */
  MUS_FEATURE_MODE,             /* 0 minor, 1 major */
  MUS_FEATURE_SPEECHINESS,      /* 0 to 1 */
  MUS_FEATURE_ACOUSTICNESS,     /* 0 to 1 */
  MUS_FEATURE_INSTRUMENTALNESS, /* 0 to 1 */
  MUS_FEATURE_LIVENESS,         /* 0 to 1 */
  MUS_FEATURE_VALENCE,          /* 0 sad to 1 cheerful */
  MUS_FEATURE_TEMPO,            /* beats a minute */
  MUS_FEATURE_TIME_SIGNATURE,   /* beats a bar */
} MusFeature;

#define MUS_N_FEATURES 15

/**
 * mus_feature_column:
 *
 * Returns: (transfer none): its column's name in a CSV, lower case, never translated
 */
const char *mus_feature_column (MusFeature feature);

/**
 * mus_feature_label:
 *
 * Returns: (transfer none): what people call it ("Mood"), translated
 */
const char *mus_feature_label (MusFeature feature);

/**
 * mus_feature_description:
 *
 * Returns: (transfer none): a translated sentence on what it says
 */
const char *mus_feature_description (MusFeature feature);

/**
 * mus_feature_unit:
 *
 * Returns: the step in which mus_feature_format() shows values, in the feature's own unit;
 *   0 for features that have few values
 */
double mus_feature_unit (MusFeature feature);

/**
 * mus_feature_format:
 * @value: in the feature's own unit
 *
 * Returns: (transfer full): the value as people say it, translated: "122 BPM", "3:42",
 *   "−6.7 dB", "minor"
 */
char *mus_feature_format (MusFeature feature, float value);

/**
 * mus_feature_format_key:
 * @key: 0 to 11
 * @mode: 0 or 1
 *
 * Returns: (transfer full): "C♯ minor", translated
 */
char *mus_feature_format_key (float key, float mode);

G_END_DECLS
