/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-catalog-builder.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mus-error.h"
#include "base/mus-text.h"
#include "catalog/mus-catalog-private.h"
#include "catalog/mus-columns.h"
#include "catalog/mus-number.h"
#include "catalog/mus-song-title.h"

/* A genre that a row of the file gives to a title and main artist. */
typedef struct
{
  guint32 identity;
  guint16 genre;
} Label;

struct _MusCatalogBuilder
{
  MusCatalog *catalog;
  MusColumns  columns;
  gboolean    has_header;
  gint64      start_us;

  double *values; /* (n_tracks, 15), NaN where missing */
  gsize   values_capacity;

  MusStringPool folded_artists; /* numbered as catalog->artists */
  GString      *identity;       /* of the row at hand */
  Label        *labels;         /* in the order of the file */
  gsize         n_labels;
  gsize         labels_capacity;
};

/* What of a record a track is made of. */
typedef struct
{
  MusCsvField texts[MUS_N_TEXTS];
  double      values[MUS_N_FEATURES];
  guint16     genre;
  guint32     identity;
  gboolean    is_new_identity;
  gsize       artist_start; /* in the builder's identity */
} Row;

MusCatalogBuilder *
mus_catalog_builder_new (MusRepeats repeats)
{
  MusCatalogBuilder *self = g_new0 (MusCatalogBuilder, 1);

  self->catalog = mus_catalog_new ();
  self->catalog->summary.repeats = repeats;
  self->identity = g_string_new (NULL);
  self->start_us = g_get_monotonic_time ();

  return self;
}

void
mus_catalog_builder_free (MusCatalogBuilder *self)
{
  g_clear_pointer (&self->catalog, mus_catalog_unref);
  mus_string_pool_clear (&self->folded_artists);
  g_string_free (self->identity, TRUE);
  g_free (self->values);
  g_free (self->labels);
  g_free (self);
}

static void
take_texts (const MusCatalogBuilder *self, const MusCsvRecord *record, Row *row)
{
  static const MusCsvField none = { "", 0 };

  for (MusText t = 0; t < MUS_N_TEXTS; t++)
    row->texts[t] = self->columns.texts[t] < 0 ? none : record->fields[self->columns.texts[t]];

  /* Blank titles count as one. */
  if (strspn (row->texts[MUS_TEXT_TITLE].text, " \t\r\n") == row->texts[MUS_TEXT_TITLE].length)
    row->texts[MUS_TEXT_TITLE] = none;
}

/* Returns whether there is a usable number. */
static gboolean
take_values (const MusCatalogBuilder *self, const MusCsvRecord *record, Row *row, gsize *n_texts)
{
  gboolean any = FALSE;

  *n_texts = 0;
  for (MusFeature f = 0; f < MUS_N_FEATURES; f++)
    {
      const char *text;
      MusCell     cell;

      row->values[f] = NAN;
      if (self->columns.features[f] < 0)
        continue;

      text = record->fields[self->columns.features[f]].text;
      /* Where commas do not separate fields, they may be decimal points. */
      cell = f == MUS_FEATURE_EXPLICIT
                 ? mus_number_parse_flag (text, &row->values[f])
                 : mus_number_parse (text, record->delimiter != ',', &row->values[f]);
      any |= cell == MUS_CELL_NUMBER;
      *n_texts += cell == MUS_CELL_TEXT;
      if (cell != MUS_CELL_NUMBER)
        row->values[f] = NAN;
    }

  return any;
}

static gboolean
take_identity (MusCatalogBuilder *self, Row *row, GError **error)
{
  MusCatalog        *catalog = self->catalog;
  const MusCsvField *title = &row->texts[MUS_TEXT_TITLE];
  const MusCsvField *artists = &row->texts[MUS_TEXT_ARTISTS];

  row->artist_start = mus_catalog_set_identity (self->identity, title->text, title->length,
                                                artists->text, artists->length);
  if (!mus_string_pool_add (&catalog->identities, self->identity->str, self->identity->len,
                            &row->identity, &row->is_new_identity, error))
    return FALSE;

  if (row->is_new_identity)
    {
      if (!mus_try_grow ((gpointer *) &catalog->identity_rows, &catalog->identity_rows_capacity,
                         catalog->identities.n, sizeof (guint32), error))
        return FALSE;
      catalog->identity_rows[row->identity] = MUS_NO_ROW;
    }

  return TRUE;
}

static gboolean
take_genre (MusCatalogBuilder *self, const MusCsvRecord *record, Row *row, GError **error)
{
  g_autofree char *name = NULL;
  guint32          genre;

  row->genre = MUS_NO_GENRE;
  if (self->columns.genre < 0)
    return TRUE;

  name = g_strstrip (g_strdup (record->fields[self->columns.genre].text));
  if (*name == '\0')
    return TRUE;

  if (!mus_string_pool_add (&self->catalog->genres, name, strlen (name), &genre, NULL, error))
    return FALSE;
  if (genre >= MUS_NO_GENRE)
    {
      g_set_error (error, MUS_ERROR, MUS_ERROR_RESOURCE,
                   _ ("There are more than %d different genres. Look whether the column track_genre "
                      "really holds genres."),
                   MUS_NO_GENRE - 1);
      return FALSE;
    }
  row->genre = (guint16) genre;

  if (!mus_try_grow ((gpointer *) &self->labels, &self->labels_capacity, self->n_labels + 1,
                     sizeof (Label), error))
    return FALSE;
  self->labels[self->n_labels++] = (Label) { row->identity, row->genre };

  return TRUE;
}

/* Decides by the rule on repeated songs. By title, the pool of titles holds those of kept
 * tracks only, so that a new one is a new track. */
static gboolean
is_kept (MusCatalogBuilder *self, const Row *row, gboolean *kept, GError **error)
{
  const MusCsvField *title = &row->texts[MUS_TEXT_TITLE];
  guint32            index;

  *kept = row->is_new_identity;
  if (self->catalog->summary.repeats == MUS_REPEATS_TITLE_ARTIST)
    return TRUE;

  return mus_string_pool_add (&self->catalog->texts[MUS_TEXT_TITLE], title->text, title->length,
                              &index, kept, error);
}

static gboolean
take_id (MusCatalog *catalog, const Row *row, gboolean kept, GError **error)
{
  const MusCsvField *id = &row->texts[MUS_TEXT_ID];
  guint32            index;
  gboolean           is_new;

  if (!mus_string_pool_add (&catalog->texts[MUS_TEXT_ID], id->text, id->length, &index, &is_new, error))
    return FALSE;

  if (is_new)
    {
      if (!mus_try_grow ((gpointer *) &catalog->ids, &catalog->ids_capacity, (gsize) index + 1,
                         sizeof (MusKnownId), error))
        return FALSE;
      catalog->ids[index] = (MusKnownId) { MUS_NO_ROW, row->identity };
    }
  if (kept && catalog->ids[index].row == MUS_NO_ROW)
    catalog->ids[index].row = (guint32) catalog->n_tracks;

  return TRUE;
}

static gboolean
take_artist (MusCatalogBuilder *self, const Row *row, guint32 *artist, GError **error)
{
  gsize       length = row->texts[MUS_TEXT_ARTISTS].length;
  const char *name = mus_catalog_first_artist (row->texts[MUS_TEXT_ARTISTS].text, &length);
  gboolean    is_new;

  return mus_string_pool_add (&self->folded_artists, self->identity->str + row->artist_start,
                              self->identity->len - row->artist_start, artist, &is_new, error) &&
         (!is_new || mus_string_pool_append (&self->catalog->artists, name, length, error));
}

static gboolean
keep_track (MusCatalogBuilder *self, const Row *row, GError **error)
{
  MusCatalog *catalog = self->catalog;
  MusTrack    track = { .identity = row->identity, .genre = row->genre };

  for (MusText t = 0; t < MUS_N_TEXTS; t++)
    if (!mus_string_pool_add (&catalog->texts[t], row->texts[t].text, row->texts[t].length,
                              &track.texts[t], NULL, error))
      return FALSE;
  if (!take_artist (self, row, &track.artist, error) ||
      !mus_try_grow ((gpointer *) &catalog->tracks, &catalog->tracks_capacity,
                     catalog->n_tracks + 1, sizeof (MusTrack), error) ||
      !mus_try_grow ((gpointer *) &self->values, &self->values_capacity, catalog->n_tracks + 1,
                     sizeof row->values, error))
    return FALSE;

  if (catalog->identity_rows[row->identity] == MUS_NO_ROW)
    catalog->identity_rows[row->identity] = (guint32) catalog->n_tracks;
  memcpy (self->values + catalog->n_tracks * MUS_N_FEATURES, row->values, sizeof row->values);
  catalog->tracks[catalog->n_tracks++] = track;

  return TRUE;
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

gboolean
mus_catalog_builder_take (const MusCsvRecord *record, gpointer builder, GError **error)
{
  MusCatalogBuilder *self = builder;
  MusCatalogSummary *summary = &self->catalog->summary;
  Row                row;
  gboolean           kept;
  gsize              n_texts;

  if (!self->has_header)
    return take_header (self, record, error);

  summary->n_rows++;
  if (record->n_fields != self->columns.n_columns || !take_values (self, record, &row, &n_texts))
    {
      summary->n_skipped++;
      if (summary->first_skipped == 0)
        summary->first_skipped = record->row;
      return TRUE;
    }

  summary->n_text_cells += n_texts;
  take_texts (self, record, &row);
  if (!take_identity (self, &row, error) || !take_genre (self, record, &row, error) ||
      !is_kept (self, &row, &kept, error) || !take_id (self->catalog, &row, kept, error))
    return FALSE;

  summary->n_duplicates += !kept;

  return !kept || keep_track (self, &row, error);
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The median of the numbers of a column; 0 when there are none. */
static double
find_median (const double *values, gsize n_rows, MusFeature feature, double *sorted)
{
  gsize n = 0;

  for (gsize i = 0; i < n_rows; i++)
    if (!isnan (values[i * MUS_N_FEATURES + feature]))
      sorted[n++] = values[i * MUS_N_FEATURES + feature];
  if (n == 0)
    return 0.0;

  qsort (sorted, n, sizeof *sorted, compare_doubles);

  return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2.0;
}

static gsize
count_missing (const double *values, gsize n_rows, MusFeature feature)
{
  gsize n = 0;

  for (gsize i = 0; i < n_rows; i++)
    n += isnan (values[i * MUS_N_FEATURES + feature]) ? 1 : 0;

  return n;
}

static gboolean
make_features (MusCatalogBuilder *self, GError **error)
{
  MusCatalog        *catalog = self->catalog;
  MusCatalogSummary *summary = &catalog->summary;
  gsize              n = catalog->n_tracks;
  g_autofree double *sorted = NULL;
  float             *data;

  catalog->features = mus_matrix_new (n, MUS_N_FEATURES, error);
  if (catalog->features == NULL)
    return FALSE;
  data = mus_matrix_fill (catalog->features);

  for (MusFeature f = 0; f < MUS_N_FEATURES; f++)
    {
      gsize    n_missing = count_missing (self->values, n, f);
      double   median = 0.0;
      gboolean constant = TRUE;

      if (n_missing > 0 && sorted == NULL && (sorted = mus_try_new (double, n, error)) == NULL)
        return FALSE;
      if (n_missing > 0)
        median = find_median (self->values, n, f, sorted);
      if ((summary->missing & (1u << f)) == 0)
        summary->n_filled += n_missing;

      for (gsize i = 0; i < n; i++)
        {
          double value = self->values[i * MUS_N_FEATURES + f];

          data[i * MUS_N_FEATURES + f] = (float) (isnan (value) ? median : value);
          constant &= data[i * MUS_N_FEATURES + f] == data[f];
        }
      if (constant)
        summary->constant |= 1u << f;
    }
  g_clear_pointer (&self->values, g_free);

  return TRUE;
}

/* Numbers the genres anew: those of kept tracks first. */
static gboolean
renumber_genres (MusCatalogBuilder *self, GError **error)
{
  MusCatalog          *catalog = self->catalog;
  guint32              n = catalog->genres.n;
  g_autofree gboolean *own = g_new0 (gboolean, n);
  g_autofree guint16  *numbers = g_new0 (guint16, n);
  MusStringPool        genres = { 0 };

  for (gsize i = 0; i < catalog->n_tracks; i++)
    if (catalog->tracks[i].genre != MUS_NO_GENRE)
      own[catalog->tracks[i].genre] = TRUE;
  for (guint pass = 0; pass < 2; pass++)
    {
      for (guint32 g = 0; g < n; g++)
        if (own[g] == (pass == 0))
          {
            numbers[g] = (guint16) genres.n;
            if (!mus_string_pool_append (&genres, mus_string_pool_get (&catalog->genres, g),
                                         mus_string_pool_length (&catalog->genres, g), error))
              {
                mus_string_pool_clear (&genres);
                return FALSE;
              }
          }
      if (pass == 0)
        catalog->n_genres = (guint16) genres.n;
    }
  mus_string_pool_clear (&catalog->genres);
  catalog->genres = genres;
  catalog->summary.n_genres = catalog->n_genres;

  for (gsize i = 0; i < catalog->n_tracks; i++)
    if (catalog->tracks[i].genre != MUS_NO_GENRE)
      catalog->tracks[i].genre = numbers[catalog->tracks[i].genre];
  for (gsize i = 0; i < self->n_labels; i++)
    self->labels[i].genre = numbers[self->labels[i].genre];

  return TRUE;
}

/* Sorts the labels by identity, each identity's in the order of the file: returns where
 * each identity's start in @sorted, one more than there are identities. */
static guint32 *
sort_labels (const MusCatalogBuilder *self, guint16 *sorted, GError **error)
{
  gsize    n = self->catalog->identities.n;
  guint32 *starts = mus_try_new (guint32, n + 2, error);

  if (starts == NULL)
    return NULL;

  for (gsize i = 0; i < self->n_labels; i++)
    starts[self->labels[i].identity + 2]++;
  for (gsize i = 2; i < n + 2; i++)
    starts[i] += starts[i - 1];
  for (gsize i = 0; i < self->n_labels; i++)
    sorted[starts[self->labels[i].identity + 1]++] = self->labels[i].genre;

  return starts;
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

/* How many labels all tracks have at most: several may share an identity. */
static gsize
count_labels (const MusCatalog *catalog, const guint32 *starts)
{
  gsize n = 0;

  for (gsize row = 0; row < catalog->n_tracks; row++)
    n += starts[catalog->tracks[row].identity + 1] - starts[catalog->tracks[row].identity];

  return n;
}

static gboolean
gather_genres (MusCatalogBuilder *self, GError **error)
{
  MusCatalog          *catalog = self->catalog;
  g_autofree guint16  *sorted = mus_try_new (guint16, self->n_labels, error);
  g_autofree guint32  *starts = sorted != NULL ? sort_labels (self, sorted, error) : NULL;
  guint32              n = 0;

  if (starts == NULL)
    return FALSE;

  catalog->label_starts = mus_try_new (guint32, catalog->n_tracks + 1, error);
  if (catalog->label_starts == NULL)
    return FALSE;
  catalog->labels = mus_try_new (guint16, count_labels (catalog, starts), error);
  if (catalog->labels == NULL)
    return FALSE;

  for (gsize row = 0; row < catalog->n_tracks; row++)
    {
      const MusTrack *track = &catalog->tracks[row];

      catalog->label_starts[row] = n;
      if (track->genre != MUS_NO_GENRE)
        catalog->labels[n++] = track->genre;
      for (guint32 i = starts[track->identity]; i < starts[track->identity + 1]; i++)
        n = append_label (catalog->labels, catalog->label_starts[row], n, sorted[i]);
    }
  catalog->label_starts[catalog->n_tracks] = n;

  return TRUE;
}

static gboolean
number_songs (MusCatalog *catalog, GError **error)
{
  g_autoptr (GString) song = g_string_new (NULL);
  MusStringPool songs = { 0 };
  gboolean      good = TRUE;

  for (guint32 row = 0; row < catalog->n_tracks && good; row++)
    {
      g_string_truncate (song, 0);
      mus_song_title_append (song, mus_catalog_text (catalog, row, MUS_TEXT_TITLE));
      g_string_append_printf (song, "\x1f%u", catalog->tracks[row].artist);
      good = mus_string_pool_add (&songs, song->str, song->len, &catalog->tracks[row].song, NULL, error);
    }
  mus_string_pool_clear (&songs);

  return good;
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
      g_set_error_literal (error, MUS_ERROR, MUS_ERROR_EMPTY,
                           _ ("This file is empty. Choose a CSV with the audio features of tracks."));
      return FALSE;
    }
  if (summary->n_rows == 0)
    {
      g_set_error_literal (error, MUS_ERROR, MUS_ERROR_EMPTY,
                           _ ("This file has a header line, but no tracks below it. Choose a CSV with "
                              "the audio features of tracks."));
      return FALSE;
    }
  if (self->catalog->n_tracks < MUS_MIN_TRACKS)
    {
      g_set_error (error, MUS_ERROR, MUS_ERROR_EMPTY,
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
  mus_string_pool_seal (&catalog->identities, TRUE);
  mus_string_pool_seal (&catalog->artists, FALSE);
}

MusCatalog *
mus_catalog_builder_finish (MusCatalogBuilder *self, const char *name, gsize n_nul,
                            const MusRun *run, GError **error)
{
  MusCatalog *catalog = self->catalog;
  gint64      read_us = g_get_monotonic_time ();

  if (!check_size (self, error))
    return NULL;

  catalog->name = g_strdup (name);
  catalog->summary.n_tracks = catalog->n_tracks;
  catalog->summary.n_nul = n_nul;
  catalog->summary.read_seconds = (double) (read_us - self->start_us) / G_USEC_PER_SEC;
  mus_string_pool_clear (&self->folded_artists);
  seal_pools (catalog);
  if (!make_features (self, error) || mus_run_is_cancelled (run, error) ||
      !renumber_genres (self, error) || !gather_genres (self, error) ||
      mus_run_is_cancelled (run, error) || !number_songs (catalog, error) ||
      mus_run_is_cancelled (run, error) || !mus_catalog_make_search (catalog, error))
    return NULL;

  catalog->summary.clean_seconds = (double) (g_get_monotonic_time () - read_us) / G_USEC_PER_SEC;

  return g_steal_pointer (&self->catalog);
}
