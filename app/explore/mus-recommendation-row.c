/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-recommendation-row.h"

#include <glib/gi18n.h>

#include "explore/mus-swatch.h"
#include "explore/mus-tooltip.h"
#include "explore/mus-track-menu.h"
#include "explore/mus-versions.h"
#include "explore/mus-why.h"
#include "mus-popover.h"
#include "taste/mus-thumb-buttons.h"

/* What a why leaves of the window's height, and how high it is at least, in pixels. */
#define WHY_MARGIN 60
#define WHY_HEIGHT 200

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  /* The panel's width is not for a title to say. */
  gtk_label_set_max_width_chars (GTK_LABEL (label), 12);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static GtkWidget *
make_rank (guint rank)
{
  g_autofree char *text = g_strdup_printf ("%u", rank);
  GtkWidget       *label = make_label (text, "dim-label");

  gtk_label_set_width_chars (GTK_LABEL (label), 2);
  gtk_widget_set_hexpand (label, FALSE);
  gtk_label_set_xalign (GTK_LABEL (label), 1.0f);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_set_valign (label, GTK_ALIGN_START);

  return label;
}

static GtkWidget *
make_match (const MusRecommendation *item)
{
  g_autofree char *text = g_strdup_printf (_ ("%.0f %%"), item->match);
  g_autofree char *tooltip = g_strdup_printf (
      _ ("Match: 100 %% is the track itself, 50 %% the middle of the catalog.\n"
         "Cosine distance: %.6f"),
      item->distance);
  GtkWidget       *label = make_label (text, "match");

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_NONE);
  gtk_widget_set_hexpand (label, FALSE);
  mus_tooltip_set (label, tooltip);
  gtk_widget_set_valign (label, GTK_ALIGN_START);

  return label;
}

static const MusRecommendation *
get_item (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "item");
}

/* The popover is made when it is asked for, and no higher than the window. */
static void
create_why_cb (GtkMenuButton *button, gpointer workspace)
{
  GtkWidget         *row = gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_LIST_BOX_ROW);
  int                height = gtk_widget_get_height (GTK_WIDGET (gtk_widget_get_root (row)));
  GtkWidget         *popover = gtk_popover_new ();
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());

  gtk_scrolled_window_set_child (scroller, mus_why_new (workspace, get_item (row)));
  gtk_scrolled_window_set_policy (scroller, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_width (scroller, TRUE);
  gtk_scrolled_window_set_propagate_natural_height (scroller, TRUE);
  gtk_scrolled_window_set_max_content_height (scroller, MAX (height - WHY_MARGIN, WHY_HEIGHT));
  gtk_popover_set_child (GTK_POPOVER (popover), GTK_WIDGET (scroller));
  gtk_widget_add_css_class (popover, "why");
  gtk_menu_button_set_popover (button, popover);
  mus_popover_close_with (GTK_POPOVER (popover), GTK_WIDGET (button));
}

static GtkWidget *
make_why (MusWorkspace *workspace, const char *title)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *label = gtk_label_new (_ ("Why?"));
  /* translators: for a screen reader: %s is the title of a track */
  g_autofree char *name = g_strdup_printf (_ ("Why “%s”?"), title);

  gtk_widget_add_css_class (label, "caption");
  gtk_menu_button_set_child (GTK_MENU_BUTTON (button), label);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (button), GTK_ARROW_LEFT);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "why");
  gtk_widget_set_halign (button, GTK_ALIGN_END);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), create_why_cb, workspace,
                                         NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  return button;
}

static GtkWidget *
make_texts (MusWorkspace *workspace, MusCatalog *catalog, const MusRecommendation *item,
            gboolean names_answer)
{
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget       *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget       *dot = mus_swatch_new ();
  GtkWidget       *words;
  guint32          row = item->row;
  guint16          genre = mus_catalog_genre (catalog, row);
  g_autofree char *artists = mus_catalog_artists_text (catalog, row);
  g_autofree char *second = NULL;
  MusMatrix       *x = mus_workspace_get_x (workspace);
  g_autofree char *why =
      names_answer ? mus_explanation_sentence (catalog, x, item->answers, row)
                   : mus_explanation_words (catalog, x, item->answers, row);

  if (genre != MUS_NO_GENRE)
    second = g_strconcat (artists, " · ", mus_catalog_genre_name (catalog, genre), NULL);
  mus_swatch_set_genre (MUS_SWATCH (dot), mus_workspace_get_families (workspace), genre);
  gtk_box_append (GTK_BOX (line), dot);
  gtk_box_append (GTK_BOX (line), make_label (second != NULL ? second : artists, "caption"));
  gtk_box_append (GTK_BOX (box),
                  make_label (mus_catalog_text (catalog, row, MUS_TEXT_TITLE), "heading"));
  gtk_box_append (GTK_BOX (box), line);
  words = make_label (why, "caption");
  gtk_widget_add_css_class (words, "dim-label");
  gtk_label_set_ellipsize (GTK_LABEL (words), PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_box_append (GTK_BOX (box), words);
  if (item->n_versions > 0)
    gtk_box_append (GTK_BOX (box), mus_versions_button_new (workspace, row, item->n_versions));
  gtk_widget_set_hexpand (box, TRUE);

  return box;
}

/* The match, and below it what can be done with the track. */
static GtkWidget *
make_end (MusWorkspace *workspace, MusCatalog *catalog, const MusRecommendation *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *match = make_match (item);
  GtkWidget *thumbs = mus_thumb_buttons_new ();

  mus_thumb_buttons_set (MUS_THUMB_BUTTONS (thumbs), mus_workspace_get_tastes (workspace),
                         item->row);
  gtk_widget_add_css_class (thumbs, "on-demand");
  gtk_widget_set_halign (match, GTK_ALIGN_END);
  gtk_widget_set_halign (thumbs, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (box), match);
  gtk_box_append (GTK_BOX (box), make_why (workspace, mus_catalog_text (catalog, item->row,
                                                                      MUS_TEXT_TITLE)));
  gtk_box_append (GTK_BOX (box), thumbs);

  return box;
}

static guint32
get_row_of_widget (GtkWidget *widget, gpointer data)
{
  return get_item (widget)->row;
}

guint32
mus_recommendation_row_get_track (GtkWidget *row)
{
  return get_item (row)->row;
}

/* A row for a #GtkListBox: the track, its match, in a few words why, and what can be done with
 * it. */
static void
show_item (GtkWidget *row, MusWorkspace *workspace, const MusRecommendation *item, guint rank,
           gboolean names_answer)
{
  MusCatalog      *catalog = mus_workspace_get_catalog (workspace);
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  g_autofree char *artists = mus_catalog_artists_text (catalog, item->row);
  /* translators: for a screen reader: rank, title, artists, match in percent */
  g_autofree char *name =
      g_strdup_printf (_ ("%u: %s by %s, match %.0f %%"), rank,
                       mus_catalog_text (catalog, item->row, MUS_TEXT_TITLE), artists,
                       item->match);

  gtk_box_append (GTK_BOX (box), make_rank (rank));
  gtk_box_append (GTK_BOX (box), make_texts (workspace, catalog, item, names_answer));
  gtk_box_append (GTK_BOX (box), make_end (workspace, catalog, item));
  /* What has the focus goes; GTK would leave the focus with it. */
  if ((gtk_widget_get_state_flags (row) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0)
    gtk_widget_grab_focus (row);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "item", g_memdup2 (item, sizeof *item), g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

static GtkWidget *
append_row (GtkListBox *list, MusWorkspace *workspace)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_widget_add_css_class (row, "similar-row");
  mus_track_menu_attach (row, workspace, get_row_of_widget, NULL);
  gtk_list_box_append (list, row);

  return row;
}

static void
remove_rows (GtkListBox *list, int from)
{
  GtkListBoxRow *before = from > 0 ? gtk_list_box_get_row_at_index (list, from - 1) : NULL;
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, from)) != NULL)
    {
      if ((gtk_widget_get_state_flags (GTK_WIDGET (row)) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0)
        gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (list)), (GtkWidget *) before);
      gtk_list_box_remove (list, GTK_WIDGET (row));
    }
}

void
mus_recommendation_rows_show (GtkListBox *list, MusWorkspace *workspace, GArray *items,
                              gboolean names_answer)
{
  guint n = items != NULL ? items->len : 0;

  for (guint i = 0; i < n; i++)
    {
      GtkListBoxRow *there = gtk_list_box_get_row_at_index (list, (int) i);

      show_item (there != NULL ? GTK_WIDGET (there) : append_row (list, workspace), workspace,
                 &g_array_index (items, MusRecommendation, i), i + 1, names_answer);
    }
  remove_rows (list, (int) n);
}
