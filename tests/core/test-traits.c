/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "catalog-fixture.h"
#include "taste/mus-artist-axes-private.h"
#include "taste/mus-kinship-private.h"

/*
 * What the ranking for a taste knows of tracks, each against a slower way to find it.
 */

static MusTraits *
find_traits (const MusCatalog *catalog, const MusMatrix *x)
{
  g_autoptr (GError) error = NULL;
  MusTraits *traits = mus_traits_new (catalog, x, NULL, &error);

  g_assert_no_error (error);

  return traits;
}

/* --- Kinship --------------------------------------------------------------------------- */

static const char kin_rows[] = "a,Ada,Sea,One," NUMBERS ",folk\n"
                               "b,Ada,Land,Two," NUMBERS ",folk\n"
                               "c,Ada;Bob,Sky,Three," NUMBERS ",folk\n"
                               "d,Bob,River,Four," NUMBERS ",folk\n"
                               "e,Cyd,Sea,Five," NUMBERS ",folk\n"
                               "g,Dot,Lake,Six," NUMBERS ",folk\n"
                               "h,,,Seven," NUMBERS ",folk\n";

enum { ONE, SAME_ARTIST, WITH_ANOTHER, BY_THE_OTHER, SAME_ALBUM, STRANGER, NAMELESS };

/* How likely one goes from a track to another in one step. */
static double
step_chance (const MusTraits *traits, guint32 from, guint32 to)
{
  guint32 first = traits->artist_starts[from];
  guint32 end = traits->artist_starts[from + 1];
  double  chance = 0.0;
  double  on_album = 0.0;

  for (guint32 i = first; i < end; i++)
    {
      double n = 0.0;
      double has_it = 0.0;

      for (guint32 row = 0; row < traits->n_tracks; row++)
        for (guint32 j = traits->artist_starts[row]; j < traits->artist_starts[row + 1]; j++)
          if (traits->artists[j] == traits->artists[i])
            {
              n += 1.0;
              has_it += row == to;
            }
      chance += 0.5 * has_it / n / (end - first);
    }

  for (guint32 row = 0; row < traits->n_tracks; row++)
    on_album += traits->albums[row] == traits->albums[from];
  if (traits->albums[from] != MUS_NO_ROW && traits->albums[from] == traits->albums[to])
    chance += 0.5 / on_album;

  return chance;
}

/* The walk of four steps, each from the matrix of all chances. */
static void
walk_slowly (const MusTraits *traits, const guint32 *rows, gsize n, double *ratios)
{
  gsize              n_tracks = traits->n_tracks;
  g_autofree double *chances = g_new (double, n_tracks * n_tracks);
  g_autofree double *start = g_new0 (double, n_tracks);
  g_autofree double *here = NULL;

  for (guint32 i = 0; i < n_tracks; i++)
    for (guint32 j = 0; j < n_tracks; j++)
      chances[i * n_tracks + j] = step_chance (traits, i, j);
  for (gsize i = 0; i < n; i++)
    start[rows[i]] = 1.0 / (double) n;
  here = g_memdup2 (start, n_tracks * sizeof *start);

  for (guint step = 0; step < 4; step++)
    {
      g_autofree double *before = g_steal_pointer (&here);

      here = g_new (double, n_tracks);
      for (gsize j = 0; j < n_tracks; j++)
        {
          here[j] = 0.5 * start[j];
          for (gsize i = 0; i < n_tracks; i++)
            here[j] += 0.5 * before[i] * chances[i * n_tracks + j];
        }
    }

  for (gsize i = 0; i < n_tracks; i++)
    ratios[i] = log (((double) n * (double) n_tracks * here[i] + 10.0) / ((double) n + 10.0));
}

static void
test_kinship (void)
{
  static const guint32 likes[][3] = { { ONE }, { ONE, STRANGER }, { NAMELESS, BY_THE_OTHER, 20 } };
  g_autoptr (MusCatalog) catalog = read_rows (kin_rows, MUS_REPEATS_TITLE);
  g_autoptr (MusMatrix) x = fixture_standardise (catalog);
  g_autoptr (MusTraits) traits = find_traits (catalog, x);
  g_autofree float  *ratios = g_new (float, traits->n_tracks);
  g_autofree double *slow = g_new (double, traits->n_tracks);

  for (gsize n = 1; n <= G_N_ELEMENTS (likes); n++)
    {
      g_assert_true (mus_kinship_ratios (traits, likes[n - 1], n, ratios, NULL));
      walk_slowly (traits, likes[n - 1], n, slow);
      for (gsize i = 0; i < traits->n_tracks; i++)
        g_assert_cmpfloat_with_epsilon ((double) ratios[i], slow[i], 1e-5);
    }

  g_assert_true (mus_kinship_ratios (traits, likes[0], 1, ratios, NULL));
  g_assert_cmpfloat (ratios[SAME_ARTIST], >, ratios[BY_THE_OTHER]);
  g_assert_cmpfloat (ratios[SAME_ALBUM], >, ratios[BY_THE_OTHER]);
  g_assert_cmpfloat (ratios[BY_THE_OTHER], >, ratios[STRANGER]);
  g_assert_cmpfloat (ratios[STRANGER], <, 0.0f);
  g_assert_cmpfloat (ratios[STRANGER], ==, ratios[NAMELESS]);

  g_assert_true (mus_kinship_ratios (traits, NULL, 0, ratios, NULL));
  for (gsize i = 0; i < traits->n_tracks; i++)
    g_assert_cmpfloat (ratios[i], ==, 0.0f);
}

/* --- Genres ----------------------------------------------------------------------------- */

#define N_SONGS 300
#define N_ROWS (N_SONGS + N_FILLERS)
#define N_GENRES 40
#define N_LABELS (N_GENRES + 1) /* with that of the fillers */

/* Songs of one to three artists with one to three genres, a row each. */
static MusCatalog *
read_songs (void)
{
  g_autoptr (GString) rows = g_string_new (NULL);
  MusRng rng;

  mus_rng_init (&rng, 3);
  for (guint song = 0; song < N_SONGS; song++)
    {
      g_autoptr (GString) artists = g_string_new (NULL);
      guint n_others = (guint) mus_rng_below (&rng, 3);
      guint n_genres = 1 + (guint) mus_rng_below (&rng, 3);

      g_string_printf (artists, "Somebody %u", (guint) mus_rng_below (&rng, 60));
      for (guint i = 0; i < n_others; i++)
        g_string_append_printf (artists, ";Somebody %u", (guint) mus_rng_below (&rng, 60));
      for (guint i = 0; i < n_genres; i++)
        g_string_append_printf (rows, "t%u-%u,%s,,Song %u," NUMBERS ",genre %u\n", song, i,
                                artists->str, song, (guint) mus_rng_below (&rng, N_GENRES));
    }

  return read_rows (rows->str, MUS_REPEATS_TITLE);
}

/* The genres of a track alone, and those of an artist: the mean over its tracks. */

static void
add_own (const MusCatalog *catalog, guint32 row, double part, double *profile)
{
  guint          n;
  const guint16 *labels = mus_catalog_genres (catalog, row, &n);

  for (guint i = 0; i < n; i++)
    profile[labels[i]] += part / n;
}

static void
add_artist (const MusTraits *traits, const MusCatalog *catalog, guint32 artist, double part,
            double *profile)
{
  for (guint32 row = 0; row < traits->n_tracks; row++)
    for (guint32 i = traits->artist_starts[row]; i < traits->artist_starts[row + 1]; i++)
      if (traits->artists[i] == artist)
        add_own (catalog, row, part / traits->artist_counts[artist], profile);
}

static void
assert_row (const MusLabelRows *rows, guint32 row, const double *expected, guint n_labels)
{
  guint32 at = rows->starts[row];

  for (guint label = 0; label < n_labels; label++)
    {
      gboolean is_there = at < rows->starts[row + 1] && rows->labels[at] == label;

      g_assert_cmpfloat_with_epsilon (is_there ? (double) rows->weights[at] : 0.0,
                                      expected[label], 1e-6);
      at += is_there;
    }
  g_assert_cmpuint (at, ==, rows->starts[row + 1]);
}

static double
compare_columns (double (*profiles)[N_LABELS], guint g, guint h)
{
  double gg = 0.0, hh = 0.0, gh = 0.0;

  for (guint row = 0; row < N_ROWS; row++)
    {
      gg += profiles[row][g] * profiles[row][g];
      hh += profiles[row][h] * profiles[row][h];
      gh += profiles[row][g] * profiles[row][h];
    }

  return gh / sqrt (gg * hh);
}

static void
test_genres (void)
{
  g_autoptr (MusCatalog) catalog = read_songs ();
  g_autoptr (MusMatrix) x = fixture_standardise (catalog);
  g_autoptr (MusTraits) traits = find_traits (catalog, x);
  double (*profiles)[N_LABELS] = g_malloc0 (N_ROWS * sizeof *profiles);

  g_assert_cmpuint (traits->n_tracks, ==, N_ROWS);
  g_assert_cmpuint (traits->n_labels, ==, N_LABELS);
  for (guint32 row = 0; row < N_ROWS; row++)
    {
      guint32 first = traits->artist_starts[row], end = traits->artist_starts[row + 1];

      add_own (catalog, row, 0.5, profiles[row]);
      for (guint32 i = first; i < end; i++)
        add_artist (traits, catalog, traits->artists[i], 0.5 / (end - first), profiles[row]);
      assert_row (&traits->profiles, row, profiles[row], N_LABELS);
    }

  for (guint g = 0; g < N_LABELS; g++)
    {
      double related[N_LABELS];

      for (guint h = 0; h < N_LABELS; h++)
        related[h] = 0.5 * compare_columns (profiles, g, h) + (g == h ? 0.5 : 0.0);
      assert_row (&traits->related, g, related, N_LABELS);
    }
  g_free (profiles);
}

/* Whoever is said to have made everything is known by what he made most of. */
static void
test_many_genres (void)
{
  g_autoptr (GString) rows = g_string_new (NULL);
  g_autoptr (MusCatalog) catalog = NULL;
  g_autoptr (MusMatrix) x = NULL;
  g_autoptr (MusTraits) traits = NULL;

  for (guint i = 0; i < 3000; i++)
    g_string_append_printf (rows, "t%u,Various Artists,,Song %u," NUMBERS ",genre %u\n", i, i,
                            i < 10 ? 0 : i);
  catalog = read_rows (rows->str, MUS_REPEATS_TITLE);
  x = fixture_standardise (catalog);
  traits = find_traits (catalog, x);

  for (guint32 row = 0; row < traits->n_tracks; row++)
    {
      const MusLabelRows *profiles = &traits->profiles;
      guint32             first = profiles->starts[row];

      g_assert_cmpuint (profiles->starts[row + 1] - first, <=, 129);
      if (row < 3000)
        g_assert_cmpuint (profiles->labels[first], ==, 0);
    }
}

/* --- The axes that tell artists apart --------------------------------------------------- */

#define N_ARTISTS 300
#define N_OF_ONE 4
#define N_SOUNDS (N_ARTISTS * N_OF_ONE)
#define N_MOVING 5

/* The features that differ, and how much of each is the artist's. */
static const struct
{
  MusFeature feature;
  double     artist;
} moving[N_MOVING] = {
  { MUS_FEATURE_DURATION, 0.5 }, { MUS_FEATURE_DANCEABILITY, 1.0 }, { MUS_FEATURE_ENERGY, 3.0 },
  { MUS_FEATURE_LOUDNESS, 2.0 }, { MUS_FEATURE_VALENCE, 0.7 },
};

/* Loudness goes with energy. */
static MusCatalog *
read_sounds (void)
{
  static const double      middle[] = FIXTURE_FEATURES;
  g_autofree FixtureTrack *tracks = g_new0 (FixtureTrack, N_SOUNDS);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  double of_artist[N_MOVING] = { 0.0 };
  MusRng rng;

  mus_rng_init (&rng, 1);
  for (guint i = 0; i < N_SOUNDS; i++)
    {
      char *title = g_strdup_printf ("Piece %u", i);
      char *artist = g_strdup_printf ("Somebody %u", i / N_OF_ONE);

      g_ptr_array_add (texts, title);
      g_ptr_array_add (texts, artist);
      tracks[i] = (FixtureTrack){ .title = title, .artists = artist };
      memcpy (tracks[i].features, middle, sizeof middle);
      for (guint m = 0; m < N_MOVING; m++)
        {
          double *feature = &tracks[i].features[moving[m].feature];

          if (i % N_OF_ONE == 0)
            of_artist[m] = moving[m].artist * mus_rng_normal (&rng);
          *feature += 0.01 * fabs (*feature) * (of_artist[m] + mus_rng_normal (&rng));
        }
      tracks[i].features[MUS_FEATURE_LOUDNESS] += 10.0 * tracks[i].features[MUS_FEATURE_ENERGY];
    }

  return fixture_catalog (tracks, N_SOUNDS);
}

typedef double Small[N_MOVING][N_MOVING];

static void
multiply (Small a, Small b, Small product)
{
  for (guint i = 0; i < N_MOVING; i++)
    for (guint j = 0; j < N_MOVING; j++)
      {
        product[i][j] = 0.0;
        for (guint k = 0; k < N_MOVING; k++)
          product[i][j] += a[i][k] * b[k][j];
      }
}

/* By Gauss and Jordan. */
static void
invert (Small matrix, Small inverse)
{
  for (guint i = 0; i < N_MOVING; i++)
    for (guint j = 0; j < N_MOVING; j++)
      inverse[i][j] = i == j;

  for (guint pivot = 0; pivot < N_MOVING; pivot++)
    {
      double scale = matrix[pivot][pivot];

      for (guint j = 0; j < N_MOVING; j++)
        {
          matrix[pivot][j] /= scale;
          inverse[pivot][j] /= scale;
        }
      for (guint i = 0; i < N_MOVING; i++)
        {
          double factor = i == pivot ? 0.0 : matrix[i][pivot];

          for (guint j = 0; j < N_MOVING; j++)
            {
              matrix[i][j] -= factor * matrix[pivot][j];
              inverse[i][j] -= factor * inverse[pivot][j];
            }
        }
    }
}

static double
number (const MusMatrix *x, gsize row, guint which)
{
  return (double) mus_matrix_row (x, row)[moving[which].feature];
}

/* T and B = T - W, with W as from ten more artists of whom half of T is within. */
static void
measure_slowly (const MusMatrix *x, Small total, Small between)
{
  for (guint i = 0; i < N_MOVING; i++)
    for (guint j = 0; j < N_MOVING; j++)
      {
        double within = 0.0;

        total[i][j] = 0.0;
        for (gsize first = 0; first < N_SOUNDS; first += N_OF_ONE)
          {
            double mean[2] = { 0.0 };

            for (gsize row = first; row < first + N_OF_ONE; row++)
              {
                total[i][j] += number (x, row, i) * number (x, row, j) / N_SOUNDS;
                mean[0] += number (x, row, i) / N_OF_ONE;
                mean[1] += number (x, row, j) / N_OF_ONE;
              }
            for (gsize row = first; row < first + N_OF_ONE; row++)
              within += (number (x, row, i) - mean[0]) * (number (x, row, j) - mean[1]) /
                        (N_OF_ONE - 1);
          }
        between[i][j] = total[i][j] - (within + 5.0 * total[i][j]) / (N_ARTISTS + 10);
      }
}

static float *
find_means (const MusTraits *traits, const MusMatrix *x)
{
  float *means = g_new0 (float, traits->n_artists * MUS_N_SOUND);

  for (gsize row = 0; row < traits->n_tracks; row++)
    for (guint32 i = traits->artist_starts[row]; i < traits->artist_starts[row + 1]; i++)
      {
        double sound[MUS_N_SOUND];
        gsize  artist = traits->artists[i];

        mus_traits_read_sound (mus_matrix_row (x, row), sound);
        for (guint s = 0; s < MUS_N_SOUND; s++)
          means[artist * MUS_N_SOUND + s] +=
              (float) (sound[s] / (double) traits->artist_counts[artist]);
      }

  return means;
}

static void
test_axes (void)
{
  g_autoptr (MusCatalog) catalog = read_sounds ();
  g_autoptr (MusMatrix) x = fixture_standardise (catalog);
  g_autoptr (MusTraits) traits = find_traits (catalog, x);
  g_autofree float *means = find_means (traits, x);
  double axes[MUS_N_SOUND * MUS_N_SOUND];
  Small  total, between, inverse, half, metric;

  g_assert_true (mus_artist_axes_fit (traits, x, means, axes, NULL, NULL));
  measure_slowly (x, total, between);
  invert (total, inverse);
  multiply (inverse, between, half);
  multiply (half, inverse, metric);

  for (guint i = 0; i < N_MOVING; i++)
    for (guint j = 0; j < N_MOVING; j++)
      {
        double sum = 0.0;

        /* The features but popularity, which is the first. */
        for (guint axis = 0; axis < MUS_N_SOUND; axis++)
          sum += axes[axis * MUS_N_SOUND + moving[i].feature - 1] *
                 axes[axis * MUS_N_SOUND + moving[j].feature - 1];
        g_assert_cmpfloat_with_epsilon (sum, metric[i][j], 1e-4);
      }
  g_assert_cmpfloat (metric[2][2], >, metric[0][0]);
}

/* Tracks that all sound the same have no axes, and no sound. */
static void
test_no_axes (void)
{
  g_autoptr (MusCatalog) catalog = read_rows (kin_rows, MUS_REPEATS_TITLE);
  g_autoptr (MusMatrix) x = mus_matrix_new (mus_catalog_n_tracks (catalog), MUS_N_FEATURES, NULL);
  g_autoptr (MusTraits) traits = find_traits (catalog, x);

  for (gsize i = 0; i < MUS_N_SOUND * traits->n_tracks; i++)
    g_assert_cmpfloat (traits->sound[i], ==, 0.0f);
}

/* --- Levels ----------------------------------------------------------------------------- */

static void
test_levels (void)
{
  float          numbers[1001][2];
  MusLevelColumn columns[] = { { numbers[0], 2 }, { numbers[0] + 1, 2 } };
  g_autofree guint8 *levels = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      numbers[i][0] = (float) (i * 8 % 1001);
      numbers[i][1] = 3.0f;
    }
  levels = mus_levels_new (columns, 2, G_N_ELEMENTS (numbers), NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_assert_cmpuint (levels[2 * i], ==, 1 + (guint) numbers[i][0] / 10);
      g_assert_cmpuint (levels[2 * i + 1], ==, MUS_N_LEVELS - 1);
    }
}

/* Popularity within a genre, and that of artists, do not depend on how famous a genre is. */
static void
test_popularity (void)
{
  g_autoptr (GString) rows = g_string_new (NULL);
  g_autoptr (MusCatalog) catalog = NULL;
  g_autoptr (MusMatrix) x = NULL;
  g_autoptr (MusTraits) traits = NULL;

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (rows,
                            "t%u,Somebody %u,,Piece %u,%u,200000,False,0.5,0.6,1,-7.5,1,0.05,0.2,0,"
                            "0.1,0.4,120,4,%s\n",
                            i, i, i, (i < 100 ? 5 : 60) + i % 100 / 4, i < 100 ? "dub" : "pop");
  catalog = read_rows (rows->str, MUS_REPEATS_TITLE);
  x = fixture_standardise (catalog);
  traits = find_traits (catalog, x);

  for (guint i = 0; i < 100; i++)
    {
      const guint8 *obscure = traits->levels + (gsize) i * MUS_N_LEVELLED;
      const guint8 *famous = obscure + 100 * MUS_N_LEVELLED;

      g_assert_cmpint (abs (obscure[MUS_LEVEL_POPULARITY_IN_GENRE] -
                            famous[MUS_LEVEL_POPULARITY_IN_GENRE]), <=, 4);
      g_assert_cmpuint (obscure[MUS_LEVEL_ARTISTS_POPULARITY], <,
                        famous[MUS_LEVEL_ARTISTS_POPULARITY]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/traits/kinship", test_kinship);
  g_test_add_func ("/traits/genres", test_genres);
  g_test_add_func ("/traits/many-genres", test_many_genres);
  g_test_add_func ("/traits/axes", test_axes);
  g_test_add_func ("/traits/no-axes", test_no_axes);
  g_test_add_func ("/traits/levels", test_levels);
  g_test_add_func ("/traits/popularity", test_popularity);

  return g_test_run ();
}
