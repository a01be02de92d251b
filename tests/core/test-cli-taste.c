/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "cli-fixture.h"
#include "musrec.h"

/*
 * musrec-cli recommend for a whole taste.
 */

#define RECOMMEND(...) \
  run ("recommend", "--model", model, __VA_ARGS__, catalog, NULL)

/* Removed by whoever wrote it. */
static char *
write_file (const char *name, const char *text)
{
  g_autoptr (GError) error = NULL;
  char *path = path_of (name);

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);

  return path;
}

static gboolean
is_one_of (const char *id, const char *const *ids)
{
  return g_strv_contains (ids, id);
}

static JsonObject *
item_at (JsonNode *list, guint place)
{
  return json_array_get_object_element (json_node_get_array (list), place);
}

static double
sum_of_why (JsonObject *item)
{
  JsonArray *why = json_object_get_array_member (item, "why");
  double     sum = 0.0;

  for (guint i = 0; i < json_array_get_length (why); i++)
    sum += json_object_get_double_member (json_array_get_object_element (why, i), "share");

  return sum;
}

/* What brings a track to its place adds up as well. */
static void
assert_place (JsonObject *item)
{
  static const char *const names[] = { "sound", "genre", "artist", "words", "popularity" };
  JsonArray *place = json_object_get_array_member (item, "place");
  double     sum = 0.0;

  g_assert_cmpuint (json_array_get_length (place), ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      JsonObject *part = json_array_get_object_element (place, i);

      g_assert_cmpstr (json_object_get_string_member (part, "reason"), ==, names[i]);
      sum += json_object_get_double_member (part, "share");
    }
  g_assert_cmpfloat_with_epsilon (sum, 100.0, 1e-6);
}

/* What is liked is answered, what has a thumb is left out, and each why adds up. */
static void
test_files (void)
{
  static const char *const liked[] = { "id2", "id7", "id12", NULL };
  static const char *const thumbs[] = { "id2", "id7", "id12", "id17", "id22", NULL };
  g_autofree char *likes = write_file ("likes.txt", "id2\nnobody\nid12\n");
  g_autofree char *dislikes = write_file ("dislikes.txt", "id17\nid22\nnothing\n");
  g_auto (Result) result = RECOMMEND ("--likes-file", likes, "--like", "id7", "--dislikes-file",
                                      dislikes, "--limit", "20", "--json");
  g_autoptr (JsonNode) list = NULL;

  g_assert_cmpint (result.status, ==, 0);
  g_assert_nonnull (strstr (result.errors, "2 of the tracks"));
  list = parse_json (result.output);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (list)), ==, 20);
  for (guint i = 0; i < 20; i++)
    {
      JsonObject *item = item_at (list, i);

      g_assert_true (is_one_of (json_object_get_string_member (item, "answers"), liked));
      g_assert_false (is_one_of (json_object_get_string_member (item, "track_id"), thumbs));
      g_assert_cmpfloat_with_epsilon (sum_of_why (item),
                                      json_object_get_double_member (item, "match"), 1.0);
      assert_place (item);
    }

  g_unlink (likes);
  g_unlink (dislikes);
}

/* Length by match: all that match so well, and none that does not. */
static void
test_least_match (void)
{
  g_auto (Result) all = RECOMMEND ("--track", "id2", "--limit", "all", "--json");
  g_auto (Result) some = RECOMMEND ("--track", "id2", "--limit", "all", "--least-match", "60",
                                    "--json");
  g_auto (Result) wrong = RECOMMEND ("--track", "id2", "--least-match", "101");
  g_autoptr (JsonNode) whole = NULL;
  g_autoptr (JsonNode) list = NULL;
  guint n, n_good = 0;

  g_assert_cmpint (all.status, ==, 0);
  g_assert_cmpint (some.status, ==, 0);
  g_assert_cmpint (wrong.status, ==, 2);
  whole = parse_json (all.output);
  list = parse_json (some.output);
  n = json_array_get_length (json_node_get_array (whole));
  for (guint i = 0; i < n; i++)
    n_good += json_object_get_double_member (item_at (whole, i), "match") >= 60.0;
  g_assert_cmpuint (n_good, >, 0);
  g_assert_cmpuint (n_good, <, n);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (list)), ==, n_good);
}

/* Whichever way the ids come, and in whichever order, the list is the same; and with no
 * unknown ones nobody is warned. */
static void
test_ways (void)
{
  g_autofree char *likes = write_file ("likes.txt", "id12\r\n\nid2\r\nid12");
  g_auto (Result) from_file =
      RECOMMEND ("--likes-file", likes, "--dislike", "id17", "--format", "ids", "--quiet");
  g_auto (Result) typed = RECOMMEND ("--like", "id2", "--like", "id12", "--dislike", "id17",
                                     "--format", "ids", "--quiet");

  assert_done (&from_file);
  assert_done (&typed);
  g_assert_cmpstr (from_file.output, ==, typed.output);
  g_assert_cmpstr (typed.errors, ==, "");
  g_unlink (likes);
}

static void
test_formats (void)
{
  g_auto (Result) json = RECOMMEND ("--like", "id2", "--like", "id3", "--json");
  g_auto (Result) ids = RECOMMEND ("--like", "id2", "--like", "id3", "--format", "ids");
  g_auto (Result) csv = RECOMMEND ("--like", "id2", "--like", "id3", "--format", "csv");
  g_auto (Result) table = RECOMMEND ("--like", "id2", "--like", "id3");
  g_auto (GStrv) id_lines = g_strsplit (ids.output, "\n", -1);
  g_auto (GStrv) csv_lines = g_strsplit (csv.output, "\n", -1);
  g_auto (GStrv) table_lines = g_strsplit (table.output, "\n", -1);
  g_autoptr (JsonNode) list = parse_json (json.output);

  g_assert_cmpuint (g_strv_length (id_lines), ==, 11);
  g_assert_cmpuint (g_strv_length (csv_lines), ==, 12);
  g_assert_cmpuint (g_strv_length (table_lines), ==, 12);
  for (guint i = 0; i < 10; i++)
    {
      const char      *id = json_object_get_string_member (item_at (list, i), "track_id");
      g_autofree char *start = g_strdup_printf ("%u,%s,", i + 1, id);

      g_assert_cmpstr (id_lines[i], ==, id);
      g_assert_true (g_str_has_prefix (csv_lines[i + 1], start));
    }
}

/* From the catalog's file: what stands behind the title. */
static double
popularity_of (const char *id)
{
  g_autofree char *text = NULL;
  g_autofree char *start = g_strdup_printf ("\n%s,", id);
  const char      *line;

  g_assert_true (g_file_get_contents (catalog, &text, NULL, NULL));
  line = strstr (text, start);
  g_assert_nonnull (line);
  line = strstr (line, "歌\",");
  g_assert_nonnull (line);

  return g_ascii_strtod (line + strlen ("歌\","), NULL);
}

typedef struct
{
  double popularity; /* mean */
  guint  n_of_genre; /* with the genre of the likes */
} Figures;

static Figures
measure_list (const char *dial, const char *value)
{
  g_auto (Result) result =
      RECOMMEND ("--like", "id2", "--like", "id7", dial, value, "--limit", "30", "--json");
  Figures figures = { 0 };
  g_autoptr (JsonNode) list = NULL;

  assert_done (&result);
  list = parse_json (result.output);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (list)), ==, 30);
  for (guint i = 0; i < 30; i++)
    {
      const char *id = json_object_get_string_member (item_at (list, i), "track_id");

      figures.popularity += popularity_of (id) / 30.0;
      /* Genres take turns in the catalog. */
      figures.n_of_genre += g_ascii_strtoull (id + 2, NULL, 10) % N_GENRES == 2;
    }

  return figures;
}

static void
test_dials (void)
{
  Figures gems = measure_list ("--popularity", "-1");
  Figures middle = measure_list ("--popularity", "0");
  Figures hits = measure_list ("--popularity", "1");
  Figures sound = measure_list ("--genre-weight", "0");
  Figures genre = measure_list ("--genre-weight", "1");

  g_assert_cmpfloat (gems.popularity, <=, middle.popularity);
  g_assert_cmpfloat (middle.popularity, <=, hits.popularity);
  g_assert_cmpfloat (gems.popularity, <, hits.popularity);
  g_assert_cmpuint (genre.n_of_genre, >=, sound.n_of_genre);
  g_assert_cmpuint (genre.n_of_genre, >=, 15);
}

static void
test_rules (void)
{
  g_auto (Result) one = RECOMMEND ("--like", "id2", "--per-artist", "1", "--limit", "20", "--json");
  g_auto (Result) all = RECOMMEND ("--like", "id2", "--dislike", "id3", "--per-artist", "0",
                                   "--versions", "all", "--limit", "all", "--format", "ids");
  g_auto (GStrv) lines = g_strsplit (all.output, "\n", -1);
  g_autoptr (GHashTable) artists = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (JsonNode) list = parse_json (one.output);

  for (guint i = 0; i < json_array_get_length (json_node_get_array (list)); i++)
    g_assert_true (g_hash_table_add (
        artists, (gpointer) json_object_get_string_member (item_at (list, i), "artists")));
  /* All but the two with thumbs, and an end. */
  g_assert_cmpuint (g_strv_length (lines), ==, N_TRACKS - 2 + 1);
}

static void
test_failures (void)
{
  g_autofree char *missing = path_of ("missing.txt");
  g_auto (Result) unknown = RECOMMEND ("--like", "nobody");
  g_auto (Result) torn = RECOMMEND ("--like", "id2", "--dislike", "id2");
  g_auto (Result) no_file = RECOMMEND ("--likes-file", missing);

  assert_failed (&unknown, 1, "none of the liked tracks");
  assert_failed (&torn, 1, "disliked too");
  assert_failed (&no_file, 1, "missing.txt");
}

int
main (int argc, char **argv)
{
  begin (argc, argv);
  g_test_add_func ("/cli-taste/least-match", test_least_match);
  g_test_add_func ("/cli-taste/files", test_files);
  g_test_add_func ("/cli-taste/ways", test_ways);
  g_test_add_func ("/cli-taste/formats", test_formats);
  g_test_add_func ("/cli-taste/dials", test_dials);
  g_test_add_func ("/cli-taste/rules", test_rules);
  g_test_add_func ("/cli-taste/failures", test_failures);

  return finish ();
}
