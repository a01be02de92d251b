/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/mus-columns.h"

G_BEGIN_DECLS

/**
 * MusParsedRow: what can be told of a row without knowing the rows before it
 * @values: its numbers; NaN where there is none
 * @lengths: of its texts in bytes, when a list is joined
 * @genre_length: of the cell of its genres, the same
 * @has_genre_list: whether that has several genres; else it is the name of one
 * @hashes: of its texts, by mus_string_hash(); only set in a usable row
 * @n_texts: cells that hold a text in place of a number
 * @is_usable: whether it has as many fields as the header, and a number
 */
typedef struct
{
  double   values[MUS_N_FEATURES];
  guint32  lengths[MUS_N_TEXTS];
  guint32  hashes[MUS_N_TEXTS];
  guint32  genre_length;
  gboolean has_genre_list;
  guint    n_texts;
  gboolean is_usable;
} MusParsedRow;

void mus_parsed_row_init (MusParsedRow *self, const MusColumns *columns,
                          const MusCsvRecord *record);

/**
 * mus_parsed_row_text:
 * @record: prepared, with as many fields as the header, and a number
 *
 * Returns: a text of the row; "" when there is no column. Blank titles count as one, and
 *   are of length 0; artists are separated by ';'
 */
MusCsvField mus_parsed_row_text (const MusColumns *columns, const MusCsvRecord *record,
                                 MusText text);

/* Returns: the genre of a row, or its list, separated by ';' */
MusCsvField mus_parsed_row_genres (const MusColumns *columns, const MusCsvRecord *record);

G_END_DECLS
