/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-parsed-row.h"

#include <math.h>

#include "catalog/mus-notation.h"
#include "catalog/mus-number.h"
#include "catalog/mus-string-pool.h"

static gboolean
is_blank (MusCsvField field)
{
  for (gsize i = 0; i < field.length; i++)
    if (!g_ascii_isspace (field.text[i]))
      return FALSE;

  return TRUE;
}

static MusCsvField
get_field (const MusColumns *columns, const MusCsvRecord *record, MusText text)
{
  if (columns->texts[text] < 0)
    return (MusCsvField){ "", 0 };

  return record->fields[columns->texts[text]];
}

MusCsvField
mus_parsed_row_text (const MusColumns *columns, const MusCsvRecord *record, MusText text)
{
  const MusParsedRow *row = record->prepared;
  MusCsvField         field = get_field (columns, record, text);

  field.length = row->lengths[text];

  return field;
}

static MusCsvField
get_genre_field (const MusColumns *columns, const MusCsvRecord *record)
{
  if (columns->genre < 0)
    return (MusCsvField){ "", 0 };

  return record->fields[columns->genre];
}

MusCsvField
mus_parsed_row_genres (const MusColumns *columns, const MusCsvRecord *record)
{
  const MusParsedRow *row = record->prepared;
  MusCsvField         field = get_genre_field (columns, record);

  field.length = row->genre_length;

  return field;
}

static const char *
cell_text (const MusColumns *columns, const MusCsvRecord *record, MusFeature feature)
{
  return record->fields[columns->features[feature]].text;
}

static MusCell
parse_cell (const MusColumns *columns, const MusCsvRecord *record, MusFeature feature, double *value)
{
  const char *cell;

  if (columns->features[feature] < 0)
    return MUS_CELL_MISSING;

  cell = cell_text (columns, record, feature);
  if (feature == MUS_FEATURE_EXPLICIT)
    return mus_number_parse_flag (cell, value);

  /* Where commas do not separate fields, they may be decimal points. */
  return mus_number_parse (cell, record->delimiter != ',', value);
}

static void
prepare_genres (MusParsedRow *self, const MusColumns *columns, const MusCsvRecord *record)
{
  MusCsvField field = get_genre_field (columns, record);
  gsize       length = field.length;
  gboolean    has_brackets;

  if (length > 0)
    length = mus_notation_join_list (field.text, length);
  has_brackets = length < field.length;
  for (gsize i = 0; columns->has_genre_lists && !has_brackets && i < length; i++)
    if (field.text[i] == ',')
      field.text[i] = ';';
  self->genre_length = (guint32) length;
  self->has_genre_list = columns->has_genre_lists || has_brackets;
}

void
mus_parsed_row_init (MusParsedRow *self, const MusColumns *columns, const MusCsvRecord *record)
{
  self->n_texts = 0;
  self->is_usable = FALSE;
  if (record->n_fields != columns->n_columns)
    return;

  for (MusFeature f = 0; f < MUS_N_FEATURES; f++)
    {
      MusCell cell = parse_cell (columns, record, f, &self->values[f]);

      self->is_usable |= cell == MUS_CELL_NUMBER;
      if (cell == MUS_CELL_TEXT &&
          mus_notation_parse (f, cell_text (columns, record, f), &self->values[f]))
        continue;

      self->n_texts += cell == MUS_CELL_TEXT;
      if (cell != MUS_CELL_NUMBER)
        self->values[f] = NAN;
    }
  prepare_genres (self, columns, record);
  for (MusText t = 0; t < MUS_N_TEXTS; t++)
    {
      MusCsvField field = get_field (columns, record, t);

      if (t == MUS_TEXT_TITLE && is_blank (field))
        field.length = 0;
      else if (t == MUS_TEXT_ARTISTS)
        field.length = mus_notation_join_list (field.text, field.length);
      self->lengths[t] = (guint32) field.length;
      self->hashes[t] = mus_string_hash (field.text, field.length);
    }
}
