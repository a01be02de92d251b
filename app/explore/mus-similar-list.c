/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-similar-list.h"

#include <glib/gi18n.h>

#include "explore/mus-swatch.h"
#include "explore/mus-tooltip.h"
#include "explore/mus-track-menu.h"
#include "explore/mus-why.h"
#include "taste/mus-thumb-buttons.h"

struct _MusSimilarList
{
  GtkWidget parent_instance;

  MusWorkspace *workspace;

  GtkWidget  *content;
  GtkStack   *stack;
  GtkListBox *list;
  GtkWidget  *more;
};

G_DEFINE_FINAL_TYPE (MusSimilarList, mus_similar_list, GTK_TYPE_WIDGET)

static guint32
get_row_of_widget (GtkWidget *widget, gpointer data)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (widget), "row"));
}

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

/* The popover is made when it is asked for. */
static void
create_why_cb (GtkMenuButton *button, gpointer data)
{
  MusSimilarList *self = data;
  guint           rank = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "rank"));
  GArray         *similar = mus_workspace_get_similar (self->workspace);
  GtkWidget      *popover = gtk_popover_new ();

  gtk_popover_set_child (
      GTK_POPOVER (popover),
      mus_why_new (self->workspace, &g_array_index (similar, MusRecommendation, rank - 1)));
  gtk_widget_add_css_class (popover, "why");
  gtk_menu_button_set_popover (button, popover);
}

static GtkWidget *
make_why (MusSimilarList *self, guint rank, const char *title)
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
  g_object_set_data (G_OBJECT (button), "rank", GUINT_TO_POINTER (rank));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), create_why_cb, self, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  return button;
}

static GtkWidget *
make_texts (MusSimilarList *self, MusCatalog *catalog, guint32 row)
{
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget       *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget       *dot = mus_swatch_new ();
  GtkWidget       *words;
  guint16          genre = mus_catalog_genre (catalog, row);
  g_autofree char *artists = mus_catalog_artists_text (catalog, row);
  g_autofree char *second = NULL;
  g_autofree char *why =
      mus_explanation_words (catalog, mus_workspace_get_x (self->workspace),
                             mus_workspace_get_selected (self->workspace), row);

  if (genre != MUS_NO_GENRE)
    second = g_strconcat (artists, " · ", mus_catalog_genre_name (catalog, genre), NULL);
  mus_swatch_set_genre (MUS_SWATCH (dot), mus_workspace_get_families (self->workspace), genre);
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
  gtk_widget_set_hexpand (box, TRUE);

  return box;
}

/* The match, and below it what can be done with the track. */
static GtkWidget *
make_end (MusSimilarList *self, MusCatalog *catalog, const MusRecommendation *item, guint rank)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *match = make_match (item);
  GtkWidget *thumbs = mus_thumb_buttons_new ();

  mus_thumb_buttons_set (MUS_THUMB_BUTTONS (thumbs), mus_workspace_get_tastes (self->workspace),
                         item->row);
  gtk_widget_add_css_class (thumbs, "on-demand");
  gtk_widget_set_halign (match, GTK_ALIGN_END);
  gtk_widget_set_halign (thumbs, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (box), match);
  gtk_box_append (GTK_BOX (box), make_why (self, rank, mus_catalog_text (catalog, item->row,
                                                                        MUS_TEXT_TITLE)));
  gtk_box_append (GTK_BOX (box), thumbs);

  return box;
}

static GtkWidget *
make_row (MusSimilarList *self, MusCatalog *catalog, const MusRecommendation *item, guint rank)
{
  GtkWidget       *row = gtk_list_box_row_new ();
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  g_autofree char *artists = mus_catalog_artists_text (catalog, item->row);
  /* translators: for a screen reader: rank, title, artists, match in percent */
  g_autofree char *name =
      g_strdup_printf (_ ("%u: %s by %s, match %.0f %%"), rank,
                       mus_catalog_text (catalog, item->row, MUS_TEXT_TITLE), artists,
                       item->match);

  gtk_box_append (GTK_BOX (box), make_rank (rank));
  gtk_box_append (GTK_BOX (box), make_texts (self, catalog, item->row));
  gtk_box_append (GTK_BOX (box), make_end (self, catalog, item, rank));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_add_css_class (row, "similar-row");
  g_object_set_data (G_OBJECT (row), "row", GUINT_TO_POINTER (item->row));
  mus_track_menu_attach (row, self->workspace, get_row_of_widget, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);

  return row;
}

static void
show_similar (MusSimilarList *self)
{
  GArray     *similar = mus_workspace_get_similar (self->workspace);
  MusCatalog *catalog = mus_workspace_get_catalog (self->workspace);
  GtkWidget  *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);

  gtk_stack_set_visible_child_name (self->stack, similar == NULL     ? "waiting"
                                                 : similar->len == 0 ? "nothing"
                                                                     : "list");
  if (similar == NULL)
    return;

  for (guint i = 0; i < similar->len; i++)
    gtk_list_box_append (self->list,
                         make_row (self, catalog,
                                   &g_array_index (similar, MusRecommendation, i), i + 1));
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, MusSimilarList *self)
{
  mus_workspace_select (self->workspace, get_row_of_widget (GTK_WIDGET (row), NULL));
}

static void
more_clicked_cb (MusSimilarList *self)
{
  mus_workspace_show_more_similar (self->workspace);
}

static void
mus_similar_list_dispose (GObject *object)
{
  MusSimilarList *self = MUS_SIMILAR_LIST (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), MUS_TYPE_SIMILAR_LIST);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (mus_similar_list_parent_class)->dispose (object);
}

static void
mus_similar_list_class_init (MusSimilarListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mus_similar_list_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/example/MusRec/ui/similar-list.ui");
  gtk_widget_class_bind_template_child (widget_class, MusSimilarList, content);
  gtk_widget_class_bind_template_child (widget_class, MusSimilarList, stack);
  gtk_widget_class_bind_template_child (widget_class, MusSimilarList, list);
  gtk_widget_class_bind_template_child (widget_class, MusSimilarList, more);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_clicked_cb);
}

static void
mus_similar_list_init (MusSimilarList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
mus_similar_list_set_workspace (MusSimilarList *self, MusWorkspace *workspace)
{
  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (workspace, "notify::similar", G_CALLBACK (show_similar), self,
                           G_CONNECT_SWAPPED);
  show_similar (self);
}
