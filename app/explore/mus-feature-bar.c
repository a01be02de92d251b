/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-feature-bar.h"

#include <glib/gi18n.h>

#define HEIGHT 8
#define MARK_WIDTH 4
#define MARK_HEIGHT 14

struct _MusFeatureBar
{
  GtkWidget parent_instance;

  MusFeature feature;
  float      low;   /* the 1st percentile */
  float      high;  /* the 99th */
  float      first; /* the 25th */
  float      third; /* the 75th */
  float      value;
};

G_DEFINE_FINAL_TYPE (MusFeatureBar, mus_feature_bar, GTK_TYPE_WIDGET)

static double
place (MusFeatureBar *self, float value)
{
  double span = (double) self->high - (double) self->low;

  return span > 0.0 ? CLAMP (((double) value - (double) self->low) / span, 0.0, 1.0) : 0.5;
}

static void
append_bar (GtkSnapshot *snapshot, double x, double y, double width, double height,
            const GdkRGBA *colour)
{
  graphene_rect_t bounds =
      GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height);
  GskRoundedRect rounded;

  gsk_rounded_rect_init_from_rect (&rounded, &bounds, (float) MIN (width, height) / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  gtk_snapshot_append_color (snapshot, colour, &bounds);
  gtk_snapshot_pop (snapshot);
}

static void
mus_feature_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MusFeatureBar   *self = MUS_FEATURE_BAR (widget);
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  double           width = gtk_widget_get_width (widget);
  double           middle = gtk_widget_get_height (widget) / 2.0;
  gboolean         mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  double           from = place (self, self->first);
  double           to = place (self, self->third);
  double           at = place (self, self->value);
  GdkRGBA          text, faint, band, mark;

  gtk_style_context_get_color (style, &text);
  faint = band = text;
  faint.alpha = 0.1f;
  band.alpha = 0.22f;
  if (!gtk_style_context_lookup_color (style, "accent_color", &mark))
    mark = text;
  if (mirrored)
    {
      double swap = 1.0 - from;

      from = 1.0 - to;
      to = swap;
      at = 1.0 - at;
    }

  append_bar (snapshot, 0, middle - HEIGHT / 2.0, width, HEIGHT, &faint);
  append_bar (snapshot, from * width, middle - HEIGHT / 2.0, MAX ((to - from) * width, 2),
              HEIGHT, &band);
  append_bar (snapshot, at * (width - MARK_WIDTH), middle - MARK_HEIGHT / 2.0, MARK_WIDTH,
              MARK_HEIGHT, &mark);
}

static void
mus_feature_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                         int *minimum, int *natural, int *minimum_baseline,
                         int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 40 : MARK_HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 60 : MARK_HEIGHT;
}

static void
mus_feature_bar_class_init (MusFeatureBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = mus_feature_bar_snapshot;
  widget_class->measure = mus_feature_bar_measure;
  gtk_widget_class_set_css_name (widget_class, "featurebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

static void
mus_feature_bar_init (MusFeatureBar *self)
{
}

GtkWidget *
mus_feature_bar_new (MusFeature feature)
{
  MusFeatureBar *self = g_object_new (MUS_TYPE_FEATURE_BAR, NULL);

  self->feature = feature;

  return GTK_WIDGET (self);
}

void
mus_feature_bar_set (MusFeatureBar *self, const MusDistribution *distribution, float value)
{
  const float     *quantile = distribution->quantile[self->feature];
  g_autofree char *text = mus_feature_format (self->feature, value);

  self->low = quantile[1];
  self->first = quantile[25];
  self->third = quantile[75];
  self->high = quantile[99];
  self->value = value;
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, mus_feature_label (self->feature),
      GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, (double) self->low, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX,
      (double) self->high, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, (double) value,
      GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
