/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-taste-ranker.h"

#include <math.h>
#include <string.h>

#include <stdlib.h>

#include "base/mus-error.h"
#include "base/mus-parallel.h"
#include "taste/mus-interests-private.h"
#include "taste/mus-likeness-private.h"
#include "taste/mus-list-rules-private.h"
#include "taste/mus-scorer-private.h"

/* A dislike pushes away so many tracks around it, out of the first so many. */
#define PUSHED 10
#define PUSHED_OUT_OF 50

/* In so many first places each interest gets at least this part of its share. */
#define FAIR_PLACES 100
#define FAIR_PART 0.85

#define TILE 4096

enum { LIKED = 1, DISLIKED = 2 };

/* A track near to a dislike; it is pushed away unless it is nearer to a like. */
typedef struct
{
  guint32 dislike;
  guint32 row;
  guint32 like; /* the nearest one, or MUS_NO_ROW */
  double  distance;
  double  like_distance;
} Push;

struct _MusTasteRanker
{
  gatomicrefcount   ref_count;
  MusCatalog       *catalog;
  MusNeighborIndex *index;
  MusTraits        *traits;
  float            *medians; /* (n_tracks): NaN where not known yet */

  MusLikeness *likeness; /* of all tracks to the likes, in sound */
  GArray      *likes;    /* guint32, rising */
  GArray      *dislikes;
  guint8      *thumbs;   /* (n_tracks): whether liked or disliked */
  GArray      *pushes;   /* Push */
  GHashTable  *pushed;   /* rows that a dislike pushes away */
};

G_DEFINE_BOXED_TYPE (MusTasteRanker, mus_taste_ranker, mus_taste_ranker_ref,
                     mus_taste_ranker_unref)

MusTasteRanker *
mus_taste_ranker_new (MusCatalog *catalog, MusNeighborIndex *index, const MusMatrix *x,
                      const MusRun *run, GError **error)
{
  g_autoptr (MusTasteRanker) self = g_new0 (MusTasteRanker, 1);
  gsize n_tracks = mus_catalog_n_tracks (catalog);

  g_return_val_if_fail (mus_neighbor_index_n_rows (index) == n_tracks, NULL);
  g_return_val_if_fail (mus_matrix_n_rows (x) == n_tracks, NULL);

  g_atomic_ref_count_init (&self->ref_count);
  self->catalog = mus_catalog_ref (catalog);
  self->index = mus_neighbor_index_ref (index);
  self->likes = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->dislikes = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->pushes = g_array_new (FALSE, FALSE, sizeof (Push));
  self->pushed = g_hash_table_new (NULL, NULL);
  self->traits = mus_traits_new (catalog, x, run, error);
  if (self->traits == NULL)
    return NULL;
  self->likeness = mus_likeness_new (self->traits->sound, n_tracks, error);
  self->medians = self->likeness != NULL ? mus_try_new (float, n_tracks, error) : NULL;
  self->thumbs = self->medians != NULL ? mus_try_new (guint8, n_tracks, error) : NULL;
  if (self->thumbs == NULL)
    return NULL;
  for (gsize row = 0; row < n_tracks; row++)
    self->medians[row] = NAN;

  return g_steal_pointer (&self);
}

MusTasteRanker *
mus_taste_ranker_ref (MusTasteRanker *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
mus_taste_ranker_unref (MusTasteRanker *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->catalog, mus_catalog_unref);
  g_clear_pointer (&self->index, mus_neighbor_index_unref);
  g_clear_pointer (&self->traits, mus_traits_free);
  g_clear_pointer (&self->likeness, mus_likeness_free);
  g_clear_pointer (&self->likes, g_array_unref);
  g_clear_pointer (&self->dislikes, g_array_unref);
  g_clear_pointer (&self->pushes, g_array_unref);
  g_clear_pointer (&self->pushed, g_hash_table_unref);
  g_free (self->medians);
  g_free (self->thumbs);
  g_free (self);
}

double
mus_taste_ranker_median (MusTasteRanker *self, guint32 row)
{
  if (isnan (self->medians[row]))
    self->medians[row] = (float) mus_recommend_median (self->index, row);

  return (double) self->medians[row];
}

typedef struct
{
  MusTasteRanker *ranker;
  GArray         *rows; /* guint32 */
} Medians;

static void
measure_median_tile (gsize tile, guint worker, gpointer data)
{
  const Medians *self = data;

  mus_taste_ranker_median (self->ranker, g_array_index (self->rows, guint32, tile));
}

/* Those of all that the list answers, a tile each. */
static void
measure_medians (MusTasteRanker *self, const GArray *list)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);
  Medians medians = { self, rows };

  for (guint i = 0; i < list->len; i++)
    {
      guint32 row = g_array_index (list, MusRecommendation, i).answers;

      if (isnan (self->medians[row]) && g_hash_table_add (known, GUINT_TO_POINTER (row)))
        g_array_append_val (rows, row);
    }

  mus_parallel_for (rows->len, measure_median_tile, &medians);
}

/* --- The taste ------------------------------------------------------------------------ */

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a;
  guint32 y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

static gboolean
has_row (const guint32 *rows, gsize n, guint32 row)
{
  return n > 0 && bsearch (&row, rows, n, sizeof *rows, compare_rows) != NULL;
}

static const guint32 *
rows_of (const GArray *rows)
{
  return (const guint32 *) (gconstpointer) rows->data;
}

/* Those of @rows with just this thumb, each once, rising. */
static GArray *
gather (const MusTasteRanker *self, const guint32 *rows, gsize n, guint8 thumb)
{
  GArray *gathered = g_array_sized_new (FALSE, FALSE, sizeof (guint32), (guint) n);

  for (gsize i = 0; i < n; i++)
    if (rows[i] < self->traits->n_tracks && self->thumbs[rows[i]] == thumb)
      g_array_append_val (gathered, rows[i]);
  g_array_sort (gathered, compare_rows);

  if (gathered->len > 0)
    {
      guint32 *all = (guint32 *) (gpointer) gathered->data;
      guint    n_kept = 1;

      for (guint i = 1; i < gathered->len; i++)
        if (all[i] != all[i - 1])
          all[n_kept++] = all[i];
      g_array_set_size (gathered, n_kept);
    }

  return gathered;
}

/* Those of @rows that are not among @others; both rise. */
static GArray *
subtract (const GArray *rows, const GArray *others)
{
  GArray *rest = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < rows->len; i++)
    if (!has_row (rows_of (others), others->len, rows_of (rows)[i]))
      g_array_append_val (rest, rows_of (rows)[i]);

  return rest;
}

static void
mark (MusTasteRanker *self, const guint32 *rows, gsize n, guint8 thumb)
{
  for (gsize i = 0; i < n; i++)
    if (rows[i] < self->traits->n_tracks)
      self->thumbs[rows[i]] = thumb;
}

static void
find_nearest_like (const MusTasteRanker *self, Push *push, const guint32 *likes, gsize n_likes)
{
  for (gsize i = 0; i < n_likes; i++)
    {
      double distance = mus_neighbor_index_distance (self->index, push->row, likes[i]);

      if (distance < push->like_distance)
        {
          push->like_distance = distance;
          push->like = likes[i];
        }
    }
}

/* What is around a new dislike. */
static void
add_pushes (MusTasteRanker *self, guint32 dislike)
{
  guint32 rows[PUSHED];
  double  distances[PUSHED];
  gsize   n = mus_neighbor_index_query (self->index, dislike, PUSHED, rows, distances);

  for (gsize i = 0; i < n; i++)
    {
      Push push = { dislike, rows[i], MUS_NO_ROW, distances[i], INFINITY };

      find_nearest_like (self, &push, rows_of (self->likes), self->likes->len);
      g_array_append_val (self->pushes, push);
    }
}

/* Brings the pushes up to date with the likes, and keeps those whose dislike still holds. */
static void
update_pushes (MusTasteRanker *self, const GArray *added)
{
  guint n_kept = 0;

  for (guint i = 0; i < self->pushes->len; i++)
    {
      Push push = g_array_index (self->pushes, Push, i);

      if (self->thumbs[push.dislike] != DISLIKED)
        continue;
      if (push.like != MUS_NO_ROW && self->thumbs[push.like] != LIKED)
        {
          push.like_distance = INFINITY;
          find_nearest_like (self, &push, rows_of (self->likes), self->likes->len);
        }
      else
        find_nearest_like (self, &push, rows_of (added), added->len);
      g_array_index (self->pushes, Push, n_kept++) = push;
    }
  g_array_set_size (self->pushes, n_kept);
}

static void
push_away (MusTasteRanker *self, const GArray *added_likes, const GArray *added_dislikes)
{
  update_pushes (self, added_likes);
  for (guint i = 0; i < added_dislikes->len; i++)
    add_pushes (self, rows_of (added_dislikes)[i]);

  g_hash_table_remove_all (self->pushed);
  for (guint i = 0; i < self->pushes->len; i++)
    {
      const Push *push = &g_array_index (self->pushes, Push, i);

      if (push->like_distance >= push->distance)
        g_hash_table_add (self->pushed, GUINT_TO_POINTER (push->row));
    }
}

void
mus_taste_ranker_set_taste (MusTasteRanker *self, const MusTaste *taste)
{
  g_autoptr (GArray) likes = NULL;
  g_autoptr (GArray) dislikes = NULL;
  g_autoptr (GArray) added = NULL;
  g_autoptr (GArray) removed = NULL;
  g_autoptr (GArray) added_dislikes = NULL;

  mark (self, rows_of (self->likes), self->likes->len, 0);
  mark (self, rows_of (self->dislikes), self->dislikes->len, 0);
  mark (self, taste->likes, taste->n_likes, LIKED);
  mark (self, taste->dislikes, taste->n_dislikes, DISLIKED);
  likes = gather (self, taste->likes, taste->n_likes, LIKED);
  dislikes = gather (self, taste->dislikes, taste->n_dislikes, DISLIKED);
  added = subtract (likes, self->likes);
  removed = subtract (self->likes, likes);
  added_dislikes = subtract (dislikes, self->dislikes);

  mus_likeness_update (self->likeness, rows_of (removed), removed->len, rows_of (added),
                       added->len, rows_of (likes), likes->len);
  g_array_unref (self->likes);
  self->likes = g_steal_pointer (&likes);
  g_array_unref (self->dislikes);
  self->dislikes = g_steal_pointer (&dislikes);
  push_away (self, added, added_dislikes);
}

/* --- The list ------------------------------------------------------------------------- */

/* Rows by falling score, ties to the lower row: a radix sort by 16 bits. */
static guint32 *
sort_rows (const float *scores, gsize n)
{
  g_autofree guint32 *keys = g_new (guint32, n);
  g_autofree guint32 *other = g_new (guint32, n);
  guint32            *rows = g_new (guint32, n);

  for (gsize i = 0; i < n; i++)
    {
      guint32 bits;

      memcpy (&bits, &scores[i], sizeof bits);
      /* The larger the score, the smaller the key. */
      keys[i] = (bits >> 31) != 0 ? bits : ~bits & 0x7fffffffu;
      rows[i] = (guint32) i;
    }

  for (guint shift = 0; shift < 32; shift += 16)
    {
      g_autofree guint32 *starts = g_new0 (guint32, 65537);

      for (gsize i = 0; i < n; i++)
        starts[(keys[i] >> shift & 0xffff) + 1]++;
      for (gsize i = 1; i < 65537; i++)
        starts[i] += starts[i - 1];
      for (gsize i = 0; i < n; i++)
        other[starts[keys[rows[i]] >> shift & 0xffff]++] = rows[i];
      memcpy (rows, other, n * sizeof *rows);
    }

  return rows;
}

/*
 * Selection: tracks on their way from the order into the list
 */
typedef struct
{
  MusTasteRanker *ranker;
  MusListRules   *rules;
  MusInterests   *interests;
  guint32        *order;   /* (n_tracks): the best first */
  guint16        *serves;  /* (n_tracks): which interest, NULL when there is one */
  guint8         *is_done; /* (n_tracks): offered already */
  gsize          *cursors; /* (n_interests + 1): how far down each looked, all together last */
  guint          *counts;  /* (n_interests): in the list */
} Selection;

static void
selection_clear (Selection *self)
{
  g_clear_pointer (&self->interests, mus_interests_free);
  g_free (self->order);
  g_free (self->serves);
  g_free (self->is_done);
  g_free (self->cursors);
  g_free (self->counts);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Selection, selection_clear)

static void
serve_tile (gsize tile, guint worker, gpointer data)
{
  const Selection *self = data;
  const MusTraits *traits = self->ranker->traits;
  guint32          end = (guint32) MIN ((tile + 1) * TILE, traits->n_tracks);

  for (guint32 row = (guint32) (tile * TILE); row < end; row++)
    self->serves[row] = (guint16) mus_interests_of_track (self->interests, traits, row);
}

static void
selection_init (Selection *self, MusTasteRanker *ranker, MusListRules *rules, const float *scores)
{
  gsize n_tracks = ranker->traits->n_tracks;

  self->ranker = ranker;
  self->rules = rules;
  self->interests =
      mus_interests_new (ranker->traits, rows_of (ranker->likes), ranker->likes->len);
  self->order = sort_rows (scores, n_tracks);
  self->serves = g_new0 (guint16, n_tracks);
  self->is_done = g_memdup2 (ranker->thumbs, n_tracks);
  self->cursors = g_new0 (gsize, self->interests->n + 1);
  self->counts = g_new0 (guint, self->interests->n);
  if (self->interests->n > 1)
    mus_parallel_for ((n_tracks + TILE - 1) / TILE, serve_tile, self);
}

/* The like of the track's own interest that sounds most like it. */
static guint32
find_answered (const Selection *self, guint32 row)
{
  const GArray *likes = self->ranker->likes;

  for (guint i = 0; i < MUS_LIKENESS_BEST; i++)
    {
      guint32        like = mus_likeness_row (self->ranker->likeness, row, i);
      const guint32 *found = bsearch (&like, rows_of (likes), likes->len, sizeof like, compare_rows);

      if (found != NULL && self->interests->of_likes[found - rows_of (likes)] == self->serves[row])
        return like;
    }

  return mus_likeness_row (self->ranker->likeness, row, 0);
}

static gboolean
offer (Selection *self, guint32 row)
{
  MusTasteRanker *ranker = self->ranker;
  guint32         like = find_answered (self, row);
  double          distance = mus_neighbor_index_distance (ranker->index, like, row);
  double          least_match = self->rules->settings->least_match;

  self->is_done[row] = TRUE;
  if (least_match > 0.0 &&
      mus_match (distance, mus_taste_ranker_median (ranker, like)) < least_match)
    return FALSE;
  if (!mus_list_rules_offer (self->rules, row, like, distance))
    return FALSE;
  self->counts[self->serves[row]]++;

  return TRUE;
}

/* Offers tracks, those of one interest or (n_interests) of any, until one is taken; returns
 * whether one was. */
static gboolean
take_next (Selection *self, guint interest)
{
  const MusTasteRanker *ranker = self->ranker;
  gboolean              any = interest == self->interests->n;
  gsize                *cursor = &self->cursors[interest];

  for (; *cursor < ranker->traits->n_tracks; *cursor += 1)
    {
      guint32 row = self->order[*cursor];

      if (!self->is_done[row] && (any || self->serves[row] == interest) &&
          !g_hash_table_contains (ranker->pushed, GUINT_TO_POINTER (row)) && offer (self, row))
        return TRUE;
    }

  return FALSE;
}

/* The interest that lags most behind its fair part of the list, or n_interests. */
static guint
find_lagging (const Selection *self)
{
  guint  n = self->interests->n;
  guint  lagging = n;
  double most = 0.0;
  double place = self->rules->list->len + 1.0;

  for (guint i = 0; i < n && place <= FAIR_PLACES; i++)
    {
      double lag = FAIR_PART * self->interests->shares[i] * place - self->counts[i];

      if (lag >= 1.0 && lag > most && self->cursors[i] < self->ranker->traits->n_tracks)
        {
          most = lag;
          lagging = i;
        }
    }

  return lagging;
}

/* The best first, but each interest gets its fair part; who is pushed away comes last. */
static void
selection_fill (Selection *self)
{
  gsize n = self->ranker->traits->n_tracks;
  guint any = self->interests->n;

  while (!mus_list_rules_is_full (self->rules))
    {
      guint interest = find_lagging (self);

      if (!take_next (self, interest) && interest == any)
        break;
    }

  for (gsize i = 0; i < n && self->rules->list->len >= PUSHED_OUT_OF; i++)
    if (!self->is_done[self->order[i]] && !mus_list_rules_is_full (self->rules))
      offer (self, self->order[i]);
}

GArray *
mus_taste_ranker_list (MusTasteRanker *self, const MusTasteDials *dials,
                       const MusRecommendSettings *settings)
{
  static const MusTasteDials middle = MUS_TASTE_DIALS_INIT;
  g_auto (MusListRules) rules = { 0 };
  g_autofree float   *scores = NULL;
  g_auto (Selection) selection = { NULL };
  MusTaste            taste = { rows_of (self->likes), self->likes->len,
                                rows_of (self->dislikes), self->dislikes->len };

  mus_list_rules_init (&rules, self->catalog, settings);
  if (self->likes->len == 0)
    return g_steal_pointer (&rules.list);

  for (guint i = 0; i < self->likes->len; i++)
    mus_list_rules_shut_out (&rules, rows_of (self->likes)[i]);
  for (guint i = 0; i < self->dislikes->len; i++)
    mus_list_rules_shut_out (&rules, rows_of (self->dislikes)[i]);
  scores = g_new (float, self->traits->n_tracks);
  mus_scorer_score (self->traits, self->catalog, self->likeness, &taste,
                    dials != NULL ? dials : &middle, scores);
  selection_init (&selection, self, &rules, scores);
  selection_fill (&selection);

  mus_list_rules_count_versions (&rules);
  measure_medians (self, rules.list);
  for (guint i = 0; i < rules.list->len; i++)
    {
      MusRecommendation *item = &g_array_index (rules.list, MusRecommendation, i);

      item->match = mus_match (item->distance, mus_taste_ranker_median (self, item->answers));
    }

  return g_steal_pointer (&rules.list);
}
