/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-map-key.h"

#include <glib/gi18n.h>

#include "explore/mus-mark.h"

struct _MusMapKey
{
  GtkWidget parent_instance;

  GtkWidget *thumbs;
  GtkWidget *for_you;
};

G_DEFINE_FINAL_TYPE (MusMapKey, mus_map_key, GTK_TYPE_WIDGET)

/* @other is a second mark, or the same again for none. */
static GtkWidget *
make_button (MusMapKey *self, MusMarkKind kind, MusMarkKind other, const char *label,
             const char *tooltip)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);

  gtk_box_append (GTK_BOX (box), mus_mark_image_new (kind));
  if (other != kind)
    gtk_box_append (GTK_BOX (box), mus_mark_image_new (other));
  gtk_box_append (GTK_BOX (box), gtk_label_new (label));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_parent (button, GTK_WIDGET (self));

  return button;
}

static void
mus_map_key_dispose (GObject *object)
{
  MusMapKey *self = MUS_MAP_KEY (object);

  g_clear_pointer (&self->thumbs, gtk_widget_unparent);
  g_clear_pointer (&self->for_you, gtk_widget_unparent);

  G_OBJECT_CLASS (mus_map_key_parent_class)->dispose (object);
}

static void
mus_map_key_class_init (MusMapKeyClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mus_map_key_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
mus_map_key_init (MusMapKey *self)
{
  self->thumbs = make_button (self, MUS_MARK_LIKED, MUS_MARK_DISLIKED, _ ("Thumbs"),
                              _ ("Mark the tracks that you like (▲) and dislike (▼)"));
  self->for_you = make_button (self, MUS_MARK_FOR_YOU, MUS_MARK_FOR_YOU, _ ("For You"),
                               _ ("Mark the first tracks of For You"));
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                              3);
  gtk_widget_add_css_class (GTK_WIDGET (self), "map-card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "ways");
  mus_map_key_set_present (self, FALSE, FALSE);
}

void
mus_map_key_set_settings (MusMapKey *self, GSettings *settings)
{
  g_settings_bind (settings, "map-thumbs", self->thumbs, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "map-for-you", self->for_you, "active", G_SETTINGS_BIND_DEFAULT);
}

void
mus_map_key_set_present (MusMapKey *self, gboolean thumbs, gboolean for_you)
{
  gtk_widget_set_visible (self->thumbs, thumbs);
  gtk_widget_set_visible (self->for_you, for_you);
  gtk_widget_set_visible (GTK_WIDGET (self), thumbs || for_you);
}
