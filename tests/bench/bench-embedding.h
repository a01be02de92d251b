/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "musrec.h"

G_BEGIN_DECLS

/**
 * bench_embedding_new:
 * @argument: (nullable): a number of tracks, or the name of a file that `musrec-cli embed`
 *   wrote; 73,609 tracks when %NULL, as many as the published catalog leaves
 *
 * Ends the program when there is no such file or no memory.
 *
 * Returns: (transfer full): (N, 128) the file's embedding, or a made-up one: 15 random
 *   features through 32 random units with ReLU
 */
MusMatrix *bench_embedding_new (const char *argument);

G_END_DECLS
