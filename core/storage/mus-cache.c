/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "storage/mus-cache.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "base/mus-atomic-file.h"
#include "base/mus-error.h"
#include "storage/mus-catalog-file-private.h"
#include "storage/mus-index-file-private.h"
#include "storage/mus-layout-file-private.h"
#include "storage/mus-model-file.h"

#define CATALOG_SUFFIX ".catalog"
#define MODEL_SUFFIX ".model"
#define INDEX_SUFFIX ".index"
#define LAYOUT_SUFFIX ".layout"
#define DAMAGED_PREFIX "damaged-"

/* How a CSV is read: another letter when the same bytes give another catalog. */
#define READING 'c'

/* How old a half-written file is that nobody writes to any more, in seconds. */
#define ABANDONED_SECONDS 3600

struct _MusCache
{
  gatomicrefcount ref_count;
  char           *folder;
  guint64         max_bytes;
};

G_DEFINE_BOXED_TYPE (MusCache, mus_cache, mus_cache_ref, mus_cache_unref)

MusCache *
mus_cache_new (const char *folder, guint64 max_bytes)
{
  MusCache *self = g_new0 (MusCache, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->folder = g_strdup (folder);
  self->max_bytes = max_bytes;

  return self;
}

MusCache *
mus_cache_ref (MusCache *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
mus_cache_unref (MusCache *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->folder);
  g_free (self);
}

/*
 * Entries
 */

/* Returns: (transfer full): the path of what is known by these texts */
static char *
get_path (MusCache *self, const char *suffix, const char *catalog, const char *training,
          const char *layout)
{
  g_autofree char *text =
      g_strjoin ("\n", PACKAGE_VERSION, suffix, catalog, training, layout, NULL);
  g_autofree char *key = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  g_autofree char *name = g_strconcat (key, suffix, NULL);

  return g_build_filename (self->folder, name, NULL);
}

static char *
get_model_path (MusCache *self, const char *catalog, const MusTrainingSettings *settings)
{
  g_autofree char *training = mus_model_file_settings_key (settings);

  return get_path (self, MODEL_SUFFIX, catalog, training, NULL);
}

/* A catalog that was read in another way before is not found. */
static char *
get_catalog_path (MusCache *self, const char *source, MusRepeats repeats)
{
  char rule[] = { READING, (char) ('0' + repeats), '\0' };

  return get_path (self, CATALOG_SUFFIX, source, rule, NULL);
}

/* An embedding, and so its index, is all that the scaler and the network make of a catalog. */
static char *
get_index_path (MusCache *self, const MusCatalog *catalog, const MusModel *model)
{
  g_autofree char *network = mus_model_file_network_key (model);

  return get_path (self, INDEX_SUFFIX, mus_catalog_checksum (catalog), network, NULL);
}

static char *
get_layout_path (MusCache *self, const MusCatalog *catalog, const MusModel *model,
                 const MusLayoutSettings *settings)
{
  g_autofree char *network = mus_model_file_network_key (model);
  g_autofree char *layout = mus_layout_file_settings_key (settings);

  return get_path (self, LAYOUT_SUFFIX, mus_catalog_checksum (catalog), network, layout);
}

static gboolean
is_entry (const char *name)
{
  static const char *const suffixes[] = { CATALOG_SUFFIX, MODEL_SUFFIX, INDEX_SUFFIX,
                                          LAYOUT_SUFFIX };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (name, suffixes[i]))
      return TRUE;

  return FALSE;
}

/* What was asked for last goes last. */
static void
touch (const char *path)
{
  utimensat (AT_FDCWD, path, NULL, 0);
}

/* Makes of the reason why @path can't be read what the callers of this file are told. */
static void
handle_failure (const char *path, GError *reason, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_strconcat (DAMAGED_PREFIX, base, NULL);
  g_autofree char *aside = g_build_filename (folder, name, NULL);

  if (g_error_matches (reason, MUS_ERROR, MUS_ERROR_MODEL_FORMAT))
    {
      if (g_rename (path, aside) != 0)
        g_unlink (path);
      g_set_error (error, MUS_ERROR, MUS_ERROR_STORAGE,
                   /* translators: a file's name */
                   _ ("What MusRec had kept of this catalog was damaged. It has been set aside "
                      "as “%s”, and is calculated again."),
                   name);
      g_error_free (reason);
    }
  else if (g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
           g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOTDIR))
    g_error_free (reason);
  else
    g_propagate_error (error, reason);
}

/*
 * Keeping within the limit
 */

typedef struct
{
  char    *path;
  guint64  n_bytes;
  gint64   used_ns;      /* since 1970 */
  gboolean is_abandoned; /* half written, by a program that was killed */
} Entry;

static void
entry_clear (gpointer data)
{
  g_free (((Entry *) data)->path);
}

static int
compare_use (gconstpointer a, gconstpointer b)
{
  gint64 difference = ((const Entry *) a)->used_ns - ((const Entry *) b)->used_ns;

  return difference < 0 ? -1 : difference > 0;
}

static gboolean
is_abandoned (const char *name, const GStatBuf *status)
{
  return g_str_has_prefix (name, MUS_ATOMIC_FILE_PREFIX) &&
         status->st_mtime < g_get_real_time () / G_USEC_PER_SEC - ABANDONED_SECONDS;
}

/* Returns: (transfer full) (element-type Entry): the one that was not used for longest first */
static GArray *
list_entries (MusCache *self)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  g_array_set_clear_func (entries, entry_clear);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);
      gboolean is_kept = is_entry (name);
      GStatBuf status;

      if (g_stat (path, &status) == 0 && (is_kept || is_abandoned (name, &status)))
        {
          Entry entry = {
            .path = g_steal_pointer (&path),
            .n_bytes = (guint64) status.st_size,
            .used_ns = status.st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000) +
                       status.st_mtim.tv_nsec,
            .is_abandoned = !is_kept,
          };

          g_array_append_val (entries, entry);
        }
    }
  g_array_sort (entries, compare_use);

  return entries;
}

static guint64
add_up (GArray *entries)
{
  guint64 n_bytes = 0;

  for (guint i = 0; i < entries->len; i++)
    n_bytes += g_array_index (entries, Entry, i).n_bytes;

  return n_bytes;
}

/* @kept: (nullable): what stays, since it has just been made */
static void
trim (MusCache *self, const char *kept)
{
  g_autoptr (GArray) entries = list_entries (self);
  guint64 n_bytes = add_up (entries);

  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);

      if ((entry->is_abandoned || n_bytes > self->max_bytes) &&
          g_strcmp0 (entry->path, kept) != 0 && g_unlink (entry->path) == 0)
        n_bytes -= entry->n_bytes;
    }
}

void
mus_cache_trim (MusCache *self)
{
  trim (self, NULL);
}

guint64
mus_cache_measure (MusCache *self)
{
  g_autoptr (GArray) entries = list_entries (self);

  return add_up (entries);
}

gboolean
mus_cache_clear (MusCache *self, GError **error)
{
  g_autoptr (GArray) entries = list_entries (self);

  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);

      if (g_unlink (entry->path) != 0 && errno != ENOENT)
        {
          g_autofree char *name = g_filename_display_name (entry->path);

          g_set_error (error, MUS_ERROR, MUS_ERROR_STORAGE,
                       _ ("“%s” can't be deleted: %s."), name, g_strerror (errno));
          return FALSE;
        }
    }

  return TRUE;
}

/* The end of each save. */
static gboolean
finish_save (MusCache *self, const char *path, gboolean saved, GError *reason, GError **error)
{
  if (saved)
    {
      trim (self, path);
      return TRUE;
    }
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, reason);
      return FALSE;
    }

  g_set_error (error, MUS_ERROR, MUS_ERROR_STORAGE,
               /* translators: what went wrong, a sentence */
               _ ("What was calculated can't be kept for the next start. %s"), reason->message);
  g_error_free (reason);

  return FALSE;
}

/*
 * Catalogs
 */

MusCatalog *
mus_cache_load_catalog (MusCache *self, const char *source, const char *name,
                        MusRepeats repeats, const MusRun *run, GError **error)
{
  g_autofree char *path = get_catalog_path (self, source, repeats);
  GError          *reason = NULL;
  MusCatalog      *catalog = mus_catalog_file_load (path, source, name, repeats, run, &reason);

  if (catalog != NULL)
    touch (path);
  else
    handle_failure (path, reason, error);

  return catalog;
}

gboolean
mus_cache_save_catalog (MusCache *self, const MusCatalog *catalog, const MusRun *run,
                        GError **error)
{
  g_autofree char *path = get_catalog_path (self, mus_catalog_source (catalog),
                                            mus_catalog_summary (catalog)->repeats);
  GError  *reason = NULL;
  gboolean saved;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;

  g_mkdir_with_parents (self->folder, 0700);
  saved = mus_catalog_file_save (catalog, path, run, &reason);

  return finish_save (self, path, saved, reason, error);
}

/*
 * Models
 */

static MusModel *
with_embedding (const MusModel *model, MusMatrix *embedding)
{
  gsize n_points;
  const MusTrainingPoint *points = mus_model_points (model, &n_points);

  return mus_model_new (mus_model_scaler (model), mus_model_autoencoder (model),
                        mus_model_settings (model), mus_model_info (model), points, n_points,
                        mus_model_checksum (model), mus_model_missing (model), embedding,
                        mus_model_embed_seconds (model));
}

MusModel *
mus_cache_load_model (MusCache *self, const MusCatalog *catalog,
                      const MusTrainingSettings *settings, const MusRun *run, GError **error)
{
  g_autofree char *path = NULL;
  GError *reason = NULL;
  g_autoptr (MusModel) bare = NULL;
  g_autoptr (MusMatrix) embedding = NULL;

  if (!mus_catalog_make_checksum (catalog, run, error))
    return NULL;
  path = get_model_path (self, mus_catalog_checksum (catalog), settings);
  bare = mus_model_file_load (path, run, &reason);
  if (bare != NULL)
    embedding = mus_model_embedding (bare, catalog, run, &reason);
  if (embedding == NULL)
    {
      handle_failure (path, reason, error);
      return NULL;
    }
  touch (path);

  return with_embedding (bare, embedding);
}

gboolean
mus_cache_save_model (MusCache *self, const MusModel *model, GError **error)
{
  g_autofree char *path =
      get_model_path (self, mus_model_checksum (model), mus_model_settings (model));
  g_autoptr (MusModel) bare = with_embedding (model, NULL);
  GError  *reason = NULL;
  gboolean saved;

  g_mkdir_with_parents (self->folder, 0700);
  saved = mus_model_file_save (bare, path, NULL, &reason);

  return finish_save (self, path, saved, reason, error);
}

/*
 * Indices
 */

MusNeighborIndex *
mus_cache_load_index (MusCache *self, const MusCatalog *catalog, const MusModel *model,
                      MusMatrix *embedding, const MusRun *run, GError **error)
{
  g_autofree char  *path = get_index_path (self, catalog, model);
  GError           *reason = NULL;
  MusNeighborIndex *index = mus_index_file_load (path, embedding, run, &reason);

  if (index != NULL)
    touch (path);
  else
    handle_failure (path, reason, error);

  return index;
}

gboolean
mus_cache_save_index (MusCache *self, const MusCatalog *catalog, const MusModel *model,
                      const MusNeighborIndex *index, const MusRun *run, GError **error)
{
  g_autofree char *path = get_index_path (self, catalog, model);
  GError  *reason = NULL;
  gboolean saved;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;

  g_mkdir_with_parents (self->folder, 0700);
  saved = mus_index_file_save (index, path, run, &reason);

  return finish_save (self, path, saved, reason, error);
}

/*
 * Maps
 */

MusMatrix *
mus_cache_load_layout (MusCache *self, const MusCatalog *catalog, const MusModel *model,
                       const MusLayoutSettings *settings, MusLayoutInfo *info, const MusRun *run,
                       GError **error)
{
  g_autofree char *path = get_layout_path (self, catalog, model, settings);
  gsize            n_rows = mus_catalog_n_tracks (catalog);
  GError          *reason = NULL;
  MusMatrix       *positions = mus_layout_file_load (path, n_rows, info, run, &reason);

  if (positions != NULL)
    touch (path);
  else
    handle_failure (path, reason, error);

  return positions;
}

gboolean
mus_cache_save_layout (MusCache *self, const MusCatalog *catalog, const MusModel *model,
                       const MusLayoutSettings *settings, MusMatrix *positions,
                       const MusLayoutInfo *info, const MusRun *run, GError **error)
{
  g_autofree char *path = get_layout_path (self, catalog, model, settings);
  GError  *reason = NULL;
  gboolean saved;

  g_mkdir_with_parents (self->folder, 0700);
  saved = mus_layout_file_save (positions, info, path, run, &reason);

  return finish_save (self, path, saved, reason, error);
}
