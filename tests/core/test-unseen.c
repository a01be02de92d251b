/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "fixture.h"

#define N_TRACKS 1200
#define N_ARTISTS 150
#define N_GENRES 4

/* What tells the genres apart is in two quiet features, as the sign of their product; the
 * others are loud and say nothing. So cosines of the features can't see it. */
static MusCatalog *
make_catalog (gboolean with_genres)
{
  g_autofree FixtureTrack *tracks = g_new0 (FixtureTrack, N_TRACKS);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  MusRng rng;

  mus_rng_init (&rng, 3);
  for (guint i = 0; i < N_TRACKS; i++)
    {
      guint genre = i % N_ARTISTS % N_GENRES;

      g_ptr_array_add (texts, g_strdup_printf ("Song %u", i));
      tracks[i].title = g_ptr_array_index (texts, texts->len - 1);
      g_ptr_array_add (texts, g_strdup_printf ("Artist %u", i % N_ARTISTS));
      tracks[i].artists = g_ptr_array_index (texts, texts->len - 1);
      g_ptr_array_add (texts, g_strdup_printf ("genre %u", genre));
      tracks[i].genre = with_genres ? g_ptr_array_index (texts, texts->len - 1) : NULL;
      for (guint f = 0; f < MUS_N_FEATURES; f++)
        tracks[i].features[f] = f == MUS_FEATURE_EXPLICIT ? 0.0 : mus_rng_normal (&rng);
      tracks[i].features[MUS_FEATURE_ENERGY] = (genre & 1 ? 1.0 : -1.0) + 0.2 * mus_rng_normal (&rng);
      tracks[i].features[MUS_FEATURE_VALENCE] = (genre & 2 ? 1.0 : -1.0) + 0.2 * mus_rng_normal (&rng);
    }

  return fixture_catalog (tracks, N_TRACKS);
}

static MusTrainingSettings
make_settings (MusWay way)
{
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;

  settings.way = way;
  settings.dimensions = 32;
  settings.max_epochs = 12;

  return settings;
}

static MusUnseen
measure (const MusCatalog *catalog, MusWay way, guint n_folds)
{
  MusTrainingSettings settings = make_settings (way);
  g_autoptr (MusMatrix) x = fixture_standardise (catalog);
  g_autoptr (GError) error = NULL;
  MusUnseen          self;

  g_assert_true (mus_unseen_measure (&self, catalog, x, &settings, 0.1, n_folds, NULL, &error));
  g_assert_no_error (error);

  return self;
}

/* What it learned of the labels that it saw helps with artists whose labels it never saw. */
static void
test_learns (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog (TRUE);
  guint     n_folds = COUNTS_FEWER (5, 2);
  MusUnseen sound = measure (catalog, MUS_WAY_SOUND, n_folds);
  MusUnseen genre = measure (catalog, MUS_WAY_SOUND_GENRE, n_folds);

  g_assert_cmpuint (genre.n_folds, ==, n_folds);
  g_assert_cmpuint (genre.mean.n_artists, ==, n_folds * N_ARTISTS / 10);
  g_assert_cmpuint (genre.mean.n_tracks, ==, n_folds * N_TRACKS / 10);
  g_assert_cmpfloat (genre.mean.hit_rate, >, sound.mean.hit_rate + 0.1);
  g_assert_cmpfloat (genre.mean.hit_rate_other_artists, >,
                     sound.mean.hit_rate_other_artists + 0.1);
  g_assert_cmpfloat (genre.mean.error_mean, <, 1.0);
  /* The same artists are asked, whatever was learned. */
  g_assert_cmpfloat (genre.raw_features.hit_rate, ==, sound.raw_features.hit_rate);
}

/* Asked are the hidden artists' tracks alone, and every track may answer: counted again from
 * what cosines of the features find. */
static void
test_asked (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog (TRUE);
  g_autoptr (MusMatrix) x = fixture_standardise (catalog);
  g_autoptr (MusNeighborIndex) index = mus_neighbor_index_new (x, MUS_METRIC_COSINE, NULL, NULL);
  g_autofree gboolean *asked = g_new0 (gboolean, mus_catalog_n_artists (catalog));
  g_autoptr (GError) error = NULL;
  MusQuality quality;
  guint      n_asked = 0, n_hits = 0;

  for (guint32 a = 0; a < mus_catalog_n_artists (catalog); a += 7)
    asked[a] = TRUE;
  g_assert_true (mus_quality_measure_artists (&quality, catalog, index, asked, NULL, &error));
  g_assert_no_error (error);

  for (guint32 row = 0; row < N_TRACKS; row++)
    if (asked[mus_catalog_main_artist (catalog, row)])
      {
        guint32 rows[MUS_QUALITY_K];
        gsize   n = mus_neighbor_index_query (index, row, MUS_QUALITY_K, rows, NULL);

        n_asked++;
        for (gsize i = 0; i < n; i++)
          n_hits += mus_catalog_genre (catalog, rows[i]) == mus_catalog_genre (catalog, row);
      }
  g_assert_cmpfloat_with_epsilon (quality.hit_rate, n_hits / (10.0 * n_asked), 1e-12);
}

/* No label of a hidden artist is handed to the training; those of all others are. */
static void
test_hidden (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog (TRUE);
  g_autofree gboolean *hidden = g_new0 (gboolean, mus_catalog_n_artists (catalog));
  g_autoptr (MusLabels) labels = NULL;

  hidden[3] = hidden[140] = TRUE;
  labels = mus_labels_new (catalog, hidden, NULL, NULL);
  g_assert_cmpuint (labels->n_labels, ==, N_GENRES);
  g_assert_cmpuint (labels->n_artists, ==, N_ARTISTS);
  for (guint32 row = 0; row < N_TRACKS; row++)
    {
      guint32 n = labels->starts[row + 1] - labels->starts[row];

      g_assert_cmpuint (labels->artists[row], ==, mus_catalog_main_artist (catalog, row));
      g_assert_cmpuint (n, ==, hidden[labels->artists[row]] ? 0 : 1);
      if (n > 0)
        g_assert_cmpuint (labels->labels[labels->starts[row]], ==,
                          mus_catalog_genre (catalog, row));
    }
}

static void
test_refused (void)
{
  static const struct
  {
    double share;
    guint  n_folds;
    gboolean good;
  } cases[] = {
    { 0.1, 10, TRUE }, { 0.5, 2, TRUE },  { 0.05, 20, TRUE }, { 0.1, 11, FALSE },
    { 0.0, 1, FALSE }, { 0.6, 1, FALSE }, { -1.0, 1, FALSE }, { 0.1, 0, FALSE },
    { 0.01, 21, FALSE }, { NAN, 1, FALSE },
  };
  MusTrainingSettings settings = make_settings (MUS_WAY_SOUND_GENRE);
  MusRun              run = MUS_RUN_INIT;
  g_autoptr (MusCatalog) catalog = make_catalog (TRUE);
  g_autoptr (MusCatalog) genreless = make_catalog (FALSE);
  g_autoptr (MusMatrix) x = fixture_standardise (catalog);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  MusUnseen self;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpint (mus_unseen_validate (cases[i].share, cases[i].n_folds, &error), ==,
                       cases[i].good);
      g_assert_true (cases[i].good || g_error_matches (error, MUS_ERROR, MUS_ERROR_SETTING));
      g_clear_error (&error);
    }

  g_assert_false (mus_unseen_measure (&self, genreless, x, &settings, 0.1, 1, NULL, &error));
  g_assert_error (error, MUS_ERROR, MUS_ERROR_SCHEMA);
  g_clear_error (&error);
  g_assert_null (mus_model_learn (genreless, &settings, NULL, NULL, NULL, &error));
  g_assert_error (error, MUS_ERROR, MUS_ERROR_SCHEMA);
  g_clear_error (&error);

  run.cancellable = cancellable;
  g_cancellable_cancel (cancellable);
  g_assert_false (mus_unseen_measure (&self, catalog, x, &settings, 0.1, 1, &run, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The bounds that the program promises for the published catalog. */
static void
test_published (void)
{
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  g_autoptr (MusCatalog) catalog = fixture_published_for_figures ();
  g_autoptr (MusMatrix) x = NULL;
  g_autoptr (GError) error = NULL;
  MusUnseen self;

  if (catalog == NULL)
    return;

  x = fixture_standardise (catalog);
  settings.way = MUS_WAY_SOUND_GENRE;
  g_assert_true (mus_unseen_measure (&self, catalog, x, &settings, 0.1, counts_choose (2, 5), NULL,
                                    &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (self.mean.hit_rate, >=, 0.25);
  g_assert_cmpfloat (self.mean.hit_rate_other_artists, >=, 0.22);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/unseen/learns", test_learns);
  g_test_add_func ("/unseen/asked", test_asked);
  g_test_add_func ("/unseen/hidden", test_hidden);
  g_test_add_func ("/unseen/refused", test_refused);
  g_test_add_func ("/unseen/published", test_published);

  return g_test_run ();
}
