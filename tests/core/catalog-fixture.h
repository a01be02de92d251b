/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fixture.h"

/*
 * Catalogs written as the rows of a CSV.
 */

#define HEADER \
  "track_id,artists,album_name,track_name,popularity,duration_ms,explicit,danceability,energy,key," \
  "loudness,mode,speechiness,acousticness,instrumentalness,liveness,valence,tempo,time_signature," \
  "track_genre\n"
#define NUMBERS "50,200000,False,0.5,0.6,1,-7.5,1,0.05,0.2,0,0.1,0.4,120,4"

/* What follows the rows of a case, so that there are enough: ids f0 ..., of genre filler. */
#define N_FILLERS 60

static inline MusCatalog *
read_bytes (const char *bytes, gsize n_bytes, MusRepeats repeats, GError **error)
{
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GFile) file = g_file_new_tmp ("musrec-XXXXXX.csv", &stream, NULL);
  MusCatalog *catalog;

  g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (stream)), bytes,
                                            n_bytes, NULL, NULL, NULL));
  g_assert_true (g_io_stream_close (G_IO_STREAM (stream), NULL, NULL));
  catalog = mus_catalog_read (file, repeats, NULL, error);
  g_assert_true (g_file_delete (file, NULL, NULL));
  if (catalog != NULL)
    g_assert_true (mus_catalog_prepare_search (catalog, NULL, NULL));

  return catalog;
}

/* A catalog of these rows and of the fillers behind them. */
static inline MusCatalog *
read_rows (const char *rows, MusRepeats repeats)
{
  g_autoptr (GString) text = g_string_new (HEADER);
  g_autoptr (GError) error = NULL;
  MusCatalog *catalog;

  g_string_append (text, rows);
  for (guint i = 0; i < N_FILLERS; i++)
    g_string_append_printf (text, "f%u,Filler %u,Album,Filler title %u,%u,200000,False,0.5,0.6,1,-7.5,1,0.05,0.2,0,"
                                  "0.1,0.4,%u,4,filler\n",
                            i, i % 7, i, i, 60 + i);
  catalog = read_bytes (text->str, text->len, repeats, &error);
  g_assert_no_error (error);

  return catalog;
}

/* The ids of the rows, those of fillers left out: "a b c". */
static inline char *
list_ids (const MusCatalog *catalog, const guint32 *rows, gsize n)
{
  GString *ids = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    {
      const char *id = mus_catalog_text (catalog, rows[i], MUS_TEXT_ID);

      if (*id != 'f')
        g_string_append_printf (ids, "%s%s", ids->len > 0 ? " " : "", id);
    }

  return g_string_free (ids, FALSE);
}
