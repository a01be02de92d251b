/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/mus-error.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (mus-error-quark, mus_error)

void
mus_error_set_no_memory (GError **error, gsize n_bytes)
{
  g_autofree char *size = g_format_size (n_bytes);

  g_set_error (error, MUS_ERROR, MUS_ERROR_RESOURCE,
               /* translators: %s is a size such as "1.2 GB" */
               _ ("There is not enough memory (%s more was needed). Close other programs, "
                  "or open a smaller catalog."),
               size);
}

gpointer
mus_try_alloc (gsize n, gsize size, GError **error)
{
  gsize    n_bytes;
  gpointer memory;

  if (!g_size_checked_mul (&n_bytes, n, size))
    n_bytes = G_MAXSIZE;

  memory = n_bytes < G_MAXSSIZE ? g_try_malloc0 (MAX (n_bytes, 1)) : NULL;
  if (memory == NULL)
    mus_error_set_no_memory (error, n_bytes);

  return memory;
}
