/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-map-private.h"

#include <glib/gi18n.h>

#include "explore/mus-map-marks.h"

/*
 * The tracks that are marked on the map, and what a screen reader says of them.
 */

/* Liked and disliked tracks that are marked, of each. */
#define MAX_THUMBS 200

static void
update_selection_marks (MusMap *self)
{
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (MusMark));
  MusMark mark = { self->selected, MUS_MARK_SELECTED };

  if (self->selected != MUS_NO_ROW)
    {
      g_array_append_val (marks, mark);
      mark.kind = MUS_MARK_SIMILAR;
      for (guint i = 0; i < self->similar->len; i++)
        {
          mark.row = g_array_index (self->similar, guint32, i);
          g_array_append_val (marks, mark);
        }
    }
  mus_map_marks_set (MUS_MAP_MARKS (self->selection), (const MusMark *) marks->data, marks->len);
  gtk_widget_queue_draw (self->labels);
}

void
mus_map_update_pointed_marks (MusMap *self)
{
  MusMark marks[2] = { 0 };
  gsize   n = 0;

  /* On the selected track it has a mark already. */
  if (self->cursor != self->selected && gtk_widget_has_focus (GTK_WIDGET (self)))
    marks[n++] = (MusMark) { self->cursor, MUS_MARK_CURSOR };
  if (self->hovered != MUS_NO_ROW)
    marks[n++] = (MusMark) { self->hovered, MUS_MARK_HOVERED };
  mus_map_marks_set (MUS_MAP_MARKS (self->pointed), marks, n);
}

void
mus_map_set_hovered (MusMap *self, guint32 row)
{
  if (row == self->hovered)
    return;

  self->hovered = row;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), row != MUS_NO_ROW ? "pointer" : NULL);
  mus_map_update_pointed_marks (self);
}

/* What a screen reader says of the map, and of the track that the cursor is on. */
void
mus_map_update_accessible (MusMap *self)
{
  gsize            n = self->positions != NULL ? mus_matrix_n_rows (self->positions) : 0;
  g_autofree char *tracks = NULL;
  g_autofree char *label = NULL;
  const char      *pointed = "";

  tracks = g_strdup_printf (ngettext ("Map of %'zu track",
                                      "Map of %'zu tracks", n), n);
  if (self->selected != MUS_NO_ROW)
    /* Translators: what a screen reader says; "Map of 5,000 tracks" and the title of one. */
    label = g_strdup_printf (_("%s, “%s” is selected"), tracks,
                             mus_catalog_text (self->catalog, self->selected, MUS_TEXT_TITLE));
  if (self->cursor != MUS_NO_ROW)
    pointed = mus_catalog_text (self->catalog, self->cursor, MUS_TEXT_TITLE);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label != NULL ? label : tracks,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, pointed, -1);
}

void
mus_map_set_cursor (MusMap *self, guint32 row)
{
  self->cursor = row;
  self->keys_point = TRUE;
  mus_map_set_hovered (self, MUS_NO_ROW);
  mus_map_update_pointed_marks (self);
  mus_map_update_accessible (self);
  if (row != MUS_NO_ROW)
    mus_map_show_track (self, row);
}

void
mus_map_set_selected (MusMap *self, guint32 row)
{
  g_return_if_fail (MUS_IS_MAP (self));
  g_return_if_fail (row == MUS_NO_ROW ||
                    (self->catalog != NULL && row < mus_catalog_n_tracks (self->catalog)));

  if (row == self->selected)
    return;

  self->selected = row;
  self->cursor = row;
  g_array_set_size (self->similar, 0);
  update_selection_marks (self);
  mus_map_update_pointed_marks (self);
  mus_map_update_accessible (self);
  mus_map_show_track (self, row);
}

void
mus_map_set_similar (MusMap *self, const guint32 *rows, gsize n_rows)
{
  g_return_if_fail (MUS_IS_MAP (self));

  g_array_set_size (self->similar, 0);
  if (n_rows > 0)
    g_array_append_vals (self->similar, rows, (guint) n_rows);
  update_selection_marks (self);
}

/* The first of @rows: more would hide the map. */
static void
append_marks (GArray *marks, GArray *rows, guint most, MusMarkKind kind)
{
  for (guint i = 0; i < MIN (rows->len, most); i++)
    {
      MusMark mark = { g_array_index (rows, guint32, i), kind };

      g_array_append_val (marks, mark);
    }
}

static void
update_taste_marks (MusMap *self)
{
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (MusMark));

  if (self->shows_for_you)
    append_marks (marks, self->for_you, G_MAXUINT, MUS_MARK_FOR_YOU);
  if (self->shows_thumbs)
    {
      append_marks (marks, self->likes, MAX_THUMBS, MUS_MARK_LIKED);
      append_marks (marks, self->dislikes, MAX_THUMBS, MUS_MARK_DISLIKED);
    }
  mus_map_marks_set (MUS_MAP_MARKS (self->taste), (const MusMark *) marks->data, marks->len);
  gtk_widget_trigger_tooltip_query (GTK_WIDGET (self));
}

static void
take_rows (GArray **rows, GArray *others)
{
  GArray *before = *rows;

  *rows = g_array_ref (others);
  g_array_unref (before);
}

void
mus_map_set_thumbs (MusMap *self, GArray *likes, GArray *dislikes)
{
  g_return_if_fail (MUS_IS_MAP (self));

  take_rows (&self->likes, likes);
  take_rows (&self->dislikes, dislikes);
  update_taste_marks (self);
}

void
mus_map_set_for_you (MusMap *self, GArray *rows)
{
  g_return_if_fail (MUS_IS_MAP (self));

  take_rows (&self->for_you, rows);
  update_taste_marks (self);
}

void
mus_map_show_marks (MusMap *self, gboolean thumbs, gboolean for_you)
{
  g_return_if_fail (MUS_IS_MAP (self));

  self->shows_thumbs = thumbs;
  self->shows_for_you = for_you;
  update_taste_marks (self);
}

guint32
mus_map_get_pointed (MusMap *self)
{
  g_return_val_if_fail (MUS_IS_MAP (self), MUS_NO_ROW);

  return mus_map_has_place (self, self->hovered) ? self->hovered : mus_map_get_cursor (self);
}
