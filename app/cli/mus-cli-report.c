/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "mus-cli-command.h"
#include "mus-cli-output.h"
#include "mus-cli-table.h"

static struct
{
  gboolean compare_sizes;
  gboolean compare_ways;
  char    *hold_out_artists;
  char    *folds;
} typed;

static const GOptionEntry entries[] = {
  { "compare-sizes", 0, 0, G_OPTION_ARG_NONE, &typed.compare_sizes,
    N_ ("Train and measure embeddings of 32, 64 and 128 numbers too"), NULL },
  { "compare-ways", 0, 0, G_OPTION_ARG_NONE, &typed.compare_ways,
    N_ ("Learn in the other way too, and put sound beside sound and genre"), NULL },
  { "hold-out-artists", 0, 0, G_OPTION_ARG_STRING, &typed.hold_out_artists,
    N_ ("Train again without the genres of this share of the main artists, 0.1 for instance, "
        "and ask with their tracks"),
    N_ ("SHARE") },
  { "folds", 0, 0, G_OPTION_ARG_STRING, &typed.folds,
    N_ ("Hold out N times (1), each time other artists; the figures are the means"), N_ ("N") },
  G_OPTION_ENTRY_NULL,
};

/*
 * The ways in which a figure is written; none of them writes NaN.
 */
static char *
whole (double value)
{
  return isnan (value) ? NULL : g_strdup_printf ("%'.0f", value);
}

static char *
decimal (double value)
{
  return isnan (value) ? NULL : g_strdup_printf ("%.1f", value);
}

static char *
error_figure (double value)
{
  if (isnan (value))
    return NULL;

  return g_strdup_printf (value == 0.0 || value >= 1e-4 ? "%.4f" : "%.1e", value);
}

static char *
percent (double value)
{
  return isnan (value) ? NULL : g_strdup_printf ("%.1f %%", 100.0 * value);
}

static char *
milliseconds (double value)
{
  return isnan (value) ? NULL : g_strdup_printf (_ ("%.1f ms"), value);
}

static char *
seconds (double value)
{
  return isnan (value) ? NULL : g_strdup_printf (_ ("%.2f s"), value);
}

static void
append_catalog (GString *out, const MusCatalogSummary *catalog)
{
  g_string_append_printf (out,
                          _ ("%'zu rows, %'zu of them repeated songs, %'zu skipped: %'zu tracks, "),
                          catalog->n_rows, catalog->n_duplicates, catalog->n_skipped,
                          catalog->n_tracks);
  if (catalog->n_genres > 0)
    g_string_append_printf (out, ngettext ("%'u genre, ", "%'u genres, ", catalog->n_genres),
                            catalog->n_genres);
  g_string_append_printf (out, ngettext ("%u feature\n", "%u features\n", catalog->n_features),
                          catalog->n_features);
  if (catalog->n_nul > 0)
    g_string_append_printf (out,
                            ngettext ("%'zu null character in a text, replaced by �\n",
                                      "%'zu null characters in texts, each replaced by �\n",
                                      catalog->n_nul),
                            catalog->n_nul);
}

/*
 * Reports: that of the model at hand, and with --compare-ways that of the other way
 */
typedef struct
{
  const MusReport *reports[2];
  guint            n;
} Reports;

/* What the network has been told of genres. */
static void
append_ways (GString *out, const Reports *self)
{
  for (guint i = 0; i < self->n; i++)
    g_string_append_printf (
        out, "%s\n",
        self->reports[i]->settings.way == MUS_WAY_SOUND
            ? _ ("The network learned from sound; it saw no genre.")
            : _ ("The network learned from sound and genre; it saw the genres of all tracks, so "
                 "only the figures for unseen artists tell what it makes of genres that it was "
                 "not told."));
}

/* The heading of a report's figures. */
static const char *
get_title (const Reports *self, guint i)
{
  if (self->n == 1)
    return _ ("Here");

  return self->reports[i]->settings.way == MUS_WAY_SOUND ? _ ("Sound") : _ ("Sound and Genre");
}

/* A column for each report, behind that of the names. */
static void
add_columns (MusCliTable *table, const char *name, const Reports *self)
{
  mus_cli_table_add_column (table, name, MUS_CLI_LEFT, 0);
  for (guint i = 0; i < self->n; i++)
    mus_cli_table_add_column (table, get_title (self, i), MUS_CLI_RIGHT, 0);
}

/* One figure of each report. */
#define ADD_CELLS(table, self, write, member) \
  for (guint i = 0; i < (self)->n; i++) \
    mus_cli_table_take_cell ((table), write ((self)->reports[i]->member))

static void
append_training (GString *out, const Reports *self)
{
  g_autoptr (MusCliTable) table = mus_cli_table_new ();

  add_columns (table, _ ("Training"), self);
  mus_cli_table_add_column (table, _ ("Published"), MUS_CLI_RIGHT, 0);

  mus_cli_table_add_cell (table, _ ("Epochs"));
  ADD_CELLS (table, self, whole, training.epochs);
  mus_cli_table_take_cell (table, whole (MUS_PUBLISHED_EPOCHS));
  mus_cli_table_add_note (table, _ ("How often the network saw each track."));

  mus_cli_table_add_cell (table, _ ("Validation loss"));
  ADD_CELLS (table, self, error_figure, training.validation_loss);
  mus_cli_table_add_cell (table, NULL);
  mus_cli_table_add_note (table,
                          _ ("Its error on tracks that it did not learn from; lower is better."));

  mus_cli_table_add_cell (table, _ ("Reconstruction error, mean"));
  ADD_CELLS (table, self, error_figure, error_mean);
  mus_cli_table_take_cell (table, error_figure (MUS_PUBLISHED_ERROR_MEAN));
  mus_cli_table_add_note (
      table, _ ("How much of a track gets lost in its embedding; 0 is nothing, lower is better."));

  mus_cli_table_add_cell (table, _ ("Reconstruction error, maximum"));
  ADD_CELLS (table, self, error_figure, error_max);
  mus_cli_table_take_cell (table, error_figure (MUS_PUBLISHED_ERROR_MAX));
  mus_cli_table_add_note (
      table, _ ("The same for the track that the network knows least; lower is better."));
  mus_cli_table_append (table, out);
}

/*
 * Lists: what a column of the table of similar tracks is about
 */
typedef struct
{
  const char       *title;
  const MusQuality *quality;
} Lists;

#define MAX_LISTS 6

/* Returns: how many there are: of each report the nearest and those that people get, then the
 * baselines */
static guint
choose_lists (const Reports *self, Lists lists[MAX_LISTS])
{
  const MusReport *first = self->reports[0];
  guint            n = 0;

  for (guint i = 0; i < self->n; i++)
    {
      lists[n++] = (Lists){ get_title (self, i), &self->reports[i]->similarity };
      lists[n++] = (Lists){ _ ("As listed"), &self->reports[i]->ranking };
    }
  lists[n++] = (Lists){ _ ("Raw features"), &first->raw_features };
  lists[n++] = (Lists){ _ ("Random"), &first->random };

  return n;
}

/* One figure of each kind of list, the published one behind the first. */
#define ADD_FIGURE(name, write, member, published, sentence) \
  G_STMT_START \
  { \
    mus_cli_table_add_cell (table, name); \
    for (guint i = 0; i < n; i++) \
      { \
        mus_cli_table_take_cell (table, write (lists[i].quality->member)); \
        if (i == 0) \
          mus_cli_table_take_cell (table, write (published)); \
      } \
    mus_cli_table_add_note (table, sentence); \
  } \
  G_STMT_END

static void
add_genres (MusCliTable *table, const Lists *lists, guint n)
{
  ADD_FIGURE (_ ("Same genre"), percent, hit_rate, MUS_PUBLISHED_HIT_RATE,
              _ ("Of the 10 most similar tracks, how many have the track's own genre; more is "
                 "better."));
  ADD_FIGURE (_ ("Any genre in common"), percent, any_genre_hit_rate, NAN,
              _ ("The same, when all genres of both tracks count; more is better."));
  ADD_FIGURE (_ ("Same genre, other artists"), percent, hit_rate_other_artists, NAN,
              _ ("The same genre, without tracks of the same artist; more is better."));
}

static void
add_fairness (MusCliTable *table, const Lists *lists, guint n)
{
  double           popularity = lists->quality->seed_popularity;
  g_autofree char *sentence = NULL;

  ADD_FIGURE (_ ("Tracks that are found"), percent, reachability, NAN,
              _ ("How many tracks stand in at least one track's 10 most similar; more is fairer."));
  ADD_FIGURE (_ ("Most frequent track"), whole, largest_hub, NAN,
              _ ("In how many of these lists one track stands, at the most; fewer is fairer."));
  if (!isnan (popularity))
    {
      /* translators: a number such as 34.4 */
      sentence = g_strdup_printf (_ ("How well known the listed tracks are, 0 to 100. The nearer "
                                     "to the catalog's %.1f the fairer."),
                                  popularity);
      ADD_FIGURE (_ ("Popularity"), decimal, recommended_popularity, NAN, sentence);
      ADD_FIGURE (_ ("From the less popular half"), percent, less_popular_share, NAN,
                  _ ("How many of the listed tracks belong to the less known half; the nearer to "
                     "one half the fairer."));
    }
  ADD_FIGURE (_ ("Different artists"), decimal, artists_per_list, NAN,
              _ ("How many artists a list of 10 tracks has; more is more varied."));
}

static void
add_speed (MusCliTable *table, const Lists *lists, guint n)
{
  ADD_FIGURE (_ ("One search"), milliseconds, query_ms, NAN,
              _ ("How long it takes to find the tracks similar to one; less is better."));
  ADD_FIGURE (_ ("All searches"), seconds, all_pairs_seconds, NAN,
              _ ("How long it takes to find them for every track; less is better."));
}

static void
append_similarity (GString *out, const Reports *self)
{
  g_autoptr (MusCliTable) table = mus_cli_table_new ();
  Lists lists[MAX_LISTS];
  guint n = choose_lists (self, lists);

  mus_cli_table_add_column (table, _ ("Similar tracks"), MUS_CLI_LEFT, 0);
  for (guint i = 0; i < n; i++)
    {
      mus_cli_table_add_column (table, lists[i].title, MUS_CLI_RIGHT, 0);
      if (i == 0)
        mus_cli_table_add_column (table, _ ("Published"), MUS_CLI_RIGHT, 0);
    }
  if (self->reports[0]->catalog.n_genres > 0)
    add_genres (table, lists, n);
  add_fairness (table, lists, n);
  add_speed (table, lists, n);
  mus_cli_table_append (table, out);
  g_string_append_printf (out, "%s\n",
                          _ ("As listed: as recommend lists them, one version of a song and two "
                             "tracks of an artist."));
}

#undef ADD_FIGURE

static void
append_unseen (GString *out, const Reports *self)
{
  g_autoptr (MusCliTable) table = mus_cli_table_new ();
  const MusUnseen     *unseen = &self->reports[0]->unseen;
  const MusUnseenFold *raw = &unseen->raw_features;

  if (unseen->n_folds == 0)
    return;

  add_columns (table, _ ("Unseen artists"), self);
  mus_cli_table_add_column (table, _ ("Raw features"), MUS_CLI_RIGHT, 0);

  mus_cli_table_add_cell (table, _ ("Same genre"));
  ADD_CELLS (table, self, percent, unseen.mean.hit_rate);
  mus_cli_table_take_cell (table, percent (raw->hit_rate));
  mus_cli_table_add_note (table, _ ("Of the 10 most similar tracks, how many have the track's own "
                                    "genre; more is better."));

  mus_cli_table_add_cell (table, _ ("Any genre in common"));
  ADD_CELLS (table, self, percent, unseen.mean.any_genre_hit_rate);
  mus_cli_table_take_cell (table, percent (raw->any_genre_hit_rate));
  mus_cli_table_add_note (table,
                          _ ("The same, when all genres of both tracks count; more is better."));

  mus_cli_table_add_cell (table, _ ("Same genre, other artists"));
  ADD_CELLS (table, self, percent, unseen.mean.hit_rate_other_artists);
  mus_cli_table_take_cell (table, percent (raw->hit_rate_other_artists));
  mus_cli_table_add_note (table,
                          _ ("The same genre, without tracks of the same artist; more is better."));

  mus_cli_table_add_cell (table, _ ("Reconstruction error, mean"));
  ADD_CELLS (table, self, error_figure, unseen.mean.error_mean);
  mus_cli_table_add_cell (table, NULL);
  mus_cli_table_add_cell (table, _ ("Reconstruction error, maximum"));
  ADD_CELLS (table, self, error_figure, unseen.mean.error_max);
  mus_cli_table_add_cell (table, NULL);
  g_string_append_c (out, '\n');
  mus_cli_table_append (table, out);
  g_string_append_printf (out,
                          /* translators: counts */
                          _ ("Asked: %'zu tracks of %'u main artists, whose genres the network was "
                             "not told, in %u parts\n"),
                          unseen->mean.n_tracks, unseen->mean.n_artists, unseen->n_folds);
}

#undef ADD_CELLS

static void
append_sizes (GString *out, const Reports *self, guint i)
{
  g_autoptr (MusCliTable) table = mus_cli_table_new ();
  const MusReport *report = self->reports[i];

  if (report->n_sizes == 0)
    return;

  mus_cli_table_add_column (table, self->n == 1 ? _ ("Numbers in an embedding")
                                                : get_title (self, i),
                            MUS_CLI_RIGHT, 0);
  mus_cli_table_add_column (table, _ ("Error, mean"), MUS_CLI_RIGHT, 0);
  mus_cli_table_add_column (table, _ ("Error, maximum"), MUS_CLI_RIGHT, 0);
  mus_cli_table_add_column (table, _ ("Same genre"), MUS_CLI_RIGHT, 0);
  for (guint s = 0; s < report->n_sizes; s++)
    {
      const MusReportSize *size = &report->sizes[s];

      mus_cli_table_take_cell (table, whole (size->dimensions));
      mus_cli_table_take_cell (table, error_figure (size->mean));
      mus_cli_table_take_cell (table, error_figure (size->max));
      mus_cli_table_take_cell (table, percent (size->hit_rate));
    }
  g_string_append_c (out, '\n');
  mus_cli_table_append (table, out);
}

static void
append_costs (GString *out, const MusReport *report)
{
  const struct
  {
    const char *name;
    double      value;
  } steps[] = {
    { _ ("reading"), report->read_seconds },
    { _ ("cleaning"), report->clean_seconds },
    { _ ("training"), report->train_seconds },
    { _ ("embedding"), report->embed_seconds },
    { _ ("neighbors"), report->neighbors_seconds },
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *text = seconds (steps[i].value);

      if (text != NULL)
        g_string_append_printf (out, "%s %s, ", steps[i].name, text);
    }
  g_string_append_printf (out, _ ("memory at most %.0f MiB\n"), report->peak_memory_mib);
}

static gboolean
print_table (const Reports *self, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);

  append_catalog (out, &self->reports[0]->catalog);
  append_ways (out, self);
  g_string_append_c (out, '\n');
  append_training (out, self);
  g_string_append_c (out, '\n');
  append_similarity (out, self);
  append_unseen (out, self);
  for (guint i = 0; i < self->n; i++)
    append_sizes (out, self, i);
  g_string_append_c (out, '\n');
  append_costs (out, self->reports[self->n - 1]);

  return mus_cli_print_text (out->str, error);
}

static gboolean
parse (MusReportSettings *settings, GError **error)
{
  guint64 folds = 1;

  if (!mus_cli_parse_real ("--hold-out-artists", typed.hold_out_artists, &settings->hold_out,
                           error) ||
      !mus_cli_parse_number ("--folds", typed.folds, 1, MUS_UNSEEN_MAX_FOLDS, &folds, error))
    return FALSE;
  settings->compare_sizes = typed.compare_sizes;
  settings->n_folds = (guint) folds;
  if ((typed.hold_out_artists == NULL ||
       mus_unseen_validate (settings->hold_out, settings->n_folds, NULL)) &&
      (typed.folds == NULL || typed.hold_out_artists != NULL))
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("--hold-out-artists: the share must be above 0 and at most 0.5, and that of all "
                  "--folds together at most 1."));

  return FALSE;
}

/* Learns in the way that the model at hand did not. */
static MusReport *
report_other (MusCliSession *session, const MusReportSettings *settings, const MusReport *report,
              GError **error)
{
  MusTrainingSettings training = report->settings;
  MusReportSettings   own = *settings;
  g_autoptr (MusModel) model = NULL;

  training.way = training.way == MUS_WAY_SOUND ? MUS_WAY_SOUND_GENRE : MUS_WAY_SOUND;
  own.known = report;
  model = mus_model_learn (session->catalog, &training,
                           mus_cli_progress_step (session->progress, _ ("Training")), NULL, NULL,
                           error);
  if (model == NULL)
    return NULL;

  return mus_report_new (session->catalog, model, NULL, &own,
                         mus_cli_progress_step (session->progress, _ ("Measuring")), error);
}

static gboolean
run (MusCliSession *session, GError **error)
{
  MusReportSettings settings = MUS_REPORT_SETTINGS_INIT;
  g_autoptr (MusReport) report = NULL, other = NULL;

  if (!parse (&settings, error) || !mus_cli_session_open (session, error))
    return FALSE;
  report = mus_report_new (session->catalog, session->model, NULL, &settings,
                           mus_cli_progress_step (session->progress, _ ("Measuring")), error);
  if (report == NULL)
    return FALSE;
  if (!session->learned)
    report->train_seconds = report->embed_seconds = NAN;
  if (typed.compare_ways)
    {
      other = report_other (session, &settings, report, error);
      if (other == NULL)
        return FALSE;
    }
  mus_cli_progress_clear (session->progress);

  return session->options->format == MUS_CLI_JSON
             ? mus_cli_print_json (mus_report_to_json (report, other), error)
             : print_table (&(Reports){ { report, other }, other != NULL ? 2 : 1 }, error);
}

const MusCliCommand mus_cli_report = {
  .name = "report",
  .summary = N_ ("Tell how good the embedding is, beside the published figures"),
  .entries = entries,
  .formats = MUS_CLI_TABLE | MUS_CLI_JSON,
  .run = run,
};
