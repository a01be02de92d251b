/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "base/mus-rng.h"

G_BEGIN_DECLS

/* How a genre sounds, as aggregates, and tracks drawn from that. The arithmetic is plus,
 * minus, times, divided and square root, which give the same bits everywhere. */

#define SAMPLE_N_KEYS 24
#define SAMPLE_MAX_KNOTS 16

/* The features that vary together, in the order of the profiles' correlations. */
typedef enum
{
  SAMPLE_POPULARITY,
  SAMPLE_DURATION,
  SAMPLE_DANCEABILITY,
  SAMPLE_ENERGY,
  SAMPLE_LOUDNESS,
  SAMPLE_SPEECHINESS,
  SAMPLE_ACOUSTICNESS,
  SAMPLE_INSTRUMENTALNESS,
  SAMPLE_LIVENESS,
  SAMPLE_VALENCE,
  SAMPLE_TEMPO,
  SAMPLE_EXPLICIT,
  SAMPLE_N_SCORES,
} SampleScore;

typedef struct
{
  double values[SAMPLE_N_SCORES]; /* in the features' own units */
  guint  key;
  guint  mode;
  guint  time_signature;
} SampleSound;

/* A genre under which a share of another's tracks stands too. */
typedef struct
{
  guint  genre; /* its number among the profiles */
  double share;
} SampleAlso;

typedef struct
{
  char   *genre;
  double  quantiles[SAMPLE_EXPLICIT][SAMPLE_MAX_KNOTS];
  double  factor[SAMPLE_N_SCORES][SAMPLE_N_SCORES]; /* lower Cholesky factor of the correlation */
  double  explicit_from; /* tracks with a higher score are explicit */
  double  keys[SAMPLE_N_KEYS];
  double  signatures[4];
  GArray *also; /* SampleAlso */
} SampleProfile;

typedef struct
{
  guint      n_knots;
  double     knots[SAMPLE_MAX_KNOTS]; /* normal scores of the quantiles */
  double     artist_share;            /* of the variance that is between artists */
  GPtrArray *profiles;                /* SampleProfile */
} SampleProfiles;

/* Reads what make-profiles wrote; only the named genres, or all when there are none. */
SampleProfiles *sample_profiles_load (const char *path, char **genres, GError **error);
void            sample_profiles_free (SampleProfiles *self);

/* Scores of an artist: what all tracks of that artist share. */
void sample_draw_scores (MusRng *rng, double scores[SAMPLE_N_SCORES]);

/* The sound of a new track by an artist with these scores. */
void sample_draw_sound (const SampleProfiles *self, const SampleProfile *profile, MusRng *rng,
                        const double artist_scores[SAMPLE_N_SCORES], SampleSound *sound);

G_END_DECLS
