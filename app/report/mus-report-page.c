/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/mus-report-page.h"

#include <glib/gi18n.h>
#include <math.h>

#include "report/mus-figure-table.h"

struct _MusReportPage
{
  GtkWidget parent_instance;

  MusWorkspace *workspace;

  GtkStack  *stack;
  GtkWidget *sound_genre_row;
  GtkWidget *sound_missing;
  GtkWidget *sound_button;
  GtkWidget *sound_genre_missing;
  GtkWidget *sound_genre_button;
  GtkGrid   *figures;
  GtkWidget *unseen_box;
  GtkWidget *unseen_hint;
  GtkGrid   *unseen;
  GtkWidget *sizes_hint;
  GtkGrid   *sizes;
  gboolean   is_stale; /* there is something that was not shown yet */
};

G_DEFINE_FINAL_TYPE (MusReportPage, mus_report_page, GTK_TYPE_WIDGET)

#define N_WAYS (MUS_WAY_SOUND_GENRE + 1)

/*
 * Reports: of each way that has one. The columns of the table are these, then the published
 * study, lists at random and the features themselves
 */
typedef struct
{
  const MusReport *reports[N_WAYS];
  guint            n;
  MusFigureTable   table;
} Reports;

enum
{
  OTHER_PUBLISHED, /* behind the reports */
  OTHER_RANDOM,
  OTHER_RAW,
  N_OTHERS,
};

static const char *
get_title (MusWay way)
{
  return way == MUS_WAY_SOUND ? _ ("Sound") : _ ("Sound and Genre");
}

static void
reports_init (Reports *self, MusWorkspace *workspace)
{
  *self = (Reports){ .n = 0 };
  for (MusWay way = MUS_WAY_SOUND; way < N_WAYS; way++)
    {
      const MusReport *report = mus_workspace_get_report_of (workspace, way);

      if (report != NULL)
        self->reports[self->n++] = report;
    }
}

static void
begin_table (Reports *self, GtkGrid *grid)
{
  mus_figure_table_init (&self->table, grid);
  for (guint i = 0; i < self->n; i++)
    mus_figure_table_add_column (&self->table, get_title (self->reports[i]->settings.way), TRUE);
  mus_figure_table_add_column (&self->table, _ ("Published"), FALSE);
  mus_figure_table_add_column (&self->table, _ ("Random Lists"), FALSE);
  mus_figure_table_add_column (&self->table, _ ("Raw Features"), FALSE);
}

static void
add_heading (Reports    *self,
             const char *title,
             const char *sentence,
             gboolean    published,
             gboolean    random,
             gboolean    raw)
{
  gboolean shown[MUS_FIGURE_MAX_COLUMNS];

  for (guint i = 0; i < self->n; i++)
    shown[i] = TRUE;
  shown[self->n + OTHER_PUBLISHED] = published;
  shown[self->n + OTHER_RANDOM] = random;
  shown[self->n + OTHER_RAW] = raw;
  mus_figure_table_add_heading (&self->table, title, sentence, shown);
}

/* A row: one figure of each report, and the same of the others. */
#define ADD(self, name, sentence, kind, member, published, random, raw) \
  G_STMT_START \
  { \
    double values_[MUS_FIGURE_MAX_COLUMNS]; \
\
    for (guint i_ = 0; i_ < (self)->n; i_++) \
      values_[i_] = (self)->reports[i_]->member; \
    values_[(self)->n + OTHER_PUBLISHED] = published; \
    values_[(self)->n + OTHER_RANDOM] = random; \
    values_[(self)->n + OTHER_RAW] = raw; \
    mus_figure_table_add (&(self)->table, name, sentence, kind, values_); \
  } \
  G_STMT_END

/* A row of lists, which both baselines have too. */
#define ADD_LISTS(self, name, sentence, kind, lists, member, published) \
  ADD (self, name, sentence, kind, lists.member, published, \
       (self)->reports[0]->random.member, (self)->reports[0]->raw_features.member)

static void
add_training (Reports *self)
{
  add_heading (self, _ ("What the Network Keeps"), NULL, TRUE, FALSE, FALSE);
  ADD (self, _ ("Reconstruction error, mean"),
       _ ("How far a track's features come back from its embedding, squared and on average. Lower "
          "is better; the published figure is the one to beat."),
       MUS_FIGURE_ERROR, error_mean, MUS_PUBLISHED_ERROR_MEAN, NAN, NAN);
  ADD (self, _ ("Reconstruction error, largest"),
       _ ("The same for the track that comes back worst. Lower is better."), MUS_FIGURE_ERROR,
       error_max, MUS_PUBLISHED_ERROR_MAX, NAN, NAN);
  ADD (self, _ ("Epochs"),
       _ ("How often the training went through the catalog. Fewer is quicker, not better."),
       MUS_FIGURE_COUNT, training.epochs, MUS_PUBLISHED_EPOCHS, NAN, NAN);
}

static gboolean
has_genres (const Reports *self)
{
  return self->reports[0]->catalog.n_genres > 0;
}

static void
add_nearest_genres (Reports *self)
{
  ADD_LISTS (self, _ ("Genre hit rate"),
             _ ("Share of the ten nearest tracks that have the genre of the track asked for. Higher "
                "is better."),
             MUS_FIGURE_PERCENT, similarity, hit_rate, MUS_PUBLISHED_HIT_RATE);
  ADD_LISTS (self, _ ("The same, with any genre of a track"),
             _ ("A track that stands under several genres counts with each. Higher is better."),
             MUS_FIGURE_PERCENT, similarity, any_genre_hit_rate, NAN);
  ADD_LISTS (self, _ ("The same, without the artist's own tracks"),
             _ ("An artist's other songs are an easy hit; here they are left out. Higher is "
                "better."),
             MUS_FIGURE_PERCENT, similarity, hit_rate_other_artists, NAN);
}

static void
add_nearest (Reports *self)
{
  add_heading (self, _ ("The Ten Nearest, None Left Out"),
               _ ("Ranked by the embedding alone, as in the published study: any number of an "
                  "artist's tracks, all versions of a song."),
               TRUE, TRUE, TRUE);
  if (has_genres (self))
    add_nearest_genres (self);
  ADD_LISTS (self, _ ("Tracks that can be found"),
             _ ("Share of the tracks that stand in somebody's list of ten. Higher is fairer."),
             MUS_FIGURE_PERCENT, similarity, reachability, NAN);
  ADD_LISTS (self, _ ("Largest hub"),
             _ ("In how many lists the most frequent track stands. Lower is fairer."),
             MUS_FIGURE_COUNT, similarity, largest_hub, NAN);
}

static void
add_popularity (Reports *self)
{
  double           catalog = self->reports[0]->ranking.seed_popularity;
  g_autofree char *sentence = NULL;

  if (isnan (catalog))
    return;

  /* translators: a number from 0 to 100 */
  sentence = g_strdup_printf (_ ("On average, 0 to 100. The nearer it is to that of the whole "
                                 "catalog, %.1f, the less fame counts, and the fairer."),
                              catalog);
  ADD_LISTS (self, _ ("Popularity of what is recommended"), sentence, MUS_FIGURE_POINTS, ranking,
             recommended_popularity, NAN);
  ADD_LISTS (self, _ ("From the less popular half"),
             _ ("Share of what is recommended that belongs to the less popular half of the catalog. "
                "The nearer to one half the fairer: then both have the same chance."),
             MUS_FIGURE_PERCENT, ranking, less_popular_share, NAN);
}

static void
add_ranking_genres (Reports *self)
{
  ADD_LISTS (self, _ ("Genre hit rate"),
             _ ("Of these lists, which leave out most of an artist's own tracks. Higher is better."),
             MUS_FIGURE_PERCENT, ranking, hit_rate, NAN);
  ADD_LISTS (self, _ ("The same, with any genre of a track"),
             _ ("A track that stands under several genres counts with each. Higher is better."),
             MUS_FIGURE_PERCENT, ranking, any_genre_hit_rate, NAN);
  ADD_LISTS (self, _ ("The same, without the artist's own tracks"),
             _ ("The lists as they are when the artist's own tracks are left out. Higher is "
                "better."),
             MUS_FIGURE_PERCENT, ranking, hit_rate_other_artists, NAN);
}

static void
add_ranking (Reports *self)
{
  add_heading (self, _ ("The Lists That Explore Shows"),
               _ ("Ten tracks too, but at most two of an artist, and one version of a song. Lists "
                  "at random and by raw features leave nothing out."),
               FALSE, TRUE, TRUE);
  ADD_LISTS (self, _ ("Tracks that can be recommended"),
             _ ("Share of the tracks that stand in the list of at least one other. Higher is "
                "fairer."),
             MUS_FIGURE_PERCENT, ranking, reachability, NAN);
  ADD_LISTS (self, _ ("Largest hub"),
             _ ("In how many of these lists the most frequent track stands. Lower is fairer."),
             MUS_FIGURE_COUNT, ranking, largest_hub, NAN);
  add_popularity (self);
  ADD_LISTS (self, _ ("Artists in a list"),
             _ ("Different main artists among ten tracks, on average. Higher is more varied."),
             MUS_FIGURE_POINTS, ranking, artists_per_list, NAN);
  if (has_genres (self))
    add_ranking_genres (self);
}

static void
add_cost (Reports *self)
{
  add_heading (self, _ ("What It Costs"), NULL, FALSE, FALSE, FALSE);
  ADD (self, _ ("Training"), _ ("All epochs, on this computer. Lower is quicker."),
       MUS_FIGURE_SECONDS, training.seconds, NAN, NAN, NAN);
  ADD (self, _ ("One search"),
       _ ("The exact ten nearest of one track; the median of many. Lower is quicker."),
       MUS_FIGURE_MS, similarity.query_ms, NAN, NAN, NAN);
  ADD (self, _ ("All searches"), _ ("The exact nearest of every track. Lower is quicker."),
       MUS_FIGURE_SECONDS, similarity.all_pairs_seconds, NAN, NAN, NAN);
}

static void
add_unseen (Reports *self)
{
  const MusUnseenFold *raw = &self->reports[0]->unseen.raw_features;
  g_autofree char     *tracks = mus_text_count (raw->n_tracks);
  g_autofree char     *artists = mus_text_count (raw->n_artists);
  /* translators: two counts */
  g_autofree char *title = g_strdup_printf (_ ("%s Tracks of %s Artists"), tracks, artists);

  add_heading (self, title,
               _ ("Their genres were kept from the network that is asked. The figures are means over "
                  "several trainings, each without other artists."),
               FALSE, FALSE, TRUE);
  ADD (self, _ ("Genre hit rate"),
       _ ("Share of the ten nearest tracks that have the genre of the track asked for. Higher is "
          "better."),
       MUS_FIGURE_PERCENT, unseen.mean.hit_rate, NAN, NAN, raw->hit_rate);
  ADD (self, _ ("The same, with any genre of a track"),
       _ ("A track that stands under several genres counts with each. Higher is better."),
       MUS_FIGURE_PERCENT, unseen.mean.any_genre_hit_rate, NAN, NAN, raw->any_genre_hit_rate);
  ADD (self, _ ("The same, without the artist's own tracks"),
       _ ("An artist's other songs are an easy hit; here they are left out. Higher is better."),
       MUS_FIGURE_PERCENT, unseen.mean.hit_rate_other_artists, NAN, NAN,
       raw->hit_rate_other_artists);
}

static void
show_unseen (MusReportPage *self, const Reports *all)
{
  Reports asked = { .n = 0 };

  for (guint i = 0; i < all->n; i++)
    if (all->reports[i]->unseen.n_folds > 0)
      asked.reports[asked.n++] = all->reports[i];
  gtk_widget_set_visible (self->unseen_box, mus_workspace_has_genres (self->workspace));
  gtk_widget_set_visible (self->unseen_hint, asked.n == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->unseen), asked.n > 0);
  if (asked.n == 0)
    return;

  begin_table (&asked, self->unseen);
  add_unseen (&asked);
}

static void
attach_cell (GtkGrid *grid, int column, int row, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0.0f : 1.0f);
  gtk_widget_add_css_class (label, css_class);
  gtk_grid_attach (grid, label, column, row, 1, 1);
}

static void
add_size (GtkGrid *grid, int row, MusWay way, const MusReportSize *size)
{
  g_autofree char *dimensions = mus_figure_format (MUS_FIGURE_COUNT, size->dimensions);
  g_autofree char *mean = mus_figure_format (MUS_FIGURE_ERROR, size->mean);
  g_autofree char *max = mus_figure_format (MUS_FIGURE_ERROR, size->max);
  g_autofree char *rate = mus_figure_format (MUS_FIGURE_PERCENT, size->hit_rate);

  attach_cell (grid, 0, row, get_title (way), "body");
  attach_cell (grid, 1, row, dimensions, "numeric");
  attach_cell (grid, 2, row, mean, "numeric");
  attach_cell (grid, 3, row, max, "numeric");
  attach_cell (grid, 4, row, rate, "numeric");
}

static void
show_sizes (MusReportPage *self, const Reports *all)
{
  const char *columns[] = { _ ("Learned from"), _ ("Embedding size"), _ ("Error, mean"),
                            _ ("Error, largest"), _ ("Hit rate at 10") };
  GtkWidget  *child;
  int         n_rows = 1;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->sizes))) != NULL)
    gtk_grid_remove (self->sizes, child);
  for (int c = 0; c < (int) G_N_ELEMENTS (columns); c++)
    attach_cell (self->sizes, c, 0, columns[c], "caption");
  for (guint i = 0; i < all->n; i++)
    for (guint s = 0; s < all->reports[i]->n_sizes; s++)
      add_size (self->sizes, n_rows++, all->reports[i]->settings.way, &all->reports[i]->sizes[s]);
  gtk_widget_set_visible (GTK_WIDGET (self->sizes), n_rows > 1);
  gtk_widget_set_visible (self->sizes_hint, n_rows == 1);
}

/* What is missing of a way can be had: the chosen one is measured, the other one learned. */
static void
show_missing (MusReportPage *self, MusWay way, GtkWidget *missing, GtkWidget *button)
{
  gboolean is_chosen = mus_workspace_get_way (self->workspace) == way;

  gtk_widget_set_visible (missing, mus_workspace_get_report_of (self->workspace, way) == NULL);
  gtk_button_set_label (GTK_BUTTON (button), is_chosen ? _ ("_Measure Now") : _ ("_Learn"));
  gtk_widget_set_tooltip_text (button, is_chosen ? NULL
                                                 : _ ("Learn it and measure it; lists and the map "
                                                      "will follow it"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button),
                                  is_chosen ? "job.report" : "report.learn-other");
}

static void
show_report (MusReportPage *self)
{
  Reports reports;

  reports_init (&reports, self->workspace);
  gtk_stack_set_visible_child_name (self->stack, reports.n > 0 ? "report" : "waiting");
  if (reports.n == 0)
    return;

  gtk_widget_set_visible (self->sound_genre_row, mus_workspace_has_genres (self->workspace));
  show_missing (self, MUS_WAY_SOUND, self->sound_missing, self->sound_button);
  show_missing (self, MUS_WAY_SOUND_GENRE, self->sound_genre_missing, self->sound_genre_button);
  begin_table (&reports, self->figures);
  add_training (&reports);
  add_nearest (&reports);
  add_ranking (&reports);
  add_cost (&reports);
  show_unseen (self, &reports);
  show_sizes (self, &reports);
}

static void
learn_other_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MusReportPage *self = MUS_REPORT_PAGE (widget);
  MusWay         way = mus_workspace_get_way (self->workspace);

  mus_workspace_set_way (self->workspace,
                         way == MUS_WAY_SOUND ? MUS_WAY_SOUND_GENRE : MUS_WAY_SOUND);
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

  gtk_widget_class_install_action (widget_class, "report.learn-other", NULL, learn_other_action);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/example/MusRec/ui/report-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MusReportPage, stack);
  gtk_widget_class_bind_template_child (widget_class, MusReportPage, sound_genre_row);
  gtk_widget_class_bind_template_child (widget_class, MusReportPage, sound_missing);
  gtk_widget_class_bind_template_child (widget_class, MusReportPage, sound_button);
  gtk_widget_class_bind_template_child (widget_class, MusReportPage, sound_genre_missing);
  gtk_widget_class_bind_template_child (widget_class, MusReportPage, sound_genre_button);
  gtk_widget_class_bind_template_child (widget_class, MusReportPage, figures);
  gtk_widget_class_bind_template_child (widget_class, MusReportPage, unseen_box);
  gtk_widget_class_bind_template_child (widget_class, MusReportPage, unseen_hint);
  gtk_widget_class_bind_template_child (widget_class, MusReportPage, unseen);
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
