/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../folders.h"
#include "catalog-fixture.h"
#include "counts.h"

/*
 * A cache in a folder of its own, a small catalog, and quick settings.
 */

#define N_TRACKS 80

typedef struct
{
  char       *root;
  char       *folder; /* made by the cache */
  MusCache   *cache;
  MusCatalog *catalog;
  MusTrainingSettings training;
  MusLayoutSettings   layout;
} Fixture;

static inline void
set_up (Fixture *self, gconstpointer data)
{
  const MusTrainingSettings training = MUS_TRAINING_SETTINGS_INIT;
  const MusLayoutSettings   layout = MUS_LAYOUT_SETTINGS_INIT;

  self->root = g_dir_make_tmp ("musrec-test-XXXXXX", NULL);
  self->folder = g_build_filename (self->root, "cache", "musrec", NULL);
  self->cache = mus_cache_new (self->folder, G_MAXUINT64);
  self->catalog = fixture_scattered_catalog (N_TRACKS, 1);
  self->training = training;
  self->training.max_epochs = 3;
  self->training.dimensions = 32;
  self->layout = layout;
  self->layout.iterations = 50;
}

static inline void
tear_down (Fixture *self, gconstpointer data)
{
  delete_folder (self->root);
  mus_cache_unref (self->cache);
  mus_catalog_unref (self->catalog);
  g_free (self->folder);
  g_free (self->root);
}

static inline MusModel *
learn (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  MusModel *model = mus_model_learn (self->catalog, &self->training, NULL, NULL, NULL, &error);

  g_assert_no_error (error);

  return model;
}

static inline MusMatrix *
lay_out (Fixture *self, MusModel *model, MusLayoutInfo *info)
{
  g_autoptr (GError) error = NULL;
  MusMatrix *positions = mus_layout_new (mus_model_kept_embedding (model), &self->layout, NULL,
                                         NULL, NULL, info, &error);

  g_assert_no_error (error);

  return positions;
}

static inline MusModel *
load_model (Fixture *self, GError **error)
{
  return mus_cache_load_model (self->cache, self->catalog, &self->training, NULL, error);
}

static inline void
assert_same (MusMatrix *a, MusMatrix *b)
{
  gsize n_bytes = mus_matrix_n_rows (a) * mus_matrix_n_cols (a) * sizeof (float);

  g_assert_cmpuint (mus_matrix_n_rows (a), ==, mus_matrix_n_rows (b));
  g_assert_cmpuint (mus_matrix_n_cols (a), ==, mus_matrix_n_cols (b));
  g_assert_cmpmem (mus_matrix_row (a, 0), n_bytes, mus_matrix_row (b, 0), n_bytes);
}

/* The one file whose name ends so. Returns: (transfer full) */
static inline char *
find_file (Fixture *self, const char *suffix)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, suffix) && !g_str_has_prefix (name, "damaged-"))
      return g_build_filename (self->folder, name, NULL);

  return NULL;
}

static inline void
put (const char *path, const char *bytes, gsize n_bytes)
{
  g_assert_true (g_file_set_contents (path, bytes, (gssize) n_bytes, NULL));
}

static inline void
assert_same_track (const MusCatalog *a, const MusCatalog *b, guint32 row)
{
  guint          n_a, n_b;
  const guint16 *labels_a = mus_catalog_genres (a, row, &n_a);
  const guint16 *labels_b = mus_catalog_genres (b, row, &n_b);

  for (MusText t = 0; t < MUS_N_TEXTS; t++)
    g_assert_cmpstr (mus_catalog_text (a, row, t), ==, mus_catalog_text (b, row, t));
  g_assert_cmpuint (mus_catalog_song (a, row), ==, mus_catalog_song (b, row));
  g_assert_cmpuint (mus_catalog_genre (a, row), ==, mus_catalog_genre (b, row));
  g_assert_cmpuint (mus_catalog_main_artist (a, row), ==, mus_catalog_main_artist (b, row));
  g_assert_cmpmem (labels_a, n_a * sizeof *labels_a, labels_b, n_b * sizeof *labels_b);
}

static inline void
assert_same_catalog (const MusCatalog *a, const MusCatalog *b)
{
  static const char *const ids[] = { "a", "b", "c", "d", "e", "f3", "nobody" };
  gsize n = mus_catalog_n_tracks (a);

  g_assert_cmpmem (mus_catalog_summary (a), sizeof (MusCatalogSummary), mus_catalog_summary (b),
                   sizeof (MusCatalogSummary));
  g_assert_cmpstr (mus_catalog_checksum (a), ==, mus_catalog_checksum (b));
  g_assert_cmpstr (mus_catalog_source (a), ==, mus_catalog_source (b));
  assert_same (mus_catalog_features (a), mus_catalog_features (b));
  for (guint32 row = 0; row < n; row++)
    assert_same_track (a, b, row);

  g_assert_cmpuint (mus_catalog_n_artists (a), ==, mus_catalog_n_artists (b));
  for (guint32 i = 0; i < mus_catalog_n_artists (a); i++)
    g_assert_cmpstr (mus_catalog_artist_name (a, i), ==, mus_catalog_artist_name (b, i));
  g_assert_cmpuint (mus_catalog_n_genres (a), ==, mus_catalog_n_genres (b));
  g_assert_cmpuint (mus_catalog_n_labels (a), ==, mus_catalog_n_labels (b));
  for (guint16 i = 0; i < mus_catalog_n_labels (a); i++)
    g_assert_cmpstr (mus_catalog_genre_name (a, i), ==, mus_catalog_genre_name (b, i));
  for (MusSort sort = 0; sort < MUS_N_SORTS; sort++)
    g_assert_cmpmem (mus_catalog_order (a, sort), n * sizeof (guint32),
                     mus_catalog_order (b, sort), n * sizeof (guint32));
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_cmpuint (mus_catalog_find (a, ids[i]), ==, mus_catalog_find (b, ids[i]));
  g_assert_cmpuint (mus_catalog_find_song (a, "EIN LIED", "ánna;x"), ==,
                    mus_catalog_find_song (b, "EIN LIED", "ánna;x"));
}

static inline gsize
count_found (const MusCatalog *catalog, const char *words)
{
  g_autofree guint32 *rows = g_new (guint32, mus_catalog_n_tracks (catalog));
  MusFilter filter = MUS_FILTER_INIT;

  filter.words = words;

  return mus_catalog_search (catalog, &filter, MUS_SORT_FILE, rows);
}

static inline MusNeighborIndex *
make_index (MusMatrix *embedding)
{
  MusNeighborIndex *index = mus_neighbor_index_new (embedding, MUS_METRIC_COSINE, NULL, NULL);

  g_assert_nonnull (index);

  return index;
}
