/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-map-private.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "explore/mus-map-labels.h"
#include "explore/mus-map-marks.h"
#include "explore/mus-map-points.h"
#include "picture/mus-genre-colours.h"

/* In pixels. */
#define PICK_RADIUS 8.0

G_DEFINE_FINAL_TYPE (MusMap, mus_map, GTK_TYPE_WIDGET)

enum
{
  TRACK_ACTIVATED,
  CONTEXT_REQUESTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Looking for tracks */

gboolean
mus_map_is_visible (guint32 row, gpointer map)
{
  MusMap *self = map;
  guint16 genre = mus_catalog_genre (self->catalog, row);
  guint16 n_genres = mus_catalog_n_genres (self->catalog);

  return (self->allowed == NULL || self->allowed[row] != 0) &&
         self->states[genre == MUS_NO_GENRE ? n_genres : genre] != MUS_GENRE_HIDDEN;
}

/* The index is made when it is first needed after the positions have changed: frames of a
 * moving layout that nobody points at do without. */
MusPointIndex *
mus_map_ensure_index (MusMap *self)
{
  if (self->index == NULL && self->positions != NULL)
    self->index = mus_point_index_new (mus_matrix_data (self->positions),
                                       mus_matrix_n_rows (self->positions), NULL);

  return self->index;
}

gboolean
mus_map_has_place (MusMap *self, guint32 row)
{
  return self->positions != NULL && row < mus_matrix_n_rows (self->positions);
}

void
mus_map_locate (MusMap *self, guint32 row, double *x, double *y)
{
  const float *position = mus_matrix_row (self->positions, row);

  mus_viewport_data_to_view (self->viewport, position[0], position[1], x, y);
}

/* The nearest track to a place in the view, within @radius pixels. */
guint32
mus_map_find_nearest (MusMap *self, double x, double y, double radius)
{
  MusPointIndex *index = mus_map_ensure_index (self);
  double         data_x, data_y;

  if (index == NULL)
    return MUS_NO_ROW;

  mus_viewport_view_to_data (self->viewport, x, y, &data_x, &data_y);

  return mus_point_index_nearest (index, data_x, data_y,
                                  radius / mus_viewport_get_affine (self->viewport).scale,
                                  mus_map_is_visible, self);
}

guint32
mus_map_find_track (MusMap *self, double x, double y)
{
  g_return_val_if_fail (MUS_IS_MAP (self), MUS_NO_ROW);

  return mus_map_find_nearest (self, x, y, PICK_RADIUS);
}

void
mus_map_activate_track (MusMap *self, guint32 row)
{
  g_signal_emit (self, signals[TRACK_ACTIVATED], 0, row);
}

void
mus_map_request_context (MusMap *self, guint32 row)
{
  double x, y;

  mus_map_locate (self, row, &x, &y);
  g_signal_emit (self, signals[CONTEXT_REQUESTED], 0, row, x, y);
}

/* Colours */

static void
update_colours (MusMap *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  g_autofree MusRgb *colours = NULL;

  mus_map_marks_set_dark (MUS_MAP_MARKS (self->selection), dark);
  mus_map_marks_set_dark (MUS_MAP_MARKS (self->taste), dark);
  mus_map_marks_set_dark (MUS_MAP_MARKS (self->pointed), dark);
  mus_map_labels_set_dark (MUS_MAP_LABELS (self->labels), dark);
  if (self->raster == NULL)
    return;

  colours = mus_genre_colours_new (self->families, mus_catalog_n_genres (self->catalog), dark);
  mus_point_raster_set_colours (self->raster, colours);
  mus_map_points_invalidate (MUS_MAP_POINTS (self->points));
}

/* Data */

static void
set_raster (MusMap *self, MusPointRaster *raster)
{
  self->raster = raster;
  mus_map_points_set_raster (MUS_MAP_POINTS (self->points), raster);
}

static void
forget_catalog (MusMap *self)
{
  mus_map_set_selected (self, MUS_NO_ROW);
  g_clear_pointer (&self->states, g_free);
  g_clear_pointer (&self->allowed, g_free);
  g_clear_pointer (&self->catalog, mus_catalog_unref);
  mus_map_set_positions (self, NULL, FALSE);
  mus_map_set_regions (self, NULL);
  self->follows = TRUE;
  self->wanted.zoom = 0.0;
}

void
mus_map_set_catalog (MusMap *self, MusCatalog *catalog, MusFamilies *families)
{
  g_return_if_fail (MUS_IS_MAP (self));

  if (catalog != self->catalog)
    {
      forget_catalog (self);
      if (catalog != NULL)
        {
          self->catalog = mus_catalog_ref (catalog);
          self->states = g_new0 (guint8, mus_catalog_n_genres (catalog) + 1);
        }
    }
  g_clear_pointer (&self->families, mus_families_unref);
  self->families = families != NULL ? mus_families_ref (families) : NULL;
  update_colours (self);
}

/* Makes the raster for a new number of points. Returns whether there is one. */
static gboolean
ensure_raster (MusMap *self, gsize n_points, gsize n_before)
{
  if (self->raster != NULL && n_points == n_before)
    return TRUE;

  set_raster (self, mus_genre_raster_new (self->catalog, n_points, NULL));
  if (self->raster == NULL)
    return FALSE;

  mus_point_raster_set_states (self->raster, self->states);
  mus_point_raster_set_allowed (self->raster, self->allowed);
  update_colours (self);

  return TRUE;
}

/* The view over new positions: the first ones are fitted at once, later ones followed. */
static void
adapt_view (MusMap *self, double seconds)
{
  MusBounds bounds = mus_point_raster_get_bounds (self->raster);

  mus_viewport_set_bounds (self->viewport, &bounds);
  if (self->follows)
    mus_map_fit_all (self, seconds);
}

/* Where the tracks are now, be it on the way to another layout. */
static void
place_tracks (MusMatrix *positions, gpointer data)
{
  MusMap *self = data;

  if (positions != self->positions)
    {
      g_clear_pointer (&self->positions, mus_matrix_unref);
      self->positions = positions != NULL ? mus_matrix_ref (positions) : NULL;
    }
  g_clear_pointer (&self->index, mus_point_index_free);
  mus_map_set_hovered (self, MUS_NO_ROW);
  if (positions != NULL)
    {
      mus_point_raster_set_positions (self->raster, mus_matrix_data (positions));
      mus_map_points_invalidate (MUS_MAP_POINTS (self->points));
      adapt_view (self, FOLLOW_SECONDS);
    }
  mus_map_marks_set_tracks (MUS_MAP_MARKS (self->selection), self->catalog, self->positions);
  mus_map_marks_set_tracks (MUS_MAP_MARKS (self->taste), self->catalog, self->positions);
  mus_map_marks_set_tracks (MUS_MAP_MARKS (self->pointed), self->catalog, self->positions);
}

static void
forget_tracks (MusMap *self)
{
  place_tracks (NULL, self);
  set_raster (self, NULL);
  self->cursor = MUS_NO_ROW;
}

void
mus_map_set_positions (MusMap *self, MusMatrix *positions, gboolean finished)
{
  gsize    n = positions != NULL ? mus_matrix_n_rows (positions) : 0;
  gsize    n_before = self->positions != NULL ? mus_matrix_n_rows (self->positions) : 0;
  gboolean glides = finished && self->finished && n > 0 && n == n_before;

  g_return_if_fail (MUS_IS_MAP (self));
  g_return_if_fail (positions == NULL || self->catalog != NULL);

  self->finished = finished && positions != NULL;
  if (positions != NULL && positions == self->positions)
    {
      mus_map_show_wanted (self);
      return;
    }
  if (glides)
    {
      mus_map_glide_start (self->glide, self->positions, positions);
      return;
    }

  mus_map_glide_stop (self->glide);
  if (positions != NULL && ensure_raster (self, n, n_before))
    {
      place_tracks (positions, self);
      if (n_before == 0)
        adapt_view (self, 0.0);
      mus_map_show_wanted (self);
    }
  else
    {
      forget_tracks (self);
    }
  if (n != n_before)
    mus_map_update_accessible (self);
}

void
mus_map_set_regions (MusMap *self, MusRegions *regions)
{
  g_return_if_fail (MUS_IS_MAP (self));

  mus_map_labels_set_regions (MUS_MAP_LABELS (self->labels), regions);
}

void
mus_map_set_genre_states (MusMap *self, const guint8 *states)
{
  g_return_if_fail (MUS_IS_MAP (self));
  g_return_if_fail (self->catalog != NULL);

  memcpy (self->states, states, mus_catalog_n_genres (self->catalog) + 1);
  if (self->raster != NULL)
    mus_point_raster_set_states (self->raster, states);
  mus_map_points_invalidate (MUS_MAP_POINTS (self->points));
}

void
mus_map_set_allowed (MusMap *self, const guint8 *allowed)
{
  g_return_if_fail (MUS_IS_MAP (self));
  g_return_if_fail (allowed == NULL || self->catalog != NULL);

  g_clear_pointer (&self->allowed, g_free);
  if (allowed != NULL)
    self->allowed = g_memdup2 (allowed, mus_catalog_n_tracks (self->catalog));
  if (self->raster != NULL)
    mus_point_raster_set_allowed (self->raster, allowed);
  mus_map_set_hovered (self, MUS_NO_ROW);
  mus_map_points_invalidate (MUS_MAP_POINTS (self->points));
}

void
mus_map_add_cover (MusMap *self, GtkWidget *cover)
{
  g_return_if_fail (MUS_IS_MAP (self));

  mus_map_covers_add (self->covers, cover);
  gtk_widget_queue_draw (self->labels);
}

MusViewport *
mus_map_get_viewport (MusMap *self)
{
  g_return_val_if_fail (MUS_IS_MAP (self), NULL);

  return self->viewport;
}

guint
mus_map_get_n_drawn (MusMap *self)
{
  g_return_val_if_fail (MUS_IS_MAP (self), 0);

  return mus_map_points_get_n_drawn (MUS_MAP_POINTS (self->points));
}

/* The widget */

static void
mus_map_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MusMap *self = MUS_MAP (widget);

  mus_viewport_set_size (self->viewport, width, height);
  if (self->follows)
    mus_map_fit_all (self, 0.0);
  mus_map_show_wanted (self);
  for (GtkWidget *layer = gtk_widget_get_first_child (widget); layer != NULL;
       layer = gtk_widget_get_next_sibling (layer))
    if (GTK_IS_POPOVER (layer))
      gtk_popover_present (GTK_POPOVER (layer)); /* its menu, which has a size of its own */
    else
      gtk_widget_allocate (layer, width, height, baseline, NULL);
}

static void
mus_map_dispose (GObject *object)
{
  MusMap    *self = MUS_MAP (object);
  GtkWidget *layer;

  g_clear_pointer (&self->flight, mus_map_flight_free);
  g_clear_pointer (&self->glide, mus_map_glide_free);
  self->raster = NULL;
  while ((layer = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (layer);
  g_clear_object (&self->viewport);

  G_OBJECT_CLASS (mus_map_parent_class)->dispose (object);
}

static void
mus_map_finalize (GObject *object)
{
  MusMap *self = MUS_MAP (object);

  mus_map_covers_free (self->covers);
  g_clear_pointer (&self->index, mus_point_index_free);
  g_clear_pointer (&self->positions, mus_matrix_unref);
  g_clear_pointer (&self->families, mus_families_unref);
  g_clear_pointer (&self->catalog, mus_catalog_unref);
  g_free (self->states);
  g_free (self->allowed);
  g_array_unref (self->similar);
  g_array_unref (self->likes);
  g_array_unref (self->dislikes);
  g_array_unref (self->for_you);

  G_OBJECT_CLASS (mus_map_parent_class)->finalize (object);
}

static void
mus_map_class_init (MusMapClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = mus_map_dispose;
  object_class->finalize = mus_map_finalize;
  widget_class->size_allocate = mus_map_size_allocate;
  widget_class->query_tooltip = mus_map_query_tooltip;

  signals[TRACK_ACTIVATED] = g_signal_new ("track-activated", G_TYPE_FROM_CLASS (klass),
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                           G_TYPE_UINT);
  signals[CONTEXT_REQUESTED] = g_signal_new ("context-requested", G_TYPE_FROM_CLASS (klass),
                                             G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                             G_TYPE_UINT, G_TYPE_DOUBLE, G_TYPE_DOUBLE);

  mus_map_class_add_keys (widget_class);
  gtk_widget_class_set_css_name (widget_class, "musmap");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
mus_map_init (MusMap *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->selected = self->hovered = self->cursor = MUS_NO_ROW;
  self->similar = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->likes = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->dislikes = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->for_you = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->shows_thumbs = self->shows_for_you = TRUE;
  self->follows = TRUE;
  self->viewport = mus_viewport_new ();
  self->flight = mus_map_flight_new (widget, self->viewport);
  self->glide = mus_map_glide_new (widget, place_tracks, self);
  self->covers = mus_map_covers_new ();

  self->points = mus_map_points_new (self->viewport);
  self->selection = mus_map_marks_new (self->viewport, self->covers);
  self->labels = mus_map_labels_new (self->viewport, MUS_MAP_MARKS (self->selection),
                                     self->covers);
  self->taste = mus_map_marks_new (self->viewport, self->covers);
  self->pointed = mus_map_marks_new (self->viewport, self->covers);
  gtk_widget_set_parent (self->points, widget);
  gtk_widget_set_parent (self->taste, widget);
  gtk_widget_set_parent (self->selection, widget);
  gtk_widget_set_parent (self->labels, widget);
  gtk_widget_set_parent (self->pointed, widget);

  gtk_widget_add_css_class (widget, "view");
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_widget_set_vexpand (widget, TRUE);
  gtk_widget_set_has_tooltip (widget, TRUE);
  mus_map_add_pointer (self);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (update_colours), self, G_CONNECT_SWAPPED);
  update_colours (self);
  mus_map_update_accessible (self);
}

GtkWidget *
mus_map_new (void)
{
  return g_object_new (MUS_TYPE_MAP, NULL);
}
