/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "picture/mus-viewport.h"

#include <math.h>

#define LEAST_ZOOM 0.5
#define MOST_ZOOM 400.0

struct _MusViewport
{
  GObject parent_instance;

  double    x; /* the datum in the middle */
  double    y;
  double    scale;  /* pixels per data unit */
  double    width;  /* pixels */
  double    height;
  MusBounds bounds; /* of all data, or empty */
};

G_DEFINE_FINAL_TYPE (MusViewport, mus_viewport, G_TYPE_OBJECT)

static guint changed_signal;

static void
mus_viewport_class_init (MusViewportClass *klass)
{
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
mus_viewport_init (MusViewport *self)
{
  self->scale = 1.0;
}

MusViewport *
mus_viewport_new (void)
{
  return g_object_new (MUS_TYPE_VIEWPORT, NULL);
}

MusViewport *
mus_viewport_copy (MusViewport *self)
{
  MusViewport *copy = mus_viewport_new ();

  copy->x = self->x;
  copy->y = self->y;
  copy->scale = self->scale;
  copy->width = self->width;
  copy->height = self->height;
  copy->bounds = self->bounds;

  return copy;
}

double
mus_viewport_get_width (MusViewport *self)
{
  return self->width;
}

double
mus_viewport_get_height (MusViewport *self)
{
  return self->height;
}

MusAffine
mus_viewport_get_affine (MusViewport *self)
{
  return (MusAffine) {
    .scale = self->scale,
    .x = self->width / 2.0 - self->scale * self->x,
    .y = self->height / 2.0 - self->scale * self->y,
  };
}

static gboolean
is_empty (const MusBounds *bounds)
{
  return !(bounds->x1 > bounds->x0 || bounds->y1 > bounds->y0);
}

/* The scale at which @bounds just fit into a view with that much room. */
static double
fitting_scale (const MusBounds *bounds, double width, double height)
{
  double by_width = width / MAX (bounds->x1 - bounds->x0, G_MINDOUBLE);
  double by_height = height / MAX (bounds->y1 - bounds->y0, G_MINDOUBLE);

  return MIN (by_width, by_height);
}

double
mus_viewport_get_zoom (MusViewport *self)
{
  if (is_empty (&self->bounds) || self->width <= 0.0 || self->height <= 0.0)
    return 1.0;

  return self->scale / fitting_scale (&self->bounds, self->width, self->height);
}

static double
limit_scale (MusViewport *self, double scale)
{
  double fitting;

  if (is_empty (&self->bounds) || self->width <= 0.0 || self->height <= 0.0)
    return scale;

  fitting = fitting_scale (&self->bounds, self->width, self->height);

  return CLAMP (scale, LEAST_ZOOM * fitting, MOST_ZOOM * fitting);
}

/* The only place where the view changes. */
static void
move_to (MusViewport *self, double x, double y, double scale)
{
  scale = limit_scale (self, scale);
  if (!is_empty (&self->bounds))
    {
      x = CLAMP (x, self->bounds.x0, self->bounds.x1);
      y = CLAMP (y, self->bounds.y0, self->bounds.y1);
    }
  if (x == self->x && y == self->y && scale == self->scale)
    return;

  self->x = x;
  self->y = y;
  self->scale = scale;
  g_signal_emit (self, changed_signal, 0);
}

void
mus_viewport_set_size (MusViewport *self, double width, double height)
{
  if (width == self->width && height == self->height)
    return;

  self->width = width;
  self->height = height;
  self->scale = limit_scale (self, self->scale);
  g_signal_emit (self, changed_signal, 0);
}

void
mus_viewport_set_bounds (MusViewport *self, const MusBounds *bounds)
{
  self->bounds = *bounds;
  move_to (self, self->x, self->y, self->scale);
}

void
mus_viewport_data_to_view (MusViewport *self, double x, double y, double *view_x, double *view_y)
{
  MusAffine affine = mus_viewport_get_affine (self);

  *view_x = affine.scale * x + affine.x;
  *view_y = affine.scale * y + affine.y;
}

void
mus_viewport_view_to_data (MusViewport *self, double view_x, double view_y, double *x, double *y)
{
  *x = self->x + (view_x - self->width / 2.0) / self->scale;
  *y = self->y + (view_y - self->height / 2.0) / self->scale;
}

void
mus_viewport_zoom_at (MusViewport *self, double view_x, double view_y, double factor)
{
  double x, y, scale = limit_scale (self, self->scale * factor);

  if (scale == self->scale)
    return;

  mus_viewport_view_to_data (self, view_x, view_y, &x, &y);
  move_to (self, x - (view_x - self->width / 2.0) / scale,
           y - (view_y - self->height / 2.0) / scale, scale);
}

void
mus_viewport_pan_by (MusViewport *self, double view_dx, double view_dy)
{
  move_to (self, self->x - view_dx / self->scale, self->y - view_dy / self->scale, self->scale);
}

void
mus_viewport_place (MusViewport *self, double x, double y, double view_x, double view_y)
{
  move_to (self, x - (view_x - self->width / 2.0) / self->scale,
           y - (view_y - self->height / 2.0) / self->scale, self->scale);
}

void
mus_viewport_show (MusViewport *self, double x, double y, double zoom)
{
  move_to (self, x, y, self->scale * zoom / mus_viewport_get_zoom (self));
}

void
mus_viewport_fit_into (MusViewport *self, const MusBounds *bounds, double x, double y,
                       double width, double height)
{
  double scale = self->scale;

  if (!is_empty (bounds) && width > 0.0 && height > 0.0)
    scale = limit_scale (self, fitting_scale (bounds, width, height));
  move_to (self, (bounds->x0 + bounds->x1 - (2.0 * x + width - self->width) / scale) / 2.0,
           (bounds->y0 + bounds->y1 - (2.0 * y + height - self->height) / scale) / 2.0, scale);
}

void
mus_viewport_fit (MusViewport *self, const MusBounds *bounds, double margin)
{
  margin = MIN (margin, MIN (self->width, self->height) / 4.0);
  mus_viewport_fit_into (self, bounds, margin, margin, self->width - 2.0 * margin,
                         self->height - 2.0 * margin);
}

gboolean
mus_viewport_approach (MusViewport *self, MusViewport *target, double share)
{
  /* A pixel is the middle plus a distance over the scale: with the middle and one over the
   * scale both going a share of their ways, a datum that stands still at both ends stands
   * still between them. */
  double   reach = MAX (self->width, self->height) / 2.0;
  double   unit = 1.0 / self->scale + (1.0 / target->scale - 1.0 / self->scale) * share;
  double   x = self->x + (target->x - self->x) * share;
  double   y = self->y + (target->y - self->y) * share;
  gboolean there = hypot (target->x - x, target->y - y) * target->scale < 0.5 &&
                   fabs (1.0 - target->scale * unit) * reach < 0.5;

  if (there)
    move_to (self, target->x, target->y, target->scale);
  else
    move_to (self, x, y, 1.0 / unit);

  return there;
}
