/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/mus-loss-chart.h"

#include <glib/gi18n.h>
#include <math.h>

#include "training/mus-axis.h"

#define MARGIN 12
#define LABEL_GAP 8
#define Y_LABEL_WIDTH 64
#define X_LABEL_HEIGHT 40

struct _MusLossChart
{
  GtkWidget parent_instance;

  GArray  *points; /* MusTrainingPoint */
  guint    limit;
  gboolean log_scale;
  gint     hovered; /* index of a point, or -1 */
};

G_DEFINE_FINAL_TYPE (MusLossChart, mus_loss_chart, GTK_TYPE_WIDGET)

enum
{
  PROP_LOG_SCALE = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

typedef enum
{
  CURVE_TRAIN,
  CURVE_VALIDATION,
  N_CURVES,
} Curve;

/* How the chart stands in its widget. */
typedef struct
{
  MusAxis         x;
  MusAxis         y;
  graphene_rect_t plot;
  GdkRGBA         text;
  GdkRGBA         colour[N_CURVES];
} Frame;

static const MusTrainingPoint *
get_point (MusLossChart *self, guint i)
{
  return &g_array_index (self->points, MusTrainingPoint, i);
}

static double
get_loss (const MusTrainingPoint *point, Curve curve)
{
  return curve == CURVE_TRAIN ? point->train_loss : point->validation_loss;
}

static const char *
get_curve_label (Curve curve)
{
  return curve == CURVE_TRAIN ? _ ("Training (with dropout)") : _ ("Validation");
}

/*
 * Where things stand
 */

static void
find_range (MusLossChart *self, double *low, double *high)
{
  *low = INFINITY;
  *high = -INFINITY;
  for (guint i = 0; i < self->points->len; i++)
    for (guint c = 0; c < N_CURVES; c++)
      {
        double loss = get_loss (get_point (self, i), (Curve) c);

        if (isfinite (loss) && (!self->log_scale || loss > 0.0))
          {
            *low = MIN (*low, loss);
            *high = MAX (*high, loss);
          }
      }
  if (*low > *high)
    {
      *low = self->log_scale ? 0.001 : 0.0;
      *high = 1.0;
    }
  if (!self->log_scale)
    *low = MIN (*low, 0.0);
}

static void
make_frame (MusLossChart *self, Frame *frame)
{
  static const char *const names[] = { "chart_train", "chart_validation" };
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));
  float  width = (float) gtk_widget_get_width (GTK_WIDGET (self));
  float  height = (float) gtk_widget_get_height (GTK_WIDGET (self));
  double low, high;

  find_range (self, &low, &high);
  mus_axis_fit (&frame->y, low, high, self->log_scale);
  frame->x.low = 1.0;
  frame->x.high = MAX (2.0, (double) MAX (self->limit, self->points->len));
  frame->x.is_log = FALSE;
  frame->plot = GRAPHENE_RECT_INIT (MARGIN + Y_LABEL_WIDTH, MARGIN,
                                    MAX (width - 2 * MARGIN - Y_LABEL_WIDTH, 10.0f),
                                    MAX (height - 2 * MARGIN - X_LABEL_HEIGHT, 10.0f));
  gtk_style_context_get_color (style, &frame->text);
  for (guint c = 0; c < N_CURVES; c++)
    if (!gtk_style_context_lookup_color (style, names[c], &frame->colour[c]))
      frame->colour[c] = frame->text;
}

static double
x_of (const Frame *frame, double epoch)
{
  return (double) frame->plot.origin.x +
         mus_axis_place (&frame->x, epoch) * (double) frame->plot.size.width;
}

static double
y_of (const Frame *frame, double loss)
{
  return (double) frame->plot.origin.y +
         (1.0 - mus_axis_place (&frame->y, loss)) * (double) frame->plot.size.height;
}

/*
 * Drawing
 */

static void
set_colour (cairo_t *cr, const GdkRGBA *colour, double alpha)
{
  cairo_set_source_rgba (cr, (double) colour->red, (double) colour->green,
                         (double) colour->blue, alpha);
}

/* Where in the text its anchor is: 0 left or top, 1 right or bottom. */
static void
draw_text (MusLossChart *self, cairo_t *cr, const char *text, double x, double y,
           double anchor_x, double anchor_y)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  cairo_move_to (cr, round (x - anchor_x * width), round (y - anchor_y * height));
  pango_cairo_show_layout (cr, layout);
}

static void
draw_y_axis (MusLossChart *self, cairo_t *cr, const Frame *frame)
{
  double ticks[MUS_AXIS_MAX_TICKS];
  guint  n = mus_axis_ticks (&frame->y, 5, ticks);
  double left = (double) frame->plot.origin.x;

  cairo_set_line_width (cr, 1.0);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("%.4g", ticks[i]);
      double           y = round (y_of (frame, ticks[i])) + 0.5;

      set_colour (cr, &frame->text, 0.15);
      cairo_move_to (cr, left, y);
      cairo_line_to (cr, left + (double) frame->plot.size.width, y);
      cairo_stroke (cr);
      set_colour (cr, &frame->text, 0.75);
      draw_text (self, cr, text, left - LABEL_GAP, y, 1.0, 0.5);
    }
}

static void
draw_x_axis (MusLossChart *self, cairo_t *cr, const Frame *frame)
{
  double ticks[MUS_AXIS_MAX_TICKS];
  guint  n = mus_axis_ticks (&frame->x, 8, ticks);
  double bottom = (double) (frame->plot.origin.y + frame->plot.size.height);

  set_colour (cr, &frame->text, 0.75);
  for (guint i = 0; i < n; i++)
    if (ticks[i] >= 1.0 && fmod (ticks[i], 1.0) == 0.0)
      {
        g_autofree char *text = g_strdup_printf ("%.0f", ticks[i]);

        draw_text (self, cr, text, x_of (frame, ticks[i]), bottom + LABEL_GAP / 2.0, 0.5, 0.0);
      }
  draw_text (self, cr, _ ("Epoch"),
             (double) (frame->plot.origin.x + frame->plot.size.width / 2.0f),
             bottom + X_LABEL_HEIGHT, 0.5, 1.0);
}

static void
draw_curve (MusLossChart *self, cairo_t *cr, const Frame *frame, Curve curve)
{
  static const double dashes[] = { 7.0, 4.0 };
  gboolean            is_down = FALSE;

  set_colour (cr, &frame->colour[curve], 1.0);
  cairo_set_line_width (cr, 2.0);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_dash (cr, dashes, curve == CURVE_TRAIN ? G_N_ELEMENTS (dashes) : 0, 0.0);
  for (guint i = 0; i < self->points->len; i++)
    {
      double y = y_of (frame, get_loss (get_point (self, i), curve));
      double x = x_of (frame, get_point (self, i)->epoch);

      if (!isfinite (y))
        is_down = FALSE;
      else if (is_down)
        cairo_line_to (cr, x, y);
      else
        {
          cairo_move_to (cr, x, y);
          is_down = TRUE;
        }
    }
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0.0);
  if (self->points->len == 1 && is_down)
    {
      cairo_arc (cr, x_of (frame, 1.0), y_of (frame, get_loss (get_point (self, 0), curve)), 2.5,
                 0.0, 2.0 * G_PI);
      cairo_fill (cr);
    }
}

static void
draw_legend (MusLossChart *self, cairo_t *cr, const Frame *frame)
{
  static const double dashes[] = { 7.0, 4.0 };
  double right = (double) (frame->plot.origin.x + frame->plot.size.width) - MARGIN;
  double top = (double) frame->plot.origin.y + 2 * MARGIN;

  for (guint c = 0; c < N_CURVES; c++)
    {
      double y = top + 22.0 * c;

      set_colour (cr, &frame->colour[c], 1.0);
      cairo_set_line_width (cr, 2.0);
      cairo_set_dash (cr, dashes, c == CURVE_TRAIN ? G_N_ELEMENTS (dashes) : 0, 0.0);
      cairo_move_to (cr, right - 32.0, y);
      cairo_line_to (cr, right, y);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0.0);
      set_colour (cr, &frame->text, 1.0);
      draw_text (self, cr, get_curve_label ((Curve) c), right - 40.0, y, 1.0, 0.5);
    }
}

static void
draw_best_epoch (MusLossChart *self, cairo_t *cr, const Frame *frame)
{
  guint  best = get_point (self, self->points->len - 1)->best_epoch;
  double x, y;

  if (best < 1 || best > self->points->len)
    return;

  x = x_of (frame, best);
  y = y_of (frame, get_point (self, best - 1)->validation_loss);
  if (!isfinite (y))
    return;

  set_colour (cr, &frame->colour[CURVE_VALIDATION], 1.0);
  cairo_arc (cr, x, y, 4.5, 0.0, 2.0 * G_PI);
  cairo_fill (cr);
}

static char *
describe_point (const MusTrainingPoint *point)
{
  return g_strdup_printf (_ ("Epoch %u\nTraining: %.4g\nValidation: %.4g\nLearning rate: %.2e\n"
                             "Dropout: %.1f %%"),
                          point->epoch, point->train_loss, point->validation_loss,
                          point->learning_rate, 100.0 * point->dropout);
}

static void
draw_hover (MusLossChart *self, cairo_t *cr, const Frame *frame)
{
  const MusTrainingPoint *point = get_point (self, (guint) self->hovered);
  double                  x = round (x_of (frame, point->epoch)) + 0.5;

  set_colour (cr, &frame->text, 0.4);
  cairo_set_line_width (cr, 1.0);
  cairo_move_to (cr, x, (double) frame->plot.origin.y);
  cairo_line_to (cr, x, (double) (frame->plot.origin.y + frame->plot.size.height));
  cairo_stroke (cr);
  for (guint c = 0; c < N_CURVES; c++)
    {
      double y = y_of (frame, get_loss (point, (Curve) c));

      if (!isfinite (y))
        continue;
      set_colour (cr, &frame->colour[c], 1.0);
      cairo_arc (cr, x, y, 3.5, 0.0, 2.0 * G_PI);
      cairo_fill (cr);
    }
}

static void
mus_loss_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MusLossChart   *self = MUS_LOSS_CHART (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                               (float) gtk_widget_get_height (widget));
  cairo_t        *cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  Frame           frame;

  make_frame (self, &frame);
  draw_y_axis (self, cr, &frame);
  draw_x_axis (self, cr, &frame);
  if (self->points->len > 0)
    {
      for (guint c = 0; c < N_CURVES; c++)
        draw_curve (self, cr, &frame, (Curve) c);
      draw_best_epoch (self, cr, &frame);
    }
  draw_legend (self, cr, &frame);
  if (self->hovered >= 0)
    draw_hover (self, cr, &frame);
  cairo_destroy (cr);
}

/*
 * Values under the pointer
 */

static gint
find_hovered (MusLossChart *self, double x)
{
  Frame  frame;
  double epoch;

  if (self->points->len == 0)
    return -1;

  make_frame (self, &frame);
  epoch = frame.x.low + (x - (double) frame.plot.origin.x) / (double) frame.plot.size.width *
                            (frame.x.high - frame.x.low);
  if (epoch < 0.5 || epoch > (double) self->points->len + 0.5)
    return -1;

  return CLAMP ((gint) lround (epoch) - 1, 0, (gint) self->points->len - 1);
}

static void
set_hovered (MusLossChart *self, gint hovered)
{
  if (hovered == self->hovered)
    return;

  self->hovered = hovered;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  gtk_widget_trigger_tooltip_query (GTK_WIDGET (self));
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, MusLossChart *self)
{
  set_hovered (self, find_hovered (self, x));
}

static void
leave_cb (GtkEventControllerMotion *controller, MusLossChart *self)
{
  set_hovered (self, -1);
}

static gboolean
mus_loss_chart_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard,
                              GtkTooltip *tooltip)
{
  MusLossChart    *self = MUS_LOSS_CHART (widget);
  g_autofree char *text = NULL;

  if (self->hovered < 0)
    return FALSE;

  text = describe_point (get_point (self, (guint) self->hovered));
  gtk_tooltip_set_text (tooltip, text);

  return TRUE;
}

/*
 * The widget
 */

static void
update_description (MusLossChart *self)
{
  g_autofree char *text = NULL;

  if (self->points->len > 0)
    text = describe_point (get_point (self, self->points->len - 1));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text != NULL ? text : "", -1);
}

static void
mus_loss_chart_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LOG_SCALE)
    g_value_set_boolean (value, MUS_LOSS_CHART (object)->log_scale);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
mus_loss_chart_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id != PROP_LOG_SCALE)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }

  MUS_LOSS_CHART (object)->log_scale = g_value_get_boolean (value);
  gtk_widget_queue_draw (GTK_WIDGET (object));
}

static void
mus_loss_chart_finalize (GObject *object)
{
  g_clear_pointer (&MUS_LOSS_CHART (object)->points, g_array_unref);

  G_OBJECT_CLASS (mus_loss_chart_parent_class)->finalize (object);
}

static void
mus_loss_chart_class_init (MusLossChartClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = mus_loss_chart_finalize;
  object_class->get_property = mus_loss_chart_get_property;
  object_class->set_property = mus_loss_chart_set_property;
  widget_class->snapshot = mus_loss_chart_snapshot;
  widget_class->query_tooltip = mus_loss_chart_query_tooltip;

  properties[PROP_LOG_SCALE] =
      g_param_spec_boolean ("log-scale", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "losschart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
mus_loss_chart_init (MusLossChart *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->points = g_array_new (FALSE, FALSE, sizeof (MusTrainingPoint));
  self->hovered = -1;
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Loss of each epoch"), -1);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

void
mus_loss_chart_set_points (MusLossChart *self, const MusTrainingPoint *points, gsize n_points,
                           guint limit)
{
  g_array_set_size (self->points, 0);
  if (n_points > 0)
    g_array_append_vals (self->points, points, (guint) n_points);
  self->limit = limit;
  if (self->hovered >= (gint) n_points)
    self->hovered = -1;
  update_description (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
