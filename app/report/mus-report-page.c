/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/mus-report-page.h"

#include <glib/gi18n.h>
#include <math.h>

struct _MusReportPage
{
  GtkWidget parent_instance;

  MusWorkspace *workspace;

  GtkStack  *stack;
  GtkGrid   *figures;
  GtkWidget *sizes_hint;
  GtkGrid   *sizes;
  int        n_rows;   /* of figures, so far */
  gboolean   is_stale; /* there is a report that was not shown yet */
};

G_DEFINE_FINAL_TYPE (MusReportPage, mus_report_page, GTK_TYPE_WIDGET)

typedef enum
{
  KIND_ERROR,   /* 0.0009 */
  KIND_PERCENT, /* 12.9 % */
  KIND_COUNT,   /* 38 */
  KIND_POINTS,  /* 34.3 */
  KIND_MS,      /* 1.3 ms */
  KIND_SECONDS, /* 4.2 s */
} Kind;

enum
{
  COLUMN_NAME,
  COLUMN_HERE,
  COLUMN_PUBLISHED,
  COLUMN_RANDOM,
  COLUMN_RAW,
};

#define N_VALUES 4 /* here, published, random, raw features */

static char *
format_value (Kind kind, double value)
{
  if (isnan (value))
    return g_strdup ("–");

  switch (kind)
    {
    case KIND_ERROR:
      return g_strdup_printf (value != 0.0 && value < 0.0001 ? "%.2e" : "%.4f", value);
    case KIND_PERCENT:
      return g_strdup_printf (_ ("%.1f %%"), 100.0 * value);
    case KIND_POINTS:
      return g_strdup_printf ("%.1f", value);
    case KIND_MS:
      return g_strdup_printf (_ ("%.2f ms"), value);
    case KIND_SECONDS:
      return g_strdup_printf (_ ("%.1f s"), value);
    case KIND_COUNT:
    default:
      return mus_text_count ((gsize) value);
    }
}

static GtkWidget *
attach_label (GtkGrid *grid, const char *text, int column, int row, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column == COLUMN_NAME ? 0.0f : 1.0f);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_grid_attach (grid, label, column, row, 1, 1);

  return label;
}

static void
clear_grid (GtkGrid *grid)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (grid))) != NULL)
    gtk_grid_remove (grid, child);
}

static void
add_heading (MusReportPage *self, const char *title, gboolean with_columns)
{
  const char *columns[] = { _ ("Here"), _ ("Published"), _ ("Random Lists"),
                            _ ("Raw Features") };
  GtkWidget  *label = attach_label (self->figures, title, COLUMN_NAME, self->n_rows, "title-4");

  if (self->n_rows > 0)
    gtk_widget_set_margin_top (label, 18);
  for (int c = 0; with_columns && c < N_VALUES; c++)
    {
      label = attach_label (self->figures, columns[c], COLUMN_HERE + c, self->n_rows, "caption");
      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_set_valign (label, GTK_ALIGN_END);
    }
  self->n_rows++;
}

/* One figure with its sentence; NaN where there is no value. */
static void
add_figure (MusReportPage *self, const char *name, const char *sentence, Kind kind, double here,
            double published, double random, double raw)
{
  const double values[N_VALUES] = { here, published, random, raw };
  GtkWidget   *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget   *title = gtk_label_new (name);
  GtkWidget   *words = gtk_label_new (sentence);

  gtk_label_set_xalign (GTK_LABEL (title), 0.0f);
  gtk_label_set_xalign (GTK_LABEL (words), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_widget_add_css_class (words, "caption");
  gtk_widget_add_css_class (words, "dim-label");
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), words);
  gtk_grid_attach (self->figures, box, COLUMN_NAME, self->n_rows, 1, 1);
  for (int c = 0; c < N_VALUES; c++)
    {
      g_autofree char *text = c > 0 && isnan (values[c]) ? g_strdup ("")
                                                         : format_value (kind, values[c]);
      GtkWidget       *label =
          attach_label (self->figures, text, COLUMN_HERE + c, self->n_rows, "numeric");

      gtk_widget_add_css_class (label, c == 0 ? "heading" : "dim-label");
      gtk_label_set_selectable (GTK_LABEL (label), c == 0);
    }
  self->n_rows++;
}

static void
add_training (MusReportPage *self, const MusReport *report)
{
  add_heading (self, _ ("What the Network Keeps"), TRUE);
  add_figure (self, _ ("Reconstruction error, mean"),
              _ ("How far a track's features come back from its embedding, squared and on "
                 "average. Lower is better; the published figure is the one to beat."),
              KIND_ERROR, report->error_mean, MUS_PUBLISHED_ERROR_MEAN, NAN, NAN);
  add_figure (self, _ ("Reconstruction error, largest"),
              _ ("The same for the track that comes back worst. Lower is better."), KIND_ERROR,
              report->error_max, MUS_PUBLISHED_ERROR_MAX, NAN, NAN);
  add_figure (self, _ ("Epochs"), _ ("How often the training went through the catalog."),
              KIND_COUNT, report->training.epochs, MUS_PUBLISHED_EPOCHS, NAN, NAN);
}

static void
add_similarity (MusReportPage *self, const MusReport *report)
{
  const MusQuality *here = &report->similarity;
  const MusQuality *random = &report->random;
  const MusQuality *raw = &report->raw_features;
  gboolean          has_seen = mus_workspace_get_way (self->workspace) == MUS_WAY_SOUND_GENRE;

  add_heading (self, _ ("What the Lists Are Like"), TRUE);
  add_figure (self, _ ("Genre hit rate at 10"),
              has_seen
                  ? _ ("Share of the ten nearest tracks that have the genre of the track asked "
                       "for. The network has seen these genres while it learned, so this says "
                       "little about music that it does not know.")
                  : _ ("Share of the ten nearest tracks that have the genre of the track asked "
                       "for. Higher is better. The network never sees a genre."),
              KIND_PERCENT, here->hit_rate, MUS_PUBLISHED_HIT_RATE, random->hit_rate,
              raw->hit_rate);
  add_figure (self, _ ("The same, with any genre of a track"),
              _ ("A track that stands under several genres counts with each. Higher is better."),
              KIND_PERCENT, here->any_genre_hit_rate, NAN, random->any_genre_hit_rate,
              raw->any_genre_hit_rate);
  add_figure (self, _ ("The same, without the artist's own tracks"),
              _ ("An artist's other songs are an easy hit; here they are left out. Higher is "
                 "better."),
              KIND_PERCENT, here->hit_rate_other_artists, NAN, random->hit_rate_other_artists,
              raw->hit_rate_other_artists);
  add_figure (self, _ ("Tracks that can be found"),
              _ ("Share of the tracks that stand in somebody's list of ten. Higher is fairer."),
              KIND_PERCENT, here->reachability, NAN, random->reachability, raw->reachability);
  add_figure (self, _ ("Largest hub"),
              _ ("In how many lists the most frequent track stands. Lower is fairer."),
              KIND_COUNT, here->largest_hub, NAN, random->largest_hub, raw->largest_hub);
}

/* Of the lists as Explore shows them: at most two tracks of an artist, one version of a
 * song. Only what is here has figures. */
static void
add_ranking (MusReportPage *self, const MusReport *report)
{
  const MusRanking *ranking = &report->ranking;

  add_heading (self, _ ("How Fair the Lists Are"), FALSE);
  add_figure (self, _ ("Tracks that can be recommended"),
              _ ("Share of the tracks that stand in the list of at least one other, as Explore "
                 "shows it. Higher is fairer."),
              KIND_PERCENT, ranking->quality.reachability, NAN, NAN, NAN);
  add_figure (self, _ ("Largest hub"),
              _ ("In how many of these lists the most frequent track stands. Lower is fairer."),
              KIND_COUNT, ranking->quality.largest_hub, NAN, NAN, NAN);
  add_figure (self, _ ("Genre hit rate"),
              _ ("Of these lists, which leave out most of an artist's own tracks. Higher is "
                 "better."),
              KIND_PERCENT, ranking->quality.hit_rate, NAN, NAN, NAN);
  add_figure (self, _ ("Popularity of what is recommended"),
              _ ("On average, 0 to 100. The nearer it is to the popularity of the catalog, the "
                 "less fame counts."),
              KIND_POINTS, ranking->recommended_popularity, NAN, NAN, NAN);
  add_figure (self, _ ("Popularity of the catalog"), _ ("The same for all tracks."), KIND_POINTS,
              ranking->catalog_popularity, NAN, NAN, NAN);
  add_figure (self, _ ("From the less popular half"),
              _ ("Share of what is recommended that belongs to the less popular half of the "
                 "catalog. At 50 % both halves have the same chance."),
              KIND_PERCENT, ranking->less_popular_share, NAN, NAN, NAN);
  add_figure (self, _ ("Artists in a list"),
              _ ("Different main artists among ten tracks, on average. Higher is more varied."),
              KIND_POINTS, ranking->artists_per_list, NAN, NAN, NAN);
}

static void
add_cost (MusReportPage *self, const MusReport *report)
{
  add_heading (self, _ ("What It Costs"), FALSE);
  add_figure (self, _ ("Training"), _ ("All epochs, on this computer."), KIND_SECONDS,
              report->training.seconds, NAN, NAN, NAN);
  add_figure (self, _ ("One search"),
              _ ("The exact ten nearest of one track; the median of many."), KIND_MS,
              report->similarity.query_ms, NAN, NAN, NAN);
  add_figure (self, _ ("All searches"), _ ("The exact nearest of every track."), KIND_SECONDS,
              report->similarity.all_pairs_seconds, NAN, NAN, NAN);
}

static void
show_sizes (MusReportPage *self, const MusReport *report)
{
  const char *columns[] = { _ ("Embedding size"), _ ("Error, mean"), _ ("Error, largest"),
                            _ ("Hit rate at 10") };

  clear_grid (self->sizes);
  gtk_widget_set_visible (GTK_WIDGET (self->sizes), report->n_sizes > 0);
  gtk_widget_set_visible (self->sizes_hint, report->n_sizes == 0);
  for (int c = 0; c < (int) G_N_ELEMENTS (columns); c++)
    gtk_widget_add_css_class (attach_label (self->sizes, columns[c], c, 0, "caption"),
                              "dim-label");
  for (guint i = 0; i < report->n_sizes; i++)
    {
      const MusReportSize *size = &report->sizes[i];
      g_autofree char     *dimensions = format_value (KIND_COUNT, size->dimensions);
      g_autofree char     *mean = format_value (KIND_ERROR, size->mean);
      g_autofree char     *max = format_value (KIND_ERROR, size->max);
      g_autofree char     *rate = format_value (KIND_PERCENT, size->hit_rate);

      attach_label (self->sizes, dimensions, 0, (int) i + 1, "numeric");
      attach_label (self->sizes, mean, 1, (int) i + 1, "numeric");
      attach_label (self->sizes, max, 2, (int) i + 1, "numeric");
      attach_label (self->sizes, rate, 3, (int) i + 1, "numeric");
    }
}

static void
show_report (MusReportPage *self)
{
  const MusReport *report = mus_workspace_get_report (self->workspace);

  gtk_stack_set_visible_child_name (self->stack, report != NULL ? "report" : "waiting");
  if (report == NULL)
    return;

  clear_grid (self->figures);
  self->n_rows = 0;
  add_training (self, report);
  add_similarity (self, report);
  add_ranking (self, report);
  add_cost (self, report);
  show_sizes (self, report);
}

/* Some hundred labels: made when somebody looks. */
static void
report_changed_cb (MusReportPage *self)
{
  self->is_stale = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (!self->is_stale)
    show_report (self);
}

static void
mus_report_page_map (GtkWidget *widget)
{
  MusReportPage *self = MUS_REPORT_PAGE (widget);

  if (self->is_stale)
    show_report (self);
  self->is_stale = FALSE;

  GTK_WIDGET_CLASS (mus_report_page_parent_class)->map (widget);
}

static void
mus_report_page_dispose (GObject *object)
{
  MusReportPage *self = MUS_REPORT_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), MUS_TYPE_REPORT_PAGE);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (mus_report_page_parent_class)->dispose (object);
}

static void
mus_report_page_class_init (MusReportPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mus_report_page_dispose;
  widget_class->map = mus_report_page_map;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/example/MusRec/ui/report-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MusReportPage, stack);
  gtk_widget_class_bind_template_child (widget_class, MusReportPage, figures);
  gtk_widget_class_bind_template_child (widget_class, MusReportPage, sizes_hint);
  gtk_widget_class_bind_template_child (widget_class, MusReportPage, sizes);
}

static void
mus_report_page_init (MusReportPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
mus_report_page_set_workspace (MusReportPage *self, MusWorkspace *workspace)
{
  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (workspace, "notify::report", G_CALLBACK (report_changed_cb), self,
                           G_CONNECT_SWAPPED);
  show_report (self);
}
