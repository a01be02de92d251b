/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-other-list.h"

#include <glib/gi18n-lib.h>

#include "base/mus-error.h"
#include "taste/mus-list-rules-private.h"

/*
 * Choice: what another list is made from
 */
typedef struct
{
  const MusCatalog     *catalog;
  MusRecommendSettings  settings;
  MusRecommendation    *known;  /* (n_known) the best match first */
  guint                 n_known;
  const GArray         *fresh;  /* MusRecommendation, the best first */
  double               *floors; /* (fresh->len) the matches of the fresh ones, rising */
  double                bound;  /* what the mean match has to reach */
} Choice;

static void
choice_clear (Choice *self)
{
  g_clear_pointer (&self->known, g_free);
  g_clear_pointer (&self->floors, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Choice, choice_clear)

static int
compare_by_match (gconstpointer a, gconstpointer b)
{
  const MusRecommendation *x = a, *y = b;

  if (x->match != y->match)
    return x->match > y->match ? -1 : 1;

  return (x->row > y->row) - (x->row < y->row);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
find_mean_match (const GArray *list)
{
  double sum = 0.0;

  for (guint i = 0; i < list->len; i++)
    sum += g_array_index (list, MusRecommendation, i).match;

  return list->len > 0 ? sum / list->len : 0.0;
}

/* Nothing to reach after an empty list. */
static double
find_bound (const MusListTrail *trail)
{
  const GArray *first = mus_list_trail_get_first (trail);
  const GArray *last = mus_list_trail_get_last (trail);

  if (last->len == 0)
    return 0.0;

  return MAX (find_mean_match (first), find_mean_match (last)) - MUS_OTHER_LIST_LOSS;
}

static gboolean
choice_init (Choice *self, const MusCatalog *catalog, const MusRecommendSettings *settings,
             const MusListTrail *trail, const GArray *fresh, GError **error)
{
  const GArray *before = mus_list_trail_get_last (trail);

  self->catalog = catalog;
  self->settings = *settings;
  self->n_known = before->len;
  self->fresh = fresh;
  self->bound = find_bound (trail);
  if (!(self->known = mus_try_new (MusRecommendation, MAX (before->len, 1), error)) ||
      !(self->floors = mus_try_new (double, MAX (fresh->len, 1), error)))
    return FALSE;

  for (guint i = 0; i < before->len; i++)
    self->known[i] = g_array_index (before, MusRecommendation, i);
  for (guint i = 0; i < fresh->len; i++)
    self->floors[i] = g_array_index (fresh, MusRecommendation, i).match;
  qsort (self->known, before->len, sizeof *self->known, compare_by_match);
  qsort (self->floors, fresh->len, sizeof *self->floors, compare_doubles);

  return TRUE;
}

/* Puts up to @n tracks that match at least so well at the list's end. */
static void
take (MusListRules *rules, const MusRecommendation *from, guint n_from, double least_match, guint n)
{
  for (guint i = 0; i < n_from && n > 0; i++)
    {
      const MusRecommendation *item = &from[i];

      if (item->match >= least_match &&
          mus_list_rules_offer (rules, item->row, item->answers, item->distance))
        {
          g_array_index (rules->list, MusRecommendation, rules->list->len - 1) = *item;
          n--;
        }
    }
}

/* A list with @n_new tracks of at least that match, or NULL when there are fewer. */
static GArray *
try_list (const Choice *self, guint n_new, double least_match)
{
  guint    n_known = MIN ((guint) self->settings.limit - n_new, n_new);
  GArray  *list = g_array_new (FALSE, FALSE, sizeof (MusRecommendation));
  g_auto (MusListRules) rules = { 0 };

  mus_list_rules_init (&rules, self->catalog, &self->settings);
  take (&rules, self->known, self->n_known, self->settings.least_match, n_known);
  n_known = rules.list->len;
  take (&rules, (const MusRecommendation *) (gconstpointer) self->fresh->data, self->fresh->len,
        least_match, n_new);
  if (rules.list->len < n_known + n_new)
    {
      g_array_unref (list);
      return NULL;
    }

  g_array_append_vals (list, &g_array_index (rules.list, MusRecommendation, n_known), n_new);
  g_array_append_vals (list, rules.list->data, n_known);

  return list;
}

/* The list with @n_new tracks whose floor is the lowest that keeps the mean, or NULL. */
static GArray *
find_list (const Choice *self, guint n_new)
{
  guint  low = 0, end = self->fresh->len - n_new + 1;
  g_autoptr (GArray) found = NULL;

  while (low < end)
    {
      guint middle = low + (end - low) / 2;
      g_autoptr (GArray) list = try_list (self, n_new, self->floors[middle]);

      /* With too few tracks left the floor is too high, else the mean says so. */
      if (list != NULL && find_mean_match (list) < self->bound)
        low = middle + 1;
      else
        end = middle;
      if (list != NULL && end == middle)
        {
          g_clear_pointer (&found, g_array_unref);
          found = g_steal_pointer (&list);
        }
    }

  return g_steal_pointer (&found);
}

GArray *
mus_other_list (const MusCatalog *catalog, const MusRecommendSettings *settings,
                const MusListTrail *trail, const GArray *fresh, GError **error)
{
  guint n_first = mus_list_trail_get_first (trail)->len;
  /* As many known ones at most make half of what the first list was. */
  guint n_least = MAX ((n_first + 3) / 4, 1);
  g_auto (Choice) choice = { NULL };

  if (!choice_init (&choice, catalog, settings, trail, fresh, error))
    return NULL;
  for (guint n_new = (guint) MIN (settings->limit, fresh->len); n_new >= n_least; n_new--)
    {
      GArray *list = find_list (&choice, n_new);

      if (list != NULL)
        return list;
    }

  return g_array_new (FALSE, FALSE, sizeof (MusRecommendation));
}

GArray *
mus_other_list_rank (const MusCatalog *catalog, const MusRecommendSettings *settings,
                     const MusListTrail *trail, MusRankFunc rank, gpointer user_data,
                     GError **error)
{
  MusRecommendSettings beyond = *settings;
  g_autofree guint32  *excluded = NULL;
  g_autoptr (GArray) fresh = NULL;

  if (trail == NULL)
    return rank (settings, user_data, error);

  beyond.n_excluded += mus_list_trail_n_tracks (trail);
  excluded = mus_try_new (guint32, MAX (beyond.n_excluded, 1), error);
  if (excluded == NULL)
    return NULL;
  for (gsize i = 0; i < settings->n_excluded; i++)
    excluded[i] = settings->excluded[i];
  mus_list_trail_copy_rows (trail, excluded + settings->n_excluded);
  beyond.excluded = excluded;
  beyond.limit *= MUS_OTHER_LIST_POOL;
  fresh = rank (&beyond, user_data, error);

  return fresh != NULL ? mus_other_list (catalog, settings, trail, fresh, error) : NULL;
}

static gboolean
has_row (const GArray *list, guint32 row)
{
  for (guint i = 0; i < list->len; i++)
    if (g_array_index (list, MusRecommendation, i).row == row)
      return TRUE;

  return FALSE;
}

char *
mus_other_list_describe (const MusListTrail *trail, const GArray *list)
{
  guint n_new = 0;

  if (list == NULL)
    return g_strdup_printf (_ ("There is no other list like it: what is left matches more than "
                               "%.0f points less than the first one."),
                            MUS_OTHER_LIST_LOSS);

  for (guint i = 0; i < list->len; i++)
    n_new += !has_row (mus_list_trail_get_last (trail), g_array_index (list, MusRecommendation, i).row);

  /* translators: new tracks, tracks in the list; their mean match, and that of the first list
   * for the same question */
  return g_strdup_printf (
      ngettext ("%u of %u track is new; the mean match is %.0f %%, at first it was %.0f %%.",
                "%u of %u tracks are new; the mean match is %.0f %%, at first it was %.0f %%.",
                list->len),
      n_new, list->len, find_mean_match (list),
      find_mean_match (mus_list_trail_get_first (trail)));
}
