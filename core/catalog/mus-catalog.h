/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/mus-matrix.h"
#include "base/mus-run.h"
#include "catalog/mus-feature.h"

G_BEGIN_DECLS

/**
 * MusCatalog:
 *
 * The cleaned tracks, kept by columns: texts in one arena, features in one matrix.
 * Immutable and reference-counted; any thread may read it. A *row* is a track's number,
 * in [0, n_tracks), in the order of the file.
 */
typedef struct _MusCatalog MusCatalog;

#define MUS_TYPE_CATALOG (mus_catalog_get_type ())

/**
 * MUS_NO_ROW: what stands where there is no track
 */
#define MUS_NO_ROW G_MAXUINT32

/**
 * MUS_NO_GENRE: what stands where a track has no genre
 */
#define MUS_NO_GENRE G_MAXUINT16

/**
 * MusRepeats:
 * @MUS_REPEATS_TITLE: keep the first row of each track_name, compared byte for byte; the
 *   published rule
 * @MUS_REPEATS_TITLE_ARTIST: keep the first row of each title and main artist, compared
 *   as a person would
 */
typedef enum
{
  MUS_REPEATS_TITLE,
  MUS_REPEATS_TITLE_ARTIST,
} MusRepeats;

/**
 * MusText: the texts of a track
 */
typedef enum
{
  MUS_TEXT_ID,      /* track_id; "" where the catalog has none */
  MUS_TEXT_TITLE,   /* track_name */
  MUS_TEXT_ARTISTS, /* as in the file: separated by ";" */
  MUS_TEXT_ALBUM,   /* album_name */
  MUS_N_TEXTS,
} MusText;

/**
 * MusCatalogSummary:
 *
 * What reading and cleaning did.
 */
typedef struct
{
  gsize   n_rows;        /* records below the header, skipped ones included */
  guint   n_columns;     /* in the header, a leading index column included */
  gsize   n_tracks;      /* kept */
  guint   n_features;    /* of the 15, how many the file has */
  guint   n_genres;      /* among the kept tracks' own genres */
  gsize   n_duplicates;  /* left out as repeated songs */
  gsize   n_filled;      /* missing numbers that got their column's median */
  gsize   n_skipped;     /* rows with too few or too many fields, or no usable number */
  gsize   first_skipped; /* the row number of the first one, 1 below the header; 0: none */
  gsize   n_text_cells;  /* texts in numeric cells, counted as missing */
  gsize   n_nul;         /* NUL characters that became U+FFFD */
  guint32 missing;       /* bit f is set when feature f has no column */
  guint32 constant;      /* bit f is set when feature f has one value in all tracks */
  MusRepeats repeats;    /* the rule that was followed */
  double  read_seconds;  /* reading the file and leaving out repeated songs */
  double  clean_seconds; /* filling, gathering genres, making orders and search keys */
} MusCatalogSummary;

GType mus_catalog_get_type (void) G_GNUC_CONST;

MusCatalog *mus_catalog_ref (MusCatalog *self);
void        mus_catalog_unref (MusCatalog *self);

gsize                    mus_catalog_n_tracks (const MusCatalog *self);
const MusCatalogSummary *mus_catalog_summary (const MusCatalog *self);

/**
 * mus_catalog_name:
 *
 * Returns: (transfer none): the file's display name
 */
const char *mus_catalog_name (const MusCatalog *self);

/**
 * mus_catalog_source:
 *
 * Returns: (transfer none) (nullable): a text that files of the same bytes share, of the file
 *   that the catalog was read from
 */
const char *mus_catalog_source (const MusCatalog *self);

/**
 * mus_catalog_checksum:
 *
 * Made when it is first asked for.
 *
 * Returns: (transfer none): SHA-256, in hexadecimal, over the kept tracks' texts, genres
 *   and features: the same for the same content, whatever the file is called
 */
const char *mus_catalog_checksum (const MusCatalog *self);

/**
 * mus_catalog_make_checksum:
 * @run: (nullable): cancelled between tiles of tracks
 *
 * Makes the checksum now, if it has not been made yet, for those who can't wait for it
 * without a word.
 *
 * Returns: %FALSE with @error when cancelled
 */
gboolean mus_catalog_make_checksum (const MusCatalog *self, const MusRun *run, GError **error);

/**
 * mus_catalog_text:
 *
 * Returns: (transfer none): valid UTF-8 without NUL; never %NULL
 */
const char *mus_catalog_text (const MusCatalog *self, guint32 row, MusText text);

/**
 * mus_catalog_artists_text:
 *
 * Returns: (transfer full): the artists as a sentence has them: "A, B"
 */
char *mus_catalog_artists_text (const MusCatalog *self, guint32 row);

/**
 * mus_catalog_main_artist:
 *
 * Returns: a number that two tracks share when their first artists are the same, folded;
 *   in [0, mus_catalog_n_artists ())
 */
guint32     mus_catalog_main_artist (const MusCatalog *self, guint32 row);
guint32     mus_catalog_n_artists (const MusCatalog *self);
const char *mus_catalog_artist_name (const MusCatalog *self, guint32 artist);

/**
 * mus_catalog_song:
 *
 * Returns: a number that two tracks share when they are versions of one song: titles
 *   compared without "Remaster", "Live", "feat." and the like, same main artist
 */
guint32 mus_catalog_song (const MusCatalog *self, guint32 row);

/**
 * mus_catalog_genre:
 *
 * Returns: the genre of the row that was kept, or %MUS_NO_GENRE
 */
guint16     mus_catalog_genre (const MusCatalog *self, guint32 row);
guint16     mus_catalog_n_genres (const MusCatalog *self);
const char *mus_catalog_genre_name (const MusCatalog *self, guint16 genre);

/**
 * mus_catalog_genres:
 * @n_genres: (out): how many
 *
 * Returns: (transfer none): all genres of the track, its own first, the others (gathered
 *   from all rows of the same title and main artist) in the order of the file. They count
 *   over [0, mus_catalog_n_labels ()), which is at least n_genres: a genre whose every own
 *   row was left out stands behind the others
 */
const guint16 *mus_catalog_genres (const MusCatalog *self, guint32 row, guint *n_genres);
guint16        mus_catalog_n_labels (const MusCatalog *self);

/**
 * mus_catalog_features:
 *
 * Returns: (transfer none): (n_tracks, 15) numbers in their own units, filled
 */
MusMatrix *mus_catalog_features (const MusCatalog *self);

/* Whether the file has a column for the feature; else its numbers mean nothing. */
gboolean mus_catalog_has_feature (const MusCatalog *self, MusFeature feature);

/**
 * mus_catalog_find:
 * @id: a track_id, also one whose row was left out
 *
 * Returns: the track with that id, or the kept one of the same title and main artist, or
 *   %MUS_NO_ROW
 */
guint32 mus_catalog_find (const MusCatalog *self, const char *id);

/**
 * mus_catalog_find_song:
 * @title: a title
 * @artists: its artists, separated by ";"; only the first one counts
 *
 * Returns: the kept track of that title and main artist, compared as a person would (the
 *   lowest row when there are several), or %MUS_NO_ROW
 */
guint32 mus_catalog_find_song (const MusCatalog *self, const char *title, const char *artists);

/**
 * mus_catalog_link:
 *
 * Returns: (transfer full) (nullable): the address of the track's public page, or %NULL
 *   when its id is not one of 22 base-62 characters
 */
char *mus_catalog_link (const MusCatalog *self, guint32 row);

/**
 * MusSort: the orders in which a list can stand
 */
typedef enum
{
  MUS_SORT_FILE,
  MUS_SORT_TITLE,
  MUS_SORT_ARTIST,
  MUS_SORT_GENRE,
  MUS_SORT_POPULARITY, /* the most popular first */
  MUS_SORT_TEMPO,      /* the slowest first */
  MUS_N_SORTS,
} MusSort;

/**
 * mus_catalog_prepare_search:
 * @self: nobody else's yet
 * @run: (nullable): cancelled between rows
 * @error: (nullable): %MUS_ERROR_RESOURCE or %G_IO_ERROR_CANCELLED
 *
 * Makes what mus_catalog_order() and mus_catalog_search() want, once: only who shows lists of
 * all tracks needs it.
 */
gboolean mus_catalog_prepare_search (MusCatalog *self, const MusRun *run, GError **error);

/**
 * mus_catalog_order:
 *
 * After mus_catalog_prepare_search(), so that this is immediate.
 *
 * Returns: (transfer none): all n_tracks rows in that order, ties to the lower row
 */
const guint32 *mus_catalog_order (const MusCatalog *self, MusSort sort);

/**
 * MusFilter:
 * @words: (nullable): what was typed; a track matches when its title, artists and album
 *   together have each of its words, accents and case ignored
 * @genre: only tracks with this label, or %MUS_NO_GENRE for all
 * @artist: only tracks of this main artist, or %MUS_NO_ROW for all
 * @allowed: (nullable) (array length=n_tracks): only tracks whose byte is not 0, as
 *   mus_criteria_apply() tells; %NULL for all
 */
typedef struct
{
  const char   *words;
  guint16       genre;
  guint32       artist;
  const guint8 *allowed;
} MusFilter;

#define MUS_FILTER_INIT \
  { \
    .words = NULL, .genre = MUS_NO_GENRE, .artist = MUS_NO_ROW, .allowed = NULL \
  }

/**
 * mus_catalog_search:
 * @filter: what to keep
 * @sort: in which order
 * @rows: (out caller-allocates) (array length=n_tracks): the rows that match
 *
 * A few milliseconds for 100,000 tracks.
 *
 * Returns: how many match
 */
gsize mus_catalog_search (const MusCatalog *self, const MusFilter *filter, MusSort sort,
                          guint32 *rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusCatalog, mus_catalog_unref)

G_END_DECLS
