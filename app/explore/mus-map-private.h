/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the files of the map share; nobody else includes this. */

#include "explore/mus-map-covers.h"
#include "explore/mus-map-flight.h"
#include "explore/mus-map-glide.h"
#include "explore/mus-map.h"
#include "picture/mus-point-raster.h"

G_BEGIN_DECLS

/* How long flights take, in seconds, about: to zoom, to show a track or all, and to follow
 * a layout that moves. */
#define ZOOM_SECONDS 0.08
#define SHOW_SECONDS 0.12
#define FOLLOW_SECONDS 0.25

/* Of one step. */
#define ZOOM_FACTOR 1.6

struct _MusMap
{
  GtkWidget parent_instance;

  MusCatalog  *catalog;   /* nullable */
  MusFamilies *families;  /* nullable */
  MusMatrix   *positions; /* (M, 2), nullable */
  guint8      *states;    /* MusGenreState, one a genre and one more */
  guint8      *allowed;   /* one a track; NULL: all are */
  guint32      selected;  /* a row or MUS_NO_ROW, as the next two */
  guint32      hovered;
  guint32      cursor;    /* of the keyboard */
  double       pointer_x; /* where it was seen last */
  double       pointer_y;
  gboolean     keys_point; /* the cursor has moved since, not the pointer */
  GArray      *similar;   /* of guint32, as the next three */
  GArray      *likes;
  GArray      *dislikes;
  GArray      *for_you;
  gboolean     shows_thumbs;
  gboolean     shows_for_you;

  MusPointRaster *raster; /* belongs to the layer of points */
  MusPointIndex  *index;  /* of the positions; NULL until something is looked for */
  gboolean        finished; /* the positions are those of a finished layout */
  gboolean        follows; /* the view fits all tracks, whatever they do */
  MusMapView      wanted;  /* to show as soon as that is possible; zoom 0: nothing */

  MusViewport  *viewport;
  MusMapFlight *flight;
  MusMapGlide  *glide;

  MusMapCovers *covers;

  /* The layers, from below. */
  GtkWidget *points;
  GtkWidget *taste; /* marks of thumbs, and of what answers them */
  GtkWidget *selection;
  GtkWidget *labels;
  GtkWidget *pointed;
};

/* mus-map.c */

MusPointIndex *mus_map_ensure_index (MusMap *self);
gboolean       mus_map_has_place (MusMap *self, guint32 row);
gboolean       mus_map_is_visible (guint32 row, gpointer map);
void           mus_map_locate (MusMap *self, guint32 row, double *x, double *y);
guint32        mus_map_find_nearest (MusMap *self, double x, double y, double radius);
void           mus_map_activate_track (MusMap *self, guint32 row);
void           mus_map_request_context (MusMap *self, guint32 row);

/* mus-map-highlights.c */

void mus_map_update_pointed_marks (MusMap *self);
void mus_map_update_accessible (MusMap *self);
void mus_map_set_hovered (MusMap *self, guint32 row);
void mus_map_set_cursor (MusMap *self, guint32 row);

/* mus-map-view.c */

void mus_map_moved_by_user (GtkWidget *widget);
void mus_map_zoom_by (MusMap *self, double x, double y, double factor);
void mus_map_fit_all (MusMap *self, double seconds);
void mus_map_show_track (MusMap *self, guint32 row);
void mus_map_show_wanted (MusMap *self);

/* mus-map-pointer.c */

gboolean mus_map_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard,
                                GtkTooltip *tooltip);
void     mus_map_add_pointer (MusMap *self);

/* mus-map-keyboard.c */

void mus_map_class_add_keys (GtkWidgetClass *klass);

G_END_DECLS
