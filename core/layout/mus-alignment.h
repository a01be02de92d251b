/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mus_alignment_apply:
 * @positions: (array length=2*n) (inout): (n, 2), finite
 * @reference: (array length=2*n): (n, 2), finite: where the same points stand on another map
 * @n: points
 *
 * Turns a map, or its mirror image, moves and scales it so that it lies on another one as
 * well as it can: neither direction nor size of a t-SNE map mean anything. The rotation is
 * that of least squares (orthogonal Procrustes: Schönemann, 1966), the scale the one that
 * gives both the same spread. Where all points coincide they only move.
 */
void mus_alignment_apply (float *positions, const float *reference, gsize n);

G_END_DECLS
