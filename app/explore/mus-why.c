/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-why.h"

#include <glib/gi18n.h>
#include <math.h>

#include "explore/mus-share-bar.h"
#include "explore/mus-tooltip.h"

#define MAX_CHARS 44
#define MAX_NAME_CHARS 14

enum
{
  COLUMN_FEATURE,
  COLUMN_HERE,
  COLUMN_SELECTED,
  COLUMN_BAR,
  COLUMN_SHARE,
};

static void
attach (GtkWidget *grid, const char *text, int column, int line, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column == COLUMN_FEATURE ? 0.0f : 1.0f);
  gtk_widget_add_css_class (label, "numeric");
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_grid_attach (GTK_GRID (grid), label, column, line, 1, 1);
}

/* Takes @text. */
static void
attach_value (GtkWidget *grid, char *text, int column, int line)
{
  attach (grid, text, column, line, NULL);
  g_free (text);
}

static char *
format_share (double share)
{
  double rounded = round (share * 10.0) / 10.0;

  /* translators: percentage points of a match; %s is empty or a minus sign */
  return g_strdup_printf (C_ ("share", "%s%.1f"), rounded < 0.0 ? "−" : "", fabs (rounded));
}

static char *
format_part (double part)
{
  double rounded = round (part);

  /* translators: a part of a whole; %s is empty or a minus sign */
  return g_strdup_printf (C_ ("share", "%s%.0f %%"), rounded < 0.0 ? "−" : "", fabs (rounded));
}

/* Returns: (transfer full) */
static char *
format_feature (MusCatalog *catalog, guint32 row, MusFeature feature)
{
  const float *features = mus_matrix_row (mus_catalog_features (catalog), row);

  return mus_catalog_has_feature (catalog, feature)
             ? mus_feature_format (feature, features[feature])
             : g_strdup ("–");
}

static void
add_feature (GtkWidget               *grid,
             int                      line,
             MusCatalog              *catalog,
             const MusRecommendation *item,
             MusFeature               feature,
             GtkWidget               *bar,
             double                   share)
{
  GtkWidget *label = gtk_label_new (mus_feature_label (feature));

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  mus_tooltip_set (label, mus_feature_description (feature));
  gtk_grid_attach (GTK_GRID (grid), label, COLUMN_FEATURE, line, 1, 1);
  attach_value (grid, format_feature (catalog, item->row, feature), COLUMN_HERE, line);
  attach_value (grid, format_feature (catalog, item->answers, feature), COLUMN_SELECTED, line);
  gtk_widget_set_hexpand (bar, TRUE);
  gtk_grid_attach (GTK_GRID (grid), bar, COLUMN_BAR, line, 1, 1);
  attach_value (grid, format_share (share), COLUMN_SHARE, line);
}

/* What a match knows nothing of, for comparison. */
static void
add_name (GtkWidget *grid, int line, const char *name, const char *here, const char *selected)
{
  attach (grid, name, COLUMN_FEATURE, line, NULL);
  attach (grid, here, COLUMN_HERE, line, NULL);
  attach (grid, selected, COLUMN_SELECTED, line, NULL);
  for (int column = COLUMN_HERE; column <= COLUMN_SELECTED; column++)
    {
      GtkLabel *label = GTK_LABEL (gtk_grid_get_child_at (GTK_GRID (grid), column, line));

      gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (label, MAX_NAME_CHARS);
    }
  attach_value (grid, format_share (0.0), COLUMN_SHARE, line);
}

static const char *
get_artist (MusCatalog *catalog, guint32 row)
{
  return mus_catalog_artist_name (catalog, mus_catalog_main_artist (catalog, row));
}

static const char *
get_genre (MusCatalog *catalog, guint32 row)
{
  guint16 genre = mus_catalog_genre (catalog, row);

  return genre != MUS_NO_GENRE ? mus_catalog_genre_name (catalog, genre) : "–";
}

static GtkWidget *
make_bars (MusCatalog *catalog, const MusRecommendation *item, const double *shares,
           const char *answer)
{
  GtkWidget *grid = gtk_grid_new ();
  MusFeature order[MUS_N_FEATURES];
  double     low = 0.0, high = 0.0;

  mus_explanation_order (shares, order);
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    {
      low = MIN (low, shares[f]);
      high = MAX (high, shares[f]);
    }

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 2);
  gtk_widget_add_css_class (grid, "caption");
  attach (grid, C_ ("why", "this track"), COLUMN_HERE, 0, "dim-label");
  attach (grid, answer, COLUMN_SELECTED, 0, "dim-label");
  attach (grid, C_ ("why", "adds"), COLUMN_SHARE, 0, "dim-label");
  for (int i = 0; i < MUS_N_FEATURES; i++)
    add_feature (grid, i + 1, catalog, item, order[i],
                 mus_share_bar_new (shares[order[i]], low, high), shares[order[i]]);
  add_name (grid, MUS_N_FEATURES + 1, C_ ("reason", "Genre"), get_genre (catalog, item->row),
            get_genre (catalog, item->answers));
  add_name (grid, MUS_N_FEATURES + 2, C_ ("reason", "Artist"), get_artist (catalog, item->row),
            get_artist (catalog, item->answers));
  attach (grid, _ ("Match"), COLUMN_FEATURE, MUS_N_FEATURES + 3, "heading");
  attach_value (grid, g_strdup_printf (_ ("%.0f %%"), item->match), COLUMN_SHARE,
                MUS_N_FEATURES + 3);

  return grid;
}

/* What brings it to its place in the list for a taste. */
static GtkWidget *
make_reasons (const MusRecommendation *item)
{
  GtkWidget *grid = gtk_grid_new ();
  double     low = 0.0, high = 0.0;

  for (guint r = 0; r < MUS_N_REASONS; r++)
    {
      low = MIN (low, item->reasons[r]);
      high = MAX (high, item->reasons[r]);
    }

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 2);
  gtk_widget_add_css_class (grid, "caption");
  attach (grid, _ ("Its place in the list"), COLUMN_FEATURE, 0, "heading");
  for (int r = 0; r < MUS_N_REASONS; r++)
    {
      GtkWidget *bar = mus_share_bar_new (item->reasons[r], low, high);

      gtk_widget_set_hexpand (bar, TRUE);
      attach (grid, mus_reason_label (r), COLUMN_FEATURE, r + 1, NULL);
      gtk_grid_attach (GTK_GRID (grid), bar, COLUMN_BAR, r + 1, 1, 1);
      attach_value (grid, format_part (item->reasons[r]), COLUMN_SHARE, r + 1);
    }

  return grid;
}

static GtkWidget *
make_text (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_CHARS);
  gtk_widget_add_css_class (label, css_class);

  return label;
}

/* That of the selected track is known already. */
static gboolean
find_median (MusWorkspace *workspace, const MusRecommendation *item, double *median, GError **error)
{
  if (item->answers != mus_workspace_get_selected (workspace))
    return mus_recommend_median (mus_workspace_get_index (workspace), item->answers, median, error);

  *median = mus_workspace_get_median (workspace);

  return TRUE;
}

GtkWidget *
mus_why_new (MusWorkspace *workspace, const MusRecommendation *item)
{
  MusCatalog      *catalog = mus_workspace_get_catalog (workspace);
  MusMatrix       *x = mus_workspace_get_x (workspace);
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  g_autofree char *sentence = mus_explanation_sentence (catalog, x, item->answers, item->row);
  g_autoptr (GError) error = NULL;
  guint32 selected = mus_workspace_get_selected (workspace);
  double shares[MUS_N_FEATURES];
  double median;

  gtk_box_append (GTK_BOX (box), make_text (sentence, "heading"));
  if (!find_median (workspace, item, &median, &error) ||
      !mus_explanation_shares (mus_workspace_get_model (workspace), x, item->answers, item->row,
                               median, shares, &error))
    {
      gtk_box_append (GTK_BOX (box), make_text (error->message, "dim-label"));
      return box;
    }

  gtk_box_append (GTK_BOX (box), make_bars (catalog, item, shares,
                                             item->answers == selected ? C_ ("why", "selected")
                                                                       : C_ ("why", "compared with")));
  gtk_box_append (
      GTK_BOX (box),
      make_text (_ ("What each feature adds to the match. Together they are the match; what is "
                    "the same in both adds an equal part of 100 %, and what decides most stands "
                    "first. Genre and artist have no part in it: a match is all sound."),
                 "dim-label"));
  gtk_widget_add_css_class (gtk_widget_get_last_child (box), "caption");
  if (!mus_recommendation_has_reasons (item))
    return box;

  gtk_box_append (GTK_BOX (box), make_reasons (item));
  gtk_box_append (GTK_BOX (box),
                  make_text (_ ("What brings the track before the mean one of the catalog, for "
                                "the whole taste."),
                             "dim-label"));
  gtk_widget_add_css_class (gtk_widget_get_last_child (box), "caption");

  return box;
}
