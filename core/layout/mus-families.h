/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/mus-catalog.h"
#include "base/mus-run.h"

G_BEGIN_DECLS

/**
 * MusFamilies:
 *
 * The genres of a catalog grouped into families of related ones, found from the data: at
 * most 14, and at least 10 where there are that many genres. Immutable.
 */
typedef struct _MusFamilies MusFamilies;

#define MUS_TYPE_FAMILIES (mus_families_get_type ())

GType mus_families_get_type (void) G_GNUC_CONST;

/**
 * mus_families_new:
 * @catalog: whose own genres are grouped
 * @x: (N, 15) its standardised features
 *
 * Genres are near when the tracks of the one sound like those of the other, and when they
 * have artists in common; both count alike. Families are merged from genres by Ward's method,
 * and there are as many as differ most clearly. They come in an order in which neighbors are
 * related, so that their hues can be too, beginning with the one that has most tracks. With
 * at most 14 genres each is a family.
 *
 * Returns: (transfer full): the families, none when the catalog has no genres; %NULL when
 *   cancelled
 */
MusFamilies *mus_families_new (const MusCatalog *catalog, const MusMatrix *x,
                               const MusRun *run, GError **error);
MusFamilies *mus_families_ref (MusFamilies *self);
void         mus_families_unref (MusFamilies *self);

guint mus_families_n (const MusFamilies *self);

/**
 * mus_families_name:
 *
 * Returns: (transfer none): its two most central genres: "samba · mpb"
 */
const char *mus_families_name (const MusFamilies *self, guint family);

/**
 * mus_families_genres:
 * @n_genres: (out): how many
 *
 * Returns: (transfer none): the genres of @family, the most central first
 */
const guint16 *mus_families_genres (const MusFamilies *self, guint family, guint *n_genres);

/**
 * mus_families_of:
 * @genre: in [0, mus_catalog_n_genres ())
 * @place: (out) (optional): its place in the family, 0 for the most central
 *
 * Returns: the family of @genre
 */
guint mus_families_of (const MusFamilies *self, guint16 genre, guint *place);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusFamilies, mus_families_unref)

G_END_DECLS
