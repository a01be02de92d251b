/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "layout/mus-ward.h"

#include <math.h>
#include <string.h>

/* costs[i * n + j] for i < j: what the squared deviation grows by when i and j merge. */
static double *
costs_new (const double *points, gsize n, gsize dimensions, const double *masses)
{
  double *costs = g_new0 (double, n *n);

  for (gsize i = 0; i < n; i++)
    for (gsize j = i + 1; j < n; j++)
      {
        double square = 0.0;

        for (gsize d = 0; d < dimensions; d++)
          {
            double difference = points[i * dimensions + d] - points[j * dimensions + d];

            square += difference * difference;
          }
        costs[i * n + j] = masses[i] * masses[j] / (masses[i] + masses[j]) * square;
      }

  return costs;
}

static double *
cost_of (double *costs, gsize n, gsize a, gsize b)
{
  return &costs[MIN (a, b) * n + MAX (a, b)];
}

static MusMerge
find_cheapest (const double *costs, gsize n, const double *masses)
{
  MusMerge merge = { 0, 0, INFINITY };

  for (guint i = 0; i < n; i++)
    {
      if (masses[i] <= 0.0)
        continue;
      for (guint j = i + 1; j < n; j++)
        if (masses[j] > 0.0 && costs[i * n + j] < merge.height)
          merge = (MusMerge){ i, j, costs[i * n + j] };
    }

  return merge;
}

/* Lance and Williams (1967): the cost of merging the union with a third cluster. */
static void
update_costs (double *costs, gsize n, const double *masses, const MusMerge *merge)
{
  double a = masses[merge->into];
  double b = masses[merge->from];

  for (gsize k = 0; k < n; k++)
    {
      double *cost;

      if (masses[k] <= 0.0 || k == merge->into || k == merge->from)
        continue;

      cost = cost_of (costs, n, merge->into, k);
      *cost = ((a + masses[k]) * *cost +
               (b + masses[k]) * *cost_of (costs, n, merge->from, k) -
               masses[k] * merge->height) /
              (a + b + masses[k]);
    }
}

void
mus_ward_merge (const double *points,
                gsize         n,
                gsize         dimensions,
                const double *masses,
                MusMerge     *merges)
{
  g_autofree double *costs = costs_new (points, n, dimensions, masses);
  g_autofree double *left = g_memdup2 (masses, n * sizeof (double)); /* 0: merged away */

  for (gsize step = 0; step + 1 < n; step++)
    {
      MusMerge merge = find_cheapest (costs, n, left);

      update_costs (costs, n, left, &merge);
      left[merge.into] += left[merge.from];
      left[merge.from] = 0.0;
      merge.height = sqrt (MAX (merge.height, 0.0));
      merges[step] = merge;
    }
}

void
mus_ward_cut (const MusMerge *merges, gsize n, guint n_clusters, guint *clusters)
{
  g_autofree guint *into = g_new (guint, n);
  guint             found = 0;

  for (guint i = 0; i < n; i++)
    into[i] = i;
  for (gsize step = 0; step + n_clusters < n; step++)
    into[merges[step].from] = merges[step].into;

  /* What a point was merged into is lower than it, and so already numbered. */
  for (guint i = 0; i < n; i++)
    clusters[i] = into[i] == i ? found++ : clusters[into[i]];
}
