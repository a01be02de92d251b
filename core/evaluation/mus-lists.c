/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "evaluation/mus-lists-private.h"

#include <math.h>

#include "base/mus-error.h"
#include "base/mus-parallel.h"
#include "evaluation/mus-popularity-private.h"

/* Rows in a tile. */
#define TILE 256

/* Sorts the rows by their main artist. */
static gboolean
group_by_artist (MusLists *self, GError **error)
{
  gsize    n_tracks = mus_catalog_n_tracks (self->catalog);
  guint32  n_artists = mus_catalog_n_artists (self->catalog);
  guint32 *first;

  self->by_artist = mus_try_new (guint32, n_tracks, error);
  if (self->by_artist != NULL)
    self->first_of_artist = mus_try_new (guint32, (gsize) n_artists + 2, error);
  if (self->first_of_artist == NULL)
    return FALSE;

  /* Counted two places further on, so that placing the rows moves each start to its own. */
  first = self->first_of_artist;
  for (guint32 row = 0; row < n_tracks; row++)
    {
      if (!mus_run_goes_on (self->run, row, error))
        return FALSE;
      first[mus_catalog_main_artist (self->catalog, row) + 2]++;
    }
  for (guint32 artist = 0; artist < n_artists; artist++)
    first[artist + 2] += first[artist + 1];
  for (guint32 row = 0; row < n_tracks; row++)
    {
      if (!mus_run_goes_on (self->run, row, error))
        return FALSE;
      self->by_artist[first[mus_catalog_main_artist (self->catalog, row) + 1]++] = row;
    }

  return TRUE;
}

gsize
mus_lists_count_artist (const MusLists *self, guint32 artist)
{
  return self->first_of_artist[artist + 1] - self->first_of_artist[artist];
}

static gsize
count_tiles (const MusLists *self)
{
  return (mus_catalog_n_tracks (self->catalog) + TILE - 1) / TILE;
}

gboolean
mus_lists_prepare (MusLists *self, GError **error)
{
  gsize n_tracks = mus_catalog_n_tracks (self->catalog);

  self->tallies = mus_try_new (MusListsTally, 2 * count_tiles (self), error);
  if (self->tallies != NULL)
    self->n_appearances = mus_try_new (gint, n_tracks, error);

  return self->n_appearances != NULL && group_by_artist (self, error);
}

void
mus_lists_clear (MusLists *self)
{
  g_free (self->by_artist);
  g_free (self->first_of_artist);
  g_free (self->tallies);
  g_free (self->n_appearances);
}

static gboolean
shares_label (const MusCatalog *catalog, guint32 a, guint32 b)
{
  guint          n_a, n_b;
  const guint16 *of_a = mus_catalog_genres (catalog, a, &n_a);
  const guint16 *of_b = mus_catalog_genres (catalog, b, &n_b);

  for (guint i = 0; i < n_a; i++)
    for (guint j = 0; j < n_b; j++)
      if (of_a[i] == of_b[j])
        return TRUE;

  return FALSE;
}

/* Whether the artist of @rows[i] stands nowhere before it. */
static gboolean
is_first_of_artist (const MusCatalog *catalog, const guint32 *rows, gsize i)
{
  guint32 artist = mus_catalog_main_artist (catalog, rows[i]);

  for (gsize j = 0; j < i; j++)
    if (mus_catalog_main_artist (catalog, rows[j]) == artist)
      return FALSE;

  return TRUE;
}

static void
count_list (MusListsTally *tally, const MusCatalog *catalog, guint32 row, const guint32 *rows,
            gsize n)
{
  guint16 genre = mus_catalog_genre (catalog, row);

  tally->n_lists++;
  for (gsize i = 0; i < n; i++)
    tally->n_artists += is_first_of_artist (catalog, rows, i) ? 1 : 0;

  /* A track without a genre can't be answered rightly or wrongly. */
  if (genre == MUS_NO_GENRE)
    return;

  tally->n_answers += n;
  for (gsize i = 0; i < n; i++)
    {
      tally->n_own_genre += mus_catalog_genre (catalog, rows[i]) == genre;
      tally->n_any_genre += shares_label (catalog, row, rows[i]) ? 1 : 0;
    }
}

static gboolean
is_asked (const MusLists *self, guint32 row)
{
  return self->artists == NULL || self->artists[mus_catalog_main_artist (self->catalog, row)];
}

static void
count_tile (gsize tile, guint worker, gpointer data)
{
  MusLists *self = data;
  guint32   end = (guint32) MIN ((tile + 1) * TILE, mus_catalog_n_tracks (self->catalog));

  for (guint32 row = (guint32) tile * TILE; row < end && !mus_run_is_over (self->run); row++)
    {
      guint32 rows[MUS_QUALITY_K];
      gsize   n;

      if (!is_asked (self, row))
        continue;

      n = self->list (self, row, rows);
      count_list (&self->tallies[2 * tile], self->catalog, row, rows, n);
      for (gsize i = 0; i < n; i++)
        g_atomic_int_inc (&self->n_appearances[rows[i]]);

      n = self->list_other (self, row, rows);
      count_list (&self->tallies[2 * tile + 1], self->catalog, row, rows, n);
    }
}

/* Returns: the sum of every second tally from @first on */
static MusListsTally
add_up (const MusLists *self, gsize first)
{
  MusListsTally sum = { 0 };

  for (gsize i = first; i < 2 * count_tiles (self); i += 2)
    {
      sum.n_lists += self->tallies[i].n_lists;
      sum.n_answers += self->tallies[i].n_answers;
      sum.n_own_genre += self->tallies[i].n_own_genre;
      sum.n_any_genre += self->tallies[i].n_any_genre;
      sum.n_artists += self->tallies[i].n_artists;
    }

  return sum;
}

static double
share (guint64 part, guint64 whole)
{
  return whole > 0 ? (double) part / (double) whole : (double) NAN;
}

static gboolean
measure_popularity (const MusLists *self, MusQuality *quality, GError **error)
{
  double        sum_asked = 0.0, n_asked = 0.0, sum = 0.0, sum_less = 0.0, n = 0.0;
  MusPopularity popularity;

  quality->seed_popularity = quality->recommended_popularity = quality->less_popular_share =
      (double) NAN;
  if (!mus_popularity_measure (&popularity, self->catalog, self->run, error))
    return FALSE;
  if (isnan (popularity.mean))
    return TRUE;

  for (gsize row = 0; row < mus_catalog_n_tracks (self->catalog); row++)
    {
      double value = mus_popularity_of (self->catalog, row);
      double n_here = self->n_appearances[row];

      if (!mus_run_goes_on (self->run, row, error))
        return FALSE;
      if (is_asked (self, (guint32) row))
        {
          sum_asked += value;
          n_asked += 1.0;
        }
      sum += n_here * value;
      sum_less += n_here * mus_popularity_is_less (&popularity, value);
      n += n_here;
    }
  quality->seed_popularity = sum_asked / n_asked;
  quality->recommended_popularity = sum / n;
  quality->less_popular_share = sum_less / n;

  return TRUE;
}

gboolean
mus_lists_count (MusLists *self, MusQuality *quality, GError **error)
{
  gsize         n_tracks = mus_catalog_n_tracks (self->catalog), n_reached = 0;
  MusListsTally all, other;

  mus_parallel_for (count_tiles (self), count_tile, self);
  if (mus_run_is_cancelled (self->run, error))
    return FALSE;

  for (gsize row = 0; row < n_tracks; row++)
    {
      n_reached += self->n_appearances[row] > 0;
      quality->largest_hub = MAX (quality->largest_hub, (guint) self->n_appearances[row]);
    }
  all = add_up (self, 0);
  other = add_up (self, 1);
  quality->hit_rate = share (all.n_own_genre, all.n_answers);
  quality->any_genre_hit_rate = share (all.n_any_genre, all.n_answers);
  quality->hit_rate_other_artists = share (other.n_own_genre, other.n_answers);
  quality->reachability = share (n_reached, n_tracks);
  quality->artists_per_list = share (all.n_artists, all.n_lists);

  return measure_popularity (self, quality, error);
}
