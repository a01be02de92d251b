/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli-fixture.h"
#include "counts.h"
#include "musrec.h"

static void
test_help (void)
{
  static const char *const commands[] = { "report", "recommend", "embed", "map" };
  g_auto (Result) version = run ("--version", NULL);
  g_auto (Result) help = run ("--help", NULL);

  assert_done (&version);
  g_assert_cmpstr (version.output, ==, "musrec-cli " PACKAGE_VERSION "\n");
  assert_done (&help);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto (Result) own = run (commands[i], "--help", NULL);

      g_assert_nonnull (strstr (help.output, commands[i]));
      assert_done (&own);
      g_assert_nonnull (strstr (own.output, "--seed"));
    }
}

static void
test_usage (void)
{
  static const struct
  {
    const char *args; /* separated by spaces; the catalog is added */
    const char *word; /* of the sentence */
  } cases[] = {
    { "frobnicate", "frobnicate" },
    { "--json", "--json" },
    { "report --frobnicate", "--frobnicate" },
    { "report --seed x", "--seed" },
    { "report --seed -1", "--seed" },
    { "report --seed 18446744073709551616", "--seed" },
    { "report --threads 0", "--threads" },
    { "report --threads two", "--threads" },
    { "report --format xml", "xml" },
    { "report --format csv", "csv" },
    { "report --json --format table", "table" },
    { "report --dimensions 100", "32" },
    { "report --repeats artist", "title-artist" },
    { "report --hold-out-artists 0.7", "--hold-out-artists" },
    { "report --hold-out-artists 0.3 --folds 4", "--folds" },
    { "report --folds 2", "--folds" },
    { "report --learn lyrics", "lyrics" },
    { "report other.csv", "2" },
    { "recommend", "--track" },
    { "recommend --track " SEED_ID " --limit 0", "--limit" },
    { "recommend --track " SEED_ID " --per-artist -1", "--per-artist" },
    { "recommend --track " SEED_ID " --versions two", "--versions" },
    { "recommend --track " SEED_ID " --like " SEED_ID, "--like" },
    { "recommend --track " SEED_ID " --popularity 1.5", "--popularity" },
    { "recommend --like " SEED_ID " --genre-weight -0.1", "--genre-weight" },
    { "recommend --like " SEED_ID " --explain none", "--explain" },
    { "recommend --dislike " SEED_ID, "--like" },
    { "embed", "--output" },
    { "embed --output x.npy --format ids", "ids" },
    { "map", "--output" },
    { "map --output map.gif", ".png" },
    { "map --output map", ".png" },
    { "map --output map.csv --tracks none", "--tracks" },
    { "map --output map.csv --perplexity nan", "--perplexity" },
    { "map --output map.csv --perplexity 1000", "erplexity" },
    { "map --output map.csv --iterations 1", "terations" },
  };
  g_auto (Result) nothing = run_argv ((const char *const[]){ cli, NULL });
  g_auto (Result) no_catalog = run ("report", NULL);

  assert_failed (&nothing, 2, "report");
  assert_failed (&no_catalog, 2, "CSV");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = g_strdup_printf ("%s %s %s", cli, cases[i].args, catalog);
      g_auto (GStrv) argv = g_strsplit (line, " ", -1);
      g_auto (Result) result = run_argv ((const char *const *) argv);

      assert_failed (&result, 2, cases[i].word);
    }
  g_assert_false (g_file_test ("map.csv", G_FILE_TEST_EXISTS));
}

static void
assert_members (JsonObject *object, const char *members)
{
  g_auto (GStrv) names = g_strsplit (members, " ", -1);

  for (guint i = 0; names[i] != NULL; i++)
    if (!json_object_has_member (object, names[i]))
      g_error ("there is no “%s”", names[i]);
  g_assert_cmpuint (json_object_get_size (object), ==, g_strv_length (names));
}

static void
test_report (void)
{
  g_auto (Result) json = run ("report", "--json", "--model", model, catalog, NULL);
  g_auto (Result) table = run ("report", "--model", model, catalog, NULL);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *root, *baselines;

  assert_done (&json);
  node = parse_json (json.output);
  root = json_node_get_object (node);
  assert_members (json_object_get_object_member (root, "catalog"),
                  "rows columns tracks features genres duplicates filled skipped null_characters");
  g_assert_cmpint (
      json_object_get_int_member (json_object_get_object_member (root, "catalog"), "tracks"), ==,
      N_TRACKS);
  assert_members (json_object_get_object_member (root, "training"),
                  "learn labels_seen epochs outcome train_loss validation_loss seconds seconds_per_epoch");
  assert_members (json_object_get_object_member (root, "reconstruction"), "mean max");
  assert_members (json_object_get_object_member (root, "similarity"),
                  "hit_rate_at_10 any_genre_hit_rate_at_10 hit_rate_at_10_other_artists "
                  "reachability_at_10 largest_hub_at_10 query_ms all_pairs_seconds "
                  "recommended_popularity share_from_less_popular_half "
                  "distinct_artists_per_list");
  assert_members (json_object_get_object_member (root, "recommendation"),
                  "hit_rate_at_10 any_genre_hit_rate_at_10 hit_rate_at_10_other_artists "
                  "reachability_at_10 largest_hub_at_10 query_ms all_pairs_seconds "
                  "seed_popularity recommended_popularity catalog_popularity "
                  "share_from_less_popular_half distinct_artists_per_list");
  baselines = json_object_get_object_member (root, "baselines");
  assert_members (baselines, "random raw_features");
  g_assert_false (json_object_has_member (root, "sizes"));
  g_assert_false (json_object_has_member (root, "unseen_artists"));
  g_assert_false (json_object_has_member (root, "embeddings"));
  g_assert_true (json_object_has_member (root, "peak_memory_mib"));

  assert_done (&table);
  g_assert_nonnull (strstr (table.output, "0.1433"));
  g_assert_nonnull (strstr (table.output, "12.9 %"));
}

static void
test_sound_genre (void)
{
  g_autofree char *own_model = path_of ("sound-genre.model");
  g_auto (Result) json = run ("report", "--json", "--learn", "sound-genre", "--hold-out-artists",
                              "0.1", "--folds", COUNTS_FEWER ("5", "2"), "--model", own_model, catalog, NULL);
  g_auto (Result) other_way = run ("report", "--learn", "sound", "--model", own_model, catalog, NULL);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *root, *unseen;

  assert_done (&json);
  node = parse_json (json.output);
  root = json_node_get_object (node);
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (root, "training"),
                                                  "learn"),
                   ==, "sound-genre");
  unseen = json_object_get_object_member (root, "unseen_artists");
  assert_members (unseen, "labels_seen share artists tracks hit_rate_at_10 any_genre_hit_rate_at_10 "
                          "hit_rate_at_10_other_artists reconstruction raw_features folds");
  g_assert_cmpfloat (json_object_get_double_member (unseen, "share"), ==, 0.1);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (unseen, "folds")), ==,
                    COUNTS_FEWER (5, 2));

  assert_failed (&other_way, 1, "sound-genre");
  g_unlink (own_model);
}

/* What the document has of one way stays where it was; both ways stand in a part of their own. */
static void
test_both_ways (void)
{
  g_auto (Result) json = run ("report", "--json", "--compare-ways", "--model", model, catalog, NULL);
  g_auto (Result) table = run ("report", "--compare-ways", "--model", model, catalog, NULL);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *root, *both;

  assert_done (&json);
  node = parse_json (json.output);
  root = json_node_get_object (node);
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (root, "training"),
                                                  "learn"),
                   ==, "sound");
  both = json_object_get_object_member (root, "embeddings");
  assert_members (both, "sound sound-genre");
  assert_members (json_object_get_object_member (both, "sound-genre"),
                  "training reconstruction similarity recommendation");

  assert_done (&table);
  g_assert_nonnull (strstr (table.output, "Sound and Genre"));
}

static void
test_sizes (void)
{
  g_auto (Result) json = run ("report", "--json", "--compare-sizes", catalog, NULL);
  g_autoptr (JsonNode) node = NULL;
  JsonArray *sizes;

  assert_done (&json);
  node = parse_json (json.output);
  sizes = json_object_get_array_member (json_node_get_object (node), "sizes");
  g_assert_cmpuint (json_array_get_length (sizes), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      JsonObject *size = json_array_get_object_element (sizes, i);

      assert_members (size, "dimensions mean max hit_rate_at_10");
      g_assert_cmpint (json_object_get_int_member (size, "dimensions"), ==, 32 << i);
    }
}

static void
assert_why (JsonObject *item)
{
  JsonArray *why = json_object_get_array_member (item, "why");
  double     sum = 0.0, before = G_MAXDOUBLE;

  /* Genre and artist stand behind the features: a match is all sound. */
  g_assert_cmpuint (json_array_get_length (why), ==, MUS_N_FEATURES + 2);
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    {
      JsonObject *part = json_array_get_object_element (why, f);
      double      share = json_object_get_double_member (part, "share");
      double      effect = fabs (share - 100.0 / MUS_N_FEATURES);

      assert_members (part, "feature share");
      sum += share;
      g_assert_cmpfloat (effect, <=, before);
      before = effect;
    }
  g_assert_cmpfloat_with_epsilon (sum, json_object_get_double_member (item, "match"), 1e-3);
}

static void
test_recommend (void)
{
  g_auto (Result) json =
      run ("recommend", "--track", SEED_ID, "--json", "--model", model, catalog, NULL);
  g_auto (Result) ids =
      run ("recommend", "--track", SEED_ID, "--format", "ids", "--model", model, catalog, NULL);
  g_auto (Result) csv =
      run ("recommend", "--track", SEED_ID, "--format", "csv", "--model", model, catalog, NULL);
  g_auto (Result) table =
      run ("recommend", "--track", SEED_ID, "--model", model, catalog, NULL);
  g_autoptr (JsonNode) node = NULL;
  g_auto (GStrv) id_lines = g_strsplit (ids.output, "\n", -1);
  g_auto (GStrv) csv_lines = g_strsplit (csv.output, "\n", -1);
  g_auto (GStrv) table_lines = g_strsplit (table.output, "\n", -1);
  JsonArray *list;

  assert_done (&json);
  assert_done (&ids);
  assert_done (&csv);
  assert_done (&table);
  node = parse_json (json.output);
  list = json_node_get_array (node);
  g_assert_cmpuint (json_array_get_length (list), ==, 10);
  g_assert_cmpuint (g_strv_length (id_lines), ==, 11);
  g_assert_cmpuint (g_strv_length (csv_lines), ==, 12);
  g_assert_cmpuint (g_strv_length (table_lines), ==, 12);
  for (guint i = 0; i < 10; i++)
    {
      JsonObject      *item = json_array_get_object_element (list, i);
      const char      *id = json_object_get_string_member (item, "track_id");
      g_autofree char *start = g_strdup_printf ("%u,%s,\"Song ", i + 1, id);

      assert_members (item, "rank track_id title artists genre match distance answers why");
      g_assert_cmpint (json_object_get_int_member (item, "rank"), ==, i + 1);
      g_assert_cmpstr (json_object_get_string_member (item, "answers"), ==, SEED_ID);
      g_assert_cmpstr (id, !=, SEED_ID);
      g_assert_cmpstr (id, ==, id_lines[i]);
      g_assert_true (g_str_has_prefix (csv_lines[i + 1], start));
      assert_why (item);
    }
}

static void
test_limits (void)
{
  g_auto (Result) all = run ("recommend", "--track", SEED_ID, "--limit", "all", "--per-artist", "0",
                             "--versions", "all", "--format", "ids", "--model", model, catalog, NULL);
  g_auto (Result) few = run ("recommend", "--track", SEED_ID, "--limit", "3", "--per-artist", "1",
                             "--json", "--model", model, catalog, NULL);
  g_auto (GStrv) lines = g_strsplit (all.output, "\n", -1);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (JsonNode) node = NULL;
  JsonArray *list;

  assert_done (&all);
  g_assert_cmpuint (g_strv_length (lines), ==, N_TRACKS);
  for (guint i = 0; i < N_TRACKS - 1; i++)
    g_assert_true (g_hash_table_add (seen, lines[i]));
  g_assert_false (g_hash_table_contains (seen, SEED_ID));

  assert_done (&few);
  node = parse_json (few.output);
  list = json_node_get_array (node);
  g_assert_cmpuint (json_array_get_length (list), ==, 3);
  g_hash_table_remove_all (seen);
  for (guint i = 0; i < 3; i++)
    g_assert_true (g_hash_table_add (
        seen, (gpointer) json_object_get_string_member (
                  json_array_get_object_element (list, i), "artists")));
}

static void
test_embed (void)
{
  static const char header[] =
      "{'descr': '<f4', 'fortran_order': False, 'shape': (300, 128), }";
  g_autofree char *npy = path_of ("embedding.npy");
  g_autofree char *csv = path_of ("tracks.csv");
  g_autofree char *bytes = NULL, *tracks = NULL;
  g_auto (Result) result = run ("embed", "--output", npy, "--tracks-output", csv, "--json",
                                "--model", model, catalog, NULL);
  g_autoptr (JsonNode) node = NULL;
  gsize n_bytes;

  assert_done (&result);
  node = parse_json (result.output);
  assert_members (json_node_get_object (node), "tracks dimensions");
  g_assert_true (g_file_get_contents (npy, &bytes, &n_bytes, NULL));
  g_assert_cmpmem (bytes, 8, "\x93NUMPY\x01\x00", 8);
  g_assert_cmpuint ((guint8) bytes[8] | (guint8) bytes[9] << 8, ==, 118);
  g_assert_cmpmem (bytes + 10, sizeof header - 1, header, sizeof header - 1);
  g_assert_cmpint (bytes[127], ==, '\n');
  g_assert_cmpuint (n_bytes, ==, 128 + N_TRACKS * 128 * sizeof (float));

  g_assert_true (g_file_get_contents (csv, &tracks, NULL, NULL));
  g_assert_true (g_str_has_prefix (tracks,
                                   "row,track_id,title,artists,genre\n"
                                   "0,id0,\"Song 0, \"\"so\"\" 歌\",Artist 0;Guest,genre0\n"
                                   "1,id1,"));
  g_unlink (npy);
  g_unlink (csv);
}

static void
test_map (void)
{
  static const struct
  {
    const char *name;
    const char *start; /* of the file */
  } cases[] = {
    { "map.csv", "row,track_id,title,artists,genre,x,y\n0,id0," },
    { "map.PNG", "\x89PNG\r\n" },
    { "map.svg", "<?xml" },
    { "map.pdf", "%PDF" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = path_of (cases[i].name);
      g_autofree char *bytes = NULL;
      g_auto (Result) result = run ("map", "--output", path, "--iterations", "60", "--tracks",
                                    "100", "--json", "--model", model, catalog, NULL);
      g_autoptr (JsonNode) node = NULL;
      JsonObject *root;

      assert_done (&result);
      node = parse_json (result.output);
      root = json_node_get_object (node);
      assert_members (root, "tracks iterations kl_divergence timings peak_memory_mib");
      assert_members (json_object_get_object_member (root, "timings"),
                      "neighbors affinities optimise");
      g_assert_cmpint (json_object_get_int_member (root, "tracks"), ==, 100);
      g_assert_cmpint (json_object_get_int_member (root, "iterations"), ==, 60);
      g_assert_true (g_file_get_contents (path, &bytes, NULL, NULL));
      g_assert_true (g_str_has_prefix (bytes, cases[i].start));
      g_unlink (path);
    }
}

static void
test_model (void)
{
  g_autofree char *path = path_of ("other.model");
  g_autofree char *before = NULL, *after = NULL;
  g_auto (Result) first = run ("report", "--json", "--model", path, catalog, NULL);
  gsize n_before, n_after;

  assert_done (&first);
  g_assert_true (g_file_get_contents (path, &before, &n_before, NULL));
  {
    g_auto (Result) second =
        run ("report", "--json", "--model", path, "--seed", "9", catalog, NULL);
    g_autoptr (JsonNode) a = parse_json (first.output);
    g_autoptr (JsonNode) b = NULL;

    /* Its seconds could not be the same if it had trained again. */
    assert_done (&second);
    b = parse_json (second.output);
    g_assert_true (
        json_node_equal (json_object_get_member (json_node_get_object (a), "training"),
                         json_object_get_member (json_node_get_object (b), "training")));
  }
  g_assert_true (g_file_get_contents (path, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
  {
    g_auto (Result) other = run ("report", "--model", path, "--dimensions", "32", catalog, NULL);

    assert_failed (&other, 1, "128");
  }
  g_unlink (path);
}

/* What differs from run to run: times and memory. */
static void
drop_measurements (JsonNode *node)
{
  static const char *const names[] = { "seconds", "seconds_per_epoch", "query_ms",
                                       "all_pairs_seconds", "timings", "peak_memory_mib" };
  JsonObject *object = json_node_get_object (node);
  g_autoptr (GList) values = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (json_object_has_member (object, names[i]))
      json_object_remove_member (object, names[i]);
  values = json_object_get_values (object);
  for (GList *l = values; l != NULL; l = l->next)
    if (JSON_NODE_HOLDS_OBJECT (l->data))
      drop_measurements (l->data);
}

static void
append_file (GString *out, const char *path)
{
  g_autofree char *bytes = NULL;
  gsize            n_bytes;

  g_assert_true (g_file_get_contents (path, &bytes, &n_bytes, NULL));
  g_assert_cmpuint (n_bytes, >, 0);
  g_string_append_len (out, bytes, (gssize) n_bytes);
  g_unlink (path);
}

/* All that comes out of the whole chain, whose first command learns: report, embedding, map,
 * list. */
static GString *
run_chain (const char *seed, const char *threads)
{
  g_autofree char *learned = path_of ("same.model");
  g_autofree char *npy = path_of ("same.npy");
  g_autofree char *csv = path_of ("same.csv");
  g_auto (Result) report = run ("report", "--json", "--dimensions", "32", "--seed", seed,
                                "--threads", threads, "--model", learned, sample, NULL);
  g_auto (Result) embedding = run ("embed", "--output", npy, "--dimensions", "32", "--threads",
                                   threads, "--model", learned, sample, NULL);
  g_auto (Result) map = run ("map", "--output", csv, "--iterations", "60", "--dimensions", "32",
                             "--threads", threads, "--model", learned, sample, NULL);
  g_auto (Result) list = run ("recommend", "--track", "sample-00001", "--json", "--dimensions",
                              "32", "--threads", threads, "--model", learned, sample, NULL);
  g_autoptr (JsonNode) figures = NULL;
  g_autofree char     *text = NULL;
  GString             *out = g_string_new (NULL);

  assert_done (&report);
  assert_done (&embedding);
  assert_done (&map);
  assert_done (&list);
  figures = parse_json (report.output);
  drop_measurements (figures);
  text = json_to_string (figures, TRUE);
  g_string_append (out, text);
  append_file (out, npy);
  append_file (out, csv);
  g_string_append (out, list.output);
  g_unlink (learned);

  return out;
}

static void
test_same_bytes (void)
{
  static const char *const threads[] = { "1", "2", "8", "1" };
  static const char *const seeds[] = { "5", "5", "5", "6" };
  GString *outputs[G_N_ELEMENTS (threads)];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    outputs[i] = run_chain (seeds[i], threads[i]);
  g_assert_cmpmem (outputs[0]->str, outputs[0]->len, outputs[1]->str, outputs[1]->len);
  g_assert_cmpmem (outputs[0]->str, outputs[0]->len, outputs[2]->str, outputs[2]->len);
  g_assert_false (g_string_equal (outputs[0], outputs[3]));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_string_free (outputs[i], TRUE);
}

static void
test_failures (void)
{
  g_autofree char *nowhere = path_of ("none/file.npy");
  g_autofree char *broken = path_of ("broken.model");
  g_autofree char *prose = path_of ("prose.csv");
  g_auto (Result) missing = run ("report", nowhere, NULL);
  g_auto (Result) unwritable = run ("embed", "--output", nowhere, catalog, NULL);
  g_auto (Result) full = run ("embed", "--output", "/dev/full", "--model", model, catalog, NULL);
  g_auto (Result) unkept = run ("report", "--model", nowhere, catalog, NULL);
  g_auto (Result) folder_model = run ("report", "--model", folder, catalog, NULL);
  g_auto (Result) unknown =
      run ("recommend", "--track", "nobody", "--model", model, catalog, NULL);

  assert_failed (&unkept, 1, "file.npy");
  assert_failed (&folder_model, 1, "not a model");
  assert_failed (&missing, 1, "file.npy");
  assert_failed (&unwritable, 1, "file.npy");
  assert_failed (&full, 1, "/dev/full");
  assert_failed (&unknown, 1, "nobody");

  g_assert_true (g_file_set_contents (broken, "MusRecMd and no more", -1, NULL));
  g_assert_true (g_file_set_contents (prose, "This is no catalog.\nAt all.\n", -1, NULL));
  {
    g_auto (Result) damaged = run ("report", "--model", broken, catalog, NULL);
    g_auto (Result) no_model = run ("report", "--model", catalog, catalog, NULL);
    g_auto (Result) no_catalog = run ("report", "--model", model, prose, NULL);

    assert_failed (&damaged, 1, "broken.model");
    assert_failed (&no_model, 1, "not a model");
    assert_failed (&no_catalog, 1, "CSV");
  }
  g_unlink (broken);
  g_unlink (prose);
}

/* A pipe that nobody writes to is no model either: it is not waited for. */
static void
test_pipe (void)
{
  g_autofree char *pipe = path_of ("pipe");

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  {
    g_auto (Result) result = run ("report", "--model", pipe, catalog, NULL);

    assert_failed (&result, 1, "not a model");
  }
  g_unlink (pipe);
}

/* No result takes the place of the catalog, of the model or of another result, by whatever
 * name. */
static void
test_results_apart (void)
{
  g_autofree char *same = path_of ("./same.npy");
  g_autofree char *again = path_of ("same.npy");
  g_autofree char *other_name = path_of ("other-name.csv");
  g_autofree char *before = NULL, *after = NULL;

  g_assert_true (g_file_get_contents (catalog, &before, NULL, NULL));
  g_assert_cmpint (symlink (catalog, other_name), ==, 0);
  {
    g_auto (Result) on_catalog = run ("embed", "--output", catalog, catalog, NULL);
    g_auto (Result) on_other =
        run ("embed", "--output", same, "--tracks-output", again, catalog, NULL);
    g_auto (Result) on_link = run ("map", "--output", other_name, catalog, NULL);
    g_auto (Result) on_model = run ("embed", "--output", model, "--model", model, catalog, NULL);

    assert_failed (&on_catalog, 2, "--output");
    assert_failed (&on_other, 2, "--tracks-output");
    assert_failed (&on_link, 2, "--output");
    assert_failed (&on_model, 2, "--output");
    g_assert_false (g_file_test (again, G_FILE_TEST_EXISTS));
  }
  g_assert_true (g_file_get_contents (catalog, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, before);
  g_unlink (other_name);
}

/* Where there is no genre nothing is told of genres. */
static void
test_no_genres (void)
{
  g_autofree char *contents = NULL;
  g_autofree char *path = path_of ("no-genres.csv");

  g_assert_true (g_file_get_contents (catalog, &contents, NULL, NULL));
  memcpy (strstr (contents, "track_genre"), "track_group", strlen ("track_group"));
  g_assert_true (g_file_set_contents (path, contents, -1, NULL));
  {
    g_auto (Result) table = run ("report", "--model", model, path, NULL);
    g_auto (Result) known = run ("report", "--model", model, catalog, NULL);

    assert_done (&table);
    g_assert_null (strstr (table.output, "genre, "));
    g_assert_null (strstr (table.output, "genres, "));
    g_assert_null (strstr (table.output, "Same genre"));
    g_assert_null (strstr (table.output, "12.9 %"));
    g_assert_nonnull (strstr (known.output, "5 genres, "));
    g_assert_nonnull (strstr (known.output, "Same genre"));
  }
  g_unlink (path);
}

/* A catalog with other columns than the model learned from is told, not guessed. */
static void
test_unfit_model (void)
{
  g_autofree char *contents = NULL;
  g_autofree char *path = path_of ("other-columns.csv");
  char            *column;

  g_assert_true (g_file_get_contents (catalog, &contents, NULL, NULL));
  column = strstr (contents, "loudness");
  memcpy (column, "softness", strlen ("softness"));
  column = strstr (contents, "track_genre");
  memcpy (column, "track_group", strlen ("track_group"));
  g_assert_true (g_file_set_contents (path, contents, -1, NULL));
  {
    g_auto (Result) result = run ("recommend", "--track", SEED_ID, "--model", model, path, NULL);
    g_auto (Result) genreless = run ("report", "--learn", "sound-genre", path, NULL);

    assert_failed (&result, 1, "model");
    assert_failed (&genreless, 1, "track_genre");
  }
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  begin (argc, argv);

  g_test_add_func ("/cli/help", test_help);
  g_test_add_func ("/cli/usage", test_usage);
  g_test_add_func ("/cli/report", test_report);
  g_test_add_func ("/cli/sound-genre", test_sound_genre);
  g_test_add_func ("/cli/both-ways", test_both_ways);
  g_test_add_func ("/cli/sizes", test_sizes);
  g_test_add_func ("/cli/recommend", test_recommend);
  g_test_add_func ("/cli/limits", test_limits);
  g_test_add_func ("/cli/embed", test_embed);
  g_test_add_func ("/cli/map", test_map);
  g_test_add_func ("/cli/model", test_model);
  g_test_add_func ("/cli/unfit-model", test_unfit_model);
  g_test_add_func ("/cli/no-genres", test_no_genres);
  g_test_add_func ("/cli/results-apart", test_results_apart);
  g_test_add_func ("/cli/pipe", test_pipe);
  g_test_add_func ("/cli/same-bytes", test_same_bytes);
  g_test_add_func ("/cli/failures", test_failures);

  return finish ();
}
