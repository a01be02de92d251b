/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "taste/mus-traits-private.h"

G_BEGIN_DECLS

/**
 * mus_traits_find_genres:
 * @self: with its artists in place
 *
 * Finds the genres of each track, and how much they have to do with one another.
 *
 * Returns: %FALSE with %MUS_ERROR_RESOURCE or %G_IO_ERROR_CANCELLED
 */
gboolean mus_traits_find_genres (MusTraits *self, const MusCatalog *catalog, const MusRun *run,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
