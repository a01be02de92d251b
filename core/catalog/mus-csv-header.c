/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-csv-header.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/mus-error.h"

static void
set_not_csv (GError **error)
{
  g_set_error_literal (error, MUS_ERROR, MUS_ERROR_PARSE,
                       _ ("This is not a CSV file: its first line is not text. Choose a file "
                          "that a spreadsheet program has saved as CSV."));
}

/* What archives and the documents of spreadsheet programs (zip), and gzip's files, begin with. */
static gboolean
is_compressed (const guint8 *bytes, gsize n_bytes)
{
  return n_bytes >= 4 && (memcmp (bytes, "PK\003\004", 4) == 0 || memcmp (bytes, "\x1f\x8b", 2) == 0);
}

static gboolean
is_line_end (guint8 byte)
{
  return byte == '\n' || byte == '\r';
}

gsize
mus_csv_header_scan (const guint8 *bytes, gsize n_bytes, char *delimiter)
{
  static const char delimiters[] = { ',', ';', '\t' };
  gsize             counts[G_N_ELEMENTS (delimiters)] = { 0 };
  guint             best = 0;
  gboolean          quoted = FALSE;
  gsize             i = 0;

  while (i < n_bytes && is_line_end (bytes[i]))
    i++;
  for (; i < n_bytes && (quoted || !is_line_end (bytes[i])); i++)
    if (bytes[i] == '"')
      quoted = !quoted;
    else if (!quoted)
      for (guint d = 0; d < G_N_ELEMENTS (delimiters); d++)
        counts[d] += bytes[i] == (guint8) delimiters[d];

  for (guint d = 1; d < G_N_ELEMENTS (delimiters); d++)
    if (counts[d] > counts[best])
      best = d;
  *delimiter = counts[best] > 0 ? delimiters[best] : '\0';

  return i < n_bytes ? i : 0;
}

gboolean
mus_csv_header_check (const guint8 *bytes, gsize n_bytes, char delimiter, GError **error)
{
  if (n_bytes >= 2 &&
      ((bytes[0] == 0xff && bytes[1] == 0xfe) || (bytes[0] == 0xfe && bytes[1] == 0xff)))
    {
      g_set_error_literal (
          error, MUS_ERROR, MUS_ERROR_PARSE,
          _ ("This file is encoded in UTF-16. Save it with the character encoding "
             "UTF-8 and open it again."));
      return FALSE;
    }

  if (is_compressed (bytes, n_bytes))
    {
      g_set_error_literal (
          error, MUS_ERROR, MUS_ERROR_PARSE,
          _ ("This is not a CSV file but an archive or a spreadsheet document. Unpack it, or save "
             "it as CSV, and open that."));
      return FALSE;
    }

  for (gsize i = 0; i < n_bytes; i++)
    if (bytes[i] < 0x20 && bytes[i] != '\t' && !is_line_end (bytes[i]))
      {
        set_not_csv (error);
        return FALSE;
      }
  if (delimiter == '\0' && !g_utf8_validate_len ((const char *) bytes, n_bytes, NULL))
    {
      set_not_csv (error);
      return FALSE;
    }

  return TRUE;
}
