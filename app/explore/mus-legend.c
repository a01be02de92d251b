/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-legend.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "explore/mus-legend-header.h"
#include "explore/mus-legend-row.h"
#include "picture/mus-genre-colours.h"

/* How long the pointer rests on an entry before the map highlights it: one that only passes
 * does not make it flicker. */
#define HIGHLIGHT_MS 120

#define WIDTH 236

struct _MusLegend
{
  GtkWidget parent_instance;

  MusCatalog  *catalog;  /* nullable */
  MusFamilies *families; /* nullable */
  guint16     *genres;   /* (n_genres): in the order of the rows, family after family */
  guint        n_genres; /* that are listed */
  guint8      *visible;  /* (n_genres): whether it shows */
  guint8      *states;   /* MusGenreState, one a genre of the catalog and one more */

  MusLegendRow *pointed;      /* nullable: the pointer or the focus is on it */
  gboolean      highlighted;  /* and has been for a while */
  guint         highlight_id;

  GtkWidget *card;
  GtkWidget *header; /* folds and unfolds the content */
  GtkWidget *reset;
  GtkWidget *content;
  GtkWidget *search;
  GtkWidget *list;
  GtkWidget *unfold; /* all genres */
  char      *words;  /* what is searched for, folded; "" for nothing */
};

G_DEFINE_FINAL_TYPE (MusLegend, mus_legend, GTK_TYPE_WIDGET)

static guint changed_signal;
static guint folded_signal;

static void unfold_family (MusLegend *self, MusLegendRow *family);

static MusLegendRow *
get_row (MusLegend *self, int place)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), place);

  return row != NULL ? MUS_LEGEND_ROW (row) : NULL;
}

/* What shows */

static gboolean
is_highlighted (MusLegend *self, guint place)
{
  guint first = mus_legend_row_get_first (self->pointed);

  return place >= first && place < first + mus_legend_row_get_n_genres (self->pointed);
}

static guint
count_visible (MusLegend *self, guint first, guint n)
{
  guint n_visible = 0;

  for (guint place = first; place < first + n; place++)
    n_visible += self->visible[place];

  return n_visible;
}

/* What is hidden can't be highlighted: then all else stays as it is. */
static gboolean
has_highlight (MusLegend *self)
{
  return self->highlighted && self->pointed != NULL &&
         count_visible (self, mus_legend_row_get_first (self->pointed),
                        mus_legend_row_get_n_genres (self->pointed)) > 0;
}

static void
update_states (MusLegend *self)
{
  gboolean dims = has_highlight (self);
  gboolean all = count_visible (self, 0, self->n_genres) == self->n_genres;

  for (guint place = 0; place < self->n_genres; place++)
    self->states[self->genres[place]] =
        !self->visible[place]                     ? MUS_GENRE_HIDDEN
        : dims && !is_highlighted (self, place) ? MUS_GENRE_DIMMED
                                                  : MUS_GENRE_SHOWN;
  /* Tracks without a genre show when nothing is hidden. */
  self->states[mus_catalog_n_genres (self->catalog)] = !all   ? MUS_GENRE_HIDDEN
                                                       : dims ? MUS_GENRE_DIMMED
                                                              : MUS_GENRE_SHOWN;

  g_signal_emit (self, changed_signal, 0);
}

static void
update_rows (MusLegend *self)
{
  MusLegendRow *row;
  guint         family = 0;

  for (int i = 0; (row = get_row (self, i)) != NULL; i++)
    {
      guint n_shown = count_visible (self, mus_legend_row_get_first (row),
                                     mus_legend_row_get_n_genres (row));

      mus_legend_row_set_shown (row, n_shown);
      if (mus_legend_row_is_family (row))
        mus_legend_header_set_shown (MUS_LEGEND_HEADER (self->header), family++, n_shown > 0);
    }
  gtk_widget_set_visible (self->reset, count_visible (self, 0, self->n_genres) < self->n_genres);
  update_states (self);
}

static void
show_range (MusLegend *self, guint first, guint n)
{
  memset (self->visible, FALSE, self->n_genres);
  memset (self->visible + first, TRUE, n);
  update_rows (self);
}

static void
toggle_row (MusLegend *self, MusLegendRow *row)
{
  guint    first = mus_legend_row_get_first (row), n = mus_legend_row_get_n_genres (row);
  gboolean show = count_visible (self, first, n) < n;

  memset (self->visible + first, show, n);
  update_rows (self);
}

static void
activate_row (MusLegend *self, MusLegendRow *row)
{
  guint    first = mus_legend_row_get_first (row), n = mus_legend_row_get_n_genres (row);
  gboolean alone = count_visible (self, first, n) == n &&
                   count_visible (self, 0, self->n_genres) == n;

  if (alone)
    mus_legend_show_all (self);
  else
    show_range (self, first, n);
}

static gboolean
highlight (gpointer data)
{
  MusLegend *self = data;

  self->highlight_id = 0;
  self->highlighted = TRUE;
  update_states (self);

  return G_SOURCE_REMOVE;
}

static void
point_at_row (MusLegend *self, gboolean pointed, MusLegendRow *row)
{
  gboolean had_highlight = has_highlight (self);

  if (!pointed && row != self->pointed)
    return;

  g_clear_handle_id (&self->highlight_id, g_source_remove);
  self->pointed = pointed ? row : NULL;
  self->highlighted = FALSE;
  if (pointed)
    self->highlight_id = g_timeout_add (HIGHLIGHT_MS, highlight, self);
  else if (had_highlight)
    update_states (self);
}

/* Its rows */

static void
update_colours (MusLegend *self)
{
  gboolean      dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  MusLegendRow *row;
  guint         family = 0;
  g_autofree MusRgb *colours = NULL;

  if (self->catalog == NULL)
    return;

  /* A family has the colour of its first genre, the most central one. */
  colours = mus_genre_colours_new (self->families, mus_catalog_n_genres (self->catalog), dark);
  for (int i = 0; (row = get_row (self, i)) != NULL; i++)
    {
      MusRgb colour = colours[self->genres[mus_legend_row_get_first (row)]];

      mus_legend_row_set_colour (row, colour);
      if (mus_legend_row_is_family (row))
        mus_legend_header_set_colour (MUS_LEGEND_HEADER (self->header), family++, colour);
    }
}

static void
insert_row (MusLegend *self, int place, const char *name, guint first, guint n,
            gboolean is_family)
{
  GtkWidget *row = mus_legend_row_new (name, first, n, is_family);

  g_signal_connect_swapped (row, "eye-clicked", G_CALLBACK (toggle_row), self);
  g_signal_connect_swapped (row, "pointed", G_CALLBACK (point_at_row), self);
  g_signal_connect_swapped (row, "unfold-toggled", G_CALLBACK (unfold_family), self);
  gtk_list_box_insert (GTK_LIST_BOX (self->list), row, place);
}

/* A family's genres get their rows when somebody first wants to see them: there may be
 * hundreds, and most legends stay folded. */
static void
ensure_genre_rows (MusLegend *self, MusLegendRow *family)
{
  int   place = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (family)) + 1;
  guint first = mus_legend_row_get_first (family);
  MusLegendRow *next = get_row (self, place);

  if (next != NULL && !mus_legend_row_is_family (next))
    return;

  for (guint i = 0; i < mus_legend_row_get_n_genres (family); i++)
    {
      guint16 genre = self->genres[first + i];

      insert_row (self, place + (int) i, mus_catalog_genre_name (self->catalog, genre), first + i,
                  1, FALSE);
      mus_legend_row_set_shown (get_row (self, place + (int) i), self->visible[first + i]);
    }
  update_colours (self);
}

static void
unfold_family (MusLegend *self, MusLegendRow *family)
{
  if (mus_legend_row_get_unfolded (family))
    ensure_genre_rows (self, family);
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
}

/* Which rows are listed */

static gboolean
matches (MusLegend *self, const char *name)
{
  g_autofree char *key = mus_text_search_key (name);

  return strstr (key, self->words) != NULL;
}

/* The family that the row at @place belongs to: the last one that stands before it. */
static MusLegendRow *
find_family (MusLegend *self, int place)
{
  while (!mus_legend_row_is_family (get_row (self, place)))
    place--;

  return get_row (self, place);
}

static gboolean
is_listed (GtkListBoxRow *list_row, gpointer data)
{
  MusLegend    *self = data;
  MusLegendRow *row = MUS_LEGEND_ROW (list_row);
  guint         first = mus_legend_row_get_first (row);
  guint         end = first + mus_legend_row_get_n_genres (row);

  if (*self->words == '\0')
    return mus_legend_row_is_family (row) ||
           mus_legend_row_get_unfolded (find_family (self, gtk_list_box_row_get_index (list_row)));

  for (guint place = first; place < end; place++)
    if (matches (self, mus_catalog_genre_name (self->catalog, self->genres[place])))
      return TRUE;

  return matches (self, mus_legend_row_get_name (row));
}

static void
search (MusLegend *self)
{
  g_free (self->words);
  self->words = mus_text_search_key (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
}

static void
label_unfold (MusLegend *self)
{
  g_autofree char *label = NULL;

  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->unfold)))
    label = g_strdup (_("Only Families"));
  else
    label =
        g_strdup_printf (ngettext ("%u genre…", "All %u genres…", self->n_genres), self->n_genres);
  gtk_button_set_label (GTK_BUTTON (self->unfold), label);
}

static void
unfold_all (MusLegend *self)
{
  gboolean      unfolded = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->unfold));
  MusLegendRow *row;

  for (int i = 0; (row = get_row (self, i)) != NULL; i++)
    mus_legend_row_set_unfolded (row, unfolded);
  label_unfold (self);
  gtk_widget_set_visible (self->search, unfolded);
  if (unfolded)
    gtk_widget_grab_focus (self->search);
  else
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

/* Filling it */

static void
append_family (MusLegend *self, guint family)
{
  guint          n;
  const guint16 *genres = mus_families_genres (self->families, family, &n);

  insert_row (self, -1, mus_families_name (self->families, family), self->n_genres, n, TRUE);
  mus_legend_header_append (MUS_LEGEND_HEADER (self->header),
                            mus_families_name (self->families, family));
  memcpy (self->genres + self->n_genres, genres, n * sizeof *genres);
  self->n_genres += n;
}

static void
clear_catalog (MusLegend *self)
{
  GtkListBoxRow *row;

  g_clear_handle_id (&self->highlight_id, g_source_remove);
  self->pointed = NULL;
  self->highlighted = FALSE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->unfold), FALSE);
  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), GTK_WIDGET (row));
  self->pointed = NULL;
  g_clear_handle_id (&self->highlight_id, g_source_remove);
  mus_legend_header_clear (MUS_LEGEND_HEADER (self->header));
  self->n_genres = 0;
  g_clear_pointer (&self->genres, g_free);
  g_clear_pointer (&self->visible, g_free);
  g_clear_pointer (&self->states, g_free);
  g_clear_pointer (&self->catalog, mus_catalog_unref);
  g_clear_pointer (&self->families, mus_families_unref);
}

void
mus_legend_set_catalog (MusLegend *self, MusCatalog *catalog, MusFamilies *families)
{
  guint n_genres;

  g_return_if_fail (MUS_IS_LEGEND (self));

  clear_catalog (self);
  if (catalog == NULL || families == NULL || mus_families_n (families) == 0)
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      return;
    }

  n_genres = mus_catalog_n_genres (catalog);
  self->catalog = mus_catalog_ref (catalog);
  self->families = mus_families_ref (families);
  self->genres = g_new0 (guint16, n_genres);
  self->visible = g_new0 (guint8, n_genres);
  self->states = g_new0 (guint8, n_genres + 1);
  for (guint family = 0; family < mus_families_n (families); family++)
    append_family (self, family);
  memset (self->visible, TRUE, self->n_genres);

  label_unfold (self);
  update_colours (self);
  update_rows (self);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

void
mus_legend_set_viewport (MusLegend *self, MusViewport *viewport)
{
  g_return_if_fail (MUS_IS_LEGEND (self));

  mus_legend_header_set_viewport (MUS_LEGEND_HEADER (self->header), viewport);
}

void
mus_legend_set_settings (MusLegend *self, GSettings *settings)
{
  g_return_if_fail (MUS_IS_LEGEND (self));

  mus_legend_header_set_settings (MUS_LEGEND_HEADER (self->header), settings);
}

const guint8 *
mus_legend_get_states (MusLegend *self)
{
  g_return_val_if_fail (MUS_IS_LEGEND (self), NULL);

  return self->states;
}

void
mus_legend_show_all (MusLegend *self)
{
  g_return_if_fail (MUS_IS_LEGEND (self));

  if (self->catalog != NULL)
    show_range (self, 0, self->n_genres);
}

void
mus_legend_show_only (MusLegend *self, guint16 genre)
{
  g_return_if_fail (MUS_IS_LEGEND (self));

  for (guint place = 0; place < self->n_genres; place++)
    if (self->genres[place] == genre)
      {
        show_range (self, place, 1);
        break;
      }
}

/* The card */

static void
folded_cb (MusLegend *self)
{
  g_signal_emit (self, folded_signal, 0);
}

static GtkWidget *
make_header (MusLegend *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->header = mus_legend_header_new (self->content);
  g_signal_connect_swapped (self->header, "folded", G_CALLBACK (folded_cb), self);
  gtk_widget_set_hexpand (self->header, TRUE);
  gtk_box_append (GTK_BOX (box), self->header);

  self->reset = gtk_button_new_with_label (_("Show All"));
  gtk_widget_add_css_class (self->reset, "flat");
  gtk_widget_add_css_class (self->reset, "accent");
  gtk_widget_set_visible (self->reset, FALSE);
  g_signal_connect_swapped (self->reset, "clicked", G_CALLBACK (mus_legend_show_all), self);
  gtk_box_append (GTK_BOX (box), self->reset);

  return box;
}

static GtkWidget *
make_list (MusLegend *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), is_listed, self, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Genres"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (activate_row), self);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);

  return scrolled;
}

static void
mus_legend_dispose (GObject *object)
{
  MusLegend *self = MUS_LEGEND (object);

  if (self->card != NULL)
    clear_catalog (self);
  g_clear_pointer (&self->card, gtk_widget_unparent);
  g_clear_pointer (&self->words, g_free);

  G_OBJECT_CLASS (mus_legend_parent_class)->dispose (object);
}

static void
mus_legend_class_init (MusLegendClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mus_legend_dispose;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  folded_signal = g_signal_new ("folded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "muslegend");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
mus_legend_init (MusLegend *self)
{
  self->words = g_strdup ("");
  self->card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->search = gtk_search_entry_new ();
  g_object_set (self->search, "placeholder-text", _("Search genres"), "visible", FALSE, NULL);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (search), self);

  self->unfold = gtk_toggle_button_new ();
  gtk_widget_add_css_class (self->unfold, "flat");
  gtk_widget_add_css_class (self->unfold, "accent");
  gtk_widget_set_halign (self->unfold, GTK_ALIGN_START);
  g_signal_connect_swapped (self->unfold, "toggled", G_CALLBACK (unfold_all), self);

  gtk_box_append (GTK_BOX (self->content), self->search);
  gtk_box_append (GTK_BOX (self->content), make_list (self));
  gtk_box_append (GTK_BOX (self->content), self->unfold);
  gtk_box_append (GTK_BOX (self->card), make_header (self));
  gtk_box_append (GTK_BOX (self->card), self->content);
  gtk_widget_set_parent (self->card, GTK_WIDGET (self));
  gtk_widget_set_size_request (self->content, WIDTH, -1);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (update_colours), self, G_CONNECT_SWAPPED);
}

GtkWidget *
mus_legend_new (void)
{
  return g_object_new (MUS_TYPE_LEGEND, NULL);
}
