/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-thumb-buttons.h"

#include <glib/gi18n.h>

#include "explore/mus-tooltip.h"

struct _MusThumbButtons
{
  GtkWidget parent_instance;

  MusTasteStore *tastes;
  guint32        row;

  GtkWidget *like;
  GtkWidget *dislike;
};

G_DEFINE_FINAL_TYPE (MusThumbButtons, mus_thumb_buttons, GTK_TYPE_WIDGET)

static void
show_verdict (MusThumbButtons *self, GtkWidget *button, MusVerdict verdict)
{
  MusVerdict now = mus_taste_store_get_verdict (self->tastes, self->row);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), now == verdict);
  if (now == verdict && mus_taste_store_is_pending (self->tastes, self->row))
    gtk_widget_add_css_class (button, "pending");
  else
    gtk_widget_remove_css_class (button, "pending");
}

static void
update (MusThumbButtons *self)
{
  show_verdict (self, self->like, MUS_VERDICT_LIKE);
  show_verdict (self, self->dislike, MUS_VERDICT_DISLIKE);
}

static void
clicked_cb (GtkWidget *button, MusThumbButtons *self)
{
  /* Taking a thumb back may take the buttons away. */
  g_autoptr (MusThumbButtons) kept = g_object_ref (self);

  if (self->row != MUS_NO_ROW)
    mus_taste_store_toggle (self->tastes, self->row,
                            button == self->like ? MUS_VERDICT_LIKE : MUS_VERDICT_DISLIKE);
  /* The button pressed itself; the store says what is so. */
  if (self->tastes != NULL)
    update (self);
}

static GtkWidget *
add_button (MusThumbButtons *self, const char *icon, const char *css_class, const char *name,
            const char *tooltip)
{
  GtkWidget *button = gtk_toggle_button_new ();

  gtk_button_set_icon_name (GTK_BUTTON (button), icon);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, css_class);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  mus_tooltip_set (button, tooltip);
  g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), self);
  gtk_widget_set_parent (button, GTK_WIDGET (self));

  return button;
}

static void
mus_thumb_buttons_dispose (GObject *object)
{
  MusThumbButtons *self = MUS_THUMB_BUTTONS (object);

  g_clear_pointer (&self->like, gtk_widget_unparent);
  g_clear_pointer (&self->dislike, gtk_widget_unparent);
  if (self->tastes != NULL)
    g_signal_handlers_disconnect_by_data (self->tastes, self);
  g_clear_object (&self->tastes);

  G_OBJECT_CLASS (mus_thumb_buttons_parent_class)->dispose (object);
}

static void
mus_thumb_buttons_class_init (MusThumbButtonsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mus_thumb_buttons_dispose;
  gtk_widget_class_set_css_name (widget_class, "thumbbuttons");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
mus_thumb_buttons_init (MusThumbButtons *self)
{
  self->row = MUS_NO_ROW;
  /* translators: a verdict on a track, the name of a button */
  self->like = add_button (self, "musrec-like-symbolic", "like", C_ ("verdict", "Like"),
                           _ ("Like: more of this (L)"));
  /* translators: a verdict on a track, the name of a button */
  self->dislike =
      add_button (self, "musrec-dislike-symbolic", "dislike", C_ ("verdict", "Dislike"),
                  _ ("Dislike: nothing like this (D)"));
}

GtkWidget *
mus_thumb_buttons_new (void)
{
  return g_object_new (MUS_TYPE_THUMB_BUTTONS, NULL);
}

void
mus_thumb_buttons_set (MusThumbButtons *self, MusTasteStore *tastes, guint32 row)
{
  if (self->tastes == NULL)
    {
      self->tastes = g_object_ref (tastes);
      g_signal_connect_swapped (tastes, "changed", G_CALLBACK (update), self);
    }
  self->row = row;
  update (self);
}
