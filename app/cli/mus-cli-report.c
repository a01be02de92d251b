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
  char    *hold_out_artists;
  char    *folds;
} typed;

static const GOptionEntry entries[] = {
  { "compare-sizes", 0, 0, G_OPTION_ARG_NONE, &typed.compare_sizes,
    N_ ("Train and measure embeddings of 32, 64 and 128 numbers too"), NULL },
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
                          _ ("%'zu rows, %'zu of them repeated songs, %'zu skipped: %'zu tracks of "
                             "%u genres, %u features\n"),
                          catalog->n_rows, catalog->n_duplicates, catalog->n_skipped,
                          catalog->n_tracks, catalog->n_genres, catalog->n_features);
}

/* What the network has been told of genres. */
static void
append_way (GString *out, MusWay way)
{
  g_string_append_printf (out, "%s\n",
                          way == MUS_WAY_SOUND
                              ? _ ("The network learned from sound; it saw no genre.")
                              : _ ("The network learned from sound and genre; it saw the genres of "
                                   "all tracks, so only the figures for unseen artists tell what "
                                   "it makes of genres that it was not told."));
}

/* A figure of the training beside the published one. */
static void
add_training (MusCliTable *table, const char *name, char *here, char *published,
              const char *sentence)
{
  mus_cli_table_add_cell (table, name);
  mus_cli_table_take_cell (table, here);
  mus_cli_table_take_cell (table, published);
  mus_cli_table_add_note (table, sentence);
}

static void
append_training (GString *out, const MusReport *report)
{
  g_autoptr (MusCliTable) table = mus_cli_table_new ();

  mus_cli_table_add_column (table, _ ("Training"), MUS_CLI_LEFT, 0);
  mus_cli_table_add_column (table, _ ("Here"), MUS_CLI_RIGHT, 0);
  mus_cli_table_add_column (table, _ ("Published"), MUS_CLI_RIGHT, 0);
  add_training (table, _ ("Epochs"), whole (report->training.epochs),
                whole (MUS_PUBLISHED_EPOCHS), _ ("How often the network saw each track."));
  add_training (table, _ ("Validation loss"), error_figure (report->training.validation_loss),
                NULL, _ ("Its error on tracks that it did not learn from; lower is better."));
  add_training (table, _ ("Reconstruction error, mean"), error_figure (report->error_mean),
                error_figure (MUS_PUBLISHED_ERROR_MEAN),
                _ ("How much of a track gets lost in its embedding; 0 is nothing."));
  add_training (table, _ ("Reconstruction error, maximum"), error_figure (report->error_max),
                error_figure (MUS_PUBLISHED_ERROR_MAX),
                _ ("The same for the track that the network knows least."));
  mus_cli_table_append (table, out);
}

/*
 * Lists: which lists of similar tracks a column of the table is about
 */
typedef enum
{
  LISTS_NEAREST, /* in the embedding */
  LISTS_SHOWN,   /* as people get them */
  LISTS_RAW,     /* in the features themselves */
  LISTS_RANDOM,
  N_LISTS,
} Lists;

/* A figure of each kind of list; NaN where it does not apply. */
static void
add_similarity (MusCliTable *table, const char *name, char *(*write) (double value),
                const double figures[N_LISTS], double published, const char *sentence)
{
  mus_cli_table_add_cell (table, name);
  mus_cli_table_take_cell (table, write (figures[LISTS_NEAREST]));
  mus_cli_table_take_cell (table, write (published));
  for (guint i = LISTS_SHOWN; i < N_LISTS; i++)
    mus_cli_table_take_cell (table, write (figures[i]));
  mus_cli_table_add_note (table, sentence);
}

/* One figure of all kinds of list. */
#define FIGURES(member) \
  (const double[N_LISTS]){ report->similarity.member, report->ranking.quality.member, \
                           report->raw_features.member, report->random.member }

static void
append_similarity (GString *out, const MusReport *report)
{
  g_autoptr (MusCliTable) table = mus_cli_table_new ();

  mus_cli_table_add_column (table, _ ("Similar tracks"), MUS_CLI_LEFT, 0);
  mus_cli_table_add_column (table, _ ("Here"), MUS_CLI_RIGHT, 0);
  mus_cli_table_add_column (table, _ ("Published"), MUS_CLI_RIGHT, 0);
  mus_cli_table_add_column (table, _ ("As listed"), MUS_CLI_RIGHT, 0);
  mus_cli_table_add_column (table, _ ("Raw features"), MUS_CLI_RIGHT, 0);
  mus_cli_table_add_column (table, _ ("Random"), MUS_CLI_RIGHT, 0);
  add_similarity (table, _ ("Same genre"), percent, FIGURES (hit_rate), MUS_PUBLISHED_HIT_RATE,
                  _ ("Of the 10 most similar tracks, how many have the track's own genre."));
  add_similarity (table, _ ("Any genre in common"), percent, FIGURES (any_genre_hit_rate), NAN,
                  _ ("The same, when all genres of both tracks count."));
  add_similarity (table, _ ("Same genre, other artists"), percent,
                  FIGURES (hit_rate_other_artists), NAN,
                  _ ("The same genre, without tracks of the same artist."));
  add_similarity (table, _ ("Tracks that are found"), percent, FIGURES (reachability), NAN,
                  _ ("How many tracks stand in at least one track's 10 most similar."));
  add_similarity (table, _ ("Most frequent track"), whole, FIGURES (largest_hub), NAN,
                  _ ("In how many of these lists one track stands, at the most."));
  add_similarity (table, _ ("One search"), milliseconds, FIGURES (query_ms), NAN,
                  _ ("How long it takes to find the tracks similar to one."));
  add_similarity (table, _ ("All searches"), seconds, FIGURES (all_pairs_seconds), NAN,
                  _ ("How long it takes to find them for every track."));
  mus_cli_table_append (table, out);
  g_string_append_printf (out, "%s\n",
                          _ ("As listed: as recommend lists them, one version of a song and two "
                             "tracks of an artist."));
}

#undef FIGURES

/* A figure of the lists that people get beside that of the catalog. */
static void
add_fairness (MusCliTable *table, const char *name, char *listed, char *catalog,
              const char *sentence)
{
  mus_cli_table_add_cell (table, name);
  mus_cli_table_take_cell (table, listed);
  mus_cli_table_take_cell (table, catalog);
  mus_cli_table_add_note (table, sentence);
}

static void
append_fairness (GString *out, const MusRanking *ranking)
{
  g_autoptr (MusCliTable) table = mus_cli_table_new ();

  mus_cli_table_add_column (table, _ ("Fairness"), MUS_CLI_LEFT, 0);
  mus_cli_table_add_column (table, _ ("As listed"), MUS_CLI_RIGHT, 0);
  mus_cli_table_add_column (table, _ ("Catalog"), MUS_CLI_RIGHT, 0);
  add_fairness (table, _ ("Popularity"), decimal (ranking->recommended_popularity),
                decimal (ranking->catalog_popularity),
                _ ("How well known the tracks are on average, from 0 to 100."));
  add_fairness (table, _ ("From the less popular half"), percent (ranking->less_popular_share),
                percent (isnan (ranking->less_popular_share) ? NAN : 0.5),
                _ ("How many of the listed tracks belong to the less known half."));
  add_fairness (table, _ ("Different artists"), decimal (ranking->artists_per_list), NULL,
                _ ("How many artists a list of 10 tracks has on average."));
  mus_cli_table_append (table, out);
}

static void
add_unseen (MusCliTable *table, const char *name, double here, double raw, const char *sentence)
{
  mus_cli_table_add_cell (table, name);
  mus_cli_table_take_cell (table, percent (here));
  mus_cli_table_take_cell (table, percent (raw));
  mus_cli_table_add_note (table, sentence);
}

static void
append_unseen (GString *out, const MusUnseen *unseen)
{
  g_autoptr (MusCliTable) table = mus_cli_table_new ();
  const MusUnseenFold *here = &unseen->mean, *raw = &unseen->raw_features;
  g_autofree char     *mean = error_figure (here->error_mean);
  g_autofree char     *max = error_figure (here->error_max);

  if (unseen->n_folds == 0)
    return;

  mus_cli_table_add_column (table, _ ("Unseen artists"), MUS_CLI_LEFT, 0);
  mus_cli_table_add_column (table, _ ("Here"), MUS_CLI_RIGHT, 0);
  mus_cli_table_add_column (table, _ ("Raw features"), MUS_CLI_RIGHT, 0);
  add_unseen (table, _ ("Same genre"), here->hit_rate, raw->hit_rate,
              _ ("Of the 10 most similar tracks, how many have the track's own genre."));
  add_unseen (table, _ ("Any genre in common"), here->any_genre_hit_rate, raw->any_genre_hit_rate,
              _ ("The same, when all genres of both tracks count."));
  add_unseen (table, _ ("Same genre, other artists"), here->hit_rate_other_artists,
              raw->hit_rate_other_artists,
              _ ("The same genre, without tracks of the same artist."));
  g_string_append_c (out, '\n');
  mus_cli_table_append (table, out);
  g_string_append_printf (out,
                          /* translators: counts; then two errors such as 0.0009 */
                          _ ("Asked: %'zu tracks of %'u main artists, whose genres the network was "
                             "not told, in %u parts; reconstruction error %s, at most %s\n"),
                          here->n_tracks, here->n_artists, unseen->n_folds, mean, max);
}

static void
append_sizes (GString *out, const MusReport *report)
{
  g_autoptr (MusCliTable) table = mus_cli_table_new ();

  if (report->n_sizes == 0)
    return;

  mus_cli_table_add_column (table, _ ("Numbers in an embedding"), MUS_CLI_RIGHT, 0);
  mus_cli_table_add_column (table, _ ("Error, mean"), MUS_CLI_RIGHT, 0);
  mus_cli_table_add_column (table, _ ("Error, maximum"), MUS_CLI_RIGHT, 0);
  mus_cli_table_add_column (table, _ ("Same genre"), MUS_CLI_RIGHT, 0);
  for (guint i = 0; i < report->n_sizes; i++)
    {
      const MusReportSize *size = &report->sizes[i];

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
print_table (const MusReport *report, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);

  append_catalog (out, &report->catalog);
  append_way (out, report->settings.way);
  g_string_append_c (out, '\n');
  append_training (out, report);
  g_string_append_c (out, '\n');
  append_similarity (out, report);
  g_string_append_c (out, '\n');
  append_fairness (out, &report->ranking);
  append_unseen (out, &report->unseen);
  append_sizes (out, report);
  g_string_append_c (out, '\n');
  append_costs (out, report);

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

static gboolean
run (MusCliSession *session, GError **error)
{
  MusReportSettings settings = MUS_REPORT_SETTINGS_INIT;
  g_autoptr (MusReport) report = NULL;

  if (!parse (&settings, error) || !mus_cli_session_open (session, error))
    return FALSE;
  report = mus_report_new (session->catalog, session->model, NULL, &settings,
                           mus_cli_progress_step (session->progress, _ ("Measuring")), error);
  if (report == NULL)
    return FALSE;
  if (!session->learned)
    report->train_seconds = report->embed_seconds = NAN;
  mus_cli_progress_clear (session->progress);

  return session->options->format == MUS_CLI_JSON
             ? mus_cli_print_json (mus_report_to_json (report), error)
             : print_table (report, error);
}

const MusCliCommand mus_cli_report = {
  .name = "report",
  .summary = N_ ("Tell how good the embedding is, beside the published figures"),
  .entries = entries,
  .formats = MUS_CLI_TABLE | MUS_CLI_JSON,
  .run = run,
};
