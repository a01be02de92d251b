/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "taste/mus-recommender.h"

G_BEGIN_DECLS

/**
 * MusMedians:
 *
 * The median distances from tracks to the catalog, as mus_match() takes them: measured when
 * they are asked for, and kept.
 */
typedef struct _MusMedians MusMedians;

/* @index must outlive this. */
MusMedians *mus_medians_new (const MusNeighborIndex *index, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
void        mus_medians_free (MusMedians *self);

/* That of @row. These return FALSE with MUS_ERROR_RESOURCE. */
gboolean mus_medians_get (MusMedians *self, guint32 row, double *median, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* Measures those of all tracks that the list answers beside each other, and tells each
 * MusRecommendation in it its match. */
gboolean mus_medians_set_matches (MusMedians *self, GArray *list, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusMedians, mus_medians_free)

G_END_DECLS
