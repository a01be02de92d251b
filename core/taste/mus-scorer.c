/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-scorer-private.h"

#include <math.h>

#include "base/mus-error.h"
#include "base/mus-parallel.h"
#include "taste/mus-kinship-private.h"

/*
 * The score of a track is a sum of what the likes say about it, most of it as a logarithm of
 * "how much more often is that so among the likes than in the catalog": naive Bayes, in
 * which the catalog stands for what nobody chose. By the dial g = genre_weight it is
 *
 *     2 g       (GENRE log (affinity + floor)
 *                + KINSHIP (log ratio to the likes - log ratio to the dislikes)
 *                + WORDS mean log ratio of its words
 *                + log ratio of its popularity in its genres)
 *   + 2 (1 - g) (SOUND likeness + sum of log ratios of the features but popularity)
 *   + log ratios of its popularity and of its artists' + DIAL p popularity / 100
 *
 * affinity: the inner product of the track's genre profile and the mean one of the likes, in
 * which a part of each genre is spread over related ones. kinship: by way of artists and
 * albums, see mus-kinship. likeness: the mean cosine to the five likes that sound most like
 * it, see mus-artist-axes. A ratio at a level of a feature is
 *
 *     (n(level) + PRIOR c(level)) / ((n + PRIOR) c(level)),
 *
 * n(level) the likes at that level, each spread over its surroundings by a normal kernel, and
 * c(level) the same of the catalog, together 1. Without evidence it is 1: so a few likes say
 * little, many say much, and likes that are as popular as the catalog say nothing about
 * popularity. The weights are those of a logistic regression over pairs, which of two tracks
 * is the held-out one of a playlist, none below 0, rounded; see tests/bench/README.md.
 */
#define GENRE 0.25
#define GENRE_FLOOR 1e-4
#define KINSHIP 0.09
#define SOUND 0.75
#define WORDS 0.2
#define DIAL 2.0

/* Of the ratios at levels. */
static const double level_weights[MUS_N_LEVELLED] = {
  [MUS_FEATURE_POPULARITY] = 0.2,
  [MUS_FEATURE_DURATION] = 0.25,
  [MUS_FEATURE_EXPLICIT] = 0.1,
  [MUS_FEATURE_ENERGY] = 0.1,
  [MUS_FEATURE_MODE] = 0.15,
  [MUS_FEATURE_SPEECHINESS] = 0.1,
  [MUS_FEATURE_ACOUSTICNESS] = 0.05,
  [MUS_FEATURE_INSTRUMENTALNESS] = 0.2,
  [MUS_FEATURE_TEMPO] = 0.1,
  [MUS_FEATURE_TIME_SIGNATURE] = 0.15,
  [MUS_LEVEL_ARTISTS_POPULARITY] = 0.1,
  [MUS_LEVEL_POPULARITY_IN_GENRE] = 0.3,
};

#define PRIOR 10.0
#define WORD_PRIOR 30.0
#define LEVEL_WIDTH 10.0

#define TILE 4096

struct _MusScorer
{
  const MusTraits   *traits;
  const MusMatrix   *features; /* (n_tracks, 15) in their own units */
  const MusLikeness *likeness;
  const MusTaste    *taste;
  double             genre_part;
  double             sound_part;
  double             dial;
  float             *genres;  /* (n_labels): the likes' genres, and those related */
  float             *likes_kin;    /* (n_tracks): log ratios */
  float             *dislikes_kin; /* (n_tracks) */
  float             *words;        /* (n_words): log ratios */
  float              ratios[MUS_N_LEVELLED][MUS_N_LEVELS]; /* logs, weighted */
  double             means[MUS_N_REASONS]; /* of the terms over all tracks */
};

void
mus_scorer_free (MusScorer *self)
{
  g_free (self->genres);
  g_free (self->likes_kin);
  g_free (self->dislikes_kin);
  g_free (self->words);
  g_free (self);
}

static void
spread_levels (const double *counts, double *smooth)
{
  for (guint from = 0; from < MUS_N_LEVELS; from++)
    {
      double kernel[MUS_N_LEVELS];
      double sum = 0.0;

      if (!(counts[from] > 0.0))
        continue;
      for (guint to = 0; to < MUS_N_LEVELS; to++)
        {
          double difference = ((double) to - (double) from) / LEVEL_WIDTH;

          sum += kernel[to] = exp (-0.5 * difference * difference);
        }
      for (guint to = 0; to < MUS_N_LEVELS; to++)
        smooth[to] += counts[from] * kernel[to] / sum;
    }
}

/* The ratios of one feature, a tile each. */
static void
weigh_levels (gsize feature, guint worker, gpointer data)
{
  MusScorer    *self = data;
  const guint8 *levels = self->traits->levels + feature;
  double        n_likes = (double) self->taste->n_likes;
  double        counts[2][MUS_N_LEVELS] = { { 0.0 } };
  double        smooth[2][MUS_N_LEVELS] = { { 0.0 } };

  for (gsize i = 0; i < self->taste->n_likes; i++)
    counts[0][levels[(gsize) self->taste->likes[i] * MUS_N_LEVELLED]] += 1.0;
  for (gsize row = 0; row < self->traits->n_tracks; row++)
    counts[1][levels[row * MUS_N_LEVELLED]] += 1.0;
  spread_levels (counts[0], smooth[0]);
  spread_levels (counts[1], smooth[1]);

  for (guint level = 0; level < MUS_N_LEVELS; level++)
    {
      double share = smooth[1][level] / (double) self->traits->n_tracks;
      double ratio = (smooth[0][level] + PRIOR * share) / ((n_likes + PRIOR) * share);

      self->ratios[feature][level] =
          share > 0.0 ? (float) (level_weights[feature] * log (ratio)) : 0.0f;
    }
}

static gboolean
weigh_words (MusScorer *self, GError **error)
{
  const MusTraits  *traits = self->traits;
  double            n_likes = (double) self->taste->n_likes;
  g_autofree guint *likes = mus_try_new (guint, traits->n_words, error);

  if (likes == NULL)
    return FALSE;

  for (gsize i = 0; i < self->taste->n_likes; i++)
    {
      guint32 row = self->taste->likes[i];

      for (guint32 w = traits->word_starts[row]; w < traits->word_starts[row + 1]; w++)
        likes[traits->words[w]]++;
    }

  for (guint32 w = 0; w < traits->n_words; w++)
    {
      double share = (double) traits->word_counts[w] / (double) traits->n_tracks;

      self->words[w] = (float) log (((double) likes[w] + WORD_PRIOR * share) /
                                    ((n_likes + WORD_PRIOR) * share));
    }

  return TRUE;
}

static void
gather_genres (MusScorer *self)
{
  const MusTraits    *traits = self->traits;
  const MusLabelRows *profiles = &traits->profiles;
  const MusLabelRows *related = &traits->related;
  g_autofree double  *profile = g_new0 (double, traits->n_labels);

  for (gsize i = 0; i < self->taste->n_likes; i++)
    {
      guint32 row = self->taste->likes[i];

      for (guint32 g = profiles->starts[row]; g < profiles->starts[row + 1]; g++)
        profile[profiles->labels[g]] +=
            (double) profiles->weights[g] / (double) self->taste->n_likes;
    }

  for (guint g = 0; g < traits->n_labels; g++)
    {
      double sum = 0.0;

      for (guint32 h = related->starts[g]; h < related->starts[g + 1]; h++)
        sum += (double) related->weights[h] * profile[related->labels[h]];
      self->genres[g] = (float) sum;
    }
}

static double
score_genre (const MusScorer *self, guint32 row)
{
  const MusLabelRows *profiles = &self->traits->profiles;
  double              affinity = GENRE_FLOOR;

  for (guint32 g = profiles->starts[row]; g < profiles->starts[row + 1]; g++)
    affinity += (double) profiles->weights[g] * (double) self->genres[profiles->labels[g]];

  return GENRE * log (affinity);
}

static double
score_kinship (const MusScorer *self, guint32 row)
{
  return KINSHIP * ((double) self->likes_kin[row] - (double) self->dislikes_kin[row]);
}

static double
level_ratio (const MusScorer *self, guint32 row, guint what)
{
  return (double) self->ratios[what][self->traits->levels[(gsize) row * MUS_N_LEVELLED + what]];
}

static double
score_sound (const MusScorer *self, guint32 row)
{
  double score = SOUND * mus_likeness_mean (self->likeness, row);

  for (guint f = 0; f < MUS_N_FEATURES; f++)
    if (f != MUS_FEATURE_POPULARITY)
      score += level_ratio (self, row, f);

  return score;
}

static double
score_words (const MusScorer *self, guint32 row)
{
  guint32 start = self->traits->word_starts[row];
  guint32 end = self->traits->word_starts[row + 1];
  double  sum = 0.0;

  for (guint32 w = start; w < end; w++)
    sum += (double) self->words[self->traits->words[w]];

  return end > start ? WORDS * sum / (double) (end - start) : 0.0;
}

static double
score_popularity (const MusScorer *self, guint32 row)
{
  double popularity = (double) mus_matrix_row (self->features, row)[MUS_FEATURE_POPULARITY];

  return self->genre_part * level_ratio (self, row, MUS_LEVEL_POPULARITY_IN_GENRE) +
         level_ratio (self, row, MUS_FEATURE_POPULARITY) +
         level_ratio (self, row, MUS_LEVEL_ARTISTS_POPULARITY) + self->dial * popularity;
}

static void
find_terms (const MusScorer *self, guint32 row, double *terms)
{
  terms[MUS_REASON_SOUND] = self->sound_part * score_sound (self, row);
  terms[MUS_REASON_GENRE] = self->genre_part * score_genre (self, row);
  terms[MUS_REASON_ARTIST] = self->genre_part * score_kinship (self, row);
  terms[MUS_REASON_WORDS] = self->genre_part * score_words (self, row);
  terms[MUS_REASON_POPULARITY] = score_popularity (self, row);
}

MusScorer *
mus_scorer_new (const MusTraits *traits, const MusCatalog *catalog, const MusLikeness *likeness,
                const MusTaste *taste, const MusTasteDials *dials, GError **error)
{
  g_autoptr (MusScorer) self = g_new0 (MusScorer, 1);
  double genre_weight = CLAMP (dials->genre_weight, 0.0, 1.0);

  self->traits = traits;
  self->features = mus_catalog_features (catalog);
  self->likeness = likeness;
  self->taste = taste;
  self->genre_part = 2.0 * genre_weight;
  self->sound_part = 2.0 * (1.0 - genre_weight);
  self->dial = DIAL * CLAMP (dials->popularity, -1.0, 1.0) / 100.0;
  self->genres = g_new0 (float, traits->n_labels);
  if (!(self->likes_kin = mus_try_new (float, traits->n_tracks, error)) ||
      !(self->dislikes_kin = mus_try_new (float, traits->n_tracks, error)) ||
      !(self->words = mus_try_new (float, traits->n_words, error)) ||
      !mus_kinship_ratios (traits, taste->likes, taste->n_likes, self->likes_kin, error) ||
      !mus_kinship_ratios (traits, taste->dislikes, taste->n_dislikes, self->dislikes_kin,
                           error) ||
      !weigh_words (self, error))
    return NULL;

  gather_genres (self);
  mus_parallel_for (MUS_N_LEVELLED, weigh_levels, self);

  return g_steal_pointer (&self);
}

/*
 * Scoring: of all tracks, a tile at a time
 */
typedef struct
{
  const MusScorer *scorer;
  float           *scores;              /* (n_tracks) */
  double (*sums)[MUS_N_REASONS];        /* of the terms, for each tile */
} Scoring;

static void
score_tile (gsize tile, guint worker, gpointer data)
{
  const Scoring *self = data;
  guint32        end = (guint32) MIN ((tile + 1) * TILE, self->scorer->traits->n_tracks);

  for (guint32 row = (guint32) (tile * TILE); row < end; row++)
    {
      double terms[MUS_N_REASONS];
      double score = 0.0;

      find_terms (self->scorer, row, terms);
      for (guint r = 0; r < MUS_N_REASONS; r++)
        {
          score += terms[r];
          self->sums[tile][r] += terms[r];
        }
      self->scores[row] = (float) score;
    }
}

gboolean
mus_scorer_score (MusScorer *self, float *scores, GError **error)
{
  gsize   n_tracks = self->traits->n_tracks;
  gsize   n_tiles = (n_tracks + TILE - 1) / TILE;
  Scoring scoring = { self, scores, mus_try_alloc (n_tiles, sizeof *scoring.sums, error) };

  if (scoring.sums == NULL)
    return FALSE;

  mus_parallel_for (n_tiles, score_tile, &scoring);
  for (guint r = 0; r < MUS_N_REASONS; r++)
    {
      self->means[r] = 0.0;
      for (gsize tile = 0; tile < n_tiles; tile++)
        self->means[r] += scoring.sums[tile][r] / (double) n_tracks;
    }
  g_free (scoring.sums);

  return TRUE;
}

void
mus_scorer_find_reasons (const MusScorer *self, guint32 row, double *reasons)
{
  double lead = 0.0;

  find_terms (self, row, reasons);
  for (guint r = 0; r < MUS_N_REASONS; r++)
    lead += reasons[r] -= self->means[r];
  for (guint r = 0; r < MUS_N_REASONS; r++)
    reasons[r] = lead > 0.0 ? 100.0 * reasons[r] / lead + 0.0 : 0.0; /* never -0 */
}
