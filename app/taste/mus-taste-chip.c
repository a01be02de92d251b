/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-taste-chip.h"

#include <glib/gi18n.h>

#include "explore/mus-tooltip.h"

#define MAX_TITLE_CHARS 20

struct _MusTasteChip
{
  GtkWidget parent_instance;

  MusTasteStore *tastes;
  MusTasteItem  *item; /* nullable */

  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *remove;
};

G_DEFINE_FINAL_TYPE (MusTasteChip, mus_taste_chip, GTK_TYPE_WIDGET)

static void
set_class (MusTasteChip *self, const char *css_class, gboolean is_so)
{
  if (is_so)
    gtk_widget_add_css_class (GTK_WIDGET (self), css_class);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), css_class);
}

static void
describe (MusTasteChip *self, const MusThumb *thumb, gboolean is_there)
{
  /* translators: a liked track: title and artist */
  const char *format = thumb->verdict == MUS_VERDICT_LIKE ? _ ("You like “%s” by %s")
                                                          : _ ("You dislike “%s” by %s");
  g_autofree char *sentence = NULL;
  g_autofree char *tooltip = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  sentence = g_strdup_printf (format, thumb->title, thumb->artist);
#pragma GCC diagnostic pop
  if (!is_there)
    tooltip = g_strjoin ("\n", sentence,
                         _ ("It is not in the open catalog; it counts again when a catalog "
                            "with it is open."),
                         NULL);
  mus_tooltip_set (GTK_WIDGET (self), tooltip != NULL ? tooltip : sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  tooltip != NULL ? tooltip : sentence, -1);
}

static void
show_item (MusTasteChip *self)
{
  const MusThumb *thumb = mus_taste_item_get_thumb (self->item);
  gboolean        is_like = thumb->verdict == MUS_VERDICT_LIKE;
  gboolean        is_there = mus_taste_item_get_row (self->item) != MUS_NO_ROW;

  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), is_like ? "musrec-like-symbolic"
                                                                : "musrec-dislike-symbolic");
  gtk_label_set_text (GTK_LABEL (self->title), thumb->title);
  set_class (self, "like", is_like);
  set_class (self, "dislike", !is_like);
  set_class (self, "elsewhere", !is_there);
  set_class (self, "pending", mus_taste_item_is_pending (self->item));
  describe (self, thumb, is_there);
}

static void
remove_clicked_cb (MusTasteChip *self)
{
  if (self->item != NULL)
    mus_taste_store_remove (self->tastes, self->item);
}

static void
mus_taste_chip_dispose (GObject *object)
{
  MusTasteChip *self = MUS_TASTE_CHIP (object);

  mus_taste_chip_set_item (self, NULL);
  g_clear_pointer (&self->icon, gtk_widget_unparent);
  g_clear_pointer (&self->title, gtk_widget_unparent);
  g_clear_pointer (&self->remove, gtk_widget_unparent);
  g_clear_object (&self->tastes);

  G_OBJECT_CLASS (mus_taste_chip_parent_class)->dispose (object);
}

static void
mus_taste_chip_class_init (MusTasteChipClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mus_taste_chip_dispose;
  gtk_widget_class_set_css_name (widget_class, "tastechip");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
mus_taste_chip_init (MusTasteChip *self)
{
  self->icon = gtk_image_new ();
  self->title = gtk_label_new (NULL);
  self->remove = gtk_button_new_from_icon_name ("window-close-symbolic");
  gtk_label_set_ellipsize (GTK_LABEL (self->title), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (self->title), MAX_TITLE_CHARS);
  gtk_label_set_single_line_mode (GTK_LABEL (self->title), TRUE);
  gtk_widget_add_css_class (self->remove, "flat");
  gtk_widget_add_css_class (self->remove, "circular");
  gtk_widget_set_valign (self->remove, GTK_ALIGN_CENTER);
  gtk_widget_set_focusable (self->remove, FALSE); /* Delete does it on the chip */
  mus_tooltip_set (self->remove, _ ("Remove from the Taste"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Remove from the Taste"), -1);
  g_signal_connect_swapped (self->remove, "clicked", G_CALLBACK (remove_clicked_cb), self);
  gtk_widget_set_parent (self->icon, GTK_WIDGET (self));
  gtk_widget_set_parent (self->title, GTK_WIDGET (self));
  gtk_widget_set_parent (self->remove, GTK_WIDGET (self));
}

GtkWidget *
mus_taste_chip_new (MusTasteStore *tastes)
{
  MusTasteChip *self = g_object_new (MUS_TYPE_TASTE_CHIP, NULL);

  self->tastes = g_object_ref (tastes);

  return GTK_WIDGET (self);
}

void
mus_taste_chip_set_item (MusTasteChip *self, MusTasteItem *item)
{
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;

  g_signal_connect_swapped (item, "changed", G_CALLBACK (show_item), self);
  show_item (self);
}

MusTasteItem *
mus_taste_chip_get_item (MusTasteChip *self)
{
  return self->item;
}
