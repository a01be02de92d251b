/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "catalog/mus-csv-reader.h"
#include "library-fixture.h"
#include "odd-texts.h"

#include "cli-fixture.h"

/*
 * Text from a catalog is text, whatever it looks like: in what is read, in all that the
 * command line writes, and in the library.
 */

static char *odd_path;
static char *odd_model;

static MusCatalog *
read_odd (void)
{
  g_autoptr (GFile) file = g_file_new_for_path (odd_path);
  g_autoptr (GError) error = NULL;
  MusCatalog *odd = mus_catalog_read (file, MUS_REPEATS_TITLE, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (mus_catalog_prepare_search (odd, NULL, &error));

  return odd;
}

static void
test_read (void)
{
  g_autoptr (MusCatalog) odd = read_odd ();

  g_assert_cmpuint (mus_catalog_summary (odd)->n_nul, ==, N_ODD_NULS);
  g_assert_cmpuint (mus_catalog_n_tracks (odd), ==, N_ODD_TEXTS + N_FILLERS);
  for (guint32 i = 0; i < N_ODD_TEXTS; i++)
    {
      g_autofree char *expected = odd_text_read (i);

      for (MusText t = MUS_TEXT_TITLE; t < MUS_N_TEXTS; t++)
        g_assert_cmpstr (mus_catalog_text (odd, i, t), ==, expected);
      g_assert_cmpstr (mus_catalog_genre_name (odd, mus_catalog_genre (odd, i)), ==, expected);
    }
}

/* What all lists hold: the odd tracks and the fillers. */
static Result
list_all (const char *format)
{
  return run ("recommend", "--track", "f0", "--limit", "all", "--per-artist", "0", "--versions",
              "all", "--format", format, "--model", odd_model, odd_path, NULL);
}

static guint
number_of (const char *id)
{
  return g_str_has_prefix (id, "odd") ? (guint) g_ascii_strtoull (id + 3, NULL, 10) : G_MAXUINT;
}

static void
test_json (void)
{
  g_auto (Result) result = list_all ("json");
  g_autoptr (JsonNode) node = NULL;
  JsonArray *list;
  guint      n = 0;

  assert_done (&result);
  node = parse_json (result.output);
  list = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject      *item = json_array_get_object_element (list, i);
      guint            number = number_of (json_object_get_string_member (item, "track_id"));
      g_autofree char *expected = NULL;

      if (number == G_MAXUINT)
        continue;
      expected = odd_text_read (number);
      g_assert_cmpstr (json_object_get_string_member (item, "title"), ==, expected);
      g_assert_cmpstr (json_object_get_string_member (item, "artists"), ==, expected);
      g_assert_cmpstr (json_object_get_string_member (item, "genre"), ==, expected);
      n++;
    }
  g_assert_cmpuint (n, ==, N_ODD_TEXTS);
}

/* Counts the rows whose texts behind their id are the odd ones. */
static gboolean
check_record (const MusCsvRecord *record, gpointer user_data, GError **error)
{
  guint *n = user_data;
  guint  number = number_of (record->fields[1].text);

  if (number != G_MAXUINT)
    {
      g_autofree char *expected = odd_text_read (number);

      for (guint f = 2; f < 5; f++)
        g_assert_cmpstr (record->fields[f].text, ==, expected);
      *n += 1;
    }

  return TRUE;
}

static void
assert_csv (const char *text)
{
  const MusCsvSteps steps = { .take = check_record };
  g_autoptr (GInputStream) stream =
      g_memory_input_stream_new_from_data (text, (gssize) strlen (text), NULL);
  g_autoptr (GError) error = NULL;
  gsize n_nul;
  guint n = 0;

  mus_csv_read (stream, 0, &steps, &n, &n_nul, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, N_ODD_TEXTS);
}

/* What was replaced is told. */
static void
test_report (void)
{
  g_auto (Result) table = run ("report", "--model", odd_model, odd_path, NULL);
  g_auto (Result) json = run ("report", "--json", "--model", odd_model, odd_path, NULL);
  g_autoptr (JsonNode) node = NULL;

  assert_done (&table);
  g_assert_nonnull (strstr (table.output, "2 null characters in texts, each replaced by �"));
  assert_done (&json);
  node = parse_json (json.output);
  g_assert_cmpint (json_object_get_int_member (
                       json_object_get_object_member (json_node_get_object (node), "catalog"),
                       "null_characters"),
                   ==, N_ODD_NULS);
}

static void
test_csv (void)
{
  g_autofree char *tracks = path_of ("tracks.csv");
  g_autofree char *map = path_of ("map.csv");
  g_auto (Result) list = list_all ("csv");
  g_auto (Result) embed = run ("embed", "--output", "/dev/null", "--tracks-output", tracks,
                               "--model", odd_model, odd_path, NULL);
  g_auto (Result) layout =
      run ("map", "--output", map, "--iterations", "50", "--model", odd_model, odd_path, NULL);
  g_autofree char *text = NULL, *positions = NULL;

  assert_done (&list);
  assert_csv (list.output);
  g_assert_cmpint (embed.status, ==, 0);
  g_assert_true (g_file_get_contents (tracks, &text, NULL, NULL));
  assert_csv (text);
  g_assert_cmpint (layout.status, ==, 0);
  g_assert_true (g_file_get_contents (map, &positions, NULL, NULL));
  assert_csv (positions);
  g_unlink (tracks);
  g_unlink (map);
}

/* A line a track, and nothing in it that a terminal would obey. */
static void
test_table (void)
{
  g_auto (Result) result = list_all ("table");
  g_auto (GStrv) lines = NULL;

  assert_done (&result);
  lines = g_strsplit (result.output, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, N_ODD_TEXTS + N_FILLERS - 1 + 2);
  for (const char *p = result.output; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_assert_true (c == '\n' || !g_unichar_iscntrl (c));
      g_assert_false ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069));
    }
  g_assert_nonnull (strstr (result.output, "<b>bold</b> & <i>"));
  g_assert_nonnull (strstr (result.output, "%s%n%d%*c%.99999f%"));
}

static void
test_picture (void)
{
  static const char *const names[] = { "map.svg", "map.png", "map.pdf" };
  const GMarkupParser      parser = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = path_of (names[i]);
      g_autofree char *bytes = NULL;
      g_autoptr (GError) error = NULL;
      gsize n_bytes;
      g_auto (Result) result = run ("map", "--output", path, "--iterations", "50", "--model",
                                    odd_model, odd_path, NULL);

      if (result.status != 0)
        g_error ("%s", result.errors);
      g_assert_true (g_file_get_contents (path, &bytes, &n_bytes, NULL));
      if (i == 0)
        {
          g_autoptr (GMarkupParseContext) context =
              g_markup_parse_context_new (&parser, G_MARKUP_DEFAULT_FLAGS, NULL, NULL);

          g_assert_true (g_markup_parse_context_parse (context, bytes, (gssize) n_bytes, &error));
          g_assert_true (g_markup_parse_context_end_parse (context, &error));
          g_assert_no_error (error);
        }
      g_unlink (path);
    }
}

static void
test_library (LibraryFixture *self, gconstpointer data)
{
  g_autoptr (MusCatalog) odd = read_odd ();
  g_autoptr (GPtrArray) thumbs = mus_thumbs_new ();
  g_autoptr (GPtrArray) kept = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) tastes = NULL;
  g_autoptr (GError) error = NULL;

  for (guint32 i = 0; i < N_ODD_TEXTS; i++)
    {
      g_autofree char *text = odd_text_read (i);

      g_ptr_array_add (thumbs, mus_thumb_new_for_row (odd, i, MUS_VERDICT_LIKE));
      g_assert_cmpint (library_create (self, text, NULL, &error), >, 0);
      g_assert_no_error (error);
    }
  before = library_set (self, library_first (self), thumbs, &error);
  g_assert_no_error (error);
  library_end (self);
  library_start (self);

  kept = library_load (self, library_first (self), &error);
  g_assert_cmpuint (kept->len, ==, N_ODD_TEXTS);
  for (guint32 i = 0; i < N_ODD_TEXTS; i++)
    {
      const MusThumb  *thumb = g_ptr_array_index (kept, i);
      g_autofree char *text = odd_text_read (i);

      g_assert_cmpstr (thumb->title, ==, text);
      g_assert_cmpuint (mus_thumb_find_row (thumb, odd), ==, i);
    }
  tastes = library_list (self, &error);
  g_assert_cmpuint (tastes->len, ==, N_ODD_TEXTS);
  library_assert_integrity (self);
}

int
main (int argc, char **argv)
{
  g_autoptr (GString) text = odd_catalog ();
  int status;

  begin (argc, argv);
  odd_path = path_of ("odd.csv");
  odd_model = path_of ("odd.model");
  g_assert_true (g_file_set_contents (odd_path, text->str, (gssize) text->len, NULL));
  {
    g_auto (Result) result =
        run ("embed", "--output", "/dev/null", "--model", odd_model, odd_path, NULL);

    g_assert_cmpint (result.status, ==, 0);
  }
  g_test_add_func ("/cli-text/read", test_read);
  g_test_add_func ("/cli-text/json", test_json);
  g_test_add_func ("/cli-text/report", test_report);
  g_test_add_func ("/cli-text/csv", test_csv);
  g_test_add_func ("/cli-text/table", test_table);
  g_test_add_func ("/cli-text/picture", test_picture);
  g_test_add ("/cli-text/library", LibraryFixture, NULL, library_set_up, test_library,
              library_tear_down);

  status = g_test_run ();
  g_assert_false (g_file_test ("odd-file", G_FILE_TEST_EXISTS));
  g_unlink (odd_path);
  g_unlink (odd_model);
  g_free (odd_path);
  g_free (odd_model);
  remove_files ();

  return status;
}
