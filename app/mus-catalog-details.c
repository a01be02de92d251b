/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-catalog-details.h"

#include <glib/gi18n.h>

#include "workspace/mus-settings.h"

struct _MusCatalogDetails
{
  AdwPreferencesWindow parent_instance;

  MusWorkspace  *workspace;
  GtkWidget     *page;
  GtkWidget     *counts; /* an AdwPreferencesGroup, made anew for each catalog */
};

G_DEFINE_FINAL_TYPE (MusCatalogDetails, mus_catalog_details, ADW_TYPE_PREFERENCES_WINDOW)

static void
add_row (MusCatalogDetails *self, const char *title, const char *subtitle, char *value)
{
  GtkWidget       *row = adw_action_row_new ();
  GtkWidget       *label = gtk_label_new (value);
  g_autofree char *escaped = subtitle != NULL ? g_markup_escape_text (subtitle, -1) : NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (escaped != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->counts), row);
  g_free (value);
}

/* The features of a bit set, as a list for people. */
static char *
list_features (guint32 bits)
{
  GString *text = g_string_new (NULL);

  for (guint f = 0; f < MUS_N_FEATURES; f++)
    if (bits & (1u << f))
      {
        if (text->len > 0)
          g_string_append (text, ", ");
        g_string_append (text, mus_feature_label ((MusFeature) f));
      }

  return g_string_free (text, FALSE);
}

static void
add_counts (MusCatalogDetails *self, const MusCatalogSummary *summary)
{
  add_row (self, _ ("Rows"), _ ("Records below the header"), mus_text_count (summary->n_rows));
  add_row (self, _ ("Columns"), NULL, mus_text_count (summary->n_columns));
  add_row (self, _ ("Repeated songs left out"),
           summary->repeats == MUS_REPEATS_TITLE
               ? _ ("Rows whose title stood before")
               : _ ("Rows whose title and main artist stood before"),
           mus_text_count (summary->n_duplicates));
  if (summary->n_skipped > 0)
    {
      /* translators: %s is the number of a row */
      g_autofree char *first = mus_text_count (summary->first_skipped);
      g_autofree char *where = g_strdup_printf (
          _ ("With too few or too many fields, or no usable number; the first is row %s"),
          first);

      add_row (self, _ ("Broken rows skipped"), where, mus_text_count (summary->n_skipped));
    }
  add_row (self, _ ("Missing numbers filled"), _ ("With the median of their column"),
           mus_text_count (summary->n_filled));
  if (summary->n_text_cells > 0)
    add_row (self, _ ("Texts where numbers belong"), _ ("They count as missing"),
             mus_text_count (summary->n_text_cells));
  if (summary->n_nul > 0)
    add_row (self, _ ("Null characters in texts"), _ ("Each is replaced by �"),
             mus_text_count (summary->n_nul));
  add_row (self, _ ("Tracks"), NULL, mus_text_count (summary->n_tracks));
  add_row (self, _ ("Genres"), NULL, mus_text_count (summary->n_genres));
  if (summary->missing != 0)
    add_row (self, _ ("Missing columns"), _ ("They count as constant"),
             list_features (summary->missing));
  if (summary->constant != 0)
    add_row (self, _ ("Columns with one value"), _ ("They tell nothing apart"),
             list_features (summary->constant));
}

static void
update (MusCatalogDetails *self)
{
  MusCatalog      *catalog = mus_workspace_get_catalog (self->workspace);
  g_autofree char *title = NULL;

  if (self->counts != NULL)
    adw_preferences_page_remove (ADW_PREFERENCES_PAGE (self->page),
                                 ADW_PREFERENCES_GROUP (self->counts));
  self->counts = NULL;
  if (catalog == NULL)
    return;

  self->counts = adw_preferences_group_new ();
  title = g_markup_escape_text (mus_workspace_is_sample (self->workspace)
                                    ? _ ("Sample Catalog")
                                    : mus_catalog_name (catalog),
                                -1);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->counts), title);
  add_counts (self, mus_catalog_summary (catalog));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self->page),
                            ADW_PREFERENCES_GROUP (self->counts));
}

static void
mus_catalog_details_dispose (GObject *object)
{
  g_clear_object (&MUS_CATALOG_DETAILS (object)->workspace);

  G_OBJECT_CLASS (mus_catalog_details_parent_class)->dispose (object);
}

static void
mus_catalog_details_class_init (MusCatalogDetailsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mus_catalog_details_dispose;
}

static void
mus_catalog_details_init (MusCatalogDetails *self)
{
}

GtkWidget *
mus_catalog_details_new (MusWorkspace *workspace)
{
  MusCatalogDetails *self =
      g_object_new (MUS_TYPE_CATALOG_DETAILS, "title", _ ("Catalog"), "modal", TRUE,
                    "default-width", 480, "default-height", 560, "search-enabled", FALSE, NULL);
  GtkWidget *rule = adw_preferences_group_new ();

  self->workspace = g_object_ref (workspace);
  self->page = adw_preferences_page_new ();
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (rule), mus_repeats_row_new (workspace));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self->page), ADW_PREFERENCES_GROUP (rule));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self),
                              ADW_PREFERENCES_PAGE (self->page));
  g_signal_connect_object (workspace, "notify::catalog", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

static void
repeats_chosen_cb (AdwComboRow *row, GParamSpec *pspec, MusWorkspace *workspace)
{
  GSettings *settings = mus_workspace_get_settings (workspace);
  MusRepeats repeats = (MusRepeats) adw_combo_row_get_selected (row);

  if (repeats == mus_settings_repeats (settings))
    return;

  mus_settings_set_repeats (settings, repeats);
  mus_workspace_reopen (workspace);
}

GtkWidget *
mus_repeats_row_new (MusWorkspace *workspace)
{
  const char *choices[] = { C_ ("repeated songs", "By title"),
                            C_ ("repeated songs", "By title and artist"), NULL };
  g_autoptr (GtkStringList) model = gtk_string_list_new (choices);
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Repeated Songs"));
  adw_action_row_set_subtitle (
      ADW_ACTION_ROW (row),
      _ ("Which rows are the same song. By title is the published rule; it also drops "
         "different songs that share a title."));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row),
                              mus_settings_repeats (mus_workspace_get_settings (workspace)));
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (repeats_chosen_cb), workspace,
                           G_CONNECT_DEFAULT);

  return row;
}
