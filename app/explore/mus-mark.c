/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-mark.h"

#include <adwaita.h>

#include "explore/mus-halo-text.h"

/* In pixels. */
#define SELECTED_RADIUS 7.0
#define SIMILAR_RADIUS 4.5
#define HOVERED_RADIUS 6.0
#define CURSOR_RADIUS 9.0
#define THUMB_RADIUS 5.0
#define FOR_YOU_RADIUS 5.5
#define HALO 1.5
#define IMAGE_SIZE 16

/* @name is one of the theme's colours for things on the ground of a view. */
static GdkRGBA
look_up_colour (GtkWidget *widget, const char *name, const GdkRGBA *otherwise)
{
  GdkRGBA colour;

  return gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, &colour)
             ? colour
             : *otherwise;
}

void
mus_mark_colours_init (MusMarkColours *colours, GtkWidget *widget)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  colours->ink = mus_map_ink (dark, 0.9);
  colours->ground = mus_map_ground (dark, 1.0);
  colours->accent = look_up_colour (widget, "accent_color", &colours->ink);
  colours->like = look_up_colour (widget, "success_color", &colours->ink);
  colours->dislike = look_up_colour (widget, "error_color", &colours->ink);
  colours->for_you = look_up_colour (widget, "mark_for_you", &colours->ink);
}

void
mus_mark_stroke (cairo_t *cr, const MusMarkColours *colours, const GdkRGBA *colour, double width)
{
  cairo_set_source_rgba (cr, (double) colours->ground.red, (double) colours->ground.green,
                         (double) colours->ground.blue, 0.8);
  cairo_set_line_width (cr, width + 2.0 * HALO);
  cairo_stroke_preserve (cr);
  gdk_cairo_set_source_rgba (cr, colour);
  cairo_set_line_width (cr, width);
  cairo_stroke (cr);
}

static void
draw_ring (cairo_t *cr, double x, double y, double radius, const MusMarkColours *colours,
           const GdkRGBA *colour, double width)
{
  cairo_new_path (cr);
  cairo_arc (cr, x, y, radius, 0.0, 2.0 * G_PI);
  mus_mark_stroke (cr, colours, colour, width);
}

static void
draw_disc (cairo_t *cr, double x, double y, double radius, const GdkRGBA *colour)
{
  cairo_new_path (cr);
  cairo_arc (cr, x, y, radius, 0.0, 2.0 * G_PI);
  gdk_cairo_set_source_rgba (cr, colour);
  cairo_fill (cr);
}

/* Fills the polygon at hand, with the ground around it. */
static void
fill (cairo_t *cr, const MusMarkColours *colours, const GdkRGBA *colour)
{
  cairo_close_path (cr);
  gdk_cairo_set_source_rgba (cr, &colours->ground);
  cairo_set_line_width (cr, 2.0 * HALO);
  cairo_stroke_preserve (cr);
  gdk_cairo_set_source_rgba (cr, colour);
  cairo_fill (cr);
}

/* @up is 1 for a triangle that points up, and −1 for one that points down. */
static void
draw_triangle (cairo_t *cr, double x, double y, double up, const MusMarkColours *colours,
               const GdkRGBA *colour)
{
  cairo_new_path (cr);
  cairo_move_to (cr, x, y - up * THUMB_RADIUS);
  cairo_line_to (cr, x + THUMB_RADIUS, y + up * 0.7 * THUMB_RADIUS);
  cairo_line_to (cr, x - THUMB_RADIUS, y + up * 0.7 * THUMB_RADIUS);
  fill (cr, colours, colour);
}

static void
draw_diamond (cairo_t *cr, double x, double y, const MusMarkColours *colours)
{
  cairo_new_path (cr);
  cairo_move_to (cr, x, y - FOR_YOU_RADIUS);
  cairo_line_to (cr, x + FOR_YOU_RADIUS, y);
  cairo_line_to (cr, x, y + FOR_YOU_RADIUS);
  cairo_line_to (cr, x - FOR_YOU_RADIUS, y);
  fill (cr, colours, &colours->for_you);
}

void
mus_mark_draw (cairo_t *cr, MusMarkKind kind, double x, double y, const MusMarkColours *colours)
{
  switch (kind)
    {
    case MUS_MARK_SELECTED:
      draw_disc (cr, x, y, SELECTED_RADIUS, &colours->accent);
      draw_ring (cr, x, y, SELECTED_RADIUS, colours, &colours->ground, 1.0);
      break;

    case MUS_MARK_SIMILAR:
      draw_disc (cr, x, y, SIMILAR_RADIUS, &colours->ground);
      draw_ring (cr, x, y, SIMILAR_RADIUS, colours, &colours->accent, 2.0);
      break;

    case MUS_MARK_HOVERED:
      draw_ring (cr, x, y, HOVERED_RADIUS, colours, &colours->ink, 1.5);
      break;

    case MUS_MARK_LIKED:
      draw_triangle (cr, x, y, 1.0, colours, &colours->like);
      break;

    case MUS_MARK_DISLIKED:
      draw_triangle (cr, x, y, -1.0, colours, &colours->dislike);
      break;

    case MUS_MARK_FOR_YOU:
      draw_diamond (cr, x, y, colours);
      break;

    case MUS_MARK_CURSOR:
      draw_ring (cr, x, y, CURSOR_RADIUS, colours, &colours->accent, 2.5);
      break;

    default:
      g_assert_not_reached ();
    }
}

/*
 * The image
 */

struct _MusMarkImage
{
  GtkWidget parent_instance;

  MusMarkKind kind;
};

G_DEFINE_FINAL_TYPE (MusMarkImage, mus_mark_image, GTK_TYPE_WIDGET)

static void
mus_mark_image_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                        int *minimum, int *natural, int *minimum_baseline,
                        int *natural_baseline)
{
  *minimum = *natural = IMAGE_SIZE;
}

static void
mus_mark_image_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  float          width = (float) gtk_widget_get_width (widget);
  float          height = (float) gtk_widget_get_height (widget);
  cairo_t       *cr = gtk_snapshot_append_cairo (snapshot,
                                                 &GRAPHENE_RECT_INIT (0.0f, 0.0f, width, height));
  MusMarkColours colours;

  mus_mark_colours_init (&colours, widget);
  mus_mark_draw (cr, MUS_MARK_IMAGE (widget)->kind, (double) width / 2.0, (double) height / 2.0,
                 &colours);
  cairo_destroy (cr);
}

static void
mus_mark_image_class_init (MusMarkImageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = mus_mark_image_measure;
  widget_class->snapshot = mus_mark_image_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
mus_mark_image_init (MusMarkImage *self)
{
}

GtkWidget *
mus_mark_image_new (MusMarkKind kind)
{
  MusMarkImage *self = g_object_new (MUS_TYPE_MARK_IMAGE, NULL);

  self->kind = kind;

  return GTK_WIDGET (self);
}
