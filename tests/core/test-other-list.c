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
  g_autoptr (MusListTrail) trail = mus_list_trail_new (NULL, before);
  g_autoptr (GArray) list = mus_other_list (catalog, &settings, trail, fresh, NULL);
  g_autofree char *said = mus_other_list_describe (trail, list);

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
  g_autoptr (MusListTrail) trail = mus_list_trail_new (NULL, before);
  g_autoptr (GArray) list = NULL;

  memset (allowed, 1, sizeof allowed);
  allowed[FIRST_FRESH] = 0;
  settings.allowed = allowed;
  list = mus_other_list (catalog, &settings, trail, fresh, NULL);
  g_assert_cmpuint (list->len, ==, 4);
  for (guint i = 0; i < list->len; i++)
    {
      guint32 row = g_array_index (list, MusRecommendation, i).row;

      g_assert_cmpuint (row, !=, FIRST_FRESH);
      g_assert_true (g_hash_table_add (
          artists, GUINT_TO_POINTER (mus_catalog_main_artist (catalog, row))));
    }
}

/* All tracks, each matching a little less than the one before it. */
static GArray *
rank_all (const MusRecommendSettings *settings, gpointer user_data, GError **error)
{
  double  step = *(const double *) user_data;
  GArray *list = g_array_new (FALSE, FALSE, sizeof (MusRecommendation));

  for (guint32 row = 0; row < N && list->len < settings->limit; row++)
    {
      MusRecommendation item = { .row = row, .match = 90.0 - step * row };
      gboolean          is_excluded = FALSE;

      for (gsize i = 0; i < settings->n_excluded; i++)
        is_excluded |= settings->excluded[i] == row;
      if (!is_excluded && item.match >= settings->least_match)
        g_array_append_val (list, item);
    }

  return list;
}

/* List after list, each at most two points below the first, until there is none: no track of
 * what is excluded, no track twice as a new one. Sooner where matches fall sooner. */
static void
test_way (gconstpointer data)
{
  const guint32        unwanted = 2;
  double               step = *(const double *) data;
  MusRecommendSettings settings = {
    .limit = 4, .per_artist = 2, .excluded = &unwanted, .n_excluded = 1, .least_match = 50.0,
  };
  gboolean seen[N] = { FALSE };
  double   first = 0.0;
  guint    n_lists = 0;
  g_autoptr (MusCatalog) catalog = make_catalog (1);
  g_autoptr (MusListTrail) trail = NULL;

  for (;; n_lists++)
    {
      g_autoptr (GArray) list =
          mus_other_list_rank (catalog, &settings, trail, rank_all, &step, NULL);
      MusListTrail *before = trail;
      guint         n_new = 0;

      g_assert_nonnull (list);
      if (list->len == 0)
        break;
      if (n_lists == 0)
        first = mean_match (list);
      g_assert_cmpfloat (mean_match (list), >=, first - MUS_OTHER_LIST_LOSS);
      for (guint i = 0; i < list->len; i++)
        {
          guint32 row = g_array_index (list, MusRecommendation, i).row;

          g_assert_cmpuint (row, !=, unwanted);
          n_new += !seen[row];
          seen[row] = TRUE;
        }
      g_assert_cmpuint (2 * n_new, >=, list->len);

      trail = mus_list_trail_new (before, list);
      g_assert_true (mus_list_trail_get_before (trail) == before);
      g_clear_pointer (&before, mus_list_trail_unref);
      g_assert_cmpuint (n_lists, <, N);
    }

  g_assert_cmpuint (n_lists, ==, step > 1.0 ? 1 : step > 0.1 ? 6 : N / 4);
}

static const double steps[] = { 0.0, 0.5, 8.0 };

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
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *path = g_strdup_printf ("/other-list/way-%g", steps[i]);

      g_test_add_data_func (path, &steps[i], test_way);
    }

  return g_test_run ();
}
