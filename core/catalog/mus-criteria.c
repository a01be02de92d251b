/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-criteria.h"

#include <math.h>

#include "base/mus-parallel.h"

#define TILE 8192

#define MAX_VALUE 31

/* What is asked of one feature. */
typedef struct
{
  MusFeature feature;
  double     low;
  double     high;
  guint32    values;
} Condition;

typedef struct
{
  const MusCatalog *catalog;
  const MusMatrix  *features;
  Condition         conditions[MUS_N_FEATURES];
  guint             n_conditions;
  const guint8     *genres; /* NULL: any */
  gboolean          some_in;
  guint8           *allowed;
  gsize             n_allowed; /* atomic */
} Work;

void
mus_criteria_init (MusCriteria *self)
{
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    {
      self->low[f] = -INFINITY;
      self->high[f] = INFINITY;
      self->values[f] = 0;
    }
  self->genres = NULL;
}

void
mus_criteria_clear (MusCriteria *self)
{
  g_clear_pointer (&self->genres, g_free);
  mus_criteria_init (self);
}

gboolean
mus_criteria_has_feature (const MusCriteria *self, MusFeature feature)
{
  return self->values[feature] != 0 || self->low[feature] > -INFINITY ||
         self->high[feature] < INFINITY;
}

static gboolean
has_rule (const MusCriteria *self, guint16 n_labels, MusGenreRule rule)
{
  for (guint16 label = 0; self->genres != NULL && label < n_labels; label++)
    if (self->genres[label] == rule)
      return TRUE;

  return FALSE;
}

gboolean
mus_criteria_has_genres (const MusCriteria *self, guint16 n_labels)
{
  return has_rule (self, n_labels, MUS_GENRE_IN) || has_rule (self, n_labels, MUS_GENRE_OUT);
}

/* A number that is shown in steps of a unit stands for all that are rounded to it. */
static Condition
make_condition (const MusCriteria *self, MusFeature feature)
{
  double half = 0.5 * mus_feature_unit (feature);

  return (Condition){
    .feature = feature,
    .low = (double) self->low[feature] - half,
    .high = (double) self->high[feature] + half,
    .values = self->values[feature],
  };
}

static gboolean
is_met (const Condition *condition, const float *features)
{
  double value = (double) features[condition->feature];

  if (!(value >= condition->low && value <= condition->high))
    return FALSE;
  if (condition->values == 0)
    return TRUE;

  return value > -0.5 && value < MAX_VALUE + 0.5 &&
         (condition->values >> (guint) (value + 0.5) & 1) != 0;
}

static gboolean
are_genres_met (const Work *self, guint32 row)
{
  guint          n;
  const guint16 *labels = mus_catalog_genres (self->catalog, row, &n);
  gboolean       is_in = !self->some_in;

  for (guint i = 0; i < n; i++)
    {
      if (self->genres[labels[i]] == MUS_GENRE_OUT)
        return FALSE;
      is_in |= self->genres[labels[i]] == MUS_GENRE_IN;
    }

  return is_in;
}

static void
apply_tile (gsize tile, guint worker, gpointer user_data)
{
  Work *self = user_data;
  gsize end = MIN ((tile + 1) * TILE, mus_matrix_n_rows (self->features));
  gsize n_allowed = 0;

  for (gsize row = tile * TILE; row < end; row++)
    {
      const float *features = mus_matrix_row (self->features, row);
      gboolean     good = self->genres == NULL || are_genres_met (self, (guint32) row);

      for (guint i = 0; good && i < self->n_conditions; i++)
        good = is_met (&self->conditions[i], features);
      self->allowed[row] = good ? 1 : 0;
      n_allowed += self->allowed[row];
    }

  g_atomic_pointer_add (&self->n_allowed, n_allowed);
}

gsize
mus_criteria_apply (const MusCriteria *self, const MusCatalog *catalog, guint8 *allowed)
{
  guint16 n_labels = mus_catalog_n_labels (catalog);
  Work    work = {
       .catalog = catalog,
       .features = mus_catalog_features (catalog),
       .genres = mus_criteria_has_genres (self, n_labels) ? self->genres : NULL,
       .some_in = has_rule (self, n_labels, MUS_GENRE_IN),
       .allowed = allowed,
  };

  for (guint f = 0; f < MUS_N_FEATURES; f++)
    if (mus_criteria_has_feature (self, f))
      work.conditions[work.n_conditions++] = make_condition (self, f);

  mus_parallel_for ((mus_catalog_n_tracks (catalog) + TILE - 1) / TILE, apply_tile, &work);

  return work.n_allowed;
}
