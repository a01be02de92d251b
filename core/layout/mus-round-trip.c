/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "layout/mus-round-trip.h"

#include <math.h>

/* What is known of the way from place 0 through a set of the places 1 to n - 1 that ends
 * at one of them; place i is bit i - 1 of a set. */
typedef struct
{
  double length;
  guint  before; /* the place before the last one */
} Way;

static guint
last_place (const Way *ways, const double *distances, guint n)
{
  guint  all = (1u << (n - 1)) - 1;
  guint  best = 1;
  double best_length = INFINITY;

  for (guint last = 1; last < n; last++)
    {
      double length = ways[all * n + last].length + distances[last * n];

      if (length < best_length)
        {
          best = last;
          best_length = length;
        }
    }

  return best;
}

/* Makes every way one place longer, the short ones first: a set has a higher number than
 * each of its parts. */
static void
extend_ways (Way *ways, const double *distances, guint n)
{
  guint n_sets = 1u << (n - 1);

  for (guint set = 1; set < n_sets; set++)
    for (guint last = 1; last < n; last++)
      {
        const Way *way = &ways[set * n + last];

        if (!isfinite (way->length))
          continue;
        for (guint next = 1; next < n; next++)
          {
            guint  bit = 1u << (next - 1);
            Way   *longer = &ways[(set | bit) * n + next];
            double length = way->length + distances[last * n + next];

            if ((set & bit) == 0 && length < longer->length)
              *longer = (Way){ length, last };
          }
      }
}

static void
turn_round (guint *places, guint n)
{
  for (guint i = 0; i < n / 2; i++)
    {
      guint place = places[i];

      places[i] = places[n - 1 - i];
      places[n - 1 - i] = place;
    }
}

void
mus_round_trip (const double *distances, guint n, guint *order)
{
  g_autofree Way *ways = NULL;
  guint           set, place;

  g_return_if_fail (n <= MUS_ROUND_TRIP_MAX);

  for (guint i = 0; i < n; i++)
    order[i] = i;
  if (n <= 3)
    return;

  ways = g_new (Way, (gsize) n << (n - 1));
  for (gsize i = 0; i < (gsize) n << (n - 1); i++)
    ways[i] = (Way){ INFINITY, 0 };
  for (guint i = 1; i < n; i++)
    ways[(1u << (i - 1)) * n + i].length = distances[i];
  extend_ways (ways, distances, n);

  set = (1u << (n - 1)) - 1;
  place = last_place (ways, distances, n);
  for (guint i = n - 1; i > 0; i--)
    {
      guint before = ways[set * n + place].before;

      order[i] = place;
      set &= ~(1u << (place - 1));
      place = before;
    }

  if (order[1] > order[n - 1])
    turn_round (order + 1, n - 1);
}
