/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-traits-private.h"

#include <math.h>
#include <string.h>

#include "base/mus-error.h"
#include "base/mus-text.h"
#include "catalog/mus-distribution.h"
#include "catalog/mus-string-pool.h"

#define ROWS_A_POLL 4096

/* What part of a like for one genre is spread over those related to it. */
#define RELATED 0.2

/* What the features of an artist's tracks add up to: means of labels and of sound. */
typedef struct
{
  float *genres; /* (n_artists, n_labels) */
  float *sound;  /* (n_artists, MUS_N_SOUND) */
} Artists;

static void
artists_clear (Artists *self)
{
  g_free (self->genres);
  g_free (self->sound);
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

static gboolean
find_names (MusTraits *self, const MusCatalog *catalog, const MusRun *run, GError **error)
{
  g_auto (Names) names = { .folded = g_string_new (NULL) };

  if (!(self->artist_starts = mus_try_new (guint32, self->n_tracks + 1, error)) ||
      !(self->word_starts = mus_try_new (guint32, self->n_tracks + 1, error)) ||
      !(self->albums = mus_try_new (guint32, self->n_tracks, error)))
    return FALSE;

  for (guint32 row = 0; row < self->n_tracks; row++)
    if ((row % ROWS_A_POLL == 0 && mus_run_is_cancelled (run, error)) ||
        !append_track (self, &names, catalog, row, error))
      return FALSE;

  self->n_artists = names.artists.n;
  self->n_albums = names.albums.n;
  self->n_words = names.words.n;
  self->artists = g_steal_pointer (&names.track_artists.numbers);
  self->words = g_steal_pointer (&names.track_words.numbers);

  self->word_counts = mus_try_new (guint32, self->n_words, error);
  for (gsize i = 0; i < names.track_words.n && self->word_counts != NULL; i++)
    self->word_counts[self->words[i]]++;

  return self->word_counts != NULL;
}

/* --- Artists --------------------------------------------------------------------------- */

static void
add_track_to_artist (const MusCatalog *catalog, const MusMatrix *x, guint32 row, float *genres,
                     float *sound)
{
  guint          n_labels;
  const guint16 *labels = mus_catalog_genres (catalog, row, &n_labels);
  const float   *features = mus_matrix_row (x, row);

  for (guint i = 0; i < n_labels; i++)
    genres[labels[i]] += 1.0f / (float) n_labels;
  for (guint f = 0, s = 0; f < MUS_N_FEATURES; f++)
    if (f != MUS_FEATURE_POPULARITY)
      sound[s++] += features[f];
}

static gboolean
describe_artists (const MusTraits *self, const MusCatalog *catalog, const MusMatrix *x,
                  Artists *artists, const MusRun *run, GError **error)
{
  g_autofree guint32 *n_tracks = mus_try_new (guint32, self->n_artists, error);

  if (n_tracks == NULL ||
      !(artists->genres = mus_try_new (float, (gsize) self->n_artists * self->n_labels, error)) ||
      !(artists->sound = mus_try_new (float, (gsize) self->n_artists * MUS_N_SOUND, error)))
    return FALSE;

  for (guint32 row = 0; row < self->n_tracks; row++)
    {
      if (row % ROWS_A_POLL == 0 && mus_run_is_cancelled (run, error))
        return FALSE;
      for (guint32 i = self->artist_starts[row]; i < self->artist_starts[row + 1]; i++)
        {
          gsize artist = self->artists[i];

          n_tracks[artist]++;
          add_track_to_artist (catalog, x, row, artists->genres + artist * self->n_labels,
                               artists->sound + artist * MUS_N_SOUND);
        }
    }

  for (gsize artist = 0; artist < self->n_artists; artist++)
    {
      float scale = 1.0f / (float) MAX (n_tracks[artist], 1);

      for (gsize g = 0; g < self->n_labels; g++)
        artists->genres[artist * self->n_labels + g] *= scale;
      for (gsize s = 0; s < MUS_N_SOUND; s++)
        artists->sound[artist * MUS_N_SOUND + s] *= scale;
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

/* --- Genres --------------------------------------------------------------------------- */

static gboolean
find_profiles (MusTraits *self, const MusCatalog *catalog, const Artists *artists,
               const MusRun *run, GError **error)
{
  g_autofree float *profile = g_new (float, MAX (self->n_labels, 1));
  gsize             n = 0, genres_capacity = 0, weights_capacity = 0;

  if (!(self->genre_starts = mus_try_new (guint32, self->n_tracks + 1, error)) ||
      !(self->own_genres = mus_try_new (guint16, self->n_tracks, error)))
    return FALSE;

  for (guint32 row = 0; row < self->n_tracks; row++)
    {
      guint          n_own;
      const guint16 *own = mus_catalog_genres (catalog, row, &n_own);
      float          sum = 0.0f;

      if (row % ROWS_A_POLL == 0 && mus_run_is_cancelled (run, error))
        return FALSE;
      if (!mus_try_grow ((gpointer *) &self->genres, &genres_capacity, n + self->n_labels,
                         sizeof (guint16), error) ||
          !mus_try_grow ((gpointer *) &self->genre_weights, &weights_capacity, n + self->n_labels,
                         sizeof (float), error))
        return FALSE;

      memset (profile, 0, self->n_labels * sizeof *profile);
      for (guint i = 0; i < n_own; i++)
        profile[own[i]] += 0.5f / (float) n_own;
      add_artists_mean (self, row, artists->genres, self->n_labels, 0.5f, profile);

      self->own_genres[row] = mus_catalog_genre (catalog, row);
      for (guint g = 0; g < self->n_labels; g++)
        sum += profile[g];
      for (guint g = 0; g < self->n_labels; g++)
        if (profile[g] > 0.0f)
          {
            self->genres[n] = (guint16) g;
            self->genre_weights[n++] = profile[g] / sum;
          }
      self->genre_starts[row + 1] = (guint32) n;
    }

  return TRUE;
}

/* Genres are related as far as they stand in the same profiles: the cosine of their columns
 * of the profiles. */
static gboolean
relate_genres (MusTraits *self, GError **error)
{
  gsize              n = self->n_labels;
  g_autofree double *products = mus_try_new (double, n * n, error);

  self->related = products != NULL ? mus_try_new (float, n * n, error) : NULL;
  if (self->related == NULL)
    return FALSE;

  for (gsize row = 0; row < self->n_tracks; row++)
    for (guint32 i = self->genre_starts[row]; i < self->genre_starts[row + 1]; i++)
      for (guint32 j = self->genre_starts[row]; j < self->genre_starts[row + 1]; j++)
        products[self->genres[i] * n + self->genres[j]] +=
            (double) self->genre_weights[i] * (double) self->genre_weights[j];

  for (gsize g = 0; g < n; g++)
    for (gsize h = 0; h < n; h++)
      {
        double length = sqrt (products[g * n + g] * products[h * n + h]);
        double cosine = length > 0.0 ? products[g * n + h] / length : 0.0;

        self->related[g * n + h] = (float) (RELATED * cosine + (g == h ? 1.0 - RELATED : 0.0));
      }

  return TRUE;
}

/* --- Sound --------------------------------------------------------------------------- */

static gboolean
find_sound (MusTraits *self, const MusMatrix *x, const Artists *artists, const MusRun *run, GError **error)
{
  self->sound = mus_try_new (float, MUS_N_SOUND * self->n_tracks, error);
  if (self->sound == NULL)
    return FALSE;

  for (guint32 row = 0; row < self->n_tracks; row++)
    {
      const float *z = mus_matrix_row (x, row);
      float        sound[MUS_N_SOUND];
      gboolean     alone = self->artist_starts[row] == self->artist_starts[row + 1];
      double       square = 0.0;

      if (row % ROWS_A_POLL == 0 && mus_run_is_cancelled (run, error))
        return FALSE;
      for (guint f = 0, s = 0; f < MUS_N_FEATURES; f++)
        if (f != MUS_FEATURE_POPULARITY)
          sound[s++] = z[f] * (alone ? 1.0f : 0.5f);
      add_artists_mean (self, row, artists->sound, MUS_N_SOUND, 0.5f, sound);

      for (guint s = 0; s < MUS_N_SOUND; s++)
        square += (double) sound[s] * (double) sound[s];
      for (guint s = 0; s < MUS_N_SOUND && square > 0.0; s++)
        self->sound[s * self->n_tracks + row] = (float) ((double) sound[s] / sqrt (square));
    }

  return TRUE;
}

static guint8
find_level (const float *quantiles, float value)
{
  guint level = 0;

  for (guint step = 64; step > 0; step /= 2)
    if (level + step < MUS_N_LEVELS && value >= quantiles[level + step - 1])
      level += step;

  return (guint8) level;
}

static gboolean
find_levels (MusTraits *self, const MusCatalog *catalog, const MusRun *run, GError **error)
{
  const MusMatrix          *features = mus_catalog_features (catalog);
  g_autofree MusDistribution *spread = g_new (MusDistribution, 1);

  self->levels = mus_try_new (guint8, MUS_N_FEATURES * self->n_tracks, error);
  if (self->levels == NULL || !mus_distribution_fit (spread, features, run, error))
    return FALSE;

  for (guint32 row = 0; row < self->n_tracks; row++)
    {
      if (row % ROWS_A_POLL == 0 && mus_run_is_cancelled (run, error))
        return FALSE;
      for (guint f = 0; f < MUS_N_FEATURES; f++)
        self->levels[(gsize) row * MUS_N_FEATURES + f] =
            find_level (spread->quantile[f], mus_matrix_row (features, row)[f]);
    }

  return TRUE;
}

MusTraits *
mus_traits_new (const MusCatalog *catalog, const MusMatrix *x, const MusRun *run, GError **error)
{
  g_autoptr (MusTraits) self = g_new0 (MusTraits, 1);
  g_auto (Artists) artists = { NULL };

  self->n_tracks = mus_catalog_n_tracks (catalog);
  self->n_labels = mus_catalog_n_labels (catalog);
  if (!find_names (self, catalog, run, error) ||
      !describe_artists (self, catalog, x, &artists, run, error) ||
      !find_profiles (self, catalog, &artists, run, error) || !relate_genres (self, error) ||
      !find_sound (self, x, &artists, run, error) || !find_levels (self, catalog, run, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
mus_traits_free (MusTraits *self)
{
  g_free (self->sound);
  g_free (self->own_genres);
  g_free (self->genre_starts);
  g_free (self->genres);
  g_free (self->genre_weights);
  g_free (self->related);
  g_free (self->artist_starts);
  g_free (self->artists);
  g_free (self->albums);
  g_free (self->word_starts);
  g_free (self->word_counts);
  g_free (self->words);
  g_free (self->levels);
  g_free (self);
}
