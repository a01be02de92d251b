/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layout/mus-layout.h"
#include "neighbors/mus-neighbor-index.h"
#include "training/mus-model.h"

G_BEGIN_DECLS

/**
 * MusCache:
 *
 * What was calculated and can be calculated again, kept for the next start: the cleaned
 * catalog of each file, the model of each catalog and settings, the index of its embedding,
 * and the map. An entry is known by the content of the file or the catalog, the settings and
 * the version of the program, so what is found is what would come out.
 *
 * With 73,609 tracks the catalog is there in a seventh of the processor time of reading it
 * (75 ms, 33 MB of files in all), and the index in a thirteenth of that of making it (28 ms).
 * What is not kept would save little: the embedding, 37 MB, is made in 78 ms; regions have
 * names in the listener's language, and a map is used before it has them; the graph of
 * neighbors is only needed to make a map; nobody waits for the report's lists, and it tells
 * how long they took.
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
 * mus_cache_load_catalog:
 * @source: what mus_catalog_identify_source() says of the file
 * @name: what the catalog shall be called
 *
 * Returns: (transfer full) (nullable): the catalog as reading that file with @repeats gives
 *   it, prepared for searching; %NULL without an error when there is none, with
 *   %MUS_ERROR_STORAGE when it was damaged, or when cancelled or short of memory
 */
MusCatalog *mus_cache_load_catalog (MusCache *self, const char *source, const char *name,
                                    MusRepeats repeats, const MusRun *run, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_cache_save_catalog:
 * @catalog: read from a file, and prepared for searching
 *
 * Writes nothing when it is there already.
 *
 * Returns: %FALSE with %MUS_ERROR_STORAGE or %G_IO_ERROR_CANCELLED: it was not kept
 */
gboolean mus_cache_save_catalog (MusCache *self, const MusCatalog *catalog, const MusRun *run,
                                 GError **error);

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
 * mus_cache_load_index:
 * @embedding: of @catalog with @model
 *
 * Returns: (transfer full) (nullable): its index by cosine, or as mus_cache_load_model()
 */
MusNeighborIndex *mus_cache_load_index (MusCache *self, const MusCatalog *catalog,
                                        const MusModel *model, MusMatrix *embedding,
                                        const MusRun *run, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
gboolean          mus_cache_save_index (MusCache *self, const MusCatalog *catalog,
                                        const MusModel *model, const MusNeighborIndex *index,
                                        const MusRun *run, GError **error);

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
                                  MusLayoutInfo *info, const MusRun *run, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
gboolean   mus_cache_save_layout (MusCache *self, const MusCatalog *catalog,
                                  const MusModel *model, const MusLayoutSettings *settings,
                                  MusMatrix *positions, const MusLayoutInfo *info,
                                  const MusRun *run, GError **error);

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
