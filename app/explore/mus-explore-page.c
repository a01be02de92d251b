/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-explore-page.h"

#include <glib/gi18n.h>

#include "explore/mus-legend.h"
#include "explore/mus-map-key.h"
#include "explore/mus-track-list.h"
#include "explore/mus-track-menu.h"
#include "explore/mus-track-panel.h"
#include "filters/mus-filter-bar.h"

#define N_FRAMES 3

/* How many tracks of For You are marked on the map. */
#define N_FOR_YOU 10

struct _MusExplorePage
{
  GtkWidget parent_instance;

  MusWorkspace *workspace;
  MusForYou    *for_you;

  GtkWidget       *content;
  MusFilterBar    *filter_bar;
  MusTrackList    *list;
  GtkStack        *map_stack;
  MusMap          *map;
  MusLegend       *legend;
  GtkWidget       *zoom_card;
  MusMapKey       *key;
  GtkWidget       *way_card;
  GtkToggleButton *sound;
  GtkToggleButton *sound_genre;
  MusTrackPanel   *panel;

  guint n_frames; /* since it was first shown, up to N_FRAMES */
};

G_DEFINE_FINAL_TYPE (MusExplorePage, mus_explore_page, GTK_TYPE_WIDGET)

/*
 * From the workspace to the map
 */

static void
show_catalog (MusExplorePage *self)
{
  MusCatalog  *catalog = mus_workspace_get_catalog (self->workspace);
  MusFamilies *families = mus_workspace_get_families (self->workspace);

  mus_map_set_catalog (self->map, catalog, families);
  mus_legend_set_catalog (self->legend, catalog, families);
}

/* The last frame of a layout has come to rest, though regions are still looked for. */
static gboolean
is_moving (MusExplorePage *self)
{
  MusJob *job = mus_workspace_get_job (self->workspace);
  guint   n_iterations;

  return MUS_IS_LAYOUT_JOB (job) &&
         mus_layout_job_get_iteration (MUS_LAYOUT_JOB (job), &n_iterations, NULL) < n_iterations;
}

static void
show_positions (MusExplorePage *self)
{
  MusMatrix *positions = mus_workspace_get_positions (self->workspace);

  gtk_stack_set_visible_child_name (self->map_stack, positions != NULL ? "map" : "waiting");
  mus_map_set_positions (self->map, positions, !is_moving (self));
}

static void
show_regions (MusExplorePage *self)
{
  mus_map_set_regions (self->map, mus_workspace_get_regions (self->workspace));
}

static void
show_way (MusExplorePage *self)
{
  MusWay way = mus_workspace_get_way (self->workspace);

  gtk_widget_set_visible (self->way_card, mus_workspace_has_genres (self->workspace));
  gtk_toggle_button_set_active (way == MUS_WAY_SOUND ? self->sound : self->sound_genre, TRUE);
}

/* The legend stands at the top right, above the key of the marks; below the ways to learn where
 * there is no room for both side by side. (These sizes have the margins in them.) */
static gboolean
place_legend_cb (MusExplorePage *self, GtkWidget *child, GdkRectangle *place, GtkWidget *overlay)
{
  GtkRequisition way = { 0, 0 }, key = { 0, 0 }, least, legend;
  int            width = gtk_widget_get_width (overlay);

  if (child != GTK_WIDGET (self->legend))
    return FALSE;

  if (gtk_widget_get_visible (self->way_card))
    gtk_widget_get_preferred_size (self->way_card, NULL, &way);
  if (gtk_widget_get_visible (GTK_WIDGET (self->key)))
    gtk_widget_get_preferred_size (GTK_WIDGET (self->key), NULL, &key);
  gtk_widget_get_preferred_size (child, &least, &legend);
  place->width = MIN (legend.width, width);
  place->x = width - place->width;
  place->y = place->x < way.width ? way.height : 0;
  place->height = CLAMP (gtk_widget_get_height (overlay) - place->y - key.height, least.height,
                         legend.height);

  return TRUE;
}

static void
show_selected (MusExplorePage *self)
{
  mus_map_set_selected (self->map, mus_workspace_get_selected (self->workspace));
}

static void
show_similar (MusExplorePage *self)
{
  GArray             *similar = mus_workspace_get_similar (self->workspace);
  guint               n = similar != NULL ? similar->len : 0;
  g_autofree guint32 *rows = g_new (guint32, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    rows[i] = g_array_index (similar, MusRecommendation, i).row;
  mus_map_set_similar (self->map, rows, n);
}

static void
update_key (MusExplorePage *self)
{
  MusTasteStore *tastes = mus_workspace_get_tastes (self->workspace);
  GArray        *list = mus_for_you_get_list (self->for_you);

  mus_map_key_set_present (self->key,
                           g_list_model_get_n_items (mus_taste_store_get_items (tastes)) > 0,
                           list != NULL && list->len > 0);
}

static void
show_for_you (MusExplorePage *self)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  GArray            *list = mus_for_you_get_list (self->for_you);

  for (guint i = 0; list != NULL && i < MIN (list->len, N_FOR_YOU); i++)
    g_array_append_val (rows, g_array_index (list, MusRecommendation, i).row);
  mus_map_set_for_you (self->map, rows);
  update_key (self);
}

static void
show_marks (MusExplorePage *self)
{
  GSettings *settings = mus_workspace_get_settings (self->workspace);

  mus_map_show_marks (self->map, g_settings_get_boolean (settings, "map-thumbs"),
                      g_settings_get_boolean (settings, "map-for-you"));
}

static void
show_thumbs (MusExplorePage *self)
{
  MusTasteStore     *tastes = mus_workspace_get_tastes (self->workspace);
  g_autoptr (GArray) likes = mus_taste_store_get_rows (tastes, MUS_VERDICT_LIKE);
  g_autoptr (GArray) dislikes = mus_taste_store_get_rows (tastes, MUS_VERDICT_DISLIKE);

  mus_map_set_thumbs (self->map, likes, dislikes);
  update_key (self);
}

static void
show_allowed (MusExplorePage *self)
{
  mus_map_set_allowed (self->map,
                       mus_filters_get_mask (mus_workspace_get_filters (self->workspace)));
}

/*
 * From the map to the workspace
 */

static void
track_activated_cb (MusMap *map, guint row, MusExplorePage *self)
{
  mus_workspace_select (self->workspace, row);
}

static void
context_requested_cb (MusMap *map, guint row, double x, double y, MusExplorePage *self)
{
  mus_track_menu_popup (GTK_WIDGET (map), self->workspace, row, x, y);
}

static guint32
get_pointed (GtkWidget *map, gpointer data)
{
  return mus_map_get_pointed (MUS_MAP (map));
}

static void
way_toggled_cb (GtkToggleButton *sound_genre, MusExplorePage *self)
{
  mus_workspace_set_way (self->workspace, gtk_toggle_button_get_active (sound_genre)
                                              ? MUS_WAY_SOUND_GENRE
                                              : MUS_WAY_SOUND);
}

static void
legend_changed_cb (MusLegend *legend, MusExplorePage *self)
{
  mus_map_set_genre_states (self->map, mus_legend_get_states (legend));
}

static void
track_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  mus_track_menu_activate (widget, MUS_EXPLORE_PAGE (widget)->workspace, name,
                           g_variant_get_uint32 (parameter));
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MusExplorePage *self = MUS_EXPLORE_PAGE (widget);
  GtkWidget      *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  mus_track_menu_popup_for_focus (focus != NULL ? focus : widget, self->workspace,
                                  mus_workspace_get_selected (self->workspace));
}

/* The buttons that lie over the map are not inside it, so its actions start here. */
static void
map_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action_variant (GTK_WIDGET (MUS_EXPLORE_PAGE (widget)->map), name,
                                      parameter);
}

/* Along the similar tracks, from wherever the focus is. */
static void
walk_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *map = GTK_WIDGET (MUS_EXPLORE_PAGE (widget)->map);

  if (!gtk_widget_get_mapped (map))
    return;

  gtk_widget_grab_focus (map);
  gtk_widget_activate_action_variant (map, "map.walk", parameter);
}

/*
 * The widget
 */

/* The list and the panel come a frame later each: to style, measure and draw all of the page
 * takes longer than one frame. */
static gboolean
show_next_pane (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  MusExplorePage *self = MUS_EXPLORE_PAGE (widget);

  self->n_frames++;
  if (self->n_frames == N_FRAMES - 1)
    gtk_widget_set_visible (GTK_WIDGET (self->list), TRUE);
  else if (self->n_frames == N_FRAMES)
    gtk_widget_set_visible (GTK_WIDGET (self->panel), TRUE);

  return self->n_frames < N_FRAMES;
}

static void
mus_explore_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (mus_explore_page_parent_class)->map (widget);
  if (MUS_EXPLORE_PAGE (widget)->n_frames == 0)
    gtk_widget_add_tick_callback (widget, show_next_pane, NULL, NULL);
}

static void
mus_explore_page_dispose (GObject *object)
{
  MusExplorePage *self = MUS_EXPLORE_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), MUS_TYPE_EXPLORE_PAGE);
  g_clear_object (&self->for_you);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (mus_explore_page_parent_class)->dispose (object);
}

static void
mus_explore_page_class_init (MusExplorePageClass *klass)
{
  static const char *const map_actions[] = { "map.zoom-in", "map.zoom-out", "map.fit" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mus_explore_page_dispose;
  widget_class->map = mus_explore_page_map;
  g_type_ensure (MUS_TYPE_FILTER_BAR);
  g_type_ensure (MUS_TYPE_TRACK_LIST);
  g_type_ensure (MUS_TYPE_MAP);
  g_type_ensure (MUS_TYPE_MAP_KEY);
  g_type_ensure (MUS_TYPE_LEGEND);
  g_type_ensure (MUS_TYPE_TRACK_PANEL);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/example/MusRec/ui/explore-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MusExplorePage, content);
  gtk_widget_class_bind_template_child (widget_class, MusExplorePage, filter_bar);
  gtk_widget_class_bind_template_child (widget_class, MusExplorePage, list);
  gtk_widget_class_bind_template_child (widget_class, MusExplorePage, map_stack);
  gtk_widget_class_bind_template_child (widget_class, MusExplorePage, map);
  gtk_widget_class_bind_template_child (widget_class, MusExplorePage, legend);
  gtk_widget_class_bind_template_child (widget_class, MusExplorePage, zoom_card);
  gtk_widget_class_bind_template_child (widget_class, MusExplorePage, key);
  gtk_widget_class_bind_template_child (widget_class, MusExplorePage, way_card);
  gtk_widget_class_bind_template_child (widget_class, MusExplorePage, sound);
  gtk_widget_class_bind_template_child (widget_class, MusExplorePage, sound_genre);
  gtk_widget_class_bind_template_child (widget_class, MusExplorePage, panel);
  gtk_widget_class_bind_template_callback (widget_class, track_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, context_requested_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_legend_cb);
  gtk_widget_class_bind_template_callback (widget_class, legend_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, mus_map_refit);
  gtk_widget_class_bind_template_callback (widget_class, gtk_widget_queue_allocate);
  gtk_widget_class_bind_template_callback (widget_class, way_toggled_cb);
  mus_track_menu_install (widget_class, track_action);
  gtk_widget_class_install_action (widget_class, "track.menu", NULL, menu_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "track.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK,
                                       "track.menu", NULL);
  gtk_widget_class_install_action (widget_class, "explore.walk", "i", walk_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, 0, "explore.walk", "i", 1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, 0, "explore.walk", "i", -1);
  for (guint i = 0; i < G_N_ELEMENTS (map_actions); i++)
    gtk_widget_class_install_action (widget_class, map_actions[i], NULL, map_action);
}

static void
mus_explore_page_init (MusExplorePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  mus_map_add_cover (self->map, GTK_WIDGET (self->legend));
  mus_legend_set_viewport (self->legend, mus_map_get_viewport (self->map));
  mus_map_add_cover (self->map, self->zoom_card);
  mus_map_add_cover (self->map, GTK_WIDGET (self->key));
  mus_map_add_cover (self->map, self->way_card);
}

/* Thumbs, and what answers them. */
static void
follow_taste (MusExplorePage *self)
{
  GSettings *settings = mus_workspace_get_settings (self->workspace);

  g_signal_connect_object (mus_workspace_get_tastes (self->workspace), "changed",
                           G_CALLBACK (show_thumbs), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->for_you, "changed", G_CALLBACK (show_for_you), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::map-thumbs", G_CALLBACK (show_marks), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::map-for-you", G_CALLBACK (show_marks), self,
                           G_CONNECT_SWAPPED);
  mus_map_key_set_settings (self->key, settings);
  mus_legend_set_settings (self->legend, settings);
  show_marks (self);
}

void
mus_explore_page_set_workspace (MusExplorePage *self, MusWorkspace *workspace, MusForYou *for_you)
{
  static const struct
  {
    const char *signal;
    void (*show) (MusExplorePage *self);
  } bindings[] = {
    { "notify::catalog", show_catalog },   { "notify::way", show_way },
    { "notify::positions", show_positions },
    { "notify::regions", show_regions },   { "notify::selected", show_selected },
    { "notify::similar", show_similar },
  };

  self->workspace = g_object_ref (workspace);
  self->for_you = g_object_ref (for_you);
  mus_filter_bar_set_filters (self->filter_bar, mus_workspace_get_filters (workspace));
  g_signal_connect_object (mus_workspace_get_filters (workspace), "notify::allowed",
                           G_CALLBACK (show_allowed), self, G_CONNECT_SWAPPED);
  mus_track_list_set_workspace (self->list, workspace);
  mus_track_panel_set_workspace (self->panel, workspace);
  follow_taste (self);
  mus_track_menu_attach_keys (GTK_WIDGET (self->map), workspace, get_pointed, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (bindings); i++)
    {
      g_signal_connect_object (workspace, bindings[i].signal, G_CALLBACK (bindings[i].show),
                               self, G_CONNECT_SWAPPED);
      bindings[i].show (self);
    }
}

MusMap *
mus_explore_page_get_map (MusExplorePage *self)
{
  return self->map;
}

void
mus_explore_page_find (MusExplorePage *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->list), TRUE);
  mus_track_list_find (self->list);
}

void
mus_explore_page_toggle_list (MusExplorePage *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->list),
                          !gtk_widget_get_visible (GTK_WIDGET (self->list)));
}

void
mus_explore_page_open_in_browser (MusExplorePage *self)
{
  mus_track_menu_activate (GTK_WIDGET (self), self->workspace, "track.open",
                           mus_workspace_get_selected (self->workspace));
}
