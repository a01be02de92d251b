/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/mus-run.h"
#include "catalog/mus-catalog.h"
#include "catalog/mus-csv-reader.h"

G_BEGIN_DECLS

/**
 * MUS_MIN_TRACKS: the fewest tracks that a catalog is opened with
 */
#define MUS_MIN_TRACKS 50

/**
 * MusCatalogBuilder:
 *
 * Makes a catalog of the records of a CSV: maps the columns, leaves out repeated songs as
 * they come, and at the end fills missing numbers.
 */
typedef struct _MusCatalogBuilder MusCatalogBuilder;

MusCatalogBuilder *mus_catalog_builder_new (MusRepeats repeats);
void               mus_catalog_builder_free (MusCatalogBuilder *self);

/**
 * mus_catalog_builder_steps: for mus_csv_read(), with a #MusCatalogBuilder as user_data
 *
 * They fail with %MUS_ERROR_SCHEMA, %MUS_ERROR_PARSE or %MUS_ERROR_RESOURCE.
 */
extern const MusCsvSteps mus_catalog_builder_steps;

/**
 * mus_catalog_builder_finish:
 * @name: of the catalog
 * @n_nul: for the summary
 * @run: (nullable): cancelled between steps
 * @error: (nullable): %MUS_ERROR_EMPTY when too few tracks are left, %MUS_ERROR_RESOURCE
 *
 * To be called once.
 *
 * Returns: (transfer full): the catalog, or %NULL
 */
MusCatalog *mus_catalog_builder_finish (MusCatalogBuilder *self, const char *name, gsize n_nul,
                                        const MusRun *run, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusCatalogBuilder, mus_catalog_builder_free)

G_END_DECLS
