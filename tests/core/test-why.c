/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "fixture.h"

/*
 * The why of recommendations from the sample catalog, with a model that learned from it.
 */

#define N_PAIRS COUNTS_FEWER (1000, 200)
#define N_LISTED 20 /* of them in each list for a taste */
#define N_LIKES 6
#define N_EPOCHS 6

typedef struct
{
  MusCatalog       *catalog;
  MusModel         *model;
  MusMatrix        *x;
  MusNeighborIndex *index;
} Sample;

static void
sample_init (Sample *self, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (MusMatrix) embedding = NULL;
  g_autoptr (GError)  error = NULL;
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;

  settings.max_epochs = N_EPOCHS;
  self->catalog = mus_catalog_read (file, MUS_REPEATS_TITLE, NULL, &error);
  g_assert_no_error (error);
  self->model = mus_model_learn (self->catalog, &settings, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  self->x = mus_model_features (self->model, self->catalog, NULL, &error);
  g_assert_no_error (error);
  embedding = mus_autoencoder_embed (mus_model_autoencoder (self->model), self->x, NULL, &error);
  g_assert_no_error (error);
  self->index = mus_neighbor_index_new (embedding, MUS_METRIC_COSINE, NULL, &error);
  g_assert_no_error (error);
}

static void
sample_clear (Sample *self)
{
  mus_catalog_unref (self->catalog);
  mus_model_unref (self->model);
  mus_matrix_unref (self->x);
  mus_neighbor_index_unref (self->index);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sample, sample_clear)

/* The match of a track as it would be with the seed's numbers in @features, a bit each. */
static double
match_with (const Sample *self, guint32 seed, guint32 row, guint features, double median)
{
  g_autoptr (MusMatrix) pair = mus_matrix_new (2, MUS_N_FEATURES, NULL);
  g_autoptr (MusMatrix) embedding = NULL;
  float *data = mus_matrix_fill (pair);
  double square = 0.0, lengths[2] = { 0.0 };

  memcpy (data, mus_matrix_row (self->x, seed), MUS_N_FEATURES * sizeof (float));
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    data[MUS_N_FEATURES + f] = mus_matrix_row (self->x, features >> f & 1 ? seed : row)[f];
  embedding = mus_autoencoder_embed (mus_model_autoencoder (self->model), pair, NULL, NULL);

  for (guint i = 0; i < 2; i++)
    for (gsize d = 0; d < mus_matrix_n_cols (embedding); d++)
      lengths[i] += pow ((double) mus_matrix_row (embedding, i)[d], 2.0);
  for (gsize d = 0; d < mus_matrix_n_cols (embedding); d++)
    square += pow ((double) mus_matrix_row (embedding, 0)[d] / sqrt (lengths[0]) -
                       (double) mus_matrix_row (embedding, 1)[d] / sqrt (lengths[1]),
                   2.0);

  return mus_match (0.5 * square, median);
}

/* The shares add up to the match that the list shows. Returns whether the feature that is
 * named first decides more than the one that is named last. */
static gboolean
check_why (const Sample *self, const MusRecommendation *item, double median)
{
  double     shares[MUS_N_FEATURES], sum = 0.0, first, last;
  MusFeature order[MUS_N_FEATURES];

  g_assert_true (mus_explanation_shares (self->model, self->x, item->answers, item->row, median,
                                         shares, NULL));
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    sum += shares[f];
  g_assert_cmpfloat_with_epsilon (sum, item->match, 0.01);

  mus_explanation_order (shares, order);
  first = match_with (self, item->answers, item->row, 1u << order[0], median);
  last = match_with (self, item->answers, item->row, 1u << order[MUS_N_FEATURES - 1], median);

  return fabs (first - item->match) > fabs (last - item->match);
}

static void
check_share (guint n_right)
{
  g_test_message ("the first one decides more in %u of %u pairs", n_right, N_PAIRS);
  g_assert_cmpuint (n_right, >=, N_PAIRS * 95 / 100);
}

static void
test_track (gconstpointer data)
{
  const Sample        *sample = data;
  MusRecommendSettings settings = MUS_RECOMMEND_SETTINGS_INIT;
  MusRng               rng;
  guint                n_right = 0;

  mus_rng_init (&rng, 1);
  for (guint i = 0; i < N_PAIRS; i++)
    {
      guint32 seed = (guint32) mus_rng_below (&rng, mus_catalog_n_tracks (sample->catalog));
      double  median;
      g_autoptr (GArray) list =
          mus_recommend_similar (sample->catalog, sample->index, seed, &settings, NULL, &median,
                                 NULL);
      const MusRecommendation *item =
          &g_array_index (list, MusRecommendation, mus_rng_below (&rng, list->len));

      g_assert_cmpuint (item->answers, ==, seed);
      n_right += check_why (sample, item, median);
    }
  check_share (n_right);
}

/* What brings a track to its place for a taste adds up as well, unless nothing does. */
static void
check_reasons (const MusRecommendation *item)
{
  double sum = 0.0;

  for (guint r = 0; r < MUS_N_REASONS; r++)
    sum += item->reasons[r];
  g_assert_cmpfloat_with_epsilon (sum, mus_recommendation_has_reasons (item) ? 100.0 : 0.0, 1e-6);
}

/* Tastes of N_LIKES likes each, anywhere in the catalog. */
static void
test_taste (gconstpointer data)
{
  const Sample        *sample = data;
  MusRecommendSettings settings = MUS_RECOMMEND_SETTINGS_INIT;
  const MusTasteDials  middle = MUS_TASTE_DIALS_INIT;
  MusRng               rng;
  guint                n_right = 0;
  g_autoptr (MusTasteRanker) ranker =
      mus_taste_ranker_new (sample->catalog, sample->index, sample->x, NULL, NULL);

  settings.limit = N_LISTED;
  mus_rng_init (&rng, 1);
  for (guint i = 0; i < N_PAIRS / N_LISTED; i++)
    {
      guint32  likes[N_LIKES];
      MusTaste taste = { .likes = likes, .n_likes = N_LIKES };
      g_autoptr (GArray) list = NULL;

      for (guint l = 0; l < N_LIKES; l++)
        likes[l] = (guint32) mus_rng_below (&rng, mus_catalog_n_tracks (sample->catalog));
      mus_taste_ranker_set_taste (ranker, &taste);
      list = mus_taste_ranker_list (ranker, &middle, &settings, NULL);
      g_assert_cmpuint (list->len, ==, N_LISTED);
      for (guint k = 0; k < list->len; k++)
        {
          const MusRecommendation *item = &g_array_index (list, MusRecommendation, k);
          double median;

          g_assert_true (mus_recommend_median (sample->index, item->answers, &median, NULL));
          check_reasons (item);
          n_right += check_why (sample, item, median);
        }
    }
  check_share (n_right);
}

/* All features once each, by their effect. */
static void
test_order (void)
{
  double     shares[MUS_N_FEATURES];
  MusFeature order[MUS_N_FEATURES];

  for (guint f = 0; f < MUS_N_FEATURES; f++)
    shares[f] = 100.0 / MUS_N_FEATURES;
  shares[MUS_FEATURE_TEMPO] -= 5.0;
  shares[MUS_FEATURE_ENERGY] += 2.0;
  shares[MUS_FEATURE_KEY] -= 9.0;
  mus_explanation_order (shares, order);
  g_assert_cmpuint (order[0], ==, MUS_FEATURE_KEY);
  g_assert_cmpuint (order[1], ==, MUS_FEATURE_TEMPO);
  g_assert_cmpuint (order[2], ==, MUS_FEATURE_ENERGY);
  for (guint i = 4; i < MUS_N_FEATURES; i++)
    g_assert_cmpuint (order[i], >, order[i - 1]);
}

int
main (int argc, char **argv)
{
  g_auto (Sample) sample = { NULL };

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  sample_init (&sample, argv[1]);

  g_test_add_data_func ("/why/track", &sample, test_track);
  g_test_add_data_func ("/why/taste", &sample, test_taste);
  g_test_add_func ("/why/order", test_order);

  return g_test_run ();
}
