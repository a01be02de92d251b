/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "mus-cli-command.h"
#include "mus-cli-output.h"
#include "mus-cli-table.h"

#define MAX_TEXT_WIDTH 36 /* of a title or an artist in the table */
#define BLOCK 32          /* tracks that are explained between two looks at Cancel */

static struct
{
  char *track;
  char *limit;
  char *per_artist;
  char *versions;
} typed;

static const GOptionEntry entries[] = {
  { "track", 0, 0, G_OPTION_ARG_STRING, &typed.track,
    N_ ("The track to start from, by its track_id"), N_ ("ID") },
  { "limit", 0, 0, G_OPTION_ARG_STRING, &typed.limit,
    N_ ("How many tracks to list (10), or all"), N_ ("K") },
  { "per-artist", 0, 0, G_OPTION_ARG_STRING, &typed.per_artist,
    N_ ("At most so many tracks of one main artist (2); 0: no limit"), N_ ("N") },
  { "versions", 0, 0, G_OPTION_ARG_STRING, &typed.versions,
    N_ ("List one version of a song (default), or all"), N_ ("WHICH") },
  G_OPTION_ENTRY_NULL,
};

static const char *const versions_choices[] = { "one", "all", NULL };

/*
 * Answer: the list, and all that explains it
 */
typedef struct
{
  MusCliSession *session;
  guint32        seed;
  double         median;
  GArray        *list; /* MusRecommendation */
  MusMatrix     *x;    /* (N, 15) standardised features */
} Answer;

static gboolean
parse_settings (MusRecommendSettings *settings, GError **error)
{
  guint64 per_artist = settings->per_artist;
  guint   versions;

  if (!mus_cli_require (_ ("--track ID"), typed.track, error) ||
      !mus_cli_parse_amount ("--limit", typed.limit, &settings->limit, error) ||
      !mus_cli_parse_number ("--per-artist", typed.per_artist, 0, G_MAXUINT, &per_artist,
                             error) ||
      !mus_cli_parse_choice ("--versions", typed.versions, versions_choices, &versions, error))
    return FALSE;

  if (settings->limit == G_MAXSIZE)
    settings->limit = 0;
  settings->per_artist = (guint) per_artist;
  settings->one_version = versions == 0;

  return TRUE;
}

static gboolean
find_seed (const MusCatalog *catalog, guint32 *seed, GError **error)
{
  *seed = mus_catalog_find (catalog, typed.track);
  if (*seed != MUS_NO_ROW)
    return TRUE;

  g_set_error (error, MUS_ERROR, MUS_ERROR_UNKNOWN_TRACK,
               _ ("The catalog has no track with the id “%s”."), typed.track);

  return FALSE;
}

static int
compare_shares (gconstpointer a, gconstpointer b, gpointer data)
{
  const double *shares = data;
  const guint  *f = a, *g = b;

  if (shares[*f] != shares[*g])
    return shares[*f] > shares[*g] ? -1 : 1;

  return (int) *f - (int) *g;
}

/* The features, those that add most to the match first. */
static void
add_why (JsonBuilder *builder, const double *shares)
{
  guint order[MUS_N_FEATURES];

  for (guint f = 0; f < MUS_N_FEATURES; f++)
    order[f] = f;
  g_qsort_with_data (order, MUS_N_FEATURES, sizeof (guint), compare_shares,
                     (gpointer) shares);

  json_builder_set_member_name (builder, "why");
  json_builder_begin_array (builder);
  for (guint i = 0; i < MUS_N_FEATURES; i++)
    {
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "feature");
      json_builder_add_string_value (builder, mus_feature_column (order[i]));
      json_builder_set_member_name (builder, "share");
      json_builder_add_double_value (builder, shares[order[i]]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_recommendation (const Answer *self, guint place, const double *shares, JsonBuilder *builder)
{
  const MusRecommendation *item = &g_array_index (self->list, MusRecommendation, place);
  const MusCatalog        *catalog = self->session->catalog;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "rank");
  json_builder_add_int_value (builder, place + 1);
  mus_cli_json_track (builder, catalog, item->row);
  json_builder_set_member_name (builder, "match");
  json_builder_add_double_value (builder, item->match);
  json_builder_set_member_name (builder, "distance");
  json_builder_add_double_value (builder, item->distance);
  json_builder_set_member_name (builder, "answers");
  json_builder_add_string_value (builder,
                                 mus_catalog_text (catalog, item->answers, MUS_TEXT_ID));
  add_why (builder, shares);
  json_builder_end_object (builder);
}

/*
 * Block: a part of the list that is explained at a time, on all threads
 */
typedef struct
{
  const Answer *answer;
  guint         first;
  double        shares[BLOCK][MUS_N_FEATURES];
  GError       *errors[BLOCK];
} Block;

static void
explain_one (gsize tile, guint worker, gpointer data)
{
  Block                   *block = data;
  const Answer            *answer = block->answer;
  const MusRecommendation *item =
      &g_array_index (answer->list, MusRecommendation, block->first + tile);

  mus_explanation_shares (answer->session->model, answer->x, answer->seed, item->row,
                          answer->median, block->shares[tile], &block->errors[tile]);
}

static gboolean
add_block (Block *block, guint n, JsonBuilder *builder, GError **error)
{
  gboolean done = TRUE;

  mus_parallel_for (n, explain_one, block);
  for (guint i = 0; i < n; i++)
    {
      add_recommendation (block->answer, block->first + i, block->shares[i], builder);
      if (block->errors[i] == NULL)
        continue;
      if (done)
        g_propagate_error (error, g_steal_pointer (&block->errors[i]));
      else
        g_clear_error (&block->errors[i]);
      done = FALSE;
    }

  return done;
}

static gboolean
print_json (const Answer *self, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const MusRun *run = mus_cli_progress_step (self->session->progress, _ ("Explaining"));
  guint         n = self->list->len;
  Block         block = { .answer = self };

  json_builder_begin_array (builder);
  for (block.first = 0; block.first < n; block.first += BLOCK)
    {
      mus_run_report (run, block.first / (double) n);
      if (mus_run_is_cancelled (run, error) ||
          !add_block (&block, MIN (BLOCK, n - block.first), builder, error))
        return FALSE;
    }
  json_builder_end_array (builder);
  mus_cli_progress_clear (self->session->progress);

  return mus_cli_print_builder (g_steal_pointer (&builder), error);
}

static gboolean
print_csv (const Answer *self, GError **error)
{
  g_autoptr (GString) out =
      g_string_new ("rank,track_id,title,artists,genre,match,distance,answers\n");
  const MusCatalog *catalog = self->session->catalog;

  for (guint i = 0; i < self->list->len; i++)
    {
      const MusRecommendation *item = &g_array_index (self->list, MusRecommendation, i);

      mus_cli_csv_number (out, i + 1);
      mus_cli_csv_track (out, catalog, item->row);
      mus_cli_csv_number (out, item->match);
      mus_cli_csv_number (out, item->distance);
      mus_cli_csv_text (out, mus_catalog_text (catalog, item->answers, MUS_TEXT_ID));
      mus_cli_csv_end (out);
    }

  return mus_cli_print (out->str, error);
}

static gboolean
print_ids (const Answer *self, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < self->list->len; i++)
    {
      const MusRecommendation *item = &g_array_index (self->list, MusRecommendation, i);

      g_string_append_printf (
          out, "%s\n", mus_catalog_text (self->session->catalog, item->row, MUS_TEXT_ID));
    }

  return mus_cli_print (out->str, error);
}

static void
add_table_row (const Answer *self, guint place, MusCliTable *table)
{
  const MusRecommendation *item = &g_array_index (self->list, MusRecommendation, place);
  const MusCatalog        *catalog = self->session->catalog;

  mus_cli_table_take_cell (table, g_strdup_printf ("%'u", place + 1));
  mus_cli_table_take_cell (table, g_strdup_printf ("%.0f %%", item->match));
  mus_cli_table_add_cell (table, mus_catalog_text (catalog, item->row, MUS_TEXT_TITLE));
  mus_cli_table_take_cell (table, mus_catalog_artists_text (catalog, item->row));
  mus_cli_table_add_cell (table, mus_cli_genre_name (catalog, item->row));
  mus_cli_table_take_cell (table,
                           mus_explanation_words (catalog, self->x, self->seed, item->row));
}

static gboolean
print_table (const Answer *self, GError **error)
{
  g_autoptr (MusCliTable) table = mus_cli_table_new ();
  g_autoptr (GString) out = g_string_new (NULL);

  mus_cli_table_add_column (table, "", MUS_CLI_RIGHT, 0);
  mus_cli_table_add_column (table, _ ("Match"), MUS_CLI_RIGHT, 0);
  mus_cli_table_add_column (table, _ ("Title"), MUS_CLI_LEFT, MAX_TEXT_WIDTH);
  mus_cli_table_add_column (table, _ ("Artists"), MUS_CLI_LEFT, MAX_TEXT_WIDTH);
  mus_cli_table_add_column (table, _ ("Genre"), MUS_CLI_LEFT, 0);
  mus_cli_table_add_column (table, _ ("Why"), MUS_CLI_LEFT, 0);
  for (guint i = 0; i < self->list->len; i++)
    add_table_row (self, i, table);
  mus_cli_table_append (table, out);

  return mus_cli_print_text (out->str, error);
}

static gboolean
print_answer (const Answer *self, GError **error)
{
  mus_cli_progress_clear (self->session->progress);
  switch (self->session->options->format)
    {
    case MUS_CLI_JSON:
      return print_json (self, error);
    case MUS_CLI_CSV:
      return print_csv (self, error);
    case MUS_CLI_IDS:
      return print_ids (self, error);
    case MUS_CLI_TABLE:
    default:
      return print_table (self, error);
    }
}

static gboolean
run (MusCliSession *session, GError **error)
{
  g_autoptr (MusNeighborIndex) index = NULL;
  g_autoptr (MusMatrix) x = NULL;
  g_autoptr (GArray) list = NULL;
  MusRecommendSettings settings = MUS_RECOMMEND_SETTINGS_INIT;
  Answer               answer = { .session = session };

  if (!parse_settings (&settings, error) || !mus_cli_session_open (session, error) ||
      !find_seed (session->catalog, &answer.seed, error))
    return FALSE;
  index = mus_cli_session_index (session, error);
  if (index == NULL)
    return FALSE;
  x = mus_model_features (session->model, session->catalog, error);
  if (x == NULL)
    return FALSE;

  list = mus_recommend_similar (session->catalog, index, answer.seed, &settings,
                                &answer.median);
  answer.list = list;
  answer.x = x;

  return print_answer (&answer, error);
}

const MusCliCommand mus_cli_recommend = {
  .name = "recommend",
  .summary = N_ ("List the tracks that sound like one track, and why"),
  .entries = entries,
  .formats = MUS_CLI_TABLE | MUS_CLI_JSON | MUS_CLI_CSV | MUS_CLI_IDS,
  .run = run,
};
