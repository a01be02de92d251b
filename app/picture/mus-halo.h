/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "picture/mus-palette.h"

G_BEGIN_DECLS

/**
 * mus_halo_add:
 * @surface: an image surface of the format ARGB32, flushed
 * @radius: how far the halo reaches, in the surface's own pixels, 1 to 64
 * @colour: the halo's
 *
 * Lays a soft halo below what is drawn on the surface, so that it can be read over
 * anything. It is strong near the drawing and fades out: a greyscale dilation of the
 * opacity by a cone (Serra, "Image Analysis and Mathematical Morphology", 1982). That takes
 * a small part of the time that stroking the outlines of letters does.
 */
void mus_halo_add (cairo_surface_t *surface, int radius, MusRgb colour);

G_END_DECLS
