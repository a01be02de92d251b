/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-csv-reader.h"

#include <csv.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/mus-error.h"
#include "base/mus-text.h"

#define BLOCK_BYTES (64 * 1024)
#define MAX_HEADER (1024 * 1024)

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

typedef struct
{
  struct csv_parser parser;
  MusCsvFunc        func;
  gpointer          user_data;
  GByteArray       *head;     /* until the header line is complete, then NULL */
  gboolean          has_nul;  /* a NUL was among the bytes so far */
  gsize             n_nul;
  gsize             row;      /* of the record that is being read */
  char             *text;     /* its fields, each ended by NUL */
  gsize             n_text;
  gsize             text_capacity;
  guint             n_fields;
  MusCsvField       fields[MUS_CSV_MAX_FIELDS]; /* their text is set when the record ends */
  GPtrArray        *columns;  /* names from the header, for error sentences */
  char              delimiter;
  GError           *error;    /* libcsv's callbacks can't stop it: they leave this */
} Reader;

/* Where the field that is being read stands: "row 5, column “energy”". */
static char *
describe_place (const Reader *self)
{
  g_autofree char *row = mus_text_count (self->row);
  guint            column = self->n_fields;

  if (self->row == 0)
    return g_strdup (_ ("the header line"));

  if (column < self->columns->len)
    /* translators: a place in a table, inside a sentence: number of the row, name of the column */
    return g_strdup_printf (_ ("row %s, column “%s”"), row,
                            (const char *) g_ptr_array_index (self->columns, column));

  /* translators: a place in a table, inside a sentence: numbers of the row and of the column */
  return g_strdup_printf (_ ("row %s, column %u"), row, column + 1);
}

static void
set_not_csv (GError **error)
{
  g_set_error_literal (error, MUS_ERROR, MUS_ERROR_PARSE,
                       _ ("This is not a CSV file: its first line is not text. Choose a file "
                          "that a spreadsheet program has saved as CSV."));
}

static void
set_not_utf8 (const Reader *self, GError **error)
{
  g_autofree char *place = describe_place (self);

  g_set_error (error, MUS_ERROR, MUS_ERROR_PARSE,
               /* translators: %s is a place, such as "row 5, column “artists”" */
               _ ("The text is not valid UTF-8 in %s. Save the file with the character encoding "
                  "UTF-8 and open it again."),
               place);
}

static void
set_field_too_long (const Reader *self, GError **error)
{
  g_autofree char *place = describe_place (self);

  g_set_error (error, MUS_ERROR, MUS_ERROR_RESOURCE,
               /* translators: %s is a place, such as "row 5, column “artists”" */
               _ ("A field is longer than 1 MiB in %s. Look there for a quotation mark that is "
                  "never closed."),
               place);
}

static void
set_record_too_long (const Reader *self, GError **error)
{
  g_autofree char *row = mus_text_count (self->row);

  g_set_error (error, MUS_ERROR, MUS_ERROR_RESOURCE,
               _ ("Row %s is longer than 16 MiB. Look there for a quotation mark that is never "
                  "closed."),
               row);
}

static void
set_too_many_fields (const Reader *self, GError **error)
{
  g_autofree char *row = mus_text_count (self->row);

  g_set_error (error, MUS_ERROR, MUS_ERROR_RESOURCE,
               _ ("Row %s has more than %d columns, which is the most that MusRec reads. Save the "
                  "file with fewer columns."),
               row, MUS_CSV_MAX_FIELDS);
}

/* Copies with each NUL replaced; there is room for three bytes a byte. Returns how many
 * bytes it became. */
static gsize
copy_replacing_nul (Reader *self, char *to, const char *from, gsize n_bytes)
{
  char *start = to;

  for (gsize i = 0; i < n_bytes; i++)
    if (from[i] != '\0')
      {
        *to++ = from[i];
      }
    else
      {
        to = g_stpcpy (to, REPLACEMENT);
        self->n_nul++;
      }

  return (gsize) (to - start);
}

static gboolean
check_limits (Reader *self, gsize n_bytes)
{
  if (G_LIKELY (n_bytes <= MUS_CSV_MAX_FIELD && self->n_fields < MUS_CSV_MAX_FIELDS &&
                self->n_text + n_bytes <= MUS_CSV_MAX_RECORD))
    return TRUE;

  if (n_bytes > MUS_CSV_MAX_FIELD)
    set_field_too_long (self, &self->error);
  else if (self->n_fields == MUS_CSV_MAX_FIELDS)
    set_too_many_fields (self, &self->error);
  else
    set_record_too_long (self, &self->error);

  return FALSE;
}

static void
take_field (void *bytes, size_t n_bytes, void *user_data)
{
  Reader *self = user_data;
  char   *text;
  gsize   length = n_bytes;

  if (self->error != NULL || !check_limits (self, n_bytes) ||
      !mus_try_grow ((gpointer *) &self->text, &self->text_capacity, self->n_text + 3 * n_bytes + 1,
                     1, &self->error))
    return;

  text = self->text + self->n_text;
  if (G_UNLIKELY (self->has_nul))
    length = copy_replacing_nul (self, text, bytes, n_bytes);
  else
    memcpy (text, bytes, n_bytes);
  text[length] = '\0';

  if (!mus_text_is_ascii (text, length) && !g_utf8_validate_len (text, length, NULL))
    {
      set_not_utf8 (self, &self->error);
      return;
    }
  self->fields[self->n_fields++].length = length;
  self->n_text += length + 1;
}

static void
take_record (int terminator, void *user_data)
{
  Reader      *self = user_data;
  const char  *text = self->text;
  MusCsvRecord record = { self->row, self->delimiter, self->n_fields, self->fields };

  if (self->error != NULL)
    return;

  for (guint i = 0; i < self->n_fields; i++)
    {
      self->fields[i].text = text;
      text += self->fields[i].length + 1;
      if (self->row == 0)
        g_ptr_array_add (self->columns, g_strdup (self->fields[i].text));
    }
  self->func (&record, self->user_data, &self->error);
  self->row++;
  self->n_text = 0;
  self->n_fields = 0;
}

/* Spaces are part of a title: libcsv shall not trim them. */
static int
is_no_space (unsigned char byte)
{
  return 0;
}

static gboolean
parse (Reader *self, const void *bytes, gsize n_bytes, GError **error)
{
  self->has_nul |= memchr (bytes, '\0', n_bytes) != NULL;

  if (csv_parse (&self->parser, bytes, n_bytes, take_field, take_record, self) != n_bytes)
    mus_error_set_no_memory (&self->error, csv_get_buffer_size (&self->parser));
  else if (self->error == NULL && self->parser.entry_pos > MUS_CSV_MAX_FIELD)
    set_field_too_long (self, &self->error);

  if (self->error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}

static gboolean
is_line_end (guint8 byte)
{
  return byte == '\n' || byte == '\r';
}

/* Looks for the first line that is not empty, and which delimiter stands in it most often
 * outside quotation marks. Returns how far the line reaches, or 0 while it has no end. */
static gsize
scan_header (const guint8 *bytes, gsize n_bytes, char *delimiter)
{
  static const char delimiters[] = { ',', ';', '\t' };
  gsize             counts[G_N_ELEMENTS (delimiters)] = { 0 };
  guint             best = 0;
  gboolean          quoted = FALSE;
  gsize             i = 0;

  while (i < n_bytes && is_line_end (bytes[i]))
    i++;
  for (; i < n_bytes && (quoted || !is_line_end (bytes[i])); i++)
    if (bytes[i] == '"')
      quoted = !quoted;
    else if (!quoted)
      for (guint d = 0; d < G_N_ELEMENTS (delimiters); d++)
        counts[d] += bytes[i] == (guint8) delimiters[d];

  for (guint d = 1; d < G_N_ELEMENTS (delimiters); d++)
    if (counts[d] > counts[best])
      best = d;
  *delimiter = counts[best] > 0 ? delimiters[best] : '\0';

  return i < n_bytes ? i : 0;
}

/* Whether these bytes can be the first line of a CSV; one without a delimiter and without
 * valid text is the start of a picture or the like. */
static gboolean
check_header (const guint8 *bytes, gsize n_bytes, char delimiter, GError **error)
{
  if (n_bytes >= 2 && ((bytes[0] == 0xff && bytes[1] == 0xfe) || (bytes[0] == 0xfe && bytes[1] == 0xff)))
    {
      g_set_error_literal (error, MUS_ERROR, MUS_ERROR_PARSE,
                           _ ("This file is encoded in UTF-16. Save it with the character encoding "
                              "UTF-8 and open it again."));
      return FALSE;
    }

  for (gsize i = 0; i < n_bytes; i++)
    if (bytes[i] < 0x20 && bytes[i] != '\t' && !is_line_end (bytes[i]))
      {
        set_not_csv (error);
        return FALSE;
      }
  if (delimiter == '\0' && !g_utf8_validate_len ((const char *) bytes, n_bytes, NULL))
    {
      set_not_csv (error);
      return FALSE;
    }

  return TRUE;
}

/* Gathers bytes until the header line is there as a whole, since it tells the delimiter;
 * then parses what was gathered. */
static gboolean
take_head (Reader *self, const guint8 *bytes, gsize n_bytes, gboolean at_end, GError **error)
{
  g_autoptr (GByteArray) head = self->head;
  gsize start, end;

  g_byte_array_append (head, bytes, (guint) n_bytes);
  start = head->len >= 3 && memcmp (head->data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  end = scan_header (head->data + start, head->len - start, &self->delimiter);
  if (end == 0 && !at_end && head->len <= MAX_HEADER)
    {
      g_steal_pointer (&head);
      return TRUE;
    }

  self->head = NULL;
  if (end == 0)
    end = head->len - start;
  if (!check_header (head->data + start, end, self->delimiter, error))
    return FALSE;

  if (self->delimiter == '\0')
    self->delimiter = ',';
  csv_set_delim (&self->parser, (unsigned char) self->delimiter);

  return parse (self, head->data + start, head->len - start, error);
}

static gboolean
finish (Reader *self, GError **error)
{
  if (self->head != NULL && !take_head (self, (const guint8 *) "", 0, TRUE, error))
    return FALSE;

  /* Only at the end: before it, a stray quotation mark belongs to its field. */
  csv_set_opts (&self->parser, CSV_STRICT | CSV_STRICT_FINI);
  if (csv_fini (&self->parser, take_field, take_record, self) != 0 && self->error == NULL)
    {
      g_autofree char *place = describe_place (self);

      g_set_error (&self->error, MUS_ERROR, MUS_ERROR_PARSE,
                   /* translators: %s is a place, such as "row 5, column “artists”" */
                   _ ("The file ends inside a quoted text that began in %s. Close it with a "
                      "quotation mark, or get the whole file again."),
                   place);
    }
  if (self->error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}

static gboolean
read_stream (Reader *self, GInputStream *stream, gsize n_bytes, const MusRun *run, GError **error)
{
  GCancellable       *cancellable = run != NULL ? run->cancellable : NULL;
  g_autofree guint8  *block = g_malloc (BLOCK_BYTES);
  gsize               n_read = 0;
  gssize              n;

  while ((n = g_input_stream_read (stream, block, BLOCK_BYTES, cancellable, error)) > 0)
    {
      gboolean good = self->head != NULL ? take_head (self, block, (gsize) n, FALSE, error)
                                         : parse (self, block, (gsize) n, error);

      /* Not every stream looks at its cancellable. */
      if (!good || mus_run_is_cancelled (run, error))
        return FALSE;
      n_read += (gsize) n;
      if (n_bytes > 0)
        mus_run_report (run, (double) n_read / (double) n_bytes);
    }
  if (n < 0)
    return FALSE;

  if (n_read == 0)
    {
      g_set_error_literal (error, MUS_ERROR, MUS_ERROR_EMPTY,
                           _ ("This file is empty. Choose a CSV with the audio features of tracks."));
      return FALSE;
    }

  return finish (self, error);
}

gboolean
mus_csv_read (GInputStream *stream, gsize n_bytes, MusCsvFunc func, gpointer user_data,
              gsize *n_nul, const MusRun *run, GError **error)
{
  Reader   self = { .func = func, .user_data = user_data };
  gboolean good;

  csv_init (&self.parser, 0);
  csv_set_space_func (&self.parser, is_no_space);
  csv_set_blk_size (&self.parser, 4096);
  self.head = g_byte_array_new ();
  self.columns = g_ptr_array_new_with_free_func (g_free);

  good = read_stream (&self, stream, n_bytes, run, error);
  *n_nul = self.n_nul;

  csv_free (&self.parser);
  g_clear_pointer (&self.head, g_byte_array_unref);
  g_free (self.text);
  g_ptr_array_unref (self.columns);
  g_clear_error (&self.error);

  return good;
}
