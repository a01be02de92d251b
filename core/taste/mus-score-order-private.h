/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mus_score_order:
 * @scores: (array length=n): of each row, none of them NaN
 *
 * Returns: (transfer full) (array length=n): the rows by falling score, ties to the lower
 *   row, or %NULL with %MUS_ERROR_RESOURCE
 */
guint32 *mus_score_order (const float *scores, gsize n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
