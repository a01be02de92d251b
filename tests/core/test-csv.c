/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <csv.h>
#include <string.h>

#include "catalog/mus-csv-reader.h"
#include "musrec.h"

/* A stream that gives a few bytes at a time. */
#define TEST_TYPE_DRIP (test_drip_get_type ())
G_DECLARE_FINAL_TYPE (TestDrip, test_drip, TEST, DRIP, GInputStream)

struct _TestDrip
{
  GInputStream parent_instance;
  const char  *bytes;
  gsize        n_bytes;
  gsize        chunk;
};

G_DEFINE_FINAL_TYPE (TestDrip, test_drip, G_TYPE_INPUT_STREAM)

static gssize
test_drip_read (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  TestDrip *self = TEST_DRIP (stream);
  gsize     n = MIN (MIN (count, self->chunk), self->n_bytes);

  memcpy (buffer, self->bytes, n);
  self->bytes += n;
  self->n_bytes -= n;

  return (gssize) n;
}

static void
test_drip_class_init (TestDripClass *class)
{
  G_INPUT_STREAM_CLASS (class)->read_fn = test_drip_read;
}

static void
test_drip_init (TestDrip *self)
{
}

static GInputStream *
drip (const char *bytes, gsize n_bytes, gsize chunk)
{
  TestDrip *self = g_object_new (TEST_TYPE_DRIP, NULL);

  self->bytes = bytes;
  self->n_bytes = n_bytes;
  self->chunk = chunk;

  return G_INPUT_STREAM (self);
}

/* Writes each record as "row[field][field]". */
static gboolean
note_record (const MusCsvRecord *record, gpointer user_data, GError **error)
{
  GString *events = user_data;

  g_string_append_printf (events, "%" G_GSIZE_FORMAT, record->row);
  for (guint i = 0; i < record->n_fields; i++)
    {
      g_assert_cmpuint (strlen (record->fields[i].text), ==, record->fields[i].length);
      g_assert_true (g_utf8_validate (record->fields[i].text, -1, NULL));
      g_string_append_printf (events, "[%s]", record->fields[i].text);
    }

  return TRUE;
}

static const MusCsvSteps note_records = { .take = note_record };

typedef struct
{
  const char *name;
  const char *bytes;
  gsize       n_bytes; /* 0: up to the NUL */
  const char *events;
  gint        error; /* of MUS_ERROR, or -1 */
  const char *words; /* in the error's message */
  gsize       n_nul;
} Row;

#define GOOD -1, NULL

static const Row rows[] = {
  { "plain", "a,b\n1,2\n", 0, "0[a][b]1[1][2]", GOOD },
  { "no line end at the end", "a,b\n1,2", 0, "0[a][b]1[1][2]", GOOD },
  { "one field", "a\n1\n2\n", 0, "0[a]1[1]2[2]", GOOD },
  { "one byte", "a", 0, "0[a]", GOOD },
  { "crlf", "a,b\r\n1,2\r\n", 0, "0[a][b]1[1][2]", GOOD },
  { "cr", "a,b\r1,2\r", 0, "0[a][b]1[1][2]", GOOD },
  { "byte-order mark", "\xef\xbb\xbf" "a,b\n1,2\n", 0, "0[a][b]1[1][2]", GOOD },
  { "byte-order mark and quote", "\xef\xbb\xbf\"a\",b\n1,2\n", 0, "0[a][b]1[1][2]", GOOD },
  { "semicolons", "a;b\n1,5;2\n", 0, "0[a][b]1[1,5][2]", GOOD },
  { "tabs", "a\tb\n1;2\t3\n", 0, "0[a][b]1[1;2][3]", GOOD },
  { "the header decides", "a,b\n1;2;3,4;5;6\n", 0, "0[a][b]1[1;2;3][4;5;6]", GOOD },
  { "most in the header wins", "a;b;c,d\n1;2;3\n", 0, "0[a][b][c,d]1[1][2][3]", GOOD },
  { "quoted delimiters do not count", "\"a;;;;\",b\n1,2\n", 0, "0[a;;;;][b]1[1][2]", GOOD },
  { "quoted", "a,b\n\"1,1\",\"2\"\n", 0, "0[a][b]1[1,1][2]", GOOD },
  { "doubled quotes", "a,b\n\"say \"\"hi\"\"\",2\n", 0, "0[a][b]1[say \"hi\"][2]", GOOD },
  { "line breaks in quotes", "a,b\n\"1\n1\r\n1\",2\n3,4\n", 0, "0[a][b]1[1\n1\r\n1][2]2[3][4]", GOOD },
  { "line break in the header", "\"a\na\",b\n1,2\n", 0, "0[a\na][b]1[1][2]", GOOD },
  { "quote inside", "a,b\n1\"1,2\n", 0, "0[a][b]1[1\"1][2]", GOOD },
  { "empty fields", "a,b\n,\n\"\",\n", 0, "0[a][b]1[][]2[][]", GOOD },
  { "ragged", "a,b\n1\n1,2,3\n", 0, "0[a][b]1[1]2[1][2][3]", GOOD },
  { "empty lines", "\n\r\n\na,b\n\n\n1,2\n\n", 0, "0[a][b]1[1][2]", GOOD },
  { "only empty lines", "\n\r\n\n", 0, "", GOOD },
  { "spaces stay", " a , b\n 1 ,\t2 \n\" 3 \", \n", 0, "0[ a ][ b]1[ 1 ][\t2 ]2[ 3 ][ ]", GOOD },
  { "other scripts", "a,b\n夜,Beyoncé 😀\n", 0, "0[a][b]1[夜][Beyoncé 😀]", GOOD },
  { "nul", "a,b\n1\0001,\0\n", 10, "0[a][b]1[1\xef\xbf\xbd" "1][\xef\xbf\xbd]", GOOD, 2 },
  { "empty", "", 0, "", MUS_ERROR_EMPTY, "empty" },
  { "invalid text", "a,b\n1,2\n3,\xff\xfe\n", 0, "0[a][b]1[1][2]", MUS_ERROR_PARSE, "row 2, column “b”" },
  { "invalid text past the header's columns", "a,b\n1,2,\xe9\n", 0, "0[a][b]", MUS_ERROR_PARSE, "row 1, column 3" },
  { "text cut off", "a,b\n1,\xc3\n", 0, "0[a][b]", MUS_ERROR_PARSE, "row 1" },
  { "surrogate", "a,b\n1,\xed\xa0\x80\n", 0, "0[a][b]", MUS_ERROR_PARSE, "UTF-8" },
  { "invalid header", "a,\xff\n1,2\n", 0, "", MUS_ERROR_PARSE, "header line" },
  { "open quote", "a,b\n1,\"2\n3,4\n", 0, "0[a][b]", MUS_ERROR_PARSE, "row 1, column “b”" },
  { "open quote at the very end", "a,b\n1,\"", 0, "0[a][b]", MUS_ERROR_PARSE, "quotation mark" },
  { "utf-16", "\xff\xfe" "a\0,\0b\0\n\0", 10, "", MUS_ERROR_PARSE, "UTF-16" },
  { "zip", "PK\003\004\024\0\006\0\n\0", 10, "", MUS_ERROR_PARSE, "archive" },
  { "gzip", "\x1f\x8b\010\0\0\0\0\0\n\0", 10, "", MUS_ERROR_PARSE, "archive" },
  { "png", "\x89PNG\r\n\032\n\0\0", 10, "", MUS_ERROR_PARSE, "not a CSV" },
};

static void
check_row (const Row *row, gsize chunk)
{
  gsize n_bytes = row->n_bytes != 0 ? row->n_bytes : strlen (row->bytes);
  g_autoptr (GInputStream) stream = drip (row->bytes, n_bytes, chunk);
  g_autoptr (GString) events = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gsize    n_nul;
  gboolean good = mus_csv_read (stream, n_bytes, &note_records, events, &n_nul, NULL, &error);

  g_assert_cmpstr (events->str, ==, row->events);
  g_assert_cmpint (good, ==, row->error < 0);
  g_assert_cmpuint (n_nul, ==, row->n_nul);
  if (row->error >= 0)
    {
      g_assert_error (error, MUS_ERROR, row->error);
      g_assert_nonnull (strstr (error->message, row->words));
    }
  else
    {
      g_assert_no_error (error);
    }
}

static void
test_events (gconstpointer data)
{
  const Row *row = data;
  gsize      n_bytes = row->n_bytes != 0 ? row->n_bytes : strlen (row->bytes);

  for (gsize chunk = 1; chunk <= MAX (n_bytes, 1); chunk++)
    check_row (row, chunk);
}

/* What libcsv alone makes of bytes whose header is "a,b", as note_record() writes it. */
typedef struct
{
  GString *events;
  GString *record; /* so far */
  gsize    row;
  gboolean failed;
} Alone;

static void
take_alone (void *bytes, size_t n_bytes, void *user_data)
{
  Alone *alone = user_data;

  alone->failed = alone->failed || !g_utf8_validate_len (bytes, n_bytes, NULL);
  g_string_append_printf (alone->record, "[%.*s]", (int) n_bytes, (const char *) bytes);
}

static void
end_alone (int terminator, void *user_data)
{
  Alone *alone = user_data;

  if (!alone->failed)
    g_string_append_printf (alone->events, "%" G_GSIZE_FORMAT "%s", alone->row, alone->record->str);
  g_string_truncate (alone->record, 0);
  alone->row++;
}

static int
is_never_space (unsigned char byte)
{
  return 0;
}

static void
split_alone (Alone *alone, const char *bytes, gsize n_bytes)
{
  struct csv_parser parser;

  g_assert_cmpint (csv_init (&parser, 0), ==, 0);
  csv_set_space_func (&parser, is_never_space);
  g_assert_cmpuint (csv_parse (&parser, bytes, n_bytes, take_alone, end_alone, alone), ==, n_bytes);
  csv_set_opts (&parser, CSV_STRICT | CSV_STRICT_FINI);
  if (csv_fini (&parser, take_alone, end_alone, alone) != 0)
    alone->failed = TRUE;
  csv_free (&parser);
}

/* Lines of random characters, of the kinds that tell how bytes are split. */
static GString *
make_lines (MusRng *rng, gsize n_characters)
{
  static const char *const characters[] = {
    "a", "bcdefgh", "", ",", ",", ",", "\n", "\n", "\r", "\r\n", "\"", "\"\"", " ", ";", "\t", "é", "夜", "\xc3",
  };
  /* Some lines have no quotation mark and some no invalid byte. */
  gsize    n_kinds = G_N_ELEMENTS (characters) - mus_rng_below (rng, 9);
  GString *lines = g_string_new ("a,b\n");

  for (gsize i = 0; i < n_characters; i++)
    g_string_append (lines, characters[mus_rng_below (rng, (guint32) n_kinds)]);

  return lines;
}

static void
test_as_libcsv (void)
{
  MusRng rng;
  guint  n_failed = 0;

  mus_rng_init (&rng, 1);
  for (guint i = 0; i < 4000; i++)
    {
      g_autoptr (GString) lines = make_lines (&rng, mus_rng_below (&rng, i < 3990 ? 60 : 200000));
      g_autoptr (GString) expected = g_string_new (NULL);
      g_autoptr (GString) record = g_string_new (NULL);
      g_autoptr (GString) events = g_string_new (NULL);
      g_autoptr (GInputStream) stream = drip (lines->str, lines->len, 1 + mus_rng_below (&rng, i < 3990 ? 70 : 70000));
      g_autoptr (GError) error = NULL;
      Alone    alone = { expected, record, 0, FALSE };
      gsize    n_nul;
      gboolean good = mus_csv_read (stream, lines->len, &note_records, events, &n_nul, NULL, &error);

      split_alone (&alone, lines->str, lines->len);
      g_assert_cmpstr (events->str, ==, expected->str);
      g_assert_cmpint (good, ==, !alone.failed);
      n_failed += !good;
    }
  g_test_message ("%u of 4000 with an error", n_failed);
}

static gboolean
count_record (const MusCsvRecord *record, gpointer user_data, GError **error)
{
  gsize *n = user_data;

  (*n)++;

  return TRUE;
}

static const MusCsvSteps count_records = { .take = count_record };

/* "a,b\n" and a second row of @n_fields fields, each of @n_bytes bytes. */
static GString *
make_large (gsize n_fields, gsize n_bytes, const char *quote, const char *line_end)
{
  GString *text = g_string_new ("a,b\n");

  for (gsize i = 0; i < n_fields; i++)
    {
      g_string_append (text, i > 0 ? "," : "");
      g_string_append (text, quote);
      g_string_set_size (text, text->len + n_bytes);
      memset (text->str + text->len - n_bytes, 'x', n_bytes);
    }
  g_string_append (text, line_end);

  return text;
}

static const struct
{
  const char *name;
  gsize       n_fields, n_bytes;
  const char *quote;
  const char *words; /* of the error, or NULL */
} limits[] = {
  { "field", 1, MUS_CSV_MAX_FIELD, "", NULL },
  { "field too long", 1, MUS_CSV_MAX_FIELD + 1, "", "row 1, column “a”" },
  { "quote never closed", 1, 3 * MUS_CSV_MAX_FIELD, "\"", "quotation mark" },
  { "fields", MUS_CSV_MAX_FIELDS, 1, "", NULL },
  { "fields too many", MUS_CSV_MAX_FIELDS + 1, 1, "", "1000 columns" },
  { "record too long", 17, MUS_CSV_MAX_FIELD, "", "16 MiB" },
};

static void
check_limits (const char *line_end)
{
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autoptr (GString) text = make_large (limits[i].n_fields, limits[i].n_bytes, limits[i].quote,
                                             line_end);
      g_autoptr (GInputStream) stream = drip (text->str, text->len, text->len);
      g_autoptr (GError) error = NULL;
      gsize    n = 0, n_nul;
      gboolean good = mus_csv_read (stream, text->len, &count_records, &n, &n_nul, NULL, &error);

      g_test_message ("%s", limits[i].name);
      g_assert_cmpint (good, ==, limits[i].words == NULL);
      g_assert_cmpuint (n, ==, good ? 2 : 1);
      if (!good)
        {
          g_assert_error (error, MUS_ERROR, MUS_ERROR_RESOURCE);
          g_assert_nonnull (strstr (error->message, limits[i].words));
        }
    }
}

static void
test_limits (void)
{
  check_limits ("");
  check_limits ("\n");
}

typedef struct
{
  gsize row;
  gsize n_bytes; /* of all fields */
} Prepared;

static gsize
count_bytes (const MusCsvRecord *record)
{
  gsize n = 0;

  for (guint i = 0; i < record->n_fields; i++)
    n += strlen (record->fields[i].text);

  return n;
}

static void
prepare_count (const MusCsvRecord *record, gpointer user_data)
{
  *(Prepared *) record->prepared = (Prepared){ record->row, count_bytes (record) };
}

static gboolean
check_prepared (const MusCsvRecord *record, gpointer user_data, GError **error)
{
  const Prepared *prepared = record->prepared;
  gsize          *n = user_data;

  g_assert_cmpuint (record->row, ==, (*n)++);
  g_assert_cmpuint (prepared->row, ==, record->row);
  g_assert_cmpuint (prepared->n_bytes, ==, count_bytes (record));

  return TRUE;
}

/* What is prepared of a record on the other thread comes along with it. */
static void
test_prepared (void)
{
  static const MusCsvSteps steps = { sizeof (Prepared), prepare_count, check_prepared };
  g_autoptr (GString) text = g_string_new ("a,b\n");
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  gsize n = 0, n_nul;

  for (guint i = 0; i < 50000; i++)
    g_string_append_printf (text, i % 3 == 0 ? "\"%u\",é\n" : "%u,plain,more\n", i);
  stream = drip (text->str, text->len, text->len);
  g_assert_true (mus_csv_read (stream, text->len, &steps, &n, &n_nul, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 50001);
}

/* A header that never ends is not waited for. */
static void
test_endless_header (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  gsize n = 0, n_nul;

  g_string_set_size (text, 8 * 1024 * 1024);
  memset (text->str, 'x', text->len);
  stream = drip (text->str, text->len, text->len);
  g_assert_false (mus_csv_read (stream, 0, &count_records, &n, &n_nul, NULL, &error));
  g_assert_error (error, MUS_ERROR, MUS_ERROR_RESOURCE);
  g_assert_cmpuint (n, ==, 0);
}

static gboolean
fail_at_record (const MusCsvRecord *record, gpointer user_data, GError **error)
{
  gsize *n = user_data;

  if (++*n < 3)
    return TRUE;

  g_set_error_literal (error, MUS_ERROR, MUS_ERROR_SCHEMA, "enough");

  return FALSE;
}

static const MusCsvSteps fail_at_third = { .take = fail_at_record };

static void
test_callback_fails (void)
{
  static const char bytes[] = "a,b\n1,2\n3,4\n5,6\n7,8\n";

  for (gsize chunk = 1; chunk < sizeof bytes; chunk++)
    {
      g_autoptr (GInputStream) stream = drip (bytes, strlen (bytes), chunk);
      g_autoptr (GError) error = NULL;
      gsize n = 0, n_nul;

      g_assert_false (mus_csv_read (stream, 0, &fail_at_third, &n, &n_nul, NULL, &error));
      g_assert_error (error, MUS_ERROR, MUS_ERROR_SCHEMA);
      g_assert_cmpuint (n, ==, 3);
    }
}

typedef struct
{
  GCancellable *cancellable;
  double        last;
  guint         n_reports;
} Watch;

static void
watch_progress (double fraction, gpointer user_data)
{
  Watch *watch = user_data;

  g_assert_cmpfloat (fraction, >=, watch->last);
  g_assert_cmpfloat (fraction, <=, 1.0);
  watch->last = fraction;
  if (++watch->n_reports == 5 && watch->cancellable != NULL)
    g_cancellable_cancel (watch->cancellable);
}

static void
test_run (void)
{
  g_autoptr (GString) text = g_string_new ("a,b\n");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  for (guint i = 0; i < 500000; i++)
    g_string_append (text, "1,2\n");
  for (guint pass = 0; pass < 2; pass++)
    {
      g_autoptr (GInputStream) stream = drip (text->str, text->len, 4096);
      g_autoptr (GError) error = NULL;
      Watch    watch = { pass == 1 ? cancellable : NULL, 0.0, 0 };
      MusRun   run = { watch.cancellable, NULL, watch_progress, &watch, 0.0, 1.0 };
      gsize    n = 0, n_nul;
      gboolean good = mus_csv_read (stream, text->len, &count_records, &n, &n_nul, &run, &error);

      if (pass == 0)
        {
          g_assert_true (good);
          g_assert_cmpuint (n, ==, 500001);
          g_assert_cmpfloat (watch.last, ==, 1.0);
        }
      else
        {
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          g_assert_cmpuint (watch.n_reports, ==, 5);
          g_assert_cmpuint (n, <, 500001);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/csv/events/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_events);
    }
  g_test_add_func ("/csv/as-libcsv", test_as_libcsv);
  g_test_add_func ("/csv/limits", test_limits);
  g_test_add_func ("/csv/prepared", test_prepared);
  g_test_add_func ("/csv/endless-header", test_endless_header);
  g_test_add_func ("/csv/callback-fails", test_callback_fails);
  g_test_add_func ("/csv/run", test_run);

  return g_test_run ();
}
