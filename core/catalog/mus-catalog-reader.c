/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-catalog-reader.h"

#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "base/mus-blas.h"
#include "catalog/mus-catalog-builder.h"
#include "catalog/mus-catalog-private.h"
#include "catalog/mus-csv-reader.h"
#include "catalog/mus-digest-stream.h"

#define READ_SHARE 0.7 /* of the progress; the rest is for what follows */
#define BLOCK_BYTES (256 * 1024)

/* A pipe that nobody writes to can't be opened or read otherwise without waiting, deaf to a
 * cancel. Returns: (transfer full) (nullable): %NULL where it is no pipe, or can't be opened */
static GInputStream *
open_pipe (GFile *file, GCancellable *cancellable)
{
  g_autofree char *path = g_file_get_path (file);
  int              descriptor = -1;

  if (path != NULL && g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, cancellable) ==
                          G_FILE_TYPE_SPECIAL)
    descriptor = g_open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);

  return descriptor >= 0 ? g_unix_input_stream_new (descriptor, TRUE) : NULL;
}

/* Returns: (transfer full) (nullable) */
static MusDigestStream *
open_stream (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GInputStream) stream = open_pipe (file, cancellable);

  if (stream == NULL)
    stream = G_INPUT_STREAM (g_file_read (file, cancellable, error));

  return stream != NULL ? mus_digest_stream_new (stream) : NULL;
}

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

/* What the system says names the call that failed. Returns: (transfer full): a sentence with what
 * to do */
static char *
describe_failure (const GError *reason, GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *name = g_filename_display_name (base);

  switch (reason->code)
    {
    case G_IO_ERROR_NOT_FOUND:
    case G_IO_ERROR_NOT_DIRECTORY:
      return g_strdup_printf (_ ("There is no file “%s” in its folder. Choose another one."), name);
    case G_IO_ERROR_IS_DIRECTORY:
      return g_strdup_printf (_ ("“%s” is a folder. Choose a CSV in it."), name);
    case G_IO_ERROR_PERMISSION_DENIED:
      return g_strdup_printf (_ ("You are not allowed to read “%s”. Change its permissions, or "
                                 "choose another file."), name);
    default:
      /* translators: a file's name, and what the system says */
      return g_strdup_printf (_ ("“%s” can't be read: %s. Check the disk that it is on, or choose "
                                 "another file."), name, reason->message);
    }
}

static MusCatalog *
read_catalog (GFile *file, MusRepeats repeats, const MusRun *run, GError **error)
{
  GCancellable    *cancellable = run != NULL ? run->cancellable : NULL;
  MusRun           reading = mus_run_part (run, 0.0, READ_SHARE);
  MusCatalog      *catalog;
  gsize            n_bytes, n_nul;
  g_autofree char *name = NULL;
  g_autoptr (MusDigestStream) stream = open_stream (file, cancellable, error);
  g_autoptr (MusCatalogBuilder) builder = mus_catalog_builder_new (repeats);

  if (stream == NULL || !mus_blas_prepare (error))
    return NULL;

  name = query_name (file, cancellable, &n_bytes);
  if (!mus_csv_read (G_INPUT_STREAM (stream), n_bytes, &mus_catalog_builder_steps, builder,
                     &n_nul, &reading, error))
    return NULL;

  catalog = mus_catalog_builder_finish (builder, name, n_nul, run, error);
  if (catalog == NULL)
    return NULL;
  catalog->source = mus_digest_stream_describe (stream);
  mus_run_report (run, 1.0);

  return catalog;
}

MusCatalog *
mus_catalog_read (GFile *file, MusRepeats repeats, const MusRun *run, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *sentence = NULL;
  MusCatalog      *catalog = read_catalog (file, repeats, run, &reason);

  if (catalog != NULL)
    return catalog;

  if (reason->domain != G_IO_ERROR || reason->code == G_IO_ERROR_CANCELLED)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  sentence = describe_failure (reason, file);
  g_set_error_literal (error, reason->domain, reason->code, sentence);

  return NULL;
}

char *
mus_catalog_identify_source (GFile *file, const MusRun *run, char **name)
{
  GCancellable *cancellable = run != NULL ? run->cancellable : NULL;
  g_autoptr (MusDigestStream) stream = NULL;
  g_autofree guint8 *block = g_malloc (BLOCK_BYTES);
  gsize  n_bytes;
  gssize n;

  /* A pipe can be read only once. */
  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, cancellable) != G_FILE_TYPE_REGULAR)
    return NULL;

  stream = open_stream (file, cancellable, NULL);
  if (stream == NULL)
    return NULL;
  while ((n = g_input_stream_read (G_INPUT_STREAM (stream), block, BLOCK_BYTES, cancellable,
                                   NULL)) > 0)
    if (mus_run_is_over (run))
      return NULL;
  if (n < 0)
    return NULL;
  *name = query_name (file, cancellable, &n_bytes);

  return mus_digest_stream_describe (stream);
}
