/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/mus-run.h"
#include "catalog/mus-catalog.h"
#include "catalog/mus-string-pool.h"

G_BEGIN_DECLS

/* One kept track; its numbers stand for strings in the catalog's pools. */
typedef struct
{
  guint32 texts[MUS_N_TEXTS];
  guint32 identity; /* title and main artist, folded */
  guint32 artist;
  guint32 song;
  guint16 genre; /* MUS_NO_GENRE for none */
} MusTrack;

/* A track_id of the file, kept or left out. */
typedef struct
{
  guint32 row;      /* that was kept with this id, or MUS_NO_ROW */
  guint32 identity; /* of the first row with it */
} MusKnownId;

/* A genre that a row of the file gives to a title and main artist. */
typedef struct
{
  guint32 identity;
  guint16 genre;
} MusLabel;

struct _MusCatalog
{
  gatomicrefcount   ref_count;
  char             *name;
  char             *source;   /* (nullable) */
  char             *checksum; /* made when first asked for */
  MusCatalogSummary summary;

  MusTrack     *tracks; /* n_tracks */
  gsize         n_tracks;
  gsize         tracks_capacity;
  MusStringPool texts[MUS_N_TEXTS]; /* each text once, those of rows left out too */

  MusKnownId *ids; /* one for each string of the pool of ids */
  gsize       ids_capacity;

  MusStringPool identities;    /* title, NUL, the first of the artists, both folded */
  guint32      *identity_rows; /* the kept track of each, or MUS_NO_ROW */
  gsize         identity_rows_capacity;

  MusStringPool artists; /* main artists of kept tracks, spelled as there */
  MusStringPool genres;  /* those of kept tracks first */
  guint16       n_genres;
  guint32      *label_starts; /* n_tracks + 1 */
  guint16      *labels;       /* of track r: [label_starts[r], label_starts[r + 1]) */

  MusMatrix *features; /* (n_tracks, 15) */

  MusStringPool keys[MUS_N_TEXTS]; /* search keys of the texts; none of the ids */
  guint32      *orders[MUS_N_SORTS];
};

MusCatalog *mus_catalog_new (void);

/* The first of a list of artists, without white space around it: its start; @length
 * becomes its length. */
const char *mus_catalog_first_artist (const char *artists, gsize *length);

/* Makes the matrix of features of @values, (n_tracks, 15) with NaN where missing, of which
 * there are @n_missing in each column; a missing one becomes the column's median. */
gboolean mus_catalog_make_features (MusCatalog *self, const double *values, const gsize *n_missing,
                                    const MusRun *run, GError **error);

/* Numbers main artists in the order of the kept tracks. @artist_folds tells for each list of
 * artists the number of the folded form of its first, below @n_folds. */
gboolean mus_catalog_number_artists (MusCatalog *self, const guint32 *artist_folds,
                                     guint32 n_folds, const MusRun *run, GError **error);

/* Makes what songs are told apart by: their titles without what tells versions apart, for
 * one part of the tracks, in their order; @titles is an empty pool. Parts may be made side
 * by side. */
guint    mus_catalog_n_song_parts (const MusCatalog *self);
gboolean mus_catalog_make_song_titles (const MusCatalog *self, guint part, MusStringPool *titles,
                                       const MusRun *run, GError **error);

/* Numbers songs in the order of the kept tracks by the titles of all parts, when the
 * artists have their numbers. */
gboolean mus_catalog_number_songs (MusCatalog *self, const MusStringPool *titles,
                                   const MusRun *run, GError **error);

/* Numbers the genres anew, those of kept tracks first, and gathers for each track the
 * labels of its identity. @labels, in the order of the file, are renumbered too. */
gboolean mus_catalog_gather_genres (MusCatalog *self, MusLabel *labels, gsize n_labels,
                                    const MusRun *run, GError **error);

/* Makes the search keys of one text; all are needed before the orders. */
gboolean mus_catalog_make_order (MusCatalog *self, MusSort sort, const MusRun *run,
                                 GError **error);

G_END_DECLS
