/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-other-list.h"

#include <glib/gi18n-lib.h>

#include "taste/mus-list-rules-private.h"

/*
 * Choice: what another list is made from
 */
typedef struct
{
  const MusCatalog     *catalog;
  MusRecommendSettings  settings;
  GArray               *known;  /* MusRecommendation, the best match first */
  const GArray         *fresh;  /* MusRecommendation, the best first */
  GArray               *floors; /* double: the matches of the fresh ones, rising */
  double                bound;  /* what the mean match has to reach */
} Choice;

static void
choice_clear (Choice *self)
{
  g_clear_pointer (&self->known, g_array_unref);
  g_clear_pointer (&self->floors, g_array_unref);
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

static void
choice_init (Choice *self, const MusCatalog *catalog, const MusRecommendSettings *settings,
             const GArray *before, const GArray *fresh)
{
  self->catalog = catalog;
  self->settings = *settings;
  self->known = g_array_copy ((GArray *) before);
  self->fresh = fresh;
  self->floors = g_array_new (FALSE, FALSE, sizeof (double));
  self->bound = before->len > 0 ? find_mean_match (before) - MUS_OTHER_LIST_LOSS : 0.0;

  g_array_sort (self->known, compare_by_match);
  for (guint i = 0; i < fresh->len; i++)
    g_array_append_val (self->floors, g_array_index (fresh, MusRecommendation, i).match);
  g_array_sort (self->floors, compare_doubles);
}

/* Puts up to @n tracks that match at least so well at the list's end. */
static void
take (MusListRules *rules, const GArray *from, double least_match, guint n)
{
  for (guint i = 0; i < from->len && n > 0; i++)
    {
      const MusRecommendation *item = &g_array_index (from, MusRecommendation, i);

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
  take (&rules, self->known, self->settings.least_match, n_known);
  n_known = rules.list->len;
  take (&rules, self->fresh, least_match, n_new);
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
  guint  low = 0, end = self->floors->len - n_new + 1;
  g_autoptr (GArray) found = NULL;

  while (low < end)
    {
      guint middle = low + (end - low) / 2;
      g_autoptr (GArray) list =
          try_list (self, n_new, g_array_index (self->floors, double, middle));

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
                const GArray *before, const GArray *fresh)
{
  g_auto (Choice) choice = { NULL };

  choice_init (&choice, catalog, settings, before, fresh);
  for (guint n_new = (guint) MIN (settings->limit, fresh->len); n_new > 0; n_new--)
    {
      GArray *list = find_list (&choice, n_new);

      if (list != NULL)
        return list;
    }

  return g_array_new (FALSE, FALSE, sizeof (MusRecommendation));
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
mus_other_list_describe (const GArray *before, const GArray *list)
{
  guint n_new = 0;

  if (list->len == 0)
    return g_strdup (_ ("Nothing else matches nearly as well."));

  for (guint i = 0; i < list->len; i++)
    n_new += !has_row (before, g_array_index (list, MusRecommendation, i).row);

  /* translators: new tracks, tracks in the list; their mean match, and that of the list before */
  return g_strdup_printf (
      ngettext ("%u of %u track is new; the mean match is %.0f %%, it was %.0f %%.",
                "%u of %u tracks are new; the mean match is %.0f %%, it was %.0f %%.", list->len),
      n_new, list->len, find_mean_match (list), find_mean_match (before));
}
