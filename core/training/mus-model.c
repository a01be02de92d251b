/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/mus-model.h"

#include <glib/gi18n-lib.h>

#include "base/mus-error.h"

struct _MusModel
{
  gatomicrefcount     ref_count;
  MusScaler           scaler;
  MusAutoencoder     *autoencoder;
  MusTrainingSettings settings;
  MusTrainingInfo     info;
  GArray             *points; /* of MusTrainingPoint */
  char               *checksum;
  guint32             missing;
  MusMatrix          *embedding; /* (N, D), or NULL */
  double              embed_seconds;
};

G_DEFINE_BOXED_TYPE (MusModel, mus_model, mus_model_ref, mus_model_unref)

/* Who is told of each epoch, beside the curves that the model keeps. */
typedef struct
{
  GArray         *points;
  MusTrainingFunc func;
  gpointer        func_data;
} Listener;

static void
keep_point (const MusTrainingPoint *point, gpointer user_data)
{
  Listener *listener = user_data;

  g_array_append_val (listener->points, *point);
  if (listener->func != NULL)
    listener->func (point, listener->func_data);
}

MusModel *
mus_model_learn (const MusCatalog          *catalog,
                 const MusTrainingSettings *settings,
                 const MusRun              *run,
                 MusTrainingFunc            func,
                 gpointer                   func_data,
                 GError                   **error)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (MusTrainingPoint));
  g_autoptr (MusLabels) labels = NULL;
  g_autoptr (MusMatrix) x = NULL;
  g_autoptr (MusMatrix) embedding = NULL;
  g_autoptr (MusAutoencoder) autoencoder = NULL;
  Listener        listener = { points, func, func_data };
  MusRun          train_run = mus_run_part (run, 0.0, 0.95);
  MusRun          embed_run = mus_run_part (run, 0.95, 1.0);
  MusScaler       scaler;
  MusTrainingInfo info;
  gint64          start;

  if (settings->way == MUS_WAY_SOUND_GENRE)
    {
      labels = mus_labels_new (catalog, NULL, &train_run, error);
      if (labels == NULL)
        return NULL;
    }
  if (!mus_scaler_fit (&scaler, mus_catalog_features (catalog), &train_run, error))
    return NULL;
  x = mus_scaler_transform (&scaler, mus_catalog_features (catalog), &train_run, error);
  if (x == NULL)
    return NULL;

  autoencoder = mus_train (x, labels, settings, &train_run, keep_point, &listener, &info, error);
  if (autoencoder == NULL)
    return NULL;

  if (!mus_catalog_make_checksum (catalog, &embed_run, error))
    return NULL;
  start = g_get_monotonic_time ();
  embedding = mus_autoencoder_embed (autoencoder, x, &embed_run, error);
  if (embedding == NULL)
    return NULL;

  return mus_model_new (&scaler, autoencoder, settings, &info,
                        (const MusTrainingPoint *) points->data, points->len,
                        mus_catalog_checksum (catalog), mus_catalog_summary (catalog)->missing,
                        embedding, (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);
}

MusModel *
mus_model_new (const MusScaler           *scaler,
               MusAutoencoder            *autoencoder,
               const MusTrainingSettings *settings,
               const MusTrainingInfo     *info,
               const MusTrainingPoint    *points,
               gsize                      n_points,
               const char                *checksum,
               guint32                    missing,
               MusMatrix                 *embedding,
               double                     embed_seconds)
{
  MusModel *self = g_new0 (MusModel, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->scaler = *scaler;
  self->autoencoder = mus_autoencoder_ref (autoencoder);
  self->settings = *settings;
  self->info = *info;
  self->points = g_array_new (FALSE, FALSE, sizeof (MusTrainingPoint));
  if (n_points > 0)
    g_array_append_vals (self->points, points, (guint) n_points);
  self->checksum = g_strdup (checksum);
  self->missing = missing;
  self->embedding = embedding != NULL ? mus_matrix_ref (embedding) : NULL;
  self->embed_seconds = embed_seconds;

  return self;
}

MusModel *
mus_model_ref (MusModel *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
mus_model_unref (MusModel *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  mus_autoencoder_unref (self->autoencoder);
  g_array_unref (self->points);
  g_free (self->checksum);
  g_clear_pointer (&self->embedding, mus_matrix_unref);
  g_free (self);
}

const MusScaler *
mus_model_scaler (const MusModel *self)
{
  return &self->scaler;
}

MusAutoencoder *
mus_model_autoencoder (const MusModel *self)
{
  return self->autoencoder;
}

const MusTrainingSettings *
mus_model_settings (const MusModel *self)
{
  return &self->settings;
}

const MusTrainingInfo *
mus_model_info (const MusModel *self)
{
  return &self->info;
}

const MusTrainingPoint *
mus_model_points (const MusModel *self, gsize *n_points)
{
  *n_points = self->points->len;

  return (const MusTrainingPoint *) self->points->data;
}

const char *
mus_model_checksum (const MusModel *self)
{
  return self->checksum;
}

guint32
mus_model_missing (const MusModel *self)
{
  return self->missing;
}

double
mus_model_embed_seconds (const MusModel *self)
{
  return self->embed_seconds;
}

MusMatrix *
mus_model_kept_embedding (const MusModel *self)
{
  return self->embedding;
}

MusMatrix *
mus_model_features (const MusModel   *self,
                    const MusCatalog *catalog,
                    const MusRun     *run,
                    GError          **error)
{
  return mus_scaler_transform (&self->scaler, mus_catalog_features (catalog), run, error);
}

/* The columns whose bits are set: "tempo, valence". */
static char *
list_columns (guint32 features)
{
  GString *list = g_string_new (NULL);

  for (guint f = 0; f < MUS_N_FEATURES; f++)
    if (features & (1u << f))
      g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "",
                              mus_feature_column ((MusFeature) f));

  return g_string_free (list, FALSE);
}

static gboolean
check_fit (const MusModel *self, const MusCatalog *catalog, GError **error)
{
  guint32          missing = mus_catalog_summary (catalog)->missing;
  g_autofree char *gone = list_columns (missing & ~self->missing);
  g_autofree char *added = list_columns (self->missing & ~missing);

  if (*gone != '\0')
    g_set_error (error, MUS_ERROR, MUS_ERROR_MODEL_FORMAT,
                 /* translators: %s are columns such as "tempo, valence" */
                 _ ("This model doesn't fit the catalog: it learned from columns that the "
                    "catalog doesn't have (%s). Choose another model, or train a new one."),
                 gone);
  else if (*added != '\0')
    g_set_error (error, MUS_ERROR, MUS_ERROR_MODEL_FORMAT,
                 /* translators: %s are columns such as "tempo, valence" */
                 _ ("This model doesn't fit the catalog: it learned without columns that the "
                    "catalog has (%s). Choose another model, or train a new one."),
                 added);

  return missing == self->missing;
}

MusMatrix *
mus_model_embedding (const MusModel   *self,
                     const MusCatalog *catalog,
                     const MusRun     *run,
                     GError          **error)
{
  g_autoptr (MusMatrix) x = NULL;

  if (!mus_catalog_make_checksum (catalog, run, error))
    return NULL;
  if (self->embedding != NULL && g_str_equal (self->checksum, mus_catalog_checksum (catalog)))
    return mus_matrix_ref (self->embedding);

  if (!check_fit (self, catalog, error))
    return NULL;
  x = mus_model_features (self, catalog, run, error);
  if (x == NULL)
    return NULL;

  return mus_autoencoder_embed (self->autoencoder, x, run, error);
}
