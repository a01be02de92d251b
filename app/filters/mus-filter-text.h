/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "filters/mus-filters.h"

G_BEGIN_DECLS

/*
 * What the listener asks for, in words. All (transfer full), translated.
 */

/**
 * mus_filter_text_feature:
 *
 * Returns: "100 BPM to 130 BPM", "60 % or more", "C, G"; "any" when nothing is asked for
 */
char *mus_filter_text_feature (const MusCriteria *criteria, MusFeature feature);

/**
 * mus_filter_text_genres:
 * @rule: %MUS_GENRE_IN or %MUS_GENRE_OUT
 *
 * Returns: (nullable): the names of all genres of that rule: "samba, tango"; %NULL when
 *   there is none
 */
char *mus_filter_text_genres (MusFilters *filters, MusGenreRule rule);

/**
 * mus_filter_text_count:
 *
 * Returns: "1,234 of 73,609 tracks"
 */
char *mus_filter_text_count (MusFilters *filters);

G_END_DECLS
