/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-recommender.h"

#include <math.h>

#include "base/mus-error.h"
#include "taste/mus-list-rules-private.h"

/* How many neighbors to ask for at first, for each track that is wanted, and how many
 * times more each time that the rules have left too few. */
#define FIRST_ASK 4
#define MORE 8

double
mus_match (double distance, double median)
{
  if (!(median > 0.0))
    return distance <= 0.0 ? 100.0 : 0.0;

  return 100.0 * exp2 (-distance / median);
}

/* Makes room for @k neighbors and finds them; returns FALSE when memory is short. */
static gboolean
query (const MusNeighborIndex *index, guint32 seed, gsize k, guint32 **rows, double **distances,
       GError **error)
{
  g_free (g_steal_pointer (rows));
  g_free (g_steal_pointer (distances));
  if (!(*rows = mus_try_new (guint32, k, error)) ||
      !(*distances = mus_try_new (double, k, error)))
    return FALSE;
  if (mus_neighbor_index_query (index, seed, k, *rows, *distances) == k)
    return TRUE;

  mus_error_set_no_memory (error, k * (sizeof **rows + sizeof **distances));

  return FALSE;
}

/* Walks down the neighbors, asking for more as long as the rules leave too few. */
static gboolean
fill (MusListRules *rules, const MusNeighborIndex *index, guint32 seed, double median,
      const MusRun *run, GError **error)
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
      if (mus_run_is_cancelled (run, error) ||
          !query (index, seed, k, &rows, &distances, error))
        return FALSE;

      for (gsize i = done; i < k && !mus_list_rules_is_full (rules); i++)
        {
          if (mus_match (distances[i], median) < rules->settings->least_match)
            return TRUE;
          mus_list_rules_offer (rules, rows[i], seed, distances[i]);
        }
      done = k;
      k = MIN (k, n_others / MORE + 1) * MORE;
    }

  return TRUE;
}

GArray *
mus_recommend_similar (const MusCatalog           *catalog,
                       const MusNeighborIndex     *index,
                       guint32                     seed,
                       const MusRecommendSettings *settings,
                       const MusRun               *run,
                       double                     *median,
                       GError                    **error)
{
  g_auto (MusListRules) rules = { 0 };
  double middle;

  mus_list_rules_init (&rules, catalog, settings);
  g_return_val_if_fail (seed < mus_neighbor_index_n_rows (index), g_steal_pointer (&rules.list));

  mus_list_rules_shut_out (&rules, seed);
  if (!mus_list_rules_have_room (&rules, error) ||
      !mus_recommend_median (index, seed, &middle, error) ||
      !fill (&rules, index, seed, middle, run, error) || mus_run_is_cancelled (run, error))
    return NULL;
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
