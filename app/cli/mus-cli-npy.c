/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-cli-npy.h"

#include <string.h>

#define MAGIC "\x93NUMPY\x01\x00"
#define MAGIC_BYTES 8
#define ALIGNMENT 64 /* of the numbers in the file */

static void
write_header (MusAtomicFile *file, gsize n_rows, gsize n_cols)
{
  const char       order = G_BYTE_ORDER == G_LITTLE_ENDIAN ? '<' : '>';
  g_autofree char *header = g_strdup_printf (
      "{'descr': '%cf4', 'fortran_order': False, 'shape': (%zu, %zu), }",
      order, n_rows, n_cols);
  gsize            n_text = strlen (header);
  gsize            n_before = MAGIC_BYTES + sizeof (guint16);
  gsize            n_padding = ALIGNMENT - 1 - (n_before + n_text) % ALIGNMENT;
  g_autofree char *padding = g_strnfill (n_padding, ' ');
  guint16          n_header = GUINT16_TO_LE ((guint16) (n_text + n_padding + 1));

  mus_atomic_file_write (file, MAGIC, MAGIC_BYTES);
  mus_atomic_file_write (file, &n_header, sizeof n_header);
  mus_atomic_file_write (file, header, n_text);
  mus_atomic_file_write (file, padding, n_padding);
  mus_atomic_file_write (file, "\n", 1);
}

void
mus_cli_npy_write (MusAtomicFile *file, const MusMatrix *matrix)
{
  gsize n_rows = mus_matrix_n_rows (matrix);
  gsize n_cols = mus_matrix_n_cols (matrix);

  write_header (file, n_rows, n_cols);
  mus_atomic_file_write (file, mus_matrix_data (matrix), n_rows * n_cols * sizeof (float));
}
