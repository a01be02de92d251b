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
                            const MusRun  *run,
                            GError       **error)
{
  g_autofree guint32 *numbers = mus_try_new (guint32, self->folded_artists.n, error);

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

/* Two tracks are versions of one song when what is left of their titles and the main
 * artists agree. */
static gboolean
number_songs (MusCatalog    *self,
              const guint32 *title_folds,
              MusStringPool *titles,
              MusStringPool *songs,
              const MusRun  *run,
              GError       **error)
{
  g_autoptr (GString) song = g_string_new (NULL);

  for (guint32 row = 0; row < self->n_tracks; row++)
    {
      MusTrack *track = &self->tracks[row];
      guint32   title = title_folds[track->texts[MUS_TEXT_TITLE]];

      if (!mus_run_goes_on (run, row, error))
        return FALSE;

      g_string_truncate (song, 0);
      mus_song_title_append (song, mus_string_pool_get (&self->folded_titles, title));
      if (!mus_string_pool_add (titles, song->str, song->len, &title, NULL, error) ||
          !mus_string_pool_add_pair (songs, title, track->artist, &track->song, NULL, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
mus_catalog_number_songs (MusCatalog    *self,
                          const guint32 *title_folds,
                          const MusRun  *run,
                          GError       **error)
{
  MusStringPool titles = { 0 };
  MusStringPool songs = { 0 };
  gboolean      good = number_songs (self, title_folds, &titles, &songs, run, error);

  mus_string_pool_clear (&titles);
  mus_string_pool_clear (&songs);

  return good;
}
