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
#include "catalog/mus-parsed-row.h"

/* For each text of a pool a number that goes with its folded form. */
typedef struct
{
  guint32 *numbers;
  gsize    capacity;
} Folds;

struct _MusCatalogBuilder
{
  MusCatalog *catalog;
  MusColumns  columns;      /* made when the header is prepared */
  GError     *header_error; /* that came of it */
  gboolean    has_header;
  gint64      start_us;

  double *values; /* (n_tracks, 15), NaN where missing */
  gsize   values_capacity;
  gsize   n_missing[MUS_N_FEATURES]; /* among the values */

  Folds         title_folds;    /* of titles: an identity with it */
  Folds         artist_folds;   /* of lists of artists: their first one's in the pool */
  MusStringPool folded_artists;
  GString      *folded;         /* scratch */

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
  g_clear_error (&self->header_error);
  g_string_free (self->folded, TRUE);
  g_free (self->title_folds.numbers);
  g_free (self->artist_folds.numbers);
  mus_string_pool_clear (&self->folded_artists);
  g_free (self->values);
  g_free (self->labels);
  for (guint i = 0; i < self->n_song_parts; i++)
    mus_string_pool_clear (&self->song_titles[i]);
  g_free (self->song_titles);
  g_free (self);
}

/* On the thread that splits the file: it reads the columns only. */
static void
prepare_record (const MusCsvRecord *record, gpointer builder)
{
  MusCatalogBuilder *self = builder;

  if (record->row == 0)
    mus_columns_map (&self->columns, record, &self->header_error);
  else
    mus_parsed_row_init (record->prepared, &self->columns, record);
}

static gboolean
take_header (MusCatalogBuilder *self, const MusCsvRecord *header, GError **error)
{
  MusCatalogSummary *summary = &self->catalog->summary;

  if (self->header_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->header_error));
      return FALSE;
    }

  self->has_header = TRUE;
  summary->n_columns = header->n_fields;
  for (MusFeature f = 0; f < MUS_N_FEATURES; f++)
    if (self->columns.features[f] < 0)
      summary->missing |= 1u << f;
    else
      summary->n_features++;

  return TRUE;
}

static void
expect_texts (const MusCatalogBuilder *self, const MusParsedRow *row)
{
  for (MusText t = 0; t < MUS_N_TEXTS; t++)
    mus_string_pool_expect (&self->catalog->texts[t], row->hashes[t]);
}

/* The place for the number of a text, which may have just come. */
static guint32 *
grow_folds (Folds *self, guint32 text, GError **error)
{
  if (!mus_try_grow ((gpointer *) &self->numbers, &self->capacity, (gsize) text + 1,
                     sizeof (guint32), error))
    return NULL;

  return &self->numbers[text];
}

/* Adds a text of the record to the pool of these texts. */
static gboolean
take_text (MusCatalogBuilder  *self,
           const MusCsvRecord *record,
           MusText             text,
           MusTrack           *track,
           gboolean           *is_new,
           GError            **error)
{
  const MusParsedRow *row = record->prepared;
  MusCsvField         field = mus_parsed_row_text (&self->columns, record, text);

  return mus_string_pool_add_hashed (&self->catalog->texts[text], field.text, field.length,
                                     row->hashes[text], &track->texts[text], is_new, error);
}

static gboolean
take_artists (MusCatalogBuilder  *self,
              const MusCsvRecord *record,
              MusTrack           *track,
              GError            **error)
{
  MusCsvField artists = mus_parsed_row_text (&self->columns, record, MUS_TEXT_ARTISTS);
  const char *first = mus_catalog_first_artist (artists.text, &artists.length);
  guint32    *number;
  gboolean    is_new;

  if (!take_text (self, record, MUS_TEXT_ARTISTS, track, &is_new, error))
    return FALSE;
  if (!is_new)
    return TRUE;

  number = grow_folds (&self->artist_folds, track->texts[MUS_TEXT_ARTISTS], error);
  if (number == NULL)
    return FALSE;

  g_string_truncate (self->folded, 0);
  mus_text_append_fold (self->folded, first, artists.length);

  return mus_string_pool_add (&self->folded_artists, self->folded->str, self->folded->len, number,
                              NULL, error);
}

/* Makes the identity of title and artists in @self->folded; a title is folded once. */
static void
make_identity (MusCatalogBuilder  *self,
               const MusCsvRecord *record,
               const MusTrack     *track,
               gboolean            is_new_title)
{
  MusCsvField title = mus_parsed_row_text (&self->columns, record, MUS_TEXT_TITLE);
  guint32    *same_title = &self->title_folds.numbers[track->texts[MUS_TEXT_TITLE]];
  guint32     artist = self->artist_folds.numbers[track->texts[MUS_TEXT_ARTISTS]];

  g_string_truncate (self->folded, 0);
  if (is_new_title)
    mus_text_append_fold (self->folded, title.text, title.length);
  else
    g_string_append (self->folded, mus_string_pool_get (&self->catalog->identities, *same_title));
  g_string_append_c (self->folded, '\0');
  g_string_append_len (self->folded, mus_string_pool_get (&self->folded_artists, artist),
                       (gssize) mus_string_pool_length (&self->folded_artists, artist));
}

static gboolean
take_identity (MusCatalogBuilder  *self,
               const MusCsvRecord *record,
               MusTrack           *track,
               gboolean            is_new_title,
               gboolean           *is_new,
               GError            **error)
{
  MusCatalog *catalog = self->catalog;
  guint32    *same_title = grow_folds (&self->title_folds, track->texts[MUS_TEXT_TITLE], error);

  if (same_title == NULL)
    return FALSE;

  make_identity (self, record, track, is_new_title);
  if (!mus_string_pool_add (&catalog->identities, self->folded->str, self->folded->len,
                            &track->identity, is_new, error))
    return FALSE;
  if (is_new_title)
    *same_title = track->identity;
  if (!*is_new)
    return TRUE;

  if (!mus_try_grow ((gpointer *) &catalog->identity_rows, &catalog->identity_rows_capacity,
                     catalog->identities.n, sizeof (guint32), error))
    return FALSE;
  catalog->identity_rows[track->identity] = MUS_NO_ROW;

  return TRUE;
}

/* The first genre of a track becomes its own, the others are labels of it. */
static gboolean
take_genre (MusCatalogBuilder *self, const char *name, gsize length, MusTrack *track,
            GError **error)
{
  guint32 genre;

  for (; length > 0 && g_ascii_isspace (*name); name++)
    length--;
  while (length > 0 && g_ascii_isspace (name[length - 1]))
    length--;
  if (length == 0)
    return TRUE;

  if (!mus_string_pool_add (&self->catalog->genres, name, length, &genre, NULL, error))
    return FALSE;
  if (genre >= MUS_NO_GENRE)
    {
      g_set_error (error, MUS_ERROR, MUS_ERROR_RESOURCE,
                   _ ("There are more than %d different genres. Look whether the column "
                      "“track_genre” really holds genres."),
                   MUS_NO_GENRE);
      return FALSE;
    }
  if (track->genre == MUS_NO_GENRE)
    track->genre = (guint16) genre;

  if (!mus_try_grow ((gpointer *) &self->labels, &self->labels_capacity, self->n_labels + 1,
                     sizeof (MusLabel), error))
    return FALSE;
  self->labels[self->n_labels++] = (MusLabel){ track->identity, (guint16) genre };

  return TRUE;
}

static gboolean
take_genres (MusCatalogBuilder *self, const MusCsvRecord *record, MusTrack *track, GError **error)
{
  const MusParsedRow *row = record->prepared;
  MusCsvField         list = mus_parsed_row_genres (&self->columns, record);
  const char         *end = list.text + list.length;

  track->genre = MUS_NO_GENRE;
  if (!row->has_genre_list)
    return take_genre (self, list.text, list.length, track, error);

  for (const char *name = list.text; name < end;)
    {
      gsize length = MIN (strcspn (name, ";"), (gsize) (end - name));

      if (!take_genre (self, name, length, track, error))
        return FALSE;
      name += length + 1;
    }

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
  guint32     index;
  gboolean    is_new;

  if (!take_text (self, record, MUS_TEXT_ID, track, &is_new, error))
    return FALSE;

  index = track->texts[MUS_TEXT_ID];
  if (is_new)
    {
      if (!mus_try_grow ((gpointer *) &catalog->ids, &catalog->ids_capacity, (gsize) index + 1,
                         sizeof (MusKnownId), error))
        return FALSE;
      catalog->ids[index] = (MusKnownId){ MUS_NO_ROW, track->identity };
    }
  if (kept && catalog->ids[index].row == MUS_NO_ROW)
    catalog->ids[index].row = (guint32) catalog->n_tracks;

  return TRUE;
}

static gboolean
keep_track (MusCatalogBuilder  *self,
            const MusCsvRecord *record,
            MusTrack           *track,
            GError            **error)
{
  const MusParsedRow *row = record->prepared;
  MusCatalog         *catalog = self->catalog;
  gsize               n = catalog->n_tracks;

  if (!take_text (self, record, MUS_TEXT_ALBUM, track, NULL, error) ||
      !mus_try_grow ((gpointer *) &catalog->tracks, &catalog->tracks_capacity, n + 1,
                     sizeof (MusTrack), error) ||
      !mus_try_grow ((gpointer *) &self->values, &self->values_capacity, n + 1,
                     MUS_N_FEATURES * sizeof (double), error))
    return FALSE;

  if (catalog->identity_rows[track->identity] == MUS_NO_ROW)
    catalog->identity_rows[track->identity] = (guint32) n;
  for (MusFeature f = 0; f < MUS_N_FEATURES; f++)
    {
      self->values[n * MUS_N_FEATURES + f] = row->values[f];
      self->n_missing[f] += isnan (row->values[f]) ? 1 : 0;
    }
  catalog->tracks[n] = *track;
  catalog->n_tracks++;

  return TRUE;
}

static gboolean
take_record (const MusCsvRecord *record, gpointer builder, GError **error)
{
  MusCatalogBuilder  *self = builder;
  MusCatalogSummary  *summary = &self->catalog->summary;
  const MusParsedRow *row = record->prepared;
  MusTrack            track = { 0 };
  gboolean            is_new_title, is_new_identity, kept;

  if (!self->has_header)
    return take_header (self, record, error);

  summary->n_rows++;
  if (!row->is_usable)
    {
      summary->n_skipped++;
      if (summary->first_skipped == 0)
        summary->first_skipped = record->row;
      return TRUE;
    }

  expect_texts (self, row);
  summary->n_text_cells += row->n_texts;
  if (!take_text (self, record, MUS_TEXT_TITLE, &track, &is_new_title, error) ||
      !take_artists (self, record, &track, error) ||
      !take_identity (self, record, &track, is_new_title, &is_new_identity, error) ||
      !take_genres (self, record, &track, error))
    return FALSE;

  kept = summary->repeats == MUS_REPEATS_TITLE ? is_new_title : is_new_identity;
  summary->n_duplicates += !kept;

  return take_id (self, record, &track, kept, error) &&
         (!kept || keep_track (self, record, &track, error));
}

const MusCsvSteps mus_catalog_builder_steps = {
  .prepared_size = sizeof (MusParsedRow),
  .prepare = prepare_record,
  .take = take_record,
};

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
  if (self->catalog->n_tracks < MUS_MIN_TRACKS && self->catalog->n_tracks == summary->n_rows)
    {
      g_set_error (error, MUS_ERROR, MUS_ERROR_EMPTY,
                   _ ("MusRec needs at least %d tracks, and this file has only %u. Choose a larger "
                      "catalog."),
                   MUS_MIN_TRACKS, (guint) self->catalog->n_tracks);
      return FALSE;
    }
  if (self->catalog->n_tracks < MUS_MIN_TRACKS)
    {
      g_set_error (
          error, MUS_ERROR, MUS_ERROR_EMPTY,
          summary->repeats == MUS_REPEATS_TITLE && summary->n_duplicates > 0
              ? _ ("Of %s rows only %u can be used, and MusRec needs at least %d tracks: %s rows "
                   "repeat a title, %s have the wrong number of fields or no usable number. "
                   "Choose a larger catalog, or leave out only repeated songs of one artist.")
              : _ ("Of %s rows only %u can be used, and MusRec needs at least %d tracks: %s rows "
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

  return mus_catalog_number_artists (self->catalog, self->artist_folds.numbers,
                                     self->folded_artists.n, run, error);
}

static gboolean
make_song_titles (gpointer data, guint which, const MusRun *run, GError **error)
{
  MusCatalogBuilder *self = data;

  return mus_catalog_make_song_titles (self->catalog, which, &self->song_titles[which], run,
                                       error);
}

/* What is left to be done when all records are there. */
static gboolean
complete (MusCatalogBuilder *self, const MusRun *run, GError **error)
{
  /* The longest first. */
  static const MusParallelStep whole[] = {
    { make_features, 0 },
    { gather_genres, 0 },
    { number_artists, 0 },
  };
  guint                       n_parts = mus_catalog_n_song_parts (self->catalog);
  guint                       n = G_N_ELEMENTS (whole);
  g_autofree MusParallelStep *steps = g_new (MusParallelStep, n + n_parts);

  memcpy (steps, whole, sizeof whole);
  for (guint part = 0; part < n_parts; part++)
    steps[n++] = (MusParallelStep){ make_song_titles, part };
  self->song_titles = g_new0 (MusStringPool, n_parts);
  self->n_song_parts = n_parts;

  return mus_parallel_run_steps (steps, n, self, run, error) &&
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
