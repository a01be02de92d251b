/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/mus-matrix.h"
#include "base/mus-run.h"

G_BEGIN_DECLS

/**
 * mus_equal_rows_count:
 * @rows: (N, D)
 * @run: (nullable): cancelled between rows
 *
 * Tells for each row how many rows before it have the same bytes. Of such rows all are as far
 * from any other, so that who has k + 1 of them before it is not among the k nearest of
 * anybody when the lower of two rows that are as far comes first. O(N D).
 *
 * Returns: (transfer full) (array length=N): these numbers for g_free(), or %NULL
 */
guint32 *mus_equal_rows_count (const MusMatrix *rows, const MusRun *run, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
