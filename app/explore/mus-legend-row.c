/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-legend-row.h"

#include <glib/gi18n.h>

#include "explore/mus-swatch.h"
#include "explore/mus-tooltip.h"

struct _MusLegendRow
{
  GtkListBoxRow parent_instance;

  char    *name;
  guint    first;
  guint    n_genres;
  gboolean is_family;

  GtkWidget *arrow; /* NULL in a genre's row */
  GtkWidget *swatch;
  GtkWidget *label;
  GtkWidget *eye;
};

G_DEFINE_FINAL_TYPE (MusLegendRow, mus_legend_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  EYE_CLICKED,
  UNFOLD_TOGGLED,
  POINTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
click_eye (MusLegendRow *self)
{
  g_signal_emit (self, signals[EYE_CLICKED], 0);
}

static void
toggle_arrow (MusLegendRow *self)
{
  gboolean unfolded = mus_legend_row_get_unfolded (self);

  gtk_button_set_icon_name (GTK_BUTTON (self->arrow),
                            unfolded ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->arrow), GTK_ACCESSIBLE_STATE_EXPANDED,
                               unfolded, -1);
  g_signal_emit (self, signals[UNFOLD_TOGGLED], 0);
}

static void
come (MusLegendRow *self)
{
  g_signal_emit (self, signals[POINTED], 0, TRUE);
}

static void
go (MusLegendRow *self)
{
  g_signal_emit (self, signals[POINTED], 0, FALSE);
}

static GtkWidget *
make_arrow (MusLegendRow *self)
{
  GtkWidget       *arrow = gtk_toggle_button_new ();
  g_autofree char *label = g_strdup_printf (_("Genres of %s"), self->name);

  gtk_button_set_icon_name (GTK_BUTTON (arrow), "pan-end-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_STATE_EXPANDED, FALSE, -1);
  mus_tooltip_set (arrow, label);
  gtk_widget_add_css_class (arrow, "flat");
  g_signal_connect_swapped (arrow, "toggled", G_CALLBACK (toggle_arrow), self);

  return arrow;
}

static void
fill_row (MusLegendRow *self)
{
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  g_autofree char *tooltip = g_strdup_printf (_("Show only %s"), self->name);

  self->swatch = mus_swatch_new ();
  gtk_box_append (GTK_BOX (box), self->swatch);

  self->label = gtk_label_new (self->name);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->label, TRUE);
  mus_tooltip_set (self->label, tooltip);
  gtk_box_append (GTK_BOX (box), self->label);

  if (self->is_family)
    {
      self->arrow = make_arrow (self);
      gtk_box_append (GTK_BOX (box), self->arrow);
    }

  self->eye = gtk_button_new ();
  gtk_widget_add_css_class (self->eye, "flat");
  gtk_widget_add_css_class (self->eye, "eye");
  g_signal_connect_swapped (self->eye, "clicked", G_CALLBACK (click_eye), self);
  gtk_box_append (GTK_BOX (box), self->eye);

  gtk_widget_add_css_class (GTK_WIDGET (self), self->is_family ? "family" : "genre");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  mus_legend_row_set_shown (self, self->n_genres);
}

static void
mus_legend_row_finalize (GObject *object)
{
  g_free (MUS_LEGEND_ROW (object)->name);

  G_OBJECT_CLASS (mus_legend_row_parent_class)->finalize (object);
}

static void
mus_legend_row_class_init (MusLegendRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mus_legend_row_finalize;

  signals[EYE_CLICKED] = g_signal_new ("eye-clicked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[UNFOLD_TOGGLED] = g_signal_new ("unfold-toggled", G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[POINTED] = g_signal_new ("pointed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
mus_legend_row_init (MusLegendRow *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (come), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (go), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (come), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (go), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

GtkWidget *
mus_legend_row_new (const char *name, guint first, guint n_genres, gboolean is_family)
{
  MusLegendRow *self = g_object_new (MUS_TYPE_LEGEND_ROW, NULL);

  self->name = g_strdup (name);
  self->first = first;
  self->n_genres = n_genres;
  self->is_family = is_family;
  fill_row (self);

  return GTK_WIDGET (self);
}

const char *
mus_legend_row_get_name (MusLegendRow *self)
{
  return self->name;
}

guint
mus_legend_row_get_first (MusLegendRow *self)
{
  return self->first;
}

guint
mus_legend_row_get_n_genres (MusLegendRow *self)
{
  return self->n_genres;
}

gboolean
mus_legend_row_is_family (MusLegendRow *self)
{
  return self->is_family;
}

gboolean
mus_legend_row_get_unfolded (MusLegendRow *self)
{
  return self->arrow != NULL && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->arrow));
}

void
mus_legend_row_set_unfolded (MusLegendRow *self, gboolean unfolded)
{
  if (self->arrow != NULL)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->arrow), unfolded);
}

void
mus_legend_row_set_colour (MusLegendRow *self, MusRgb colour)
{
  mus_swatch_set_colour (MUS_SWATCH (self->swatch), colour);
}

void
mus_legend_row_set_shown (MusLegendRow *self, guint n_shown)
{
  gboolean         all = n_shown == self->n_genres;
  g_autofree char *action = g_strdup_printf (all ? _("Hide %s") : _("Show %s"), self->name);

  mus_swatch_set_filled (MUS_SWATCH (self->swatch), n_shown > 0);
  gtk_button_set_icon_name (GTK_BUTTON (self->eye),
                            n_shown > 0 ? "view-reveal-symbolic" : "view-conceal-symbolic");
  mus_tooltip_set (self->eye, action);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->eye), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  action, -1);
  if (n_shown > 0 && !all)
    gtk_widget_add_css_class (self->eye, "partly");
  else
    gtk_widget_remove_css_class (self->eye, "partly");
  if (n_shown == 0)
    gtk_widget_add_css_class (self->label, "dim-label");
  else
    gtk_widget_remove_css_class (self->label, "dim-label");
}
