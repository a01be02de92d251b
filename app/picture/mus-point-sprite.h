/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A point's centre is placed to a quarter of a pixel in each direction. */
#define MUS_SPRITE_STEPS 4
#define MUS_SPRITE_PHASES (MUS_SPRITE_STEPS * MUS_SPRITE_STEPS)

/* Coverage counts to 128, so that a blend fits into 16-bit numbers. */
#define MUS_SPRITE_FULL 128

/**
 * MusPointSprite: a disc with a smooth edge, ready to be blended
 * @size: pixels that it is wide and high, at most @width
 * @reach: pixels from its first one to the one that has the disc's centre
 * @width: pixels that a row takes: 8, 16 or 32, so that a row is whole vectors
 * @masks: MUS_SPRITE_PHASES times @size rows of @width pixels of four equal numbers, the
 *   coverage from 0 to %MUS_SPRITE_FULL
 */
typedef struct
{
  double  radius;
  double  opacity;
  guint   size;
  guint   reach;
  guint   width;
  gint16 *masks;
} MusPointSprite;

/**
 * mus_point_sprite_prepare:
 * @radius: in pixels, at most 15
 * @opacity: 0 to 1
 *
 * Makes the masks, unless they are there already. A zeroed sprite is ready for this.
 */
void mus_point_sprite_prepare (MusPointSprite *self, double radius, double opacity);
void mus_point_sprite_clear (MusPointSprite *self);

/**
 * mus_point_sprite_mask:
 * @phase: quarter pixels from the left, plus %MUS_SPRITE_STEPS times those from the top
 *
 * Returns: (transfer none): its rows
 */
static inline const gint16 *
mus_point_sprite_mask (const MusPointSprite *self, guint phase)
{
  return self->masks + (gsize) phase * self->size * self->width * 4;
}

G_END_DECLS
