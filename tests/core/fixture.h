/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "counts.h"
#include "musrec.h"

/*
 * Small catalogs that a test makes up, read through the same door as any other.
 */

typedef struct
{
  const char *title;
  const char *artists;
  const char *genre; /* (nullable): none */
  double      features[MUS_N_FEATURES];
} FixtureTrack;

/* What most tracks are like: each feature somewhere in the middle of its range. */
#define FIXTURE_FEATURES \
  { \
    40, 200000, 0, 0.55, 0.6, 5, -8, 1, 0.08, 0.3, 0.1, 0.2, 0.5, 120, 4 \
  }

static inline void
fixture_append_quoted (GString *text, const char *field)
{
  g_string_append_c (text, '"');
  for (; *field != '\0'; field++)
    {
      if (*field == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *field);
    }
  g_string_append (text, "\",");
}

/* At least 50 tracks, as any catalog. */
static inline MusCatalog *
fixture_catalog (const FixtureTrack *tracks, gsize n)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_file_new_tmp ("musrec-XXXXXX.csv", &stream, &error);
  MusCatalog *catalog;

  g_assert_no_error (error);
  g_string_append (text, "track_name,artists,album_name,track_genre");
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    g_string_append_printf (text, ",%s", mus_feature_column (f));
  g_string_append_c (text, '\n');

  for (gsize i = 0; i < n; i++)
    {
      fixture_append_quoted (text, tracks[i].title);
      fixture_append_quoted (text, tracks[i].artists);
      fixture_append_quoted (text, "");
      fixture_append_quoted (text, tracks[i].genre != NULL ? tracks[i].genre : "");
      for (guint f = 0; f < MUS_N_FEATURES; f++)
        {
          char number[G_ASCII_DTOSTR_BUF_SIZE];

          g_string_append (text, g_ascii_dtostr (number, sizeof number, tracks[i].features[f]));
          g_string_append_c (text, f + 1 < MUS_N_FEATURES ? ',' : '\n');
        }
    }

  g_assert_true (g_file_replace_contents (file, text->str, text->len, NULL, FALSE,
                                          G_FILE_CREATE_NONE, NULL, NULL, &error));
  catalog = mus_catalog_read (file, MUS_REPEATS_TITLE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_delete (file, NULL, NULL));
  g_assert_true (mus_catalog_prepare_search (catalog, NULL, &error));

  return catalog;
}

/* Titles "Title 0", "Title 1" …, and features around the middle, others for another @seed. */
static inline MusCatalog *
fixture_scattered_catalog (gsize n, guint64 seed)
{
  g_autofree FixtureTrack *tracks = g_new (FixtureTrack, n);
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  MusRng rng;

  mus_rng_init (&rng, seed);
  for (gsize i = 0; i < n; i++)
    {
      char *title = g_strdup_printf ("Title %" G_GSIZE_FORMAT, i);

      g_ptr_array_add (titles, title);
      tracks[i] = (FixtureTrack){ title, "Somebody", "rock", FIXTURE_FEATURES };
      for (guint f = 0; f < MUS_N_FEATURES; f++)
        tracks[i].features[f] += 0.1 * mus_rng_normal (&rng);
    }

  return fixture_catalog (tracks, n);
}

static inline MusMatrix *
fixture_standardise (const MusCatalog *catalog)
{
  MusScaler  scaler;
  MusMatrix *x;

  mus_scaler_fit (&scaler, mus_catalog_features (catalog), NULL, NULL);
  x = mus_scaler_transform (&scaler, mus_catalog_features (catalog), NULL, NULL);
  g_assert_nonnull (x);

  return x;
}

/* The published catalog, or %NULL after having skipped the test. */
static inline MusCatalog *
fixture_published (void)
{
  const char *path = g_getenv ("MUSREC_CATALOG");
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  MusCatalog *catalog;

  if (path == NULL)
    {
      g_test_skip ("MUSREC_CATALOG does not name the published catalog");
      return NULL;
    }

  file = g_file_new_for_path (path);
  catalog = mus_catalog_read (file, MUS_REPEATS_TITLE, NULL, &error);
  g_assert_no_error (error);

  return catalog;
}

/* The published catalog where figures of it are held to bounds, which are the same in each
 * build; or %NULL after having skipped the test. */
static inline MusCatalog *
fixture_published_for_figures (void)
{
#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("The published catalog's figures take too long under AddressSanitizer");
  return NULL;
#else
  return fixture_published ();
#endif
}
