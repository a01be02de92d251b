/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-halo-text.h"

#include "picture/mus-palette.h"

/* How far the halo reaches, in pixels: two strokes, the wider one fainter. */
#define HALO 3.0

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

GskRenderNode *
mus_halo_text_node (PangoLayout *layout, gboolean dark)
{
  GdkRGBA         ink = mus_map_ink (dark, 1.0);
  GdkRGBA         wide = mus_map_ground (dark, 0.6), narrow = mus_map_ground (dark, 0.9);
  PangoRectangle  extents;
  graphene_rect_t bounds;
  GskRenderNode  *node;
  cairo_t        *cr;

  pango_layout_get_pixel_extents (layout, &extents, NULL);
  graphene_rect_init (&bounds, extents.x - HALO, extents.y - HALO, extents.width + 2 * HALO,
                      extents.height + 2 * HALO);
  node = gsk_cairo_node_new (&bounds);
  cr = gsk_cairo_node_get_draw_context (node);

  pango_cairo_layout_path (cr, layout);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  gdk_cairo_set_source_rgba (cr, &wide);
  cairo_set_line_width (cr, 2.0 * HALO);
  cairo_stroke_preserve (cr);
  gdk_cairo_set_source_rgba (cr, &narrow);
  cairo_set_line_width (cr, 1.2 * HALO);
  cairo_stroke (cr);

  gdk_cairo_set_source_rgba (cr, &ink);
  cairo_move_to (cr, 0.0, 0.0);
  pango_cairo_show_layout (cr, layout);
  cairo_destroy (cr);

  return node;
}
