/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "filters/mus-filters.h"

#include <math.h>

struct _MusFilters
{
  GObject parent_instance;

  MusCatalog *catalog; /* nullable */
  MusCriteria criteria;
  GBytes     *allowed; /* (n_tracks); NULL: all */
  gsize       n_allowed;
  guint       apply_id;
};

G_DEFINE_FINAL_TYPE (MusFilters, mus_filters, G_TYPE_OBJECT)

enum
{
  PROP_CRITERIA = 1,
  PROP_ALLOWED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* Takes @allowed. */
static void
set_allowed (MusFilters *self, GBytes *allowed, gsize n_allowed)
{
  g_clear_pointer (&self->allowed, g_bytes_unref);
  self->allowed = allowed;
  self->n_allowed = n_allowed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ALLOWED]);
}

static void
apply (MusFilters *self)
{
  gsize   n = mus_catalog_n_tracks (self->catalog);
  guint8 *allowed;
  gsize   n_allowed;

  if (!mus_filters_are_on (self))
    {
      set_allowed (self, NULL, n);
      return;
    }

  /* Short of memory everything stays as it is. */
  allowed = g_try_malloc (n);
  if (allowed == NULL)
    return;

  n_allowed = mus_criteria_apply (&self->criteria, self->catalog, allowed);
  set_allowed (self, g_bytes_new_take (allowed, n), n_allowed);
}

static gboolean
apply_cb (gpointer data)
{
  MusFilters *self = data;

  self->apply_id = 0;
  apply (self);

  return G_SOURCE_REMOVE;
}

static void
changed (MusFilters *self)
{
  if (self->apply_id == 0 && self->catalog != NULL)
    self->apply_id = g_idle_add (apply_cb, self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CRITERIA]);
}

static void
mus_filters_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MusFilters *self = MUS_FILTERS (object);

  switch (id)
    {
    case PROP_CRITERIA:
      g_value_set_pointer (value, &self->criteria);
      break;
    case PROP_ALLOWED:
      g_value_set_boxed (value, self->allowed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mus_filters_finalize (GObject *object)
{
  MusFilters *self = MUS_FILTERS (object);

  g_clear_handle_id (&self->apply_id, g_source_remove);
  g_clear_pointer (&self->catalog, mus_catalog_unref);
  g_clear_pointer (&self->allowed, g_bytes_unref);
  mus_criteria_clear (&self->criteria);

  G_OBJECT_CLASS (mus_filters_parent_class)->finalize (object);
}

static void
mus_filters_class_init (MusFiltersClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags   flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = mus_filters_finalize;
  object_class->get_property = mus_filters_get_property;

  properties[PROP_CRITERIA] = g_param_spec_pointer ("criteria", NULL, NULL, flags);
  properties[PROP_ALLOWED] =
      g_param_spec_boxed ("allowed", NULL, NULL, G_TYPE_BYTES, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
mus_filters_init (MusFilters *self)
{
  mus_criteria_init (&self->criteria);
}

MusFilters *
mus_filters_new (void)
{
  return g_object_new (MUS_TYPE_FILTERS, NULL);
}

void
mus_filters_set_catalog (MusFilters *self, MusCatalog *catalog)
{
  g_clear_handle_id (&self->apply_id, g_source_remove);
  g_clear_pointer (&self->catalog, mus_catalog_unref);
  self->catalog = catalog != NULL ? mus_catalog_ref (catalog) : NULL;
  mus_criteria_clear (&self->criteria);
  set_allowed (self, NULL, catalog != NULL ? mus_catalog_n_tracks (catalog) : 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CRITERIA]);
}

MusCatalog *
mus_filters_get_catalog (MusFilters *self)
{
  return self->catalog;
}

const MusCriteria *
mus_filters_get_criteria (MusFilters *self)
{
  return &self->criteria;
}

gboolean
mus_filters_are_on (MusFilters *self)
{
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    if (mus_criteria_has_feature (&self->criteria, f))
      return TRUE;

  return self->catalog != NULL &&
         mus_criteria_has_genres (&self->criteria, mus_catalog_n_labels (self->catalog));
}

void
mus_filters_set_range (MusFilters *self, MusFeature feature, float low, float high)
{
  if (self->criteria.low[feature] == low && self->criteria.high[feature] == high)
    return;

  self->criteria.low[feature] = low;
  self->criteria.high[feature] = high;
  changed (self);
}

void
mus_filters_set_values (MusFilters *self, MusFeature feature, guint32 values)
{
  if (self->criteria.values[feature] == values)
    return;

  self->criteria.values[feature] = values;
  changed (self);
}

void
mus_filters_set_genre (MusFilters *self, guint16 label, MusGenreRule rule)
{
  guint16 n = mus_catalog_n_labels (self->catalog);

  g_return_if_fail (label < n);

  if (mus_filters_get_genre (self, label) == rule)
    return;

  if (self->criteria.genres == NULL)
    self->criteria.genres = g_new0 (guint8, n);
  self->criteria.genres[label] = (guint8) rule;
  changed (self);
}

MusGenreRule
mus_filters_get_genre (MusFilters *self, guint16 label)
{
  return self->criteria.genres != NULL ? self->criteria.genres[label] : MUS_GENRE_ANY;
}

void
mus_filters_clear_genres (MusFilters *self, MusGenreRule rule)
{
  if (self->criteria.genres == NULL)
    return;

  for (guint16 label = 0; label < mus_catalog_n_labels (self->catalog); label++)
    if (self->criteria.genres[label] == rule)
      self->criteria.genres[label] = MUS_GENRE_ANY;
  changed (self);
}

void
mus_filters_clear_feature (MusFilters *self, MusFeature feature)
{
  self->criteria.values[feature] = 0;
  self->criteria.low[feature] = -INFINITY;
  self->criteria.high[feature] = INFINITY;
  changed (self);
}

void
mus_filters_clear (MusFilters *self)
{
  mus_criteria_clear (&self->criteria);
  changed (self);
}

GBytes *
mus_filters_get_allowed (MusFilters *self)
{
  return self->allowed;
}

const guint8 *
mus_filters_get_mask (MusFilters *self)
{
  return self->allowed != NULL ? g_bytes_get_data (self->allowed, NULL) : NULL;
}

gsize
mus_filters_count_allowed (MusFilters *self)
{
  return self->n_allowed;
}
