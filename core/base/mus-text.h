/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mus_text_is_ascii:
 * @text: (array length=n_bytes): any bytes
 *
 * Returns: whether each byte is below 128
 */
gboolean mus_text_is_ascii (const char *text, gsize n_bytes);

/**
 * mus_text_fold:
 * @text: UTF-8
 *
 * Unicode casefolding and trimming: two titles that a person calls the same compare
 * equal, byte for byte.
 *
 * Returns: (transfer full): the folded text
 */
char *mus_text_fold (const char *text);

/**
 * mus_text_append_fold:
 * @folded: what mus_text_fold() gives is put at its end
 * @text: (array length=n_bytes): UTF-8 without NUL
 */
void mus_text_append_fold (GString *folded, const char *text, gsize n_bytes);

/**
 * mus_text_search_key:
 * @text: UTF-8
 *
 * Like mus_text_fold(), and accents are gone too: "Beyoncé" gives "beyonce", so that a
 * search finds it however it is typed. Letters that Unicode does not take apart are
 * written as people type them without their keyboard ("ø" as "o", "æ" as "ae"), and
 * curly apostrophes are straight.
 *
 * Returns: (transfer full): the key
 */
char *mus_text_search_key (const char *text);

/**
 * mus_text_append_search_key:
 * @key: what mus_text_search_key() gives is put at its end
 * @text: (array length=n_bytes): UTF-8 without NUL
 */
void mus_text_append_search_key (GString *key, const char *text, gsize n_bytes);

/**
 * mus_text_shorten:
 * @most: characters
 *
 * Returns: (transfer full): @text, or where it is longer its beginning and an ellipsis,
 *   together @most characters
 */
char *mus_text_shorten (const char *text, guint most);

/**
 * mus_text_count:
 *
 * Returns: (transfer full): a whole number for a sentence, its thousands separated as the
 *   language has it
 */
char *mus_text_count (gsize count);

G_END_DECLS
