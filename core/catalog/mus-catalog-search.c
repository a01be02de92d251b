/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-catalog-private.h"

#include <stdlib.h>
#include <string.h>

#include "base/mus-error.h"
#include "base/mus-parallel.h"
#include "base/mus-text.h"

/* Searched are the keys of the texts, each distinct text once: a word is looked for in
 * all of a pool's bytes in one go, and a track matches when one of its three texts does. */
static const MusText searched[] = { MUS_TEXT_TITLE, MUS_TEXT_ARTISTS, MUS_TEXT_ALBUM };

typedef struct
{
  guint64 key; /* what it is sorted by, or as much of a text as fits */
  guint32 row;
  guint32 text; /* whose key decides when the numbers are equal, or MUS_NO_STRING */
} SortItem;

typedef struct
{
  MusCatalog *catalog;
  gboolean    failed[MAX (MUS_N_SORTS, G_N_ELEMENTS (searched))];
} Making;

static gboolean
make_keys (MusStringPool *keys, const MusStringPool *texts)
{
  g_autoptr (GString) key = g_string_new (NULL);

  for (guint32 i = 0; i < texts->n; i++)
    {
      g_string_truncate (key, 0);
      mus_text_append_search_key (key, mus_string_pool_get (texts, i),
                                  mus_string_pool_length (texts, i));
      if (!mus_string_pool_append (keys, key->str, key->len, NULL))
        return FALSE;
    }
  mus_string_pool_seal (keys, FALSE);

  return TRUE;
}

static void
make_keys_tile (gsize tile, guint worker, gpointer user_data)
{
  Making *making = user_data;
  MusText text = searched[tile];

  making->failed[tile] = !make_keys (&making->catalog->keys[text], &making->catalog->texts[text]);
}

/* The first eight bytes as one number that sorts as they do. */
static guint64
leading_bytes (const char *text, gsize length)
{
  guint64 bytes = 0;

  memcpy (&bytes, text, MIN (length, sizeof bytes));

  return GUINT64_FROM_BE (bytes);
}

/* Floats as unsigned numbers in the same order. */
static guint64
ordered_bits (float value)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof bits);

  return bits & 0x80000000 ? ~bits : bits | 0x80000000;
}

static int
compare_items (const void *a, const void *b, void *user_data)
{
  const SortItem      *x = a, *y = b;
  const MusStringPool *keys = user_data;
  int                  order = 0;

  if (x->key != y->key)
    return x->key < y->key ? -1 : 1;
  if (x->text != y->text)
    order = strcmp (mus_string_pool_get (keys, x->text), mus_string_pool_get (keys, y->text));

  return order != 0 ? order : (x->row > y->row) - (x->row < y->row);
}

static void
fill_by_text (SortItem *items, const MusCatalog *self, MusText text)
{
  for (guint32 row = 0; row < self->n_tracks; row++)
    {
      guint32 index = self->tracks[row].texts[text];

      items[row].row = row;
      items[row].text = index;
      items[row].key = leading_bytes (mus_string_pool_get (&self->keys[text], index),
                                      mus_string_pool_length (&self->keys[text], index));
    }
}

static void
fill_by_feature (SortItem *items, const MusCatalog *self, MusFeature feature, gboolean falling)
{
  for (guint32 row = 0; row < self->n_tracks; row++)
    {
      guint64 bits = ordered_bits (mus_matrix_row (self->features, row)[feature]);

      items[row].row = row;
      items[row].text = 0;
      items[row].key = falling ? ~bits : bits;
    }
}

static int
compare_names (const void *a, const void *b, void *user_data)
{
  const MusCatalog *self = user_data;

  return strcmp (mus_catalog_genre_name (self, *(const guint16 *) a),
                 mus_catalog_genre_name (self, *(const guint16 *) b));
}

/* Tracks without a genre stand behind all others. */
static void
fill_by_genre (SortItem *items, const MusCatalog *self)
{
  guint               n = mus_catalog_n_genres (self);
  g_autofree guint16 *genres = g_new (guint16, n);
  g_autofree guint16 *ranks = g_new (guint16, n);

  for (guint g = 0; g < n; g++)
    genres[g] = (guint16) g;
  qsort_r (genres, n, sizeof *genres, compare_names, (void *) self);
  for (guint g = 0; g < n; g++)
    ranks[genres[g]] = (guint16) g;

  for (guint32 row = 0; row < self->n_tracks; row++)
    {
      guint16 genre = self->tracks[row].genre;

      items[row].row = row;
      items[row].text = 0;
      items[row].key = genre == MUS_NO_GENRE ? MUS_NO_GENRE : ranks[genre];
    }
}

static gboolean
make_order (MusCatalog *self, MusSort sort)
{
  g_autofree SortItem *items = mus_try_new (SortItem, self->n_tracks, NULL);
  guint32             *order = mus_try_new (guint32, self->n_tracks, NULL);
  MusText              text = sort == MUS_SORT_ARTIST ? MUS_TEXT_ARTISTS : MUS_TEXT_TITLE;

  self->orders[sort] = order;
  if (items == NULL || order == NULL)
    return FALSE;

  switch (sort)
    {
    case MUS_SORT_TITLE:
    case MUS_SORT_ARTIST:
      fill_by_text (items, self, text);
      break;
    case MUS_SORT_GENRE:
      fill_by_genre (items, self);
      break;
    case MUS_SORT_POPULARITY:
      fill_by_feature (items, self, MUS_FEATURE_POPULARITY, TRUE);
      break;
    case MUS_SORT_TEMPO:
      fill_by_feature (items, self, MUS_FEATURE_TEMPO, FALSE);
      break;
    case MUS_SORT_FILE:
    case MUS_N_SORTS:
      for (guint32 row = 0; row < self->n_tracks; row++)
        order[row] = row;
      return TRUE;
    }

  qsort_r (items, self->n_tracks, sizeof *items, compare_items, &self->keys[text]);
  for (gsize i = 0; i < self->n_tracks; i++)
    order[i] = items[i].row;

  return TRUE;
}

static void
make_order_tile (gsize tile, guint worker, gpointer user_data)
{
  Making *making = user_data;

  making->failed[tile] = !make_order (making->catalog, (MusSort) tile);
}

static gboolean
make_all (MusCatalog *self, gsize n, MusTileFunc func, GError **error)
{
  Making making = { .catalog = self };

  mus_parallel_for (n, func, &making);
  for (gsize i = 0; i < n; i++)
    if (making.failed[i])
      {
        mus_error_set_no_memory (error, self->n_tracks * sizeof (SortItem));
        return FALSE;
      }

  return TRUE;
}

gboolean
mus_catalog_make_search (MusCatalog *self, GError **error)
{
  return make_all (self, G_N_ELEMENTS (searched), make_keys_tile, error) &&
         make_all (self, MUS_N_SORTS, make_order_tile, error);
}

const guint32 *
mus_catalog_order (const MusCatalog *self, MusSort sort)
{
  return self->orders[sort];
}

/* Sets hits[i] for each string that contains the word. */
static void
find_word (const MusStringPool *keys, const char *word, guint8 *hits)
{
  const char *at = keys->bytes;
  const char *end = keys->bytes + keys->n_bytes;
  gsize       length = strlen (word);
  guint32     low = 0;

  memset (hits, 0, keys->n);
  while (at < end && (at = memmem (at, (gsize) (end - at), word, length)) != NULL)
    {
      guint32 place = (guint32) (at - keys->bytes);
      guint32 high = keys->n;

      /* The last string that starts at or before the place. */
      while (high - low > 1)
        {
          guint32 middle = low + (high - low) / 2;

          if (keys->starts[middle] <= place)
            low = middle;
          else
            high = middle;
        }
      hits[low] = 1;
      at = mus_string_pool_get (keys, low) + mus_string_pool_length (keys, low) + 1;
    }
}

/* Takes the tracks that lack the word out of @matches. */
static gboolean
require_word (const MusCatalog *self, const char *word, guint8 *matches)
{
  g_autofree guint8 *titles = mus_try_new (guint8, self->keys[MUS_TEXT_TITLE].n, NULL);
  g_autofree guint8 *artists = mus_try_new (guint8, self->keys[MUS_TEXT_ARTISTS].n, NULL);
  g_autofree guint8 *albums = mus_try_new (guint8, self->keys[MUS_TEXT_ALBUM].n, NULL);

  if (titles == NULL || artists == NULL || albums == NULL)
    return FALSE;

  find_word (&self->keys[MUS_TEXT_TITLE], word, titles);
  find_word (&self->keys[MUS_TEXT_ARTISTS], word, artists);
  find_word (&self->keys[MUS_TEXT_ALBUM], word, albums);
  for (gsize row = 0; row < self->n_tracks; row++)
    {
      const guint32 *texts = self->tracks[row].texts;

      matches[row] &= titles[texts[MUS_TEXT_TITLE]] | artists[texts[MUS_TEXT_ARTISTS]] |
                      albums[texts[MUS_TEXT_ALBUM]];
    }

  return TRUE;
}

static gboolean
require_words (const MusCatalog *self, const char *words, guint8 *matches)
{
  g_autofree char *key = mus_text_search_key (words);
  g_auto (GStrv) list = g_strsplit_set (key, " \t\n\r\v\f", -1);

  for (guint i = 0; list[i] != NULL; i++)
    if (*list[i] != '\0' && !require_word (self, list[i], matches))
      return FALSE;

  return TRUE;
}

static gboolean
has_label (const MusCatalog *self, guint32 row, guint16 genre)
{
  guint          n;
  const guint16 *labels = mus_catalog_genres (self, row, &n);

  for (guint i = 0; i < n; i++)
    if (labels[i] == genre)
      return TRUE;

  return FALSE;
}

gsize
mus_catalog_search (const MusCatalog *self, const MusFilter *filter, MusSort sort, guint32 *rows)
{
  g_autofree guint8 *matches = mus_try_new (guint8, self->n_tracks, NULL);
  const guint32     *order = self->orders[sort];
  gsize              n = 0;

  if (matches == NULL)
    return 0;

  memset (matches, 1, self->n_tracks);
  if (filter->words != NULL && !require_words (self, filter->words, matches))
    return 0;

  for (gsize i = 0; i < self->n_tracks; i++)
    {
      guint32 row = order[i];

      if (matches[row] && (filter->artist == MUS_NO_ROW || self->tracks[row].artist == filter->artist) &&
          (filter->genre == MUS_NO_GENRE || has_label (self, row, filter->genre)))
        rows[n++] = row;
    }

  return n;
}
