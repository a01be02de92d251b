/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fixture.h"

/*
 * Something else: lists whose matches are made by hand. Every track has an artist of its own
 * but for those of the rule about artists.
 */

#define N 64
#define FIRST_FRESH 32

static MusCatalog *
make_catalog (guint n_by_artist)
{
  static const double middle[] = FIXTURE_FEATURES;
  FixtureTrack tracks[N] = { { NULL } };
  char         texts[N][2][16];

  for (guint i = 0; i < N; i++)
    {
      g_snprintf (texts[i][0], sizeof texts[i][0], "Piece %u", i);
      g_snprintf (texts[i][1], sizeof texts[i][1], "Somebody %u", i % 32 / n_by_artist);
      tracks[i].title = texts[i][0];
      tracks[i].artists = texts[i][1];
      memcpy (tracks[i].features, middle, sizeof middle);
    }

  return fixture_catalog (tracks, N);
}

static GArray *
make_list (guint32 first, const double *matches, guint n)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (MusRecommendation));

  for (guint i = 0; i < n; i++)
    {
      MusRecommendation item = { .row = first + i, .match = matches[i] };

      g_array_append_val (list, item);
    }

  return list;
}

static double
mean_match (const GArray *list)
{
  double sum = 0.0;

  for (guint i = 0; i < list->len; i++)
    sum += g_array_index (list, MusRecommendation, i).match;

  return sum / list->len;
}

typedef struct
{
  const char *name;
  double      before[8];
  guint       n_before;
  double      fresh[8];
  guint       n_fresh;
  guint       n_new;    /* what is to come of it */
  guint       n;
  guint32     first;    /* fresh one, counted from 0 */
} Case;

static const Case cases[] = {
  { "all-new", { 90, 90, 90, 90 }, 4, { 89, 89, 88, 88, 88 }, 5, 4, 4, 0 },
  { "three", { 90, 90, 90, 90 }, 4, { 88, 88, 88, 80, 80 }, 5, 3, 4, 0 },
  { "half", { 96, 92, 88, 84 }, 4, { 84, 84, 84, 70 }, 4, 2, 4, 0 },
  { "rank-before-match", { 90, 90, 90, 90 }, 4, { 88, 96, 96, 88, 96, 96 }, 6, 4, 4, 0 },
  { "floor", { 90, 90, 90, 90 }, 4, { 50, 88, 60, 88, 88, 88 }, 6, 4, 4, 1 },
  { "shorter", { 99, 85, 85, 85 }, 4, { 74, 40, 40 }, 3, 1, 2, 0 },
  { "few", { 90, 90, 90, 90 }, 4, { 90 }, 1, 1, 2, 0 },
  { "too-far", { 95, 95, 95, 95 }, 4, { 80, 80, 80, 80 }, 4, 0, 0, 0 },
  { "no-fresh", { 95, 95, 95, 95 }, 4, { 0 }, 0, 0, 0, 0 },
  { "no-list", { 0 }, 0, { 30, 20 }, 2, 2, 2, 0 },
};

static void
test_case (gconstpointer data)
{
  const Case          *this = data;
  MusRecommendSettings settings = { .limit = 4, .per_artist = 2, .one_version = TRUE };
  g_autoptr (MusCatalog) catalog = make_catalog (1);
  g_autoptr (GArray) before = make_list (0, this->before, this->n_before);
  g_autoptr (GArray) fresh = make_list (FIRST_FRESH, this->fresh, this->n_fresh);
  g_autoptr (GArray) list = mus_other_list (catalog, &settings, before, fresh);
  g_autofree char *said = mus_other_list_describe (before, list);

  g_assert_cmpuint (list->len, ==, this->n);
  for (guint i = 0; i < list->len; i++)
    {
      guint32 row = g_array_index (list, MusRecommendation, i).row;

      /* The new ones come first. */
      g_assert_cmpint (row >= FIRST_FRESH, ==, i < this->n_new);
      for (guint j = 0; j < i; j++)
        g_assert_cmpuint (g_array_index (list, MusRecommendation, j).row, !=, row);
    }
  g_assert_nonnull (said);
  if (this->n == 0)
    return;

  g_assert_cmpuint (2 * this->n_new, >=, this->n);
  g_assert_cmpuint (g_array_index (list, MusRecommendation, 0).row, ==, FIRST_FRESH + this->first);
  if (this->n_before > 0)
    g_assert_cmpfloat (mean_match (list), >=, mean_match (before) - MUS_OTHER_LIST_LOSS);
}

/* The rules hold for new and known tracks together. */
static void
test_rules (void)
{
  static const double matches[8] = { 90, 90, 90, 90, 90, 90, 90, 90 };
  guint8               allowed[N];
  MusRecommendSettings settings = { .limit = 8, .per_artist = 1, .one_version = TRUE };
  g_autoptr (MusCatalog) catalog = make_catalog (2);
  g_autoptr (GArray) before = make_list (0, matches, 8);
  g_autoptr (GArray) fresh = make_list (FIRST_FRESH, matches, 8);
  g_autoptr (GHashTable) artists = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) list = NULL;

  memset (allowed, 1, sizeof allowed);
  allowed[FIRST_FRESH] = 0;
  settings.allowed = allowed;
  list = mus_other_list (catalog, &settings, before, fresh);
  g_assert_cmpuint (list->len, ==, 4);
  for (guint i = 0; i < list->len; i++)
    {
      guint32 row = g_array_index (list, MusRecommendation, i).row;

      g_assert_cmpuint (row, !=, FIRST_FRESH);
      g_assert_true (g_hash_table_add (
          artists, GUINT_TO_POINTER (mus_catalog_main_artist (catalog, row))));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/other-list/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/other-list/rules", test_rules);

  return g_test_run ();
}
