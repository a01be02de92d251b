/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "catalog/mus-csv-reader.h"
#include "catalog-fixture.h"

static GKeyFile *
load_figures (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "published-catalog.ini", NULL);
  GKeyFile *figures = g_key_file_new ();

  g_assert_true (g_key_file_load_from_file (figures, path, G_KEY_FILE_NONE, NULL));

  return figures;
}

static void
assert_matrix (const MusCatalog *catalog, GKeyFile *figures, const char *group)
{
  MusMatrix *features = mus_catalog_features (catalog);
  gsize      n_bytes = mus_matrix_n_rows (features) * mus_matrix_n_cols (features) * sizeof (float);
  g_autofree char *expected = g_key_file_get_string (figures, group, "matrix", NULL);
  g_autofree char *checksum =
      g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) mus_matrix_data (features), n_bytes);

  g_assert_cmpstr (checksum, ==, expected);
}

#define FIGURE(KEY) ((guint64) g_key_file_get_integer (figures, "catalog", KEY, NULL))

/* The same as pandas makes of it, to the last bit. */
static void
test_published (void)
{
  g_autoptr (MusCatalog) catalog = fixture_published ();
  g_autoptr (GKeyFile) figures = load_figures ();
  const MusCatalogSummary *summary;
  MusScaler scaler;
  gsize     n;
  g_autofree double *means = g_key_file_get_double_list (figures, "catalog", "mean", &n, NULL);
  g_autofree double *deviations = g_key_file_get_double_list (figures, "catalog", "deviation", &n, NULL);

  if (catalog == NULL)
    return;

  summary = mus_catalog_summary (catalog);
  g_assert_cmpuint (summary->n_rows, ==, FIGURE ("rows"));
  g_assert_cmpuint (summary->n_columns, ==, FIGURE ("columns"));
  g_assert_cmpuint (summary->n_tracks, ==, FIGURE ("tracks"));
  g_assert_cmpuint (summary->n_features, ==, FIGURE ("features"));
  g_assert_cmpuint (summary->n_genres, ==, FIGURE ("genres"));
  g_assert_cmpuint (summary->n_duplicates, ==, FIGURE ("duplicates"));
  g_assert_cmpuint (summary->n_filled + summary->n_skipped + summary->n_text_cells + summary->n_nul, ==, 0);
  assert_matrix (catalog, figures, "catalog");

  mus_scaler_fit (&scaler, mus_catalog_features (catalog), NULL, NULL);
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    {
      g_assert_cmpfloat_with_epsilon (scaler.mean[f], means[f], 1e-9 * (1.0 + fabs (means[f])));
      g_assert_cmpfloat_with_epsilon (scaler.deviation[f], deviations[f], 1e-9 * deviations[f]);
    }
}

#define HOLE 7 /* as in published-catalog.py */

/* Copies a record, with a number out of seven taken away. */
static gboolean
punch_holes (const MusCsvRecord *record, gpointer user_data, GError **error)
{
  GString *text = user_data;

  for (guint c = 0; c < record->n_fields; c++)
    {
      guint f = c - 5; /* the features stand behind five texts, as the index is one */

      if (record->row > 0 && f < MUS_N_FEATURES && (record->row - 1 + f) % HOLE == 0)
        g_string_append (text, ",");
      else
        fixture_append_quoted (text, record->fields[c].text);
    }
  text->str[text->len - 1] = '\n';

  return TRUE;
}

static const MusCsvSteps punching_holes = { .take = punch_holes };

static void
test_published_holes (void)
{
  const char *path = g_getenv ("MUSREC_CATALOG");
  g_autoptr (GKeyFile) figures = load_figures ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GFile) file = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (MusCatalog) catalog = NULL;
  g_autoptr (GError) error = NULL;
  gsize n_nul;

  if (path == NULL)
    {
      g_test_skip ("MUSREC_CATALOG does not name the published catalog");
      return;
    }

  file = g_file_new_for_path (path);
  stream = G_INPUT_STREAM (g_file_read (file, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (mus_csv_read (stream, 0, &punching_holes, text, &n_nul, NULL, NULL));
  catalog = read_bytes (text->str, text->len, MUS_REPEATS_TITLE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mus_catalog_summary (catalog)->n_filled, ==,
                    (guint64) g_key_file_get_integer (figures, "holes", "filled", NULL));
  assert_matrix (catalog, figures, "holes");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/catalog/published", test_published);
  g_test_add_func ("/catalog/published-holes", test_published_holes);

  return g_test_run ();
}
