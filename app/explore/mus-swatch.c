/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-swatch.h"

#include <adwaita.h>

#define SIZE 10
#define RING_WIDTH 1.5f

struct _MusSwatch
{
  GtkWidget parent_instance;

  MusRgb       colour;
  gboolean     filled;
  gboolean     has_genre; /* whose colour follows the style */
  MusFamilies *families;
  guint16      genre;
};

G_DEFINE_FINAL_TYPE (MusSwatch, mus_swatch, GTK_TYPE_WIDGET)

static void
mus_swatch_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                    int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = SIZE;
}

static void
mus_swatch_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MusSwatch      *self = MUS_SWATCH (widget);
  GdkRGBA         colour = { (float) self->colour.red, (float) self->colour.green,
                             (float) self->colour.blue, 1.0f };
  graphene_rect_t square = GRAPHENE_RECT_INIT ((gtk_widget_get_width (widget) - SIZE) / 2.0f,
                                               (gtk_widget_get_height (widget) - SIZE) / 2.0f, SIZE,
                                               SIZE);
  GskRoundedRect  circle;

  gsk_rounded_rect_init_from_rect (&circle, &square, SIZE / 2.0f);
  if (self->filled)
    {
      gtk_snapshot_push_rounded_clip (snapshot, &circle);
      gtk_snapshot_append_color (snapshot, &colour, &square);
      gtk_snapshot_pop (snapshot);
    }
  else
    {
      const float   widths[] = { RING_WIDTH, RING_WIDTH, RING_WIDTH, RING_WIDTH };
      const GdkRGBA colours[] = { colour, colour, colour, colour };

      gtk_snapshot_append_border (snapshot, &circle, widths, colours);
    }
}

static void
follow_style (MusSwatch *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  guint    family, place, n_genres;

  if (!self->has_genre)
    return;

  if (self->families == NULL || self->genre == MUS_NO_GENRE)
    {
      mus_swatch_set_colour (self, mus_palette_none (dark));
      return;
    }
  family = mus_families_of (self->families, self->genre, &place);
  mus_families_genres (self->families, family, &n_genres);
  mus_swatch_set_colour (self, mus_palette_genre (family, mus_families_n (self->families),
                                                  place, n_genres, dark));
}

static void
mus_swatch_finalize (GObject *object)
{
  g_clear_pointer (&MUS_SWATCH (object)->families, mus_families_unref);

  G_OBJECT_CLASS (mus_swatch_parent_class)->finalize (object);
}

static void
mus_swatch_class_init (MusSwatchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mus_swatch_finalize;
  widget_class->measure = mus_swatch_measure;
  widget_class->snapshot = mus_swatch_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
mus_swatch_init (MusSwatch *self)
{
  self->filled = TRUE;
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (follow_style), self, G_CONNECT_SWAPPED);
}

GtkWidget *
mus_swatch_new (void)
{
  return g_object_new (MUS_TYPE_SWATCH, NULL);
}

void
mus_swatch_set_colour (MusSwatch *self, MusRgb colour)
{
  g_return_if_fail (MUS_IS_SWATCH (self));

  self->colour = colour;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mus_swatch_set_genre (MusSwatch *self, MusFamilies *families, guint16 genre)
{
  g_return_if_fail (MUS_IS_SWATCH (self));

  if (families != NULL)
    mus_families_ref (families);
  g_clear_pointer (&self->families, mus_families_unref);
  self->families = families;
  self->genre = genre;
  self->has_genre = TRUE;
  follow_style (self);
}

void
mus_swatch_set_filled (MusSwatch *self, gboolean filled)
{
  g_return_if_fail (MUS_IS_SWATCH (self));

  self->filled = filled;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
