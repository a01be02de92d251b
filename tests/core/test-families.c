/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "fixture.h"
#include "layout/mus-round-trip.h"
#include "layout/mus-ward.h"

/* The mass-weighted squared deviation from the mean of the points whose cluster is one of
 * two: what Ward's method keeps small, by its definition. */
static double
measure_deviation (const double *points, const double *masses, gsize n, gsize d,
                   const guint *clusters, guint a, guint b)
{
  double deviation = 0.0;

  for (gsize c = 0; c < d; c++)
    {
      double mass = 0.0, mean = 0.0;

      for (gsize i = 0; i < n; i++)
        if (clusters[i] == a || clusters[i] == b)
          {
            mass += masses[i];
            mean += masses[i] * points[i * d + c];
          }
      for (gsize i = 0; i < n; i++)
        if (clusters[i] == a || clusters[i] == b)
          deviation += masses[i] * pow (points[i * d + c] - mean / mass, 2);
    }

  return deviation;
}

static void
test_ward (void)
{
  enum
  {
    N = 14,
    D = 3
  };
  double   points[N * D], masses[N];
  guint    clusters[N], cut[N];
  MusMerge merges[N];
  MusRng   rng;

  mus_rng_init (&rng, 1);
  for (guint i = 0; i < N * D; i++)
    points[i] = mus_rng_normal (&rng);
  for (guint i = 0; i < N; i++)
    {
      masses[i] = 1.0 + 50.0 * mus_rng_uniform (&rng);
      clusters[i] = i;
    }

  mus_ward_merge (points, N, D, masses, merges);
  for (guint step = 0; step < N - 1; step++)
    {
      MusMerge best = { 0, 0, INFINITY };

      for (guint a = 0; a < N; a++)
        for (guint b = a + 1; b < N; b++)
          if (clusters[a] == a && clusters[b] == b)
            {
              double growth = measure_deviation (points, masses, N, D, clusters, a, b) -
                              measure_deviation (points, masses, N, D, clusters, a, a) -
                              measure_deviation (points, masses, N, D, clusters, b, b);

              if (growth < best.height)
                best = (MusMerge){ a, b, growth };
            }

      g_assert_cmpuint (merges[step].into, ==, best.into);
      g_assert_cmpuint (merges[step].from, ==, best.from);
      g_assert_cmpfloat_with_epsilon (merges[step].height, sqrt (best.height), 1e-9);
      for (guint i = 0; i < N; i++)
        if (clusters[i] == best.from)
          clusters[i] = best.into;

      mus_ward_cut (merges, N, N - 1 - step, cut);
      for (guint i = 0; i < N; i++)
        for (guint j = 0; j < N; j++)
          g_assert_cmpint (cut[i] == cut[j], ==, clusters[i] == clusters[j]);
      for (guint i = 0; i < N; i++)
        g_assert_cmpuint (cut[i], <, N - 1 - step);
      g_assert_cmpuint (cut[0], ==, 0);
    }
}

/* The shortest of all orders that begin with @order[0, n_fixed). */
static double
shortest_trip (const double *distances, guint n, guint *order, guint n_fixed)
{
  double best = INFINITY;

  if (n_fixed == n)
    {
      best = distances[order[n - 1] * n + order[0]];
      for (guint i = 0; i + 1 < n; i++)
        best += distances[order[i] * n + order[i + 1]];
      return best;
    }

  for (guint i = n_fixed; i < n; i++)
    {
      guint here = order[n_fixed];

      order[n_fixed] = order[i];
      order[i] = here;
      best = MIN (best, shortest_trip (distances, n, order, n_fixed + 1));
      order[i] = order[n_fixed];
      order[n_fixed] = here;
    }

  return best;
}

static void
test_round_trip (void)
{
  MusRng rng;

  mus_rng_init (&rng, 2);
  for (guint n = 0; n <= 8; n++)
    for (guint round = 0; round < 5; round++)
      {
        double distances[64] = { 0.0 };
        guint  order[8], all[8] = { 0, 1, 2, 3, 4, 5, 6, 7 };
        double length;

        for (guint a = 0; a < n; a++)
          for (guint b = 0; b < a; b++)
            distances[a * n + b] = distances[b * n + a] = mus_rng_uniform (&rng);

        mus_round_trip (distances, n, order);
        if (n == 0)
          continue;
        g_assert_cmpuint (order[0], ==, 0);
        if (n > 2)
          g_assert_cmpuint (order[1], <, order[n - 1]);
        length = shortest_trip (distances, n, order, n);
        g_assert_cmpfloat_with_epsilon (length, shortest_trip (distances, n, all, 1), 1e-12);
      }
}

/*
 * Families of made-up catalogs
 */

typedef struct
{
  GPtrArray *texts;
  GArray    *tracks;
} Maker;

static void
maker_init (Maker *self)
{
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->tracks = g_array_new (FALSE, TRUE, sizeof (FixtureTrack));
}

static void
maker_clear (Maker *self)
{
  g_ptr_array_unref (self->texts);
  g_array_unref (self->tracks);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Maker, maker_clear)

static char *
keep (Maker *self, char *text)
{
  g_ptr_array_add (self->texts, text);

  return text;
}

/* A track of @genre (less than 0: of none) by @artist (less than 0: by one of its own). */
static FixtureTrack *
add_track (Maker *self, int genre, int artist)
{
  FixtureTrack track = { .features = FIXTURE_FEATURES };
  guint        number = self->tracks->len;

  track.title = keep (self, g_strdup_printf ("title %u", number));
  track.artists = artist < 0 ? keep (self, g_strdup_printf ("lone artist %u", number))
                             : keep (self, g_strdup_printf ("artist %d", artist));
  track.genre = genre < 0 ? NULL : keep (self, g_strdup_printf ("genre-%03d", genre));
  g_array_append_val (self->tracks, track);

  return &g_array_index (self->tracks, FixtureTrack, number);
}

static MusCatalog *
finish (const Maker *self)
{
  return fixture_catalog ((const FixtureTrack *) (gpointer) self->tracks->data,
                          self->tracks->len);
}

static guint16
find_genre (const MusCatalog *catalog, const char *name)
{
  for (guint16 genre = 0; genre < mus_catalog_n_genres (catalog); genre++)
    if (g_str_equal (mus_catalog_genre_name (catalog, genre), name))
      return genre;
  g_assert_not_reached ();
}

static guint
family_of_number (const MusFamilies *families, const MusCatalog *catalog, int genre)
{
  g_autofree char *name = g_strdup_printf ("genre-%03d", genre);

  return mus_families_of (families, find_genre (catalog, name), NULL);
}

/* What holds for all families: each genre in one place, names of the first two. */
static void
check_families (const MusFamilies *families, const MusCatalog *catalog)
{
  guint n_seen = 0;

  for (guint family = 0; family < mus_families_n (families); family++)
    {
      guint            n, place;
      const guint16   *genres = mus_families_genres (families, family, &n);
      g_autofree char *name = NULL;

      g_assert_cmpuint (n, >, 0);
      for (guint i = 0; i < n; i++)
        {
          g_assert_cmpuint (mus_families_of (families, genres[i], &place), ==, family);
          g_assert_cmpuint (place, ==, i);
        }
      n_seen += n;

      name = n == 1 ? g_strdup (mus_catalog_genre_name (catalog, genres[0]))
                    : g_strdup_printf ("%s · %s", mus_catalog_genre_name (catalog, genres[0]),
                                       mus_catalog_genre_name (catalog, genres[1]));
      g_assert_cmpstr (mus_families_name (families, family), ==, name);
    }
  g_assert_cmpuint (n_seen, ==, mus_catalog_n_genres (catalog));
}

/* Twelve ways to sound, on a circle of mood and energy, with three genres each. */
static void
test_sound (void)
{
  g_auto (Maker) maker;
  g_autoptr (MusCatalog) catalog = NULL;
  g_autoptr (MusMatrix) x = NULL;
  g_autoptr (MusFamilies) families = NULL;
  MusRng rng;

  maker_init (&maker);
  mus_rng_init (&rng, 3);
  for (int i = 0; i < 36 * 20; i++)
    {
      int           genre = i % 36;
      double        angle = 2.0 * G_PI * (genre % 12) / 12.0;
      FixtureTrack *track = add_track (&maker, genre, -1);

      track->features[MUS_FEATURE_VALENCE] =
          0.5 + 0.3 * cos (angle) + 0.02 * mus_rng_normal (&rng);
      track->features[MUS_FEATURE_ENERGY] = 0.5 + 0.3 * sin (angle) + 0.02 * mus_rng_normal (&rng);
    }
  catalog = finish (&maker);
  x = fixture_standardise (catalog);
  families = mus_families_new (catalog, x, NULL, NULL);

  g_assert_cmpuint (mus_families_n (families), ==, 12);
  check_families (families, catalog);
  for (int genre = 0; genre < 36; genre++)
    {
      guint here = family_of_number (families, catalog, genre);
      guint next = family_of_number (families, catalog, (genre + 1) % 12);
      guint step = (next + 12 - here) % 12;

      g_assert_cmpuint (here, ==, family_of_number (families, catalog, genre % 12));
      g_assert_true (step == 1 || step == 11);
    }
}

/* Thirty genres that sound alike; those of one group of three share their artists. */
static void
test_company (void)
{
  g_auto (Maker) maker;
  g_autoptr (MusCatalog) catalog = NULL;
  g_autoptr (MusMatrix) x = NULL;
  g_autoptr (MusFamilies) families = NULL;
  MusRng rng;

  maker_init (&maker);
  mus_rng_init (&rng, 4);
  for (int i = 0; i < 30 * 40; i++)
    {
      int           genre = i % 30;
      FixtureTrack *track = add_track (&maker, genre, genre % 10 * 100 + i / 30);

      track->features[MUS_FEATURE_VALENCE] = mus_rng_uniform (&rng);
    }
  catalog = finish (&maker);
  x = fixture_standardise (catalog);
  families = mus_families_new (catalog, x, NULL, NULL);

  g_assert_cmpuint (mus_families_n (families), ==, 10);
  for (int genre = 0; genre < 30; genre++)
    g_assert_cmpuint (family_of_number (families, catalog, genre), ==,
                      family_of_number (families, catalog, genre % 10));
}

/* Twelve groups of three genres with the same artists and the same sound, but for a last bit of
 * one: it is no reason for a family more. */
static void
test_last_bit (void)
{
  g_auto (Maker) maker;
  g_autoptr (MusCatalog) catalog = NULL;
  g_autoptr (MusMatrix) x = NULL;
  g_autoptr (MusFamilies) families = NULL;

  maker_init (&maker);
  for (int i = 0; i < 36 * 20; i++)
    {
      int           genre = i % 36;
      FixtureTrack *track = add_track (&maker, genre, genre % 12 * 100 + i / 36);

      track->features[MUS_FEATURE_VALENCE] = 0.05 * (genre % 12) + (genre == 35 ? 1e-7 : 0.0);
    }
  catalog = finish (&maker);
  x = fixture_standardise (catalog);
  families = mus_families_new (catalog, x, NULL, NULL);

  g_assert_cmpuint (mus_families_n (families), ==, 12);
  check_families (families, catalog);
}

/* @data: how many genres; their sizes differ, down to a single track. */
static void
test_counts (gconstpointer data)
{
  int n_genres = GPOINTER_TO_INT (data);
  g_auto (Maker) maker;
  g_autoptr (MusCatalog) catalog = NULL;
  g_autoptr (MusMatrix) x = NULL;
  g_autoptr (MusFamilies) families = NULL;
  g_autoptr (MusFamilies) again = NULL;
  MusRng rng;

  maker_init (&maker);
  mus_rng_init (&rng, 5);
  for (int i = 0; i < 60; i++)
    add_track (&maker, n_genres > 0 && i % 3 > 0 ? 0 : -1, i % 7);
  for (int i = 0; i < 4 * n_genres; i++)
    {
      int           any = (int) mus_rng_below (&rng, (guint64) n_genres);
      FixtureTrack *track = add_track (&maker, i < n_genres ? i : any / (1 + any % 3),
                                       i % 5 == 0 ? i % 11 : -1);

      for (guint f = 0; f < MUS_N_FEATURES; f++)
        track->features[f] *= 1.0 + 0.3 * mus_rng_uniform (&rng);
    }
  catalog = finish (&maker);
  x = fixture_standardise (catalog);
  g_assert_cmpuint (mus_catalog_n_genres (catalog), ==, (guint) n_genres);

  families = mus_families_new (catalog, x, NULL, NULL);
  check_families (families, catalog);
  if (n_genres <= 14)
    g_assert_cmpuint (mus_families_n (families), ==, (guint) n_genres);
  else
    {
      g_assert_cmpuint (mus_families_n (families), >=, 10);
      g_assert_cmpuint (mus_families_n (families), <=, 14);
    }

  again = mus_families_new (catalog, x, NULL, NULL);
  g_assert_cmpuint (mus_families_n (families), ==, mus_families_n (again));
  for (guint16 genre = 0; genre < n_genres; genre++)
    g_assert_cmpuint (mus_families_of (families, genre, NULL), ==,
                      mus_families_of (again, genre, NULL));
}

/* Every track is the same: nothing tells genres apart, and nothing may go wrong. */
static void
test_identical (void)
{
  g_auto (Maker) maker;
  g_autoptr (MusCatalog) catalog = NULL;
  g_autoptr (MusMatrix) x = NULL;
  g_autoptr (MusFamilies) families = NULL;

  maker_init (&maker);
  for (int i = 0; i < 120; i++)
    add_track (&maker, i % 40, 0);
  catalog = finish (&maker);
  x = fixture_standardise (catalog);
  families = mus_families_new (catalog, x, NULL, NULL);
  check_families (families, catalog);
  g_assert_cmpuint (mus_families_n (families), >=, 10);
  g_assert_cmpuint (mus_families_n (families), <=, 14);
}

static void
test_published (void)
{
  /* Pairs that anyone who knows them would put together, and apart. */
  static const struct
  {
    const char *a, *b;
    gboolean    together;
  } rows[] = {
    { "death-metal", "black-metal", TRUE }, { "classical", "piano", TRUE },
    { "punk", "punk-rock", TRUE },          { "samba", "pagode", TRUE },
    { "reggae", "reggaeton", TRUE },        { "classical", "death-metal", FALSE },
    { "comedy", "techno", FALSE },          { "sleep", "salsa", FALSE },
  };
  g_autoptr (MusCatalog) catalog = fixture_published ();
  g_autoptr (MusMatrix) x = NULL;
  g_autoptr (MusFamilies) families = NULL;

  if (catalog == NULL)
    return;

  x = fixture_standardise (catalog);
  families = mus_families_new (catalog, x, NULL, NULL);
  check_families (families, catalog);
  g_assert_cmpuint (mus_families_n (families), >=, 10);
  g_assert_cmpuint (mus_families_n (families), <=, 14);
  for (guint family = 0; family < mus_families_n (families); family++)
    {
      guint n;

      mus_families_genres (families, family, &n);
      g_test_message ("%s (%u)", mus_families_name (families, family), n);
      g_assert_cmpuint (n, <, mus_catalog_n_genres (catalog) / 3);
    }
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (mus_families_of (families, find_genre (catalog, rows[i].a), NULL) ==
                         mus_families_of (families, find_genre (catalog, rows[i].b), NULL),
                     ==, rows[i].together);
}

int
main (int argc, char **argv)
{
  static const int counts[] = { 0, 1, 2, 3, 9, 10, 14, 15, 16, 40, 600 };

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/families/ward", test_ward);
  g_test_add_func ("/families/round-trip", test_round_trip);
  g_test_add_func ("/families/sound", test_sound);
  g_test_add_func ("/families/company", test_company);
  g_test_add_func ("/families/last-bit", test_last_bit);
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autofree char *path = g_strdup_printf ("/families/counts/%d", counts[i]);

      g_test_add_data_func (path, GINT_TO_POINTER (counts[i]), test_counts);
    }
  g_test_add_func ("/families/identical", test_identical);
  g_test_add_func ("/families/published", test_published);

  return g_test_run ();
}
