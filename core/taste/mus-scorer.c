/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-scorer-private.h"

#include <math.h>

#include "base/mus-error.h"
#include "base/mus-parallel.h"

/*
 * The score of a track is a sum of what the likes say about it, most of it as a logarithm of
 * "how much more often is that so among the likes than in the catalog": naive Bayes, in
 * which the catalog stands for what nobody chose. By the dial g = genre_weight it is
 *
 *     2 g       (GENRE log (affinity + floor) + ARTIST same artist + ALBUM same album
 *                + WORDS mean log ratio of its words)
 *   + 2 (1 - g) (SOUND likeness + FEATURES sum of log ratios of the features but popularity)
 *   + POPULARITY log ratio of its popularity + DIAL p popularity / 100
 *
 * affinity: the inner product of the track's genre profile and the mean one of the likes, in
 * which a part of each genre is spread over related ones. likeness: the mean cosine to the
 * five likes that sound most like it. A ratio at a level of a feature is
 *
 *     (n(level) + PRIOR c(level)) / ((n + PRIOR) c(level)),
 *
 * n(level) the likes at that level, each spread over its surroundings by a normal kernel, and
 * c(level) the same of the catalog, together 1. Without evidence it is 1: so a few likes say
 * little, many say much, and likes that are as popular as the catalog say nothing about
 * popularity. The weights are those of a logistic regression over pairs, which of two tracks
 * is the held-out one of a playlist, rounded; see tests/bench/README.md.
 */
#define GENRE 0.25
#define GENRE_FLOOR 1e-4
#define ARTIST 0.3
#define ALBUM 0.2
#define SOUND 0.2
#define FEATURES 0.12
#define WORDS 0.25
#define POPULARITY 0.4
#define DIAL 2.0

#define PRIOR 10.0
#define WORD_PRIOR 30.0
#define LEVEL_WIDTH 10.0

#define TILE 4096

typedef struct
{
  const MusTraits   *traits;
  const MusMatrix   *features; /* (n_tracks, 15) in their own units */
  const MusLikeness *likeness;
  const MusTaste    *taste;
  double             genre_part;
  double             sound_part;
  double             dial;
  float             *genres;  /* (n_labels): the likes' genres, and those related */
  gint8             *artists; /* (n_artists): 1 liked, -1 only disliked */
  gint8             *albums;  /* (n_albums) */
  float             *words;   /* (n_words): log ratios */
  float              ratios[MUS_N_FEATURES][MUS_N_LEVELS]; /* logs, weighted */
  float             *scores;                               /* (n_tracks) */
} Scorer;

static void
scorer_clear (Scorer *self)
{
  g_free (self->genres);
  g_free (self->artists);
  g_free (self->albums);
  g_free (self->words);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scorer, scorer_clear)

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
  Scorer       *self = data;
  const guint8 *levels = self->traits->levels + feature;
  double        weight = feature == MUS_FEATURE_POPULARITY ? POPULARITY : FEATURES;
  double        n_likes = (double) self->taste->n_likes;
  double        counts[2][MUS_N_LEVELS] = { { 0.0 } };
  double        smooth[2][MUS_N_LEVELS] = { { 0.0 } };

  for (gsize i = 0; i < self->taste->n_likes; i++)
    counts[0][levels[(gsize) self->taste->likes[i] * MUS_N_FEATURES]] += 1.0;
  for (gsize row = 0; row < self->traits->n_tracks; row++)
    counts[1][levels[row * MUS_N_FEATURES]] += 1.0;
  spread_levels (counts[0], smooth[0]);
  spread_levels (counts[1], smooth[1]);

  for (guint level = 0; level < MUS_N_LEVELS; level++)
    {
      double share = smooth[1][level] / (double) self->traits->n_tracks;
      double ratio = (smooth[0][level] + PRIOR * share) / ((n_likes + PRIOR) * share);

      self->ratios[feature][level] = share > 0.0 ? (float) (weight * log (ratio)) : 0.0f;
    }
}

static gboolean
weigh_words (Scorer *self, GError **error)
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
mark_names (Scorer *self, const guint32 *rows, gsize n, gint8 mark)
{
  const MusTraits *traits = self->traits;

  for (gsize i = 0; i < n; i++)
    {
      guint32 row = rows[i];

      for (guint32 a = traits->artist_starts[row]; a < traits->artist_starts[row + 1]; a++)
        self->artists[traits->artists[a]] = mark;
      if (traits->albums[row] != MUS_NO_ROW)
        self->albums[traits->albums[row]] = mark;
    }
}

static void
gather_genres (Scorer *self)
{
  const MusTraits    *traits = self->traits;
  g_autofree double  *profile = g_new0 (double, traits->n_labels);

  for (gsize i = 0; i < self->taste->n_likes; i++)
    {
      guint32 row = self->taste->likes[i];

      for (guint32 g = traits->genre_starts[row]; g < traits->genre_starts[row + 1]; g++)
        profile[traits->genres[g]] +=
            (double) traits->genre_weights[g] / (double) self->taste->n_likes;
    }

  for (guint g = 0; g < traits->n_labels; g++)
    {
      double sum = 0.0;

      for (guint h = 0; h < traits->n_labels; h++)
        sum += (double) traits->related[g * traits->n_labels + h] * profile[h];
      self->genres[g] = (float) sum;
    }
}

static double
score_labels (const Scorer *self, guint32 row)
{
  const MusTraits *traits = self->traits;
  double           affinity = GENRE_FLOOR;
  gint             artist = -1;
  gint             album = 0;

  for (guint32 g = traits->genre_starts[row]; g < traits->genre_starts[row + 1]; g++)
    affinity += (double) traits->genre_weights[g] * (double) self->genres[traits->genres[g]];
  for (guint32 a = traits->artist_starts[row]; a < traits->artist_starts[row + 1]; a++)
    artist = MAX (artist, self->artists[traits->artists[a]]);
  if (traits->artist_starts[row] == traits->artist_starts[row + 1])
    artist = 0;
  if (traits->albums[row] != MUS_NO_ROW)
    album = self->albums[traits->albums[row]];

  return GENRE * log (affinity) + ARTIST * artist + ALBUM * album;
}

static double
score_sound (const Scorer *self, guint32 row)
{
  const guint8 *levels = self->traits->levels + (gsize) row * MUS_N_FEATURES;
  double        score = SOUND * mus_likeness_mean (self->likeness, row);

  for (guint f = 0; f < MUS_N_FEATURES; f++)
    if (f != MUS_FEATURE_POPULARITY)
      score += (double) self->ratios[f][levels[f]];

  return score;
}

static double
score_words (const Scorer *self, guint32 row)
{
  guint32 start = self->traits->word_starts[row];
  guint32 end = self->traits->word_starts[row + 1];
  double  sum = 0.0;

  for (guint32 w = start; w < end; w++)
    sum += (double) self->words[self->traits->words[w]];

  return end > start ? WORDS * sum / (double) (end - start) : 0.0;
}

static void
score_tile (gsize tile, guint worker, gpointer data)
{
  const Scorer *self = data;
  guint32       end = (guint32) MIN ((tile + 1) * TILE, self->traits->n_tracks);

  for (guint32 row = (guint32) (tile * TILE); row < end; row++)
    {
      guint8 level = self->traits->levels[(gsize) row * MUS_N_FEATURES + MUS_FEATURE_POPULARITY];
      double popularity = (double) mus_matrix_row (self->features, row)[MUS_FEATURE_POPULARITY];

      self->scores[row] =
          (float) (self->genre_part * (score_labels (self, row) + score_words (self, row)) +
                   self->sound_part * score_sound (self, row) +
                   (double) self->ratios[MUS_FEATURE_POPULARITY][level] +
                   self->dial * popularity);
    }
}

gboolean
mus_scorer_score (const MusTraits *traits, const MusCatalog *catalog, const MusLikeness *likeness,
                  const MusTaste *taste, const MusTasteDials *dials, float *scores,
                  GError **error)
{
  double genre_weight = CLAMP (dials->genre_weight, 0.0, 1.0);
  g_auto (Scorer) self = {
    .traits = traits,
    .features = mus_catalog_features (catalog),
    .likeness = likeness,
    .taste = taste,
    .genre_part = 2.0 * genre_weight,
    .sound_part = 2.0 * (1.0 - genre_weight),
    .dial = DIAL * CLAMP (dials->popularity, -1.0, 1.0) / 100.0,
    .genres = g_new0 (float, traits->n_labels),
    .scores = scores,
  };

  if (!(self.artists = mus_try_new (gint8, traits->n_artists, error)) ||
      !(self.albums = mus_try_new (gint8, traits->n_albums, error)) ||
      !(self.words = mus_try_new (float, traits->n_words, error)) ||
      !weigh_words (&self, error))
    return FALSE;

  mark_names (&self, taste->dislikes, taste->n_dislikes, -1);
  mark_names (&self, taste->likes, taste->n_likes, 1);
  gather_genres (&self);
  mus_parallel_for (MUS_N_FEATURES, weigh_levels, &self);
  mus_parallel_for ((traits->n_tracks + TILE - 1) / TILE, score_tile, &self);

  return TRUE;
}
