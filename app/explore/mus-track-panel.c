/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-track-panel.h"

#include <glib/gi18n.h>
#include <string.h>

#include "explore/mus-feature-bar.h"
#include "explore/mus-similar-list.h"
#include "explore/mus-tooltip.h"
#include "taste/mus-thumb-buttons.h"

/* The features that a bar says more about than words do. */
static const MusFeature bar_features[] = {
  MUS_FEATURE_DANCEABILITY,     MUS_FEATURE_ENERGY,  MUS_FEATURE_VALENCE,
  MUS_FEATURE_ACOUSTICNESS,     MUS_FEATURE_TEMPO,   MUS_FEATURE_LOUDNESS,
  MUS_FEATURE_INSTRUMENTALNESS, MUS_FEATURE_SPEECHINESS, MUS_FEATURE_LIVENESS,
  MUS_FEATURE_POPULARITY,
};

#define MOST_CHARACTERS 120 /* of an album or a genre, which others follow */

#define N_BARS G_N_ELEMENTS (bar_features)

struct _MusTrackPanel
{
  GtkWidget parent_instance;

  MusWorkspace *workspace;

  GtkStack        *stack;
  GtkWidget       *scroller;
  GtkLabel        *title;
  GtkLabel        *artists;
  GtkLabel        *facts;
  MusThumbButtons *thumbs;
  GtkWidget       *open;
  GtkGrid         *bars;
  MusSimilarList  *similar;

  GtkWidget *name[N_BARS];
  GtkWidget *bar[N_BARS];
  GtkWidget *value[N_BARS];
};

G_DEFINE_FINAL_TYPE (MusTrackPanel, mus_track_panel, GTK_TYPE_WIDGET)

/*
 * Texts with links. A link's address says what it leads to: "artist:" a main artist's
 * number, "words:" a search, "genre:" a genre's number.
 */

static void
append_link (GString *markup, const char *address, const char *text)
{
  g_autofree char *href = g_markup_escape_text (address, -1);
  g_autofree char *label = g_markup_escape_text (text, -1);

  g_string_append_printf (markup, "<a href=\"%s\">%s</a>", href, label);
}

static char *
make_artists_markup (MusCatalog *catalog, guint32 row)
{
  GString     *markup = g_string_new (NULL);
  g_auto (GStrv) names =
      g_strsplit (mus_catalog_text (catalog, row, MUS_TEXT_ARTISTS), ";", -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *address =
          i == 0 ? g_strdup_printf ("artist:%u", mus_catalog_main_artist (catalog, row))
                 : g_strdup_printf ("words:%s", g_strstrip (names[i]));

      if (i > 0)
        g_string_append (markup, ", ");
      append_link (markup, address, g_strstrip (names[i]));
    }

  return g_string_free (markup, FALSE);
}

static void
append_fact (GString *markup, char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  if (text[0] != '\0')
    {
      if (markup->len > 0)
        g_string_append (markup, " · ");
      g_string_append (markup, escaped);
    }
  g_free (text);
}

/* "B minor" is one word for whoever breaks lines. */
static void
append_key (GString *markup, MusCatalog *catalog, const float *features)
{
  g_autofree char *text =
      mus_feature_format_key (features[MUS_FEATURE_KEY], features[MUS_FEATURE_MODE]);
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  if (mus_catalog_has_feature (catalog, MUS_FEATURE_KEY) &&
      mus_catalog_has_feature (catalog, MUS_FEATURE_MODE))
    append_fact (markup, g_strjoinv ("\u00a0", words));
}

static void
append_feature (GString *markup, MusCatalog *catalog, const float *features, MusFeature feature)
{
  if (mus_catalog_has_feature (catalog, feature))
    append_fact (markup, mus_feature_format (feature, features[feature]));
}

static char *
make_facts_markup (MusCatalog *catalog, guint32 row)
{
  GString       *markup = g_string_new (NULL);
  const float   *features = mus_matrix_row (mus_catalog_features (catalog), row);
  guint          n_genres;
  const guint16 *genres = mus_catalog_genres (catalog, row, &n_genres);

  append_fact (markup, mus_text_shorten (mus_catalog_text (catalog, row, MUS_TEXT_ALBUM),
                                         MOST_CHARACTERS));
  for (guint i = 0; i < n_genres; i++)
    {
      g_autofree char *address = g_strdup_printf ("genre:%u", genres[i]);
      g_autofree char *name =
          mus_text_shorten (mus_catalog_genre_name (catalog, genres[i]), MOST_CHARACTERS);

      if (markup->len > 0)
        g_string_append (markup, i == 0 ? " · " : ", ");
      append_link (markup, address, name);
    }
  append_feature (markup, catalog, features, MUS_FEATURE_DURATION);
  append_key (markup, catalog, features);
  append_feature (markup, catalog, features, MUS_FEATURE_TIME_SIGNATURE);
  if (features[MUS_FEATURE_EXPLICIT] > 0.5f)
    append_fact (markup, g_strdup (_ ("explicit")));

  return g_string_free (markup, FALSE);
}

static gboolean
link_activated_cb (GtkLabel *label, const char *uri, MusTrackPanel *self)
{
  const char *value = strchr (uri, ':');

  if (value == NULL)
    return FALSE;

  value++;
  if (g_str_has_prefix (uri, "artist:"))
    mus_workspace_set_artist (self->workspace, (guint32) g_ascii_strtoull (value, NULL, 10));
  else if (g_str_has_prefix (uri, "words:"))
    mus_workspace_set_words (self->workspace, value);
  else if (g_str_has_prefix (uri, "genre:"))
    mus_workspace_set_genre (self->workspace, (guint16) g_ascii_strtoull (value, NULL, 10));

  return TRUE;
}

/*
 * Bars
 */

static void
make_bars (MusTrackPanel *self)
{
  for (guint i = 0; i < N_BARS; i++)
    {
      self->name[i] = gtk_label_new (mus_feature_label (bar_features[i]));
      self->bar[i] = mus_feature_bar_new (bar_features[i]);
      self->value[i] = gtk_label_new (NULL);
      gtk_label_set_xalign (GTK_LABEL (self->name[i]), 0.0f);
      gtk_label_set_xalign (GTK_LABEL (self->value[i]), 1.0f);
      gtk_widget_add_css_class (self->value[i], "numeric");
      gtk_widget_set_hexpand (self->bar[i], TRUE);
      mus_tooltip_set (self->name[i], mus_feature_description (bar_features[i]));
      gtk_grid_attach (self->bars, self->name[i], 0, (int) i, 1, 1);
      gtk_grid_attach (self->bars, self->bar[i], 1, (int) i, 1, 1);
      gtk_grid_attach (self->bars, self->value[i], 2, (int) i, 1, 1);
    }
}

static void
show_bar (MusTrackPanel *self, guint i, float feature)
{
  const MusDistribution *distribution = mus_workspace_get_distribution (self->workspace);
  MusFeature             f = bar_features[i];
  g_autofree char       *text = mus_feature_format (f, feature);
  g_autofree char       *low = mus_feature_format (f, distribution->quantile[f][25]);
  g_autofree char       *high = mus_feature_format (f, distribution->quantile[f][75]);
  /* translators: a feature's name, its value, and the range of the catalog's middle half */
  g_autofree char *tooltip = g_strdup_printf (_ ("%s: %s\nHalf of all tracks: %s to %s\n%s"),
                                              mus_feature_label (f), text, low, high,
                                              mus_feature_description (f));

  mus_feature_bar_set (MUS_FEATURE_BAR (self->bar[i]), distribution, feature);
  mus_tooltip_set (self->bar[i], tooltip);
  gtk_label_set_text (GTK_LABEL (self->value[i]), text);
}

static void
show_bars (MusTrackPanel *self, MusCatalog *catalog, guint32 row)
{
  const float *features = mus_matrix_row (mus_catalog_features (catalog), row);

  for (guint i = 0; i < N_BARS; i++)
    {
      gboolean is_known = mus_catalog_has_feature (catalog, bar_features[i]);

      gtk_widget_set_visible (self->name[i], is_known);
      gtk_widget_set_visible (self->bar[i], is_known);
      gtk_widget_set_visible (self->value[i], is_known);
      if (is_known)
        show_bar (self, i, features[bar_features[i]]);
    }
}

static void
show_track (MusTrackPanel *self)
{
  MusCatalog      *catalog = mus_workspace_get_catalog (self->workspace);
  guint32          row = mus_workspace_get_selected (self->workspace);
  g_autofree char *artists = NULL;
  g_autofree char *facts = NULL;
  g_autofree char *link = NULL;

  gtk_stack_set_visible_child_name (self->stack, row == MUS_NO_ROW ? "nothing" : "track");
  if (row == MUS_NO_ROW)
    return;

  artists = make_artists_markup (catalog, row);
  facts = make_facts_markup (catalog, row);
  link = mus_catalog_link (catalog, row);
  gtk_label_set_text (self->title, mus_catalog_text (catalog, row, MUS_TEXT_TITLE));
  gtk_label_set_markup (self->artists, artists);
  gtk_label_set_markup (self->facts, facts);
  mus_thumb_buttons_set (self->thumbs, mus_workspace_get_tastes (self->workspace), row);
  gtk_widget_set_visible (self->open, link != NULL);
  mus_tooltip_set (self->open, link);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->open), "u", row);
  show_bars (self, catalog, row);
  gtk_adjustment_set_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0.0);
}

/*
 * The widget
 */

static void
mus_track_panel_dispose (GObject *object)
{
  MusTrackPanel *self = MUS_TRACK_PANEL (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), MUS_TYPE_TRACK_PANEL);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (mus_track_panel_parent_class)->dispose (object);
}

static void
mus_track_panel_class_init (MusTrackPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mus_track_panel_dispose;
  g_type_ensure (MUS_TYPE_SIMILAR_LIST);
  g_type_ensure (MUS_TYPE_THUMB_BUTTONS);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/example/MusRec/ui/track-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, MusTrackPanel, stack);
  gtk_widget_class_bind_template_child (widget_class, MusTrackPanel, scroller);
  gtk_widget_class_bind_template_child (widget_class, MusTrackPanel, title);
  gtk_widget_class_bind_template_child (widget_class, MusTrackPanel, artists);
  gtk_widget_class_bind_template_child (widget_class, MusTrackPanel, facts);
  gtk_widget_class_bind_template_child (widget_class, MusTrackPanel, thumbs);
  gtk_widget_class_bind_template_child (widget_class, MusTrackPanel, open);
  gtk_widget_class_bind_template_child (widget_class, MusTrackPanel, bars);
  gtk_widget_class_bind_template_child (widget_class, MusTrackPanel, similar);
  gtk_widget_class_bind_template_callback (widget_class, link_activated_cb);
}

static void
mus_track_panel_init (MusTrackPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  make_bars (self);
}

void
mus_track_panel_set_workspace (MusTrackPanel *self, MusWorkspace *workspace)
{
  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (workspace, "notify::selected", G_CALLBACK (show_track), self,
                           G_CONNECT_SWAPPED);
  mus_similar_list_set_workspace (self->similar, workspace);
  show_track (self);
}
