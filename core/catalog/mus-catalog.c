/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-catalog-private.h"

#include <string.h>

#include "base/mus-parallel.h"
#include "base/mus-text.h"

#define ID_LENGTH 22 /* of a public track id, in base 62 */

G_DEFINE_BOXED_TYPE (MusCatalog, mus_catalog, mus_catalog_ref, mus_catalog_unref)

MusCatalog *
mus_catalog_new (void)
{
  MusCatalog *self = g_new0 (MusCatalog, 1);

  g_atomic_ref_count_init (&self->ref_count);

  return self;
}

MusCatalog *
mus_catalog_ref (MusCatalog *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
mus_catalog_unref (MusCatalog *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (guint t = 0; t < MUS_N_TEXTS; t++)
    {
      mus_string_pool_clear (&self->texts[t]);
      mus_string_pool_clear (&self->keys[t]);
    }
  for (guint s = 0; s < MUS_N_SORTS; s++)
    g_free (self->orders[s]);
  mus_string_pool_clear (&self->identities);
  mus_string_pool_clear (&self->artists);
  mus_string_pool_clear (&self->genres);
  g_clear_pointer (&self->features, mus_matrix_unref);
  g_free (self->label_starts);
  g_free (self->labels);
  g_free (self->identity_rows);
  g_free (self->ids);
  g_free (self->tracks);
  g_free (self->checksum);
  g_free (self->source);
  g_free (self->name);
  g_free (self);
}

gsize
mus_catalog_n_tracks (const MusCatalog *self)
{
  return self->n_tracks;
}

const MusCatalogSummary *
mus_catalog_summary (const MusCatalog *self)
{
  return &self->summary;
}

const char *
mus_catalog_name (const MusCatalog *self)
{
  return self->name;
}

const char *
mus_catalog_source (const MusCatalog *self)
{
  return self->source;
}

/* SHA-256 runs over tiles of tracks side by side, and then over their digests. */
#define ROWS_A_TILE 4096
#define DIGEST_BYTES 32

typedef struct
{
  const MusCatalog *catalog;
  const MusRun     *run;
  guint8           *digests; /* (tiles, DIGEST_BYTES) */
} Hashing;

static void
hash_string (GChecksum *checksum, const char *text)
{
  /* With the NUL, so that no text runs into the next. */
  g_checksum_update (checksum, (const guchar *) text, (gssize) strlen (text) + 1);
}

static void
hash_track (GChecksum *checksum, const MusCatalog *self, guint32 row)
{
  guint          n_labels;
  const guint16 *labels = mus_catalog_genres (self, row, &n_labels);

  for (MusText t = 0; t < MUS_N_TEXTS; t++)
    hash_string (checksum, mus_catalog_text (self, row, t));
  hash_string (checksum, self->tracks[row].genre == MUS_NO_GENRE ? "0" : "1");
  for (guint i = 0; i < n_labels; i++)
    hash_string (checksum, mus_catalog_genre_name (self, labels[i]));
  g_checksum_update (checksum, (const guchar *) mus_matrix_row (self->features, row),
                     MUS_N_FEATURES * sizeof (float));
}

static void
hash_tile (gsize tile, guint worker, gpointer user_data)
{
  Hashing *hashing = user_data;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize end = MIN ((tile + 1) * ROWS_A_TILE, hashing->catalog->n_tracks);
  gsize n_bytes = DIGEST_BYTES;

  if (mus_run_is_over (hashing->run))
    return;

  for (gsize row = tile * ROWS_A_TILE; row < end; row++)
    hash_track (checksum, hashing->catalog, (guint32) row);
  g_checksum_get_digest (checksum, hashing->digests + tile * DIGEST_BYTES, &n_bytes);
}

gboolean
mus_catalog_make_checksum (const MusCatalog *self, const MusRun *run, GError **error)
{
  char             **place = &((MusCatalog *) self)->checksum;
  gsize              n_tiles = (self->n_tracks + ROWS_A_TILE - 1) / ROWS_A_TILE;
  g_autofree guint8 *digests = g_new (guint8, n_tiles * DIGEST_BYTES);
  Hashing            hashing = { self, run, digests };
  char              *checksum;

  if (g_atomic_pointer_get (place) != NULL)
    return TRUE;

  mus_parallel_for (n_tiles, hash_tile, &hashing);
  if (mus_run_is_cancelled (run, error))
    return FALSE;

  checksum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, digests, n_tiles * DIGEST_BYTES);
  /* Another thread may have been faster, with the same result. */
  if (!g_atomic_pointer_compare_and_exchange (place, NULL, checksum))
    g_free (checksum);

  return TRUE;
}

const char *
mus_catalog_checksum (const MusCatalog *self)
{
  /* Nobody can cancel it. */
  mus_catalog_make_checksum (self, NULL, NULL);

  return g_atomic_pointer_get (&((MusCatalog *) self)->checksum);
}

const char *
mus_catalog_text (const MusCatalog *self, guint32 row, MusText text)
{
  g_assert (row < self->n_tracks);

  return mus_string_pool_get (&self->texts[text], self->tracks[row].texts[text]);
}

char *
mus_catalog_artists_text (const MusCatalog *self, guint32 row)
{
  g_auto (GStrv) names = g_strsplit (mus_catalog_text (self, row, MUS_TEXT_ARTISTS), ";", -1);

  for (guint i = 0; names[i] != NULL; i++)
    g_strstrip (names[i]);

  return g_strjoinv (", ", names);
}

guint32
mus_catalog_main_artist (const MusCatalog *self, guint32 row)
{
  return self->tracks[row].artist;
}

guint32
mus_catalog_n_artists (const MusCatalog *self)
{
  return self->artists.n;
}

const char *
mus_catalog_artist_name (const MusCatalog *self, guint32 artist)
{
  return mus_string_pool_get (&self->artists, artist);
}

guint32
mus_catalog_song (const MusCatalog *self, guint32 row)
{
  return self->tracks[row].song;
}

guint16
mus_catalog_genre (const MusCatalog *self, guint32 row)
{
  return self->tracks[row].genre;
}

guint16
mus_catalog_n_genres (const MusCatalog *self)
{
  return self->n_genres;
}

const char *
mus_catalog_genre_name (const MusCatalog *self, guint16 genre)
{
  return mus_string_pool_get (&self->genres, genre);
}

const guint16 *
mus_catalog_genres (const MusCatalog *self, guint32 row, guint *n_genres)
{
  guint32 start = self->label_starts[row];

  if (n_genres != NULL)
    *n_genres = self->label_starts[row + 1] - start;

  return self->labels + start;
}

guint16
mus_catalog_n_labels (const MusCatalog *self)
{
  return (guint16) self->genres.n;
}

MusMatrix *
mus_catalog_features (const MusCatalog *self)
{
  return self->features;
}

gboolean
mus_catalog_has_feature (const MusCatalog *self, MusFeature feature)
{
  return (self->summary.missing >> feature & 1) == 0;
}

const char *
mus_catalog_first_artist (const char *artists, gsize *length)
{
  const char *end = memchr (artists, ';', *length);

  if (end == NULL)
    end = artists + *length;
  while (artists < end && g_ascii_isspace (*artists))
    artists++;
  while (end > artists && g_ascii_isspace (end[-1]))
    end--;
  *length = (gsize) (end - artists);

  return artists;
}

guint32
mus_catalog_find (const MusCatalog *self, const char *id)
{
  guint32 index = mus_string_pool_find (&self->texts[MUS_TEXT_ID], id, strlen (id));

  if (index == MUS_NO_STRING || *id == '\0')
    return MUS_NO_ROW;

  if (self->ids[index].row != MUS_NO_ROW)
    return self->ids[index].row;

  return self->identity_rows[self->ids[index].identity];
}

guint32
mus_catalog_find_song (const MusCatalog *self, const char *title, const char *artists)
{
  g_autoptr (GString) folded = g_string_new (NULL);
  gsize       length = strlen (artists);
  const char *artist = mus_catalog_first_artist (artists, &length);
  guint32     identity;

  mus_text_append_fold (folded, title, strlen (title));
  g_string_append_c (folded, '\0');
  mus_text_append_fold (folded, artist, length);
  identity = mus_string_pool_find (&self->identities, folded->str, folded->len);

  return identity == MUS_NO_STRING ? MUS_NO_ROW : self->identity_rows[identity];
}

char *
mus_catalog_link (const MusCatalog *self, guint32 row)
{
  static const char scheme[] = "spotify:track:";
  const char *id = mus_catalog_text (self, row, MUS_TEXT_ID);
  gsize       length = 0;

  if (g_str_has_prefix (id, scheme))
    id += strlen (scheme);
  while (g_ascii_isalnum (id[length]))
    length++;
  if (length != ID_LENGTH || id[length] != '\0')
    return NULL;

  return g_strconcat ("https://open.spotify.com/track/", id, NULL);
}
