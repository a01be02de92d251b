/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "musrec.h"
#include "picture/mus-viewport.h"

G_BEGIN_DECLS

/**
 * MusMap:
 *
 * The map of all tracks. It has its data by the setters below and knows no other view.
 *
 * Dragging pans, the wheel and pinching zoom around the pointer, a double click zooms in, a
 * click selects. While the map follows its data (until the user moves it, and again after
 * mus_map_fit()) the view grows with a layout that is still moving.
 *
 * Actions: "map.zoom-in" (plus), "map.zoom-out" (minus), "map.fit" (Ctrl+0), "map.step" with
 * a #MusDirection (arrows: the keyboard's cursor goes to the nearest track there), "map.pan"
 * with two numbers (Shift+arrows), "map.walk" with 1 or -1 (N and P: the cursor goes along
 * the similar tracks), "map.select" (Return, space), "map.context" (Menu, Shift+F10).
 *
 * Signals: "track-activated" (guint row): the user chose a track. "context-requested" (guint
 * row, double x, double y): the user asked for the menu of a track that stands there.
 */
#define MUS_TYPE_MAP (mus_map_get_type ())
G_DECLARE_FINAL_TYPE (MusMap, mus_map, MUS, MAP, GtkWidget)

GtkWidget *mus_map_new (void);

/**
 * mus_map_set_catalog:
 * @catalog: (nullable): whose tracks stand on it
 * @families: (nullable): for the colours; may come later, in a second call
 *
 * With another catalog than before, positions, regions, selection and hidden genres are
 * gone.
 */
void mus_map_set_catalog (MusMap *self, MusCatalog *catalog, MusFamilies *families);

/**
 * mus_map_set_positions:
 * @positions: (nullable): (M, 2) where the first M tracks stand, or %NULL for nothing yet
 * @finished: whether they stay there; else this is a frame of a layout that still moves, and
 *   it may come some thirty times a second
 *
 * From one finished layout to another one of as many tracks they glide.
 */
void mus_map_set_positions (MusMap *self, MusMatrix *positions, gboolean finished);

/**
 * mus_map_set_regions:
 * @regions: (nullable): what to write on it
 */
void mus_map_set_regions (MusMap *self, MusRegions *regions);

/**
 * mus_map_set_selected:
 * @row: or %MUS_NO_ROW
 *
 * Brings the track into the view where it is not. The similar tracks of the one before are
 * gone.
 */
void mus_map_set_selected (MusMap *self, guint32 row);

/**
 * mus_map_set_similar:
 * @rows: (array length=n_rows): the similar tracks of the selected one, copied
 */
void mus_map_set_similar (MusMap *self, const guint32 *rows, gsize n_rows);

/**
 * mus_map_set_thumbs:
 * @likes: (element-type guint32): liked tracks, the newest first
 * @dislikes: (element-type guint32): disliked ones
 *
 * Marks the newest some hundred of them.
 */
void mus_map_set_thumbs (MusMap *self, GArray *likes, GArray *dislikes);

/**
 * mus_map_set_for_you:
 * @rows: (element-type guint32): the tracks that answer the taste, the best first
 *
 * Marks all of them.
 */
void mus_map_set_for_you (MusMap *self, GArray *rows);

/**
 * mus_map_show_marks:
 *
 * Which of the two above show; both do at first.
 */
void mus_map_show_marks (MusMap *self, gboolean thumbs, gboolean for_you);

/**
 * mus_map_set_genre_states:
 * @states: (array): a #MusGenreState for each genre of the catalog, and one more for tracks
 *   without a genre; copied
 */
void mus_map_set_genre_states (MusMap *self, const guint8 *states);

/**
 * mus_map_set_allowed:
 * @allowed: (nullable): a byte for each track of the catalog, copied: those whose byte is 0
 *   are drawn faintly and can't be pointed at; %NULL: there is none
 */
void mus_map_set_allowed (MusMap *self, const guint8 *allowed);

/**
 * mus_map_add_cover:
 * @cover: a widget that is placed over the map: no label stands below it
 */
void mus_map_add_cover (MusMap *self, GtkWidget *cover);

void mus_map_zoom_in (MusMap *self);
void mus_map_zoom_out (MusMap *self);

/**
 * mus_map_fit:
 *
 * Shows all tracks, and follows the layout while it moves.
 */
void mus_map_fit (MusMap *self);

/**
 * mus_map_refit:
 *
 * What lies over the map has another size: while all tracks show, they are fitted again.
 */
void mus_map_refit (MusMap *self);

/**
 * MusMapView: a part of the map
 * @x: the datum in its middle
 * @zoom: as mus_viewport_get_zoom() tells it; 0 for all of the map, whatever it does
 */
typedef struct
{
  double x;
  double y;
  double zoom;
} MusMapView;

/**
 * mus_map_get_view:
 *
 * Returns: the part that shows, or that shall show when there is a map
 */
MusMapView mus_map_get_view (MusMap *self);

/**
 * mus_map_set_view:
 *
 * Shows a part of the map, as soon as there are a finished layout and room for it, and
 * unless the user moves the map before that.
 */
void mus_map_set_view (MusMap *self, const MusMapView *view);

/**
 * mus_map_get_viewport:
 *
 * Returns: (transfer none): which part of the map shows
 */
MusViewport *mus_map_get_viewport (MusMap *self);

/**
 * mus_map_find_track:
 * @x: in pixels of the widget
 * @y: in pixels of the widget
 *
 * Returns: the nearest track within reach that is not hidden, or %MUS_NO_ROW
 */
guint32 mus_map_find_track (MusMap *self, double x, double y);

/**
 * mus_map_get_cursor:
 *
 * Returns: the track that the keyboard's cursor is on, or %MUS_NO_ROW
 */
guint32 mus_map_get_cursor (MusMap *self);

/**
 * mus_map_get_pointed:
 *
 * Returns: the track that a key is about: the one under the pointer if that has moved since the
 *   keyboard's cursor has, or else the one that the cursor is on, or %MUS_NO_ROW
 */
guint32 mus_map_get_pointed (MusMap *self);

/**
 * mus_map_get_n_drawn:
 *
 * Returns: how often the points were drawn anew, for tests
 */
guint mus_map_get_n_drawn (MusMap *self);

G_END_DECLS
