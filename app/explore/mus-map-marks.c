/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-map-marks.h"

#include <math.h>

#include "explore/mus-halo-text.h"

/* In pixels. */
#define LINE_WIDTH 1.5
#define REACH 12.0 /* of any mark around its track */

struct _MusMapMarks
{
  GtkWidget parent_instance;

  MusViewport        *viewport;
  const MusMapCovers *covers;    /* the map's */
  MusCatalog         *catalog;   /* nullable */
  MusMatrix          *positions; /* (M, 2), nullable */
  GArray             *marks;     /* of MusMark */
  gboolean            dark;
};

G_DEFINE_FINAL_TYPE (MusMapMarks, mus_map_marks, GTK_TYPE_WIDGET)

/* Where the track of @mark shows; FALSE when it has no place. */
static gboolean
locate (MusMapMarks *self, const MusMark *mark, double *x, double *y)
{
  const float *position;

  if (self->positions == NULL || mark->row >= mus_matrix_n_rows (self->positions))
    return FALSE;

  position = mus_matrix_row (self->positions, mark->row);
  mus_viewport_data_to_view (self->viewport, position[0], position[1], x, y);

  return isfinite (*x) && isfinite (*y);
}

static void
draw_lines (MusMapMarks *self, cairo_t *cr, const MusMarkColours *colours)
{
  double   from_x = 0.0, from_y = 0.0, x, y;
  gboolean has_start = FALSE;

  for (guint i = 0; i < self->marks->len; i++)
    {
      const MusMark *mark = &g_array_index (self->marks, MusMark, i);

      if (mark->kind == MUS_MARK_SELECTED)
        {
          has_start = locate (self, mark, &from_x, &from_y);
        }
      else if (mark->kind == MUS_MARK_SIMILAR && has_start && locate (self, mark, &x, &y))
        {
          cairo_move_to (cr, from_x, from_y);
          cairo_line_to (cr, x, y);
          mus_mark_stroke (cr, colours, &colours->accent, LINE_WIDTH);
        }
    }
}

/* What any mark at that place takes. */
static graphene_rect_t
surround (double x, double y)
{
  return GRAPHENE_RECT_INIT ((float) (x - REACH), (float) (y - REACH), (float) (2.0 * REACH),
                             (float) (2.0 * REACH));
}

/* The smallest rectangle that has all marks, as far as it is in the view: what cairo draws
 * on is made anew for each frame. Returns whether there is anything in it. */
static gboolean
measure_marks (MusMapMarks *self, graphene_rect_t *bounds)
{
  graphene_rect_t view;
  double          x, y;
  gboolean        has_marks = FALSE;

  for (guint i = 0; i < self->marks->len; i++)
    {
      graphene_rect_t around;

      if (!locate (self, &g_array_index (self->marks, MusMark, i), &x, &y))
        continue;
      around = surround (x, y);
      if (has_marks)
        graphene_rect_union (bounds, &around, bounds);
      else
        *bounds = around;
      has_marks = TRUE;
    }

  graphene_rect_init (&view, 0.0f, 0.0f, (float) gtk_widget_get_width (GTK_WIDGET (self)),
                      (float) gtk_widget_get_height (GTK_WIDGET (self)));

  return has_marks && graphene_rect_intersection (bounds, &view, bounds);
}

static gboolean
has_title (MusMarkKind kind)
{
  return kind == MUS_MARK_SELECTED || kind == MUS_MARK_CURSOR;
}

/* The room for a line of text on either side of a place, up to the view's edges or what lies
 * over the map. */
static void
measure_room (MusMapMarks *self, double x, double y, int height, double *left, double *right)
{
  g_autoptr (GArray) boxes = mus_map_covers_measure (self->covers, GTK_WIDGET (self));

  *left = x - REACH;
  *right = gtk_widget_get_width (GTK_WIDGET (self)) - x - REACH;
  for (guint i = 0; i < boxes->len; i++)
    {
      const MusBox *box = &g_array_index (boxes, MusBox, i);

      if (y + height / 2.0 < box->y || y - height / 2.0 > box->y + box->height)
        continue;
      if (box->x > x)
        *right = MIN (*right, box->x - x - REACH);
      else if (box->x + box->width < x)
        *left = MIN (*left, x - box->x - box->width - REACH);
    }
}

/* A track's title, and where it stands beside the track's mark at (@x, @y). */
static PangoLayout *
place_title (MusMapMarks *self, guint32 row, double x, double y, graphene_rect_t *area)
{
  const char  *title = mus_catalog_text (self->catalog, row, MUS_TEXT_TITLE);
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), title);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  double left, right;
  int    width, height;

  pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_get_pixel_size (layout, &width, &height);
  /* On the side where it fits, or where more of it does. */
  measure_room (self, x, y, height, &left, &right);
  width = (int) MAX (0.0, MIN (width, MAX (left, right)));
  pango_layout_set_width (layout, width * PANGO_SCALE);
  x += width <= right ? REACH : -REACH - width;
  graphene_rect_init (area, (float) round (x), (float) round (y - height / 2.0), (float) width,
                      (float) height);

  return layout;
}

static void
append_title (MusMapMarks *self, GtkSnapshot *snapshot, guint32 row, double x, double y)
{
  graphene_rect_t           area;
  g_autoptr (PangoLayout)   layout = place_title (self, row, x, y, &area);
  g_autoptr (GskRenderNode) node =
      mus_halo_text_node (layout, GTK_WIDGET (self), self->dark);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &area.origin);
  gtk_snapshot_append_node (snapshot, node);
  gtk_snapshot_restore (snapshot);
}

static void
mus_map_marks_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MusMapMarks    *self = MUS_MAP_MARKS (widget);
  MusMarkColours  colours;
  graphene_rect_t bounds;
  double          x, y;
  cairo_t        *cr;

  if (!measure_marks (self, &bounds))
    return;

  mus_mark_colours_init (&colours, widget);
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  draw_lines (self, cr, &colours);
  /* The first one on top. */
  for (guint i = self->marks->len; i-- > 0;)
    {
      const MusMark *mark = &g_array_index (self->marks, MusMark, i);

      if (locate (self, mark, &x, &y))
        mus_mark_draw (cr, mark->kind, x, y, &colours);
    }
  cairo_destroy (cr);

  for (guint i = 0; i < self->marks->len; i++)
    {
      const MusMark *mark = &g_array_index (self->marks, MusMark, i);

      if (has_title (mark->kind) && self->catalog != NULL && locate (self, mark, &x, &y))
        append_title (self, snapshot, mark->row, x, y);
    }
}

static void
mus_map_marks_dispose (GObject *object)
{
  MusMapMarks *self = MUS_MAP_MARKS (object);

  g_clear_object (&self->viewport);
  g_clear_pointer (&self->catalog, mus_catalog_unref);
  g_clear_pointer (&self->positions, mus_matrix_unref);
  g_clear_pointer (&self->marks, g_array_unref);

  G_OBJECT_CLASS (mus_map_marks_parent_class)->dispose (object);
}

static void
mus_map_marks_class_init (MusMapMarksClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mus_map_marks_dispose;
  GTK_WIDGET_CLASS (klass)->snapshot = mus_map_marks_snapshot;
}

static void
mus_map_marks_init (MusMapMarks *self)
{
  self->marks = g_array_new (FALSE, FALSE, sizeof (MusMark));
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

GtkWidget *
mus_map_marks_new (MusViewport *viewport, const MusMapCovers *covers)
{
  MusMapMarks *self = g_object_new (MUS_TYPE_MAP_MARKS, NULL);

  self->viewport = g_object_ref (viewport);
  self->covers = covers;
  g_signal_connect_object (viewport, "changed", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

void
mus_map_marks_set_tracks (MusMapMarks *self, MusCatalog *catalog, MusMatrix *positions)
{
  g_clear_pointer (&self->catalog, mus_catalog_unref);
  g_clear_pointer (&self->positions, mus_matrix_unref);
  self->catalog = catalog != NULL ? mus_catalog_ref (catalog) : NULL;
  self->positions = positions != NULL ? mus_matrix_ref (positions) : NULL;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mus_map_marks_set (MusMapMarks *self, const MusMark *marks, gsize n_marks)
{
  g_array_set_size (self->marks, 0);
  if (n_marks > 0)
    g_array_append_vals (self->marks, marks, (guint) n_marks);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
mus_map_marks_get_selected_area (MusMapMarks *self, graphene_rect_t *area)
{
  const MusMark *mark = (const MusMark *) self->marks->data;
  graphene_rect_t title, around;
  double          x, y;
  g_autoptr (PangoLayout) layout = NULL;

  if (self->marks->len == 0 || mark->kind != MUS_MARK_SELECTED || self->catalog == NULL ||
      !locate (self, mark, &x, &y))
    return FALSE;

  layout = place_title (self, mark->row, x, y, &title);
  around = surround (x, y);
  graphene_rect_union (&around, &title, area);

  return TRUE;
}

void
mus_map_marks_set_dark (MusMapMarks *self, gboolean dark)
{
  self->dark = dark;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
