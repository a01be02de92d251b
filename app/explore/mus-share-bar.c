/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-share-bar.h"

#define WIDTH 84
#define HEIGHT 8

struct _MusShareBar
{
  GtkWidget parent_instance;

  double zero; /* where it is, and where the bar ends: 0 at the start, 1 at the end */
  double end;
};

G_DEFINE_FINAL_TYPE (MusShareBar, mus_share_bar, GTK_TYPE_WIDGET)

static void
mus_share_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MusShareBar     *self = MUS_SHARE_BAR (widget);
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  float            width = (float) gtk_widget_get_width (widget);
  float            top = ((float) gtk_widget_get_height (widget) - HEIGHT) / 2.0f;
  gboolean         mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  float            zero = (float) (mirrored ? 1.0 - self->zero : self->zero) * (width - 1.0f);
  float            end = (float) (mirrored ? 1.0 - self->end : self->end) * (width - 1.0f);
  GdkRGBA          line, bar;

  gtk_style_context_get_color (style, &line);
  if (!gtk_style_context_lookup_color (
          style, self->end >= self->zero ? "success_color" : "error_color", &bar))
    bar = line;
  line.alpha *= 0.4f;

  gtk_snapshot_append_color (snapshot, &bar,
                             &GRAPHENE_RECT_INIT (MIN (zero, end), top, ABS (end - zero), HEIGHT));
  gtk_snapshot_append_color (snapshot, &line,
                             &GRAPHENE_RECT_INIT (zero, top - 2.0f, 1.0f, HEIGHT + 4.0f));
}

static void
mus_share_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT + 4;
}

static void
mus_share_bar_class_init (MusShareBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = mus_share_bar_snapshot;
  widget_class->measure = mus_share_bar_measure;
  /* The number stands beside it. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
mus_share_bar_init (MusShareBar *self)
{
}

GtkWidget *
mus_share_bar_new (double share, double low, double high)
{
  MusShareBar *self = g_object_new (MUS_TYPE_SHARE_BAR, NULL);
  double       from = MIN (low, 0.0);
  double       span = MAX (MAX (high, 0.0) - from, 1e-9);

  self->zero = -from / span;
  self->end = (share - from) / span;

  return GTK_WIDGET (self);
}
