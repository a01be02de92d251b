/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layout/mus-layout.h"
#include "training/mus-model.h"

G_BEGIN_DECLS

/**
 * MusCache:
 *
 * What was calculated and can be calculated again, kept for the next start: the model and
 * the map of each catalog and settings. An entry is known by the content of the catalog,
 * the settings and the version of the program, so what is found is what would come out.
 *
 * The embedding is not kept: to calculate it from the weights takes a tenth of the time
 * that it takes to read it and prove it undamaged. Nor are regions, for the same reason.
 *
 * A file that is damaged is given another name, and a sentence tells so
 * (%MUS_ERROR_STORAGE). The oldest go when the folder grows past a limit. Immutable; any
 * thread of any process may read and write.
 */
typedef struct _MusCache MusCache;

#define MUS_TYPE_CACHE (mus_cache_get_type ())

GType mus_cache_get_type (void) G_GNUC_CONST;

/**
 * mus_cache_new:
 * @folder: where it is, or shall be; made for its owner only when something is kept
 * @max_bytes: how large it may grow
 */
MusCache *mus_cache_new (const char *folder, guint64 max_bytes) G_GNUC_WARN_UNUSED_RESULT;
MusCache *mus_cache_ref (MusCache *self);
void      mus_cache_unref (MusCache *self);

/**
 * mus_cache_load_model:
 *
 * Returns: (transfer full) (nullable): the model that training @catalog with @settings
 *   gives, with its embedding; %NULL without an error when there is none, with
 *   %MUS_ERROR_STORAGE when it was damaged, or when cancelled or short of memory
 */
MusModel *mus_cache_load_model (MusCache *self, const MusCatalog *catalog,
                                const MusTrainingSettings *settings, const MusRun *run,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_cache_save_model:
 * @model: as its own settings and catalog give it: not one that was stopped
 *
 * Returns: %FALSE with %MUS_ERROR_STORAGE: it was not kept
 */
gboolean mus_cache_save_model (MusCache *self, const MusModel *model, GError **error);

/**
 * mus_cache_load_layout:
 * @catalog: what was laid out
 * @model: with whose embedding of it, wherever the model comes from
 * @info: (out): how it went when it was made
 *
 * Returns: (transfer full) (nullable): (N, 2) the map, or as mus_cache_load_model()
 */
MusMatrix *mus_cache_load_layout (MusCache *self, const MusCatalog *catalog,
                                  const MusModel *model, const MusLayoutSettings *settings,
                                  MusLayoutInfo *info, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
gboolean   mus_cache_save_layout (MusCache *self, const MusCatalog *catalog,
                                  const MusModel *model, const MusLayoutSettings *settings,
                                  MusMatrix *positions, const MusLayoutInfo *info,
                                  GError **error);

/**
 * mus_cache_trim:
 *
 * Deletes the oldest until the rest is within the limit; each save does so too.
 */
void mus_cache_trim (MusCache *self);

/**
 * mus_cache_measure:
 *
 * Returns: how many bytes its files have
 */
guint64 mus_cache_measure (MusCache *self);

/**
 * mus_cache_clear:
 *
 * Deletes all its files.
 */
gboolean mus_cache_clear (MusCache *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusCache, mus_cache_unref)

G_END_DECLS
