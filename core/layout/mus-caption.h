/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/mus-catalog.h"

G_BEGIN_DECLS

/**
 * mus_caption_sound:
 * @differences: 15 numbers: how far the mean of some tracks is from the catalog's, in the
 *   catalog's standard deviations
 * @means: 15 numbers: their mean, in the features' own units
 *
 * What sets these tracks apart, in at most three words: "calm · acoustic · instrumental".
 *
 * Returns: (transfer full): the translated words, "" when nothing does
 */
char *mus_caption_sound (const double *differences, const double *means);

/**
 * mus_caption_genres:
 * @first: a genre, or %MUS_NO_GENRE
 * @second: another one, or %MUS_NO_GENRE
 *
 * Returns: (transfer full): their names: "samba · mpb", "samba" or ""
 */
char *mus_caption_genres (const MusCatalog *catalog, guint16 first, guint16 second);

G_END_DECLS
