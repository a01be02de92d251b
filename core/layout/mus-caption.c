/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "layout/mus-caption.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_WORDS 3
#define LEAST_DIFFERENCE 0.3
#define MOST 0.75 /* what a word that is true or not must be true for */

/* What tracks are called that have much or little of a feature; NULL where that says
 * nothing. */
static const struct
{
  const char *high;
  const char *low;
} words[MUS_N_FEATURES] = {
  /* translators: these words describe the music of a part of the map, one after the
   * other, such as "calm · acoustic · instrumental" */
  [MUS_FEATURE_POPULARITY] = { NC_ ("sound", "well known"),
                               NC_ ("sound", "little known") },
  [MUS_FEATURE_DURATION] = { NC_ ("sound", "long"), NC_ ("sound", "short") },
  [MUS_FEATURE_EXPLICIT] = { NC_ ("sound", "explicit"), NULL },
  [MUS_FEATURE_DANCEABILITY] = { NC_ ("sound", "danceable"), NULL },
  [MUS_FEATURE_ENERGY] = { NC_ ("sound", "energetic"), NC_ ("sound", "calm") },
  [MUS_FEATURE_KEY] = { NULL, NULL },
  [MUS_FEATURE_LOUDNESS] = { NC_ ("sound", "loud"), NC_ ("sound", "quiet") },
  [MUS_FEATURE_MODE] = { NC_ ("sound", "major key"), NC_ ("sound", "minor key") },
  [MUS_FEATURE_SPEECHINESS] = { NC_ ("sound", "spoken"), NULL },
  [MUS_FEATURE_ACOUSTICNESS] = { NC_ ("sound", "acoustic"), NC_ ("sound", "electric") },
  [MUS_FEATURE_INSTRUMENTALNESS] = { NC_ ("sound", "instrumental"),
                                     NC_ ("sound", "sung") },
  [MUS_FEATURE_LIVENESS] = { NC_ ("sound", "live"), NULL },
  [MUS_FEATURE_VALENCE] = { NC_ ("sound", "cheerful"), NC_ ("sound", "sad") },
  [MUS_FEATURE_TEMPO] = { NC_ ("sound", "fast"), NC_ ("sound", "slow") },
  /* translators: a time signature */
  [MUS_FEATURE_TIME_SIGNATURE] = { NC_ ("sound", "in 5/4"), NC_ ("sound", "in 3/4") },
};

/* Whether the word is true for most tracks; only some features can tell. */
static gboolean
is_true_for_most (MusFeature feature, gboolean high, double mean)
{
  switch (feature)
    {
    case MUS_FEATURE_EXPLICIT:
    case MUS_FEATURE_MODE:
      return high ? mean >= MOST : mean <= 1.0 - MOST;
    case MUS_FEATURE_TIME_SIGNATURE:
      return high ? mean >= 4.0 + MOST : mean <= 4.0 - MOST;
    default:
      return TRUE;
    }
}

static const char *
word_for (MusFeature feature, double difference, double mean)
{
  gboolean    high = difference > 0.0;
  const char *word = high ? words[feature].high : words[feature].low;

  if (word == NULL || !(fabs (difference) >= LEAST_DIFFERENCE) ||
      !is_true_for_most (feature, high, mean))
    return NULL;

  return word;
}

/* Energy and loudness nearly say the same. */
static gboolean
repeats (MusFeature feature, const gboolean *said)
{
  return (feature == MUS_FEATURE_ENERGY && said[MUS_FEATURE_LOUDNESS]) ||
         (feature == MUS_FEATURE_LOUDNESS && said[MUS_FEATURE_ENERGY]);
}

char *
mus_caption_sound (const double *differences, const double *means)
{
  const char *found[MAX_WORDS];
  gboolean    said[MUS_N_FEATURES] = { FALSE };
  guint       n = 0;

  while (n < MAX_WORDS)
    {
      guint  best = MUS_N_FEATURES;
      double largest = 0.0;

      for (guint f = 0; f < MUS_N_FEATURES; f++)
        if (!said[f] && !repeats (f, said) && fabs (differences[f]) > largest &&
            word_for (f, differences[f], means[f]) != NULL)
          {
            best = f;
            largest = fabs (differences[f]);
          }
      if (best == MUS_N_FEATURES)
        break;

      said[best] = TRUE;
      found[n++] = g_dpgettext2 (GETTEXT_PACKAGE, "sound",
                                 word_for (best, differences[best], means[best]));
    }

  switch (n)
    {
    case 0:
      return g_strdup ("");
    case 1:
      return g_strdup (found[0]);
    case 2:
      /* translators: two words that describe music: "calm · acoustic" */
      return g_strdup_printf (C_ ("sounds", "%s · %s"), found[0], found[1]);
    default:
      /* translators: three words that describe music: "calm · acoustic · instrumental" */
      return g_strdup_printf (C_ ("sounds", "%s · %s · %s"), found[0], found[1],
                              found[2]);
    }
}

char *
mus_caption_genres (const MusCatalog *catalog, guint16 first, guint16 second)
{
  const char *name;

  if (first == MUS_NO_GENRE)
    return g_strdup ("");

  name = mus_catalog_genre_name (catalog, first);
  if (second == MUS_NO_GENRE)
    return g_strdup (name);

  /* translators: two genres that stand for related ones or for a part of the map:
   * "samba · mpb" */
  return g_strdup_printf (C_ ("genres", "%s · %s"), name,
                          mus_catalog_genre_name (catalog, second));
}
