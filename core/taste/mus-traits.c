/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-traits-private.h"

#include <math.h>
#include <string.h>

#include "base/mus-error.h"
#include "base/mus-text.h"
#include "catalog/mus-string-pool.h"
#include "taste/mus-artist-axes-private.h"
#include "taste/mus-traits-genres-private.h"

/* What an artist's tracks add up to: means of sound and of popularity. */
typedef struct
{
  float *sound;      /* (n_artists, MUS_N_SOUND) */
  float *popularity; /* (n_artists), standardised */
} Artists;

static void
artists_clear (Artists *self)
{
  g_free (self->sound);
  g_free (self->popularity);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Artists, artists_clear)

/* --- Names ---------------------------------------------------------------------------- */

/* Folds a name and gives it its number. */
static gboolean
number_name (MusStringPool *names, GString *folded, const char *name, gsize n_bytes,
             guint32 *number, GError **error)
{
  g_string_truncate (folded, 0);
  mus_text_append_fold (folded, name, n_bytes);

  return mus_string_pool_add (names, folded->str, folded->len, number, NULL, error);
}

/* Numbers for each track, one after the other. */
typedef struct
{
  guint32 *numbers;
  gsize    n;
  gsize    capacity;
} Numbers;

static gboolean
append_name (Numbers *self, MusStringPool *names, GString *folded, const char *name, gsize n_bytes,
             GError **error)
{
  if (!mus_try_grow ((gpointer *) &self->numbers, &self->capacity, self->n + 1, sizeof (guint32),
                     error) ||
      !number_name (names, folded, name, n_bytes, &self->numbers[self->n], error))
    return FALSE;

  self->n += folded->len > 0;

  return TRUE;
}

static gboolean
append_artists (Numbers *self, const char *list, MusStringPool *names, GString *folded,
                GError **error)
{
  while (*list != '\0')
    {
      const char *end = strchrnul (list, ';');

      if (!append_name (self, names, folded, list, (gsize) (end - list), error))
        return FALSE;
      list = *end == ';' ? end + 1 : end;
    }

  return TRUE;
}

static gboolean
append_words (Numbers *self, const char *text, MusStringPool *words, GString *folded,
              GError **error)
{
  const char *start = NULL;

  for (const char *p = text;; p = g_utf8_next_char (p))
    {
      gboolean is_letter = *p != '\0' && g_unichar_isalnum (g_utf8_get_char (p));

      if (is_letter && start == NULL)
        start = p;
      if (!is_letter && start != NULL)
        {
          if (!append_name (self, words, folded, start, (gsize) (p - start), error))
            return FALSE;
          start = NULL;
        }
      if (*p == '\0')
        return TRUE;
    }
}

/* The names while they are numbered. */
typedef struct
{
  MusStringPool artists, albums, words;
  Numbers       track_artists, track_words;
  GString      *folded;
} Names;

static void
names_clear (Names *self)
{
  mus_string_pool_clear (&self->artists);
  mus_string_pool_clear (&self->albums);
  mus_string_pool_clear (&self->words);
  g_free (self->track_artists.numbers);
  g_free (self->track_words.numbers);
  g_string_free (self->folded, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Names, names_clear)

static gboolean
append_track (MusTraits *self, Names *names, const MusCatalog *catalog, guint32 row,
              GError **error)
{
  const char *title = mus_catalog_text (catalog, row, MUS_TEXT_TITLE);
  const char *album = mus_catalog_text (catalog, row, MUS_TEXT_ALBUM);
  const char *artists = mus_catalog_text (catalog, row, MUS_TEXT_ARTISTS);
  GString    *folded = names->folded;

  if (!append_artists (&names->track_artists, artists, &names->artists, folded, error) ||
      !append_words (&names->track_words, title, &names->words, folded, error) ||
      !append_words (&names->track_words, album, &names->words, folded, error) ||
      !number_name (&names->albums, folded, album, strlen (album), &self->albums[row], error))
    return FALSE;

  if (folded->len == 0)
    self->albums[row] = MUS_NO_ROW;
  self->artist_starts[row + 1] = (guint32) names->track_artists.n;
  self->word_starts[row + 1] = (guint32) names->track_words.n;

  return TRUE;
}

/* How often each number stands among @numbers. */
static guint32 *
count (const guint32 *numbers, gsize n, gsize n_numbers, GError **error)
{
  guint32 *counts = mus_try_new (guint32, n_numbers, error);

  for (gsize i = 0; i < n && counts != NULL; i++)
    if (numbers[i] != MUS_NO_ROW)
      counts[numbers[i]]++;

  return counts;
}

static gboolean
find_names (MusTraits *self, const MusCatalog *catalog, const MusRun *run, GError **error)
{
  g_auto (Names) names = { .folded = g_string_new (NULL) };

  if (!(self->artist_starts = mus_try_new (guint32, self->n_tracks + 1, error)) ||
      !(self->word_starts = mus_try_new (guint32, self->n_tracks + 1, error)) ||
      !(self->albums = mus_try_new (guint32, self->n_tracks, error)))
    return FALSE;

  for (guint32 row = 0; row < self->n_tracks; row++)
    if (!mus_run_goes_on (run, row, error) ||
        !append_track (self, &names, catalog, row, error))
      return FALSE;

  self->n_artists = names.artists.n;
  self->n_albums = names.albums.n;
  self->n_words = names.words.n;
  self->artists = g_steal_pointer (&names.track_artists.numbers);
  self->words = g_steal_pointer (&names.track_words.numbers);

  return (self->artist_counts = count (self->artists, names.track_artists.n, self->n_artists,
                                       error)) != NULL &&
         (self->album_counts = count (self->albums, self->n_tracks, self->n_albums, error)) !=
             NULL &&
         (self->word_counts = count (self->words, names.track_words.n, self->n_words, error)) !=
             NULL;
}

/* --- Artists --------------------------------------------------------------------------- */

static void
add_track_to_artist (Artists *self, gsize artist, const float *features)
{
  double sound[MUS_N_SOUND];

  mus_traits_read_sound (features, sound);
  for (guint s = 0; s < MUS_N_SOUND; s++)
    self->sound[artist * MUS_N_SOUND + s] += (float) sound[s];
  self->popularity[artist] += features[MUS_FEATURE_POPULARITY];
}

static void
scale (float *numbers, gsize n, float factor)
{
  for (gsize i = 0; i < n; i++)
    numbers[i] *= factor;
}

static gboolean
describe_artists (const MusTraits *self, const MusMatrix *x, Artists *artists,
                  const MusRun *run, GError **error)
{
  if (!(artists->sound = mus_try_new (float, (gsize) self->n_artists * MUS_N_SOUND, error)) ||
      !(artists->popularity = mus_try_new (float, self->n_artists, error)))
    return FALSE;

  for (guint32 row = 0; row < self->n_tracks; row++)
    {
      if (!mus_run_goes_on (run, row, error))
        return FALSE;
      for (guint32 i = self->artist_starts[row]; i < self->artist_starts[row + 1]; i++)
        add_track_to_artist (artists, self->artists[i], mus_matrix_row (x, row));
    }

  for (gsize artist = 0; artist < self->n_artists; artist++)
    {
      float part = 1.0f / (float) MAX (self->artist_counts[artist], 1);

      scale (artists->sound + artist * MUS_N_SOUND, MUS_N_SOUND, part);
      scale (artists->popularity + artist, 1, part);
    }

  return TRUE;
}

/* Adds a part of the mean of the track's artists to @sum. */
static void
add_artists_mean (const MusTraits *self, guint32 row, const float *artists, gsize n_numbers,
                  float part, float *sum)
{
  guint32 start = self->artist_starts[row];
  guint32 end = self->artist_starts[row + 1];

  for (guint32 i = start; i < end; i++)
    {
      const float *artist = artists + self->artists[i] * n_numbers;

      for (gsize j = 0; j < n_numbers; j++)
        sum[j] += part / (float) (end - start) * artist[j];
    }
}

/* --- Sound --------------------------------------------------------------------------- */

/* Half the track's own numbers and half its artists', along the axes. */
static void
describe_sound (const MusTraits *self, guint32 row, const MusMatrix *x, const Artists *artists,
                const double *axes, double *sound)
{
  double own[MUS_N_SOUND];
  float  mixed[MUS_N_SOUND];
  float  part = self->artist_starts[row] == self->artist_starts[row + 1] ? 1.0f : 0.5f;

  mus_traits_read_sound (mus_matrix_row (x, row), own);
  for (guint s = 0; s < MUS_N_SOUND; s++)
    mixed[s] = part * (float) own[s];
  add_artists_mean (self, row, artists->sound, MUS_N_SOUND, 0.5f, mixed);

  for (guint axis = 0; axis < MUS_N_SOUND; axis++)
    {
      sound[axis] = 0.0;
      for (guint s = 0; s < MUS_N_SOUND; s++)
        sound[axis] += axes[axis * MUS_N_SOUND + s] * (double) mixed[s];
    }
}

static gboolean
find_sound (MusTraits *self, const MusMatrix *x, const Artists *artists, const MusRun *run,
            GError **error)
{
  double axes[MUS_N_SOUND * MUS_N_SOUND];

  self->sound = mus_try_new (float, MUS_N_SOUND * self->n_tracks, error);
  if (self->sound == NULL || !mus_artist_axes_fit (self, x, artists->sound, axes, run, error))
    return FALSE;

  for (guint32 row = 0; row < self->n_tracks; row++)
    {
      double sound[MUS_N_SOUND];
      double square = 0.0;

      if (!mus_run_goes_on (run, row, error))
        return FALSE;
      describe_sound (self, row, x, artists, axes, sound);
      for (guint s = 0; s < MUS_N_SOUND; s++)
        square += sound[s] * sound[s];
      for (guint s = 0; s < MUS_N_SOUND && square > 0.0; s++)
        self->sound[s * self->n_tracks + row] = (float) (sound[s] / sqrt (square));
    }

  return TRUE;
}

/* --- Levels -------------------------------------------------------------------------- */

/* The mean popularity of the track's artists, or its own, and by how much it is more popular
 * than its genres are, or than the catalog. */
static gboolean
find_popularity (const MusTraits *self, const MusMatrix *x, const Artists *artists,
                 float *of_artists, float *in_genre, GError **error)
{
  const MusLabelRows *profiles = &self->profiles;
  g_autofree double  *genres = mus_try_new (double, self->n_labels, error);

  if (genres == NULL)
    return FALSE;

  for (guint32 row = 0; row < self->n_tracks; row++)
    for (guint32 g = profiles->starts[row]; g < profiles->starts[row + 1]; g++)
      genres[profiles->labels[g]] += (double) profiles->weights[g] *
                                     (double) mus_matrix_row (x, row)[MUS_FEATURE_POPULARITY];

  for (guint32 row = 0; row < self->n_tracks; row++)
    {
      float  own = mus_matrix_row (x, row)[MUS_FEATURE_POPULARITY];
      double usual = 0.0;

      for (guint32 g = profiles->starts[row]; g < profiles->starts[row + 1]; g++)
        usual += (double) profiles->weights[g] * genres[profiles->labels[g]] /
                 self->genre_shares[profiles->labels[g]] / (double) self->n_tracks;
      in_genre[row] = own - (float) usual;
      if (self->artist_starts[row] == self->artist_starts[row + 1])
        of_artists[row] = own;
      add_artists_mean (self, row, artists->popularity, 1, 1.0f, &of_artists[row]);
    }

  return TRUE;
}

static gboolean
find_levels (MusTraits *self, const MusCatalog *catalog, const MusMatrix *x,
             const Artists *artists, const MusRun *run, GError **error)
{
  const float      *features = mus_matrix_data (mus_catalog_features (catalog));
  g_autofree float *of_artists = mus_try_new (float, self->n_tracks, error);
  g_autofree float *in_genre =
      of_artists != NULL ? mus_try_new (float, self->n_tracks, error) : NULL;
  MusLevelColumn columns[MUS_N_LEVELLED] = {
    [MUS_LEVEL_ARTISTS_POPULARITY] = { of_artists, 1 },
    [MUS_LEVEL_POPULARITY_IN_GENRE] = { in_genre, 1 },
  };

  if (in_genre == NULL || !find_popularity (self, x, artists, of_artists, in_genre, error))
    return FALSE;

  for (guint f = 0; f < MUS_N_FEATURES; f++)
    columns[f] = (MusLevelColumn){ features + f, MUS_N_FEATURES };
  self->levels = mus_levels_new (columns, MUS_N_LEVELLED, self->n_tracks, run, error);

  return self->levels != NULL;
}

MusTraits *
mus_traits_new (const MusCatalog *catalog, const MusMatrix *x, const MusRun *run, GError **error)
{
  g_autoptr (MusTraits) self = g_new0 (MusTraits, 1);
  g_auto (Artists) artists = { NULL };

  self->n_tracks = mus_catalog_n_tracks (catalog);
  self->n_labels = mus_catalog_n_labels (catalog);
  if (!find_names (self, catalog, run, error) ||
      !describe_artists (self, x, &artists, run, error) ||
      !mus_traits_find_genres (self, catalog, run, error) ||
      !find_sound (self, x, &artists, run, error) ||
      !find_levels (self, catalog, x, &artists, run, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
mus_traits_free (MusTraits *self)
{
  g_free (self->sound);
  g_free (self->own_genres);
  mus_label_rows_clear (&self->profiles);
  mus_label_rows_clear (&self->related);
  g_free (self->genre_shares);
  g_free (self->artist_starts);
  g_free (self->artists);
  g_free (self->artist_counts);
  g_free (self->albums);
  g_free (self->album_counts);
  g_free (self->word_starts);
  g_free (self->word_counts);
  g_free (self->words);
  g_free (self->levels);
  g_free (self);
}
