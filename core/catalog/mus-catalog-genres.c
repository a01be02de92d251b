/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-catalog-private.h"

#include "base/mus-error.h"

/* Adds the genres that kept tracks have, or those that none has, to the new pool. */
static gboolean
append_genres (MusCatalog     *self,
               const gboolean *own,
               gboolean        wanted,
               MusStringPool  *genres,
               guint16        *numbers,
               GError        **error)
{
  for (guint32 g = 0; g < self->genres.n; g++)
    if (own[g] == wanted)
      {
        numbers[g] = (guint16) genres->n;
        if (!mus_string_pool_append (genres, mus_string_pool_get (&self->genres, g),
                                     mus_string_pool_length (&self->genres, g), error))
          return FALSE;
      }

  return TRUE;
}

static gboolean
renumber_genres (MusCatalog   *self,
                 MusLabel     *labels,
                 gsize         n_labels,
                 const MusRun *run,
                 GError      **error)
{
  g_autofree gboolean *own = g_new0 (gboolean, self->genres.n);
  g_autofree guint16  *numbers = g_new0 (guint16, self->genres.n);
  MusStringPool        genres = { 0 };
  gboolean             good;

  for (gsize i = 0; i < self->n_tracks; i++)
    {
      if (!mus_run_goes_on (run, i, error))
        return FALSE;
      if (self->tracks[i].genre != MUS_NO_GENRE)
        own[self->tracks[i].genre] = TRUE;
    }

  good = append_genres (self, own, TRUE, &genres, numbers, error);
  self->n_genres = (guint16) genres.n;
  self->summary.n_genres = genres.n;
  good = good && append_genres (self, own, FALSE, &genres, numbers, error);
  mus_string_pool_clear (&self->genres);
  self->genres = genres;
  if (!good)
    return FALSE;

  for (gsize i = 0; i < self->n_tracks; i++)
    {
      if (!mus_run_goes_on (run, i, error))
        return FALSE;
      if (self->tracks[i].genre != MUS_NO_GENRE)
        self->tracks[i].genre = numbers[self->tracks[i].genre];
    }
  for (gsize i = 0; i < n_labels; i++)
    {
      if (!mus_run_goes_on (run, i, error))
        return FALSE;
      labels[i].genre = numbers[labels[i].genre];
    }

  return TRUE;
}

/* Sorts the genres by identity, each identity's in the order of the file. Returns where
 * each identity's start in @sorted, and where the last ones end. */
static guint32 *
sort_labels (const MusCatalog *self,
             const MusLabel   *labels,
             gsize             n_labels,
             guint16          *sorted,
             const MusRun     *run,
             GError          **error)
{
  gsize               n = self->identities.n;
  g_autofree guint32 *starts = mus_try_new (guint32, n + 2, error);

  if (starts == NULL)
    return NULL;

  for (gsize i = 0; i < n_labels; i++)
    {
      if (!mus_run_goes_on (run, i, error))
        return NULL;
      starts[labels[i].identity + 2]++;
    }
  for (gsize i = 2; i < n + 2; i++)
    starts[i] += starts[i - 1];
  /* What is the start of the next identity here becomes the end of this one. */
  for (gsize i = 0; i < n_labels; i++)
    {
      if (!mus_run_goes_on (run, i, error))
        return NULL;
      sorted[starts[labels[i].identity + 1]++] = labels[i].genre;
    }

  return g_steal_pointer (&starts);
}

static guint32
append_label (guint16 *labels, guint32 start, guint32 end, guint16 genre)
{
  for (guint32 i = start; i < end; i++)
    if (labels[i] == genre)
      return end;

  labels[end] = genre;

  return end + 1;
}

/* How many labels all tracks have at most: several may share an identity. FALSE when
 * cancelled. */
static gboolean
count_labels (const MusCatalog *self,
              const guint32    *starts,
              gsize            *n,
              const MusRun     *run,
              GError          **error)
{
  *n = 0;
  for (gsize row = 0; row < self->n_tracks; row++)
    {
      if (!mus_run_goes_on (run, row, error))
        return FALSE;
      *n += starts[self->tracks[row].identity + 1] - starts[self->tracks[row].identity];
    }

  return TRUE;
}

gboolean
mus_catalog_gather_genres (MusCatalog   *self,
                           MusLabel     *labels,
                           gsize         n_labels,
                           const MusRun *run,
                           GError      **error)
{
  g_autofree guint16 *sorted = mus_try_new (guint16, n_labels, error);
  g_autofree guint32 *starts = NULL;
  gsize               n_most;
  guint32             n = 0;

  if (sorted == NULL || !renumber_genres (self, labels, n_labels, run, error))
    return FALSE;

  starts = sort_labels (self, labels, n_labels, sorted, run, error);
  if (starts == NULL || !count_labels (self, starts, &n_most, run, error))
    return FALSE;
  self->label_starts = mus_try_new (guint32, self->n_tracks + 1, error);
  if (self->label_starts == NULL)
    return FALSE;
  self->labels = mus_try_new (guint16, n_most, error);
  if (self->labels == NULL)
    return FALSE;

  for (gsize row = 0; row < self->n_tracks; row++)
    {
      const MusTrack *track = &self->tracks[row];

      if (!mus_run_goes_on (run, row, error))
        return FALSE;
      self->label_starts[row] = n;
      if (track->genre != MUS_NO_GENRE)
        self->labels[n++] = track->genre;
      for (guint32 i = starts[track->identity]; i < starts[track->identity + 1]; i++)
        n = append_label (self->labels, self->label_starts[row], n, sorted[i]);
    }
  self->label_starts[self->n_tracks] = n;

  return TRUE;
}
