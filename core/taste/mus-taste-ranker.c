/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-taste-ranker.h"

#include "base/mus-error.h"
#include "taste/mus-scorer-private.h"
#include "taste/mus-selection-private.h"

struct _MusTasteRanker
{
  gatomicrefcount   ref_count;
  MusCatalog       *catalog;
  MusNeighborIndex *index;
  MusTraits        *traits;
  MusMedians       *medians;
  MusTasteRows     *taste;
  MusLikeness      *likeness; /* of all tracks to the likes, in sound */
  MusPushes        *pushes;
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
  if (!(self->traits = mus_traits_new (catalog, x, run, error)) ||
      !(self->medians = mus_medians_new (index, error)) ||
      !(self->taste = mus_taste_rows_new (n_tracks, error)) ||
      !(self->likeness = mus_likeness_new (self->traits->sound, n_tracks, error)))
    return NULL;
  self->pushes = mus_pushes_new (index, self->taste);

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

  g_clear_pointer (&self->pushes, mus_pushes_free);
  g_clear_pointer (&self->likeness, mus_likeness_free);
  g_clear_pointer (&self->taste, mus_taste_rows_free);
  g_clear_pointer (&self->medians, mus_medians_free);
  g_clear_pointer (&self->traits, mus_traits_free);
  g_clear_pointer (&self->index, mus_neighbor_index_unref);
  g_clear_pointer (&self->catalog, mus_catalog_unref);
  g_free (self);
}

void
mus_taste_ranker_set_taste (MusTasteRanker *self, const MusTaste *taste)
{
  g_auto (MusTasteChange) change = { NULL };

  mus_taste_rows_set (self->taste, taste, &change);
  mus_likeness_update (self->likeness, change.removed_likes, change.added_likes,
                       self->taste->likes);
  mus_pushes_update (self->pushes, &change);
}

static void
shut_out (MusListRules *rules, const guint32 *rows, gsize n)
{
  for (gsize i = 0; i < n; i++)
    mus_list_rules_shut_out (rules, rows[i]);
}

static void
find_reasons (const MusScorer *scorer, GArray *list)
{
  for (guint i = 0; i < list->len; i++)
    {
      MusRecommendation *item = &g_array_index (list, MusRecommendation, i);

      mus_scorer_find_reasons (scorer, item->row, item->reasons);
    }
}

static gboolean
fill (MusTasteRanker *self, const MusTaste *taste, const MusTasteDials *dials,
      MusListRules *rules, GError **error)
{
  g_autoptr (MusScorer) scorer =
      mus_scorer_new (self->traits, self->catalog, self->likeness, taste, dials, error);
  g_autofree float  *scores =
      scorer != NULL ? mus_try_new (float, self->traits->n_tracks, error) : NULL;
  MusSelectionSource source = { self->traits, self->index,  self->likeness,
                                self->taste, self->pushes, self->medians };

  if (scores == NULL || !mus_scorer_score (scorer, scores, error) ||
      !mus_selection_fill (&source, scores, rules, error))
    return FALSE;
  find_reasons (scorer, rules->list);

  return TRUE;
}

GArray *
mus_taste_ranker_list (MusTasteRanker *self, const MusTasteDials *dials,
                       const MusRecommendSettings *settings, GError **error)
{
  static const MusTasteDials middle = MUS_TASTE_DIALS_INIT;
  MusTaste taste = mus_taste_rows_get (self->taste);
  g_auto (MusListRules) rules = { 0 };

  mus_list_rules_init (&rules, self->catalog, settings);
  if (taste.n_likes == 0)
    return g_steal_pointer (&rules.list);

  shut_out (&rules, taste.likes, taste.n_likes);
  shut_out (&rules, taste.dislikes, taste.n_dislikes);
  if (!mus_list_rules_have_room (&rules, error) ||
      !fill (self, &taste, dials != NULL ? dials : &middle, &rules, error) ||
      !mus_medians_set_matches (self->medians, rules.list, error))
    return NULL;
  mus_list_rules_count_versions (&rules);

  return g_steal_pointer (&rules.list);
}
