/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-track-list.h"

#include <glib/gi18n.h>
#include <string.h>

#include "explore/mus-track-item.h"
#include "explore/mus-track-list-model.h"
#include "explore/mus-track-menu.h"
#include "explore/mus-track-row.h"
#include "mus-list-tab.h"

/* The page of another catalog is drawn first, its rows are made after that: together they
 * would hold up the window for longer than a person overlooks. */
#define FILL_DELAY_MS 40
#define MOST_GENRE_CHARACTERS 40 /* in the drop-down's list, which is as wide as they are */

struct _MusTrackList
{
  GtkWidget parent_instance;

  MusWorkspace       *workspace;
  MusTrackListModel  *model;
  GtkSingleSelection *selection;
  gboolean            is_following; /* the list takes over what the workspace says */
  guint               fill_id;      /* a timeout: the rows of another catalog are to be made */
  gboolean            wants_focus;  /* as soon as they are there and show */
  GArray             *genre_order;  /* guint16: the genres as the drop-down lists them */

  GtkWidget      *content;
  GtkSearchEntry *search;
  GtkDropDown    *genres;
  GtkDropDown    *sorts;
  GtkWidget      *artist_chip;
  GtkLabel       *artist_label;
  GtkStack       *stack;
  GtkListView    *list;
  GtkLabel       *count;
};

G_DEFINE_FINAL_TYPE (MusTrackList, mus_track_list, GTK_TYPE_WIDGET)

/*
 * Rows
 */

static guint32
get_row_of_widget (GtkWidget *widget, gpointer data)
{
  GtkListItem  *list_item = data;
  MusTrackItem *item = gtk_list_item_get_item (list_item);

  return item != NULL ? mus_track_item_get_row (item) : MUS_NO_ROW;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, MusTrackList *self)
{
  GtkWidget *row = mus_track_row_new (mus_workspace_get_tastes (self->workspace));

  mus_track_menu_attach (row, self->workspace, get_row_of_widget, list_item);
  gtk_list_item_set_child (list_item, row);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, MusTrackList *self)
{
  MusTrackItem *item = gtk_list_item_get_item (list_item);

  mus_track_row_set (MUS_TRACK_ROW (gtk_list_item_get_child (list_item)),
                     mus_track_item_get_catalog (item),
                     mus_workspace_get_families (self->workspace),
                     mus_track_item_get_row (item));
}

/*
 * What is shown
 */

static void
update_count (MusTrackList *self)
{
  MusCatalog      *catalog = mus_workspace_get_catalog (self->workspace);
  guint            shown = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  gsize            all = catalog != NULL ? mus_catalog_n_tracks (catalog) : 0;
  g_autofree char *shown_text = mus_text_count (shown);
  g_autofree char *all_text = mus_text_count (all);
  g_autofree char *text = NULL;

  if (shown == all)
    text = g_strdup_printf (ngettext ("%s track", "%s tracks", shown), shown_text);
  else
    /* translators: how many tracks a search found, and how many there are */
    text = g_strdup_printf (ngettext ("%s of %s track", "%s of %s tracks", (gulong) all),
                            shown_text, all_text);
  gtk_label_set_text (self->count, text);
  gtk_stack_set_visible_child_name (self->stack, shown > 0 || all == 0 ? "list" : "nothing");
}

static void
follow_selection (MusTrackList *self)
{
  guint32 row = mus_workspace_get_selected (self->workspace);
  guint   position = GTK_INVALID_LIST_POSITION;

  if (row != MUS_NO_ROW)
    position = mus_track_list_model_find (self->model, row);

  self->is_following = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->is_following = FALSE;
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
}

static void
show_tracks (MusTrackList *self)
{
  if (self->fill_id != 0)
    return;

  self->is_following = TRUE;
  mus_track_list_model_show (self->model, mus_workspace_get_catalog (self->workspace),
                             mus_workspace_get_filter (self->workspace),
                             (MusSort) gtk_drop_down_get_selected (self->sorts));
  self->is_following = FALSE;
  update_count (self);
  follow_selection (self);
}

static void
selected_cb (MusTrackList *self)
{
  MusTrackItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (!self->is_following && item != NULL)
    mus_workspace_select (self->workspace, mus_track_item_get_row (item));
}

/*
 * Filters
 */

static gint
compare_genres (gconstpointer a, gconstpointer b, gpointer catalog)
{
  return g_utf8_collate (mus_catalog_genre_name (catalog, *(const guint16 *) a),
                         mus_catalog_genre_name (catalog, *(const guint16 *) b));
}

static void
setup_genre_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (list_item, label);
}

static void
bind_genre_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (list_item)),
                      gtk_string_object_get_string (gtk_list_item_get_item (list_item)));
}

/* The drop-down's own way of showing the chosen one makes the window as wide as its name; in the
 * list it stays. */
static void
let_genre_shrink (GtkDropDown *genres)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_genre_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_genre_cb), NULL);
  gtk_drop_down_set_list_factory (genres, gtk_drop_down_get_factory (genres));
  gtk_drop_down_set_factory (genres, factory);
  g_object_unref (factory);
}

static guint16
get_genre (MusTrackList *self, guint place)
{
  return g_array_index (self->genre_order, guint16, place);
}

/* The drop-down's entries: all genres first, then each by name. */
static void
fill_genres (MusTrackList *self)
{
  MusCatalog *catalog = mus_workspace_get_catalog (self->workspace);
  guint16     n = catalog != NULL ? mus_catalog_n_genres (catalog) : 0;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  g_array_set_size (self->genre_order, 0);
  for (guint16 g = 0; g < n; g++)
    g_array_append_val (self->genre_order, g);
  g_array_sort_with_data (self->genre_order, compare_genres, catalog);

  gtk_string_list_append (names, _ ("All Genres"));
  for (guint i = 0; i < n; i++)
    {
      const char *name = mus_catalog_genre_name (catalog, get_genre (self, i));

      gtk_string_list_take (names, mus_text_shorten (name, MOST_GENRE_CHARACTERS));
    }

  self->is_following = TRUE;
  gtk_drop_down_set_model (self->genres, G_LIST_MODEL (names));
  self->is_following = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->genres), n > 0);
}

static void
genre_chosen_cb (MusTrackList *self)
{
  guint position = gtk_drop_down_get_selected (self->genres);

  if (self->is_following || position > self->genre_order->len)
    return;

  mus_workspace_set_genre (self->workspace,
                           position == 0 ? MUS_NO_GENRE : get_genre (self, position - 1));
}

static void
show_genre (MusTrackList *self, guint16 genre)
{
  guint position = 0;

  for (guint i = 0; genre != MUS_NO_GENRE && i < self->genre_order->len; i++)
    if (get_genre (self, i) == genre)
      position = i + 1;
  gtk_drop_down_set_selected (self->genres, position);
}

static void
filter_changed_cb (MusTrackList *self)
{
  const MusFilter *filter = mus_workspace_get_filter (self->workspace);
  MusCatalog      *catalog = mus_workspace_get_catalog (self->workspace);
  const char      *words = filter->words != NULL ? filter->words : "";

  self->is_following = TRUE;
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->search)), words))
    gtk_editable_set_text (GTK_EDITABLE (self->search), words);
  show_genre (self, filter->genre);
  self->is_following = FALSE;

  gtk_widget_set_visible (self->artist_chip, filter->artist != MUS_NO_ROW);
  if (filter->artist != MUS_NO_ROW)
    gtk_label_set_text (self->artist_label,
                        mus_catalog_artist_name (catalog, filter->artist));
  show_tracks (self);
}

static void
search_changed_cb (MusTrackList *self)
{
  if (!self->is_following)
    mus_workspace_set_words (self->workspace,
                             gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

/* Return takes the first track that was found. */
static void
search_activated_cb (MusTrackList *self)
{
  search_changed_cb (self);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0)
    return;

  gtk_single_selection_set_selected (self->selection, 0);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", 0);
}

/* So does Return on the row that the keys have gone to, which isn't selected by that. */
static void
row_activated_cb (MusTrackList *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
}

/* Down goes on into the list. */
static gboolean
search_key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode,
                       GdkModifierType state, MusTrackList *self)
{
  return (keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down) &&
         gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

static void
clear_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MusTrackList *self = MUS_TRACK_LIST (widget);

  mus_workspace_set_artist (self->workspace, MUS_NO_ROW);
  if (g_str_equal (name, "list.clear-artist"))
    return;

  mus_workspace_set_words (self->workspace, NULL);
  mus_workspace_set_genre (self->workspace, MUS_NO_GENRE);
  mus_filters_clear (mus_workspace_get_filters (self->workspace));
}

/* The keys of another catalog's tracks are to work at once; in the search field, where the
 * focus would be, they are letters. Whoever has begun to search goes on. */
static void
take_focus (MusTrackList *self)
{
  if (!self->wants_focus || self->fill_id != 0 || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  self->wants_focus = FALSE;
  if (gtk_editable_get_text (GTK_EDITABLE (self->search))[0] == '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static gboolean
fill_cb (gpointer data)
{
  MusTrackList *self = data;

  self->fill_id = 0;
  show_tracks (self);
  take_focus (self);

  return G_SOURCE_REMOVE;
}

static void
catalog_changed_cb (MusTrackList *self)
{
  MusCatalog      *catalog = mus_workspace_get_catalog (self->workspace);
  gsize            n = catalog != NULL ? mus_catalog_n_tracks (catalog) : 0;
  g_autofree char *count = mus_text_count (n);
  g_autofree char *hint = g_strdup_printf (
      ngettext ("Search %s track", "Search %s tracks", (gulong) n), count);

  g_object_set (self->search, "placeholder-text", hint, NULL);
  mus_track_list_model_show (self->model, NULL, NULL, MUS_SORT_FILE);
  self->wants_focus = catalog != NULL;
  if (self->fill_id == 0)
    self->fill_id = g_timeout_add (FILL_DELAY_MS, fill_cb, self);
  fill_genres (self);
  filter_changed_cb (self);
}

/*
 * The widget
 */

static void
mus_track_list_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (mus_track_list_parent_class)->map (widget);
  take_focus (MUS_TRACK_LIST (widget));
}

static void
mus_track_list_dispose (GObject *object)
{
  MusTrackList *self = MUS_TRACK_LIST (object);

  g_clear_handle_id (&self->fill_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUS_TYPE_TRACK_LIST);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->genre_order, g_array_unref);

  G_OBJECT_CLASS (mus_track_list_parent_class)->dispose (object);
}

static void
mus_track_list_class_init (MusTrackListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mus_track_list_dispose;
  widget_class->map = mus_track_list_map;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/example/MusRec/ui/track-list.ui");
  gtk_widget_class_bind_template_child (widget_class, MusTrackList, content);
  gtk_widget_class_bind_template_child (widget_class, MusTrackList, search);
  gtk_widget_class_bind_template_child (widget_class, MusTrackList, genres);
  gtk_widget_class_bind_template_child (widget_class, MusTrackList, sorts);
  gtk_widget_class_bind_template_child (widget_class, MusTrackList, artist_chip);
  gtk_widget_class_bind_template_child (widget_class, MusTrackList, artist_label);
  gtk_widget_class_bind_template_child (widget_class, MusTrackList, stack);
  gtk_widget_class_bind_template_child (widget_class, MusTrackList, list);
  gtk_widget_class_bind_template_child (widget_class, MusTrackList, count);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, genre_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_tracks);
  gtk_widget_class_install_action (widget_class, "list.clear-artist", NULL, clear_action);
  gtk_widget_class_install_action (widget_class, "list.clear-filters", NULL, clear_action);
}

static void
mus_track_list_init (MusTrackList *self)
{
  self->genre_order = g_array_new (FALSE, FALSE, sizeof (guint16));
  gtk_widget_init_template (GTK_WIDGET (self));
  mus_list_tab_leaves (self->list);
}

void
mus_track_list_set_workspace (MusTrackList *self, MusWorkspace *workspace)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkExpression      *name =
      gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  self->workspace = g_object_ref (workspace);
  self->model = mus_track_list_model_new ();
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->model)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_DEFAULT);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  gtk_drop_down_set_expression (self->genres, name);
  let_genre_shrink (self->genres);
  gtk_expression_unref (name);

  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::catalog", G_CALLBACK (catalog_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::filter", G_CALLBACK (filter_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::selected", G_CALLBACK (follow_selection), self,
                           G_CONNECT_SWAPPED);
  catalog_changed_cb (self);
}

void
mus_track_list_find (MusTrackList *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_editable_select_region (GTK_EDITABLE (self->search), 0, -1);
}
