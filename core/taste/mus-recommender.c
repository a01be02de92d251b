/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-recommender.h"

#include <math.h>
#include <stdlib.h>

/* How many neighbors to ask for at first, for each track that is wanted, and how many
 * times more each time that the rules have left too few. */
#define FIRST_ASK 4
#define MORE 8

#define N_MARKS 1024
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

static double
measure_median (const MusNeighborIndex *index, guint32 seed)
{
  gsize             n = mus_neighbor_index_n_rows (index);
  g_autofree float *distances = g_new (float, n);

  mus_neighbor_index_distances (index, seed, distances);
  distances[seed] = distances[n - 1];

  return find_median (distances, n - 1);
}

/* A list as the rules let it grow. */
typedef struct
{
  const MusCatalog           *catalog;
  const MusRecommendSettings *settings;
  guint32                     seed;
  GArray                     *list;      /* MusRecommendation */
  GHashTable                 *songs;     /* of each song in the list, its place in it */
  GHashTable                 *by_artist; /* of each artist in the list, how many tracks */
} Growing;

static gboolean
is_full (const Growing *self)
{
  return self->settings->limit > 0 && self->list->len >= self->settings->limit;
}

static void
offer (Growing *self, guint32 row, double distance)
{
  gpointer song = GUINT_TO_POINTER (mus_catalog_song (self->catalog, row));
  gpointer artist = GUINT_TO_POINTER (mus_catalog_main_artist (self->catalog, row));
  guint    n_by_artist = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_artist, artist));
  MusRecommendation item = { .row = row, .answers = self->seed, .distance = distance };

  if (self->settings->allowed != NULL && self->settings->allowed[row] == 0)
    return;
  if (self->settings->one_version &&
      (mus_catalog_song (self->catalog, self->seed) == GPOINTER_TO_UINT (song) ||
       g_hash_table_contains (self->songs, song)))
    return;
  if (self->settings->per_artist > 0 && n_by_artist >= self->settings->per_artist)
    return;

  g_hash_table_insert (self->songs, song, GUINT_TO_POINTER (self->list->len));
  g_hash_table_insert (self->by_artist, artist, GUINT_TO_POINTER (n_by_artist + 1));
  g_array_append_val (self->list, item);
}

/* Walks down the neighbors, asking for more as long as the rules leave too few. */
static void
fill (Growing *self, const MusNeighborIndex *index)
{
  gsize n_others = mus_neighbor_index_n_rows (index) - 1;
  gsize limit = self->settings->limit;
  gsize k = limit > 0 ? MIN (limit, n_others / FIRST_ASK) * FIRST_ASK : n_others;
  gsize done = 0;
  g_autofree guint32 *rows = NULL;
  g_autofree double  *distances = NULL;

  while (done < n_others && !is_full (self))
    {
      k = CLAMP (k, 1, n_others);
      rows = g_renew (guint32, rows, k);
      distances = g_renew (double, distances, k);
      k = mus_neighbor_index_query (index, self->seed, k, rows, distances);
      if (k <= done)
        return;

      for (gsize i = done; i < k && !is_full (self); i++)
        offer (self, rows[i], distances[i]);
      done = k;
      k = MIN (k, n_others / MORE + 1) * MORE;
    }
}

/* All other versions of the songs in the list, wherever they stand. Nearly all tracks are
 * of another song, which a mark tells sooner than the table. */
static void
count_versions (Growing *self)
{
  gboolean marks[N_MARKS] = { FALSE };

  for (guint i = 0; i < self->list->len; i++)
    {
      guint32 row = g_array_index (self->list, MusRecommendation, i).row;

      marks[mus_catalog_song (self->catalog, row) % N_MARKS] = TRUE;
    }

  for (guint32 row = 0; row < mus_catalog_n_tracks (self->catalog); row++)
    {
      guint32  song = mus_catalog_song (self->catalog, row);
      gpointer place;

      if (marks[song % N_MARKS] &&
          g_hash_table_lookup_extended (self->songs, GUINT_TO_POINTER (song), NULL,
                                        &place))
        {
          MusRecommendation *item =
              &g_array_index (self->list, MusRecommendation, GPOINTER_TO_UINT (place));

          item->n_versions += item->row != row;
        }
    }
}

GArray *
mus_recommend_similar (const MusCatalog           *catalog,
                       const MusNeighborIndex     *index,
                       guint32                     seed,
                       const MusRecommendSettings *settings,
                       double                     *median)
{
  g_autoptr (GHashTable) songs = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) by_artist = g_hash_table_new (NULL, NULL);
  GArray *list = g_array_new (FALSE, FALSE, sizeof (MusRecommendation));
  Growing growing = { catalog, settings, seed, list, songs, by_artist };
  double  middle;

  g_return_val_if_fail (seed < mus_neighbor_index_n_rows (index), list);

  middle = measure_median (index, seed);
  fill (&growing, index);
  if (settings->one_version)
    count_versions (&growing);
  for (guint i = 0; i < list->len; i++)
    {
      MusRecommendation *item = &g_array_index (list, MusRecommendation, i);

      item->match = mus_match (item->distance, middle);
    }

  if (median != NULL)
    *median = middle;

  return list;
}

gsize
mus_recommend_among (const MusCatalog *catalog, guint32 seed, const MusRecommendSettings *settings,
                     const guint32 *candidates, gsize n_candidates, guint32 *rows)
{
  g_autoptr (GHashTable) songs = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) by_artist = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (MusRecommendation));
  Growing growing = { catalog, settings, seed, list, songs, by_artist };

  for (gsize i = 0; i < n_candidates && !is_full (&growing); i++)
    offer (&growing, candidates[i], NAN);
  for (guint i = 0; i < list->len; i++)
    rows[i] = g_array_index (list, MusRecommendation, i).row;

  return list->len;
}
