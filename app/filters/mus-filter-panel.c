/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "filters/mus-filter-panel.h"

#include <glib/gi18n.h>

#include "explore/mus-tooltip.h"
#include "filters/mus-filter-text.h"
#include "filters/mus-genre-rules.h"
#include "filters/mus-range-slider.h"
#include "filters/mus-value-toggles.h"

/* It has to fit into a window of 600 pixels, below the header. */
#define WIDTH 340
#define HEIGHT 440

/* In the order of the panel: what people ask for first comes first. */
static const MusFeature shown_features[] = {
  MUS_FEATURE_EXPLICIT,     MUS_FEATURE_DURATION,         MUS_FEATURE_TEMPO,
  MUS_FEATURE_POPULARITY,   MUS_FEATURE_ENERGY,           MUS_FEATURE_DANCEABILITY,
  MUS_FEATURE_VALENCE,      MUS_FEATURE_ACOUSTICNESS,     MUS_FEATURE_INSTRUMENTALNESS,
  MUS_FEATURE_SPEECHINESS,  MUS_FEATURE_LIVENESS,         MUS_FEATURE_LOUDNESS,
  MUS_FEATURE_KEY,          MUS_FEATURE_MODE,             MUS_FEATURE_TIME_SIGNATURE,
};

struct _MusFilterPanel
{
  GtkWidget parent_instance;

  MusWorkspace *workspace;
  MusFilters   *filters;
  gboolean      is_filled;    /* with the controls of the open catalog */
  gboolean      is_following; /* the controls take over what the filters say */

  GtkWidget *stack;
  GtkWidget *count;
  GtkWidget *clear;
  GtkWidget *controls; /* a box */
  GtkWidget *genre_button;
  GtkWidget *genre_summary;
  GtkWidget *genre_page;  /* a box */
  GtkWidget *genre_rules; /* in it; NULL until it is shown */

  GtkWidget *inputs[MUS_N_FEATURES]; /* MusRangeSlider or MusValueToggles; NULL: none */
  GtkWidget *texts[MUS_N_FEATURES];  /* GtkLabel */
};

G_DEFINE_FINAL_TYPE (MusFilterPanel, mus_filter_panel, GTK_TYPE_WIDGET)

/*
 * From the filters to the controls
 */

static void
show_genres (MusFilterPanel *self)
{
  g_autofree char *in = mus_filter_text_genres (self->filters, MUS_GENRE_IN);
  g_autofree char *out = mus_filter_text_genres (self->filters, MUS_GENRE_OUT);
  g_autofree char *without = NULL;
  g_autofree char *text = NULL;

  if (out != NULL)
    /* translators: genres that are left out: "without samba, tango" */
    without = g_strdup_printf (_ ("without %s"), out);
  text = g_strdup (in != NULL ? in : without != NULL ? without : C_ ("genres", "all"));
  if (in != NULL && without != NULL)
    {
      g_free (text);
      /* translators: genres that are in and genres that are not: "samba; without tango" */
      text = g_strdup_printf (_ ("%s; %s"), in, without);
    }
  gtk_label_set_text (GTK_LABEL (self->genre_summary), text);
  mus_tooltip_set (self->genre_button, text);
}

static void
show_feature (MusFilterPanel *self, MusFeature f)
{
  const MusCriteria *criteria = mus_filters_get_criteria (self->filters);
  g_autofree char   *text = mus_filter_text_feature (criteria, f);

  gtk_label_set_text (GTK_LABEL (self->texts[f]), text);
  if (MUS_IS_RANGE_SLIDER (self->inputs[f]))
    mus_range_slider_set (MUS_RANGE_SLIDER (self->inputs[f]), criteria->low[f],
                          criteria->high[f]);
  else
    mus_value_toggles_set (MUS_VALUE_TOGGLES (self->inputs[f]), criteria->values[f]);
}

static void
show_criteria (MusFilterPanel *self)
{
  gtk_widget_set_sensitive (self->clear, mus_filters_are_on (self->filters));
  if (!self->is_filled || self->is_following)
    return;

  self->is_following = TRUE;
  show_genres (self);
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    if (self->inputs[f] != NULL)
      show_feature (self, f);
  self->is_following = FALSE;
}

static void
show_count (MusFilterPanel *self)
{
  g_autofree char *text = mus_filter_text_count (self->filters);

  gtk_label_set_text (GTK_LABEL (self->count), text);
}

/*
 * From the controls to the filters
 */

static MusFeature
find_feature (MusFilterPanel *self, GtkWidget *input)
{
  guint f = 0;

  while (self->inputs[f] != input)
    f++;

  return f;
}

static void
range_changed_cb (MusFilterPanel *self, MusRangeSlider *slider)
{
  mus_filters_set_range (self->filters, find_feature (self, GTK_WIDGET (slider)),
                         mus_range_slider_get_low (slider), mus_range_slider_get_high (slider));
}

static void
values_changed_cb (MusFilterPanel *self, MusValueToggles *toggles)
{
  mus_filters_set_values (self->filters, find_feature (self, GTK_WIDGET (toggles)),
                          mus_value_toggles_get (toggles));
}

static void
show_genre_page (MusFilterPanel *self)
{
  if (self->genre_rules == NULL)
    {
      self->genre_rules =
          mus_genre_rules_new (self->filters, mus_workspace_get_families (self->workspace));
      gtk_widget_set_vexpand (self->genre_rules, TRUE);
      gtk_box_append (GTK_BOX (self->genre_page), self->genre_rules);
    }
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->genre_page);
  gtk_widget_grab_focus (self->genre_rules);
}

static void
show_main_page (MusFilterPanel *self)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "main");
  if (self->genre_button != NULL)
    gtk_widget_grab_focus (self->genre_button);
}

/*
 * Filling it
 */

static GtkWidget *
make_heading (MusFilterPanel *self, MusFeature f)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (mus_feature_label (f));

  self->texts[f] = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->texts[f], "dim-label");
  gtk_widget_add_css_class (self->texts[f], "caption");
  gtk_widget_add_css_class (self->texts[f], "numeric");
  gtk_label_set_xalign (GTK_LABEL (self->texts[f]), 1.0f);
  gtk_label_set_ellipsize (GTK_LABEL (self->texts[f]), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->texts[f], TRUE);
  mus_tooltip_set (box, mus_feature_description (f));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), self->texts[f]);

  return box;
}

static void
add_feature (MusFilterPanel *self, MusCatalog *catalog, MusFeature f)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  if (mus_feature_unit (f) > 0.0)
    {
      self->inputs[f] = mus_range_slider_new (f);
      mus_range_slider_set_catalog (MUS_RANGE_SLIDER (self->inputs[f]), catalog,
                                    mus_workspace_get_distribution (self->workspace));
      g_signal_connect_swapped (self->inputs[f], "changed", G_CALLBACK (range_changed_cb), self);
    }
  else
    {
      self->inputs[f] = mus_value_toggles_new (f, mus_catalog_features (catalog));
      g_signal_connect_swapped (self->inputs[f], "changed", G_CALLBACK (values_changed_cb), self);
    }
  gtk_box_append (GTK_BOX (box), make_heading (self, f));
  gtk_box_append (GTK_BOX (box), self->inputs[f]);
  gtk_box_append (GTK_BOX (self->controls), box);
}

static void
add_genres (MusFilterPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  self->genre_button = gtk_button_new ();
  self->genre_summary = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->genre_summary, "dim-label");
  gtk_widget_add_css_class (self->genre_summary, "caption");
  gtk_label_set_ellipsize (GTK_LABEL (self->genre_summary), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (self->genre_summary), 1.0f);
  gtk_widget_set_hexpand (self->genre_summary, TRUE);
  gtk_box_append (GTK_BOX (box), gtk_label_new (_ ("Genres")));
  gtk_box_append (GTK_BOX (box), self->genre_summary);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_button_set_child (GTK_BUTTON (self->genre_button), box);
  g_signal_connect_swapped (self->genre_button, "clicked", G_CALLBACK (show_genre_page), self);
  gtk_box_append (GTK_BOX (self->controls), self->genre_button);
}

static void
clear_controls (MusFilterPanel *self)
{
  GtkWidget *child;

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "main");
  while ((child = gtk_widget_get_first_child (self->controls)) != NULL)
    gtk_box_remove (GTK_BOX (self->controls), child);
  if (self->genre_rules != NULL)
    gtk_box_remove (GTK_BOX (self->genre_page), self->genre_rules);
  self->genre_rules = self->genre_button = self->genre_summary = NULL;
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    self->inputs[f] = self->texts[f] = NULL;
  self->is_filled = FALSE;
}

/* A feature that all tracks share filters nothing. */
static void
fill (MusFilterPanel *self)
{
  MusCatalog *catalog = mus_workspace_get_catalog (self->workspace);
  guint32     idle;

  clear_controls (self);
  if (catalog == NULL)
    return;

  idle = mus_catalog_summary (catalog)->missing | mus_catalog_summary (catalog)->constant;
  add_genres (self);
  gtk_widget_set_visible (self->genre_button, mus_catalog_n_labels (catalog) > 0);
  for (guint i = 0; i < G_N_ELEMENTS (shown_features); i++)
    if ((idle >> shown_features[i] & 1) == 0)
      add_feature (self, catalog, shown_features[i]);
  self->is_filled = TRUE;
  show_criteria (self);
  show_count (self);
}

static void
mus_filter_panel_map (GtkWidget *widget)
{
  MusFilterPanel *self = MUS_FILTER_PANEL (widget);

  if (!self->is_filled)
    fill (self);
  show_main_page (self);

  GTK_WIDGET_CLASS (mus_filter_panel_parent_class)->map (widget);
}

static void
catalog_changed_cb (MusFilterPanel *self)
{
  clear_controls (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    fill (self);
}

/*
 * The widget
 */

static GtkWidget *
make_header (MusFilterPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = gtk_label_new (_ ("Filters"));

  self->count = gtk_label_new (NULL);
  self->clear = gtk_button_new_with_mnemonic (_ ("_Clear All"));
  gtk_widget_add_css_class (title, "heading");
  gtk_widget_add_css_class (self->count, "dim-label");
  gtk_widget_add_css_class (self->count, "caption");
  gtk_widget_add_css_class (self->count, "numeric");
  gtk_widget_set_hexpand (self->count, TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->count), 0.0f);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), self->count);
  gtk_box_append (GTK_BOX (box), self->clear);

  return box;
}

static GtkWidget *
make_main_page (MusFilterPanel *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);

  self->controls = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  /* The scrollbar lies over it. */
  gtk_widget_set_margin_end (self->controls, 12);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->controls);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (page), make_header (self));
  gtk_box_append (GTK_BOX (page), scrolled);

  return page;
}

static GtkWidget *
make_genre_page (MusFilterPanel *self)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *back = gtk_button_new_from_icon_name ("go-previous-symbolic");
  GtkWidget *title = gtk_label_new (_ ("Genres"));

  gtk_widget_add_css_class (back, "flat");
  gtk_widget_set_tooltip_text (back, _ ("Back to the Filters"));
  gtk_widget_add_css_class (title, "heading");
  g_signal_connect_swapped (back, "clicked", G_CALLBACK (show_main_page), self);
  gtk_box_append (GTK_BOX (line), back);
  gtk_box_append (GTK_BOX (line), title);
  gtk_box_append (GTK_BOX (page), line);

  return page;
}

static void
mus_filter_panel_dispose (GObject *object)
{
  MusFilterPanel *self = MUS_FILTER_PANEL (object);

  g_clear_pointer (&self->stack, gtk_widget_unparent);
  g_clear_object (&self->workspace);
  g_clear_object (&self->filters);

  G_OBJECT_CLASS (mus_filter_panel_parent_class)->dispose (object);
}

static void
mus_filter_panel_class_init (MusFilterPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mus_filter_panel_dispose;
  widget_class->map = mus_filter_panel_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "filterpanel");
}

static void
mus_filter_panel_init (MusFilterPanel *self)
{
  self->stack = gtk_stack_new ();
  gtk_stack_set_transition_type (GTK_STACK (self->stack), GTK_STACK_TRANSITION_TYPE_SLIDE_LEFT_RIGHT);
  gtk_widget_set_size_request (self->stack, WIDTH, HEIGHT);
  gtk_stack_add_named (GTK_STACK (self->stack), make_main_page (self), "main");
  self->genre_page = make_genre_page (self);
  gtk_stack_add_named (GTK_STACK (self->stack), self->genre_page, "genres");
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
}

void
mus_filter_panel_set_workspace (MusFilterPanel *self, MusWorkspace *workspace)
{
  self->workspace = g_object_ref (workspace);
  self->filters = g_object_ref (mus_workspace_get_filters (workspace));
  g_signal_connect_object (workspace, "notify::catalog", G_CALLBACK (catalog_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->filters, "notify::criteria", G_CALLBACK (show_criteria), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->filters, "notify::allowed", G_CALLBACK (show_count), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->clear, "clicked", G_CALLBACK (mus_filters_clear), self->filters,
                           G_CONNECT_SWAPPED);
}
