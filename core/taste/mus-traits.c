/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-traits-private.h"

#include <math.h>
#include <string.h>

#include "base/mus-error.h"
#include "base/mus-text.h"
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

static gboolean
add_artists (MusTraits *self, const char *list, MusStringPool *names, GString *folded,
             gsize *n, gsize *capacity, GError **error)
{
  while (*list != '\0')
    {
      const char *end = strchrnul (list, ';');

      if (!mus_try_grow ((gpointer *) &self->artists, capacity, *n + 1, sizeof (guint32), error) ||
          !number_name (names, folded, list, (gsize) (end - list), &self->artists[*n], error))
        return FALSE;
      *n += folded->len > 0;
      list = *end == ';' ? end + 1 : end;
    }

  return TRUE;
}

static gboolean
number_names (MusTraits *self, const MusCatalog *catalog, MusStringPool *artists,
              MusStringPool *albums, const MusRun *run, GError **error)
{
  g_autoptr (GString) folded = g_string_new (NULL);
  gsize n = 0, capacity = 0;

  self->artist_starts = mus_try_new (guint32, self->n_tracks + 1, error);
  self->albums = self->artist_starts != NULL ? mus_try_new (guint32, self->n_tracks, error) : NULL;
  if (self->albums == NULL)
    return FALSE;

  for (guint32 row = 0; row < self->n_tracks; row++)
    {
      const char *album = mus_catalog_text (catalog, row, MUS_TEXT_ALBUM);

      if (row % ROWS_A_POLL == 0 && mus_run_is_cancelled (run, error))
        return FALSE;
      if (!add_artists (self, mus_catalog_text (catalog, row, MUS_TEXT_ARTISTS), artists, folded,
                        &n, &capacity, error) ||
          !number_name (albums, folded, album, strlen (album), &self->albums[row], error))
        return FALSE;
      self->artist_starts[row + 1] = (guint32) n;
      if (folded->len == 0)
        self->albums[row] = MUS_NO_ROW;
    }
  self->n_artists = artists->n;
  self->n_albums = albums->n;

  return TRUE;
}

static gboolean
find_names (MusTraits *self, const MusCatalog *catalog, const MusRun *run, GError **error)
{
  MusStringPool artists = { 0 };
  MusStringPool albums = { 0 };
  gboolean      good = number_names (self, catalog, &artists, &albums, run, error);

  mus_string_pool_clear (&artists);
  mus_string_pool_clear (&albums);

  return good;
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
  g_autofree float *profile = g_new (float, self->n_labels);
  gsize             n = 0, genres_capacity = 0, weights_capacity = 0;

  self->genre_starts = mus_try_new (guint32, self->n_tracks + 1, error);
  if (self->genre_starts == NULL)
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

/* --- Sound and popularity -------------------------------------------------------------- */

static gboolean
find_sound (MusTraits *self, const MusCatalog *catalog, const MusMatrix *x,
            const Artists *artists, const MusRun *run, GError **error)
{
  const MusMatrix *features = mus_catalog_features (catalog);

  self->sound = mus_try_new (float, MUS_N_SOUND * self->n_tracks, error);
  self->popularity = self->sound != NULL ? mus_try_new (guint8, self->n_tracks, error) : NULL;
  if (self->popularity == NULL)
    return FALSE;

  for (guint32 row = 0; row < self->n_tracks; row++)
    {
      const float *z = mus_matrix_row (x, row);
      float        popularity = mus_matrix_row (features, row)[MUS_FEATURE_POPULARITY];
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
      self->popularity[row] = (guint8) CLAMP (lrintf (popularity), 0, 100);
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
      !find_sound (self, catalog, x, &artists, run, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
mus_traits_free (MusTraits *self)
{
  g_free (self->sound);
  g_free (self->genre_starts);
  g_free (self->genres);
  g_free (self->genre_weights);
  g_free (self->related);
  g_free (self->artist_starts);
  g_free (self->artists);
  g_free (self->albums);
  g_free (self->popularity);
  g_free (self);
}
