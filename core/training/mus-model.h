/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/mus-catalog.h"
#include "catalog/mus-scaler.h"
#include "training/mus-trainer.h"

G_BEGIN_DECLS

/**
 * MusModel:
 *
 * What was learned from a catalog: the scaler, the autoencoder, how it was trained, the
 * curves, and the embedding of that catalog. Immutable, reference-counted.
 */
typedef struct _MusModel MusModel;

#define MUS_TYPE_MODEL (mus_model_get_type ())

GType mus_model_get_type (void) G_GNUC_CONST;

/**
 * mus_model_learn:
 * @catalog: what to learn from
 * @settings: valid ones
 * @run: (nullable): Stop keeps the best weights so far
 * @func: (nullable): told each epoch, on this thread
 *
 * Standardises, trains, embeds: the way from a catalog to its embedding.
 *
 * Returns: (transfer full): the model, or %NULL; for Sound and Genre with %MUS_ERROR_SCHEMA
 *   when the catalog has no genre
 */
MusModel *mus_model_learn (const MusCatalog *catalog, const MusTrainingSettings *settings,
                           const MusRun *run, MusTrainingFunc func, gpointer func_data,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_model_new:
 * @points: (array length=n_points): the curves, copied
 * @checksum: of the catalog that it learned from
 * @missing: bit f is set when that catalog had no column for feature f
 * @embedding: (nullable): of that catalog
 * @embed_seconds: how long the embedding took
 *
 * Puts a model together from its parts; a model file is read through this.
 */
MusModel *mus_model_new (const MusScaler *scaler, MusAutoencoder *autoencoder,
                         const MusTrainingSettings *settings, const MusTrainingInfo *info,
                         const MusTrainingPoint *points, gsize n_points, const char *checksum,
                         guint32 missing, MusMatrix *embedding, double embed_seconds);

MusModel *mus_model_ref (MusModel *self);
void      mus_model_unref (MusModel *self);

const MusScaler           *mus_model_scaler (const MusModel *self);
MusAutoencoder            *mus_model_autoencoder (const MusModel *self);
const MusTrainingSettings *mus_model_settings (const MusModel *self);
const MusTrainingInfo     *mus_model_info (const MusModel *self);
const MusTrainingPoint    *mus_model_points (const MusModel *self, gsize *n_points);
const char                *mus_model_checksum (const MusModel *self);
guint32                    mus_model_missing (const MusModel *self);
double                     mus_model_embed_seconds (const MusModel *self);

/**
 * mus_model_kept_embedding:
 *
 * Returns: (transfer none) (nullable): the embedding of the catalog that it learned from,
 *   as it was given to mus_model_new()
 */
MusMatrix *mus_model_kept_embedding (const MusModel *self);

/**
 * mus_model_features:
 * @catalog: any catalog
 * @run: (nullable): cancelled between blocks of rows
 *
 * Returns: (transfer full): (N, 15) its features, standardised with this model's scaler, or
 *   %NULL when cancelled, or when memory is short
 */
MusMatrix *mus_model_features (const MusModel *self, const MusCatalog *catalog,
                               const MusRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_model_embedding:
 * @catalog: the catalog it learned from, or another one that it fits
 *
 * Returns: (transfer full): (N, D) the embedding of @catalog: the kept one where it is the
 *   catalog that the model learned from, else a new one. %NULL with
 *   %MUS_ERROR_MODEL_FORMAT when the two have different columns, or when cancelled
 */
MusMatrix *mus_model_embedding (const MusModel *self, const MusCatalog *catalog,
                                const MusRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusModel, mus_model_unref)

G_END_DECLS
