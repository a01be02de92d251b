/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "filters/mus-filter-text.h"

#include <glib/gi18n.h>
#include <math.h>

static char *
join_values (MusFeature feature, guint32 values)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint value = 0; value < 32; value++)
    if ((values >> value & 1) != 0)
      g_ptr_array_add (texts, mus_feature_format (feature, (float) value));
  g_ptr_array_add (texts, NULL);

  /* translators: between the items of a list */
  return g_strjoinv (C_ ("list", ", "), (char **) texts->pdata);
}

char *
mus_filter_text_feature (const MusCriteria *criteria, MusFeature feature)
{
  gboolean         has_low = isfinite (criteria->low[feature]);
  gboolean         has_high = isfinite (criteria->high[feature]);
  g_autofree char *low = mus_feature_format (feature, criteria->low[feature]);
  g_autofree char *high = mus_feature_format (feature, criteria->high[feature]);

  if (criteria->values[feature] != 0)
    return join_values (feature, criteria->values[feature]);
  if (has_low && has_high)
    /* translators: a range of values: "100 BPM to 130 BPM" */
    return g_strdup_printf (C_ ("range", "%s to %s"), low, high);
  if (has_low)
    /* translators: a range of values: "100 BPM or more" */
    return g_strdup_printf (C_ ("range", "%s or more"), low);
  if (has_high)
    /* translators: a range of values: "130 BPM or less" */
    return g_strdup_printf (C_ ("range", "%s or less"), high);

  return g_strdup (C_ ("range", "any"));
}

char *
mus_filter_text_genres (MusFilters *filters, MusGenreRule rule)
{
  MusCatalog *catalog = mus_filters_get_catalog (filters);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint16 label = 0; label < mus_catalog_n_labels (catalog); label++)
    if (mus_filters_get_genre (filters, label) == rule)
      g_ptr_array_add (names, (gpointer) mus_catalog_genre_name (catalog, label));
  if (names->len == 0)
    return NULL;
  g_ptr_array_add (names, NULL);

  return g_strjoinv (C_ ("list", ", "), (char **) names->pdata);
}

char *
mus_filter_text_count (MusFilters *filters)
{
  MusCatalog      *catalog = mus_filters_get_catalog (filters);
  gsize            all = catalog != NULL ? mus_catalog_n_tracks (catalog) : 0;
  g_autofree char *passing = mus_text_count (mus_filters_count_allowed (filters));
  g_autofree char *total = mus_text_count (all);

  return g_strdup_printf (ngettext ("%s of %s track", "%s of %s tracks", (gulong) all), passing,
                          total);
}
