/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "musrec.h"

G_BEGIN_DECLS

/**
 * mus_cli_print:
 * @text: UTF-8 that programs read (JSON, CSV): printed as it is
 *
 * Returns: %FALSE with a %G_FILE_ERROR when standard output takes no more;
 *   %G_FILE_ERROR_PIPE when nobody reads it any longer
 */
gboolean mus_cli_print (const char *text, GError **error);

/**
 * mus_cli_print_text:
 * @text: UTF-8 that people read: brought into the encoding of their terminal
 */
gboolean mus_cli_print_text (const char *text, GError **error);

/**
 * mus_cli_print_json:
 * @node: (transfer full): the document
 */
gboolean mus_cli_print_json (JsonNode *node, GError **error);

/**
 * mus_cli_print_builder:
 * @builder: (transfer full): with a document that is complete
 */
gboolean mus_cli_print_builder (JsonBuilder *builder, GError **error);

/*
 * CSV as RFC 4180 has it, but with plain line breaks: a comma between fields, quotes where
 * they are needed, numbers with a point in every language.
 */

/**
 * mus_cli_csv_text:
 * @out: gets the next field of its last line
 */
void mus_cli_csv_text (GString *out, const char *text);
void mus_cli_csv_number (GString *out, double number);
void mus_cli_csv_end (GString *out);

/**
 * mus_cli_csv_track:
 * @out: gets the fields track_id, title, artists, genre of @row
 */
void mus_cli_csv_track (GString *out, const MusCatalog *catalog, guint32 row);

/**
 * mus_cli_json_track:
 * @builder: gets the members track_id, title, artists, genre of @row
 */
void mus_cli_json_track (JsonBuilder *builder, const MusCatalog *catalog, guint32 row);

/**
 * mus_cli_genre_name:
 *
 * Returns: (transfer none): the genre of @row; "" where it has none
 */
const char *mus_cli_genre_name (const MusCatalog *catalog, guint32 row);

G_END_DECLS
