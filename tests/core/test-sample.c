/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "fixture.h"

/* The sample catalog's bytes: the same on every machine. Whoever changes the generator or
 * the profiles looks at what it writes and puts the new sum here. */
#define SAMPLE_SHA256 "c3040899258f6b55ec3d31a6e04f3b0ecfbc3446cbf25cf0c16eefd469b35cdf"

static const char *sample_path;
static const char *generator_path;
static const char *profiles_path;

static MusCatalog *
read_sample (MusRepeats repeats)
{
  g_autoptr (GFile) file = g_file_new_for_path (sample_path);
  g_autoptr (GError) error = NULL;
  MusCatalog *catalog = mus_catalog_read (file, repeats, NULL, &error);

  g_assert_no_error (error);

  return catalog;
}

static void
test_bytes (void)
{
  g_autofree char *bytes = NULL;
  g_autofree char *checksum = NULL;
  gsize n_bytes;

  g_assert_true (g_file_get_contents (sample_path, &bytes, &n_bytes, NULL));
  checksum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, n_bytes);
  g_assert_cmpstr (checksum, ==, SAMPLE_SHA256);
}

static void
test_content (void)
{
  g_autoptr (MusCatalog) catalog = read_sample (MUS_REPEATS_TITLE);
  g_autoptr (MusCatalog) by_artist = read_sample (MUS_REPEATS_TITLE_ARTIST);
  const MusCatalogSummary *summary = mus_catalog_summary (catalog);
  guint32 n_songs = 0;
  guint   n_several = 0;

  g_assert_cmpuint (summary->n_columns, ==, 21);
  g_assert_cmpuint (summary->n_features, ==, 15);
  g_assert_cmpuint (summary->n_genres, ==, 40);
  g_assert_cmpuint (summary->n_tracks, >=, 4800);
  g_assert_cmpuint (summary->n_tracks, <=, 5200);
  g_assert_cmpuint (summary->n_skipped + summary->n_filled + summary->n_text_cells, ==, 0);
  g_assert_cmpuint (summary->constant, ==, 0);
  g_assert_cmpuint (mus_catalog_n_tracks (by_artist), >, summary->n_tracks);

  for (guint32 row = 0; row < summary->n_tracks; row++)
    {
      guint n_genres;

      mus_catalog_genres (catalog, row, &n_genres);
      n_several += n_genres > 1;
      n_songs = MAX (n_songs, mus_catalog_song (catalog, row) + 1);
      g_assert_null (mus_catalog_link (catalog, row));
      g_assert_cmpuint (strlen (mus_catalog_text (catalog, row, MUS_TEXT_ALBUM)), >, 0);
    }
  g_assert_cmpuint (n_several, >, summary->n_tracks / 20);
  g_assert_cmpuint (n_songs, <, summary->n_tracks - 100);
  g_assert_cmpuint (mus_catalog_n_artists (catalog), <, summary->n_tracks / 3);
}

typedef struct
{
  double mean[MUS_N_FEATURES];
  double deviation[MUS_N_FEATURES];
  double between[MUS_N_FEATURES]; /* share of the variance between genres */
  double correlation[MUS_N_FEATURES][MUS_N_FEATURES];
} Figures;

static void
sum_products (const MusMatrix *features, const guint16 *genres, double (*means)[MUS_N_FEATURES],
              double (*products)[MUS_N_FEATURES])
{
  for (gsize i = 0; i < mus_matrix_n_rows (features); i++)
    for (guint f = 0; f < MUS_N_FEATURES; f++)
      for (guint g = 0; g < MUS_N_FEATURES; g++)
        products[f][g] += ((double) mus_matrix_row (features, i)[f] - means[genres[i]][f]) *
                          ((double) mus_matrix_row (features, i)[g] - means[genres[i]][g]);
}

/* What sample-figures.py does. */
static void
measure (const MusCatalog *catalog, Figures *figures)
{
  MusMatrix *features = mus_catalog_features (catalog);
  gsize      n = mus_matrix_n_rows (features);
  double     means[40][MUS_N_FEATURES] = { { 0.0 } };
  double     counts[40] = { 0.0 };
  double     products[MUS_N_FEATURES][MUS_N_FEATURES] = { { 0.0 } };
  MusScaler  scaler;
  g_autofree guint16 *genres = g_new (guint16, n);

  mus_scaler_fit (&scaler, features, NULL, NULL);
  memcpy (figures->mean, scaler.mean, sizeof scaler.mean);
  memcpy (figures->deviation, scaler.deviation, sizeof scaler.deviation);

  for (guint32 i = 0; i < n; i++)
    {
      genres[i] = mus_catalog_genre (catalog, i);
      counts[genres[i]] += 1.0;
      for (guint f = 0; f < MUS_N_FEATURES; f++)
        means[genres[i]][f] += (double) mus_matrix_row (features, i)[f];
    }
  for (guint g = 0; g < 40; g++)
    for (guint f = 0; f < MUS_N_FEATURES; f++)
      means[g][f] /= counts[g];

  sum_products (features, genres, means, products);
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    {
      figures->between[f] = 1.0 - products[f][f] / ((double) n * pow (scaler.deviation[f], 2));
      for (guint g = 0; g < MUS_N_FEATURES; g++)
        figures->correlation[f][g] = products[f][g] / sqrt (products[f][f] * products[g][g]);
    }
}

static void
load_list (GKeyFile *file, const char *group, const char *key, double *list)
{
  gsize n;
  g_autofree double *numbers = g_key_file_get_double_list (file, group, key, &n, NULL);

  g_assert_cmpuint (n, ==, MUS_N_FEATURES);
  memcpy (list, numbers, n * sizeof *list);
}

static void
load_expected (Figures *figures)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "sample-figures.ini", NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_assert_true (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL));
  load_list (file, "features", "mean", figures->mean);
  load_list (file, "features", "deviation", figures->deviation);
  load_list (file, "features", "between", figures->between);
  for (MusFeature f = 0; f < MUS_N_FEATURES; f++)
    load_list (file, "correlation", mus_feature_column (f), figures->correlation[f]);
}

/* It sounds as the same genres do in a real catalog. */
static void
test_figures (void)
{
  g_autoptr (MusCatalog) catalog = read_sample (MUS_REPEATS_TITLE);
  Figures sample, real;
  double  squares = 0.0;

  measure (catalog, &sample);
  load_expected (&real);
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    {
      g_test_message ("%s", mus_feature_column (f));
      g_assert_cmpfloat_with_epsilon (sample.mean[f], real.mean[f], 0.15 * real.deviation[f]);
      g_assert_cmpfloat_with_epsilon (sample.deviation[f], real.deviation[f], 0.15 * real.deviation[f]);
      g_assert_cmpfloat_with_epsilon (sample.between[f], real.between[f], 0.08);
      for (guint g = 0; g < MUS_N_FEATURES; g++)
        {
          g_assert_cmpfloat_with_epsilon (sample.correlation[f][g], real.correlation[f][g], 0.2);
          squares += pow (sample.correlation[f][g] - real.correlation[f][g], 2);
        }
    }
  g_assert_cmpfloat (sqrt (squares / (MUS_N_FEATURES * MUS_N_FEATURES)), <, 0.06);
}

static char *
generate (const char *seed)
{
  g_autofree char *profiles = g_strconcat ("--profiles=", profiles_path, NULL);
  g_autofree char *output = NULL;
  g_autofree char *option = NULL;
  char            *bytes;
  gint             status;
  int              fd = g_file_open_tmp ("musrec-XXXXXX.csv", &output, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  option = g_strconcat ("--output=", output, NULL);
  g_assert_true (g_spawn_sync (NULL, (char *[]){ (char *) generator_path, profiles, "--tracks=2000", (char *) seed, option, NULL },
                               NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, NULL));
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  g_assert_true (g_file_get_contents (output, &bytes, NULL, NULL));
  g_unlink (output);

  return bytes;
}

static void
test_generator (void)
{
  g_autofree char *first = generate ("--seed=1");
  g_autofree char *again = generate ("--seed=1");
  g_autofree char *other = generate ("--seed=2");

  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, !=, other);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 4);
  sample_path = argv[1];
  generator_path = argv[2];
  profiles_path = argv[3];

  g_test_add_func ("/sample/bytes", test_bytes);
  g_test_add_func ("/sample/content", test_content);
  g_test_add_func ("/sample/figures", test_figures);
  g_test_add_func ("/sample/generator", test_generator);

  return g_test_run ();
}
