/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mus-cli-options.h"
#include "mus-cli-progress.h"

G_BEGIN_DECLS

/**
 * MusCliSession:
 *
 * One run of a command: what was asked for, and the catalog and model once they are there.
 */
typedef struct
{
  const MusCliOptions *options;
  MusCliProgress      *progress;
  MusCatalog          *catalog; /* from here on: NULL before mus_cli_session_open() */
  MusModel            *model;
  gboolean             learned; /* whether the model was learned in this run */
} MusCliSession;

/**
 * mus_cli_session_open:
 *
 * Reads the catalog, and loads the model or learns it (and saves it, where a file is named).
 *
 * Returns: %FALSE with an error
 */
gboolean mus_cli_session_open (MusCliSession *self, GError **error);

/**
 * mus_cli_session_embed:
 *
 * Returns: (transfer full): (N, D) the embedding of the catalog, or %NULL
 */
MusMatrix *mus_cli_session_embed (MusCliSession *self, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_cli_session_index:
 *
 * Returns: (transfer full): the embedding, ready to be searched by cosine, or %NULL
 */
MusNeighborIndex *mus_cli_session_index (MusCliSession *self, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_cli_session_create:
 * @option: which names the file, for the error
 * @path: of a result
 * @other: (nullable): that of another result
 *
 * To be called before the long calculation.
 *
 * Returns: (transfer full): the file, or %NULL with an error: also where it would take the
 *   place of the catalog, the model or the other result
 */
MusAtomicFile *mus_cli_session_create (const MusCliSession *self, const char *option,
                                       const char *path, const char *other, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_cli_session_clear:
 *
 * Drops the catalog and the model.
 */
void mus_cli_session_clear (MusCliSession *self);

G_END_DECLS
