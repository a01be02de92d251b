/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-track-row.h"

#include "explore/mus-swatch.h"
#include "taste/mus-thumb-buttons.h"

#define GAP 9        /* between the dot and the texts */
#define LINE_GAP 1   /* between the two lines */
#define PADDING 3    /* above and below */
#define MIN_TEXT 60
#define SMALL (5.0 / 6.0) /* the second line's size */

struct _MusTrackRow
{
  GtkWidget parent_instance;

  MusTasteStore *tastes;
  guint32        row;
  char          *title;
  char          *subtitle;

  GtkWidget *swatch;
  GtkWidget *thumbs; /* (nullable): made when they are to be seen */
};

G_DEFINE_FINAL_TYPE (MusTrackRow, mus_track_row, GTK_TYPE_WIDGET)

/* Whoever has taken a thumb back by the keyboard goes on in the list. */
static void
remove_thumbs (MusTrackRow *self)
{
  if (self->thumbs != NULL && gtk_widget_get_focus_child (GTK_WIDGET (self)) == self->thumbs)
    gtk_widget_grab_focus (gtk_widget_get_parent (GTK_WIDGET (self)));
  g_clear_pointer (&self->thumbs, gtk_widget_unparent);
}

/* Buttons for each row would make the list slow: only rows that the pointer is on, or that
 * have a thumb, get them. */
static void
update_thumbs (MusTrackRow *self)
{
  gboolean is_wanted =
      self->row != MUS_NO_ROW &&
      ((gtk_widget_get_state_flags (GTK_WIDGET (self)) & GTK_STATE_FLAG_PRELIGHT) != 0 ||
       mus_taste_store_get_verdict (self->tastes, self->row) != MUS_VERDICT_NONE);

  if (!is_wanted)
    {
      remove_thumbs (self);
      return;
    }

  if (self->thumbs == NULL)
    {
      self->thumbs = mus_thumb_buttons_new ();
      gtk_widget_add_css_class (self->thumbs, "on-demand");
      gtk_widget_set_parent (self->thumbs, GTK_WIDGET (self));
    }
  mus_thumb_buttons_set (MUS_THUMB_BUTTONS (self->thumbs), self->tastes, self->row);
}

static void
mus_track_row_state_flags_changed (GtkWidget *widget, GtkStateFlags before)
{
  GTK_WIDGET_CLASS (mus_track_row_parent_class)->state_flags_changed (widget, before);

  if (((gtk_widget_get_state_flags (widget) ^ before) & GTK_STATE_FLAG_PRELIGHT) != 0)
    update_thumbs (MUS_TRACK_ROW (widget));
}

static void
find_line_heights (GtkWidget *widget, int *large, int *small)
{
  PangoContext     *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int height = pango_font_metrics_get_ascent (metrics) + pango_font_metrics_get_descent (metrics);

  pango_font_metrics_unref (metrics);
  *large = PANGO_PIXELS_CEIL (height);
  *small = PANGO_PIXELS_CEIL ((int) (height * SMALL));
}

static void
mus_track_row_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                       int *minimum, int *natural, int *minimum_baseline,
                       int *natural_baseline)
{
  int swatch, large, small;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      gtk_widget_measure (MUS_TRACK_ROW (widget)->swatch, orientation, -1, &swatch, NULL, NULL,
                          NULL);
      *minimum = *natural = swatch + GAP + MIN_TEXT;
      return;
    }

  find_line_heights (widget, &large, &small);
  *minimum = *natural = 2 * PADDING + large + LINE_GAP + small;
}

/* At the row's start, or at its end. */
static void
place_child (GtkWidget *widget, GtkWidget *child, gboolean at_end, int height)
{
  gboolean      is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation place = { 0, 0, 0, height };

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &place.width, NULL, NULL, NULL);
  if (at_end != is_rtl)
    place.x = gtk_widget_get_width (widget) - place.width;
  gtk_widget_size_allocate (child, &place, -1);
}

static void
mus_track_row_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MusTrackRow *self = MUS_TRACK_ROW (widget);

  place_child (widget, self->swatch, FALSE, height);
  if (self->thumbs != NULL)
    place_child (widget, self->thumbs, TRUE, height);
}

static void
append_line (GtkWidget *widget, GtkSnapshot *snapshot, const char *text, double size, float alpha,
             float x, float y, int width)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  colour.alpha *= alpha;
  if (size < 1.0)
    {
      PangoAttrList *attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_scale_new (size));
      pango_layout_set_attributes (layout, attributes);
      pango_attr_list_unref (attributes);
    }
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_width (layout, width * PANGO_SCALE);
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
}

static void
mus_track_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MusTrackRow *self = MUS_TRACK_ROW (widget);
  int          dot = gtk_widget_get_width (self->swatch) + GAP;
  int   thumbs = self->thumbs != NULL ? gtk_widget_get_width (self->thumbs) : 0;
  int   width = gtk_widget_get_width (widget) - dot - thumbs;
  float x = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? (float) thumbs
                                                                  : (float) dot;
  int   large, small;

  gtk_widget_snapshot_child (widget, self->swatch, snapshot);
  if (self->thumbs != NULL)
    gtk_widget_snapshot_child (widget, self->thumbs, snapshot);
  if (self->title == NULL || width <= 0)
    return;

  find_line_heights (widget, &large, &small);
  append_line (widget, snapshot, self->title, 1.0, 1.0f, x, PADDING, width);
  append_line (widget, snapshot, self->subtitle, SMALL, 0.6f, x,
               (float) (PADDING + large + LINE_GAP), width);
}

static void
mus_track_row_dispose (GObject *object)
{
  MusTrackRow *self = MUS_TRACK_ROW (object);

  g_clear_pointer (&self->swatch, gtk_widget_unparent);
  g_clear_pointer (&self->thumbs, gtk_widget_unparent);
  if (self->tastes != NULL)
    g_signal_handlers_disconnect_by_data (self->tastes, self);
  g_clear_object (&self->tastes);

  G_OBJECT_CLASS (mus_track_row_parent_class)->dispose (object);
}

static void
mus_track_row_finalize (GObject *object)
{
  MusTrackRow *self = MUS_TRACK_ROW (object);

  g_free (self->title);
  g_free (self->subtitle);

  G_OBJECT_CLASS (mus_track_row_parent_class)->finalize (object);
}

static void
mus_track_row_class_init (MusTrackRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mus_track_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = mus_track_row_finalize;
  widget_class->measure = mus_track_row_measure;
  widget_class->size_allocate = mus_track_row_size_allocate;
  widget_class->snapshot = mus_track_row_snapshot;
  widget_class->state_flags_changed = mus_track_row_state_flags_changed;
  gtk_widget_class_set_css_name (widget_class, "trackrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
mus_track_row_init (MusTrackRow *self)
{
  self->row = MUS_NO_ROW;
  self->swatch = mus_swatch_new ();
  gtk_widget_set_parent (self->swatch, GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
mus_track_row_new (MusTasteStore *tastes)
{
  MusTrackRow *self = g_object_new (MUS_TYPE_TRACK_ROW, NULL);

  self->tastes = g_object_ref (tastes);
  g_signal_connect_swapped (tastes, "changed", G_CALLBACK (update_thumbs), self);

  return GTK_WIDGET (self);
}

void
mus_track_row_set (MusTrackRow *self, MusCatalog *catalog, MusFamilies *families, guint32 row)
{
  guint16          genre = mus_catalog_genre (catalog, row);
  g_autofree char *artists = mus_catalog_artists_text (catalog, row);
  g_autofree char *name = NULL;

  self->row = row;
  update_thumbs (self);
  g_free (self->title);
  g_free (self->subtitle);
  self->title = g_strdup (mus_catalog_text (catalog, row, MUS_TEXT_TITLE));
  self->subtitle =
      genre != MUS_NO_GENRE
          ? g_strconcat (artists, " · ", mus_catalog_genre_name (catalog, genre), NULL)
          : g_strdup (artists);
  mus_swatch_set_genre (MUS_SWATCH (self->swatch), families, genre);
  name = g_strconcat (self->title, ", ", self->subtitle, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
