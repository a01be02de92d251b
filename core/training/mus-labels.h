/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/mus-run.h"
#include "catalog/mus-catalog.h"

G_BEGIN_DECLS

/**
 * MusLabels:
 *
 * What Sound and Genre learns beside the features: every genre that each of N tracks stands
 * under, and which tracks are of the same main artist. Made once, then only read.
 */
typedef struct
{
  gsize    n_tracks;
  guint    n_labels;  /* genres, the same numbers as mus_catalog_genres() */
  guint32  n_artists;
  guint32 *starts;    /* (N + 1) where a track's labels start in `labels` */
  guint16 *labels;
  guint32 *artists;   /* (N) */
} MusLabels;

/**
 * mus_labels_new:
 * @hidden: (nullable) (array length=n_artists): by main artist, whether the labels of that
 *   artist's tracks are kept back; none are without it
 * @run: (nullable): cancelled between blocks of rows
 * @error: (nullable): %MUS_ERROR_SCHEMA when no track has a genre, %MUS_ERROR_RESOURCE, or
 *   %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the labels for mus_labels_free(), or %NULL
 */
MusLabels *mus_labels_new (const MusCatalog *catalog, const gboolean *hidden, const MusRun *run,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void       mus_labels_free (MusLabels *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusLabels, mus_labels_free)

G_END_DECLS
