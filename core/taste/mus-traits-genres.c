/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-traits-genres-private.h"

#include <math.h>

#include "base/mus-error.h"

/* What part of a like for one genre is spread over those related to it. */
#define RELATED 0.5

/* An artist with more genres than that, as "Various Artists", is known by the most frequent. */
#define MOST_OF_AN_ARTIST 128

/* --- Which rows something is in ------------------------------------------------------- */

/* A list of numbers for each track, all of them one after the other. */
typedef struct
{
  const guint32 *starts;  /* (n_tracks + 1) */
  const guint32 *artists; /* the numbers, or NULL ... */
  const guint16 *labels;  /* ... when they are these */
  guint32        n;       /* all are below */
} Lists;

/* For each number the rows whose list has it, in their order. */
typedef struct
{
  guint32 *starts; /* (n + 1) */
  guint32 *rows;
} Places;

static void
places_clear (Places *self)
{
  g_free (self->starts);
  g_free (self->rows);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Places, places_clear)

static guint32
get_number (const Lists *lists, guint32 i)
{
  return lists->artists != NULL ? lists->artists[i] : lists->labels[i];
}

static gboolean
find_places (Places *self, const Lists *lists, gsize n_tracks, GError **error)
{
  guint32             n_all = lists->starts[n_tracks];
  g_autofree guint32 *ends = NULL;

  if (!(self->starts = mus_try_new (guint32, (gsize) lists->n + 1, error)) ||
      !(self->rows = mus_try_new (guint32, n_all, error)) ||
      !(ends = mus_try_new (guint32, lists->n, error)))
    return FALSE;

  for (guint32 i = 0; i < n_all; i++)
    self->starts[get_number (lists, i) + 1]++;
  for (guint32 number = 0; number < lists->n; number++)
    {
      ends[number] = self->starts[number];
      self->starts[number + 1] += self->starts[number];
    }
  for (guint32 row = 0; row < n_tracks; row++)
    for (guint32 i = lists->starts[row]; i < lists->starts[row + 1]; i++)
      self->rows[ends[get_number (lists, i)]++] = row;

  return TRUE;
}

/* --- Profiles -------------------------------------------------------------------------- */

/* (n_artists, n_labels): the mean of the labels of each artist's tracks. */
static gboolean
describe_artists (const MusTraits *self, const MusCatalog *catalog, MusLabelSums *sums,
                  MusLabelRows *artists, const MusRun *run, GError **error)
{
  Lists lists = { .starts = self->artist_starts,
                  .artists = self->artists,
                  .n = self->n_artists };
  g_auto (Places) tracks = { 0 };

  if (!find_places (&tracks, &lists, self->n_tracks, error) ||
      !mus_label_rows_init (artists, self->n_artists, error))
    return FALSE;

  for (gsize artist = 0; artist < self->n_artists; artist++)
    {
      if (!mus_run_goes_on (run, artist, error))
        return FALSE;
      for (guint32 i = tracks.starts[artist]; i < tracks.starts[artist + 1]; i++)
        {
          guint          n_own;
          const guint16 *own = mus_catalog_genres (catalog, tracks.rows[i], &n_own);

          for (guint g = 0; g < n_own; g++)
            mus_label_sums_add (sums, own[g], 1.0 / n_own);
        }
      mus_label_sums_keep_largest (sums, MOST_OF_AN_ARTIST);
      if (!mus_label_rows_append (artists, artist, sums,
                                  1.0 / MAX (self->artist_counts[artist], 1), error))
        return FALSE;
    }

  return TRUE;
}

/* Half the track's own labels and half those of its artists. */
static void
add_profile (const MusTraits *self, const MusCatalog *catalog, const MusLabelRows *artists,
             guint32 row, MusLabelSums *sums)
{
  guint32        first = self->artist_starts[row];
  guint32        end = self->artist_starts[row + 1];
  guint          n_own;
  const guint16 *own = mus_catalog_genres (catalog, row, &n_own);

  for (guint g = 0; g < n_own; g++)
    mus_label_sums_add (sums, own[g], 0.5 / n_own);
  for (guint32 i = first; i < end; i++)
    {
      guint32 artist = self->artists[i];

      for (guint32 j = artists->starts[artist]; j < artists->starts[artist + 1]; j++)
        mus_label_sums_add (sums, artists->labels[j],
                            0.5 / (end - first) * (double) artists->weights[j]);
    }
}

static gboolean
find_profiles (MusTraits *self, const MusCatalog *catalog, MusLabelSums *sums,
               const MusRun *run, GError **error)
{
  g_auto (MusLabelRows) artists = { 0 };

  if (!describe_artists (self, catalog, sums, &artists, run, error) ||
      !mus_label_rows_init (&self->profiles, self->n_tracks, error) ||
      !(self->genre_shares = mus_try_new (double, self->n_labels, error)) ||
      !(self->own_genres = mus_try_new (guint16, self->n_tracks, error)))
    return FALSE;

  for (guint32 row = 0; row < self->n_tracks; row++)
    {
      double total;

      if (!mus_run_goes_on (run, row, error))
        return FALSE;
      self->own_genres[row] = mus_catalog_genre (catalog, row);
      add_profile (self, catalog, &artists, row, sums);
      total = mus_label_sums_total (sums);
      if (!mus_label_rows_append (&self->profiles, row, sums, total > 0.0 ? 1.0 / total : 0.0,
                                  error))
        return FALSE;
      for (guint32 i = self->profiles.starts[row]; i < self->profiles.starts[row + 1]; i++)
        self->genre_shares[self->profiles.labels[i]] +=
            (double) self->profiles.weights[i] / (double) self->n_tracks;
    }

  return TRUE;
}

/* --- Relations ------------------------------------------------------------------------- */

static double
get_weight (const MusLabelRows *profiles, guint32 row, guint16 label)
{
  guint32 i = profiles->starts[row];

  while (profiles->labels[i] != label)
    i++;

  return (double) profiles->weights[i];
}

/* The lengths of the profiles' columns. */
static double *
measure_columns (const MusTraits *self, GError **error)
{
  const MusLabelRows *profiles = &self->profiles;
  double             *lengths = mus_try_new (double, self->n_labels, error);

  for (guint32 i = 0; lengths != NULL && i < profiles->starts[self->n_tracks]; i++)
    lengths[profiles->labels[i]] +=
        (double) profiles->weights[i] * (double) profiles->weights[i];
  for (guint label = 0; lengths != NULL && label < self->n_labels; label++)
    lengths[label] = sqrt (lengths[label]);

  return lengths;
}

/* Adds the products of the column of @label and each other one. */
static gboolean
multiply_column (const MusTraits *self, const Places *places, guint16 label, MusLabelSums *sums,
                 const MusRun *run, GError **error)
{
  const MusLabelRows *profiles = &self->profiles;

  for (guint32 i = places->starts[label]; i < places->starts[label + 1]; i++)
    {
      guint32 row = places->rows[i];
      double  weight = get_weight (profiles, row, label);

      if (!mus_run_goes_on (run, i, error))
        return FALSE;
      for (guint32 j = profiles->starts[row]; j < profiles->starts[row + 1]; j++)
        mus_label_sums_add (sums, profiles->labels[j], weight * (double) profiles->weights[j]);
    }

  return TRUE;
}

/* Genres are related as far as they stand in the same profiles: the cosine of their columns
 * of the profiles. */
static gboolean
relate_genres (MusTraits *self, MusLabelSums *sums, const MusRun *run, GError **error)
{
  g_autofree double *lengths = measure_columns (self, error);
  Lists lists = { .starts = self->profiles.starts,
                  .labels = self->profiles.labels,
                  .n = self->n_labels };
  g_auto (Places) places = { 0 };

  if (lengths == NULL || !find_places (&places, &lists, self->n_tracks, error) ||
      !mus_label_rows_init (&self->related, self->n_labels, error))
    return FALSE;

  for (guint label = 0; label < self->n_labels; label++)
    {
      if (!mus_run_goes_on (run, label, error) ||
          !multiply_column (self, &places, (guint16) label, sums, run, error))
        return FALSE;
      for (guint i = 0; i < sums->n; i++)
        sums->sums[sums->labels[i]] *=
            RELATED / (lengths[label] * lengths[sums->labels[i]]);
      mus_label_sums_add (sums, (guint16) label, 1.0 - RELATED);
      if (!mus_label_rows_append (&self->related, label, sums, 1.0, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
mus_traits_find_genres (MusTraits *self, const MusCatalog *catalog, const MusRun *run,
                        GError **error)
{
  g_auto (MusLabelSums) sums = { 0 };

  return mus_label_sums_init (&sums, self->n_labels, error) &&
         find_profiles (self, catalog, &sums, run, error) &&
         relate_genres (self, &sums, run, error);
}
