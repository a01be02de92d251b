/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/mus-catalog.h"
#include "catalog/mus-string-pool.h"

G_BEGIN_DECLS

/* One kept track; its numbers stand for strings in the catalog's pools. */
typedef struct
{
  guint32 texts[MUS_N_TEXTS];
  guint32 identity; /* title and main artist */
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

struct _MusCatalog
{
  gatomicrefcount   ref_count;
  char             *name;
  char             *checksum; /* made when first asked for */
  MusCatalogSummary summary;

  MusTrack     *tracks; /* n_tracks */
  gsize         n_tracks;
  gsize         tracks_capacity;
  MusStringPool texts[MUS_N_TEXTS]; /* each text once; ids of rows left out too */

  MusKnownId *ids; /* one for each string of the pool of ids */
  gsize       ids_capacity;

  MusStringPool identities;    /* "folded title U+001F folded main artist", of all rows */
  guint32      *identity_rows; /* the kept track of each, or MUS_NO_ROW */
  gsize         identity_rows_capacity;

  MusStringPool artists; /* spelled as first seen */
  MusStringPool genres;  /* those of kept tracks first */
  guint16       n_genres;
  guint32      *label_starts; /* n_tracks + 1 */
  guint16      *labels;       /* of track r: [label_starts[r], label_starts[r + 1]) */

  MusMatrix *features; /* (n_tracks, 15) */

  MusStringPool keys[MUS_N_TEXTS]; /* search keys of the texts; none of the ids */
  guint32      *orders[MUS_N_SORTS];
};

MusCatalog *mus_catalog_new (void);

/* Puts "folded title U+001F folded main artist" into @identity, replacing what is there;
 * returns where the artist starts. */
gsize mus_catalog_set_identity (GString *identity, const char *title, gsize title_length,
                                const char *artists, gsize artists_length);

/* The first of a list of artists, without white space around it: its start; @length
 * becomes its length. */
const char *mus_catalog_first_artist (const char *artists, gsize *length);

/* Makes the search keys, and the orders, which stand on them. */
gboolean mus_catalog_make_search (MusCatalog *self, GError **error);

G_END_DECLS
