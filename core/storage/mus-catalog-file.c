/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "storage/mus-catalog-file-private.h"

#include <string.h>

#include "base/mus-error.h"
#include "catalog/mus-catalog-private.h"
#include "storage/mus-archive-private.h"

#define MAGIC "MusRecCt"
#define VERSION 1
#define CHECKSUM_LENGTH 64 /* a SHA-256 in hexadecimal */

/* The texts that have search keys. */
static const MusText keyed[] = { MUS_TEXT_TITLE, MUS_TEXT_ARTISTS, MUS_TEXT_ALBUM };

/* A track in the file: its texts, identity, artist, song and genre. */
#define TRACK_WORDS (MUS_N_TEXTS + 4)

/*
 * Each transfer returns %FALSE with an error when memory is short, and without one when two
 * parts do not go together.
 */

/* How many of @size bytes follow, and memory for them when reading. */
static gboolean
transfer_array (MusArchive *archive, gpointer *array, gsize *n, gsize size, GError **error)
{
  mus_archive_size (archive, n, size);
  if (mus_archive_reads (archive))
    *array = mus_try_alloc (*n, size, error);

  return *array != NULL || !mus_archive_reads (archive);
}

static gboolean
transfer_u32s (MusArchive *archive, guint32 **values, gsize *n, GError **error)
{
  if (!transfer_array (archive, (gpointer *) values, n, sizeof (guint32), error))
    return FALSE;
  mus_archive_u32s (archive, *values, *n);

  return TRUE;
}

static gboolean
transfer_pool (MusArchive *archive, MusStringPool *pool, GError **error)
{
  gsize n = pool->n;

  if (!transfer_array (archive, (gpointer *) &pool->bytes, &pool->n_bytes, 1, error))
    return FALSE;
  mus_archive_bytes (archive, pool->bytes, pool->n_bytes);
  if (!transfer_u32s (archive, &pool->starts, &n, error))
    return FALSE;
  pool->n = (guint32) n;

  return TRUE;
}

static void
transfer_size (MusArchive *archive, gsize *value)
{
  guint64 wide = *value;

  mus_archive_u64 (archive, &wide);
  *value = (gsize) wide;
}

static void
transfer_summary (MusArchive *archive, MusCatalogSummary *summary)
{
  guint32 repeats = summary->repeats;

  transfer_size (archive, &summary->n_rows);
  mus_archive_u32 (archive, &summary->n_columns);
  mus_archive_u32 (archive, &summary->n_features);
  mus_archive_u32 (archive, &summary->n_genres);
  transfer_size (archive, &summary->n_duplicates);
  transfer_size (archive, &summary->n_filled);
  transfer_size (archive, &summary->n_skipped);
  transfer_size (archive, &summary->first_skipped);
  transfer_size (archive, &summary->n_text_cells);
  transfer_size (archive, &summary->n_nul);
  mus_archive_u32 (archive, &summary->missing);
  mus_archive_u32 (archive, &summary->constant);
  mus_archive_u32 (archive, &repeats);
  mus_archive_double (archive, &summary->read_seconds);
  mus_archive_double (archive, &summary->clean_seconds);
  summary->repeats = (MusRepeats) repeats;
}

static gboolean
transfer_tracks (MusArchive *archive, MusCatalog *self, GError **error)
{
  guint32 words[TRACK_WORDS];

  mus_archive_size (archive, &self->n_tracks, sizeof words);
  if (mus_archive_reads (archive))
    self->tracks = mus_try_new (MusTrack, self->n_tracks, error);
  if (self->tracks == NULL)
    return FALSE;

  for (gsize i = 0; i < self->n_tracks && mus_run_goes_on (archive->run, i, NULL); i++)
    {
      MusTrack *track = &self->tracks[i];
      guint32  *rest = words + MUS_N_TEXTS;

      if (!mus_archive_reads (archive))
        {
          memcpy (words, track->texts, sizeof track->texts);
          rest[0] = track->identity;
          rest[1] = track->artist;
          rest[2] = track->song;
          rest[3] = track->genre;
        }
      mus_archive_u32s (archive, words, TRACK_WORDS);
      if (mus_archive_reads (archive))
        {
          memcpy (track->texts, words, sizeof track->texts);
          track->identity = rest[0];
          track->artist = rest[1];
          track->song = rest[2];
          track->genre = (guint16) rest[3];
        }
    }

  return TRUE;
}

/* The ids of the file, and where titles and artists are found. */
static gboolean
transfer_places (MusArchive *archive, MusCatalog *self, GError **error)
{
  gsize n_id_words = 2 * (gsize) self->texts[MUS_TEXT_ID].n;
  gsize n_identities = self->identities.n;

  G_STATIC_ASSERT (sizeof (MusKnownId) == 2 * sizeof (guint32));

  return transfer_pool (archive, &self->identities, error) &&
         transfer_u32s (archive, (guint32 **) &self->ids, &n_id_words, error) &&
         n_id_words == 2 * (gsize) self->texts[MUS_TEXT_ID].n &&
         transfer_u32s (archive, &self->identity_rows, &n_identities, error) &&
         n_identities == self->identities.n;
}

static gboolean
transfer_labels (MusArchive *archive, MusCatalog *self, GError **error)
{
  gsize   n_starts = self->n_tracks + 1;
  gsize   n_labels = mus_archive_reads (archive) ? 0 : self->label_starts[self->n_tracks];
  guint32 n_genres = self->n_genres;

  mus_archive_u32 (archive, &n_genres);
  self->n_genres = (guint16) n_genres;
  if (!transfer_pool (archive, &self->genres, error) ||
      !transfer_u32s (archive, &self->label_starts, &n_starts, error) ||
      n_starts != self->n_tracks + 1 ||
      !transfer_array (archive, (gpointer *) &self->labels, &n_labels, sizeof (guint16),
                       error) ||
      n_labels != self->label_starts[self->n_tracks])
    return FALSE;

  for (gsize i = 0; i < n_labels && mus_run_goes_on (archive->run, i, NULL); i++)
    {
      guint8 bytes[2] = { (guint8) self->labels[i], (guint8) (self->labels[i] >> 8) };

      mus_archive_bytes (archive, bytes, sizeof bytes);
      self->labels[i] = (guint16) (bytes[0] | bytes[1] << 8);
    }

  return TRUE;
}

static gboolean
transfer_features (MusArchive *archive, MusCatalog *self, GError **error)
{
  gsize n = self->n_tracks;

  mus_archive_size (archive, &n, MUS_N_FEATURES * sizeof (float));
  if (n != self->n_tracks)
    return FALSE;
  if (mus_archive_reads (archive))
    self->features = mus_matrix_new (n, MUS_N_FEATURES, error);
  if (self->features == NULL)
    return FALSE;
  mus_archive_floats (archive, mus_matrix_fill (self->features), n * MUS_N_FEATURES);

  return TRUE;
}

static gboolean
transfer_search (MusArchive *archive, MusCatalog *self, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (keyed); i++)
    if (!transfer_pool (archive, &self->keys[keyed[i]], error))
      return FALSE;
  for (MusSort sort = 0; sort < MUS_N_SORTS; sort++)
    {
      gsize n = self->n_tracks;

      if (!transfer_u32s (archive, &self->orders[sort], &n, error) || n != self->n_tracks)
        return FALSE;
    }

  return TRUE;
}

/* The whole format between the version and the digest. Returns: %FALSE when it is damaged,
 * or with @error */
static gboolean
transfer (MusArchive *archive, MusCatalog *self, GError **error)
{
  if (mus_archive_reads (archive))
    self->checksum = g_malloc0 (CHECKSUM_LENGTH + 1);
  mus_archive_bytes (archive, self->checksum, CHECKSUM_LENGTH);
  transfer_summary (archive, &self->summary);
  for (MusText t = 0; t < MUS_N_TEXTS; t++)
    if (!transfer_pool (archive, &self->texts[t], error))
      return FALSE;

  return transfer_tracks (archive, self, error) && transfer_places (archive, self, error) &&
         transfer_pool (archive, &self->artists, error) &&
         transfer_labels (archive, self, error) && transfer_features (archive, self, error) &&
         transfer_search (archive, self, error);
}

/*
 * Whether all numbers are of something that is there: a digest only tells that a file is as
 * it was written. %FALSE also when the run is over.
 */

static gboolean
restore_pools (MusCatalog *self, const MusRun *run)
{
  gboolean good = mus_string_pool_restore (&self->identities, TRUE, run) &&
                  mus_string_pool_restore (&self->artists, FALSE, run) &&
                  mus_string_pool_restore (&self->genres, FALSE, run);

  for (MusText t = 0; t < MUS_N_TEXTS; t++)
    good = good && mus_string_pool_restore (&self->texts[t], t == MUS_TEXT_ID, run);
  for (guint i = 0; i < G_N_ELEMENTS (keyed); i++)
    good = good && mus_string_pool_restore (&self->keys[keyed[i]], FALSE, run) &&
           self->keys[keyed[i]].n == self->texts[keyed[i]].n;

  return good;
}

static gboolean
tracks_are_sound (const MusCatalog *self, const MusRun *run)
{
  for (gsize i = 0; i < self->n_tracks; i++)
    {
      const MusTrack *track = &self->tracks[i];

      for (MusText t = 0; t < MUS_N_TEXTS; t++)
        if (track->texts[t] >= self->texts[t].n)
          return FALSE;
      if (track->identity >= self->identities.n || track->artist >= self->artists.n ||
          track->song >= self->n_tracks ||
          (track->genre >= self->n_genres && track->genre != MUS_NO_GENRE) ||
          !mus_run_goes_on (run, i, NULL))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_row (const MusCatalog *self, guint32 row)
{
  return row < self->n_tracks || row == MUS_NO_ROW;
}

static gboolean
places_are_sound (const MusCatalog *self)
{
  for (guint32 i = 0; i < self->texts[MUS_TEXT_ID].n; i++)
    if (!is_row (self, self->ids[i].row) || self->ids[i].identity >= self->identities.n)
      return FALSE;
  for (guint32 i = 0; i < self->identities.n; i++)
    if (!is_row (self, self->identity_rows[i]))
      return FALSE;

  for (MusSort sort = 0; sort < MUS_N_SORTS; sort++)
    for (gsize i = 0; i < self->n_tracks; i++)
      if (self->orders[sort][i] >= self->n_tracks)
        return FALSE;

  return TRUE;
}

static gboolean
labels_are_sound (const MusCatalog *self)
{
  const guint32 *starts = self->label_starts;

  if (starts[0] != 0 || self->n_genres > self->genres.n || self->genres.n >= MUS_NO_GENRE)
    return FALSE;
  for (gsize i = 0; i < self->n_tracks; i++)
    if (starts[i] > starts[i + 1])
      return FALSE;
  for (gsize i = 0; i < starts[self->n_tracks]; i++)
    if (self->labels[i] >= self->genres.n)
      return FALSE;

  return TRUE;
}

static gboolean
is_sound (MusCatalog *self, const MusRun *run)
{
  self->summary.n_tracks = self->n_tracks;

  return restore_pools (self, run) && tracks_are_sound (self, run) && places_are_sound (self) &&
         labels_are_sound (self) && mus_matrix_is_finite (self->features);
}

gboolean
mus_catalog_file_save (const MusCatalog *self, const char *path, const MusRun *run,
                       GError **error)
{
  g_auto (MusArchive) archive = { 0 };

  g_return_val_if_fail (self->source != NULL && self->orders[0] != NULL, FALSE);
  g_return_val_if_fail (strlen (mus_catalog_checksum (self)) == CHECKSUM_LENGTH, FALSE);

  /* Nothing is changed where the archive does not read. */
  return mus_archive_create_large (&archive, path, MAGIC, VERSION, run, error) &&
         transfer (&archive, (MusCatalog *) self, error) && mus_archive_commit (&archive, error);
}

MusCatalog *
mus_catalog_file_load (const char *path, const char *source, const char *name,
                       MusRepeats repeats, const MusRun *run, GError **error)
{
  g_autoptr (MusCatalog) catalog = mus_catalog_new ();
  g_autofree char *shown = g_filename_display_basename (path);
  g_auto (MusArchive) archive = { 0 };
  GError *reason = NULL;

  if (mus_archive_open_large (&archive, path, MAGIC, VERSION, run) == MUS_ARCHIVE_READY &&
      transfer (&archive, catalog, &reason) && mus_archive_finish (&archive) &&
      catalog->summary.repeats == repeats && is_sound (catalog, run))
    {
      catalog->source = g_strdup (source);
      catalog->name = g_strdup (name);
      return g_steal_pointer (&catalog);
    }
  mus_archive_set_error (&archive, reason, shown, "The catalog is damaged", error);

  return NULL;
}
