/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "filters/mus-range-slider.h"

#include <glib/gi18n.h>
#include <math.h>

#define N_BINS 48

/* In pixels. */
#define HISTOGRAM 26
#define HANDLE 16
#define LINE 2

/* Steps that Page Up and Page Down go. */
#define PAGE 10

enum
{
  LOW,
  HIGH,
  N_ENDS,
};

struct _MusRangeSlider
{
  GtkWidget parent_instance;

  MusFeature feature;
  double     from; /* the value of step 0 */
  double     step;
  int        n_steps;
  int        at[N_ENDS]; /* in steps */
  float      bounds[N_ENDS]; /* as they were set, until the user moves them */
  guint32    counts[N_BINS];
  guint32    most; /* tracks in the fullest bin */

  GtkWidget *handles[N_ENDS];
  int        dragged; /* which handle */
  double     start_x;
};

G_DEFINE_FINAL_TYPE (MusRangeSlider, mus_range_slider, GTK_TYPE_WIDGET)

static guint changed_signal;

/*
 * Values and places
 */

/* What one step is, and where the scale begins and ends: shares from 0 to 1; of others the
 * few tracks that are far out don't take the room from all the rest. */
static void
set_scale (MusRangeSlider *self, const float *quantile)
{
  double low = (double) quantile[1];
  double high = (double) quantile[99];

  self->step = mus_feature_unit (self->feature);
  switch (self->feature)
    {
    case MUS_FEATURE_POPULARITY:
      low = 0.0;
      high = 100.0;
      break;
    case MUS_FEATURE_DURATION:
      self->step = 5000.0;
      break;
    case MUS_FEATURE_LOUDNESS:
      self->step = 0.5;
      break;
    case MUS_FEATURE_TEMPO:
      break;
    default:
      low = 0.0;
      high = 1.0;
    }

  self->from = floor (low / self->step) * self->step;
  self->n_steps = MAX ((int) ceil ((high - self->from) / self->step - 1e-6), 1);
}

/* The bound that an end stands for. The outermost places stand for none. */
static float
get_bound (MusRangeSlider *self, int end)
{
  if (end == LOW && self->at[LOW] <= 0)
    return -INFINITY;
  if (end == HIGH && self->at[HIGH] >= self->n_steps)
    return INFINITY;

  return (float) (self->from + self->at[end] * self->step);
}

static int
find_step (MusRangeSlider *self, float bound)
{
  double step = ((double) bound - self->from) / self->step;

  return (int) round (CLAMP (step, 0.0, self->n_steps));
}

static gboolean
is_mirrored (MusRangeSlider *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

/* The middle of a handle, from the left. */
static double
get_place (MusRangeSlider *self, int step)
{
  double share = (double) step / self->n_steps;

  if (is_mirrored (self))
    share = 1.0 - share;

  return HANDLE / 2.0 + share * (gtk_widget_get_width (GTK_WIDGET (self)) - HANDLE);
}

static int
find_step_at (MusRangeSlider *self, double x)
{
  double room = MAX (gtk_widget_get_width (GTK_WIDGET (self)) - HANDLE, 1);
  double share = CLAMP ((x - HANDLE / 2.0) / room, 0.0, 1.0);

  if (is_mirrored (self))
    share = 1.0 - share;

  return (int) lround (share * self->n_steps);
}

static void
update_handles (MusRangeSlider *self)
{
  for (int end = LOW; end < N_ENDS; end++)
    {
      float            bound = self->bounds[end];
      g_autofree char *text = isfinite (bound) ? mus_feature_format (self->feature, bound)
                                               : g_strdup (C_ ("range", "any"));

      gtk_accessible_update_property (
          GTK_ACCESSIBLE (self->handles[end]), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, self->from,
          GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, self->from + self->n_steps * self->step,
          GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, self->from + self->at[end] * self->step,
          GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
    }
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The ends never pass each other. */
static void
move_end (MusRangeSlider *self, int end, int step)
{
  step = end == LOW ? CLAMP (step, 0, self->at[HIGH]) : CLAMP (step, self->at[LOW], self->n_steps);
  if (step == self->at[end])
    return;

  self->at[end] = step;
  self->bounds[end] = get_bound (self, end);
  update_handles (self);
  g_signal_emit (self, changed_signal, 0);
}

/*
 * Pointer and keys
 */

/* The handle that a press takes: the nearer one. Where both are it is the one that can
 * move there. */
static int
choose_end (MusRangeSlider *self, double x)
{
  double to_low = fabs (x - get_place (self, self->at[LOW]));
  double to_high = fabs (x - get_place (self, self->at[HIGH]));

  if (to_low != to_high)
    return to_low < to_high ? LOW : HIGH;

  return find_step_at (self, x) < self->at[LOW] || self->at[HIGH] >= self->n_steps ? LOW : HIGH;
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, MusRangeSlider *self)
{
  self->dragged = choose_end (self, x);
  self->start_x = x;
  gtk_widget_grab_focus (self->handles[self->dragged]);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  if (fabs (x - get_place (self, self->at[self->dragged])) > HANDLE / 2.0)
    move_end (self, self->dragged, find_step_at (self, x));
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, MusRangeSlider *self)
{
  move_end (self, self->dragged, find_step_at (self, self->start_x + dx));
}

static gboolean
key_pressed_cb (GtkEventControllerKey *keys,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        modifiers,
                MusRangeSlider        *self)
{
  GtkWidget *handle = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (keys));
  int        end = handle == self->handles[HIGH] ? HIGH : LOW;
  int        rightward = is_mirrored (self) ? -1 : 1;
  int        at = self->at[end];

  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      at -= rightward;
      break;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      at += rightward;
      break;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      at--;
      break;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      at++;
      break;
    case GDK_KEY_Page_Down:
      at -= PAGE;
      break;
    case GDK_KEY_Page_Up:
      at += PAGE;
      break;
    case GDK_KEY_Home:
      at = 0;
      break;
    case GDK_KEY_End:
      at = self->n_steps;
      break;
    default:
      return FALSE;
    }
  move_end (self, end, at);

  return TRUE;
}

/*
 * The widget
 */

/* Roots, so that a bin with few tracks is seen beside one that has nearly all. */
static float
get_bar_height (MusRangeSlider *self, guint bin)
{
  if (self->counts[bin] == 0)
    return 0.0f;

  return MAX (HISTOGRAM * sqrtf ((float) self->counts[bin] / (float) self->most), 1.0f);
}

static void
mus_range_slider_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MusRangeSlider  *self = MUS_RANGE_SLIDER (widget);
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  float            room = (float) gtk_widget_get_width (widget) - HANDLE;
  float            width = room / N_BINS;
  float            low = (float) self->at[LOW] / (float) self->n_steps * N_BINS;
  float            high = (float) self->at[HIGH] / (float) self->n_steps * N_BINS;
  float            left = (float) get_place (self, self->at[is_mirrored (self) ? HIGH : LOW]);
  float            right = (float) get_place (self, self->at[is_mirrored (self) ? LOW : HIGH]);
  GdkRGBA          accent, faint;

  gtk_style_context_get_color (style, &faint);
  if (!gtk_style_context_lookup_color (style, "accent_bg_color", &accent))
    accent = faint;
  faint.alpha *= 0.22f;

  for (guint bin = 0; bin < N_BINS; bin++)
    {
      guint    place = is_mirrored (self) ? N_BINS - 1 - bin : bin;
      float    middle = (float) bin + 0.5f;
      gboolean is_in = middle >= low && middle <= high;
      float    height = get_bar_height (self, bin);

      if (height > 0.0f)
        gtk_snapshot_append_color (
            snapshot, is_in ? &accent : &faint,
            &GRAPHENE_RECT_INIT (HANDLE / 2.0f + (float) place * width, HISTOGRAM - height,
                                 MAX (width - 1.0f, 1.0f), height));
    }
  gtk_snapshot_append_color (
      snapshot, &faint, &GRAPHENE_RECT_INIT (HANDLE / 2.0f, HISTOGRAM + HANDLE / 2.0f - LINE / 2.0f,
                                             room, LINE));
  gtk_snapshot_append_color (
      snapshot, &accent,
      &GRAPHENE_RECT_INIT (left, HISTOGRAM + HANDLE / 2.0f - LINE / 2.0f, right - left, LINE));

  GTK_WIDGET_CLASS (mus_range_slider_parent_class)->snapshot (widget, snapshot);
}

static void
mus_range_slider_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                          int *minimum, int *natural, int *minimum_baseline,
                          int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 120 : HISTOGRAM + HANDLE;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 280 : HISTOGRAM + HANDLE;
}

static void
mus_range_slider_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MusRangeSlider *self = MUS_RANGE_SLIDER (widget);

  for (int end = LOW; end < N_ENDS; end++)
    {
      int           x = (int) round (get_place (self, self->at[end]) - HANDLE / 2.0);
      GtkAllocation place = { x, HISTOGRAM, HANDLE, HANDLE };
      int           minimum;

      gtk_widget_measure (self->handles[end], GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                          NULL);
      gtk_widget_size_allocate (self->handles[end], &place, -1);
    }
}

static void
mus_range_slider_dispose (GObject *object)
{
  MusRangeSlider *self = MUS_RANGE_SLIDER (object);

  for (int end = LOW; end < N_ENDS; end++)
    g_clear_pointer (&self->handles[end], gtk_widget_unparent);

  G_OBJECT_CLASS (mus_range_slider_parent_class)->dispose (object);
}

static void
mus_range_slider_class_init (MusRangeSliderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mus_range_slider_dispose;
  widget_class->snapshot = mus_range_slider_snapshot;
  widget_class->measure = mus_range_slider_measure;
  widget_class->size_allocate = mus_range_slider_size_allocate;

  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "rangeslider");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

/* Of a type that Tab stops at: a box lets it pass, focusable or not. */
static void
add_handle (MusRangeSlider *self, int end)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget          *handle = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role",
                                             GTK_ACCESSIBLE_ROLE_SLIDER, "css-name", "handle",
                                             "focusable", TRUE, NULL);

  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (handle, keys);
  gtk_widget_set_parent (handle, GTK_WIDGET (self));
  self->handles[end] = handle;
}

static void
mus_range_slider_init (MusRangeSlider *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->step = 1.0;
  self->n_steps = self->at[HIGH] = 1;
  self->bounds[LOW] = -INFINITY;
  self->bounds[HIGH] = INFINITY;
  add_handle (self, LOW);
  add_handle (self, HIGH);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

GtkWidget *
mus_range_slider_new (MusFeature feature)
{
  MusRangeSlider  *self = g_object_new (MUS_TYPE_RANGE_SLIDER, NULL);
  const char      *label = mus_feature_label (feature);
  /* translators: for a screen reader: the ends of a range of a feature: "Tempo, at least" */
  g_autofree char *low = g_strdup_printf (_ ("%s, at least"), label);
  /* translators: for a screen reader: the ends of a range of a feature: "Tempo, at most" */
  g_autofree char *high = g_strdup_printf (_ ("%s, at most"), label);

  self->feature = feature;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->handles[LOW]),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, low, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->handles[HIGH]),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, high, -1);

  return GTK_WIDGET (self);
}

void
mus_range_slider_set_catalog (MusRangeSlider        *self,
                              const MusCatalog      *catalog,
                              const MusDistribution *distribution)
{
  set_scale (self, distribution->quantile[self->feature]);
  mus_histogram_count (mus_catalog_features (catalog), self->feature, self->from,
                       self->from + self->n_steps * self->step, NULL, self->counts, N_BINS);
  self->most = 1;
  for (guint bin = 0; bin < N_BINS; bin++)
    self->most = MAX (self->most, self->counts[bin]);
  mus_range_slider_set (self, self->bounds[LOW], self->bounds[HIGH]);
}

void
mus_range_slider_set (MusRangeSlider *self, float low, float high)
{
  self->bounds[LOW] = low;
  self->bounds[HIGH] = high;
  self->at[LOW] = find_step (self, low);
  self->at[HIGH] = find_step (self, high);
  update_handles (self);
}

float
mus_range_slider_get_low (MusRangeSlider *self)
{
  return self->bounds[LOW];
}

float
mus_range_slider_get_high (MusRangeSlider *self)
{
  return self->bounds[HIGH];
}

GtkWidget *
mus_range_slider_get_handle (MusRangeSlider *self, gboolean is_high)
{
  return self->handles[is_high ? HIGH : LOW];
}
