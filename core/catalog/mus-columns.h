/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/mus-catalog.h"
#include "catalog/mus-csv-reader.h"

G_BEGIN_DECLS

/**
 * MUS_MIN_FEATURES: how many of the 15 features a catalog must have
 */
#define MUS_MIN_FEATURES 8

/**
 * MusColumns: which column of a CSV holds what, from 0; -1 where there is none
 */
typedef struct
{
  guint    n_columns;
  gint     texts[MUS_N_TEXTS];
  gint     genre;
  gint     features[MUS_N_FEATURES];
  gboolean has_genre_lists; /* by its name the genre's column has lists */
} MusColumns;

/**
 * mus_columns_map:
 * @header: the header of a CSV; its names count in any order, in upper or lower case, the
 *   first of several equal ones. A column that is not there by its own name is looked for
 *   without spaces and punctuation ("Track Name"), then by names that other collections give it
 *   ("artist_name", "genre", "id")
 * @error: (nullable): %MUS_ERROR_SCHEMA with the columns that are needed and those found,
 *   %MUS_ERROR_PARSE when this can't be the header of a table
 *
 * Needed are a title, artists and at least MUS_MIN_FEATURES features.
 */
gboolean mus_columns_map (MusColumns *self, const MusCsvRecord *header, GError **error);

G_END_DECLS
