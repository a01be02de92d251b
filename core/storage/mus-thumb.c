/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "storage/mus-thumb.h"

#include <string.h>

#include "base/mus-text.h"

G_DEFINE_BOXED_TYPE (MusThumb, mus_thumb, mus_thumb_copy, mus_thumb_free)

/* Copies a text to *end, behind the thumb that it belongs to. */
static const char *
place (char **end, const char *text)
{
  gsize n_bytes = strlen (text) + 1;
  char *copy = memcpy (*end, text, n_bytes);

  *end += n_bytes;

  return copy;
}

MusThumb *
mus_thumb_new (const char *track_id, const char *title, const char *artist, MusVerdict verdict,
               gint64 time_us)
{
  g_autofree char *valid_id = g_utf8_make_valid (track_id, -1);
  g_autofree char *valid_title = g_utf8_make_valid (title, -1);
  g_autofree char *valid_artist = g_utf8_make_valid (artist, -1);
  MusThumb *self = g_malloc (sizeof *self + strlen (valid_id) + strlen (valid_title) +
                             strlen (valid_artist) + 3);
  char     *end = (char *) (self + 1);

  self->track_id = place (&end, valid_id);
  self->title = place (&end, valid_title);
  self->artist = place (&end, valid_artist);
  self->verdict = verdict;
  self->time_us = time_us != 0 ? time_us : g_get_real_time ();

  return self;
}

MusThumb *
mus_thumb_new_for_row (const MusCatalog *catalog, guint32 row, MusVerdict verdict)
{
  return mus_thumb_new (mus_catalog_text (catalog, row, MUS_TEXT_ID),
                        mus_catalog_text (catalog, row, MUS_TEXT_TITLE),
                        mus_catalog_artist_name (catalog, mus_catalog_main_artist (catalog, row)),
                        verdict, 0);
}

MusThumb *
mus_thumb_copy (const MusThumb *self)
{
  return mus_thumb_new (self->track_id, self->title, self->artist, self->verdict,
                        self->time_us);
}

void
mus_thumb_free (MusThumb *self)
{
  g_free (self);
}

char *
mus_thumb_key (const MusThumb *self)
{
  g_autofree char *title = NULL;
  g_autofree char *artist = NULL;

  if (self->track_id[0] != '\0')
    return g_strconcat ("id:", self->track_id, NULL);

  title = mus_text_fold (self->title);
  artist = mus_text_fold (self->artist);

  return g_strconcat ("song:", artist, "\n", title, NULL);
}

guint32
mus_thumb_find_row (const MusThumb *self, const MusCatalog *catalog)
{
  guint32 row = MUS_NO_ROW;

  if (self->track_id[0] != '\0')
    row = mus_catalog_find (catalog, self->track_id);
  if (row == MUS_NO_ROW)
    row = mus_catalog_find_song (catalog, self->title, self->artist);

  return row;
}

GPtrArray *
mus_thumbs_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) mus_thumb_free);
}
