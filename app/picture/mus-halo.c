/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "picture/mus-halo.h"

#include <math.h>
#include <string.h>

#include "musrec.h"

/* The share of the radius within which the halo is at its strongest, and how strong. */
#define CORE 0.6
#define STRENGTH 0.96

/* The opacity of a picture, with @margin empty pixels on every side. */
typedef struct
{
  int     width; /* of the picture */
  int     height;
  int     margin;
  gsize   stride;
  guint8 *data;
} Mask;

static const guint8 *
mask_at (const Mask *self, int x, int y)
{
  return self->data + (gsize) (y + self->margin) * self->stride + (gsize) (x + self->margin);
}

static void
mask_init (Mask *self, cairo_surface_t *surface, int margin)
{
  const guint8 *pixels = cairo_image_surface_get_data (surface);
  int           stride = cairo_image_surface_get_stride (surface);

  self->width = cairo_image_surface_get_width (surface);
  self->height = cairo_image_surface_get_height (surface);
  self->margin = margin;
  self->stride = (gsize) self->width + 2 * (gsize) margin;
  self->data = g_new0 (guint8, self->stride * ((gsize) self->height + 2 * (gsize) margin));
  for (int y = 0; y < self->height; y++)
    {
      const guint32 *row = (const guint32 *) (const void *) (pixels + (gssize) y * stride);
      guint8        *opacity = (guint8 *) mask_at (self, 0, y);

      for (int x = 0; x < self->width; x++)
        opacity[x] = (guint8) (row[x] >> 24);
    }
}

/* How much of the drawing's opacity the halo has at that distance, of 256. */
static guint16
weigh (double distance, double radius)
{
  double fade = (radius + 1.0 - distance) / (radius + 1.0 - CORE * radius);

  return (guint16) lround (256.0 * STRENGTH * CLAMP (fade, 0.0, 1.0));
}

MUS_CLONES
static void
raise_row (guint8 *halo, const guint8 *opacity, int n, guint16 weight)
{
  for (int x = 0; x < n; x++)
    {
      guint8 value = (guint8) ((opacity[x] * weight) >> 8);

      halo[x] = MAX (halo[x], value);
    }
}

static void
dilate_row (const Mask *mask, int y, guint8 *halo)
{
  int radius = mask->margin;

  memset (halo, 0, (gsize) mask->width);
  for (int dy = -radius; dy <= radius; dy++)
    for (int dx = -radius; dx <= radius; dx++)
      {
        guint16 weight = weigh (hypot (dx, dy), radius);

        if (weight > 0)
          raise_row (halo, mask_at (mask, dx, y + dy), mask->width, weight);
      }
}

/* Premultiplied, as cairo has it: drawing + halo · (1 − the drawing's opacity). */
static void
lay_below (guint32 *pixels, const guint8 *halo, int n, const guint8 colour[4])
{
  for (int x = 0; x < n; x++)
    {
      guint32 share = halo[x] * (255 - (pixels[x] >> 24)) / 255;
      guint32 sum = share << 24;

      for (int i = 0; i < 3; i++)
        sum |= (colour[i] * share / 255) << (8 * i);
      pixels[x] += sum;
    }
}

void
mus_halo_add (cairo_surface_t *surface, int radius, MusRgb colour)
{
  guint8 *pixels = cairo_image_surface_get_data (surface);
  int     stride = cairo_image_surface_get_stride (surface);
  guint8  bytes[4] = { (guint8) lround (255.0 * colour.blue), (guint8) lround (255.0 * colour.green),
                       (guint8) lround (255.0 * colour.red) };
  Mask    mask;
  g_autofree guint8 *halo = NULL;

  g_return_if_fail (cairo_image_surface_get_format (surface) == CAIRO_FORMAT_ARGB32);
  g_return_if_fail (radius >= 1 && radius <= 64);

  mask_init (&mask, surface, radius);
  halo = g_new (guint8, (gsize) mask.width);
  for (int y = 0; y < mask.height; y++)
    {
      dilate_row (&mask, y, halo);
      lay_below ((guint32 *) (void *) (pixels + (gssize) y * stride), halo, mask.width, bytes);
    }
  cairo_surface_mark_dirty (surface);
  g_free (mask.data);
}
