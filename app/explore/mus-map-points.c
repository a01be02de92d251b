/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-map-points.h"

#include <math.h>

#include "explore/mus-pixels.h"
#include "musrec.h"

/* How far the picture reaches beyond the view, in pixels, so that panning finds something
 * there: more where drawing takes long. */
#define MARGIN 96.0
#define WIDE_MARGIN 320.0

/* Drawing anew at each frame is smooth up to that long; else a gesture stretches the old
 * picture, and the new one comes when it rests. */
#define QUICK_US 12000
#define REST_MS 60

#define MOST_PIXELS 8192.0

struct _MusMapPoints
{
  GtkWidget parent_instance;

  MusViewport    *viewport;
  MusPointRaster *raster; /* NULL: no points */

  /* The picture that is kept, and how it lies: from data units to its own pixels. */
  MusPixels *picture;
  MusAffine  affine;
  double     width; /* in pixels of the view when it was drawn */
  double     height;
  int        scale_factor;
  gboolean   stale; /* the points have changed since */

  gint64 draw_us; /* how long the last drawing took */
  guint  rest_id;
  guint  n_drawn;
};

G_DEFINE_FINAL_TYPE (MusMapPoints, mus_map_points, GTK_TYPE_WIDGET)

/* Makes the picture anew, with a margin around the view. When memory is short the old one
 * stays. */
static void
draw_picture (MusMapPoints *self)
{
  double        factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  double        margin = self->draw_us > QUICK_US ? WIDE_MARGIN : MARGIN;
  double        width = mus_viewport_get_width (self->viewport) + 2.0 * margin;
  double        height = mus_viewport_get_height (self->viewport) + 2.0 * margin;
  MusAffine     affine = mus_viewport_get_affine (self->viewport);
  double        radius = mus_point_raster_good_radius (self->raster, affine.scale);
  MusRasterView view = {
    .width = (guint) MIN (width * factor, MOST_PIXELS),
    .height = (guint) MIN (height * factor, MOST_PIXELS),
    .affine = { affine.scale * factor, (affine.x + margin) * factor, (affine.y + margin) * factor },
    .radius = MIN (radius * factor, MUS_RASTER_MOST_RADIUS),
  };
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) view.width, (int) view.height);
  gint64 start = g_get_monotonic_time ();

  cairo_surface_flush (surface);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS ||
      !mus_point_raster_draw (self->raster, &view, cairo_image_surface_get_data (surface),
                              (gsize) cairo_image_surface_get_stride (surface), NULL))
    {
      cairo_surface_destroy (surface);
      return;
    }
  cairo_surface_mark_dirty (surface);
  self->draw_us = g_get_monotonic_time () - start;

  g_clear_pointer (&self->picture, mus_pixels_free);
  self->picture = mus_pixels_new (surface);
  self->affine = (MusAffine) { affine.scale, affine.x + margin, affine.y + margin };
  self->width = view.width / factor;
  self->height = view.height / factor;
  self->scale_factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  self->stale = FALSE;
  self->n_drawn++;
}

/* Where the kept picture lies in the view now. */
static graphene_rect_t
locate_picture (MusMapPoints *self)
{
  MusAffine now = mus_viewport_get_affine (self->viewport);
  double    ratio = now.scale / self->affine.scale;
  double    x = now.x - ratio * self->affine.x;
  double    y = now.y - ratio * self->affine.y;

  /* Not stretched, it lies on whole pixels of the screen and stays sharp. */
  if (ratio == 1.0)
    {
      x = round (x * self->scale_factor) / self->scale_factor;
      y = round (y * self->scale_factor) / self->scale_factor;
    }

  return GRAPHENE_RECT_INIT ((float) x, (float) y, (float) (self->width * ratio),
                             (float) (self->height * ratio));
}

static gboolean
covers_view (MusMapPoints *self, const graphene_rect_t *rect)
{
  return rect->origin.x <= 0.0f && rect->origin.y <= 0.0f &&
         rect->origin.x + rect->size.width >= mus_viewport_get_width (self->viewport) &&
         rect->origin.y + rect->size.height >= mus_viewport_get_height (self->viewport);
}

static gboolean
rest (gpointer data)
{
  MusMapPoints *self = data;

  self->rest_id = 0;
  self->stale = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));

  return G_SOURCE_REMOVE;
}

/* Draws the picture anew where the kept one won't do for this frame. */
static void
update_picture (MusMapPoints *self)
{
  gboolean        stretched = self->affine.scale != mus_viewport_get_affine (self->viewport).scale;
  graphene_rect_t rect;

  if (self->picture != NULL && !self->stale &&
      self->scale_factor == gtk_widget_get_scale_factor (GTK_WIDGET (self)))
    {
      rect = locate_picture (self);
      if (covers_view (self, &rect) && !(stretched && self->draw_us <= QUICK_US))
        {
          if (stretched)
            {
              g_clear_handle_id (&self->rest_id, g_source_remove);
              self->rest_id = g_timeout_add (REST_MS, rest, self);
            }
          return;
        }
    }

  g_clear_handle_id (&self->rest_id, g_source_remove);
  draw_picture (self);
}

static void
mus_map_points_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MusMapPoints   *self = MUS_MAP_POINTS (widget);
  graphene_rect_t rect;
  g_autoptr (GskRenderNode) node = NULL;

  if (self->raster == NULL || mus_viewport_get_width (self->viewport) <= 0.0)
    return;

  update_picture (self);
  if (self->picture == NULL)
    return;

  rect = locate_picture (self);
  node = mus_pixels_node (self->picture, widget, &rect);
  gtk_snapshot_append_node (snapshot, node);
}

static void
mus_map_points_dispose (GObject *object)
{
  MusMapPoints *self = MUS_MAP_POINTS (object);

  g_clear_handle_id (&self->rest_id, g_source_remove);
  g_clear_object (&self->viewport);
  g_clear_pointer (&self->picture, mus_pixels_free);
  g_clear_pointer (&self->raster, mus_point_raster_free);

  G_OBJECT_CLASS (mus_map_points_parent_class)->dispose (object);
}

static void
mus_map_points_class_init (MusMapPointsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mus_map_points_dispose;
  GTK_WIDGET_CLASS (klass)->snapshot = mus_map_points_snapshot;
}

static void
mus_map_points_init (MusMapPoints *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

GtkWidget *
mus_map_points_new (MusViewport *viewport)
{
  MusMapPoints *self = g_object_new (MUS_TYPE_MAP_POINTS, NULL);

  self->viewport = g_object_ref (viewport);
  g_signal_connect_object (viewport, "changed", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

void
mus_map_points_set_raster (MusMapPoints *self, MusPointRaster *raster)
{
  g_clear_pointer (&self->raster, mus_point_raster_free);
  g_clear_pointer (&self->picture, mus_pixels_free);
  self->raster = raster;
  mus_map_points_invalidate (self);
}

void
mus_map_points_invalidate (MusMapPoints *self)
{
  self->stale = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

guint
mus_map_points_get_n_drawn (MusMapPoints *self)
{
  return self->n_drawn;
}
