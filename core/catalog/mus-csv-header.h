/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mus_csv_header_scan:
 * @bytes: (array length=n_bytes): from the start of a CSV, without a byte-order mark
 * @delimiter: (out): which of `,` `;` tab stands most often outside quotation marks in the
 *   first line that is not empty; NUL when none does
 *
 * Returns: how far that line reaches, or 0 while it has no end
 */
gsize mus_csv_header_scan (const guint8 *bytes, gsize n_bytes, char *delimiter);

/**
 * mus_csv_header_check:
 *
 * Whether these bytes can be the first line of a CSV; one without a delimiter and without
 * valid text is the start of a picture or the like.
 *
 * Returns: %FALSE with %MUS_ERROR_PARSE
 */
gboolean mus_csv_header_check (const guint8 *bytes, gsize n_bytes, char delimiter,
                               GError **error);

G_END_DECLS
