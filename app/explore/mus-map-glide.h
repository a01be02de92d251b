/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "musrec.h"

G_BEGIN_DECLS

/**
 * MusMapGlide:
 *
 * Moves all tracks of a map smoothly from where they are to another layout of the same
 * tracks, so that the eye can follow them; at once where the desktop has animations turned
 * off.
 */
typedef struct _MusMapGlide MusMapGlide;

/**
 * MusMapGlideFunc:
 * @positions: (M, 2) where the tracks are now; in the end, where they shall be. Until then
 *   it is one matrix that changes from call to call
 */
typedef void (*MusMapGlideFunc) (MusMatrix *positions, gpointer data);

/**
 * mus_map_glide_new:
 * @widget: (transfer none): whose frames count; it frees the glide when it is disposed of
 * @func: called for each frame
 */
MusMapGlide *mus_map_glide_new (GtkWidget *widget, MusMapGlideFunc func, gpointer data);
void         mus_map_glide_free (MusMapGlide *self);

/**
 * mus_map_glide_start:
 * @from: (M, 2); copied
 * @to: (M, 2)
 */
void mus_map_glide_start (MusMapGlide *self, const MusMatrix *from, MusMatrix *to);

/**
 * mus_map_glide_stop:
 *
 * Leaves the tracks where they are.
 */
void mus_map_glide_stop (MusMapGlide *self);

G_END_DECLS
