/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/mus-feature.h"

G_BEGIN_DECLS

/**
 * mus_notation_parse:
 * @feature: key, mode and time signature are read; the others have no notation
 * @text: as musicians write it, in any case, white space around it: "C#", "C♯", "Db" or "D♭"
 *   for a key, "Major" or "minor" for a mode, "3/4" for a time signature
 * @value: (out): in the feature's own unit, when the text is understood
 */
gboolean mus_notation_parse (MusFeature feature, const char *text, double *value);

/**
 * mus_notation_join_list:
 * @text: (array length=length): texts in brackets, as Python and JSON write a list of them,
 *   "['A', \"B\"]", become "A;B" in place; any other text stays as it is. UTF-8, ended by NUL
 * @length: in bytes
 *
 * Returns: the length now, not more than before
 */
gsize mus_notation_join_list (char *text, gsize length);

G_END_DECLS
