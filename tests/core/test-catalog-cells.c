/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "catalog-fixture.h"
#include "catalog/mus-notation.h"

/* Cells of the column `energy` in the first rows, what stands in the matrix, and the
 * counts. The fillers have 0.6. */
static void
test_missing (void)
{
  g_autoptr (GString) text = g_string_new (HEADER);
  g_autoptr (GError) error = NULL;
  g_autoptr (MusCatalog) catalog = NULL;
  static const char *const cells[] = { "", "0.1", "NaN", "loud", "inf", "1e60", "0.9" };
  const MusCatalogSummary *summary;

  /* 30 rows of 0.2 and 31 of 0.4 beside 0.1 and 0.9: the median is 0.4. Before repeats are
   * left out there are more of 0.2. */
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    g_string_append_printf (text, "c%u,X,A,C%u,50,200000,False,0.5,%s,1,-7.5,1,0.05,0.2,0,0.1,0.4,120,4,g\n", i, i, cells[i]);
  for (guint i = 0; i < 61; i++)
    g_string_append_printf (text, "m%u,X,A,M%u,50,200000,False,0.5,%s,1,-7.5,1,0.05,0.2,0,0.1,0.4,120,4,g\n", i, i,
                            i < 30 ? "0.2" : "0.4");
  for (guint i = 0; i < 40; i++)
    g_string_append_printf (text, "m%u,X,A,M%u,50,200000,False,0.5,0.2,1,-7.5,1,0.05,0.2,0,0.1,0.4,120,4,g\n", i, i);
  catalog = read_bytes (text->str, text->len, MUS_REPEATS_TITLE, &error);
  g_assert_no_error (error);

  summary = mus_catalog_summary (catalog);
  for (guint32 i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      float expected = i == 1 ? 0.1f : i == 6 ? 0.9f : 0.4f;

      g_assert_cmpfloat (mus_matrix_row (mus_catalog_features (catalog), i)[MUS_FEATURE_ENERGY], ==, expected);
    }
  g_assert_cmpuint (summary->n_filled, ==, 5);
  g_assert_cmpuint (summary->n_text_cells, ==, 1);
  g_assert_cmpuint (summary->n_duplicates, ==, 40);
  g_assert_cmpuint (summary->n_skipped, ==, 0);
}

static void
test_median_of_even (void)
{
  g_autoptr (GString) text = g_string_new (HEADER);
  g_autoptr (GError) error = NULL;
  g_autoptr (MusCatalog) catalog = NULL;

  for (guint i = 0; i < 50; i++)
    g_string_append_printf (text, "m%u,X,A,M%u,50,200000,%s,0.5,%s,1,-7.5,1,0.05,0.2,0,0.1,0.4,120,4,g\n", i, i,
                            i == 0 ? "" : i % 2 == 0 ? "yes" : "no", i < 2 ? "?" : i < 26 ? "0.1" : "0.3");
  catalog = read_bytes (text->str, text->len, MUS_REPEATS_TITLE, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (mus_matrix_row (mus_catalog_features (catalog), 0)[MUS_FEATURE_ENERGY], ==,
                     (float) ((0.1 + 0.3) / 2.0));
  /* 25 of "no", 24 of "yes". */
  g_assert_cmpfloat (mus_matrix_row (mus_catalog_features (catalog), 0)[MUS_FEATURE_EXPLICIT], ==, 0.0);
}

static void
test_skipped (void)
{
  g_autoptr (MusCatalog) catalog =
      read_rows ("a,X,A,T1," NUMBERS ",g\n"
                 "b,X,A,T2," NUMBERS "\n"
                 "c,X,A,T3," NUMBERS ",g,h\n"
                 "d,X,A,T4,,,,,,,,,,,,,,,,g\n"
                 "e,X,A,T5,a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,g\n"
                 "g,X,A,T6,,,,,,,,,,,,,,,4,g\n",
                 MUS_REPEATS_TITLE);
  const MusCatalogSummary *summary = mus_catalog_summary (catalog);

  g_assert_cmpuint (summary->n_rows, ==, 6 + N_FILLERS);
  g_assert_cmpuint (summary->n_skipped, ==, 4);
  g_assert_cmpuint (summary->first_skipped, ==, 2);
  g_assert_cmpuint (summary->n_filled, ==, MUS_N_FEATURES - 1);
  g_assert_cmpuint (summary->n_text_cells, ==, 0);
  g_assert_cmpstr (mus_catalog_text (catalog, 1, MUS_TEXT_ID), ==, "g");
}

/* A header in another order, with the other delimiters, and with columns left out. */
static void
test_columns (void)
{
  static const char *const headers[] = {
    "Track_Name,ARTISTS,energy,valence,tempo,loudness,key,mode,liveness,danceability\n",
    "Track_Name;ARTISTS; energy ;valence;tempo;loudness;key;mode;liveness;danceability\n",
    "Track_Name\tARTISTS\tenergy\tvalence\ttempo\tloudness\tkey\tmode\tliveness\tdanceability\n",
    "Track_Name,ARTISTS,energy,valence,tempo,loudness,key,mode,liveness,danceability,energy\n",
  };
  static const char delimiters[] = ",;\t,";

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autoptr (GString) text = g_string_new ("\xef\xbb\xbf");
      g_autoptr (GError) error = NULL;
      g_autoptr (MusCatalog) catalog = NULL;
      const MusCatalogSummary *summary;

      g_string_append (text, headers[i]);
      for (guint row = 0; row < 50; row++)
        {
          g_autofree char *line = g_strdup_printf ("T%u,X,0.25,0,%u,0,0,0,0,%s%s\r\n", row, row,
                                                   i == 1 ? "0_5" : "0.5", i == 3 ? ",7" : "");

          g_strdelimit (line, ",", delimiters[i]);
          g_string_append (text, g_strdelimit (line, "_", ','));
        }
      catalog = read_bytes (text->str, text->len, MUS_REPEATS_TITLE, &error);
      g_assert_no_error (error);

      summary = mus_catalog_summary (catalog);
      g_assert_cmpuint (summary->n_columns, ==, i == 3 ? 11 : 10);
      g_assert_cmpuint (summary->n_features, ==, 8);
      g_assert_cmpuint (summary->n_genres, ==, 0);
      g_assert_cmpuint (summary->n_filled, ==, 0);
      g_assert_cmpuint (summary->missing, ==, 1u << MUS_FEATURE_POPULARITY | 1u << MUS_FEATURE_DURATION | 1u << MUS_FEATURE_EXPLICIT |
                                                  1u << MUS_FEATURE_SPEECHINESS | 1u << MUS_FEATURE_ACOUSTICNESS |
                                                  1u << MUS_FEATURE_INSTRUMENTALNESS | 1u << MUS_FEATURE_TIME_SIGNATURE);
      g_assert_cmpuint (summary->constant, ==, 0x7fff & ~(1u << MUS_FEATURE_TEMPO));
      g_assert_cmpfloat (mus_matrix_row (mus_catalog_features (catalog), 9)[MUS_FEATURE_ENERGY], ==, 0.25);
      g_assert_cmpfloat (mus_matrix_row (mus_catalog_features (catalog), 9)[MUS_FEATURE_DANCEABILITY], ==, 0.5);
      g_assert_cmpfloat (mus_matrix_row (mus_catalog_features (catalog), 9)[MUS_FEATURE_TEMPO], ==, 9.0);
      g_assert_cmpfloat (mus_matrix_row (mus_catalog_features (catalog), 9)[MUS_FEATURE_POPULARITY], ==, 0.0);
      g_assert_cmpstr (mus_catalog_text (catalog, 9, MUS_TEXT_ID), ==, "");
      g_assert_cmpstr (mus_catalog_text (catalog, 9, MUS_TEXT_ALBUM), ==, "");
      g_assert_cmpuint (mus_catalog_genre (catalog, 9), ==, MUS_NO_GENRE);
      g_assert_cmpuint (mus_catalog_find_song (catalog, "t9", "x"), ==, 9);
      g_assert_null (mus_catalog_link (catalog, 9));
    }
}

/* As other collections and exports of playlists name their columns, and write key, mode and
 * time signature. A column's own name goes before all others. */
static void
test_other_names (void)
{
  static const char *const headers[] = {
    "genre,artist_name,track_name,track_id,popularity,energy,key,mode,tempo,time_signature,liveness,valence\n",
    "Genre,Artist Name(s),Track Name,Track URI,Popularity,Energy,Key,Mode,Tempo,Time Signature,Liveness,Valence\n",
    "playlist_genre,artists,name,id,track_popularity,energy,key,mode,bpm,time_signature,liveness,valence\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autoptr (GString) text = g_string_new (headers[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (MusCatalog) catalog = NULL;
      g_autofree char *link = NULL;
      const float     *values;

      for (guint row = 0; row < 50; row++)
        g_string_append_printf (text, "soul,X,T%u,%s0123456789abcdefghijAB,%u,0.5,Eb,minor,99,3/4,0,1\n", row,
                                i == 1 ? "spotify:track:" : "", row);
      catalog = read_bytes (text->str, text->len, MUS_REPEATS_TITLE, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (mus_catalog_summary (catalog)->n_text_cells, ==, 0);
      g_assert_cmpuint (mus_catalog_summary (catalog)->n_filled, ==, 0);

      values = mus_matrix_row (mus_catalog_features (catalog), 7);
      g_assert_cmpfloat (values[MUS_FEATURE_POPULARITY], ==, 7.0);
      g_assert_cmpfloat (values[MUS_FEATURE_KEY], ==, 3.0);
      g_assert_cmpfloat (values[MUS_FEATURE_MODE], ==, 0.0);
      g_assert_cmpfloat (values[MUS_FEATURE_TEMPO], ==, 99.0);
      g_assert_cmpfloat (values[MUS_FEATURE_TIME_SIGNATURE], ==, 3.0);
      g_assert_cmpuint (mus_catalog_n_genres (catalog), ==, 1);
      g_assert_cmpuint (mus_catalog_find_song (catalog, "t7", "x"), ==, 7);
      link = mus_catalog_link (catalog, 7);
      g_assert_cmpstr (link, ==, "https://open.spotify.com/track/0123456789abcdefghijAB");
    }
}

static void
test_own_name_first (void)
{
  g_autoptr (GString) text = g_string_new ("name,title,Track Name,track_name,artist,artists,energy,valence,tempo,"
                                           "loudness,key,mode,liveness,danceability\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (MusCatalog) catalog = NULL;

  for (guint row = 0; row < 50; row++)
    g_string_append_printf (text, "a,b,c,T%u,Y,X,0.5,0,1,2,3,1,0,%u\n", row, row);
  catalog = read_bytes (text->str, text->len, MUS_REPEATS_TITLE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mus_catalog_find_song (catalog, "t7", "x"), ==, 7);
}

static const struct
{
  MusFeature  feature;
  const char *text;
  double      value; /* below 0: not understood */
} notations[] = {
  { MUS_FEATURE_KEY, "C", 0.0 },
  { MUS_FEATURE_KEY, " a# ", 10.0 },
  { MUS_FEATURE_KEY, "B♭", 10.0 },
  { MUS_FEATURE_KEY, "F♯", 6.0 },
  { MUS_FEATURE_KEY, "Cb", 11.0 },
  { MUS_FEATURE_KEY, "B#", 0.0 },
  { MUS_FEATURE_KEY, "H", -1.0 },
  { MUS_FEATURE_KEY, "C##", -1.0 },
  { MUS_FEATURE_KEY, "C major", -1.0 },
  { MUS_FEATURE_KEY, "", -1.0 },
  { MUS_FEATURE_MODE, "Major", 1.0 },
  { MUS_FEATURE_MODE, "MINOR", 0.0 },
  { MUS_FEATURE_MODE, "dorian", -1.0 },
  { MUS_FEATURE_TIME_SIGNATURE, "4/4", 4.0 },
  { MUS_FEATURE_TIME_SIGNATURE, "12/8", 12.0 },
  { MUS_FEATURE_TIME_SIGNATURE, "4/", -1.0 },
  { MUS_FEATURE_TIME_SIGNATURE, "/4", -1.0 },
  { MUS_FEATURE_TIME_SIGNATURE, "-3/4", -1.0 },
  { MUS_FEATURE_TIME_SIGNATURE, "3/4/4", -1.0 },
  { MUS_FEATURE_TIME_SIGNATURE, "99999999999999999999999/4", -1.0 },
  { MUS_FEATURE_ENERGY, "C", -1.0 },
};

static void
test_notation (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (notations); i++)
    {
      double   value = -1.0;
      gboolean is_understood = mus_notation_parse (notations[i].feature, notations[i].text, &value);

      g_test_message ("%s", notations[i].text);
      g_assert_true (is_understood == (notations[i].value >= 0.0));
      g_assert_cmpfloat (value, ==, notations[i].value);
    }
}

static const struct
{
  const char *text, *joined; /* NULL: as it was */
} lists[] = {
  { "['A', 'B']", "A;B" },
  { "[\"A\",\"B\"]", "A;B" },
  { " [ 'A' ] ", "A" },
  { "['A',]", "A" },
  { "[]", "" },
  { "['', 'B']", "B" },
  { "['Earth, Wind & Fire', \"Destiny's Child\"]", "Earth, Wind & Fire;Destiny's Child" },
  { "['say \"so\"', 'it\\'s', 'AC\\\\DC']", "say \"so\";it's;AC\\DC" },
  { "['Zo\\xeb', '\\u00e9t\\u00e9', '\\U0001f3b5']", "Zoë;été;🎵" },
  { "['Sigur Rós', '坂本龍一']", "Sigur Rós;坂本龍一" },
  { "A;B", NULL },
  { "", NULL },
  { "['68]", NULL },
  { "[unwritten]", NULL },
  { "['A', 'B'", NULL },
  { "['A' 'B']", NULL },
  { "['A', B]", NULL },
  { "['A'] and ['B']", NULL },
  { "['A\\", NULL },
  { "['\\u00e", NULL },
  { "['\\U0011ffff']", NULL },
  { "['\\x00']", NULL },
  { "[,]", NULL },
  { "[", NULL },
};

static void
test_lists (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      const char      *joined = lists[i].joined != NULL ? lists[i].joined : lists[i].text;
      g_autofree char *text = g_strdup (lists[i].text);
      gsize            length = mus_notation_join_list (text, strlen (text));

      g_test_message ("%s", lists[i].text);
      g_assert_cmpuint (length, ==, strlen (joined));
      g_assert_cmpstr (text, ==, joined);
    }
}

/* The main artist is the first of the list, and the same as without brackets. */
static void
test_artists_as_list (void)
{
  g_autoptr (MusCatalog) catalog =
      read_rows ("a,\"['Ann', 'Ben']\",A,T1," NUMBERS ",g\n"
                 "b,Ann;Cem,A,T2," NUMBERS ",g\n"
                 "c,\"[\"\"O'Dea\"\"]\",A,T3," NUMBERS ",g\n"
                 "d,[Ann],A,T4," NUMBERS ",g\n",
                 MUS_REPEATS_TITLE);

  g_assert_cmpstr (mus_catalog_text (catalog, 0, MUS_TEXT_ARTISTS), ==, "Ann;Ben");
  g_assert_cmpuint (mus_catalog_main_artist (catalog, 0), ==, mus_catalog_main_artist (catalog, 1));
  g_assert_cmpuint (mus_catalog_find_song (catalog, "T1", "Ann"), ==, 0);
  g_assert_cmpstr (mus_catalog_text (catalog, 2, MUS_TEXT_ARTISTS), ==, "O'Dea");
  g_assert_cmpstr (mus_catalog_text (catalog, 3, MUS_TEXT_ARTISTS), ==, "[Ann]");
  g_assert_cmpstr (mus_catalog_text (catalog, 3, MUS_TEXT_TITLE), ==, "T4");
}

/* Exports of playlists have lists of genres: the first one is the track's, all are its labels. */

static void
assert_genres (const MusCatalog *catalog, guint32 row, const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);
  guint16        own = mus_catalog_genre (catalog, row);
  guint          n;
  const guint16 *labels = mus_catalog_genres (catalog, row, &n);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (found, "%s%s", i > 0 ? "|" : "",
                            mus_catalog_genre_name (catalog, labels[i]));
  g_assert_cmpstr (found->str, ==, expected);
  g_assert_cmpuint (own, ==, n > 0 ? labels[0] : MUS_NO_GENRE);
}

static MusCatalog *
read_genres (const char *column)
{
  g_autoptr (GString) text = g_string_new (HEADER);
  g_autoptr (GError) error = NULL;
  MusCatalog *catalog;

  g_assert_cmpuint (g_string_replace (text, "track_genre", column, 1), ==, 1);
  g_string_append (text, "a,Ann,A,T1," NUMBERS ",\" indie pop ,dance, indie pop\"\n"
                         "b,Ben,A,T2," NUMBERS ",\"['rock, hard', 'metal']\"\n"
                         "c,Cem,A,T3," NUMBERS ",metal;;rock\n"
                         "d,Dan,A,T4," NUMBERS ",[]\n"
                         "e,Eve,A,T5," NUMBERS ",dance\n"
                         "f,Eve,A,T5," NUMBERS ",folk\n");
  for (guint i = 0; i < N_FILLERS; i++)
    g_string_append_printf (text, "f%u,Filler,A,Filler %u," NUMBERS ",filler\n", i, i);
  catalog = read_bytes (text->str, text->len, MUS_REPEATS_TITLE, &error);
  g_assert_no_error (error);

  return catalog;
}

static void
test_genre_lists (void)
{
  g_autoptr (MusCatalog) several = read_genres ("Artist Genres");
  g_autoptr (MusCatalog) single = read_genres ("track_genre");

  assert_genres (several, 0, "indie pop|dance");
  assert_genres (several, 1, "rock, hard|metal");
  assert_genres (several, 2, "metal|rock");
  assert_genres (several, 3, "");
  assert_genres (several, 4, "dance|folk");
  g_assert_cmpuint (mus_catalog_n_genres (several), ==, 5);
  g_assert_cmpuint (mus_catalog_n_labels (several), ==, 7);

  /* Elsewhere these are part of a name. */
  assert_genres (single, 0, "indie pop ,dance, indie pop");
  assert_genres (single, 1, "rock, hard|metal");
  assert_genres (single, 2, "metal;;rock");
  assert_genres (single, 3, "");
  assert_genres (single, 4, "dance|folk");
}

/* A column that is there but holds no number. */
static void
test_all_missing (void)
{
  g_autoptr (GString) text = g_string_new (HEADER);
  g_autoptr (GError) error = NULL;
  g_autoptr (MusCatalog) catalog = NULL;
  g_autoptr (MusMatrix) x = NULL;
  const MusCatalogSummary *summary;

  for (guint i = 0; i < 50; i++)
    g_string_append_printf (text, "m%u,X,A,M%u,50,200000,,0.5,,1,-7.5,1,0.05,0.2,0,0.1,0.4,%u,4,g\n", i, i, i);
  catalog = read_bytes (text->str, text->len, MUS_REPEATS_TITLE, &error);
  g_assert_no_error (error);

  summary = mus_catalog_summary (catalog);
  g_assert_cmpuint (summary->n_filled, ==, 100);
  g_assert_cmpuint (summary->missing, ==, 0);
  g_assert_true ((summary->constant & 1u << MUS_FEATURE_ENERGY) != 0);
  g_assert_true ((summary->constant & 1u << MUS_FEATURE_TEMPO) == 0);
  x = fixture_standardise (catalog);
  g_assert_true (mus_matrix_is_finite (x));
}

static const struct
{
  const char *name, *text;
  gint        code;
  const char *words[3];
} failures[] = {
  { "empty", "", MUS_ERROR_EMPTY, { "is empty" } },
  { "blank lines", "\n\n", MUS_ERROR_EMPTY, { "is empty" } },
  { "header only", HEADER, MUS_ERROR_EMPTY, { "no tracks below" } },
  { "too few", HEADER "a,X,A,T," NUMBERS ",g\nb,X,A,T," NUMBERS ",g\nc\n", MUS_ERROR_EMPTY, { "3", "at least 50" } },
  { "only too few", HEADER "a,X,A,T," NUMBERS ",g\n", MUS_ERROR_EMPTY, { "only 1.", "at least 50" } },
  { "one title", HEADER "a,X,A,T," NUMBERS ",g\nb,Y,A,T," NUMBERS ",g\n", MUS_ERROR_EMPTY, { "1 rows repeat a title", "of one artist" } },
  { "a sentence", "Dear diary\nyou know\n", MUS_ERROR_PARSE, { "not a CSV" } },
  { "no title", "artists,energy,valence,tempo,loudness,key,mode,liveness,danceability\n", MUS_ERROR_SCHEMA, { "track_name", "artists, energy" } },
  { "nothing known", "a,b\n1,2\n", MUS_ERROR_SCHEMA, { "track_name, artists", "a, b" } },
  { "only the title", "track_name\nT\n", MUS_ERROR_SCHEMA, { "artists" } },
  { "seven features", "track_name,artists,energy,valence,tempo,loudness,key,mode,liveness\n", MUS_ERROR_SCHEMA, { "7 of the 15", "danceability", "track_name, artists, energy" } },
  { "invalid text", HEADER "a,X,A,T\xff," NUMBERS ",g\n", MUS_ERROR_PARSE, { "row 1", "track_name", "UTF-8" } },
};

static void
test_failures (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", failures[i].name);
      g_assert_null (read_bytes (failures[i].text, strlen (failures[i].text), MUS_REPEATS_TITLE, &error));
      g_assert_error (error, MUS_ERROR, failures[i].code);
      for (guint w = 0; w < 3 && failures[i].words[w] != NULL; w++)
        if (strstr (error->message, failures[i].words[w]) == NULL)
          g_error ("“%s” lacks “%s”", error->message, failures[i].words[w]);
    }
}

/* What the system refuses is said with the file's name, without its folder, and what to do. */
static void
test_no_file (void)
{
  static const struct
  {
    const char *path;
    int         code;
    const char *sentence;
  } files[] = {
    { "/nonexistent/catalog.csv", G_IO_ERROR_NOT_FOUND,
      "There is no file “catalog.csv” in its folder. Choose another one." },
    { "/usr", G_IO_ERROR_IS_DIRECTORY, "“usr” is a folder. Choose a CSV in it." },
    { "/proc/self/mem", G_IO_ERROR_FAILED, "“mem” can't be read: " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (files[i].path);
      g_autoptr (GError) error = NULL;

      g_assert_null (mus_catalog_read (file, MUS_REPEATS_TITLE, NULL, &error));
      g_assert_error (error, G_IO_ERROR, files[i].code);
      if (!g_str_has_prefix (error->message, files[i].sentence))
        g_error ("“%s” isn't “%s”", error->message, files[i].sentence);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/catalog/missing", test_missing);
  g_test_add_func ("/catalog/median-of-even", test_median_of_even);
  g_test_add_func ("/catalog/skipped", test_skipped);
  g_test_add_func ("/catalog/columns", test_columns);
  g_test_add_func ("/catalog/other-names", test_other_names);
  g_test_add_func ("/catalog/own-name-first", test_own_name_first);
  g_test_add_func ("/catalog/notation", test_notation);
  g_test_add_func ("/catalog/lists", test_lists);
  g_test_add_func ("/catalog/artists-as-list", test_artists_as_list);
  g_test_add_func ("/catalog/genre-lists", test_genre_lists);
  g_test_add_func ("/catalog/all-missing", test_all_missing);
  g_test_add_func ("/catalog/failures", test_failures);
  g_test_add_func ("/catalog/no-file", test_no_file);

  return g_test_run ();
}
