/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-versions.h"

#include <glib/gi18n.h>

#include "mus-popover.h"

#define MAX_CHARS 40

typedef struct
{
  MusWorkspace *workspace;
  guint32       row;
} Song;

static void
free_song (gpointer data)
{
  Song *song = data;

  g_object_unref (song->workspace);
  g_free (song);
}

static void
select_cb (GtkListBox *list, GtkListBoxRow *list_row, MusWorkspace *workspace)
{
  guint32 row = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (list_row), "row"));

  gtk_popover_popdown (
      GTK_POPOVER (gtk_widget_get_ancestor (GTK_WIDGET (list), GTK_TYPE_POPOVER)));
  mus_workspace_select (workspace, row);
}

static void
append_version (GtkListBox *list, MusCatalog *catalog, guint32 row)
{
  GtkWidget       *list_row = gtk_list_box_row_new ();
  g_autofree char *text = g_strdup_printf ("%s · %s",
                                           mus_catalog_text (catalog, row, MUS_TEXT_TITLE),
                                           mus_catalog_text (catalog, row, MUS_TEXT_ALBUM));
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_CHARS);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (list_row), label);
  g_object_set_data (G_OBJECT (list_row), "row", GUINT_TO_POINTER (row));
  gtk_list_box_append (list, list_row);
}

/* The popover is made when it is asked for. */
static void
create_popover (GtkMenuButton *button, gpointer data)
{
  const Song *song = data;
  MusCatalog *catalog = mus_workspace_get_catalog (song->workspace);
  GtkWidget  *popover = gtk_popover_new ();
  GtkWidget  *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  for (guint32 row = 0; row < mus_catalog_n_tracks (catalog); row++)
    if (row != song->row && mus_catalog_song (catalog, row) == mus_catalog_song (catalog, song->row))
      append_version (GTK_LIST_BOX (list), catalog, row);
  g_signal_connect_object (list, "row-activated", G_CALLBACK (select_cb), song->workspace,
                           G_CONNECT_DEFAULT);
  gtk_popover_set_child (GTK_POPOVER (popover), list);
  gtk_menu_button_set_popover (button, popover);
  mus_popover_close_with (GTK_POPOVER (popover), GTK_WIDGET (button));
}

GtkWidget *
mus_versions_button_new (MusWorkspace *workspace, guint32 row, guint n_versions)
{
  GtkWidget       *button = gtk_menu_button_new ();
  g_autofree char *text = g_strdup_printf (ngettext ("%u other version", "%u other versions",
                                                     n_versions),
                                           n_versions);
  GtkWidget       *label = gtk_label_new (text);
  Song            *song = g_new (Song, 1);

  *song = (Song) { g_object_ref (workspace), row };
  gtk_widget_add_css_class (label, "caption");
  gtk_menu_button_set_child (GTK_MENU_BUTTON (button), label);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "why");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), create_popover, song,
                                         free_song);

  return button;
}
