/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-swatch.h"

#define SIZE 10
#define RING_WIDTH 1.5f

struct _MusSwatch
{
  GtkWidget parent_instance;

  MusRgb   colour;
  gboolean filled;
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
mus_swatch_class_init (MusSwatchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = mus_swatch_measure;
  widget_class->snapshot = mus_swatch_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
mus_swatch_init (MusSwatch *self)
{
  self->filled = TRUE;
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
mus_swatch_set_filled (MusSwatch *self, gboolean filled)
{
  g_return_if_fail (MUS_IS_SWATCH (self));

  self->filled = filled;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
