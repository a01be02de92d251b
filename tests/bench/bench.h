/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "musrec.h"

G_BEGIN_DECLS

/*
 * What the benchmarks share. Each prints one figure a line, its name with the unit and its
 * value: for people, and for compare-python. Where something fails they end with status 1.
 */

/**
 * bench_catalog_path:
 * @argument: (nullable): a catalog
 *
 * Returns: (transfer none): @argument, else MUSREC_CATALOG, else the sample catalog
 */
const char *bench_catalog_path (const char *argument);

/**
 * bench_catalog_read:
 * @argument: as above
 */
MusCatalog *bench_catalog_read (const char *argument);

/**
 * bench_embedding_new:
 * @argument: (nullable): a number of tracks, the name of a file that `musrec-cli embed`
 *   wrote (.npy), or a catalog as in bench_catalog_path()
 *
 * Returns: (transfer full): (N, 128) a made-up embedding (15 random features through 32
 *   random units with ReLU), the file's, or what the catalog's tracks get from a training
 *   with the defaults
 */
MusMatrix *bench_embedding_new (const char *argument);

/**
 * bench_first_rows:
 *
 * Returns: (transfer full): the first @n rows of @rows, or all
 */
MusMatrix *bench_first_rows (MusMatrix *rows, gsize n);

double bench_seconds_since (gint64 start);

/**
 * bench_median:
 * @values: (inout) (array length=n): at least one; put in order
 */
double bench_median (double *values, gsize n);

/**
 * bench_print:
 * @name: in small letters, with the unit at its end
 */
void bench_print (const char *name, double value);

/**
 * bench_check:
 * @ok: whether it went well
 * @error: (nullable): what is said if not, before the program ends
 */
void bench_check (gboolean ok, const GError *error);

G_END_DECLS
