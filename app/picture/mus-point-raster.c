/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "picture/mus-point-raster.h"

#include <math.h>
#include <string.h>

#include "musrec.h"
#include "picture/mus-point-sprite.h"

/* Tiles of points are sorted by the band of the image that they fall into, then each band
 * is blended by one thread. Both are fixed, so that the order of drawing is. A band is
 * higher than any sprite: a point is in two bands at most. */
#define TILE 4096
#define BAND 64

#define SHOWN_OPACITY 0.85
#define DIMMED_OPACITY 0.10

/* Dimmed points lie below the shown ones: bands come in two layers. */
#define N_LAYERS 2

#define MOST_PIXELS 16384

/* Pixels; more than a sprite reaches. */
#define SHIFT 16

#define COLOUR_PIXELS 8

/* A point that shows. */
typedef struct
{
  gint16  x; /* the sprite's first pixel */
  gint16  y;
  guint16 klass;
  guint16 phase;
} Mark;

struct _MusPointRaster
{
  gsize     n_points;
  guint     n_classes;
  guint32  *order;      /* the points, as they are drawn */
  guint16  *classes;    /* (n_points), in that order */
  float    *positions;  /* (n_points, 2), in that order */
  gint16   *colours;    /* (n_classes, COLOUR_PIXELS, 4): pixels, as wide as a vector */
  guint8   *states;     /* (n_classes) */
  guint8   *least;      /* (n_points), in that order: a MusGenreState that each has at
                           least */
  gsize    *class_sizes; /* (n_classes): points that are not dimmed on their own */
  MusBounds bounds;
  double    area;       /* that most points take, in square data units */
  double    dimmed_scale; /* the radius of dimmed points, as a share of that of the others */

  MusPointSprite sprites[N_LAYERS];

  /* Of the drawing at hand; kept for the next one. */
  Mark    *marks;       /* (n_tiles, 2 TILE), a tile's sorted by cell */
  guint32 *cells;       /* (n_tiles, n_cells + 1): where in its marks a cell starts */
  gsize    n_cells_made;
};

typedef struct
{
  MusPointRaster      *raster;
  const MusRasterView *view;
  guint8              *pixels;
  gsize                stride;
  guint                n_bands;
} Drawing;

static gsize
count_tiles (gsize n_points)
{
  return (n_points + TILE - 1) / TILE;
}

static gboolean
allocate (MusPointRaster *self, GError **error)
{
  gsize n = self->n_points;

  return (self->order = mus_try_new (guint32, n, error)) != NULL &&
         (self->classes = mus_try_new (guint16, n, error)) != NULL &&
         (self->positions = mus_try_new (float, 2 * n, error)) != NULL &&
         (self->least = mus_try_new (guint8, n, error)) != NULL &&
         (self->marks = mus_try_new (Mark, count_tiles (n) * 2 * TILE, error)) != NULL;
}

MusPointRaster *
mus_point_raster_new (const guint16 *classes, gsize n_points, guint n_classes, GError **error)
{
  g_autoptr (MusPointRaster) self = g_new0 (MusPointRaster, 1);
  MusRng rng;

  self->n_points = n_points;
  self->n_classes = n_classes;
  if (!allocate (self, error))
    return NULL;

  for (gsize i = 0; i < n_points; i++)
    self->order[i] = (guint32) i;
  mus_rng_init (&rng, 1);
  mus_rng_shuffle (&rng, self->order, n_points);

  self->states = g_new0 (guint8, n_classes);
  self->class_sizes = g_new0 (gsize, n_classes);
  self->colours = g_new0 (gint16, (gsize) n_classes * COLOUR_PIXELS * 4);
  for (gsize i = 0; i < n_points; i++)
    {
      g_assert (classes[self->order[i]] < n_classes);
      self->classes[i] = classes[self->order[i]];
      self->positions[2 * i] = self->positions[2 * i + 1] = NAN;
    }
  mus_point_raster_set_allowed (self, NULL);

  return g_steal_pointer (&self);
}

void
mus_point_raster_free (MusPointRaster *self)
{
  for (guint layer = 0; layer < N_LAYERS; layer++)
    mus_point_sprite_clear (&self->sprites[layer]);
  g_free (self->order);
  g_free (self->classes);
  g_free (self->positions);
  g_free (self->colours);
  g_free (self->states);
  g_free (self->least);
  g_free (self->class_sizes);
  g_free (self->marks);
  g_free (self->cells);
  g_free (self);
}

/* Sums and bounds of the positions; of points that are not finite, nothing. */
static void
measure_spread (MusPointRaster *self)
{
  double    sum[2] = { 0.0 }, squares[2] = { 0.0 }, variance[2];
  MusBounds bounds = { G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, -G_MAXDOUBLE };
  gsize     n = 0;

  for (gsize i = 0; i < self->n_points; i++)
    {
      double x = self->positions[2 * i], y = self->positions[2 * i + 1];

      if (!isfinite (x) || !isfinite (y))
        continue;
      n++;
      sum[0] += x;
      sum[1] += y;
      squares[0] += x * x;
      squares[1] += y * y;
      bounds.x0 = MIN (bounds.x0, x);
      bounds.y0 = MIN (bounds.y0, y);
      bounds.x1 = MAX (bounds.x1, x);
      bounds.y1 = MAX (bounds.y1, y);
    }

  self->bounds = n > 0 ? bounds : (MusBounds) { 0.0 };
  for (guint axis = 0; axis < 2; axis++)
    variance[axis] = n > 0 ? squares[axis] / n - (sum[axis] / n) * (sum[axis] / n) : 0.0;
  /* An evenly filled ellipse has a deviation of half its radius along each axis. */
  self->area = 4.0 * G_PI * sqrt (MAX (variance[0], 0.0) * MAX (variance[1], 0.0));
}

static void
gather_tile (gsize tile, guint worker, gpointer data)
{
  const gpointer *pair = data;
  MusPointRaster *self = pair[0];
  const float    *positions = pair[1];
  gsize           end = MIN ((tile + 1) * TILE, self->n_points);

  for (gsize i = tile * TILE; i < end; i++)
    memcpy (self->positions + 2 * i, positions + 2 * (gsize) self->order[i], 2 * sizeof (float));
}

void
mus_point_raster_set_positions (MusPointRaster *self, const float *positions)
{
  gpointer pair[] = { self, (gpointer) positions };

  mus_parallel_for (count_tiles (self->n_points), gather_tile, pair);
  measure_spread (self);
}

static guint32
pack (MusRgb rgb)
{
  return 0xff000000u | (guint32) lround (rgb.red * 255.0) << 16 |
         (guint32) lround (rgb.green * 255.0) << 8 | (guint32) lround (rgb.blue * 255.0);
}

void
mus_point_raster_set_colours (MusPointRaster *self, const MusRgb *colours)
{
  for (guint klass = 0; klass < self->n_classes; klass++)
    {
      gint16 *row = self->colours + (gsize) klass * COLOUR_PIXELS * 4;
      guint32 word = pack (colours[klass]);
      guint8  bytes[4];

      memcpy (bytes, &word, 4);
      for (guint i = 0; i < COLOUR_PIXELS * 4; i++)
        row[i] = bytes[i % 4];
    }
}

void
mus_point_raster_set_states (MusPointRaster *self, const guint8 *states)
{
  memcpy (self->states, states, self->n_classes);
}

void
mus_point_raster_set_allowed (MusPointRaster *self, const guint8 *allowed)
{
  gsize n_allowed = 0;

  memset (self->class_sizes, 0, self->n_classes * sizeof *self->class_sizes);
  for (gsize i = 0; i < self->n_points; i++)
    {
      gboolean is_allowed = allowed == NULL || allowed[self->order[i]] != 0;

      self->least[i] = is_allowed ? MUS_GENRE_SHOWN : MUS_GENRE_DIMMED;
      self->class_sizes[self->classes[i]] += is_allowed;
      n_allowed += is_allowed;
    }
  /* A good radius grows with the fourth root of the room that each point has: the dimmed
   * ones stay as small as if all were shown. */
  self->dimmed_scale = pow ((double) MAX (n_allowed, 1) / (double) MAX (self->n_points, 1), 0.25);
}

const guint32 *
mus_point_raster_order (MusPointRaster *self)
{
  return self->order;
}

MusBounds
mus_point_raster_get_bounds (MusPointRaster *self)
{
  return self->bounds;
}

double
mus_point_raster_good_radius (MusPointRaster *self, double scale)
{
  gsize  n = 0;
  double room;

  for (guint klass = 0; klass < self->n_classes; klass++)
    if (self->states[klass] != MUS_GENRE_HIDDEN)
      n += self->class_sizes[klass];
  /* Half of the side of the square that each would have to itself. */
  room = scale * sqrt (self->area / MAX (n, 1)) / 2.0;

  return CLAMP (sqrt (room), 0.8, 5.0);
}

/* Where a point falls: its mark, and the band of its first and of its last row. Returns
 * whether it shows. */
static inline gboolean
place_mark (const Drawing *drawing, gsize point, const MusPointSprite *sprite, Mark *mark,
            guint *first_band, guint *last_band)
{
  const MusPointRaster *self = drawing->raster;
  const MusRasterView  *view = drawing->view;
  double x = view->affine.scale * self->positions[2 * point] + view->affine.x;
  double y = view->affine.scale * self->positions[2 * point + 1] + view->affine.y;
  double reach = sprite->reach;
  guint  step_x, step_y;
  gint   left, top, bottom;

  /* Written so that NaN does not show. */
  if (!(x >= -reach && x < view->width + reach && y >= -reach && y < view->height + reach))
    return FALSE;

  /* Shifted to where no number is negative: there a cast rounds down, at less cost. */
  step_x = (guint) ((x + SHIFT) * MUS_SPRITE_STEPS);
  step_y = (guint) ((y + SHIFT) * MUS_SPRITE_STEPS);
  left = (gint) (step_x / MUS_SPRITE_STEPS) - SHIFT - (gint) sprite->reach;
  top = (gint) (step_y / MUS_SPRITE_STEPS) - SHIFT - (gint) sprite->reach;
  bottom = top + (gint) sprite->size - 1;

  mark->x = (gint16) left;
  mark->y = (gint16) top;
  mark->klass = self->classes[point];
  mark->phase = (guint16) (step_x % MUS_SPRITE_STEPS +
                           MUS_SPRITE_STEPS * (step_y % MUS_SPRITE_STEPS));
  *first_band = (guint) MAX (top, 0) / BAND;
  *last_band = (guint) MIN (bottom, (gint) view->height - 1) / BAND;

  return TRUE;
}

/* Sorts the marks of one tile of points by cell, a cell being a band of a layer, and keeps
 * their order within it. */
static void
sort_tile (gsize tile, guint worker, gpointer data)
{
  const Drawing  *drawing = data;
  MusPointRaster *self = drawing->raster;
  guint           n_cells = N_LAYERS * drawing->n_bands;
  guint32        *starts = self->cells + tile * (n_cells + 1);
  Mark           *sorted = self->marks + tile * 2 * TILE;
  Mark            marks[2 * TILE];
  guint16         cells[2 * TILE];
  guint32         n = 0, start = 0;
  gsize           end = MIN ((tile + 1) * TILE, self->n_points);

  memset (starts, 0, (n_cells + 1) * sizeof (guint32));
  for (gsize i = tile * TILE; i < end; i++)
    {
      guint8 state = MAX (self->states[self->classes[i]], self->least[i]);
      guint  layer = state == MUS_GENRE_SHOWN, first, last;
      Mark   mark;

      if (state == MUS_GENRE_HIDDEN ||
          !place_mark (drawing, i, &self->sprites[layer], &mark, &first, &last))
        continue;
      for (guint band = first; band <= last; band++)
        {
          marks[n] = mark;
          cells[n] = (guint16) (layer * drawing->n_bands + band);
          starts[cells[n]]++;
          n++;
        }
    }

  for (guint cell = 0; cell < n_cells; cell++)
    {
      guint32 count = starts[cell];

      starts[cell] = start;
      start += count;
    }
  for (guint32 i = 0; i < n; i++)
    sorted[starts[cells[i]]++] = marks[i];
  /* Each start has moved to the next cell's: shift them back. */
  memmove (starts + 1, starts, n_cells * sizeof (guint32));
  starts[0] = 0;
}

/* Moves a channel towards the colour by the mask's share; on premultiplied pixels that is
 * "over", transparent ones included, since the colour is opaque. All in 16 bits, so that a
 * vector holds many. */
MUS_INLINE guint8
blend_channel (guint8 old, gint16 mask, gint16 colour)
{
  gint16 way = (gint16) (colour - old);

  return (guint8) (old + ((gint16) (way * mask + MUS_SPRITE_FULL / 2) >> 7));
}

MUS_INLINE void
blend_pixels (guint8 *pixels, const gint16 *mask, const gint16 *colour)
{
  for (guint i = 0; i < COLOUR_PIXELS * 4; i++)
    pixels[i] = blend_channel (pixels[i], mask[i], colour[i]);
}

MUS_INLINE void
blend_whole (const Drawing *drawing, const MusPointSprite *sprite, const Mark *mark, gint first,
             gint last, guint width)
{
  const gint16 *colour = drawing->raster->colours + (gsize) mark->klass * COLOUR_PIXELS * 4;
  const gint16 *mask = mus_point_sprite_mask (sprite, mark->phase);
  guint8       *pixels = drawing->pixels + (gsize) (mark->y + first) * drawing->stride +
                         (gsize) mark->x * 4;

  mask += (gsize) first * width * 4;
  for (gint row = first; row < last; row++)
    {
      for (guint x = 0; x < width; x += COLOUR_PIXELS)
        blend_pixels (pixels + x * 4, mask + x * 4, colour);
      pixels += drawing->stride;
      mask += width * 4;
    }
}

/* The same for a sprite that reaches over the left or the right edge of the image. */
static void
blend_clipped (const Drawing *drawing, const MusPointSprite *sprite, const Mark *mark, gint first,
               gint last)
{
  const gint16 *colour = drawing->raster->colours + (gsize) mark->klass * COLOUR_PIXELS * 4;
  gint          from = MAX (0, -mark->x);
  gint          to = MIN ((gint) sprite->size, (gint) drawing->view->width - mark->x);

  for (gint row = first; row < last; row++)
    {
      const gint16 *mask = mus_point_sprite_mask (sprite, mark->phase) +
                           (gsize) row * sprite->width * 4;
      guint8 *pixels = drawing->pixels + (gsize) (mark->y + row) * drawing->stride;

      for (gint i = 4 * from; i < 4 * to; i++)
        pixels[4 * mark->x + i] = blend_channel (pixels[4 * mark->x + i], mask[i], colour[i % 4]);
    }
}

MUS_CLONES static void
blend_marks (const Drawing *drawing, const MusPointSprite *sprite, const Mark *marks, gsize n_marks,
             gint top, gint bottom)
{
  for (gsize i = 0; i < n_marks; i++)
    {
      const Mark *mark = &marks[i];
      gint first = MAX (0, top - mark->y);
      gint last = MIN ((gint) sprite->size, bottom - mark->y);

      if (mark->x < 0 || mark->x + sprite->width > drawing->view->width)
        blend_clipped (drawing, sprite, mark, first, last);
      else if (sprite->width == 8)
        blend_whole (drawing, sprite, mark, first, last, 8);
      else if (sprite->width == 16)
        blend_whole (drawing, sprite, mark, first, last, 16);
      else
        blend_whole (drawing, sprite, mark, first, last, 32);
    }
}

static void
blend_band (gsize band, guint worker, gpointer data)
{
  const Drawing  *drawing = data;
  MusPointRaster *self = drawing->raster;
  guint           n_cells = N_LAYERS * drawing->n_bands;
  gsize           top = band * BAND;
  gsize           bottom = MIN (top + BAND, drawing->view->height);

  for (gsize y = top; y < bottom; y++)
    memset (drawing->pixels + y * drawing->stride, 0, (gsize) drawing->view->width * 4);

  for (guint layer = 0; layer < N_LAYERS; layer++)
    for (gsize tile = 0; tile < count_tiles (self->n_points); tile++)
      {
        const guint32 *start = self->cells + tile * (n_cells + 1) + layer * drawing->n_bands + band;

        blend_marks (drawing, &self->sprites[layer], self->marks + tile * 2 * TILE + start[0],
                     start[1] - start[0], (gint) top, (gint) bottom);
      }
}

gboolean
mus_point_raster_draw (MusPointRaster *self, const MusRasterView *view, guint8 *pixels,
                       gsize stride, GError **error)
{
  Drawing drawing = { .raster = self, .view = view, .pixels = pixels, .stride = stride };
  gsize   n_tiles = count_tiles (self->n_points), n_cells;

  g_return_val_if_fail (view->width <= MOST_PIXELS && view->height <= MOST_PIXELS, FALSE);

  drawing.n_bands = (view->height + BAND - 1) / BAND;
  n_cells = n_tiles * (N_LAYERS * drawing.n_bands + 1);
  if (n_cells > self->n_cells_made)
    {
      g_free (self->cells);
      self->n_cells_made = 0;
      self->cells = mus_try_new (guint32, n_cells, error);
      if (self->cells == NULL)
        return FALSE;
      self->n_cells_made = n_cells;
    }

  mus_point_sprite_prepare (&self->sprites[0], view->radius * self->dimmed_scale, DIMMED_OPACITY);
  mus_point_sprite_prepare (&self->sprites[1], view->radius, SHOWN_OPACITY);
  if (view->height > 0)
    mus_parallel_for (n_tiles, sort_tile, &drawing);
  mus_parallel_for (drawing.n_bands, blend_band, &drawing);

  return TRUE;
}
