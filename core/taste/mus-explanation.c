/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-explanation.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* All in standard deviations: how near two numbers are that count as the same, how far
 * apart those that count as different, and how far from the mean a track has to be to be
 * called "calm" or "lively". */
#define SAME 0.35
#define DIFFERENT 0.5
#define MARKED 0.5

/* From what weight on a second thing is said: what three in five tracks share, or fewer,
 * and a difference of a whole deviation. */
#define SECOND_SHARED 0.5
#define SECOND_DIFFERENT 1.0

/* Tempos that a listener takes for the same, as a ratio. */
#define SAME_TEMPO 0.03

/* Above this it is instrumental, and a recording of a concert. */
#define INSTRUMENTAL 0.5
#define LIVE 0.6

/* How much it says that two tracks share a key or a tempo. By chance hardly one in a
 * dozen does, but a listener hears less of it than of what the others say, so that it
 * weighs less than its surprise would. The last one is what a quite usual value weighs.
 */
#define SAME_KEY_WEIGHT 1.0
#define SAME_TEMPO_WEIGHT 0.8
#define RELATED_TEMPO_WEIGHT 0.5
#define UNREMARKABLE_WEIGHT 0.1

typedef struct
{
  char      *text; /* translated */
  double     weight;
  MusFeature feature;
} Phrase;

/* The two tracks, and what can be said about them. */
typedef struct
{
  const float *seed_z; /* 15 standardised features */
  const float *row_z;
  const float *seed; /* 15 features in their own units */
  const float *row;
  GArray      *shared; /* Phrase */
  GArray      *different;
} Pair;

/* What is said of a feature whose numbers are just more or less. NULL: nothing. */
typedef struct
{
  const char *as_high; /* the same, and much of it */
  const char *as_low;
  const char *as_usual;
  const char *more; /* the answer has more of it than the seed */
  const char *less;
} Words;

/* translators: all of these describe a track beside another one: "as acoustic, same
 * tempo; happier", that is what the two share, then how the one differs */
static const Words words[MUS_N_FEATURES] = {
  [MUS_FEATURE_POPULARITY] = { NC_ ("explanation", "as well known"),
                               NC_ ("explanation", "as little known"), NULL,
                               NC_ ("explanation", "better known"),
                               NC_ ("explanation", "less known") },
  [MUS_FEATURE_DANCEABILITY] = { NC_ ("explanation", "as danceable"), NULL,
                                 NC_ ("explanation", "as danceable"),
                                 NC_ ("explanation", "more danceable"),
                                 NC_ ("explanation", "less danceable") },
  [MUS_FEATURE_ENERGY] = { NC_ ("explanation", "as lively"),
                           NC_ ("explanation", "as calm"),
                           NC_ ("explanation", "same energy"),
                           NC_ ("explanation", "livelier"),
                           NC_ ("explanation", "calmer") },
  [MUS_FEATURE_LOUDNESS] = { NC_ ("explanation", "as loud"),
                             NC_ ("explanation", "as quiet"),
                             NC_ ("explanation", "as loud"),
                             NC_ ("explanation", "louder"),
                             NC_ ("explanation", "quieter") },
  [MUS_FEATURE_SPEECHINESS] = { NC_ ("explanation", "as much speech"), NULL, NULL,
                                NC_ ("explanation", "more speech"),
                                NC_ ("explanation", "less speech") },
  [MUS_FEATURE_ACOUSTICNESS] = { NC_ ("explanation", "as acoustic"),
                                 NC_ ("explanation", "as electric"),
                                 NC_ ("explanation", "as acoustic"),
                                 NC_ ("explanation", "more acoustic"),
                                 NC_ ("explanation", "less acoustic") },
  [MUS_FEATURE_VALENCE] = { NC_ ("explanation", "as cheerful"),
                            NC_ ("explanation", "as sad"),
                            NC_ ("explanation", "same mood"),
                            NC_ ("explanation", "happier"),
                            NC_ ("explanation", "sadder") },
};

static const char *
translate (const char *phrase)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "explanation", phrase);
}

static void
clear_phrase (gpointer data)
{
  g_free (((Phrase *) data)->text);
}

/* Takes @text. */
static void
say (GArray *phrases, MusFeature feature, double weight, char *text)
{
  Phrase phrase = { text, weight, feature };

  g_array_append_val (phrases, phrase);
}

/* How surprising the seed's number is. No more than 1 / (1 + z²) of all tracks can be as
 * far out on that side (Cantelli); of a number with two values just so many have this
 * one. */
static double
surprise (const Pair *self, MusFeature feature)
{
  double z = (double) self->seed_z[feature];

  return log1p (z * z);
}

static double
difference (const Pair *self, MusFeature feature)
{
  return (double) self->row_z[feature] - (double) self->seed_z[feature];
}

/* How much it says that the two are so near: less, the farther apart they are. */
static double
shared_weight (const Pair *self, MusFeature feature)
{
  double nearness = 1.0 - fabs (difference (self, feature)) / SAME;

  return MAX (nearness, 0.0) * (UNREMARKABLE_WEIGHT + surprise (self, feature));
}

static void
compare_amounts (const Pair *self, MusFeature feature)
{
  const Words *about = &words[feature];
  double       z = (double) self->seed_z[feature];
  double       far = difference (self, feature);
  const char  *more_or_less = far > 0.0 ? about->more : about->less;
  const char  *as = z >= MARKED    ? about->as_high
                    : z <= -MARKED ? about->as_low
                                   : about->as_usual;

  if (fabs (far) < SAME && as != NULL)
    say (self->shared, feature, shared_weight (self, feature), g_strdup (translate (as)));
  if (fabs (far) >= DIFFERENT && more_or_less != NULL)
    say (self->different, feature, fabs (far), g_strdup (translate (more_or_less)));
}

static void
compare_durations (const Pair *self)
{
  double           far = difference (self, MUS_FEATURE_DURATION);
  double           z = (double) self->seed_z[MUS_FEATURE_DURATION];
  g_autofree char *time =
      mus_feature_format (MUS_FEATURE_DURATION, self->row[MUS_FEATURE_DURATION]);

  if (fabs (far) < SAME)
    say (self->shared, MUS_FEATURE_DURATION, shared_weight (self, MUS_FEATURE_DURATION),
         g_strdup (z >= MARKED    ? C_ ("explanation", "as long")
                   : z <= -MARKED ? C_ ("explanation", "as short")
                                  : C_ ("explanation", "same length")));
  else if (far >= DIFFERENT)
    /* translators: %s is a duration such as "5:12" */
    say (self->different, MUS_FEATURE_DURATION, far,
         g_strdup_printf (C_ ("explanation", "longer (%s)"), time));
  else if (far <= -DIFFERENT)
    /* translators: %s is a duration such as "2:05" */
    say (self->different, MUS_FEATURE_DURATION, -far,
         g_strdup_printf (C_ ("explanation", "shorter (%s)"), time));
}

static void
compare_tempos (const Pair *self)
{
  double seed = (double) self->seed[MUS_FEATURE_TEMPO];
  double row = (double) self->row[MUS_FEATURE_TEMPO];
  double ratio = row / seed;
  double weight = shared_weight (self, MUS_FEATURE_TEMPO);
  double far = difference (self, MUS_FEATURE_TEMPO);

  /* A tempo that the analysis could not tell is 0. */
  if (!(seed > 0.0 && row > 0.0))
    return;

  if (fabs (ratio - 1.0) <= SAME_TEMPO)
    say (self->shared, MUS_FEATURE_TEMPO, SAME_TEMPO_WEIGHT + weight,
         g_strdup (C_ ("explanation", "same tempo")));
  else if (fabs (ratio - 2.0) <= 2.0 * SAME_TEMPO)
    say (self->shared, MUS_FEATURE_TEMPO, RELATED_TEMPO_WEIGHT,
         g_strdup (C_ ("explanation", "same tempo, counted double")));
  else if (fabs (ratio - 0.5) <= 0.5 * SAME_TEMPO)
    say (self->shared, MUS_FEATURE_TEMPO, RELATED_TEMPO_WEIGHT,
         g_strdup (C_ ("explanation", "same tempo, counted half")));
  else if (far >= DIFFERENT)
    /* translators: beats per minute */
    say (self->different, MUS_FEATURE_TEMPO, far,
         g_strdup_printf (C_ ("explanation", "faster (%.0f BPM)"), row));
  else if (far <= -DIFFERENT)
    /* translators: beats per minute */
    say (self->different, MUS_FEATURE_TEMPO, -far,
         g_strdup_printf (C_ ("explanation", "slower (%.0f BPM)"), row));
}

/* A feature that a track has or has not, from @from on. NULL: nothing is said. */
static void
compare_kinds (const Pair *self,
               MusFeature  feature,
               double      from,
               const char *both,
               const char *neither,
               const char *only_row,
               const char *only_seed)
{
  gboolean    seed_has = (double) self->seed[feature] >= from;
  gboolean    row_has = (double) self->row[feature] >= from;
  const char *shared = seed_has ? both : neither;
  const char *different = row_has ? only_row : only_seed;

  if (seed_has == row_has && shared != NULL)
    say (self->shared, feature, surprise (self, feature), g_strdup (shared));
  if (seed_has != row_has && different != NULL)
    say (self->different, feature, fabs (difference (self, feature)),
         g_strdup (different));
}

static void
compare_keys (const Pair *self)
{
  if (self->seed[MUS_FEATURE_KEY] == self->row[MUS_FEATURE_KEY] &&
      self->seed[MUS_FEATURE_KEY] >= 0.0f &&
      self->seed[MUS_FEATURE_MODE] == self->row[MUS_FEATURE_MODE])
    say (self->shared, MUS_FEATURE_KEY,
         SAME_KEY_WEIGHT + surprise (self, MUS_FEATURE_MODE),
         g_strdup (C_ ("explanation", "same key")));
}

static void
compare_bars (const Pair *self)
{
  long seed = lround ((double) self->seed[MUS_FEATURE_TIME_SIGNATURE]);
  long row = lround ((double) self->row[MUS_FEATURE_TIME_SIGNATURE]);

  if (row < 3)
    return;
  if (seed == row && row != 4)
    /* translators: %ld/4 is a time signature: 3/4 or 5/4 */
    say (self->shared, MUS_FEATURE_TIME_SIGNATURE,
         surprise (self, MUS_FEATURE_TIME_SIGNATURE),
         g_strdup_printf (C_ ("explanation", "both in %ld/4"), row));
  if (seed != row)
    /* translators: %ld/4 is a time signature: 3/4, 4/4 or 5/4 */
    say (self->different, MUS_FEATURE_TIME_SIGNATURE,
         fabs (difference (self, MUS_FEATURE_TIME_SIGNATURE)),
         g_strdup_printf (C_ ("explanation", "in %ld/4"), row));
}

static void
compare (const Pair *self, MusFeature feature)
{
  switch (feature)
    {
    case MUS_FEATURE_DURATION:
      compare_durations (self);
      break;
    case MUS_FEATURE_EXPLICIT:
      compare_kinds (self, feature, 0.5, C_ ("explanation", "both explicit"), NULL,
                     C_ ("explanation", "explicit"), C_ ("explanation", "not explicit"));
      break;
    case MUS_FEATURE_KEY:
      compare_keys (self);
      break;
    case MUS_FEATURE_MODE:
      compare_kinds (self, feature, 0.5, C_ ("explanation", "both in major"),
                     C_ ("explanation", "both in minor"), C_ ("explanation", "in major"),
                     C_ ("explanation", "in minor"));
      break;
    case MUS_FEATURE_INSTRUMENTALNESS:
      compare_kinds (self, feature, INSTRUMENTAL, C_ ("explanation", "both instrumental"),
                     C_ ("explanation", "both sung"), C_ ("explanation", "instrumental"),
                     C_ ("explanation", "sung"));
      break;
    case MUS_FEATURE_LIVENESS:
      compare_kinds (self, feature, LIVE, C_ ("explanation", "both live"), NULL,
                     C_ ("explanation", "live"), C_ ("explanation", "not live"));
      break;
    case MUS_FEATURE_TEMPO:
      compare_tempos (self);
      break;
    case MUS_FEATURE_TIME_SIGNATURE:
      compare_bars (self);
      break;
    default:
      compare_amounts (self, feature);
      break;
    }
}

static int
compare_weights (gconstpointer a, gconstpointer b)
{
  const Phrase *first = a;
  const Phrase *second = b;

  if (first->weight != second->weight)
    return first->weight > second->weight ? -1 : 1;

  return (first->feature > second->feature) - (first->feature < second->feature);
}

/* Energy and loudness nearly say the same, and the same key has the same mode. */
static gboolean
repeats (const Phrase *a, const Phrase *b)
{
  guint both = 1u << a->feature | 1u << b->feature;

  return both == (1u << MUS_FEATURE_ENERGY | 1u << MUS_FEATURE_LOUDNESS) ||
         both == (1u << MUS_FEATURE_KEY | 1u << MUS_FEATURE_MODE);
}

/* Up to two of @phrases, the weightiest first; the second only from @least_second on. */
static char *
choose (GArray *phrases, double least_second)
{
  const Phrase *all = (const Phrase *) (gpointer) phrases->data;

  if (phrases->len == 0)
    return NULL;

  g_array_sort (phrases, compare_weights);
  for (guint i = 1; i < phrases->len && all[i].weight >= least_second; i++)
    if (!repeats (&all[0], &all[i]))
      /* translators: two things that tracks share, or by which they differ: "as acoustic,
       * same tempo" */
      return g_strdup_printf (C_ ("explanation", "%s, %s"), all[0].text, all[i].text);

  return g_strdup (all[0].text);
}

char *
mus_explanation_words (const MusCatalog *catalog,
                       const MusMatrix  *x,
                       guint32           seed,
                       guint32           row)
{
  const MusMatrix         *features = mus_catalog_features (catalog);
  const MusCatalogSummary *summary = mus_catalog_summary (catalog);
  g_autoptr (GArray) shared = g_array_new (FALSE, FALSE, sizeof (Phrase));
  g_autoptr (GArray) different = g_array_new (FALSE, FALSE, sizeof (Phrase));
  g_autofree char *in_common = NULL;
  g_autofree char *otherwise = NULL;
  Pair             pair = {
                .seed_z = mus_matrix_row (x, seed),
                .row_z = mus_matrix_row (x, row),
                .seed = mus_matrix_row (features, seed),
                .row = mus_matrix_row (features, row),
                .shared = shared,
                .different = different,
  };

  g_array_set_clear_func (shared, clear_phrase);
  g_array_set_clear_func (different, clear_phrase);
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    if (((summary->missing | summary->constant) >> f & 1) == 0)
      compare (&pair, f);

  in_common = choose (shared, SECOND_SHARED);
  otherwise = choose (different, SECOND_DIFFERENT);
  if (in_common != NULL && otherwise != NULL)
    /* translators: first what two tracks share, then how the one differs: "as acoustic,
     * same tempo; happier" */
    return g_strdup_printf (C_ ("explanation", "%s; %s"), in_common, otherwise);
  if (in_common != NULL || otherwise != NULL)
    return g_strdup (in_common != NULL ? in_common : otherwise);

  return g_strdup (C_ ("explanation", "alike on the whole"));
}
