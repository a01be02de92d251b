/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-taste-ranker.h"

#include <math.h>
#include <string.h>

#include <stdlib.h>

#include "base/mus-error.h"
#include "base/mus-parallel.h"
#include "taste/mus-likeness-private.h"
#include "taste/mus-list-rules-private.h"
#include "taste/mus-traits-private.h"

/* The terms of a score, see mus_taste_ranker_new(). */
#define GENRE 0.25
#define GENRE_FLOOR 1e-4
#define SAME_ARTIST 0.3
#define SAME_ALBUM 0.3
#define SOUND 0.7
#define POPULARITY 0.1
#define DIAL 1.0

/* Likes that have shown nothing yet count as so many that are as popular as the catalog, and
 * a like stands for all about as popular as itself. */
#define PRIOR_LIKES 10.0
#define POPULARITY_WIDTH 8.0
#define N_LEVELS 101

/* A dislike pushes away so many tracks around it, out of the first so many. */
#define PUSHED 10
#define PUSHED_OUT_OF 50

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

/* --- The taste ------------------------------------------------------------------------ */

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a;
  guint32 y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

enum { LIKED = 1, DISLIKED = 2 };

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

static double
nearest_like (const MusTasteRanker *self, guint32 row)
{
  double nearest = INFINITY;

  for (guint i = 0; i < self->likes->len; i++)
    nearest = MIN (nearest,
                   mus_neighbor_index_distance (self->index, row, rows_of (self->likes)[i]));

  return nearest;
}

static void
push_away (MusTasteRanker *self)
{
  g_hash_table_remove_all (self->pushed);
  for (guint i = 0; i < self->dislikes->len; i++)
    {
      guint32 rows[PUSHED];
      double  distances[PUSHED];
      gsize   n = mus_neighbor_index_query (self->index, rows_of (self->dislikes)[i], PUSHED, rows,
                                            distances);

      for (gsize j = 0; j < n; j++)
        if (nearest_like (self, rows[j]) >= distances[j])
          g_hash_table_add (self->pushed, GUINT_TO_POINTER (rows[j]));
    }
}

void
mus_taste_ranker_set_taste (MusTasteRanker *self, const MusTaste *taste)
{
  g_autoptr (GArray) likes = NULL;
  g_autoptr (GArray) dislikes = NULL;
  g_autoptr (GArray) added = NULL;
  g_autoptr (GArray) removed = NULL;

  mark (self, rows_of (self->likes), self->likes->len, 0);
  mark (self, rows_of (self->dislikes), self->dislikes->len, 0);
  mark (self, taste->likes, taste->n_likes, LIKED);
  mark (self, taste->dislikes, taste->n_dislikes, DISLIKED);
  likes = gather (self, taste->likes, taste->n_likes, LIKED);
  dislikes = gather (self, taste->dislikes, taste->n_dislikes, DISLIKED);
  added = subtract (likes, self->likes);
  removed = subtract (self->likes, likes);

  mus_likeness_update (self->likeness, rows_of (removed), removed->len, rows_of (added),
                       added->len, rows_of (likes), likes->len);
  g_array_unref (self->likes);
  self->likes = g_steal_pointer (&likes);
  g_array_unref (self->dislikes);
  self->dislikes = g_steal_pointer (&dislikes);
  push_away (self);
}

/* --- Scores --------------------------------------------------------------------------- */

/*
 * Scorer: what the likes say, in the form in which each track reads it
 */
typedef struct
{
  const MusTasteRanker *ranker;
  double                genre_part;
  double                sound_part;
  float                *genres;  /* (n_labels): the likes' genres, and those related */
  guint8               *artists; /* (n_artists): whether liked */
  guint8               *albums;  /* (n_albums) */
  float                 popularity[N_LEVELS];
  float                *scores; /* (n_tracks) */
} Scorer;

static void
scorer_clear (Scorer *self)
{
  g_free (self->genres);
  g_free (self->artists);
  g_free (self->albums);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scorer, scorer_clear)

static void
spread_popularity (const double *counts, double *smooth)
{
  for (guint from = 0; from < N_LEVELS; from++)
    {
      double kernel[N_LEVELS];
      double sum = 0.0;

      for (guint to = 0; to < N_LEVELS; to++)
        {
          double difference = ((double) to - (double) from) / POPULARITY_WIDTH;

          sum += kernel[to] = exp (-0.5 * difference * difference);
        }
      for (guint to = 0; to < N_LEVELS; to++)
        smooth[to] += counts[from] * kernel[to] / sum;
    }
}

/* How much more often the likes are as popular as that than the catalog is. */
static void
weigh_popularity (Scorer *self, double dial)
{
  const MusTasteRanker *ranker = self->ranker;
  double                n_likes = ranker->likes->len;
  double                n_tracks = (double) ranker->traits->n_tracks;
  double                counts[2][N_LEVELS] = { { 0.0 } };
  double                smooth[2][N_LEVELS] = { { 0.0 } };

  for (guint i = 0; i < ranker->likes->len; i++)
    counts[0][ranker->traits->popularity[rows_of (ranker->likes)[i]]] += 1.0;
  for (gsize row = 0; row < ranker->traits->n_tracks; row++)
    counts[1][ranker->traits->popularity[row]] += 1.0;
  spread_popularity (counts[0], smooth[0]);
  spread_popularity (counts[1], smooth[1]);

  for (guint level = 0; level < N_LEVELS; level++)
    {
      double catalog = smooth[1][level] / n_tracks;
      double ratio = (smooth[0][level] + PRIOR_LIKES * catalog) /
                     ((n_likes + PRIOR_LIKES) * catalog);

      self->popularity[level] =
          (float) (POPULARITY * log (ratio) + DIAL * dial * level / (N_LEVELS - 1));
    }
}

static void
gather_likes (Scorer *self)
{
  const MusTasteRanker *ranker = self->ranker;
  const MusTraits      *traits = ranker->traits;
  g_autofree double    *profile = g_new0 (double, traits->n_labels);

  for (guint i = 0; i < ranker->likes->len; i++)
    {
      guint32 row = rows_of (ranker->likes)[i];

      for (guint32 g = traits->genre_starts[row]; g < traits->genre_starts[row + 1]; g++)
        profile[traits->genres[g]] += (double) traits->genre_weights[g] / ranker->likes->len;
      for (guint32 a = traits->artist_starts[row]; a < traits->artist_starts[row + 1]; a++)
        self->artists[traits->artists[a]] = 1;
      if (traits->albums[row] != MUS_NO_ROW)
        self->albums[traits->albums[row]] = 1;
    }

  for (guint g = 0; g < traits->n_labels; g++)
    {
      double sum = 0.0;

      for (guint h = 0; h < traits->n_labels; h++)
        sum += (double) traits->related[g * traits->n_labels + h] * profile[h];
      self->genres[g] = (float) sum;
    }
}

static void
scorer_init (Scorer *self, const MusTasteRanker *ranker, const MusTasteDials *dials, float *scores)
{
  const MusTraits *traits = ranker->traits;
  double           genre_weight = CLAMP (dials->genre_weight, 0.0, 1.0);

  *self = (Scorer){
    .ranker = ranker,
    .genre_part = 2.0 * genre_weight,
    .sound_part = 2.0 * (1.0 - genre_weight),
    .genres = g_new0 (float, traits->n_labels),
    .artists = g_new0 (guint8, traits->n_artists),
    .albums = g_new0 (guint8, traits->n_albums),
    .scores = scores,
  };
  gather_likes (self);
  weigh_popularity (self, CLAMP (dials->popularity, -1.0, 1.0));
}

static double
score_labels (const Scorer *self, guint32 row)
{
  const MusTraits *traits = self->ranker->traits;
  double           affinity = GENRE_FLOOR;
  gboolean         same_artist = FALSE;
  gboolean         same_album = traits->albums[row] != MUS_NO_ROW &&
                        self->albums[traits->albums[row]];

  for (guint32 g = traits->genre_starts[row]; g < traits->genre_starts[row + 1]; g++)
    affinity += (double) traits->genre_weights[g] * (double) self->genres[traits->genres[g]];
  for (guint32 a = traits->artist_starts[row]; a < traits->artist_starts[row + 1]; a++)
    same_artist = same_artist || self->artists[traits->artists[a]];

  return GENRE * log (affinity) + SAME_ARTIST * same_artist + SAME_ALBUM * same_album;
}

#define TILE 4096

static void
score_tile (gsize tile, guint worker, gpointer data)
{
  const Scorer    *self = data;
  const MusTraits *traits = self->ranker->traits;
  guint32          end = (guint32) MIN ((tile + 1) * TILE, traits->n_tracks);

  for (guint32 row = (guint32) (tile * TILE); row < end; row++)
    self->scores[row] =
        (float) (self->genre_part * score_labels (self, row) +
                 self->sound_part * SOUND * mus_likeness_mean (self->ranker->likeness, row) +
                 (double) self->popularity[traits->popularity[row]]);
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

static gboolean
is_pushed (const MusTasteRanker *self, guint32 row)
{
  return g_hash_table_size (self->pushed) > 0 &&
         g_hash_table_contains (self->pushed, GUINT_TO_POINTER (row));
}

static void
offer (MusTasteRanker *self, MusListRules *rules, guint32 row)
{
  guint32 like = mus_likeness_best (self->likeness, row);
  double  distance = mus_neighbor_index_distance (self->index, like, row);

  if (rules->settings->least_match > 0.0 &&
      mus_match (distance, mus_taste_ranker_median (self, like)) < rules->settings->least_match)
    return;

  mus_list_rules_offer (rules, row, like, distance);
}

/* The best first; who is pushed away comes behind the others. */
static void
fill (MusTasteRanker *self, MusListRules *rules, const guint32 *order)
{
  gsize n = self->traits->n_tracks;

  for (guint pushed = 0; pushed < 2; pushed++)
    for (gsize i = 0; i < n && !mus_list_rules_is_full (rules); i++)
      if (self->thumbs[order[i]] == 0 && is_pushed (self, order[i]) == (gboolean) pushed &&
          (!pushed || rules->list->len >= PUSHED_OUT_OF))
        offer (self, rules, order[i]);
}

GArray *
mus_taste_ranker_list (MusTasteRanker *self, const MusTasteDials *dials,
                       const MusRecommendSettings *settings)
{
  static const MusTasteDials middle = MUS_TASTE_DIALS_INIT;
  g_auto (MusListRules) rules = { 0 };
  g_auto (Scorer) scorer = { NULL };
  g_autofree float   *scores = NULL;
  g_autofree guint32 *order = NULL;

  mus_list_rules_init (&rules, self->catalog, settings);
  if (self->likes->len == 0)
    return g_steal_pointer (&rules.list);

  for (guint i = 0; i < self->likes->len; i++)
    mus_list_rules_shut_out (&rules, rows_of (self->likes)[i]);
  for (guint i = 0; i < self->dislikes->len; i++)
    mus_list_rules_shut_out (&rules, rows_of (self->dislikes)[i]);
  scores = g_new (float, self->traits->n_tracks);
  scorer_init (&scorer, self, dials != NULL ? dials : &middle, scores);
  mus_parallel_for ((self->traits->n_tracks + TILE - 1) / TILE, score_tile, &scorer);
  order = sort_rows (scores, self->traits->n_tracks);
  fill (self, &rules, order);

  mus_list_rules_count_versions (&rules);
  for (guint i = 0; i < rules.list->len; i++)
    {
      MusRecommendation *item = &g_array_index (rules.list, MusRecommendation, i);

      item->match = mus_match (item->distance, mus_taste_ranker_median (self, item->answers));
    }

  return g_steal_pointer (&rules.list);
}
