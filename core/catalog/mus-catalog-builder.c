/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-catalog-builder.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/mus-error.h"
#include "base/mus-parallel.h"
#include "base/mus-text.h"
#include "catalog/mus-catalog-private.h"
#include "catalog/mus-columns.h"
#include "catalog/mus-number.h"

struct _MusCatalogBuilder
{
  MusCatalog *catalog;
  MusColumns  columns;
  gboolean    has_header;
  gint64      start_us;

  double *values; /* (n_tracks, 15), NaN where missing */
  gsize   values_capacity;
  gsize   n_missing[MUS_N_FEATURES]; /* among the values */

  guint32 *title_folds; /* for each title, the number of its folded form */
  gsize    title_folds_capacity;
  guint32 *artist_folds; /* for each list of artists, that of its first */
  gsize    artist_folds_capacity;
  GString *folded; /* scratch */

  MusLabel *labels; /* in the order of the file */
  gsize     n_labels;
  gsize     labels_capacity;

  MusStringPool *song_titles; /* of each part of the tracks */
  guint          n_song_parts;
};

MusCatalogBuilder *
mus_catalog_builder_new (MusRepeats repeats)
{
  MusCatalogBuilder *self = g_new0 (MusCatalogBuilder, 1);

  self->catalog = mus_catalog_new ();
  self->catalog->summary.repeats = repeats;
  self->folded = g_string_new (NULL);
  self->start_us = g_get_monotonic_time ();

  return self;
}

void
mus_catalog_builder_free (MusCatalogBuilder *self)
{
  g_clear_pointer (&self->catalog, mus_catalog_unref);
  g_string_free (self->folded, TRUE);
  g_free (self->title_folds);
  g_free (self->artist_folds);
  g_free (self->values);
  g_free (self->labels);
  for (guint i = 0; i < self->n_song_parts; i++)
    mus_string_pool_clear (&self->song_titles[i]);
  g_free (self->song_titles);
  g_free (self);
}

static gboolean
take_header (MusCatalogBuilder *self, const MusCsvRecord *header, GError **error)
{
  MusCatalogSummary *summary = &self->catalog->summary;

  if (!mus_columns_map (&self->columns, header, error))
    return FALSE;

  self->has_header = TRUE;
  summary->n_columns = header->n_fields;
  for (MusFeature f = 0; f < MUS_N_FEATURES; f++)
    if (self->columns.features[f] < 0)
      summary->missing |= 1u << f;
    else
      summary->n_features++;

  return TRUE;
}

/* Returns whether there is a usable number; @values are NaN where there is none. */
static gboolean
take_values (const MusCatalogBuilder *self,
             const MusCsvRecord      *record,
             double                  *values,
             gsize                   *n_texts)
{
  gboolean any = FALSE;

  *n_texts = 0;
  for (MusFeature f = 0; f < MUS_N_FEATURES; f++)
    {
      gint    column = self->columns.features[f];
      MusCell cell = MUS_CELL_MISSING;

      if (column >= 0 && f == MUS_FEATURE_EXPLICIT)
        cell = mus_number_parse_flag (record->fields[column].text, &values[f]);
      else if (column >= 0)
        /* Where commas do not separate fields, they may be decimal points. */
        cell =
            mus_number_parse (record->fields[column].text, record->delimiter != ',', &values[f]);

      any |= cell == MUS_CELL_NUMBER;
      *n_texts += cell == MUS_CELL_TEXT;
      if (cell != MUS_CELL_NUMBER)
        values[f] = NAN;
    }

  return any;
}

static MusCsvField
find_text (const MusCatalogBuilder *self, const MusCsvRecord *record, MusText text)
{
  static const MusCsvField none = { "", 0 };

  return self->columns.texts[text] < 0 ? none : record->fields[self->columns.texts[text]];
}

/* The numbers are taken while the texts' places come from memory. */
static void
expect_texts (const MusCatalogBuilder *self, const MusCsvRecord *record)
{
  for (MusText t = 0; t < MUS_N_TEXTS; t++)
    {
      MusCsvField field = find_text (self, record, t);

      mus_string_pool_expect (&self->catalog->texts[t], field.text, field.length);
    }
}

static gboolean
is_blank (MusCsvField field)
{
  for (gsize i = 0; i < field.length; i++)
    if (!g_ascii_isspace (field.text[i]))
      return FALSE;

  return TRUE;
}

static gboolean
take_title (MusCatalogBuilder  *self,
            const MusCsvRecord *record,
            MusTrack           *track,
            gboolean           *is_new,
            GError            **error)
{
  MusCatalog *catalog = self->catalog;
  MusCsvField title = find_text (self, record, MUS_TEXT_TITLE);
  guint32     index;

  /* Blank titles count as one. */
  if (!mus_string_pool_add (&catalog->texts[MUS_TEXT_TITLE], title.text,
                            is_blank (title) ? 0 : title.length, &index, is_new, error))
    return FALSE;

  track->texts[MUS_TEXT_TITLE] = index;
  if (!*is_new)
    return TRUE;

  g_string_truncate (self->folded, 0);
  mus_text_append_fold (self->folded, title.text, title.length);

  return mus_try_grow ((gpointer *) &self->title_folds, &self->title_folds_capacity,
                       (gsize) index + 1, sizeof (guint32), error) &&
         mus_string_pool_add (&catalog->folded_titles, self->folded->str, self->folded->len,
                              &self->title_folds[index], NULL, error);
}

static gboolean
take_artists (MusCatalogBuilder  *self,
              const MusCsvRecord *record,
              MusTrack           *track,
              GError            **error)
{
  MusCatalog *catalog = self->catalog;
  MusCsvField artists = find_text (self, record, MUS_TEXT_ARTISTS);
  gsize       length = artists.length;
  const char *first = mus_catalog_first_artist (artists.text, &length);
  guint32     index;
  gboolean    is_new;

  if (!mus_string_pool_add (&catalog->texts[MUS_TEXT_ARTISTS], artists.text, artists.length,
                            &index, &is_new, error))
    return FALSE;

  track->texts[MUS_TEXT_ARTISTS] = index;
  if (!is_new)
    return TRUE;

  g_string_truncate (self->folded, 0);
  mus_text_append_fold (self->folded, first, length);

  return mus_try_grow ((gpointer *) &self->artist_folds, &self->artist_folds_capacity,
                       (gsize) index + 1, sizeof (guint32), error) &&
         mus_string_pool_add (&catalog->folded_artists, self->folded->str, self->folded->len,
                              &self->artist_folds[index], NULL, error);
}

static gboolean
take_identity (MusCatalogBuilder *self, MusTrack *track, gboolean *is_new, GError **error)
{
  MusCatalog *catalog = self->catalog;

  if (!mus_string_pool_add_pair (&catalog->identities,
                                 self->title_folds[track->texts[MUS_TEXT_TITLE]],
                                 self->artist_folds[track->texts[MUS_TEXT_ARTISTS]],
                                 &track->identity, is_new, error))
    return FALSE;

  if (*is_new)
    {
      if (!mus_try_grow ((gpointer *) &catalog->identity_rows, &catalog->identity_rows_capacity,
                         catalog->identities.n, sizeof (guint32), error))
        return FALSE;
      catalog->identity_rows[track->identity] = MUS_NO_ROW;
    }

  return TRUE;
}

static gboolean
take_genre (MusCatalogBuilder *self, const MusCsvRecord *record, MusTrack *track, GError **error)
{
  MusCsvField name = { "", 0 };
  guint32     genre;

  if (self->columns.genre >= 0)
    name = record->fields[self->columns.genre];
  for (; g_ascii_isspace (*name.text); name.text++)
    name.length--;
  while (name.length > 0 && g_ascii_isspace (name.text[name.length - 1]))
    name.length--;

  track->genre = MUS_NO_GENRE;
  if (name.length == 0)
    return TRUE;

  if (!mus_string_pool_add (&self->catalog->genres, name.text, name.length, &genre, NULL, error))
    return FALSE;
  if (genre >= MUS_NO_GENRE)
    {
      g_set_error (error, MUS_ERROR, MUS_ERROR_RESOURCE,
                   _ ("There are more than %d different genres. Look whether the column "
                      "“track_genre” really holds genres."),
                   MUS_NO_GENRE);
      return FALSE;
    }
  track->genre = (guint16) genre;

  if (!mus_try_grow ((gpointer *) &self->labels, &self->labels_capacity, self->n_labels + 1,
                     sizeof (MusLabel), error))
    return FALSE;
  self->labels[self->n_labels++] = (MusLabel){ track->identity, track->genre };

  return TRUE;
}

static gboolean
take_id (MusCatalogBuilder  *self,
         const MusCsvRecord *record,
         MusTrack           *track,
         gboolean            kept,
         GError            **error)
{
  MusCatalog *catalog = self->catalog;
  MusCsvField id = find_text (self, record, MUS_TEXT_ID);
  guint32     index;
  gboolean    is_new;

  if (!mus_string_pool_add (&catalog->texts[MUS_TEXT_ID], id.text, id.length, &index, &is_new,
                            error))
    return FALSE;

  if (is_new)
    {
      if (!mus_try_grow ((gpointer *) &catalog->ids, &catalog->ids_capacity, (gsize) index + 1,
                         sizeof (MusKnownId), error))
        return FALSE;
      catalog->ids[index] = (MusKnownId){ MUS_NO_ROW, track->identity };
    }
  if (kept && catalog->ids[index].row == MUS_NO_ROW)
    catalog->ids[index].row = (guint32) catalog->n_tracks;
  track->texts[MUS_TEXT_ID] = index;

  return TRUE;
}

static gboolean
keep_track (MusCatalogBuilder  *self,
            const MusCsvRecord *record,
            MusTrack           *track,
            const double       *values,
            GError            **error)
{
  MusCatalog *catalog = self->catalog;
  MusCsvField album = find_text (self, record, MUS_TEXT_ALBUM);
  gsize       n = catalog->n_tracks;

  if (!mus_string_pool_add (&catalog->texts[MUS_TEXT_ALBUM], album.text, album.length,
                            &track->texts[MUS_TEXT_ALBUM], NULL, error) ||
      !mus_try_grow ((gpointer *) &catalog->tracks, &catalog->tracks_capacity, n + 1,
                     sizeof (MusTrack), error) ||
      !mus_try_grow ((gpointer *) &self->values, &self->values_capacity, n + 1,
                     MUS_N_FEATURES * sizeof (double), error))
    return FALSE;

  if (catalog->identity_rows[track->identity] == MUS_NO_ROW)
    catalog->identity_rows[track->identity] = (guint32) n;
  for (MusFeature f = 0; f < MUS_N_FEATURES; f++)
    {
      self->values[n * MUS_N_FEATURES + f] = values[f];
      self->n_missing[f] += isnan (values[f]) ? 1 : 0;
    }
  catalog->tracks[n] = *track;
  catalog->n_tracks++;

  return TRUE;
}

gboolean
mus_catalog_builder_take (const MusCsvRecord *record, gpointer builder, GError **error)
{
  MusCatalogBuilder *self = builder;
  MusCatalogSummary *summary = &self->catalog->summary;
  MusTrack           track = { 0 };
  double             values[MUS_N_FEATURES];
  gboolean           is_whole, is_new_title, is_new_identity, kept;
  gsize              n_texts;

  if (!self->has_header)
    return take_header (self, record, error);

  summary->n_rows++;
  is_whole = record->n_fields == self->columns.n_columns;
  if (is_whole)
    expect_texts (self, record);
  if (!is_whole || !take_values (self, record, values, &n_texts))
    {
      summary->n_skipped++;
      if (summary->first_skipped == 0)
        summary->first_skipped = record->row;
      return TRUE;
    }

  summary->n_text_cells += n_texts;
  if (!take_title (self, record, &track, &is_new_title, error) ||
      !take_artists (self, record, &track, error) ||
      !take_identity (self, &track, &is_new_identity, error) ||
      !take_genre (self, record, &track, error))
    return FALSE;

  kept = summary->repeats == MUS_REPEATS_TITLE ? is_new_title : is_new_identity;
  summary->n_duplicates += !kept;

  return take_id (self, record, &track, kept, error) &&
         (!kept || keep_track (self, record, &track, values, error));
}

static gboolean
check_size (const MusCatalogBuilder *self, GError **error)
{
  const MusCatalogSummary *summary = &self->catalog->summary;
  g_autofree char         *rows = mus_text_count (summary->n_rows);
  g_autofree char         *duplicates = mus_text_count (summary->n_duplicates);
  g_autofree char         *skipped = mus_text_count (summary->n_skipped);

  if (!self->has_header)
    {
      g_set_error_literal (
          error, MUS_ERROR, MUS_ERROR_EMPTY,
          _ ("This file is empty. Choose a CSV with the audio features of tracks."));
      return FALSE;
    }
  if (summary->n_rows == 0)
    {
      g_set_error_literal (
          error, MUS_ERROR, MUS_ERROR_EMPTY,
          _ ("This file has a header line, but no tracks below it. Choose a CSV with "
             "the audio features of tracks."));
      return FALSE;
    }
  if (self->catalog->n_tracks < MUS_MIN_TRACKS)
    {
      g_set_error (
          error, MUS_ERROR, MUS_ERROR_EMPTY,
          _ ("Of %s rows only %u can be used, and MusRec needs at least %d tracks: %s rows "
             "repeat a song, %s have the wrong number of fields or no usable number. Choose "
             "a larger catalog."),
          rows, (guint) self->catalog->n_tracks, MUS_MIN_TRACKS, duplicates, skipped);
      return FALSE;
    }

  return TRUE;
}

static void
seal_pools (MusCatalog *catalog)
{
  for (MusText t = 0; t < MUS_N_TEXTS; t++)
    mus_string_pool_seal (&catalog->texts[t], t == MUS_TEXT_ID);
  mus_string_pool_seal (&catalog->folded_titles, TRUE);
  mus_string_pool_seal (&catalog->folded_artists, TRUE);
  mus_string_pool_seal (&catalog->identities, TRUE);
}

static gboolean
make_features (gpointer data, guint which, const MusRun *run, GError **error)
{
  MusCatalogBuilder *self = data;

  return mus_catalog_make_features (self->catalog, self->values, self->n_missing, run, error);
}

static gboolean
gather_genres (gpointer data, guint which, const MusRun *run, GError **error)
{
  MusCatalogBuilder *self = data;

  return mus_catalog_gather_genres (self->catalog, self->labels, self->n_labels, run, error);
}

static gboolean
number_artists (gpointer data, guint which, const MusRun *run, GError **error)
{
  MusCatalogBuilder *self = data;

  return mus_catalog_number_artists (self->catalog, self->artist_folds, run, error);
}

static gboolean
make_song_titles (gpointer data, guint which, const MusRun *run, GError **error)
{
  MusCatalogBuilder *self = data;

  return mus_catalog_make_song_titles (self->catalog, self->title_folds, which,
                                       &self->song_titles[which], run, error);
}

/* What is left to be done when all records are there. */
static gboolean
complete (MusCatalogBuilder *self, const MusRun *run, GError **error)
{
  guint                       n_parts = mus_catalog_n_song_parts (self->catalog);
  g_autoptr (GArray)          steps = g_array_new (FALSE, FALSE, sizeof (MusParallelStep));
  static const MusParallelStep whole[] = {
    { make_features, 0 },
    { gather_genres, 0 },
    { number_artists, 0 },
  };

  self->song_titles = g_new0 (MusStringPool, n_parts);
  self->n_song_parts = n_parts;
  /* The longest first. */
  g_array_append_vals (steps, whole, G_N_ELEMENTS (whole));
  for (guint i = 0; i < n_parts; i++)
    g_array_append_vals (steps, &(MusParallelStep){ make_song_titles, i }, 1);

  return mus_parallel_run_steps ((const MusParallelStep *) steps->data, steps->len, self, run,
                                 error) &&
         mus_catalog_number_songs (self->catalog, self->song_titles, run, error);
}

MusCatalog *
mus_catalog_builder_finish (MusCatalogBuilder *self,
                            const char        *name,
                            gsize              n_nul,
                            const MusRun      *run,
                            GError           **error)
{
  MusCatalog *catalog = self->catalog;
  gint64      read_us = g_get_monotonic_time ();

  if (!check_size (self, error))
    return NULL;

  catalog->name = g_strdup (name);
  catalog->summary.n_tracks = catalog->n_tracks;
  catalog->summary.n_nul = n_nul;
  catalog->summary.read_seconds = (double) (read_us - self->start_us) / G_USEC_PER_SEC;
  seal_pools (catalog);
  if (!complete (self, run, error))
    return NULL;

  catalog->summary.clean_seconds = (double) (g_get_monotonic_time () - read_us) / G_USEC_PER_SEC;

  return g_steal_pointer (&self->catalog);
}
