/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "mus-cli-command.h"
#include "mus-cli-output.h"
#include "mus-cli-table.h"
#include "mus-cli-taste.h"

#define MAX_TEXT_WIDTH 36 /* of a title or an artist in the table */
#define BLOCK 32          /* tracks that are explained between two looks at Cancel */
#define EXPLAINED 100     /* tracks that are explained when nobody asks for more */

static struct
{
  char  *track;
  char **likes;
  char **dislikes;
  char  *likes_file;
  char  *dislikes_file;
  char  *genre_weight;
  char  *popularity;
  char  *explain;
  char  *limit;
  char  *least_match;
  char  *per_artist;
  char  *versions;
} typed;

static const GOptionEntry entries[] = {
  { "track", 0, 0, G_OPTION_ARG_STRING, &typed.track,
    N_ ("The track to start from, by its track_id"), N_ ("ID") },
  { "like", 0, 0, G_OPTION_ARG_STRING_ARRAY, &typed.likes,
    N_ ("A track that is liked; may be repeated"), N_ ("ID") },
  { "dislike", 0, 0, G_OPTION_ARG_STRING_ARRAY, &typed.dislikes,
    N_ ("A track that is disliked; may be repeated"), N_ ("ID") },
  { "likes-file", 0, 0, G_OPTION_ARG_FILENAME, &typed.likes_file,
    N_ ("A file with the track_id of a liked track a line"), N_ ("FILE") },
  { "dislikes-file", 0, 0, G_OPTION_ARG_FILENAME, &typed.dislikes_file,
    N_ ("The same for disliked tracks"), N_ ("FILE") },
  { "genre-weight", 0, 0, G_OPTION_ARG_STRING, &typed.genre_weight,
    N_ ("From 0, sound alone, to 1, genre alone (with likes 0.5, with a track 0)"), N_ ("W") },
  { "popularity", 0, 0, G_OPTION_ARG_STRING, &typed.popularity,
    N_ ("From -1, hidden gems, to 1, hits (0)"), N_ ("P") },
  { "explain", 0, 0, G_OPTION_ARG_STRING, &typed.explain,
    N_ ("With JSON, give so many tracks a why (100), or all"), N_ ("K") },
  { "limit", 0, 0, G_OPTION_ARG_STRING, &typed.limit,
    N_ ("How many tracks to list (10), or all"), N_ ("K") },
  { "least-match", 0, 0, G_OPTION_ARG_STRING, &typed.least_match,
    N_ ("List no track that matches less than so many percent (0)"), N_ ("PERCENT") },
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
  MusCliSession    *session;
  MusNeighborIndex *index;
  MusMatrix        *x;           /* (N, 15) standardised features */
  GArray           *list;        /* MusRecommendation */
  gsize             n_explained; /* of the list's first tracks, how many get a why */
} Answer;

static void
add_share (JsonBuilder *builder, const char *what, const char *name, double share)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, what);
  json_builder_add_string_value (builder, name);
  json_builder_set_member_name (builder, "share");
  json_builder_add_double_value (builder, share);
  json_builder_end_object (builder);
}

/* The features, those that decide most of the match first. Genre and artist have no part in
 * it: it is all sound. */
static void
add_why (JsonBuilder *builder, const double *shares)
{
  MusFeature order[MUS_N_FEATURES];

  mus_explanation_order (shares, order);
  json_builder_set_member_name (builder, "why");
  json_builder_begin_array (builder);
  for (guint i = 0; i < MUS_N_FEATURES; i++)
    add_share (builder, "feature", mus_feature_column (order[i]), shares[order[i]]);
  add_share (builder, "feature", "genre", 0.0);
  add_share (builder, "feature", "artist", 0.0);
  json_builder_end_array (builder);
}

/* What brings a track to its place in the list for a taste. */
static void
add_reasons (JsonBuilder *builder, const double *reasons)
{
  json_builder_set_member_name (builder, "place");
  json_builder_begin_array (builder);
  for (guint r = 0; r < MUS_N_REASONS; r++)
    add_share (builder, "reason", mus_reason_name (r), reasons[r]);
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
  if (shares != NULL)
    add_why (builder, shares);
  if (shares != NULL && mus_recommendation_has_reasons (item))
    add_reasons (builder, item->reasons);
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
  GError **error = &block->errors[tile];
  double   median;

  if (!mus_recommend_median (answer->index, item->answers, &median, error) ||
      !mus_explanation_shares (answer->session->model, answer->x, item->answers, item->row, median,
                               block->shares[tile], error))
    return;
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
  guint         n = (guint) MIN (self->list->len, self->n_explained);
  Block         block = { .answer = self };

  json_builder_begin_array (builder);
  for (block.first = 0; block.first < n; block.first += BLOCK)
    {
      mus_run_report (run, block.first / (double) n);
      if (mus_run_is_cancelled (run, error) ||
          !add_block (&block, MIN (BLOCK, n - block.first), builder, error))
        return FALSE;
    }
  for (guint i = n; i < self->list->len; i++)
    add_recommendation (self, i, NULL, builder);
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
                           mus_explanation_words (catalog, self->x, item->answers, item->row));
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
  /* Of a track, while the answer is put together. */
  static const gsize bytes[] = {
    [MUS_CLI_TABLE] = 2048, [MUS_CLI_JSON] = 4096, [MUS_CLI_CSV] = 512, [MUS_CLI_IDS] = 64
  };

  mus_cli_progress_clear (self->session->progress);
  if (!mus_try_room (self->list->len, bytes[self->session->options->format], error))
    return FALSE;

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

/* What is asked for, as it was typed. */
typedef struct
{
  MusRecommendSettings settings;
  MusTasteDials        dials;
  gsize                n_explained;
} Wish;

/* A number of a range. */
static gboolean
parse_part (const char *option, const char *text, double min, double max, double *value,
            GError **error)
{
  if (!mus_cli_parse_real (option, text, value, error))
    return FALSE;
  if (*value >= min && *value <= max)
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("%s: “%s” is not between %g and %g."), option, text, min, max);

  return FALSE;
}

static gboolean
has_likes (void)
{
  return typed.likes != NULL || typed.likes_file != NULL;
}

static gboolean
check_seeds (GError **error)
{
  if (typed.track == NULL && !has_likes ())
    return mus_cli_require (_ ("--track ID, --like ID or --likes-file FILE"), NULL, error);
  if (typed.track == NULL || (!has_likes () && typed.dislikes == NULL && typed.dislikes_file == NULL))
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("--track asks for one track's list, --like and --dislike for that of a "
                  "taste: name one or the other."));

  return FALSE;
}

static gboolean
parse_wish (Wish *self, GError **error)
{
  guint64 per_artist = self->settings.per_artist;
  guint   versions;

  if (typed.track != NULL)
    self->dials.genre_weight = 0.0;
  if (!check_seeds (error) ||
      !parse_part ("--genre-weight", typed.genre_weight, 0.0, 1.0, &self->dials.genre_weight,
                   error) ||
      !parse_part ("--popularity", typed.popularity, -1.0, 1.0, &self->dials.popularity, error) ||
      !mus_cli_parse_amount ("--explain", typed.explain, &self->n_explained, error) ||
      !mus_cli_parse_amount ("--limit", typed.limit, &self->settings.limit, error) ||
      !parse_part ("--least-match", typed.least_match, 0.0, 100.0, &self->settings.least_match,
                   error) ||
      !mus_cli_parse_number ("--per-artist", typed.per_artist, 0, G_MAXUINT, &per_artist,
                             error) ||
      !mus_cli_parse_choice ("--versions", typed.versions, versions_choices, &versions, error))
    return FALSE;

  if (self->settings.limit == G_MAXSIZE)
    self->settings.limit = 0;
  self->settings.per_artist = (guint) per_artist;
  self->settings.one_version = versions == 0;

  return TRUE;
}

static GArray *
rank (const Answer *answer, const Wish *wish, const MusTaste *taste, GError **error)
{
  MusCliSession *session = answer->session;
  const MusRun  *run = mus_cli_progress_step (session->progress, _ ("Ranking"));
  g_autoptr (MusTasteRanker) ranker =
      mus_taste_ranker_new (session->catalog, answer->index, answer->x, run, error);

  if (ranker == NULL)
    return NULL;
  mus_taste_ranker_set_taste (ranker, taste);

  return mus_taste_ranker_list (ranker, &wish->dials, &wish->settings, error);
}

/* With the dials at sound alone and at rest it is the plain list of one track, else that of a
 * taste which is this track. */
static GArray *
answer_track (const Answer *answer, const Wish *wish, GError **error)
{
  const MusCatalog *catalog = answer->session->catalog;
  guint32           seed = mus_catalog_find (catalog, typed.track);
  MusTaste          taste = { .likes = &seed, .n_likes = 1 };

  if (seed == MUS_NO_ROW)
    {
      g_set_error (error, MUS_ERROR, MUS_ERROR_UNKNOWN_TRACK,
                   _ ("The catalog has no track with the id “%s”."), typed.track);
      return NULL;
    }

  if (wish->dials.genre_weight > 0.0 || fabs (wish->dials.popularity) > 0.0)
    return rank (answer, wish, &taste, error);

  return mus_recommend_similar (catalog, answer->index, seed, &wish->settings, NULL, NULL, error);
}

static gboolean
are_among (const GArray *rows, const GArray *others)
{
  g_autoptr (GHashTable) set = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < others->len; i++)
    g_hash_table_add (set, GUINT_TO_POINTER (g_array_index (others, guint32, i)));
  for (guint i = 0; i < rows->len; i++)
    if (!g_hash_table_contains (set, GUINT_TO_POINTER (g_array_index (rows, guint32, i))))
      return FALSE;

  return TRUE;
}

static GArray *
answer_taste (const Answer *answer, const Wish *wish, GError **error)
{
  const MusCatalog *catalog = answer->session->catalog;
  gsize             n_unknown = 0;
  MusTaste          taste;
  g_autoptr (GArray) dislikes = NULL;
  g_autoptr (GArray) likes =
      mus_cli_find_tracks (catalog, typed.likes, typed.likes_file, &n_unknown, error);

  if (likes == NULL)
    return NULL;
  dislikes =
      mus_cli_find_tracks (catalog, typed.dislikes, typed.dislikes_file, &n_unknown, error);
  if (dislikes == NULL)
    return NULL;

  mus_cli_progress_clear (answer->session->progress);
  if (n_unknown > 0)
    g_printerr (ngettext ("musrec-cli: The catalog does not have %zu of the tracks.\n",
                          "musrec-cli: The catalog does not have %zu of the tracks.\n", n_unknown),
                n_unknown);
  if (likes->len > 0 && are_among (likes, dislikes))
    g_set_error_literal (error, MUS_ERROR, MUS_ERROR_UNKNOWN_TRACK,
                         _ ("All liked tracks are disliked too, so there is nothing to answer."));
  else if (likes->len > 0)
    {
      taste = (MusTaste){ (const guint32 *) (gconstpointer) likes->data, likes->len,
                          (const guint32 *) (gconstpointer) dislikes->data, dislikes->len };
      return rank (answer, wish, &taste, error);
    }
  else
    g_set_error_literal (
        error, MUS_ERROR, MUS_ERROR_UNKNOWN_TRACK,
        _ ("The catalog has none of the liked tracks, so there is nothing to answer."));

  return NULL;
}

static gboolean
run (MusCliSession *session, GError **error)
{
  g_autoptr (MusNeighborIndex) index = NULL;
  g_autoptr (MusMatrix) x = NULL;
  g_autoptr (GArray) list = NULL;
  Answer answer = { .session = session };
  Wish   wish = {
      .settings = MUS_RECOMMEND_SETTINGS_INIT,
      .dials = MUS_TASTE_DIALS_INIT,
      .n_explained = EXPLAINED,
  };

  if (!parse_wish (&wish, error) || !mus_cli_session_open (session, error))
    return FALSE;
  index = mus_cli_session_index (session, error);
  if (index == NULL)
    return FALSE;
  x = mus_model_features (session->model, session->catalog, NULL, error);
  if (x == NULL)
    return FALSE;

  answer.index = index;
  answer.x = x;
  answer.n_explained = wish.n_explained;
  list = typed.track != NULL ? answer_track (&answer, &wish, error)
                             : answer_taste (&answer, &wish, error);
  if (list == NULL)
    return FALSE;
  answer.list = list;

  return print_answer (&answer, error);
}

const MusCliCommand mus_cli_recommend = {
  .name = "recommend",
  .summary = N_ ("List the tracks that answer one track or a whole taste, and why"),
  .entries = entries,
  .formats = MUS_CLI_TABLE | MUS_CLI_JSON | MUS_CLI_CSV | MUS_CLI_IDS,
  .run = run,
};
