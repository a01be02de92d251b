/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-taste-rows-private.h"

#include <stdlib.h>

#include "base/mus-error.h"

MusTasteRows *
mus_taste_rows_new (gsize n_tracks, GError **error)
{
  g_autoptr (MusTasteRows) self = g_new0 (MusTasteRows, 1);

  self->n_tracks = n_tracks;
  self->likes = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->dislikes = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->marks = mus_try_new (guint8, n_tracks, error);

  return self->marks != NULL ? g_steal_pointer (&self) : NULL;
}

void
mus_taste_rows_free (MusTasteRows *self)
{
  g_free (self->marks);
  g_array_unref (self->likes);
  g_array_unref (self->dislikes);
  g_free (self);
}

static const guint32 *
rows_of (const GArray *rows)
{
  return (const guint32 *) (gconstpointer) rows->data;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a;
  guint32 y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

static gssize
find_row (const GArray *rows, guint32 row)
{
  const guint32 *found = NULL;

  if (rows->len > 0)
    found = bsearch (&row, rows->data, rows->len, sizeof row, compare_rows);

  return found != NULL ? found - rows_of (rows) : -1;
}

static void
mark_rows (MusTasteRows *self, const guint32 *rows, gsize n, MusTasteMark mark)
{
  for (gsize i = 0; i < n; i++)
    if (rows[i] < self->n_tracks)
      self->marks[rows[i]] = (guint8) mark;
}

/* Those of @rows with just this mark, each once, rising. */
static GArray *
gather (const MusTasteRows *self, const guint32 *rows, gsize n, MusTasteMark mark)
{
  GArray *gathered = g_array_sized_new (FALSE, FALSE, sizeof (guint32), (guint) n);

  for (gsize i = 0; i < n; i++)
    if (rows[i] < self->n_tracks && self->marks[rows[i]] == mark)
      g_array_append_val (gathered, rows[i]);
  g_array_sort (gathered, compare_rows);

  if (gathered->len > 0)
    {
      guint32 *all = (guint32 *) (gpointer) gathered->data;
      guint    n_kept = 1;

      for (guint i = 1; i < gathered->len; i++)
        if (all[i] != all[i - 1])
          all[n_kept++] = all[i];
      g_array_set_size (gathered, n_kept);
    }

  return gathered;
}

/* Those of @rows that are not among @others; both rise. */
static GArray *
subtract (const GArray *rows, const GArray *others)
{
  GArray *rest = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < rows->len; i++)
    if (find_row (others, rows_of (rows)[i]) < 0)
      g_array_append_val (rest, rows_of (rows)[i]);

  return rest;
}

void
mus_taste_rows_set (MusTasteRows *self, const MusTaste *taste, MusTasteChange *change)
{
  g_autoptr (GArray) likes = g_steal_pointer (&self->likes);
  g_autoptr (GArray) dislikes = g_steal_pointer (&self->dislikes);

  mark_rows (self, rows_of (likes), likes->len, MUS_MARK_NONE);
  mark_rows (self, rows_of (dislikes), dislikes->len, MUS_MARK_NONE);
  mark_rows (self, taste->likes, taste->n_likes, MUS_MARK_LIKED);
  mark_rows (self, taste->dislikes, taste->n_dislikes, MUS_MARK_DISLIKED);
  self->likes = gather (self, taste->likes, taste->n_likes, MUS_MARK_LIKED);
  self->dislikes = gather (self, taste->dislikes, taste->n_dislikes, MUS_MARK_DISLIKED);

  change->added_likes = subtract (self->likes, likes);
  change->removed_likes = subtract (likes, self->likes);
  change->added_dislikes = subtract (self->dislikes, dislikes);
}

void
mus_taste_change_clear (MusTasteChange *self)
{
  g_clear_pointer (&self->added_likes, g_array_unref);
  g_clear_pointer (&self->removed_likes, g_array_unref);
  g_clear_pointer (&self->added_dislikes, g_array_unref);
}

MusTaste
mus_taste_rows_get (const MusTasteRows *self)
{
  return (MusTaste){ rows_of (self->likes), self->likes->len, rows_of (self->dislikes),
                     self->dislikes->len };
}

gssize
mus_taste_rows_find_like (const MusTasteRows *self, guint32 like)
{
  return find_row (self->likes, like);
}
