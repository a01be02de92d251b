/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-legend-header.h"

#include <glib/gi18n.h>

#include "explore/mus-swatch.h"

/* A map that is less wide than that, in pixels, has no room for the unfolded legend. */
#define NARROW 780.0

/* And one that is less wide than that has none for the dots either. */
#define VERY_NARROW 580.0

/* As the settings have it. */
enum
{
  FOLD_BY_WIDTH,
  FOLDED,
  UNFOLDED,
};

struct _MusLegendHeader
{
  GtkWidget parent_instance;

  GSettings *settings; /* nullable */
  gboolean   narrow;   /* the map is */
  gboolean   very_narrow;
  guint      fold_id;

  GtkWidget *title;
  GtkWidget *dots;
};

G_DEFINE_FINAL_TYPE (MusLegendHeader, mus_legend_header, GTK_TYPE_WIDGET)

static guint folded_signal;

static gboolean
shall_fold (MusLegendHeader *self)
{
  int choice = self->settings != NULL ? g_settings_get_enum (self->settings, "legend")
                                      : FOLD_BY_WIDTH;

  return choice == FOLDED || (choice == FOLD_BY_WIDTH && self->narrow);
}

static void
update_dots (MusLegendHeader *self)
{
  gtk_widget_set_visible (self->dots,
                          !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->title)) &&
                              !self->very_narrow);
}

static void
update (MusLegendHeader *self)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->title), !shall_fold (self));
  update_dots (self);
}

/* Not while sizes are being allocated: folding asks for another one. */
static gboolean
update_later (gpointer data)
{
  MusLegendHeader *self = data;

  self->fold_id = 0;
  update (self);

  return G_SOURCE_REMOVE;
}

static void
toggled_cb (MusLegendHeader *self)
{
  update_dots (self);
  g_signal_emit (self, folded_signal, 0);
}

/* By the user, unlike the above. */
static void
clicked_cb (GtkToggleButton *title, MusLegendHeader *self)
{
  if (self->settings != NULL)
    g_settings_set_enum (self->settings, "legend",
                         gtk_toggle_button_get_active (title) ? UNFOLDED : FOLDED);
}

static void
adapt_to_viewport (MusLegendHeader *self, MusViewport *viewport)
{
  double   width = mus_viewport_get_width (viewport);
  gboolean narrow = width < NARROW, very_narrow = width < VERY_NARROW;

  if ((narrow == self->narrow && very_narrow == self->very_narrow) || width <= 0.0)
    return;

  self->narrow = narrow;
  self->very_narrow = very_narrow;
  if (self->fold_id == 0)
    self->fold_id = g_idle_add (update_later, self);
}

static void
mus_legend_header_dispose (GObject *object)
{
  MusLegendHeader *self = MUS_LEGEND_HEADER (object);

  g_clear_handle_id (&self->fold_id, g_source_remove);
  g_clear_pointer (&self->title, gtk_widget_unparent);
  g_clear_pointer (&self->dots, gtk_widget_unparent);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (mus_legend_header_parent_class)->dispose (object);
}

static void
mus_legend_header_class_init (MusLegendHeaderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mus_legend_header_dispose;
  folded_signal = g_signal_new ("folded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
mus_legend_header_init (MusLegendHeader *self)
{
  GtkWidget *inner = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (_("Genres"));

  self->title = gtk_toggle_button_new ();
  self->dots = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_append (GTK_BOX (inner), label);
  gtk_box_append (GTK_BOX (inner), gtk_image_new_from_icon_name ("pan-down-symbolic"));
  gtk_button_set_child (GTK_BUTTON (self->title), inner);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->title), TRUE);
  gtk_widget_add_css_class (self->title, "flat");
  gtk_widget_add_css_class (self->title, "title");
  gtk_widget_set_tooltip_text (self->title, _("Fold or Unfold the Legend"));
  gtk_widget_set_halign (self->title, GTK_ALIGN_START);
  gtk_widget_set_margin_end (self->dots, 6);
  g_signal_connect_swapped (self->title, "toggled", G_CALLBACK (toggled_cb), self);
  g_signal_connect (self->title, "clicked", G_CALLBACK (clicked_cb), self);
  gtk_widget_set_parent (self->title, GTK_WIDGET (self));
  gtk_widget_set_parent (self->dots, GTK_WIDGET (self));
  update_dots (self);
}

GtkWidget *
mus_legend_header_new (GtkWidget *content)
{
  MusLegendHeader *self = g_object_new (MUS_TYPE_LEGEND_HEADER, NULL);

  g_object_bind_property (self->title, "active", content, "visible", G_BINDING_SYNC_CREATE);

  return GTK_WIDGET (self);
}

void
mus_legend_header_set_viewport (MusLegendHeader *self, MusViewport *viewport)
{
  g_signal_connect_object (viewport, "changed", G_CALLBACK (adapt_to_viewport), self,
                           G_CONNECT_SWAPPED);
  adapt_to_viewport (self, viewport);
}

void
mus_legend_header_set_settings (MusLegendHeader *self, GSettings *settings)
{
  g_set_object (&self->settings, settings);
  update (self);
}

void
mus_legend_header_clear (MusLegendHeader *self)
{
  GtkWidget *dot;

  while ((dot = gtk_widget_get_first_child (self->dots)) != NULL)
    gtk_box_remove (GTK_BOX (self->dots), dot);
}

void
mus_legend_header_append (MusLegendHeader *self, const char *name)
{
  GtkWidget *dot = mus_swatch_new ();

  gtk_widget_set_tooltip_text (dot, name);
  gtk_box_append (GTK_BOX (self->dots), dot);
}

static MusSwatch *
get_dot (MusLegendHeader *self, guint family)
{
  GtkWidget *dot = gtk_widget_get_first_child (self->dots);

  while (family-- > 0)
    dot = gtk_widget_get_next_sibling (dot);

  return MUS_SWATCH (dot);
}

void
mus_legend_header_set_colour (MusLegendHeader *self, guint family, MusRgb colour)
{
  mus_swatch_set_colour (get_dot (self, family), colour);
}

void
mus_legend_header_set_shown (MusLegendHeader *self, guint family, gboolean shown)
{
  mus_swatch_set_filled (get_dot (self, family), shown);
}
