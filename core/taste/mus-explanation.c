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
  char      *text;   /* translated */
  char      *longer; /* nullable: for a sentence, which has room for numbers */
  double     weight;
  MusFeature feature;
  gboolean   is_as; /* it can go on "as ‘Title’" */
} Phrase;

/* How many things a sentence says at most, on either side. */
#define MOST_PHRASES 3

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
  g_free (((Phrase *) data)->longer);
}

/* Takes @text. */
static void
say (GArray *phrases, MusFeature feature, double weight, char *text)
{
  Phrase phrase = { .text = text, .weight = weight, .feature = feature };

  g_array_append_val (phrases, phrase);
}

/* What the two share of a feature, in a phrase of this file's own language that begins with
 * "as", or doesn't. */
static void
say_as (GArray *phrases, MusFeature feature, double weight, const char *phrase)
{
  say (phrases, feature, weight, g_strdup (translate (phrase)));
  g_array_index (phrases, Phrase, phrases->len - 1).is_as = g_str_has_prefix (phrase, "as ");
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
    say_as (self->shared, feature, shared_weight (self, feature), as);
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
    say_as (self->shared, MUS_FEATURE_DURATION, shared_weight (self, MUS_FEATURE_DURATION),
            z >= MARKED    ? NC_ ("explanation", "as long")
            : z <= -MARKED ? NC_ ("explanation", "as short")
                           : NC_ ("explanation", "same length"));
  else if (far >= DIFFERENT)
    /* translators: %s is a duration such as "5:12" */
    say (self->different, MUS_FEATURE_DURATION, far,
         g_strdup_printf (C_ ("explanation", "longer (%s)"), time));
  else if (far <= -DIFFERENT)
    /* translators: %s is a duration such as "2:05" */
    say (self->different, MUS_FEATURE_DURATION, -far,
         g_strdup_printf (C_ ("explanation", "shorter (%s)"), time));
}

static char *
format_tempos (double seed, double row)
{
  if (round (seed) == round (row))
    /* translators: beats per minute */
    return g_strdup_printf (C_ ("explanation", "same tempo (%.0f BPM)"), row);

  /* translators: beats per minute of a track and of the one that it is compared with */
  return g_strdup_printf (C_ ("explanation", "same tempo (%.0f against %.0f BPM)"), row, seed);
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
    {
      say (self->shared, MUS_FEATURE_TEMPO, SAME_TEMPO_WEIGHT + weight,
           g_strdup (C_ ("explanation", "same tempo")));
      g_array_index (self->shared, Phrase, self->shared->len - 1).longer =
          format_tempos (seed, row);
    }
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

/* Up to @most of @phrases, the weightiest first; after the first one only from @least on,
 * and none that repeats another. */
static guint
choose (GArray *phrases, guint most, double least, const Phrase **chosen)
{
  const Phrase *all = (const Phrase *) (gpointer) phrases->data;
  guint         n = 0;

  g_array_sort (phrases, compare_weights);
  for (guint i = 0; i < phrases->len && n < most; i++)
    {
      gboolean is_new = n == 0 || all[i].weight >= least;

      for (guint j = 0; j < n; j++)
        is_new = is_new && !repeats (chosen[j], &all[i]);
      if (is_new)
        chosen[n++] = &all[i];
    }

  return n;
}

/* Adds a phrase to what is said already. Takes @said, which may be %NULL. */
static char *
add_phrase (char *said, const char *phrase)
{
  char *longer;

  if (said == NULL)
    return g_strdup (phrase);

  /* translators: two things that tracks share, or by which they differ: "as acoustic,
   * same tempo" */
  longer = g_strdup_printf (C_ ("explanation", "%s, %s"), said, phrase);
  g_free (said);

  return longer;
}

static char *
join_phrases (const Phrase **phrases, guint n, gboolean at_length)
{
  char *said = NULL;

  for (guint i = 0; i < n; i++)
    said = add_phrase (said, at_length && phrases[i]->longer != NULL ? phrases[i]->longer
                                                                     : phrases[i]->text);

  return said;
}

/* Takes both; %NULL: there is nothing. */
static char *
join_sides (char *in_common, char *otherwise)
{
  char *both;

  if (in_common == NULL || otherwise == NULL)
    return in_common != NULL ? in_common : otherwise;

  /* translators: first what two tracks share, then how the one differs: "as acoustic,
   * same tempo; happier" */
  both = g_strdup_printf (C_ ("explanation", "%s; %s"), in_common, otherwise);
  g_free (in_common);
  g_free (otherwise);

  return both;
}

/* Finds all that can be said of the two; clear it with clear_pair(). */
static void
fill_pair (Pair *pair, const MusCatalog *catalog, const MusMatrix *x, guint32 seed, guint32 row)
{
  const MusMatrix         *features = mus_catalog_features (catalog);
  const MusCatalogSummary *summary = mus_catalog_summary (catalog);

  pair->seed_z = mus_matrix_row (x, seed);
  pair->row_z = mus_matrix_row (x, row);
  pair->seed = mus_matrix_row (features, seed);
  pair->row = mus_matrix_row (features, row);
  pair->shared = g_array_new (FALSE, FALSE, sizeof (Phrase));
  pair->different = g_array_new (FALSE, FALSE, sizeof (Phrase));
  g_array_set_clear_func (pair->shared, clear_phrase);
  g_array_set_clear_func (pair->different, clear_phrase);

  for (guint f = 0; f < MUS_N_FEATURES; f++)
    if (((summary->missing | summary->constant) >> f & 1) == 0)
      compare (pair, f);
}

static void
clear_pair (Pair *pair)
{
  g_array_unref (pair->shared);
  g_array_unref (pair->different);
}

char *
mus_explanation_words (const MusCatalog *catalog,
                       const MusMatrix  *x,
                       guint32           seed,
                       guint32           row)
{
  const Phrase *shared[2], *different[2];
  Pair          pair;
  guint         n_shared, n_different;
  char         *said;

  fill_pair (&pair, catalog, x, seed, row);
  n_shared = choose (pair.shared, 2, SECOND_SHARED, shared);
  n_different = choose (pair.different, 2, SECOND_DIFFERENT, different);
  said = join_sides (join_phrases (shared, n_shared, FALSE),
                     join_phrases (different, n_different, FALSE));
  clear_pair (&pair);

  return said != NULL ? said : g_strdup (C_ ("explanation", "alike on the whole"));
}

/* The phrases that begin with "as" come first and go on "as ‘Title’". */
static char *
say_in_common (const Phrase **shared, guint n, const char *title)
{
  const Phrase    *as[MOST_PHRASES] = { NULL }, *others[MOST_PHRASES] = { NULL };
  guint            n_as = 0, n_others = 0;
  g_autofree char *rest = NULL;
  char            *said = NULL;

  for (guint i = 0; i < n; i++)
    if (shared[i]->is_as)
      as[n_as++] = shared[i];
    else
      others[n_others++] = shared[i];

  rest = join_phrases (others, n_others, TRUE);
  if (n_as == 0)
    /* translators: a title, and what a track shares with that one: "Like “Yesterday”: same
     * tempo (96 BPM), both in 3/4" */
    return rest != NULL ? g_strdup_printf (C_ ("explanation", "Like “%s”: %s"), title, rest)
                        : NULL;

  if (n_as == 1)
    /* translators: one thing that two tracks share: "as loud as “Yesterday”" */
    said = g_strdup_printf (C_ ("explanation", "%s as “%s”"), as[0]->text, title);
  else if (n_as == 2)
    /* translators: two such things: "as danceable and as loud as “Yesterday”" */
    said = g_strdup_printf (C_ ("explanation", "%s and %s as “%s”"), as[0]->text, as[1]->text,
                            title);
  else
    /* translators: three such things: "as sad, as calm and as loud as “Yesterday”" */
    said = g_strdup_printf (C_ ("explanation", "%s, %s and %s as “%s”"), as[0]->text,
                            as[1]->text, as[2]->text, title);

  return rest != NULL ? add_phrase (said, rest) : said;
}

/* Takes @said. */
static char *
begin_with_capital (char *said)
{
  g_autofree char *first = g_utf8_substring (said, 0, 1);
  g_autofree char *capital = g_utf8_strup (first, -1);
  char            *sentence = g_strconcat (capital, g_utf8_next_char (said), NULL);

  g_free (said);

  return sentence;
}

char *
mus_explanation_sentence (const MusCatalog *catalog,
                          const MusMatrix  *x,
                          guint32           seed,
                          guint32           row)
{
  const char   *title = mus_catalog_text (catalog, seed, MUS_TEXT_TITLE);
  const Phrase *shared[MOST_PHRASES], *different[MOST_PHRASES];
  Pair          pair;
  guint         n_shared, n_different;
  char         *in_common, *otherwise;

  fill_pair (&pair, catalog, x, seed, row);
  n_shared = choose (pair.shared, MOST_PHRASES, SECOND_SHARED, shared);
  n_different = choose (pair.different, MOST_PHRASES, SECOND_DIFFERENT, different);
  in_common = say_in_common (shared, n_shared, title);
  otherwise = join_phrases (different, n_different, TRUE);
  clear_pair (&pair);

  if (in_common == NULL && otherwise == NULL)
    return g_strdup_printf (C_ ("explanation", "Like “%s” on the whole"), title);
  if (in_common == NULL)
    {
      /* translators: a title, and how a track differs from that one: "Beside “Yesterday”:
       * faster (140 BPM)" */
      in_common = g_strdup_printf (C_ ("explanation", "Beside “%s”: %s"), title, otherwise);
      g_free (otherwise);
      otherwise = NULL;
    }

  return begin_with_capital (join_sides (in_common, otherwise));
}
