/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-catalog-private.h"

#include <stdlib.h>
#include <string.h>

#include "base/mus-error.h"
#include "base/mus-sort.h"

/* A text is sorted by blocks of as many bytes as a key has. */
#define BLOCK sizeof (guint64)

/* The bytes of a block of a text as one number that sorts as they do; behind its end they
 * are 0, which no text holds. */
static guint64
block_key (const MusStringPool *keys, guint32 text, gsize block)
{
  gsize   length = mus_string_pool_length (keys, text);
  gsize   start = MIN (block * BLOCK, length);
  guint64 bytes = 0;

  memcpy (&bytes, mus_string_pool_get (keys, text) + start, MIN (length - start, BLOCK));

  return GUINT64_FROM_BE (bytes);
}

/* Some items that are equal up to a block. */
typedef struct
{
  gsize start;
  gsize end;
  gsize block;
} Span;

/* Whether items that are equal in a block may differ behind it: no text ends before the
 * block's last byte. */
static gboolean
goes_on (const MusSortItem *items, const Span *span)
{
  if ((items[span->start].key & 0xff) == 0)
    return FALSE;

  for (gsize i = span->start + 1; i < span->end; i++)
    if (items[i].tag != items[span->start].tag)
      return TRUE;

  return FALSE;
}

/* Sorts items, each tagged with a text, first by its first block, then those that are equal
 * there by the next one, and so on. */
static gboolean
sort_by_text (MusSortItem         *items,
              MusSortItem         *scratch,
              gsize                n,
              const MusStringPool *keys,
              const MusRun        *run,
              GError             **error)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (Span));
  Span  span = { 0, n, 0 };
  gsize n_seen = 0;

  g_array_append_val (spans, span);
  while (spans->len > 0)
    {
      Span next;

      span = g_array_index (spans, Span, spans->len - 1);
      g_array_set_size (spans, spans->len - 1);
      for (gsize i = span.start; i < span.end; i++)
        {
          if (!mus_run_goes_on (run, n_seen++, error))
            return FALSE;
          items[i].key = block_key (keys, items[i].tag, span.block);
        }
      if (!mus_sort_items (items + span.start, scratch, span.end - span.start, run, error))
        return FALSE;

      for (next.start = span.start; next.start < span.end; next.start = next.end)
        {
          if (!mus_run_goes_on (run, n_seen++, error))
            return FALSE;
          next.end = next.start + 1;
          while (next.end < span.end && items[next.end].key == items[next.start].key)
            next.end++;
          next.block = span.block + 1;
          if (goes_on (items, &next))
            g_array_append_val (spans, next);
        }
    }

  return TRUE;
}

static gboolean
fill_by_text (MusSortItem *items, const MusCatalog *self, MusText text, const MusRun *run,
              GError **error)
{
  for (guint32 row = 0; row < self->n_tracks; row++)
    {
      if (!mus_run_goes_on (run, row, error))
        return FALSE;
      items[row].row = row;
      items[row].tag = self->tracks[row].texts[text];
    }

  return TRUE;
}

static gboolean
fill_by_feature (MusSortItem *items, const MusCatalog *self, MusFeature feature,
                 gboolean falling, const MusRun *run, GError **error)
{
  for (guint32 row = 0; row < self->n_tracks; row++)
    {
      guint64 key = mus_sort_key ((double) mus_matrix_row (self->features, row)[feature]);

      if (!mus_run_goes_on (run, row, error))
        return FALSE;
      items[row].row = row;
      items[row].key = falling ? ~key : key;
    }

  return TRUE;
}

static int
compare_genres (const void *a, const void *b, void *user_data)
{
  const MusCatalog *self = user_data;

  return strcmp (mus_catalog_genre_name (self, *(const guint16 *) a),
                 mus_catalog_genre_name (self, *(const guint16 *) b));
}

/* Tracks without a genre stand behind all others. */
static gboolean
fill_by_genre (MusSortItem *items, const MusCatalog *self, const MusRun *run, GError **error)
{
  guint               n = mus_catalog_n_genres (self);
  g_autofree guint16 *genres = g_new (guint16, n);
  g_autofree guint16 *ranks = g_new (guint16, n);

  for (guint g = 0; g < n; g++)
    genres[g] = (guint16) g;
  if (n > 0)
    qsort_r (genres, n, sizeof *genres, compare_genres, (void *) self);
  for (guint g = 0; g < n; g++)
    ranks[genres[g]] = (guint16) g;

  for (guint32 row = 0; row < self->n_tracks; row++)
    {
      guint16 genre = self->tracks[row].genre;

      if (!mus_run_goes_on (run, row, error))
        return FALSE;
      items[row].row = row;
      items[row].key = genre == MUS_NO_GENRE ? MUS_NO_GENRE : ranks[genre];
    }

  return TRUE;
}

static gboolean
sort_rows (MusSortItem *items, MusSortItem *scratch, const MusCatalog *self, MusSort sort,
           const MusRun *run, GError **error)
{
  MusText  text = sort == MUS_SORT_ARTIST ? MUS_TEXT_ARTISTS : MUS_TEXT_TITLE;
  gboolean good;

  if (sort == MUS_SORT_TITLE || sort == MUS_SORT_ARTIST)
    return fill_by_text (items, self, text, run, error) &&
           sort_by_text (items, scratch, self->n_tracks, &self->keys[text], run, error);

  if (sort == MUS_SORT_GENRE)
    good = fill_by_genre (items, self, run, error);
  else if (sort == MUS_SORT_POPULARITY)
    good = fill_by_feature (items, self, MUS_FEATURE_POPULARITY, TRUE, run, error);
  else
    good = fill_by_feature (items, self, MUS_FEATURE_TEMPO, FALSE, run, error);

  return good && mus_sort_items (items, scratch, self->n_tracks, run, error);
}

gboolean
mus_catalog_make_order (MusCatalog *self, MusSort sort, const MusRun *run, GError **error)
{
  g_autofree MusSortItem *items = NULL;
  guint32                *order = mus_try_new (guint32, self->n_tracks, error);

  self->orders[sort] = order;
  if (order == NULL)
    return FALSE;

  if (sort == MUS_SORT_FILE)
    {
      for (guint32 row = 0; row < self->n_tracks; row++)
        order[row] = row;
      return TRUE;
    }

  items = mus_try_new (MusSortItem, 2 * self->n_tracks, error);
  if (items == NULL || !sort_rows (items, items + self->n_tracks, self, sort, run, error))
    return FALSE;
  for (gsize i = 0; i < self->n_tracks; i++)
    order[i] = items[i].row;

  return TRUE;
}

const guint32 *
mus_catalog_order (const MusCatalog *self, MusSort sort)
{
  return self->orders[sort];
}
