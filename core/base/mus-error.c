/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/mus-error.h"

#include <glib/gi18n-lib.h>

#include "base/mus-memory.h"

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

/* Returns: at most %G_MAXSIZE, which is never to be had */
static gsize
count_bytes (gsize n, gsize size)
{
  gsize n_bytes;

  return g_size_checked_mul (&n_bytes, n, size) ? n_bytes : G_MAXSIZE;
}

gpointer
mus_try_alloc (gsize n, gsize size, GError **error)
{
  gsize    n_bytes = count_bytes (n, size);
  gpointer memory;

  memory = n_bytes < G_MAXSSIZE ? g_try_malloc0 (MAX (n_bytes, 1)) : NULL;
  if (memory != NULL)
    mus_memory_use_large_pages (memory, n_bytes);
  else
    mus_error_set_no_memory (error, n_bytes);

  return memory;
}

gboolean
mus_try_grow (gpointer *memory, gsize *capacity, gsize n, gsize size, GError **error)
{
  gsize    n_wanted = MAX (MAX (n, *capacity + *capacity / 2), 64);
  gsize    n_bytes = count_bytes (n_wanted, size);
  gpointer grown;

  if (n <= *capacity)
    return TRUE;

  grown = n_bytes < G_MAXSSIZE ? g_try_realloc (*memory, n_bytes) : NULL;
  if (grown == NULL)
    {
      mus_error_set_no_memory (error, n_bytes);
      return FALSE;
    }
  *memory = grown;
  *capacity = n_wanted;

  return TRUE;
}

gboolean
mus_try_room (gsize n, gsize size, GError **error)
{
  gsize    n_bytes = count_bytes (n, size);
  gpointer memory = n_bytes < G_MAXSSIZE ? g_try_malloc (MAX (n_bytes, 1)) : NULL;

  if (memory == NULL)
    mus_error_set_no_memory (error, n_bytes);
  g_free (memory);

  return memory != NULL;
}
