/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-catalog-private.h"

#include <stdlib.h>
#include <string.h>

#include "base/mus-error.h"

typedef struct
{
  guint64 key; /* what it is sorted by, or as much of a text as fits */
  guint32 row;
  guint32 text; /* the whole of that text */
} SortItem;

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

  return (bits & 0x80000000) != 0 ? ~bits : bits | 0x80000000;
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
      items[row].key = falling ? ~bits & G_MAXUINT32 : bits;
    }
}

static int
compare_genres (const void *a, const void *b, void *user_data)
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
  if (n > 0)
    qsort_r (genres, n, sizeof *genres, compare_genres, (void *) self);
  for (guint g = 0; g < n; g++)
    ranks[genres[g]] = (guint16) g;

  for (guint32 row = 0; row < self->n_tracks; row++)
    {
      guint16 genre = self->tracks[row].genre;

      items[row].row = row;
      items[row].key = genre == MUS_NO_GENRE ? MUS_NO_GENRE : ranks[genre];
    }
}

/* Radix sort by key, from its lowest byte, equal ones staying in the order of the rows. */
static void
sort_by_key (SortItem *items, SortItem *scratch, gsize n)
{
  SortItem *from = items, *to = scratch;

  for (guint shift = 0; shift < 64; shift += 8)
    {
      gsize     counts[256] = { 0 };
      gsize     start = 0;
      SortItem *sorted = to;

      for (gsize i = 0; i < n; i++)
        counts[from[i].key >> shift & 0xff]++;
      if (counts[from[0].key >> shift & 0xff] == n)
        continue;

      for (guint b = 0; b < 256; b++)
        {
          gsize count = counts[b];

          counts[b] = start;
          start += count;
        }
      for (gsize i = 0; i < n; i++)
        to[counts[from[i].key >> shift & 0xff]++] = from[i];
      to = from;
      from = sorted;
    }
  if (from != items)
    memcpy (items, from, n * sizeof *items);
}

static int
compare_texts (const void *a, const void *b, void *user_data)
{
  const SortItem      *x = a, *y = b;
  const MusStringPool *keys = user_data;
  int order = strcmp (mus_string_pool_get (keys, x->text), mus_string_pool_get (keys, y->text));

  return order != 0 ? order : (x->row > y->row) - (x->row < y->row);
}

/* Puts those in order whose first eight bytes are equal. */
static void
sort_runs (SortItem *items, gsize n, const MusStringPool *keys)
{
  gsize end;

  for (gsize start = 0; start < n; start = end)
    {
      gboolean differs = FALSE;

      for (end = start + 1; end < n && items[end].key == items[start].key; end++)
        differs |= items[end].text != items[start].text;
      if (differs)
        qsort_r (items + start, end - start, sizeof *items, compare_texts, (void *) keys);
    }
}

static void
sort_items (SortItem *items, SortItem *scratch, const MusCatalog *self, MusSort sort)
{
  MusText text = sort == MUS_SORT_ARTIST ? MUS_TEXT_ARTISTS : MUS_TEXT_TITLE;

  if (sort == MUS_SORT_TITLE || sort == MUS_SORT_ARTIST)
    fill_by_text (items, self, text);
  else if (sort == MUS_SORT_GENRE)
    fill_by_genre (items, self);
  else if (sort == MUS_SORT_POPULARITY)
    fill_by_feature (items, self, MUS_FEATURE_POPULARITY, TRUE);
  else
    fill_by_feature (items, self, MUS_FEATURE_TEMPO, FALSE);

  sort_by_key (items, scratch, self->n_tracks);
  if (sort == MUS_SORT_TITLE || sort == MUS_SORT_ARTIST)
    sort_runs (items, self->n_tracks, &self->keys[text]);
}

gboolean
mus_catalog_make_order (MusCatalog *self, MusSort sort, GError **error)
{
  g_autofree SortItem *items = NULL;
  guint32             *order = mus_try_new (guint32, self->n_tracks, error);

  self->orders[sort] = order;
  if (order == NULL)
    return FALSE;

  if (sort == MUS_SORT_FILE)
    {
      for (guint32 row = 0; row < self->n_tracks; row++)
        order[row] = row;
      return TRUE;
    }

  items = mus_try_new (SortItem, 2 * self->n_tracks, error);
  if (items == NULL)
    return FALSE;
  sort_items (items, items + self->n_tracks, self, sort);
  for (gsize i = 0; i < self->n_tracks; i++)
    order[i] = items[i].row;

  return TRUE;
}

const guint32 *
mus_catalog_order (const MusCatalog *self, MusSort sort)
{
  return self->orders[sort];
}
