/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "catalog/mus-csv-reader.h"
#include "fixture.h"

#define HEADER \
  "track_id,artists,album_name,track_name,popularity,duration_ms,explicit,danceability,energy,key," \
  "loudness,mode,speechiness,acousticness,instrumentalness,liveness,valence,tempo,time_signature," \
  "track_genre\n"
#define NUMBERS "50,200000,False,0.5,0.6,1,-7.5,1,0.05,0.2,0,0.1,0.4,120,4"

/* What follows the rows of a case, so that there are enough: ids f0 ..., of genre filler. */
#define N_FILLERS 60

static MusCatalog *
read_bytes (const char *bytes, gsize n_bytes, MusRepeats repeats, GError **error)
{
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GFile) file = g_file_new_tmp ("musrec-XXXXXX.csv", &stream, NULL);
  MusCatalog *catalog;

  g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (stream)), bytes,
                                            n_bytes, NULL, NULL, NULL));
  g_assert_true (g_io_stream_close (G_IO_STREAM (stream), NULL, NULL));
  catalog = mus_catalog_read (file, repeats, NULL, error);
  g_assert_true (g_file_delete (file, NULL, NULL));

  return catalog;
}

/* A catalog of these rows and of the fillers behind them. */
static MusCatalog *
read_rows (const char *rows, MusRepeats repeats)
{
  g_autoptr (GString) text = g_string_new (HEADER);
  g_autoptr (GError) error = NULL;
  MusCatalog *catalog;

  g_string_append (text, rows);
  for (guint i = 0; i < N_FILLERS; i++)
    g_string_append_printf (text, "f%u,Filler %u,Album,Filler title %u,%u,200000,False,0.5,0.6,1,-7.5,1,0.05,0.2,0,"
                                  "0.1,0.4,%u,4,filler\n",
                            i, i % 7, i, i, 60 + i);
  catalog = read_bytes (text->str, text->len, repeats, &error);
  g_assert_no_error (error);

  return catalog;
}

/* The ids of the rows, those of fillers left out: "a b c". */
static char *
list_ids (const MusCatalog *catalog, const guint32 *rows, gsize n)
{
  GString *ids = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    {
      const char *id = mus_catalog_text (catalog, rows[i], MUS_TEXT_ID);

      if (*id != 'f')
        g_string_append_printf (ids, "%s%s", ids->len > 0 ? " " : "", id);
    }

  return g_string_free (ids, FALSE);
}

/* Which rows are kept, by both rules. */
static const struct
{
  const char *name, *rows, *by_title, *by_artist;
} repeats[] = {
  { "same song twice", "a,X,A,T," NUMBERS ",g\nb,X,A,T," NUMBERS ",g\n", "a", "a" },
  { "same title, other artist", "a,X,A,T," NUMBERS ",g\nb,Y,A,T," NUMBERS ",g\n", "a", "a b" },
  { "same main artist", "a,X;Y,A,T," NUMBERS ",g\nb,X;Z,A,T," NUMBERS ",g\n", "a", "a" },
  { "guest is main artist", "a,X;Y,A,T," NUMBERS ",g\nb,Y;X,A,T," NUMBERS ",g\n", "a", "a b" },
  { "case", "a,X,A,Tea," NUMBERS ",g\nb,X,A,TEA," NUMBERS ",g\n", "a b", "a" },
  { "case of the artist", "a,Xi,A,T," NUMBERS ",g\nb,XI,A,T," NUMBERS ",g\n", "a", "a" },
  { "spaces around", "a,X,A,T," NUMBERS ",g\nb, X ,A, T ," NUMBERS ",g\n", "a b", "a" },
  { "other scripts", "a,Ж,A,Ёлка," NUMBERS ",g\nb,ж,A,ёлка," NUMBERS ",g\nc,夜,A,星," NUMBERS ",g\n", "a b c", "a c" },
  { "composed and not", "a,X,A,\xc3\xa9," NUMBERS ",g\nb,X,A,e\xcc\x81," NUMBERS ",g\n", "a b", "a" },
  { "blank names are one", "a,X,A,," NUMBERS ",g\nb,X,A,  ," NUMBERS ",g\nc,X,A,\"\"," NUMBERS ",g\n", "a", "a" },
  { "blank names of two", "a,X,A,," NUMBERS ",g\nb,Y,A,," NUMBERS ",g\n", "a", "a b" },
  { "a number of another row", "a,X,A,T," NUMBERS ",g\nb,X,A,T,,,,,,,,,,,,,,1,,g\n", "a", "a" },
  { "skipped rows keep no title", "a,X,A,T,,,,,,,,,,,,,,,,g\nb,X,A,T," NUMBERS ",g\n", "b", "b" },
};

static void
test_repeats (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (repeats); i++)
    for (MusRepeats rule = MUS_REPEATS_TITLE; rule <= MUS_REPEATS_TITLE_ARTIST; rule++)
      {
        g_autoptr (MusCatalog) catalog = read_rows (repeats[i].rows, rule);
        const MusCatalogSummary *summary = mus_catalog_summary (catalog);
        g_autofree char *ids = list_ids (catalog, mus_catalog_order (catalog, MUS_SORT_FILE),
                                         mus_catalog_n_tracks (catalog));

        g_test_message ("%s", repeats[i].name);
        g_assert_cmpstr (ids, ==, rule == MUS_REPEATS_TITLE ? repeats[i].by_title : repeats[i].by_artist);
        g_assert_cmpint (summary->repeats, ==, rule);
        g_assert_cmpuint (summary->n_rows, ==, summary->n_tracks + summary->n_duplicates + summary->n_skipped);
        g_assert_cmpuint (summary->n_tracks, ==, mus_catalog_n_tracks (catalog));
      }
}

static void
test_texts (void)
{
  g_autoptr (MusCatalog) catalog =
      read_rows ("0123456789abcdefghijAB,Beyoncé; X ,\"Al\nbum, 1\", Title ," NUMBERS ",soul\n"
                 "0123456789abcdefghijA-,BEYONCÉ,A,T2," NUMBERS ", soul \n"
                 ",Y,A,T3," NUMBERS ",\n",
                 MUS_REPEATS_TITLE);
  g_autofree char *artists = mus_catalog_artists_text (catalog, 0);
  g_autofree char *link = mus_catalog_link (catalog, 0);

  g_assert_cmpstr (mus_catalog_text (catalog, 0, MUS_TEXT_TITLE), ==, " Title ");
  g_assert_cmpstr (mus_catalog_text (catalog, 0, MUS_TEXT_ALBUM), ==, "Al\nbum, 1");
  g_assert_cmpstr (mus_catalog_text (catalog, 0, MUS_TEXT_ARTISTS), ==, "Beyoncé; X ");
  g_assert_cmpstr (artists, ==, "Beyoncé, X");
  g_assert_cmpstr (link, ==, "https://open.spotify.com/track/0123456789abcdefghijAB");
  g_assert_null (mus_catalog_link (catalog, 1));
  g_assert_null (mus_catalog_link (catalog, 2));

  g_assert_cmpuint (mus_catalog_main_artist (catalog, 0), ==, mus_catalog_main_artist (catalog, 1));
  g_assert_cmpuint (mus_catalog_main_artist (catalog, 0), !=, mus_catalog_main_artist (catalog, 2));
  g_assert_cmpuint (mus_catalog_n_artists (catalog), ==, 2 + 7);
  g_assert_cmpstr (mus_catalog_artist_name (catalog, mus_catalog_main_artist (catalog, 1)), ==, "Beyoncé");

  g_assert_cmpuint (mus_catalog_genre (catalog, 0), ==, mus_catalog_genre (catalog, 1));
  g_assert_cmpuint (mus_catalog_genre (catalog, 2), ==, MUS_NO_GENRE);
  g_assert_cmpuint (mus_catalog_find (catalog, "0123456789abcdefghijA-"), ==, 1);
  g_assert_cmpuint (mus_catalog_find (catalog, ""), ==, MUS_NO_ROW);
  g_assert_cmpuint (mus_catalog_find (catalog, "nobody"), ==, MUS_NO_ROW);
}

/* Each track's genres as "own+other+...", for the first two tracks. */
static void
test_genres (void)
{
  static const struct
  {
    const char *name, *rows, *first, *second;
    guint16     n_genres, n_labels;
  } cases[] = {
    { "own only", "a,X,A,T," NUMBERS ",g\n", "g", "filler", 2, 2 },
    { "gathered", "a,X,A,T," NUMBERS ",g\na,X,A,T," NUMBERS ",h\nb,x;Y,A,t ," NUMBERS ",i\n", "g+h+i", "i+g+h", 3, 4 },
    { "of another artist", "a,X,A,T," NUMBERS ",g\nb,Y,A,T," NUMBERS ",h\n", "g", "filler", 2, 3 },
    { "each once", "a,X,A,T," NUMBERS ",g\na,X,A,T," NUMBERS ",g\na,X,A,T," NUMBERS ",h\na,X,A,T," NUMBERS ",g\n", "g+h", "filler", 2, 3 },
    { "none of its own", "a,X,A,T," NUMBERS ",\na,X,A,T," NUMBERS ",h\n", "h", "filler", 1, 2 },
    { "none at all", "a,X,A,T," NUMBERS ",\n", "", "filler", 1, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MusCatalog) catalog = read_rows (cases[i].rows, MUS_REPEATS_TITLE);

      g_test_message ("%s", cases[i].name);
      for (guint32 row = 0; row < 2; row++)
        {
          g_autoptr (GString) names = g_string_new (NULL);
          guint          n;
          const guint16 *genres = mus_catalog_genres (catalog, row, &n);

          for (guint g = 0; g < n; g++)
            {
              g_assert_cmpuint (genres[g], <, mus_catalog_n_labels (catalog));
              g_string_append_printf (names, "%s%s", g > 0 ? "+" : "", mus_catalog_genre_name (catalog, genres[g]));
            }
          g_assert_cmpstr (names->str, ==, row == 0 ? cases[i].first : cases[i].second);
        }
      g_assert_cmpuint (mus_catalog_n_genres (catalog), ==, cases[i].n_genres);
      g_assert_cmpuint (mus_catalog_n_labels (catalog), ==, cases[i].n_labels);
    }
}

static void
test_find (void)
{
  g_autoptr (MusCatalog) catalog =
      read_rows ("a,X,A,T," NUMBERS ",g\n"
                 "b,x;Z,A,t," NUMBERS ",g\n"   /* another title, byte for byte: kept */
                 "c,X;Y,A,T," NUMBERS ",g\n"   /* left out: stands for a */
                 "d,Other,A,T," NUMBERS ",g\n" /* left out, and nobody stands for it */
                 "e,X,A,U," NUMBERS ",g\n"
                 "c,X,A,V," NUMBERS ",g\n", /* kept with the id of a row that was left out */
                 MUS_REPEATS_TITLE);

  g_assert_cmpuint (mus_catalog_find (catalog, "a"), ==, 0);
  g_assert_cmpuint (mus_catalog_find (catalog, "b"), ==, 1);
  g_assert_cmpuint (mus_catalog_find (catalog, "c"), ==, 3);
  g_assert_cmpuint (mus_catalog_find (catalog, "d"), ==, MUS_NO_ROW);
  g_assert_cmpuint (mus_catalog_find (catalog, "e"), ==, 2);
  g_assert_cmpuint (mus_catalog_find (catalog, "A"), ==, MUS_NO_ROW);

  g_assert_cmpuint (mus_catalog_find_song (catalog, " T", "x"), ==, 0);
  g_assert_cmpuint (mus_catalog_find_song (catalog, "u", "X ;Q"), ==, 2);
  g_assert_cmpuint (mus_catalog_find_song (catalog, "T", "Other"), ==, MUS_NO_ROW);
  g_assert_cmpuint (mus_catalog_find_song (catalog, "nothing", "X"), ==, MUS_NO_ROW);
}

static void
test_left_out (void)
{
  g_autoptr (MusCatalog) catalog =
      read_rows ("a,X,A,T," NUMBERS ",g\n"
                 "b,X,A,T," NUMBERS ",g\n",
                 MUS_REPEATS_TITLE);

  g_assert_cmpuint (mus_catalog_find (catalog, "b"), ==, 0);
}

static const struct
{
  const char *title, *other;
  gboolean    same;
} versions[] = {
  { "Song", "Song - Remastered 2011", TRUE },
  { "Song", "Song - 2009 Remaster", TRUE },
  { "Song", "Song - Remaster", TRUE },
  { "Song", "Song (Remastered)", TRUE },
  { "Song", "Song (Live)", TRUE },
  { "Song", "Song - Live", TRUE },
  { "Song", "Song - Live at Wembley", TRUE },
  { "Song", "Song - Live 2012", TRUE },
  { "Song", "Song - Live From The Royal Albert Hall / 1999", TRUE },
  { "Song", "Song - Ao Vivo", TRUE },
  { "Song", "Song - En Vivo", TRUE },
  { "Song", "Song (feat. Somebody)", TRUE },
  { "Song", "Song [ft. Somebody & Other]", TRUE },
  { "Song", "Song feat. Somebody", TRUE },
  { "Song", "Song (with Somebody)", TRUE },
  { "Song", "Song (feat. Somebody) - Radio Edit", TRUE },
  { "Song", "Song - Acoustic Version", TRUE },
  { "Song", "Song (Acoustic)", TRUE },
  { "Song", "Song - Radio Edit", TRUE },
  { "Song", "Song - Single Version", TRUE },
  { "Song", "Song (Deluxe)", TRUE },
  { "Song", "Song - Sped Up", TRUE },
  { "Song", "Song (slowed + reverb)", TRUE },
  { "Song", "Song - Mono", TRUE },
  { "Song", "Song - Mono; 2014 Remaster", TRUE },
  { "Song", "Song (Demo)", TRUE },
  { "Song", "Song - Somebody Remix", TRUE },
  { "Song", "Song - Original Mix", TRUE },
  { "Song", "Song - Mixed", TRUE },
  { "Song", "Song (From \"A Film\")", TRUE },
  { "Song", "Song – Remastered", TRUE },
  { "Song", "Song -Japanese ver.-", TRUE },
  { "Song", "Song - Live - Remastered 2014", TRUE },
  { "Song (Live) [Remastered]", "SONG", TRUE },
  { "Don't Go", "Don’t Go!", TRUE },
  { "Canción", "Canción - Versión Acústica", TRUE },
  { "夜の歌", "夜の歌（Live）", TRUE },
  { "夜の歌", "夜の歌 - リマスター", TRUE },
  { "Песня", "песня (Live)", TRUE },
  { "Song", "Song 2", FALSE },
  { "Song", "Song, Pt. 2", FALSE },
  { "Song", "Song - Part II", FALSE },
  { "Song", "Song (Reprise)", FALSE },
  { "Song", "Song - Interlude", FALSE },
  { "Song", "Song (Our Long Goodbye)", FALSE },
  { "Song", "Song - Live Your Life", FALSE },
  { "Song", "Song (Mix It Up)", FALSE },
  { "Song", "Another Song", FALSE },
  { "(Live)", "(Demo)", FALSE },
  { "Live", "Demo", FALSE },
  { "Live - Remastered", "Demo - Remastered", FALSE },
  { "???", "!!!", FALSE },
  { "क", "कि", FALSE },
  { "Lift Me Up", "Lift", FALSE },
};

static void
test_versions (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autoptr (GString) rows = g_string_new (NULL);
      g_autoptr (MusCatalog) catalog = NULL;

      for (guint v = 0; v < 3; v++)
        {
          g_string_append_printf (rows, "v%u,%s,A,", v, v < 2 ? "X;Y" : "Z");
          /* The third is another artist's, told apart by a space that titles do not count. */
          fixture_append_quoted (rows, v == 0 ? versions[i].title : versions[i].other);
          if (v == 2)
            g_string_insert (rows, (gssize) rows->len - 2, " ");
          g_string_append (rows, NUMBERS ",g\n");
        }
      catalog = read_rows (rows->str, MUS_REPEATS_TITLE);

      g_test_message ("“%s”, “%s”", versions[i].title, versions[i].other);
      g_assert_cmpint (mus_catalog_song (catalog, 0) == mus_catalog_song (catalog, 1), ==, versions[i].same);
      g_assert_cmpuint (mus_catalog_song (catalog, 1), !=, mus_catalog_song (catalog, 2));
    }
}

static void
test_search (void)
{
  static const char rows[] = "a,Beyoncé,Lemon,Halo Song," NUMBERS ",soul\n"
                             "b,Røyksopp;Robyn,Tower,the girl," NUMBERS ",electro\n"
                             "c,Ædan,Halo,Don’t cry," NUMBERS ",soul\n"
                             "d,beyonce,Live,Zebra," NUMBERS ",pop\n"
                             "d,beyonce,Live,Zebra," NUMBERS ",soul\n"
                             "e,星,夜,ГОРОД," NUMBERS ",pop\n";
  static const struct
  {
    const char *words, *genre, *artist_of, *expected;
  } cases[] = {
    { NULL, NULL, NULL, "a b c d e" },
    { "", NULL, NULL, "a b c d e" },
    { "  \t", NULL, NULL, "a b c d e" },
    { "halo", NULL, NULL, "a c" },
    { "HALO", NULL, NULL, "a c" },
    { "beyonce", NULL, NULL, "a d" },
    { "BEYONCÉ", NULL, NULL, "a d" },
    { "beyonce halo", NULL, NULL, "a" },
    { "  song   lemon ", NULL, NULL, "a" },
    { "royksopp", NULL, NULL, "b" },
    { "robyn", NULL, NULL, "b" },
    { "aedan", NULL, NULL, "c" },
    { "don't", NULL, NULL, "c" },
    { "город", NULL, NULL, "e" },
    { "夜", NULL, NULL, "e" },
    { "girl zebra", NULL, NULL, "" },
    { "nothing like it", NULL, NULL, "" },
    { NULL, "soul", NULL, "a c d" },
    { NULL, "pop", NULL, "d e" },
    { "zebra", "soul", NULL, "d" },
    { "halo", "electro", NULL, "" },
    { NULL, NULL, "a", "a" },
    { NULL, NULL, "d", "d" },
    { "halo", "soul", "c", "c" },
  };
  g_autoptr (MusCatalog) catalog = read_rows (rows, MUS_REPEATS_TITLE);
  g_autofree guint32 *found = g_new (guint32, mus_catalog_n_tracks (catalog));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      MusFilter        filter = MUS_FILTER_INIT;
      g_autofree char *ids = NULL;
      gsize            n;

      filter.words = cases[i].words;
      for (guint16 g = 0; g < mus_catalog_n_labels (catalog); g++)
        if (g_strcmp0 (mus_catalog_genre_name (catalog, g), cases[i].genre) == 0)
          filter.genre = g;
      if (cases[i].artist_of != NULL)
        filter.artist = mus_catalog_main_artist (catalog, mus_catalog_find (catalog, cases[i].artist_of));
      n = mus_catalog_search (catalog, &filter, MUS_SORT_FILE, found);
      ids = list_ids (catalog, found, n);

      g_test_message ("“%s” %s", cases[i].words, cases[i].genre);
      g_assert_cmpstr (ids, ==, cases[i].expected);
    }
}

static void
test_sort (void)
{
  static const char rows[] =
      "a,Zoe,A,banana," "10,1,0,0,0,0,0,0,0,0,0,0,0,300,4" ",pop\n"
      "b,Émile,A,Apple pie and cream," "90,1,0,0,0,0,0,0,0,0,0,0,0,-1,4" ",\n"
      "c,adam,A,éclair," "90,1,0,0,0,0,0,0,0,0,0,0,0,0.5,4" ",jazz\n"
      "d,Adam,A,Apple pie," "99,1,0,0,0,0,0,0,0,0,0,0,0,-20,4" ",pop\n"
      "e,Adam,A,," "-5,1,0,0,0,0,0,0,0,0,0,0,0,300,4" ",jazz\n"
      "g,Ada,A,Apple pie and brandy," "90,1,0,0,0,0,0,0,0,0,0,0,0,300,4" ",jazz\n";
  static const struct
  {
    MusSort     sort;
    const char *expected;
  } cases[] = {
    { MUS_SORT_FILE, "a b c d e g" },
    { MUS_SORT_TITLE, "e d g b a c" },
    { MUS_SORT_ARTIST, "g c d e b a" },
    { MUS_SORT_GENRE, "c e g a d b" },
    { MUS_SORT_POPULARITY, "d b c g a e" },
    { MUS_SORT_TEMPO, "d b c a e g" },
  };
  g_autoptr (MusCatalog) catalog = read_rows (rows, MUS_REPEATS_TITLE);
  gsize n = mus_catalog_n_tracks (catalog);
  g_autofree guint32 *found = g_new (guint32, n);

  G_STATIC_ASSERT (G_N_ELEMENTS (cases) == MUS_N_SORTS);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const guint32      *order = mus_catalog_order (catalog, cases[i].sort);
      g_autofree char    *ids = list_ids (catalog, order, n);
      g_autofree gboolean *seen = g_new0 (gboolean, n);
      MusFilter           filter = MUS_FILTER_INIT;

      g_assert_cmpstr (ids, ==, cases[i].expected);
      for (gsize r = 0; r < n; r++)
        {
          g_assert_false (seen[order[r]]);
          seen[order[r]] = TRUE;
        }
      g_assert_cmpuint (mus_catalog_search (catalog, &filter, cases[i].sort, found), ==, n);
      g_assert_cmpmem (found, n * sizeof *found, order, n * sizeof *order);
    }
}

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

static void
test_no_file (void)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/nonexistent/catalog.csv");
  g_autoptr (GFile) folder = g_file_new_for_path ("/");
  g_autoptr (GError) error = NULL;

  g_assert_null (mus_catalog_read (file, MUS_REPEATS_TITLE, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (mus_catalog_read (folder, MUS_REPEATS_TITLE, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
}

static void
test_checksum (void)
{
  static const char rows[] = "a,X,A,T," NUMBERS ",g\nb,Y,A,U," NUMBERS ",h\nb,Y,A,U," NUMBERS ",i\n";
  static const char *const others[] = {
    "a,X,A,T2," NUMBERS ",g\nb,Y,A,U," NUMBERS ",h\nb,Y,A,U," NUMBERS ",i\n",
    "a,X,B,T," NUMBERS ",g\nb,Y,A,U," NUMBERS ",h\nb,Y,A,U," NUMBERS ",i\n",
    "a,X,A,T," NUMBERS ",h\nb,Y,A,U," NUMBERS ",h\nb,Y,A,U," NUMBERS ",i\n",
    "a,X,A,T," NUMBERS ",g\nb,Y,A,U," NUMBERS ",h\n",
    "aX,,A,T," NUMBERS ",g\nb,Y,A,U," NUMBERS ",h\nb,Y,A,U," NUMBERS ",i\n",
    "a,X,A,T,51,200000,False,0.5,0.6,1,-7.5,1,0.05,0.2,0,0.1,0.4,120,4,g\nb,Y,A,U," NUMBERS ",h\nb,Y,A,U," NUMBERS ",i\n",
  };
  g_autoptr (MusCatalog) catalog = read_rows (rows, MUS_REPEATS_TITLE);
  g_autoptr (MusCatalog) again = read_rows (rows, MUS_REPEATS_TITLE_ARTIST);

  g_assert_cmpuint (strlen (mus_catalog_checksum (catalog)), ==, 64);
  g_assert_cmpstr (mus_catalog_checksum (catalog), ==, mus_catalog_checksum (again));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (MusCatalog) other = read_rows (others[i], MUS_REPEATS_TITLE);

      g_assert_cmpstr (mus_catalog_checksum (catalog), !=, mus_catalog_checksum (other));
    }
}

static void
cancel_at (double fraction, gpointer user_data)
{
  if (fraction >= 0.7)
    g_cancellable_cancel (user_data);
}

/* Once before anything is read, once between reading and the steps that follow. */
static void
test_cancel (void)
{
  g_autoptr (GString) text = g_string_new (HEADER);
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GFile) file = g_file_new_tmp ("musrec-XXXXXX.csv", &stream, NULL);

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (text, "m%u,X,A,M%u," NUMBERS ",g\n", i, i);
  g_assert_true (g_file_replace_contents (file, text->str, text->len, NULL, FALSE, G_FILE_CREATE_NONE,
                                          NULL, NULL, NULL));
  for (guint pass = 0; pass < 2; pass++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      MusRun run = { cancellable, NULL, cancel_at, cancellable, 0.0, 1.0 };

      if (pass == 0)
        g_cancellable_cancel (cancellable);
      g_assert_null (mus_catalog_read (file, MUS_REPEATS_TITLE, &run, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  g_assert_true (g_file_delete (file, NULL, NULL));
}

static GKeyFile *
load_figures (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "published-catalog.ini", NULL);
  GKeyFile *figures = g_key_file_new ();

  g_assert_true (g_key_file_load_from_file (figures, path, G_KEY_FILE_NONE, NULL));

  return figures;
}

static void
assert_matrix (const MusCatalog *catalog, GKeyFile *figures, const char *group)
{
  MusMatrix *features = mus_catalog_features (catalog);
  gsize      n_bytes = mus_matrix_n_rows (features) * mus_matrix_n_cols (features) * sizeof (float);
  g_autofree char *expected = g_key_file_get_string (figures, group, "matrix", NULL);
  g_autofree char *checksum =
      g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) mus_matrix_data (features), n_bytes);

  g_assert_cmpstr (checksum, ==, expected);
}

#define FIGURE(KEY) ((guint64) g_key_file_get_integer (figures, "catalog", KEY, NULL))

/* The same as pandas makes of it, to the last bit. */
static void
test_published (void)
{
  g_autoptr (MusCatalog) catalog = fixture_published ();
  g_autoptr (GKeyFile) figures = load_figures ();
  const MusCatalogSummary *summary;
  MusScaler scaler;
  gsize     n;
  g_autofree double *means = g_key_file_get_double_list (figures, "catalog", "mean", &n, NULL);
  g_autofree double *deviations = g_key_file_get_double_list (figures, "catalog", "deviation", &n, NULL);

  if (catalog == NULL)
    return;

  summary = mus_catalog_summary (catalog);
  g_assert_cmpuint (summary->n_rows, ==, FIGURE ("rows"));
  g_assert_cmpuint (summary->n_columns, ==, FIGURE ("columns"));
  g_assert_cmpuint (summary->n_tracks, ==, FIGURE ("tracks"));
  g_assert_cmpuint (summary->n_features, ==, FIGURE ("features"));
  g_assert_cmpuint (summary->n_genres, ==, FIGURE ("genres"));
  g_assert_cmpuint (summary->n_duplicates, ==, FIGURE ("duplicates"));
  g_assert_cmpuint (summary->n_filled + summary->n_skipped + summary->n_text_cells + summary->n_nul, ==, 0);
  assert_matrix (catalog, figures, "catalog");

  mus_scaler_fit (&scaler, mus_catalog_features (catalog));
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    {
      g_assert_cmpfloat_with_epsilon (scaler.mean[f], means[f], 1e-9 * (1.0 + fabs (means[f])));
      g_assert_cmpfloat_with_epsilon (scaler.deviation[f], deviations[f], 1e-9 * deviations[f]);
    }
}

#define HOLE 7 /* as in published-catalog.py */

/* Copies a record, with a number out of seven taken away. */
static gboolean
punch_holes (const MusCsvRecord *record, gpointer user_data, GError **error)
{
  GString *text = user_data;

  for (guint c = 0; c < record->n_fields; c++)
    {
      guint f = c - 5; /* the features stand behind five texts, as the index is one */

      if (record->row > 0 && f < MUS_N_FEATURES && (record->row - 1 + f) % HOLE == 0)
        g_string_append (text, ",");
      else
        fixture_append_quoted (text, record->fields[c].text);
    }
  text->str[text->len - 1] = '\n';

  return TRUE;
}

static void
test_published_holes (void)
{
  const char *path = g_getenv ("MUSREC_CATALOG");
  g_autoptr (GKeyFile) figures = load_figures ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GFile) file = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (MusCatalog) catalog = NULL;
  g_autoptr (GError) error = NULL;
  gsize n_nul;

  if (path == NULL)
    {
      g_test_skip ("MUSREC_CATALOG does not name the published catalog");
      return;
    }

  file = g_file_new_for_path (path);
  stream = G_INPUT_STREAM (g_file_read (file, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (mus_csv_read (stream, 0, punch_holes, text, &n_nul, NULL, NULL));
  catalog = read_bytes (text->str, text->len, MUS_REPEATS_TITLE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mus_catalog_summary (catalog)->n_filled, ==,
                    (guint64) g_key_file_get_integer (figures, "holes", "filled", NULL));
  assert_matrix (catalog, figures, "holes");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/catalog/repeats", test_repeats);
  g_test_add_func ("/catalog/texts", test_texts);
  g_test_add_func ("/catalog/genres", test_genres);
  g_test_add_func ("/catalog/find", test_find);
  g_test_add_func ("/catalog/left-out", test_left_out);
  g_test_add_func ("/catalog/versions", test_versions);
  g_test_add_func ("/catalog/search", test_search);
  g_test_add_func ("/catalog/sort", test_sort);
  g_test_add_func ("/catalog/missing", test_missing);
  g_test_add_func ("/catalog/median-of-even", test_median_of_even);
  g_test_add_func ("/catalog/skipped", test_skipped);
  g_test_add_func ("/catalog/columns", test_columns);
  g_test_add_func ("/catalog/all-missing", test_all_missing);
  g_test_add_func ("/catalog/failures", test_failures);
  g_test_add_func ("/catalog/no-file", test_no_file);
  g_test_add_func ("/catalog/checksum", test_checksum);
  g_test_add_func ("/catalog/cancel", test_cancel);
  g_test_add_func ("/catalog/published", test_published);
  g_test_add_func ("/catalog/published-holes", test_published_holes);

  return g_test_run ();
}
