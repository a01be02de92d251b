/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-csv-splitter.h"

#include <csv.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/mus-error.h"
#include "base/mus-text.h"
#include "catalog/mus-csv-header.h"
#include "catalog/mus-csv-reader.h"

#define BATCH_BYTES (128 * 1024)
#define MAX_HEADER (1024 * 1024)

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

struct _MusCsvSplitter
{
  struct csv_parser  parser;
  gboolean           is_inside; /* the parser has a part of a record */
  MusCsvPipe        *pipe;
  const MusCsvSteps *steps;
  gpointer           user_data;    /* for the steps */
  MusCsvBatch       *batch;        /* NULL when nobody wants more */
  gsize              record_start; /* in the batch's text */
  guint              n_fields;     /* of the record so far */
  gsize              row;          /* of that record */
  GByteArray        *head;         /* until the header line is complete, then NULL */
  GPtrArray         *columns;      /* names from the header, for error sentences */
  char               delimiter;
  gboolean           has_nul; /* a NUL was among the bytes so far */
  gsize              n_nul;
  gsize              n_read;
  GError            *error; /* libcsv's callbacks can't stop it: they leave this */
  MusCsvField        fields[MUS_CSV_MAX_FIELDS]; /* of a record, when it is prepared */
};

/* Spaces are part of a title: libcsv shall not trim them. */
static int
is_no_space (unsigned char byte)
{
  return 0;
}

MusCsvSplitter *
mus_csv_splitter_new (MusCsvPipe *pipe, const MusCsvSteps *steps, gpointer user_data)
{
  MusCsvSplitter *self = g_new0 (MusCsvSplitter, 1);

  csv_init (&self->parser, 0);
  csv_set_space_func (&self->parser, is_no_space);
  csv_set_blk_size (&self->parser, 4096);
  self->pipe = pipe;
  self->steps = steps;
  self->user_data = user_data;
  self->batch = mus_csv_pipe_first_batch (pipe);
  self->head = g_byte_array_new ();
  self->columns = g_ptr_array_new_with_free_func (g_free);

  return self;
}

void
mus_csv_splitter_free (MusCsvSplitter *self)
{
  csv_free (&self->parser);
  g_clear_pointer (&self->head, g_byte_array_unref);
  g_ptr_array_unref (self->columns);
  g_clear_error (&self->error);
  g_free (self);
}

gsize
mus_csv_splitter_n_nul (const MusCsvSplitter *self)
{
  return self->n_nul;
}

/* Where the field that is being read stands: "row 5, column “energy”". */
static char *
describe_place (const MusCsvSplitter *self)
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
set_not_utf8 (const MusCsvSplitter *self, GError **error)
{
  g_autofree char *place = describe_place (self);

  g_set_error (error, MUS_ERROR, MUS_ERROR_PARSE,
               /* translators: %s is a place, such as "row 5, column “artists”" */
               _ ("The text is not valid UTF-8 in %s. Save the file with the character encoding "
                  "UTF-8 and open it again."),
               place);
}

static void
set_field_too_long (const MusCsvSplitter *self, GError **error)
{
  g_autofree char *place = describe_place (self);

  g_set_error (error, MUS_ERROR, MUS_ERROR_RESOURCE,
               /* translators: %s is a place, such as "row 5, column “artists”" */
               _ ("A field is longer than 1 MiB in %s. Look there for a quotation mark that is "
                  "never closed."),
               place);
}

static void
set_record_too_long (const MusCsvSplitter *self, GError **error)
{
  g_autofree char *row = mus_text_count (self->row);

  g_set_error (error, MUS_ERROR, MUS_ERROR_RESOURCE,
               _ ("Row %s is longer than 16 MiB. Look there for a quotation mark that is never "
                  "closed."),
               row);
}

static void
set_too_many_fields (const MusCsvSplitter *self, GError **error)
{
  g_autofree char *row = mus_text_count (self->row);

  g_set_error (
      error, MUS_ERROR, MUS_ERROR_RESOURCE,
      _ ("Row %s has more than %d columns, which is the most that MusRec reads. Save the "
         "file with fewer columns."),
      row, MUS_CSV_MAX_FIELDS);
}

/* Copies with each NUL replaced; there is room for three bytes a byte. Returns how many
 * bytes it became. */
static gsize
copy_replacing_nul (MusCsvSplitter *self, char *to, const char *from, gsize n_bytes)
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
check_limits (MusCsvSplitter *self, gsize n_bytes)
{
  gsize n_record = self->batch->n_text - self->record_start;

  if (G_LIKELY (n_bytes <= MUS_CSV_MAX_FIELD && self->n_fields < MUS_CSV_MAX_FIELDS &&
                n_record + n_bytes <= MUS_CSV_MAX_RECORD))
    return TRUE;

  if (n_bytes > MUS_CSV_MAX_FIELD)
    set_field_too_long (self, &self->error);
  else if (self->n_fields == MUS_CSV_MAX_FIELDS)
    set_too_many_fields (self, &self->error);
  else
    set_record_too_long (self, &self->error);

  return FALSE;
}

static gboolean
is_utf8 (const char *text, gsize n_bytes)
{
  return mus_text_is_ascii (text, n_bytes) || g_utf8_validate_len (text, n_bytes, NULL);
}

static void
take_field (void *bytes, size_t n_bytes, void *user_data)
{
  MusCsvSplitter *self = user_data;
  MusCsvBatch    *batch = self->batch;
  gsize           length = n_bytes;
  gsize           room = (self->has_nul ? strlen (REPLACEMENT) : 1) * n_bytes + 1;
  char           *text;

  if (self->error != NULL || batch == NULL || !check_limits (self, n_bytes) ||
      !mus_try_grow ((gpointer *) &batch->text, &batch->text_capacity, batch->n_text + room, 1,
                     &self->error) ||
      !mus_try_grow ((gpointer *) &batch->lengths, &batch->fields_capacity, batch->n_fields + 1,
                     sizeof (guint32), &self->error))
    return;

  text = batch->text + batch->n_text;
  if (G_UNLIKELY (self->has_nul))
    length = copy_replacing_nul (self, text, bytes, n_bytes);
  else if (n_bytes > 0)
    memcpy (text, bytes, n_bytes);
  text[length] = '\0';

  if (!is_utf8 (text, length))
    {
      set_not_utf8 (self, &self->error);
      return;
    }
  if (self->row == 0)
    g_ptr_array_add (self->columns, g_strdup (text));

  batch->lengths[batch->n_fields++] = (guint32) length;
  batch->n_text += length + 1;
  self->n_fields++;
}

static gboolean
grow_records (MusCsvSplitter *self)
{
  MusCsvBatch *batch = self->batch;

  return mus_try_grow ((gpointer *) &batch->counts, &batch->records_capacity,
                       batch->n_records + 1, sizeof (guint32), &self->error) &&
         (self->steps->prepared_size == 0 ||
          mus_try_grow ((gpointer *) &batch->prepared, &batch->prepared_capacity,
                        batch->n_records + 1, self->steps->prepared_size, &self->error));
}

static void
hand_over (MusCsvSplitter *self)
{
  self->batch->delimiter = self->delimiter;
  self->batch->n_read = self->n_read;
  self->batch = mus_csv_pipe_hand_over (self->pipe);
}

static void
prepare_record (MusCsvSplitter *self)
{
  MusCsvBatch *batch = self->batch;
  MusCsvRecord record = { .row = self->row,
                          .delimiter = self->delimiter,
                          .n_fields = self->n_fields,
                          .fields = self->fields };

  if (self->steps->prepare == NULL)
    return;

  record.prepared = batch->prepared + batch->n_records * self->steps->prepared_size;
  mus_csv_batch_get_fields (batch, self->record_start, batch->n_fields - self->n_fields,
                            self->n_fields, self->fields);
  self->steps->prepare (&record, self->user_data);
}

static void
finish_record (MusCsvSplitter *self)
{
  MusCsvBatch *batch = self->batch;

  prepare_record (self);
  batch->counts[batch->n_records++] = self->n_fields;
  self->row++;
  self->n_fields = 0;
  if (batch->n_text >= BATCH_BYTES)
    hand_over (self);
  self->record_start = self->batch != NULL ? self->batch->n_text : 0;
}

static void
take_record (int terminator, void *user_data)
{
  MusCsvSplitter *self = user_data;

  self->is_inside = FALSE;
  if (self->error == NULL && self->batch != NULL && grow_records (self))
    finish_record (self);
}

/* Gives what is wrong to the caller; the records before it are still good. */
static gboolean
check_error (MusCsvSplitter *self, GError **error)
{
  if (self->error == NULL)
    return self->batch != NULL;

  g_propagate_error (error, g_steal_pointer (&self->error));
  if (self->batch != NULL)
    hand_over (self);

  return FALSE;
}

/* Gives libcsv a line with its end, or a part of one. */
static void
parse_line (MusCsvSplitter *self, const guint8 *line, gsize n_bytes)
{
  self->is_inside = TRUE;
  if (csv_parse (&self->parser, line, n_bytes, take_field, take_record, self) != n_bytes)
    mus_error_set_no_memory (&self->error, csv_get_buffer_size (&self->parser));
  else if (self->error == NULL && self->parser.entry_pos > MUS_CSV_MAX_FIELD)
    set_field_too_long (self, &self->error);
}

/* Each byte of a word the same. */
#define EACH_BYTE(byte) ((byte) * G_GUINT64_CONSTANT (0x0101010101010101))

/* Copies a line, each delimiter replaced by NUL, and looks at eight bytes a step; there is
 * room for as many more. Returns how many fields there are. */
static guint
copy_fields (char         *text,
             guint32      *lengths,
             const guint8 *line,
             gsize         n_bytes,
             char          delimiter)
{
  const guint64 low = EACH_BYTE (0x7f);
  const guint64 pattern = EACH_BYTE ((guint64) (guint8) delimiter);
  guint64       word = 0;
  gsize         start = 0;
  guint         n = 0;

  memcpy (text, line, n_bytes);
  memcpy (text + n_bytes, &word, sizeof word);
  for (gsize i = 0; i < n_bytes; i += sizeof word)
    {
      guint64 others, ends;

      memcpy (&word, text + i, sizeof word);
      word = GUINT64_FROM_LE (word);
      /* The high bit of each byte that is the delimiter. */
      others = word ^ pattern;
      ends = ~(((others & low) + low) | others | low);
      word = GUINT64_TO_LE (word & ~((ends >> 7) * 0xff));
      memcpy (text + i, &word, sizeof word);
      for (; ends != 0; ends &= ends - 1)
        {
          gsize end = i + (gsize) __builtin_ctzll (ends) / 8;

          lengths[n++] = (guint32) (end - start);
          start = end + 1;
        }
    }
  lengths[n++] = (guint32) (n_bytes - start);

  return n;
}

/* Splits a record that is a line without quotation marks, as libcsv would. Returns FALSE
 * when it has to be looked at closer, with nothing done. */
static gboolean
split_plain_line (MusCsvSplitter *self, const guint8 *line, gsize n_bytes)
{
  MusCsvBatch *batch = self->batch;
  guint        n;

  if (n_bytes > MUS_CSV_MAX_FIELD || !is_utf8 ((const char *) line, n_bytes) ||
      !grow_records (self) ||
      !mus_try_grow ((gpointer *) &batch->text, &batch->text_capacity,
                     batch->n_text + n_bytes + sizeof (guint64), 1, &self->error) ||
      !mus_try_grow ((gpointer *) &batch->lengths, &batch->fields_capacity,
                     batch->n_fields + n_bytes + 1, sizeof (guint32), &self->error))
    return FALSE;

  n = copy_fields (batch->text + batch->n_text, batch->lengths + batch->n_fields, line, n_bytes,
                   self->delimiter);
  if (n > MUS_CSV_MAX_FIELDS)
    return FALSE;

  batch->n_text += n_bytes + 1;
  batch->n_fields += n;
  self->n_fields = n;
  finish_record (self);

  return TRUE;
}

/* Where @byte stands next; @next, where it was found last, may still be ahead. */
static const guint8 *
find_next (const guint8 **next, guint8 byte, const guint8 *from, const guint8 *end)
{
  if (*next == NULL || *next < from)
    *next = memchr (from, byte, (gsize) (end - from)) ?: end;

  return *next;
}

/* What needs no closer look is split here, the rest by libcsv; the header too, since its
 * names are kept. */
static gboolean
parse (MusCsvSplitter *self, const guint8 *bytes, gsize n_bytes, GError **error)
{
  const guint8 *end = bytes + n_bytes;
  const guint8 *line = bytes;
  const guint8 *feed = NULL, *carriage_return = NULL, *quote = NULL;

  if (!self->has_nul && n_bytes > 0)
    self->has_nul = memchr (bytes, '\0', n_bytes) != NULL;

  while (line < end && self->error == NULL && self->batch != NULL)
    {
      const guint8 *stop = MIN (find_next (&feed, '\n', line, end),
                                find_next (&carriage_return, '\r', line, end));
      gboolean      is_plain = !self->is_inside && !self->has_nul && self->row > 0 &&
                          stop < end && find_next (&quote, '"', line, end) > stop;
      gboolean      is_empty = stop == line && !self->is_inside;
      gsize         n = (gsize) (stop - line);
      gsize         n_end = stop < end ? 1 : 0;

      if (!is_empty && !(is_plain && split_plain_line (self, line, n)))
        parse_line (self, line, n + n_end);
      line = stop + n_end;
    }

  return check_error (self, error);
}

/* Gathers bytes until the header line is there as a whole, since it tells the delimiter;
 * then parses what was gathered. */
static gboolean
take_head (MusCsvSplitter *self,
           const guint8   *bytes,
           gsize           n_bytes,
           gboolean        at_end,
           GError        **error)
{
  g_autoptr (GByteArray) head = self->head;
  gsize start, end;

  g_byte_array_append (head, bytes, (guint) n_bytes);
  start = head->len >= 3 && memcmp (head->data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  end = mus_csv_header_scan (head->data + start, head->len - start, &self->delimiter);
  if (end == 0 && !at_end && head->len <= MAX_HEADER)
    {
      g_steal_pointer (&head);
      return TRUE;
    }

  self->head = NULL;
  if (end == 0)
    end = head->len - start;
  if (!mus_csv_header_check (head->data + start, end, self->delimiter, error))
    return FALSE;

  if (self->delimiter == '\0')
    self->delimiter = ',';
  csv_set_delim (&self->parser, (unsigned char) self->delimiter);

  return parse (self, head->data + start, head->len - start, error);
}

gboolean
mus_csv_splitter_feed (MusCsvSplitter *self, const guint8 *bytes, gsize n_bytes, GError **error)
{
  self->n_read += n_bytes;

  return self->head != NULL ? take_head (self, bytes, n_bytes, FALSE, error)
                            : parse (self, bytes, n_bytes, error);
}

gboolean
mus_csv_splitter_finish (MusCsvSplitter *self, GError **error)
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
  if (!check_error (self, error))
    return FALSE;

  hand_over (self);

  return TRUE;
}
