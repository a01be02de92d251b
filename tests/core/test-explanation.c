/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "fixture.h"

/*
 * Words
 */

#define N_FILLERS 2000
#define MAX_CHANGES 6

/* A feature's number, in its own unit. */
typedef struct
{
  MusFeature feature;
  double     value;
} Change;

typedef struct
{
  const char *name;
  Change      seed[MAX_CHANGES];
  Change      row[MAX_CHANGES];
  const char *words;
} Wording;

/*
 * The catalog around them: each number is a standard deviation above or below its mean, one
 * track in four is explicit, instrumental, live, in minor, and one in twenty in 3/4. The seed
 * and the answer are like the mean unless they say something else, in different keys.
 */
static const double means[MUS_N_FEATURES] = { 50, 200000, 0, 0.5, 0.5, 0, -10, 1,
                                              0.3, 0.5, 0, 0.2, 0.5, 120, 4 };
static const double deviations[MUS_N_FEATURES] = { 10, 40000, 0, 0.1, 0.1, 0, 2, 0,
                                                   0.05, 0.1, 0, 0, 0.1, 20, 0 };

#define P MUS_FEATURE_POPULARITY
#define D MUS_FEATURE_DURATION
#define A MUS_FEATURE_ACOUSTICNESS
#define E MUS_FEATURE_ENERGY
#define T MUS_FEATURE_TEMPO
#define V MUS_FEATURE_VALENCE

static const Wording wordings[] = {
  { "acoustic", { { A, 0.8 }, { T, 140 } }, { { A, 0.8 }, { T, 141 } },
    "as acoustic, same tempo" },
  { "happier", { { A, 0.8 }, { T, 140 }, { V, 0.3 } }, { { A, 0.8 }, { T, 141 }, { V, 0.39 } },
    "as acoustic, same tempo; happier" },
  { "rarer-first", { { A, 0.7 }, { E, 0.2 } }, { { A, 0.7 }, { E, 0.2 } },
    "as calm, as acoustic" },
  { "lively", { { E, 0.9 }, { MUS_FEATURE_LOUDNESS, -4 }, { V, 0.8 } },
    { { E, 0.9 }, { MUS_FEATURE_LOUDNESS, -4 }, { V, 0.8 } }, "as lively, as cheerful" },
  { "calmer", { { E, 0.9 }, { P, 90 } }, { { E, 0.5 }, { P, 90 } },
    "as well known, same tempo; calmer" },
  { "two-differences", { { E, 0.9 }, { P, 20 }, { V, 0.3 } }, { { E, 0.5 }, { P, 20 }, { V, 0.5 } },
    "as little known, same tempo; calmer, happier" },
  { "energy-with-loudness", { { E, 0.9 }, { P, 20 }, { MUS_FEATURE_LOUDNESS, -4 } },
    { { E, 0.5 }, { P, 20 }, { MUS_FEATURE_LOUDNESS, -9 } },
    "as little known, same tempo; calmer" },
  { "faster", { { P, 90 }, { T, 100 } }, { { P, 90 }, { T, 140 } },
    "as well known; faster (140 BPM)" },
  { "slower", { { P, 90 }, { T, 150 } }, { { P, 90 }, { T, 96.4 } },
    "as well known; slower (96 BPM)" },
  { "double", { { P, 90 }, { T, 80 } }, { { P, 90 }, { T, 161 } },
    "as well known, same tempo, counted double" },
  { "half", { { P, 90 }, { T, 160 } }, { { P, 90 }, { T, 79 } },
    "as well known, same tempo, counted half" },
  { "no-tempo", { { P, 90 }, { T, 0 } }, { { P, 90 }, { T, 140 } }, "as well known" },
  { "longer", { { D, 120000 }, { P, 90 } }, { { D, 312000 }, { P, 90 } },
    "as well known, same tempo; longer (5:12)" },
  { "shorter", { { D, 400000 }, { P, 90 } }, { { D, 125000 }, { P, 90 } },
    "as well known, same tempo; shorter (2:05)" },
  { "explicit", { { MUS_FEATURE_EXPLICIT, 1 } }, { { MUS_FEATURE_EXPLICIT, 1 } },
    "both explicit, same tempo" },
  { "not-explicit", { { MUS_FEATURE_EXPLICIT, 1 }, { P, 90 } }, { { P, 90 } },
    "as well known, same tempo; not explicit" },
  { "minor", { { MUS_FEATURE_MODE, 0 } }, { { MUS_FEATURE_MODE, 0 } },
    "both in minor, same tempo" },
  { "in-minor", { { P, 90 } }, { { MUS_FEATURE_MODE, 0 }, { P, 90 } },
    "as well known, same tempo; in minor" },
  { "instrumental", { { MUS_FEATURE_INSTRUMENTALNESS, 0.9 } },
    { { MUS_FEATURE_INSTRUMENTALNESS, 0.7 } }, "both instrumental, same tempo" },
  { "sung", { { MUS_FEATURE_INSTRUMENTALNESS, 0.9 }, { P, 90 } }, { { P, 90 } },
    "as well known, same tempo; sung" },
  { "live", { { MUS_FEATURE_LIVENESS, 0.9 } }, { { MUS_FEATURE_LIVENESS, 0.9 } },
    "both live, same tempo" },
  { "three", { { MUS_FEATURE_TIME_SIGNATURE, 3 } }, { { MUS_FEATURE_TIME_SIGNATURE, 3 } },
    "both in 3/4, same tempo" },
  { "in-three", { { P, 90 } }, { { MUS_FEATURE_TIME_SIGNATURE, 3 }, { P, 90 } },
    "as well known, same tempo; in 3/4" },
  { "key", { { MUS_FEATURE_KEY, 7 }, { T, 200 } }, { { MUS_FEATURE_KEY, 7 }, { T, 100 } },
    "same key, same tempo, counted half" },
  { "key-in-another-mode", { { MUS_FEATURE_KEY, 7 } },
    { { MUS_FEATURE_KEY, 7 }, { MUS_FEATURE_MODE, 0 } }, "same tempo; in minor" },
  { "key-in-minor", { { MUS_FEATURE_KEY, 7 }, { MUS_FEATURE_MODE, 0 }, { T, 80 } },
    { { MUS_FEATURE_KEY, 7 }, { MUS_FEATURE_MODE, 0 }, { T, 120 } },
    "same key; faster (120 BPM)" },
};

#undef P
#undef D
#undef A
#undef E
#undef T
#undef V

static void
apply (double *features, const Change *changes)
{
  for (guint i = 0; i < MAX_CHANGES; i++)
    if (changes[i].feature != 0 || changes[i].value != 0.0)
      features[changes[i].feature] = changes[i].value;
}

static void
make_filler (double *features, guint number, MusRng *rng)
{
  memcpy (features, means, sizeof means);
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    features[f] += mus_rng_below (rng, 2) == 0 ? deviations[f] : -deviations[f];
  features[MUS_FEATURE_KEY] = number % 12;
  features[MUS_FEATURE_EXPLICIT] = number % 4 == 0;
  features[MUS_FEATURE_MODE] = number / 4 % 4 != 0;
  features[MUS_FEATURE_INSTRUMENTALNESS] = number / 16 % 4 == 0 ? 0.9 : 0.0;
  features[MUS_FEATURE_LIVENESS] = number / 64 % 4 == 0 ? 0.9 : 0.2;
  features[MUS_FEATURE_TIME_SIGNATURE] = number % 20 == 7 ? 3 : 4;
}

static MusCatalog *
make_catalog (void)
{
  const gsize n = N_FILLERS + 2 * G_N_ELEMENTS (wordings);
  g_autofree FixtureTrack *tracks = g_new0 (FixtureTrack, n);
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  MusRng rng;

  mus_rng_init (&rng, 1);
  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_add (titles, g_strdup_printf ("title %u", i));
      tracks[i].title = g_ptr_array_index (titles, i);
      tracks[i].artists = "someone";
    }
  for (guint i = 0; i < N_FILLERS; i++)
    make_filler (tracks[i].features, i, &rng);
  for (guint i = 0; i < G_N_ELEMENTS (wordings); i++)
    {
      double *seed = tracks[N_FILLERS + 2 * i].features;
      double *row = tracks[N_FILLERS + 2 * i + 1].features;

      memcpy (seed, means, sizeof means);
      memcpy (row, means, sizeof means);
      row[MUS_FEATURE_KEY] = 1;
      apply (seed, wordings[i].seed);
      apply (row, wordings[i].row);
    }

  return fixture_catalog (tracks, n);
}

static void
test_words (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog ();
  g_autoptr (MusMatrix) x = fixture_standardise (catalog);

  for (guint i = 0; i < G_N_ELEMENTS (wordings); i++)
    {
      guint32          seed = N_FILLERS + 2 * i;
      g_autofree char *said = mus_explanation_words (catalog, x, seed, seed + 1);

      g_test_message ("%s", wordings[i].name);
      g_assert_cmpstr (said, ==, wordings[i].words);
    }
}

/* The sentences of some of them: with the seed's title, what they share in up to three
 * phrases, and numbers. */
static void
test_sentences (void)
{
  static const struct
  {
    const char *name;
    const char *sentence; /* %s: the title */
  } sentences[] = {
    { "acoustic", "As acoustic as “%s”, same tempo (141 against 140 BPM)" },
    { "happier", "As acoustic as “%s”, same tempo (141 against 140 BPM); happier" },
    { "rarer-first", "As calm and as acoustic as “%s”, same tempo (120 BPM)" },
    { "faster", "As well known as “%s”; faster (140 BPM)" },
    { "in-minor", "As well known as “%s”, same tempo (120 BPM); in minor" },
    { "minor", "Like “%s”: both in minor, same tempo (120 BPM)" },
    { "key-in-minor", "Like “%s”: same key; faster (120 BPM)" },
  };
  g_autoptr (MusCatalog) catalog = make_catalog ();
  g_autoptr (MusMatrix) x = fixture_standardise (catalog);

  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    for (guint w = 0; w < G_N_ELEMENTS (wordings); w++)
      if (g_str_equal (sentences[i].name, wordings[w].name))
        {
          guint32          seed = N_FILLERS + 2 * w;
          g_auto (GStrv) parts = g_strsplit (sentences[i].sentence, "%s", 2);
          g_autofree char *expected =
              g_strjoin (mus_catalog_text (catalog, seed, MUS_TEXT_TITLE), parts[0], parts[1], NULL);
          g_autofree char *said = mus_explanation_sentence (catalog, x, seed, seed + 1);

          g_assert_cmpstr (said, ==, expected);
        }
}

/* Whatever the two are, something is said, and of no feature both things. */
static void
test_any_words (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog ();
  g_autoptr (MusMatrix) x = fixture_standardise (catalog);
  MusRng rng;

  mus_rng_init (&rng, 1);
  for (guint round = 0; round < 5000; round++)
    {
      guint32          seed = (guint32) mus_rng_below (&rng, mus_catalog_n_tracks (catalog));
      guint32          row = (guint32) mus_rng_below (&rng, mus_catalog_n_tracks (catalog));
      g_autofree char *said = mus_explanation_words (catalog, x, seed, row);

      g_autofree char *sentence = mus_explanation_sentence (catalog, x, seed, row);

      g_assert_cmpstr (said, !=, "");
      g_assert_nonnull (strstr (sentence, mus_catalog_text (catalog, seed, MUS_TEXT_TITLE)));
      g_assert_true (g_utf8_validate (sentence, -1, NULL));
      g_assert_true (g_unichar_isupper (g_utf8_get_char (sentence)));
      g_assert_cmpuint (strlen (sentence), <, 250);
      g_assert_true (g_utf8_validate (said, -1, NULL));
      g_assert_cmpuint (strlen (said), <, 100);
      g_assert_false (strstr (said, "same tempo") != NULL && strstr (said, "BPM") != NULL);
      g_assert_false (strstr (said, "lively") != NULL && strstr (said, "calmer") != NULL);
    }
}

/* Nothing to tell them apart, and no column that could. */
static void
test_nothing_known (void)
{
  static const double features[] = FIXTURE_FEATURES;
  FixtureTrack        tracks[60] = { 0 };
  char                titles[60][16];
  g_autoptr (MusCatalog) catalog = NULL;
  g_autoptr (MusMatrix) x = NULL;
  g_autofree char *said = NULL;
  g_autofree char *sentence = NULL;

  for (guint i = 0; i < 60; i++)
    {
      g_snprintf (titles[i], sizeof titles[i], "title %u", i);
      tracks[i].title = titles[i];
      tracks[i].artists = "someone";
      memcpy (tracks[i].features, features, sizeof features);
    }
  catalog = fixture_catalog (tracks, 60);
  x = fixture_standardise (catalog);
  said = mus_explanation_words (catalog, x, 0, 1);
  g_assert_cmpstr (said, ==, "alike on the whole");
  sentence = mus_explanation_sentence (catalog, x, 0, 1);
  g_assert_cmpstr (sentence, ==, "Like “title 0” on the whole");
}

/*
 * Shares
 */

#define N_PARAMETERS_ENCODER (MUS_HIDDEN * MUS_N_FEATURES)

static MusModel *
make_model (MusAutoencoder *autoencoder)
{
  MusScaler           scaler = { { 0.0 } };
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  MusTrainingInfo     info = { 0 };
  MusTrainingPoint    point = { 0 };

  settings.dimensions = mus_autoencoder_dimensions (autoencoder);

  return mus_model_new (&scaler, autoencoder, &settings, &info, &point, 1, "", 0, NULL, 0.0);
}

/* Two rows of random numbers that differ in the first @n_different features only. */
static MusMatrix *
make_pair (MusRng *rng, guint n_different)
{
  MusMatrix *x = mus_matrix_new (2, MUS_N_FEATURES, NULL);
  float     *data = mus_matrix_fill (x);

  for (guint f = 0; f < MUS_N_FEATURES; f++)
    {
      data[f] = (float) mus_rng_normal (rng);
      data[MUS_N_FEATURES + f] = f < n_different ? (float) mus_rng_normal (rng) : data[f];
    }

  return x;
}

/* By the cosine of the full embeddings, in double. */
static double
match_of (MusAutoencoder *autoencoder, const float *row, const float *seed, double median)
{
  g_autoptr (MusMatrix) x = mus_matrix_new (2, MUS_N_FEATURES, NULL);
  g_autoptr (MusMatrix) embedding = NULL;
  double inner = 0.0, a = 0.0, b = 0.0;

  memcpy (mus_matrix_fill (x), row, MUS_N_FEATURES * sizeof (float));
  memcpy (mus_matrix_fill (x) + MUS_N_FEATURES, seed, MUS_N_FEATURES * sizeof (float));
  embedding = mus_autoencoder_embed (autoencoder, x, NULL, NULL);
  for (gsize d = 0; d < mus_matrix_n_cols (embedding); d++)
    {
      double p = (double) mus_matrix_row (embedding, 0)[d];
      double q = (double) mus_matrix_row (embedding, 1)[d];

      inner += p * q;
      a += p * p;
      b += q * q;
    }

  return mus_match (MAX (1.0 - inner / sqrt (a * b), 0.0), median);
}

/* What each feature gains on average over all orders in which they can join. */
static void
play_all_orders (MusAutoencoder *autoencoder, const MusMatrix *x, double median, guint *order,
                 guint n, guint n_fixed, double *gains, double *n_orders)
{
  if (n_fixed == n)
    {
      float  track[MUS_N_FEATURES];
      double before;

      memcpy (track, mus_matrix_row (x, 1), sizeof track);
      before = match_of (autoencoder, track, mus_matrix_row (x, 0), median);
      for (guint i = 0; i < n; i++)
        {
          double after;

          track[order[i]] = mus_matrix_row (x, 0)[order[i]];
          after = match_of (autoencoder, track, mus_matrix_row (x, 0), median);
          gains[order[i]] += after - before;
          before = after;
        }
      *n_orders += 1.0;
    }

  for (guint i = n_fixed; i < n; i++)
    {
      guint here = order[n_fixed];

      order[n_fixed] = order[i];
      order[i] = here;
      play_all_orders (autoencoder, x, median, order, n, n_fixed + 1, gains, n_orders);
      order[i] = order[n_fixed];
      order[n_fixed] = here;
    }
}

static void
test_shares_oracle (void)
{
  static const guint dimensions[] = { 32, 64, 128, 5 };
  MusRng             rng;

  mus_rng_init (&rng, 1);
  for (guint n = 0; n <= 5; n++)
    for (guint d = 0; d < G_N_ELEMENTS (dimensions); d++)
      {
        g_autoptr (MusAutoencoder) autoencoder = mus_autoencoder_new (MUS_WAY_SOUND, dimensions[d], n);
        g_autoptr (MusModel) model = make_model (autoencoder);
        g_autoptr (MusMatrix) x = make_pair (&rng, n);
        guint  order[] = { 0, 1, 2, 3, 4 };
        double gains[MUS_N_FEATURES] = { 0.0 };
        double shares[MUS_N_FEATURES];
        double n_orders = 0.0;

        play_all_orders (autoencoder, x, 0.4, order, n, 0, gains, &n_orders);
        g_assert_true (mus_explanation_shares (model, x, 0, 1, 0.4, shares, NULL));
        for (guint f = 0; f < MUS_N_FEATURES; f++)
          g_assert_cmpfloat_with_epsilon (shares[f],
                                          100.0 / MUS_N_FEATURES - gains[f] / n_orders, 1e-4);
      }
}

static void
test_shares_sum (void)
{
  g_autoptr (MusAutoencoder) autoencoder = mus_autoencoder_new (MUS_WAY_SOUND, 128, 3);
  g_autoptr (MusModel) model = make_model (autoencoder);
  MusRng rng;

  mus_rng_init (&rng, 2);
  for (guint n = 0; n <= MUS_N_FEATURES; n++)
    {
      g_autoptr (MusMatrix) x = make_pair (&rng, n);
      double shares[2][MUS_N_FEATURES];
      double sum = 0.0;

      for (guint threads = 1; threads <= 2; threads++)
        {
          mus_parallel_set_n_workers (threads);
          g_assert_true (mus_explanation_shares (model, x, 0, 1, 0.5, shares[threads - 1], NULL));
        }
      g_assert_cmpmem (shares[0], sizeof shares[0], shares[1], sizeof shares[1]);

      for (guint f = 0; f < MUS_N_FEATURES; f++)
        {
          sum += shares[0][f];
          if (f >= n)
            g_assert_cmpfloat_with_epsilon (shares[0][f], 100.0 / MUS_N_FEATURES, 1e-9);
        }
      g_assert_cmpfloat_with_epsilon (
          sum, match_of (autoencoder, mus_matrix_row (x, 1), mus_matrix_row (x, 0), 0.5), 1e-4);
    }
}

/* Features that the network treats alike have equal shares, one that it does not look at has
 * no part in the cost. */
static void
test_shares_symmetry (void)
{
  const gsize n_parameters = mus_autoencoder_count_parameters (MUS_WAY_SOUND, 64);
  g_autoptr (MusAutoencoder) first = mus_autoencoder_new (MUS_WAY_SOUND, 64, 5);
  g_autofree float *parameters =
      g_memdup2 (mus_autoencoder_parameters (first), n_parameters * sizeof (float));
  g_autoptr (MusAutoencoder) autoencoder = NULL;
  g_autoptr (MusModel) model = NULL;
  g_autoptr (MusMatrix) x = NULL;
  MusRng rng;
  double shares[MUS_N_FEATURES];

  for (guint h = 0; h < MUS_HIDDEN; h++)
    {
      parameters[h * MUS_N_FEATURES + 4] = parameters[h * MUS_N_FEATURES + 11];
      parameters[h * MUS_N_FEATURES + 7] = 0.0f;
    }
  autoencoder = mus_autoencoder_new_from_parameters (MUS_WAY_SOUND, 64, parameters, n_parameters);
  model = make_model (autoencoder);

  mus_rng_init (&rng, 3);
  x = make_pair (&rng, MUS_N_FEATURES);
  for (guint r = 0; r < 2; r++)
    mus_matrix_fill (x)[r * MUS_N_FEATURES + 4] = mus_matrix_row (x, r)[11];

  g_assert_true (mus_explanation_shares (model, x, 0, 1, 0.5, shares, NULL));
  g_assert_cmpfloat_with_epsilon (shares[4], shares[11], 1e-4);
  g_assert_cmpfloat_with_epsilon (shares[7], 100.0 / MUS_N_FEATURES, 1e-4);
  g_assert_cmpfloat (fabs (shares[0] - 100.0 / MUS_N_FEATURES), >, 1e-3);
}

/* A median of 0, and a network that embeds everything at the origin. */
static void
test_shares_degenerate (void)
{
  const gsize       n_parameters = mus_autoencoder_count_parameters (MUS_WAY_SOUND, 32);
  g_autofree float *zeros = g_new0 (float, n_parameters);
  g_autoptr (MusAutoencoder) some = mus_autoencoder_new (MUS_WAY_SOUND, 32, 1);
  g_autoptr (MusAutoencoder) none =
      mus_autoencoder_new_from_parameters (MUS_WAY_SOUND, 32, zeros, n_parameters);
  MusAutoencoder *autoencoders[] = { some, none };
  MusRng          rng;

  mus_rng_init (&rng, 4);
  for (guint a = 0; a < 2; a++)
    for (guint median = 0; median < 2; median++)
      {
        g_autoptr (MusModel) model = make_model (autoencoders[a]);
        g_autoptr (MusMatrix) x = make_pair (&rng, 6);
        double shares[MUS_N_FEATURES];

        g_assert_true (mus_explanation_shares (model, x, 0, 1, median, shares, NULL));
        for (guint f = 0; f < MUS_N_FEATURES; f++)
          g_assert_true (isfinite (shares[f]));
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/explanation/words", test_words);
  g_test_add_func ("/explanation/sentences", test_sentences);
  g_test_add_func ("/explanation/any-words", test_any_words);
  g_test_add_func ("/explanation/nothing-known", test_nothing_known);
  g_test_add_func ("/explanation/shares/oracle", test_shares_oracle);
  g_test_add_func ("/explanation/shares/sum", test_shares_sum);
  g_test_add_func ("/explanation/shares/symmetry", test_shares_symmetry);
  g_test_add_func ("/explanation/shares/degenerate", test_shares_degenerate);

  return g_test_run ();
}
