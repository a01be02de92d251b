/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "musrec.h"

G_BEGIN_DECLS

/**
 * MusHistory: the way taken through the tracks, as a browser keeps it
 */
typedef struct _MusHistory MusHistory;

MusHistory *mus_history_new (void);
void        mus_history_free (MusHistory *self);

/**
 * mus_history_visit:
 * @row: the track that is looked at now; what lay ahead is forgotten. Visiting the same
 *   track again changes nothing
 */
void mus_history_visit (MusHistory *self, guint32 row);
void mus_history_clear (MusHistory *self);

gboolean mus_history_can_go_back (const MusHistory *self);
gboolean mus_history_can_go_forward (const MusHistory *self);

/**
 * mus_history_back:
 *
 * Returns: the track before, or %MUS_NO_ROW when there is none
 */
guint32 mus_history_back (MusHistory *self);
guint32 mus_history_forward (MusHistory *self);

/**
 * mus_history_get_trail:
 *
 * Returns: (transfer full) (element-type guint32): the tracks up to the present one, which
 *   is the last
 */
GArray *mus_history_get_trail (const MusHistory *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusHistory, mus_history_free)

G_END_DECLS
