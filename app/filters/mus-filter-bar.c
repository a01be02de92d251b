/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "filters/mus-filter-bar.h"

#include <glib/gi18n.h>

#include "explore/mus-tooltip.h"
#include "filters/mus-filter-text.h"

#define MAX_CHARS 32

struct _MusFilterBar
{
  GtkWidget parent_instance;

  MusFilters *filters;

  GtkWidget *box;
  GtkWidget *chips;
  GtkWidget *count;
  GtkWidget *clear;
};

G_DEFINE_FINAL_TYPE (MusFilterBar, mus_filter_bar, GTK_TYPE_WIDGET)

static guint
get_number (GtkWidget *chip)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (chip), "number"));
}

static void
feature_cleared_cb (MusFilterBar *self, GtkWidget *chip)
{
  mus_filters_clear_feature (self->filters, (MusFeature) get_number (chip));
}

static void
genres_cleared_cb (MusFilterBar *self, GtkWidget *chip)
{
  mus_filters_clear_genres (self->filters, (MusGenreRule) get_number (chip));
}

/* Takes @text. @number says what the chip is about. */
static void
add_chip (MusFilterBar *self, char *text, GCallback cleared, guint number)
{
  GtkWidget       *chip = gtk_button_new ();
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  GtkWidget       *label = gtk_label_new (text);
  /* translators: %s is a filter: "Tempo: 100 BPM to 130 BPM" */
  g_autofree char *action = g_strdup_printf (_ ("Clear “%s”"), text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_CHARS);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("window-close-symbolic"));
  gtk_button_set_child (GTK_BUTTON (chip), box);
  gtk_widget_add_css_class (chip, "filter-chip");
  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  mus_tooltip_set (chip, action);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, action, -1);
  g_object_set_data (G_OBJECT (chip), "number", GUINT_TO_POINTER (number));
  g_signal_connect_swapped (chip, "clicked", cleared, self);
  gtk_box_append (GTK_BOX (self->chips), chip);
  g_free (text);
}

static void
add_genre_chips (MusFilterBar *self)
{
  g_autofree char *in = mus_filter_text_genres (self->filters, MUS_GENRE_IN);
  g_autofree char *out = mus_filter_text_genres (self->filters, MUS_GENRE_OUT);

  if (in != NULL)
    /* translators: the genres that are let through: "Only samba, tango" */
    add_chip (self, g_strdup_printf (_ ("Only %s"), in), G_CALLBACK (genres_cleared_cb),
              MUS_GENRE_IN);
  if (out != NULL)
    /* translators: the genres that are left out: "No samba, tango" */
    add_chip (self, g_strdup_printf (_ ("No %s"), out), G_CALLBACK (genres_cleared_cb),
              MUS_GENRE_OUT);
}

static void
show_criteria (MusFilterBar *self)
{
  const MusCriteria *criteria = mus_filters_get_criteria (self->filters);
  GtkWidget         *chip;

  while ((chip = gtk_widget_get_first_child (self->chips)) != NULL)
    gtk_box_remove (GTK_BOX (self->chips), chip);
  gtk_widget_set_visible (GTK_WIDGET (self), mus_filters_are_on (self->filters));
  if (!mus_filters_are_on (self->filters))
    return;

  add_genre_chips (self);
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    if (mus_criteria_has_feature (criteria, f))
      {
        g_autofree char *text = mus_filter_text_feature (criteria, f);

        /* translators: a filter: a feature's name, and what is let through of it */
        add_chip (self, g_strdup_printf (C_ ("filter", "%s: %s"), mus_feature_label (f), text),
                  G_CALLBACK (feature_cleared_cb), f);
      }
}

static void
show_count (MusFilterBar *self)
{
  g_autofree char *text = mus_filter_text_count (self->filters);

  gtk_label_set_text (GTK_LABEL (self->count), text);
}

static void
mus_filter_bar_dispose (GObject *object)
{
  MusFilterBar *self = MUS_FILTER_BAR (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->filters);

  G_OBJECT_CLASS (mus_filter_bar_parent_class)->dispose (object);
}

static void
mus_filter_bar_class_init (MusFilterBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mus_filter_bar_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "filterbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
mus_filter_bar_init (MusFilterBar *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  self->chips = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->count = gtk_label_new (NULL);
  self->clear = gtk_button_new_with_mnemonic (_ ("_Clear All"));
  gtk_widget_add_css_class (self->count, "numeric");
  gtk_widget_add_css_class (self->count, "caption");
  gtk_widget_add_css_class (self->clear, "flat");
  /* Many chips are scrolled, without a bar that would hide them. */
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_EXTERNAL,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->chips);
  gtk_widget_set_hexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (self->box), scrolled);
  gtk_box_append (GTK_BOX (self->box), self->count);
  gtk_box_append (GTK_BOX (self->box), self->clear);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Filters that are on"), -1);
}

void
mus_filter_bar_set_filters (MusFilterBar *self, MusFilters *filters)
{
  self->filters = g_object_ref (filters);
  g_signal_connect_object (filters, "notify::criteria", G_CALLBACK (show_criteria), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (filters, "notify::allowed", G_CALLBACK (show_count), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->clear, "clicked", G_CALLBACK (mus_filters_clear), filters,
                           G_CONNECT_SWAPPED);
}
