/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-cli-taste.h"

#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

static void
find (const MusCatalog *catalog, const char *id, GArray *rows, gsize *n_unknown)
{
  guint32 row = mus_catalog_find (catalog, id);

  if (row != MUS_NO_ROW)
    g_array_append_val (rows, row);
  else
    *n_unknown += 1;
}

static void
find_lines (const MusCatalog *catalog, char *text, GArray *rows, gsize *n_unknown)
{
  if (g_str_has_prefix (text, BYTE_ORDER_MARK))
    text += strlen (BYTE_ORDER_MARK);

  while (text != NULL)
    {
      char *line = g_strstrip (strsep (&text, "\n"));

      if (line[0] != '\0')
        find (catalog, line, rows, n_unknown);
    }
}

GArray *
mus_cli_find_tracks (const MusCatalog *catalog, char **ids, const char *path, gsize *n_unknown,
                     GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree char *text = NULL;

  for (gsize i = 0; ids != NULL && ids[i] != NULL; i++)
    find (catalog, ids[i], rows, n_unknown);
  if (path != NULL && !g_file_get_contents (path, &text, NULL, error))
    return NULL;
  if (text != NULL)
    find_lines (catalog, text, rows, n_unknown);

  return g_steal_pointer (&rows);
}
