/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "catalog-fixture.h"

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

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (20000);
  g_cancellable_cancel (cancellable);

  return NULL;
}

/* A pipe that nobody writes to is given up when it is cancelled. */
static void
test_idle_pipe (void)
{
  g_autofree char *folder = g_dir_make_tmp ("musrec-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "pipe", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  MusRun   run = { cancellable, NULL, NULL, NULL, 0.0, 1.0 };
  GThread *thread;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_null (mus_catalog_read (file, MUS_REPEATS_TITLE, &run, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
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
  g_test_add_func ("/catalog/checksum", test_checksum);
  g_test_add_func ("/catalog/cancel", test_cancel);
  g_test_add_func ("/catalog/idle-pipe", test_idle_pipe);

  return g_test_run ();
}
