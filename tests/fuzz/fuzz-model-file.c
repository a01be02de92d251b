/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "musrec.h"

#include "fuzz.h"

#define DIGEST_BYTES 32

static void
parse (const guint8 *data, gsize n_bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MusModel) model = mus_model_file_parse (data, n_bytes, "fuzz", NULL, &error);

  g_assert ((model == NULL) == (error != NULL));
}

/* Signed anew, since no random change would get past the digest. */
static void
parse_signed (const guint8 *data, gsize n_bytes)
{
  g_autofree guint8 *copy = g_memdup2 (data, n_bytes);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize n_digest = DIGEST_BYTES;

  g_checksum_update (checksum, copy, (gssize) (n_bytes - DIGEST_BYTES));
  g_checksum_get_digest (checksum, copy + n_bytes - DIGEST_BYTES, &n_digest);
  parse (copy, n_bytes);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  parse (data, size);
  if (size > DIGEST_BYTES)
    parse_signed (data, size);

  return 0;
}
