/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-catalog-private.h"

#include <string.h>

#include "base/mus-error.h"
#include "catalog/mus-song-title.h"

/* Numbers main artists in the order of the kept tracks, each spelled as there. */
gboolean
mus_catalog_number_artists (MusCatalog    *self,
                            const guint32 *artist_folds,
                            guint32        n_folds,
                            const MusRun  *run,
                            GError       **error)
{
  g_autofree guint32 *numbers = mus_try_new (guint32, n_folds, error);

  if (numbers == NULL)
    return FALSE;

  for (guint32 row = 0; row < self->n_tracks; row++)
    {
      MusTrack *track = &self->tracks[row];
      guint32  *number = &numbers[artist_folds[track->texts[MUS_TEXT_ARTISTS]]];

      if (!mus_run_goes_on (run, row, error))
        return FALSE;
      if (*number == 0)
        {
          const char *artists = mus_catalog_text (self, row, MUS_TEXT_ARTISTS);
          gsize       length = strlen (artists);
          const char *name = mus_catalog_first_artist (artists, &length);

          if (!mus_string_pool_append (&self->artists, name, length, error))
            return FALSE;
          *number = self->artists.n;
        }
      track->artist = *number - 1;
    }

  return TRUE;
}

/* The rows of a part of the song titles. */
#define ROWS_A_PART MUS_ROWS_A_POLL

guint
mus_catalog_n_song_parts (const MusCatalog *self)
{
  return (guint) ((self->n_tracks + ROWS_A_PART - 1) / ROWS_A_PART);
}

gboolean
mus_catalog_make_song_titles (const MusCatalog *self,
                              guint             part,
                              MusStringPool    *titles,
                              const MusRun     *run,
                              GError          **error)
{
  g_autoptr (GString) song = g_string_new (NULL);
  gsize start = (gsize) part * ROWS_A_PART;
  gsize end = MIN (start + ROWS_A_PART, self->n_tracks);

  for (gsize row = start; row < end; row++)
    {
      if (!mus_run_goes_on (run, row, error))
        return FALSE;

      g_string_truncate (song, 0);
      /* Its title ends at the NUL. */
      mus_song_title_append (song,
                             mus_string_pool_get (&self->identities, self->tracks[row].identity));
      if (!mus_string_pool_append (titles, song->str, song->len, error))
        return FALSE;
    }

  return TRUE;
}

/* Two tracks are versions of one song when what is left of their titles and the main
 * artists agree. */
static gboolean
number_songs (MusCatalog          *self,
              const MusStringPool *titles,
              MusStringPool       *songs,
              const MusRun        *run,
              GError             **error)
{
  g_autoptr (GString) song = g_string_new (NULL);

  for (guint32 row = 0; row < self->n_tracks; row++)
    {
      const MusStringPool *part = &titles[row / ROWS_A_PART];
      MusTrack            *track = &self->tracks[row];
      guint32              title = row % ROWS_A_PART;

      if (!mus_run_goes_on (run, row, error))
        return FALSE;

      g_string_truncate (song, 0);
      g_string_append_len (song, mus_string_pool_get (part, title),
                           (gssize) mus_string_pool_length (part, title));
      g_string_append_len (song, (const char *) &track->artist, sizeof track->artist);
      if (!mus_string_pool_add (songs, song->str, song->len, &track->song, NULL, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
mus_catalog_number_songs (MusCatalog          *self,
                          const MusStringPool *titles,
                          const MusRun        *run,
                          GError             **error)
{
  MusStringPool songs = { 0 };
  gboolean      good = mus_string_pool_reserve (&songs, self->n_tracks, error) &&
                  number_songs (self, titles, &songs, run, error);

  mus_string_pool_clear (&songs);

  return good;
}
