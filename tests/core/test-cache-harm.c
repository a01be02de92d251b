/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/mus-digest.h"
#include "cache-fixture.h"

/* Something in the cache. */
typedef struct
{
  const char *suffix;
  void (*save) (Fixture *self, MusModel *model);
  gpointer (*load) (Fixture *self, MusModel *model, GError **error); /* transfer full */
  void (*free) (gpointer loaded);
  void (*use) (gpointer loaded); /* all of it */
} Kind;

static void
save_model (Fixture *self, MusModel *model)
{
  g_assert_true (mus_cache_save_model (self->cache, model, NULL));
}

static gpointer
load_kept_model (Fixture *self, MusModel *model, GError **error)
{
  return load_model (self, error);
}

static void
save_catalog (Fixture *self, MusModel *model)
{
  g_assert_true (mus_cache_save_catalog (self->cache, self->catalog, NULL, NULL));
}

static gpointer
load_catalog (Fixture *self, MusModel *model, GError **error)
{
  return mus_cache_load_catalog (self->cache, mus_catalog_source (self->catalog), "name",
                                 MUS_REPEATS_TITLE, NULL, error);
}

static void
save_index (Fixture *self, MusModel *model)
{
  g_autoptr (MusNeighborIndex) index = make_index (mus_model_kept_embedding (model));

  g_assert_true (mus_cache_save_index (self->cache, self->catalog, model, index, NULL, NULL));
}

static gpointer
load_index (Fixture *self, MusModel *model, GError **error)
{
  return mus_cache_load_index (self->cache, self->catalog, model,
                               mus_model_kept_embedding (model), NULL, error);
}

static void
save_layout (Fixture *self, MusModel *model)
{
  MusLayoutInfo info;
  g_autoptr (MusMatrix) positions = lay_out (self, model, &info);

  g_assert_true (mus_cache_save_layout (self->cache, self->catalog, model, &self->layout,
                                        positions, &info, NULL, NULL));
}

static gpointer
load_layout (Fixture *self, MusModel *model, GError **error)
{
  MusLayoutInfo info;

  return mus_cache_load_layout (self->cache, self->catalog, model, &self->layout, &info, NULL,
                                error);
}

static void
use_catalog (gpointer loaded)
{
  assert_same_catalog (loaded, loaded);
  count_found (loaded, "title 1");
}

static void
use_index (gpointer loaded)
{
  guint32 rows[N_TRACKS];

  for (guint32 row = 0; row < N_TRACKS; row++)
    mus_neighbor_index_query (loaded, row, N_TRACKS, rows, NULL);
}

/* The large ones first, whose digest is a MusDigest. */
#define N_LARGE 2

static const Kind kinds[] = {
  { ".catalog", save_catalog, load_catalog, (GDestroyNotify) mus_catalog_unref, use_catalog },
  { ".index", save_index, load_index, (GDestroyNotify) mus_neighbor_index_unref, use_index },
  { ".model", save_model, load_kept_model, (GDestroyNotify) mus_model_unref, NULL },
  { ".layout", save_layout, load_layout, (GDestroyNotify) mus_matrix_unref, NULL },
};

/* Each damage is found, told once, and then there is just nothing. */
static void
assert_set_aside (Fixture *self, const Kind *kind, MusModel *model, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *aside = g_strconcat (self->folder, "/damaged-", base, NULL);

  g_assert_null (kind->load (self, model, &error));
  g_assert_error (error, MUS_ERROR, MUS_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, "damaged-"));
  g_clear_error (&error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
  g_assert_null (kind->load (self, model, &error));
  g_assert_no_error (error);
}

/* Nor is there anything that was set aside. */
static void
assert_empty (Fixture *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);

  g_assert_null (g_dir_read_name (dir));
}

static void
test_damaged (Fixture *self, gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (MusModel) model = learn (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *bytes = NULL;
  gpointer loaded;
  guint    n_bits = counts_choose (100, 1000);
  gsize    n_bytes;

  kind->save (self, model);
  path = find_file (self, kind->suffix);
  g_assert_true (g_file_get_contents (path, &bytes, &n_bytes, NULL));
  for (guint percent = 0; percent < 100; percent++)
    {
      put (path, bytes, n_bytes * percent / 100);
      assert_set_aside (self, kind, model, path);
    }
  for (guint i = 0; i < n_bits; i++)
    {
      gint32 bit = g_test_rand_int_range (0, (gint32) n_bytes * 8);

      bytes[bit / 8] ^= (char) (1 << (bit % 8));
      put (path, bytes, n_bytes);
      assert_set_aside (self, kind, model, path);
      bytes[bit / 8] ^= (char) (1 << (bit % 8));
    }
  put (path, bytes, n_bytes);
  loaded = kind->load (self, model, &error);
  g_assert_no_error (error);
  g_assert_nonnull (loaded);
  kind->free (loaded);
  put (path, "", 0);
  assert_set_aside (self, kind, model, path);
  g_assert_true (mus_cache_clear (self->cache, &error));
  assert_empty (self);
  counts_tell ("the cache's %s truncated at 100 places, %u of its bits turned",
               kind->suffix + 1, n_bits);
}

/* The first bit behind the magic and the version. */
#define FIRST_BIT 96

/* A file that somebody has changed and given the right digest again holds whatever numbers:
 * it is set aside, or what it gives can be used. The first bit, which is of the rows' digest,
 * is always turned, since hardly any other of an index tells. */
static void
test_forged (Fixture *self, gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (MusModel) model = learn (self);
  g_autofree char *path = NULL;
  g_autofree char *bytes = NULL;
  guint n_set_aside = 0;
  guint n_bits = counts_choose (300, 5000);
  gsize n_bytes;

  kind->save (self, model);
  path = find_file (self, kind->suffix);
  g_assert_true (g_file_get_contents (path, &bytes, &n_bytes, NULL));
  for (guint i = 0; i < n_bits; i++)
    {
      gsize     n_content = n_bytes - sizeof (guint64);
      gint32    any = g_test_rand_int_range (FIRST_BIT, (gint32) n_content * 8);
      gint32    bit = i == 0 ? FIRST_BIT : any;
      gpointer  loaded;
      MusDigest digest;
      guint64   number;
      g_autoptr (GError) error = NULL;

      bytes[bit / 8] ^= (char) (1 << (bit % 8));
      mus_digest_init (&digest);
      mus_digest_add (&digest, bytes, n_content);
      number = GUINT64_TO_LE (mus_digest_get (&digest));
      memcpy (bytes + n_content, &number, sizeof number);
      put (path, bytes, n_bytes);
      loaded = kind->load (self, model, &error);
      g_assert_true ((loaded == NULL) == (error != NULL));
      n_set_aside += loaded == NULL;
      if (loaded != NULL)
        kind->use (loaded);
      g_clear_pointer (&loaded, kind->free);
      bytes[bit / 8] ^= (char) (1 << (bit % 8));
    }
  g_assert_cmpuint (n_set_aside, >, 0);
  counts_tell ("%u bits of the cache's %s turned and sealed again", n_bits, kind->suffix + 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *name = g_strconcat ("/cache/damaged/", kinds[i].suffix + 1, NULL);

      g_test_add (name, Fixture, &kinds[i], set_up, test_damaged, tear_down);
    }
  for (guint i = 0; i < N_LARGE; i++)
    {
      g_autofree char *name = g_strconcat ("/cache/forged/", kinds[i].suffix + 1, NULL);

      g_test_add (name, Fixture, &kinds[i], set_up, test_forged, tear_down);
    }

  return g_test_run ();
}
