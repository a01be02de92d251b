/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-recommender.h"

#include <math.h>
#include <stdlib.h>

#include "taste/mus-list-rules-private.h"

/* How many neighbors to ask for at first, for each track that is wanted, and how many
 * times more each time that the rules have left too few. */
#define FIRST_ASK 4
#define MORE 8

#define N_BUCKETS 4096

double
mus_match (double distance, double median)
{
  if (!(median > 0.0))
    return distance <= 0.0 ? 100.0 : 0.0;

  return 100.0 * exp2 (-distance / median);
}

static int
compare_floats (const void *a, const void *b)
{
  float x = *(const float *) a;
  float y = *(const float *) b;

  return (x > y) - (x < y);
}

static inline int
bucket_of (float distance)
{
  return CLAMP ((int) (distance * (N_BUCKETS / 2)), 0, N_BUCKETS - 1);
}

/* The middle one of @n distances in [0, 2], or the mean of the two in the middle; 0 when
 * there are none. Counting them by size leaves few to be sorted: those in the buckets in
 * which the middle is. */
static double
find_median (float *distances, gsize n)
{
  guint32 counts[N_BUCKETS] = { 0 };
  gsize   lower = (n - 1) / 2;
  gsize   upper = n / 2;
  int     first, last;
  gsize   n_before = 0;
  gsize   n_left;

  if (n == 0)
    return 0.0;

  for (gsize i = 0; i < n; i++)
    counts[bucket_of (distances[i])]++;
  for (first = 0; n_before + counts[first] <= lower; first++)
    n_before += counts[first];
  n_left = counts[first];
  for (last = first; n_before + n_left <= upper;)
    n_left += counts[++last];

  n_left = 0;
  for (gsize i = 0; i < n; i++)
    if (bucket_of (distances[i]) >= first && bucket_of (distances[i]) <= last)
      distances[n_left++] = distances[i];
  qsort (distances, n_left, sizeof *distances, compare_floats);

  return 0.5 *
         ((double) distances[lower - n_before] + (double) distances[upper - n_before]);
}

double
mus_recommend_median (const MusNeighborIndex *index, guint32 seed)
{
  gsize             n = mus_neighbor_index_n_rows (index);
  g_autofree float *distances = g_new (float, n);

  mus_neighbor_index_distances (index, seed, distances);
  distances[seed] = distances[n - 1];

  return find_median (distances, n - 1);
}

/* Walks down the neighbors, asking for more as long as the rules leave too few. */
static void
fill (MusListRules *rules, const MusNeighborIndex *index, guint32 seed, double median)
{
  gsize n_others = mus_neighbor_index_n_rows (index) - 1;
  gsize limit = rules->settings->limit;
  gsize k = limit > 0 ? MIN (limit, n_others / FIRST_ASK) * FIRST_ASK : n_others;
  gsize done = 0;
  g_autofree guint32 *rows = NULL;
  g_autofree double  *distances = NULL;

  while (done < n_others && !mus_list_rules_is_full (rules))
    {
      k = CLAMP (k, 1, n_others);
      rows = g_renew (guint32, rows, k);
      distances = g_renew (double, distances, k);
      k = mus_neighbor_index_query (index, seed, k, rows, distances);
      if (k <= done)
        return;

      for (gsize i = done; i < k && !mus_list_rules_is_full (rules); i++)
        {
          if (mus_match (distances[i], median) < rules->settings->least_match)
            return;
          mus_list_rules_offer (rules, rows[i], seed, distances[i]);
        }
      done = k;
      k = MIN (k, n_others / MORE + 1) * MORE;
    }
}

GArray *
mus_recommend_similar (const MusCatalog           *catalog,
                       const MusNeighborIndex     *index,
                       guint32                     seed,
                       const MusRecommendSettings *settings,
                       double                     *median)
{
  g_auto (MusListRules) rules = { 0 };
  double middle;

  mus_list_rules_init (&rules, catalog, settings);
  g_return_val_if_fail (seed < mus_neighbor_index_n_rows (index), g_steal_pointer (&rules.list));

  mus_list_rules_shut_out (&rules, seed);
  middle = mus_recommend_median (index, seed);
  fill (&rules, index, seed, middle);
  mus_list_rules_count_versions (&rules);
  for (guint i = 0; i < rules.list->len; i++)
    {
      MusRecommendation *item = &g_array_index (rules.list, MusRecommendation, i);

      item->match = mus_match (item->distance, middle);
    }

  if (median != NULL)
    *median = middle;

  return g_steal_pointer (&rules.list);
}

gsize
mus_recommend_among (const MusCatalog *catalog, guint32 seed, const MusRecommendSettings *settings,
                     const guint32 *candidates, gsize n_candidates, guint32 *rows)
{
  g_auto (MusListRules) rules = { 0 };

  mus_list_rules_init (&rules, catalog, settings);
  mus_list_rules_shut_out (&rules, seed);
  for (gsize i = 0; i < n_candidates && !mus_list_rules_is_full (&rules); i++)
    mus_list_rules_offer (&rules, candidates[i], seed, NAN);
  for (guint i = 0; i < rules.list->len; i++)
    rows[i] = g_array_index (rules.list, MusRecommendation, i).row;

  return rules.list->len;
}
