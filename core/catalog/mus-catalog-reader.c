/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-catalog-reader.h"

#include "catalog/mus-catalog-builder.h"
#include "catalog/mus-csv-reader.h"

#define READ_SHARE 0.7 /* of the progress; the rest is for what follows */

static char *
query_name (GFile *file, GCancellable *cancellable, gsize *n_bytes)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file,
                                                  G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME
                                                  "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                                  G_FILE_QUERY_INFO_NONE, cancellable, NULL);

  *n_bytes = 0;
  if (info == NULL)
    return g_file_get_basename (file);

  if (g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_STANDARD_SIZE))
    *n_bytes = (gsize) MAX (g_file_info_get_size (info), 0);

  return g_strdup (g_file_info_get_display_name (info));
}

MusCatalog *
mus_catalog_read (GFile *file, MusRepeats repeats, const MusRun *run, GError **error)
{
  GCancellable    *cancellable = run != NULL ? run->cancellable : NULL;
  MusRun           reading = mus_run_part (run, 0.0, READ_SHARE);
  MusCatalog      *catalog;
  gsize            n_bytes, n_nul;
  g_autofree char *name = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (MusCatalogBuilder) builder = mus_catalog_builder_new (repeats);

  stream = G_INPUT_STREAM (g_file_read (file, cancellable, error));
  if (stream == NULL)
    return NULL;

  name = query_name (file, cancellable, &n_bytes);
  if (!mus_csv_read (stream, n_bytes, &mus_catalog_builder_steps, builder, &n_nul, &reading, error))
    return NULL;

  catalog = mus_catalog_builder_finish (builder, name, n_nul, run, error);
  if (catalog != NULL)
    mus_run_report (run, 1.0);

  return catalog;
}
