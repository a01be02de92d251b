/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-pixels.h"

#include <gsk/gskcairorenderer.h>

struct _MusPixels
{
  cairo_surface_t *surface;
  GdkTexture      *texture; /* NULL until a renderer wants it */
};

MusPixels *
mus_pixels_new (cairo_surface_t *surface)
{
  MusPixels *self = g_new0 (MusPixels, 1);

  self->surface = surface;

  return self;
}

void
mus_pixels_free (MusPixels *self)
{
  g_clear_object (&self->texture);
  cairo_surface_destroy (self->surface);
  g_free (self);
}

static GdkTexture *
ensure_texture (MusPixels *self)
{
  int                height = cairo_image_surface_get_height (self->surface);
  gsize              stride = (gsize) cairo_image_surface_get_stride (self->surface);
  g_autoptr (GBytes) bytes = NULL;

  if (self->texture != NULL)
    return self->texture;

  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (self->surface),
                                      (gsize) height * stride,
                                      (GDestroyNotify) cairo_surface_destroy,
                                      cairo_surface_reference (self->surface));
  self->texture = gdk_memory_texture_new (cairo_image_surface_get_width (self->surface), height,
                                          GDK_MEMORY_DEFAULT, bytes, stride);

  return self->texture;
}

static GskRenderNode *
make_cairo_node (MusPixels *self, const graphene_rect_t *bounds)
{
  GskRenderNode *node = gsk_cairo_node_new (bounds);
  cairo_t       *cr = gsk_cairo_node_get_draw_context (node);

  cairo_translate (cr, bounds->origin.x, bounds->origin.y);
  cairo_scale (cr, bounds->size.width / cairo_image_surface_get_width (self->surface),
               bounds->size.height / cairo_image_surface_get_height (self->surface));
  cairo_set_source_surface (cr, self->surface, 0.0, 0.0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_BILINEAR);
  cairo_paint (cr);
  cairo_destroy (cr);

  return node;
}

GskRenderNode *
mus_pixels_node (MusPixels *self, GtkWidget *widget, const graphene_rect_t *bounds)
{
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));

  return GSK_IS_CAIRO_RENDERER (renderer) ? make_cairo_node (self, bounds)
                                          : gsk_texture_node_new (ensure_texture (self), bounds);
}
