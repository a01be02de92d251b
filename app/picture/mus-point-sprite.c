/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "picture/mus-point-sprite.h"

#include <math.h>

/* A pixel's coverage is counted on that many places in each direction. */
#define SAMPLES 8

/* How much of the pixel (@x, @y) a disc around (@centre_x, @centre_y) covers, 0 to 1. */
static double
measure_coverage (double x, double y, double centre_x, double centre_y, double radius)
{
  double dx = x + 0.5 - centre_x, dy = y + 0.5 - centre_y;
  double distance = hypot (dx, dy);
  guint  n = 0;

  /* No part of a pixel is farther than this from its middle. */
  if (distance >= radius + G_SQRT2 / 2.0)
    return 0.0;
  if (distance <= radius - G_SQRT2 / 2.0)
    return 1.0;

  for (guint j = 0; j < SAMPLES; j++)
    for (guint i = 0; i < SAMPLES; i++)
      {
        dx = x + (i + 0.5) / SAMPLES - centre_x;
        dy = y + (j + 0.5) / SAMPLES - centre_y;
        n += dx * dx + dy * dy <= radius * radius;
      }

  return (double) n / (SAMPLES * SAMPLES);
}

static void
fill_mask (MusPointSprite *self, guint phase, gint16 *mask)
{
  double centre_x = self->reach + (phase % MUS_SPRITE_STEPS + 0.5) / MUS_SPRITE_STEPS;
  double centre_y = self->reach + (phase / MUS_SPRITE_STEPS + 0.5) / MUS_SPRITE_STEPS;

  for (guint y = 0; y < self->size; y++)
    for (guint x = 0; x < self->size; x++)
      {
        double coverage = measure_coverage (x, y, centre_x, centre_y, self->radius);
        gint16 value = (gint16) lround (coverage * self->opacity * MUS_SPRITE_FULL);

        for (guint channel = 0; channel < 4; channel++)
          mask[(y * self->width + x) * 4 + channel] = value;
      }
}

void
mus_point_sprite_prepare (MusPointSprite *self, double radius, double opacity)
{
  /* The centre lies at least an eighth of a pixel inside of its own. */
  const double inside = 0.5 / MUS_SPRITE_STEPS;

  g_return_if_fail (radius > 0.0 && radius <= 15.0);

  if (self->masks != NULL && self->radius == radius && self->opacity == opacity)
    return;

  mus_point_sprite_clear (self);
  self->radius = radius;
  self->opacity = opacity;
  self->reach = (guint) ceil (MAX (radius - inside, 0.0));
  self->size = 2 * self->reach + 1;
  self->width = self->size <= 8 ? 8 : self->size <= 16 ? 16 : 32;
  self->masks = g_new0 (gint16, (gsize) MUS_SPRITE_PHASES * self->size * self->width * 4);
  for (guint phase = 0; phase < MUS_SPRITE_PHASES; phase++)
    fill_mask (self, phase, self->masks + (gsize) phase * self->size * self->width * 4);
}

void
mus_point_sprite_clear (MusPointSprite *self)
{
  g_clear_pointer (&self->masks, g_free);
}
