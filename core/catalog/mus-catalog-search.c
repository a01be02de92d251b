/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-catalog-private.h"

#include <string.h>

#include "base/mus-error.h"
#include "base/mus-parallel.h"
#include "base/mus-text.h"

/* Each distinct text has its search key once: a word is looked for in all of a pool's
 * bytes in one go, and a track matches when one of its three texts does. */

static gboolean
make_keys (gpointer data, guint text, const MusRun *run, GError **error)
{
  MusCatalog *self = data;
  g_autoptr (GString) key = g_string_new (NULL);
  const MusStringPool *texts = &self->texts[text];

  for (guint32 i = 0; i < texts->n; i++)
    {
      if (!mus_run_goes_on (run, i, error))
        return FALSE;

      g_string_truncate (key, 0);
      mus_text_append_search_key (key, mus_string_pool_get (texts, i),
                                  mus_string_pool_length (texts, i));
      if (!mus_string_pool_append (&self->keys[text], key->str, key->len, error))
        return FALSE;
    }
  mus_string_pool_seal (&self->keys[text], FALSE);

  return TRUE;
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
      while (low + 1 < keys->n && mus_string_pool_get (keys, low + 1) <= at)
        low++;
      hits[low] = 1;
      /* One hit in a string is enough. */
      at = mus_string_pool_get (keys, low) + mus_string_pool_length (keys, low);
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

      if (matches[row] && (filter->allowed == NULL || filter->allowed[row] != 0) &&
          (filter->artist == MUS_NO_ROW || self->tracks[row].artist == filter->artist) &&
          (filter->genre == MUS_NO_GENRE || has_label (self, row, filter->genre)))
        rows[n++] = row;
    }

  return n;
}

static gboolean
make_order (gpointer data, guint sort, const MusRun *run, GError **error)
{
  return mus_catalog_make_order (data, sort, run, error);
}

gboolean
mus_catalog_prepare_search (MusCatalog *self, const MusRun *run, GError **error)
{
  static const MusParallelStep keys[] = {
    { make_keys, MUS_TEXT_TITLE },
    { make_keys, MUS_TEXT_ALBUM },
    { make_keys, MUS_TEXT_ARTISTS },
  };
  static const MusParallelStep orders[] = {
    { make_order, MUS_SORT_TITLE },      { make_order, MUS_SORT_ARTIST },
    { make_order, MUS_SORT_TEMPO },      { make_order, MUS_SORT_GENRE },
    { make_order, MUS_SORT_POPULARITY }, { make_order, MUS_SORT_FILE },
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (orders) == MUS_N_SORTS);

  return mus_parallel_run_steps (keys, G_N_ELEMENTS (keys), self, run, error) &&
         mus_parallel_run_steps (orders, G_N_ELEMENTS (orders), self, run, error);
}
