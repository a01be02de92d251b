/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "fixture.h"

/*
 * A catalog in which track i is at 60 + i BPM, has popularity i, key i % 12, and is of one of
 * three genres; the first ones have what each test needs.
 */

#define N 60

static const char *const genres[] = { "tango", "samba", "ambient" };

static MusCatalog *
make_catalog (void)
{
  FixtureTrack tracks[N + 1] = { 0 };
  char         titles[N][16];

  for (guint i = 0; i < N; i++)
    {
      static const double features[] = FIXTURE_FEATURES;

      g_snprintf (titles[i], sizeof titles[i], "Piece %u", i);
      tracks[i].title = titles[i];
      tracks[i].artists = "Ana";
      tracks[i].genre = i < N - 3 ? genres[i % 3] : NULL;
      memcpy (tracks[i].features, features, sizeof features);
      tracks[i].features[MUS_FEATURE_TEMPO] = 60 + i;
      tracks[i].features[MUS_FEATURE_POPULARITY] = i;
      tracks[i].features[MUS_FEATURE_KEY] = i % 12;
      tracks[i].features[MUS_FEATURE_EXPLICIT] = i % 2;
      tracks[i].features[MUS_FEATURE_ENERGY] = i / 100.0;
      tracks[i].features[MUS_FEATURE_DURATION] = 100000 + 250 * i;
      tracks[i].features[MUS_FEATURE_LOUDNESS] = -10 - 0.04 * i;
    }
  /* The same song once more: track 0 is a samba, too. */
  tracks[N] = tracks[0];
  tracks[N].genre = "samba";

  return fixture_catalog (tracks, N + 1);
}

static gboolean
has_genre (const MusCatalog *catalog, guint32 row, const char *name)
{
  guint          n;
  const guint16 *labels = mus_catalog_genres (catalog, row, &n);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (mus_catalog_genre_name (catalog, labels[i]), name))
      return TRUE;

  return FALSE;
}

static guint8 *
make_rules (const MusCatalog *catalog, const char *name, MusGenreRule rule)
{
  guint8 *rules = g_new0 (guint8, mus_catalog_n_labels (catalog));

  for (guint16 label = 0; label < mus_catalog_n_labels (catalog); label++)
    if (g_str_equal (mus_catalog_genre_name (catalog, label), name))
      rules[label] = (guint8) rule;

  return rules;
}

/* Counts and bytes, against a row-by-row test. */
static void
check (const MusCriteria *criteria,
       const MusCatalog  *catalog,
       gboolean (*expected) (const MusCatalog *catalog, guint32 row, const float *features))
{
  guint8 allowed[N];
  gsize  n = 0;

  memset (allowed, 7, sizeof allowed);
  g_assert_cmpuint (mus_catalog_n_tracks (catalog), ==, N);
  for (guint32 row = 0; row < N; row++)
    n += expected (catalog, row, mus_matrix_row (mus_catalog_features (catalog), row));
  g_assert_cmpuint (mus_criteria_apply (criteria, catalog, allowed), ==, n);
  for (guint32 row = 0; row < N; row++)
    g_assert_cmpuint (
        allowed[row], ==,
        expected (catalog, row, mus_matrix_row (mus_catalog_features (catalog), row)));
}

static gboolean
is_any (const MusCatalog *catalog, guint32 row, const float *features)
{
  return TRUE;
}

static gboolean
is_70_to_80 (const MusCatalog *catalog, guint32 row, const float *features)
{
  return features[MUS_FEATURE_TEMPO] >= 70 && features[MUS_FEATURE_TEMPO] <= 80;
}

static gboolean
is_70_and_popular (const MusCatalog *catalog, guint32 row, const float *features)
{
  return features[MUS_FEATURE_TEMPO] >= 70 && features[MUS_FEATURE_POPULARITY] >= 30;
}

static gboolean
is_c_or_b (const MusCatalog *catalog, guint32 row, const float *features)
{
  return row % 12 == 0 || row % 12 == 11;
}

static gboolean
is_clean (const MusCatalog *catalog, guint32 row, const float *features)
{
  return row % 2 == 0;
}

static gboolean
is_samba (const MusCatalog *catalog, guint32 row, const float *features)
{
  return row == 0 || (row < N - 3 && row % 3 == 1);
}

static gboolean
is_not_samba (const MusCatalog *catalog, guint32 row, const float *features)
{
  return !is_samba (catalog, row, features);
}

static gboolean
is_tango_but_no_samba (const MusCatalog *catalog, guint32 row, const float *features)
{
  return has_genre (catalog, row, "tango") && !has_genre (catalog, row, "samba");
}

static void
test_features (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog ();
  g_auto (MusCriteria) criteria;

  mus_criteria_init (&criteria);
  check (&criteria, catalog, is_any);
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    g_assert_false (mus_criteria_has_feature (&criteria, f));

  criteria.low[MUS_FEATURE_TEMPO] = 70;
  criteria.high[MUS_FEATURE_TEMPO] = 80;
  g_assert_true (mus_criteria_has_feature (&criteria, MUS_FEATURE_TEMPO));
  check (&criteria, catalog, is_70_to_80);

  criteria.high[MUS_FEATURE_TEMPO] = INFINITY;
  criteria.low[MUS_FEATURE_POPULARITY] = 30;
  check (&criteria, catalog, is_70_and_popular);

  mus_criteria_clear (&criteria);
  criteria.values[MUS_FEATURE_KEY] = 1u << 0 | 1u << 11;
  check (&criteria, catalog, is_c_or_b);
  mus_criteria_clear (&criteria);
  criteria.values[MUS_FEATURE_EXPLICIT] = 1u << 0;
  g_assert_true (mus_criteria_has_feature (&criteria, MUS_FEATURE_EXPLICIT));
  check (&criteria, catalog, is_clean);
}

static void
test_genres (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog ();
  g_auto (MusCriteria) criteria;
  guint16 n_labels = mus_catalog_n_labels (catalog);

  mus_criteria_init (&criteria);
  g_assert_false (mus_criteria_has_genres (&criteria, n_labels));
  criteria.genres = make_rules (catalog, "none of them", MUS_GENRE_IN);
  g_assert_false (mus_criteria_has_genres (&criteria, n_labels));
  check (&criteria, catalog, is_any);

  mus_criteria_clear (&criteria);
  criteria.genres = make_rules (catalog, "samba", MUS_GENRE_IN);
  g_assert_true (mus_criteria_has_genres (&criteria, n_labels));
  check (&criteria, catalog, is_samba);

  mus_criteria_clear (&criteria);
  criteria.genres = make_rules (catalog, "samba", MUS_GENRE_OUT);
  check (&criteria, catalog, is_not_samba);

  criteria.genres[mus_catalog_genre (catalog, 0)] = MUS_GENRE_IN;
  check (&criteria, catalog, is_tango_but_no_samba);
}

/* A value is let through exactly when what is shown of it lies in the range. */
static void
test_as_shown (void)
{
  static const MusFeature shown[] = { MUS_FEATURE_ENERGY, MUS_FEATURE_DURATION,
                                      MUS_FEATURE_LOUDNESS };
  g_autoptr (MusCatalog) catalog = make_catalog ();
  const MusMatrix *features = mus_catalog_features (catalog);

  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    for (guint32 from = 0; from < N; from++)
      {
        MusFeature           f = shown[i];
        g_auto (MusCriteria) criteria;
        guint8               allowed[N];
        double               unit = mus_feature_unit (f);
        double               bound = rint ((double) mus_matrix_row (features, from)[f] / unit);
        g_autofree char     *bound_text = mus_feature_format (f, (float) (bound * unit));

        mus_criteria_init (&criteria);
        criteria.low[f] = criteria.high[f] = (float) (bound * unit);
        g_assert_cmpuint (mus_criteria_apply (&criteria, catalog, allowed), >, 0);
        for (guint32 row = 0; row < N; row++)
          {
            double           steps = (double) mus_matrix_row (features, row)[f] / unit;
            g_autofree char *text = mus_feature_format (f, mus_matrix_row (features, row)[f]);

            /* Just between two steps it may be shown as either. */
            if (fabs (fabs (steps - floor (steps)) - 0.5) > 1e-3)
              g_assert_cmpint (allowed[row], ==, g_str_equal (text, bound_text));
          }
      }
}

static void
test_search (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog ();
  g_auto (MusCriteria) criteria;
  MusFilter filter = MUS_FILTER_INIT;
  guint8    allowed[N];
  guint32   rows[N];

  mus_criteria_init (&criteria);
  criteria.low[MUS_FEATURE_TEMPO] = 70;
  criteria.high[MUS_FEATURE_TEMPO] = 80;
  mus_criteria_apply (&criteria, catalog, allowed);
  filter.allowed = allowed;
  g_assert_cmpuint (mus_catalog_search (catalog, &filter, MUS_SORT_POPULARITY, rows), ==, 11);
  for (guint32 i = 0; i < 11; i++)
    g_assert_cmpuint (rows[i], ==, 20 - i);

  filter.words = "piece 19";
  g_assert_cmpuint (mus_catalog_search (catalog, &filter, MUS_SORT_FILE, rows), ==, 1);
  g_assert_cmpuint (rows[0], ==, 19);
  filter.words = "piece 55";
  g_assert_cmpuint (mus_catalog_search (catalog, &filter, MUS_SORT_FILE, rows), ==, 0);
}

static void
test_histogram (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog ();
  const MusMatrix *features = mus_catalog_features (catalog);
  guint32          counts[6];
  guint8           allowed[N];

  mus_histogram_count (features, MUS_FEATURE_TEMPO, 60, 120, NULL, counts, 6);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpuint (counts[i], ==, 10);

  /* What lies beyond the ends belongs to the first and the last bin. */
  mus_histogram_count (features, MUS_FEATURE_TEMPO, 80, 100, NULL, counts, 4);
  g_assert_cmpuint (counts[0], ==, 25);
  g_assert_cmpuint (counts[1], ==, 5);
  g_assert_cmpuint (counts[2], ==, 5);
  g_assert_cmpuint (counts[3], ==, 25);

  for (guint i = 0; i < N; i++)
    allowed[i] = i % 2;
  mus_histogram_count (features, MUS_FEATURE_TEMPO, 60, 120, allowed, counts, 6);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpuint (counts[i], ==, 5);
}

/* How long a mask takes on the published catalog, and that it is the same for any number of
 * threads. */
static void
test_published (void)
{
  g_autoptr (MusCatalog) catalog = fixture_published ();
  g_auto (MusCriteria) criteria;
  g_autofree guint8 *one = NULL;
  g_autofree guint8 *many = NULL;
  gsize              n, n_allowed;
  gint64             start;

  mus_criteria_init (&criteria);
  if (catalog == NULL)
    return;

  n = mus_catalog_n_tracks (catalog);
  one = g_new (guint8, n);
  many = g_new (guint8, n);
  criteria.genres = make_rules (catalog, mus_catalog_genre_name (catalog, 3), MUS_GENRE_OUT);
  criteria.low[MUS_FEATURE_TEMPO] = 90;
  criteria.high[MUS_FEATURE_ENERGY] = 0.7f;
  criteria.values[MUS_FEATURE_MODE] = 1u << 1;

  mus_parallel_set_n_workers (8);
  n_allowed = mus_criteria_apply (&criteria, catalog, many);
  mus_parallel_set_n_workers (1);
  start = g_get_monotonic_time ();
  g_assert_cmpuint (mus_criteria_apply (&criteria, catalog, one), ==, n_allowed);
  g_test_message ("a mask, one thread: %.2f ms",
                  (double) (g_get_monotonic_time () - start) / 1000.0);
  mus_parallel_set_n_workers (0);
  g_assert_cmpuint (n_allowed, >, 0);
  g_assert_cmpuint (n_allowed, <, n);
  g_assert_cmpmem (one, n, many, n);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/criteria/features", test_features);
  g_test_add_func ("/criteria/genres", test_genres);
  g_test_add_func ("/criteria/as-shown", test_as_shown);
  g_test_add_func ("/criteria/search", test_search);
  g_test_add_func ("/criteria/published", test_published);
  g_test_add_func ("/histogram", test_histogram);

  return g_test_run ();
}
