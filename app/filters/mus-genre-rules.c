/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "filters/mus-genre-rules.h"

#include <glib/gi18n.h>
#include <string.h>

#include "explore/mus-swatch.h"
#include "explore/mus-tooltip.h"

struct _MusGenreRules
{
  GtkWidget parent_instance;

  MusFilters  *filters;
  MusFamilies *families; /* nullable */
  char        *words;    /* what is searched for, folded */
  gboolean     is_following;

  GtkWidget *box;
  GtkWidget *search;
  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (MusGenreRules, mus_genre_rules, GTK_TYPE_WIDGET)

/* A row's two buttons and its genre. */
typedef struct
{
  MusGenreRules *owner;
  guint16        label;
  GtkWidget     *in;
  GtkWidget     *out;
} Row;

static Row *
get_row (GtkListBoxRow *widget)
{
  return g_object_get_data (G_OBJECT (widget), "row");
}

static void
show_rule (Row *row)
{
  MusGenreRule rule = mus_filters_get_genre (row->owner->filters, row->label);

  row->owner->is_following = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (row->in), rule == MUS_GENRE_IN);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (row->out), rule == MUS_GENRE_OUT);
  row->owner->is_following = FALSE;
}

static void
show_rules (MusGenreRules *self)
{
  GtkListBoxRow *widget;

  for (int i = 0;
       (widget = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    show_rule (get_row (widget));
}

static void
toggled_cb (GtkToggleButton *button, Row *row)
{
  MusGenreRule rule = GTK_WIDGET (button) == row->in ? MUS_GENRE_IN : MUS_GENRE_OUT;

  if (!row->owner->is_following)
    mus_filters_set_genre (row->owner->filters, row->label,
                           gtk_toggle_button_get_active (button) ? rule : MUS_GENRE_ANY);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *widget, MusGenreRules *self)
{
  Row *row = get_row (widget);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (row->in),
                                !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (row->in)));
}

static GtkWidget *
make_button (Row *row, const char *icon_name, char *action)
{
  GtkWidget *button = gtk_toggle_button_new ();

  gtk_button_set_icon_name (GTK_BUTTON (button), icon_name);
  gtk_widget_add_css_class (button, "flat");
  mus_tooltip_set (button, action);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, action,
                                  -1);
  g_signal_connect (button, "toggled", G_CALLBACK (toggled_cb), row);
  g_free (action);

  return button;
}

static GtkWidget *
make_row (MusGenreRules *self, guint16 label)
{
  MusCatalog *catalog = mus_filters_get_catalog (self->filters);
  const char *name = mus_catalog_genre_name (catalog, label);
  GtkWidget  *widget = gtk_list_box_row_new ();
  GtkWidget  *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget  *swatch = mus_swatch_new ();
  GtkWidget  *text = gtk_label_new (name);
  Row        *row = g_new0 (Row, 1);

  row->owner = self;
  row->label = label;
  row->in = make_button (row, "list-add-symbolic", g_strdup_printf (_ ("Only %s"), name));
  row->out = make_button (row, "list-remove-symbolic", g_strdup_printf (_ ("No %s"), name));
  mus_swatch_set_genre (MUS_SWATCH (swatch), self->families,
                        label < mus_catalog_n_genres (catalog) ? label : MUS_NO_GENRE);
  gtk_label_set_xalign (GTK_LABEL (text), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_box_append (GTK_BOX (box), swatch);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), row->in);
  gtk_box_append (GTK_BOX (box), row->out);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (widget), box);
  g_object_set_data_full (G_OBJECT (widget), "row", row, g_free);
  show_rule (row);

  return widget;
}

static gint
compare_names (gconstpointer a, gconstpointer b, gpointer catalog)
{
  return g_utf8_collate (mus_catalog_genre_name (catalog, *(const guint16 *) a),
                         mus_catalog_genre_name (catalog, *(const guint16 *) b));
}

static void
fill (MusGenreRules *self)
{
  MusCatalog         *catalog = mus_filters_get_catalog (self->filters);
  guint16             n = mus_catalog_n_labels (catalog);
  g_autofree guint16 *order = g_new (guint16, MAX (n, 1));

  for (guint16 label = 0; label < n; label++)
    order[label] = label;
  g_qsort_with_data (order, n, sizeof *order, compare_names, catalog);
  for (guint16 i = 0; i < n; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), make_row (self, order[i]));
}

static gboolean
is_listed (GtkListBoxRow *widget, gpointer data)
{
  MusGenreRules   *self = data;
  MusCatalog      *catalog = mus_filters_get_catalog (self->filters);
  g_autofree char *key =
      mus_text_search_key (mus_catalog_genre_name (catalog, get_row (widget)->label));

  return self->words == NULL || strstr (key, self->words) != NULL;
}

static void
search_changed_cb (MusGenreRules *self)
{
  g_free (self->words);
  self->words = mus_text_search_key (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
}

static gboolean
grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (MUS_GENRE_RULES (widget)->search);
}

static void
mus_genre_rules_dispose (GObject *object)
{
  MusGenreRules *self = MUS_GENRE_RULES (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->filters);
  g_clear_pointer (&self->families, mus_families_unref);
  g_clear_pointer (&self->words, g_free);

  G_OBJECT_CLASS (mus_genre_rules_parent_class)->dispose (object);
}

static void
mus_genre_rules_class_init (MusGenreRulesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mus_genre_rules_dispose;
  widget_class->grab_focus = grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "genrerules");
}

static void
mus_genre_rules_init (MusGenreRules *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->search = gtk_search_entry_new ();
  g_object_set (self->search, "placeholder-text", _ ("Search genres"), NULL);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (search_changed_cb), self);

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), is_listed, self, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Genres"), -1);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  gtk_widget_set_vexpand (scrolled, TRUE);

  gtk_box_append (GTK_BOX (self->box), self->search);
  gtk_box_append (GTK_BOX (self->box), scrolled);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
mus_genre_rules_new (MusFilters *filters, MusFamilies *families)
{
  MusGenreRules *self = g_object_new (MUS_TYPE_GENRE_RULES, NULL);

  self->filters = g_object_ref (filters);
  self->families = families != NULL ? mus_families_ref (families) : NULL;
  fill (self);
  g_signal_connect_object (filters, "notify::criteria", G_CALLBACK (show_rules), self,
                           G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}
