/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog-fixture.h"

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/catalog/search", test_search);
  g_test_add_func ("/catalog/sort", test_sort);

  return g_test_run ();
}
