/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-halo-text.h"

#include "explore/mus-pixels.h"
#include "picture/mus-halo.h"

/* How far the halo reaches, in pixels. */
#define HALO 3

GdkRGBA
mus_map_ink (gboolean dark, double alpha)
{
  float grey = dark ? 1.0f : 0.08f;

  return (GdkRGBA) { grey, grey, grey, (float) alpha };
}

GdkRGBA
mus_map_ground (gboolean dark, double alpha)
{
  MusRgb rgb = mus_palette_background (dark);

  return (GdkRGBA) { (float) rgb.red, (float) rgb.green, (float) rgb.blue, (float) alpha };
}

/* The text on a surface of its own, @extents and the halo around it large. */
static cairo_surface_t *
draw_text (PangoLayout *layout, const PangoRectangle *extents, gboolean dark, int scale)
{
  GdkRGBA          ink = mus_map_ink (dark, 1.0);
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, scale * (extents->width + 2 * HALO),
                                  scale * (extents->height + 2 * HALO));
  cairo_t         *cr = cairo_create (surface);

  cairo_scale (cr, scale, scale);
  cairo_move_to (cr, HALO - extents->x, HALO - extents->y);
  gdk_cairo_set_source_rgba (cr, &ink);
  pango_cairo_show_layout (cr, layout);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  return surface;
}

GskRenderNode *
mus_halo_text_node (PangoLayout *layout, GtkWidget *widget, gboolean dark)
{
  int                   scale = gtk_widget_get_scale_factor (widget);
  PangoRectangle        extents;
  graphene_rect_t       bounds;
  cairo_surface_t      *surface;
  g_autoptr (MusPixels) pixels = NULL;

  pango_layout_get_pixel_extents (layout, &extents, NULL);
  graphene_rect_init (&bounds, extents.x - HALO, extents.y - HALO, extents.width + 2 * HALO,
                      extents.height + 2 * HALO);
  surface = draw_text (layout, &extents, dark, scale);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (surface);
      return gsk_container_node_new (NULL, 0);
    }

  mus_halo_add (surface, HALO * scale, mus_palette_background (dark));
  pixels = mus_pixels_new (surface);

  return mus_pixels_node (pixels, widget, &bounds);
}
