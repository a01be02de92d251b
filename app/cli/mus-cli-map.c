/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "mus-cli-command.h"
#include "mus-cli-output.h"
#include "picture/mus-map-picture.h"

#define PICTURE_WIDTH 2400
#define PICTURE_HEIGHT 1600

static struct
{
  char *output;
  char *tracks;
  char *perplexity;
  char *iterations;
} typed;

static const GOptionEntry entries[] = {
  { "output", 0, 0, G_OPTION_ARG_FILENAME, &typed.output,
    N_ ("Write the map here: its positions (.csv) or a picture (.png, .svg, .pdf)"),
    N_ ("FILE") },
  { "tracks", 0, 0, G_OPTION_ARG_STRING, &typed.tracks,
    N_ ("Lay out the first N tracks only, or all (default)"), N_ ("N") },
  { "perplexity", 0, 0, G_OPTION_ARG_STRING, &typed.perplexity,
    N_ ("About how many neighbors a track has in t-SNE (30)"), N_ ("P") },
  { "iterations", 0, 0, G_OPTION_ARG_STRING, &typed.iterations,
    N_ ("How many steps t-SNE makes (400)"), N_ ("N") },
  G_OPTION_ENTRY_NULL,
};

/*
 * Map: what is written
 */
typedef struct
{
  MusCliSession *session;
  MusMatrix     *positions; /* (n, 2), n <= n_tracks */
  MusLayoutInfo  info;
} Map;

typedef gboolean (*MapWriter) (const Map *map, MusAtomicFile *file, GError **error);

static gboolean
write_csv (const Map *map, MusAtomicFile *file, GError **error)
{
  g_autoptr (GString) line = g_string_new ("row,track_id,title,artists,genre,x,y\n");
  gsize n_tracks = mus_matrix_n_rows (map->positions);

  mus_atomic_file_write (file, line->str, line->len);
  for (guint32 row = 0; row < n_tracks; row++)
    {
      const float *position = mus_matrix_row (map->positions, row);

      g_string_truncate (line, 0);
      mus_cli_csv_number (line, row);
      mus_cli_csv_track (line, map->session->catalog, row);
      mus_cli_csv_number (line, (double) position[0]);
      mus_cli_csv_number (line, (double) position[1]);
      mus_cli_csv_end (line);
      mus_atomic_file_write (file, line->str, line->len);
    }

  return TRUE;
}

static gboolean
write_picture (const Map *map, MusAtomicFile *file, GError **error)
{
  const MusCatalog *catalog = map->session->catalog;
  const MusRun     *run = mus_cli_progress_step (map->session->progress, _ ("Drawing"));
  g_autoptr (MusMatrix) x = mus_model_features (map->session->model, catalog, NULL, error);
  g_autoptr (MusFamilies) families = NULL;
  g_autoptr (MusRegions) regions = NULL;
  MusMapPicture picture = {
    .catalog = catalog,
    .positions = map->positions,
    .width = PICTURE_WIDTH,
    .height = PICTURE_HEIGHT,
  };

  if (x == NULL)
    return FALSE;
  families = mus_families_new (catalog, x, run, error);
  regions = families != NULL ? mus_regions_new (catalog, x, map->positions, run, error) : NULL;
  if (regions == NULL)
    return FALSE;
  picture.families = families;
  picture.regions = regions;

  return mus_map_picture_write (&picture, typed.output, file, error);
}

/* A table where the file is one, else a picture. */
static MapWriter
find_writer (GError **error)
{
  g_autofree char *lower = g_ascii_strdown (typed.output, -1);

  if (g_str_has_suffix (lower, ".csv"))
    return write_csv;
  if (mus_map_picture_check_path (typed.output, NULL))
    return write_picture;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("--output: the file's name must end in .csv, .png, .svg or .pdf."));

  return NULL;
}

static gboolean
parse_settings (MusLayoutSettings *settings, gsize *n_tracks, GError **error)
{
  guint64 iterations = settings->iterations;

  *n_tracks = G_MAXSIZE;
  if (!mus_cli_require (_ ("--output FILE"), typed.output, error) ||
      !mus_cli_parse_amount ("--tracks", typed.tracks, n_tracks, error) ||
      !mus_cli_parse_real ("--perplexity", typed.perplexity, &settings->perplexity, error) ||
      !mus_cli_parse_number ("--iterations", typed.iterations, 1, G_MAXUINT, &iterations, error))
    return FALSE;

  settings->iterations = (guint) iterations;

  return mus_layout_settings_validate (settings, error);
}

/* Returns: (transfer full): the first @n_tracks rows of the embedding, or all */
static MusMatrix *
embed_first (MusCliSession *session, gsize n_tracks, GError **error)
{
  g_autoptr (MusMatrix) embedding = mus_cli_session_embed (session, error);
  MusMatrix *first;
  gsize      n_cols;

  if (embedding == NULL || n_tracks >= mus_matrix_n_rows (embedding))
    return g_steal_pointer (&embedding);

  n_cols = mus_matrix_n_cols (embedding);
  first = mus_matrix_new (n_tracks, n_cols, error);
  if (first != NULL)
    memcpy (mus_matrix_fill (first), mus_matrix_data (embedding),
            n_tracks * n_cols * sizeof (float));

  return first;
}

/* JSON knows no NaN: such a figure is left out. */
static void
json_number (JsonBuilder *builder, const char *name, double number)
{
  if (isnan (number))
    return;

  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, number);
}

static gboolean
print_json (const Map *map, GError **error)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "tracks");
  json_builder_add_int_value (builder, (gint64) mus_matrix_n_rows (map->positions));
  json_builder_set_member_name (builder, "iterations");
  json_builder_add_int_value (builder, map->info.iterations);
  json_number (builder, "kl_divergence", map->info.kl_divergence);
  json_builder_set_member_name (builder, "timings");
  json_builder_begin_object (builder);
  json_number (builder, "neighbors", map->info.neighbors_seconds);
  json_number (builder, "affinities", map->info.affinities_seconds);
  json_number (builder, "optimise", map->info.optimise_seconds);
  json_builder_end_object (builder);
  json_number (builder, "peak_memory_mib", mus_memory_peak_mib ());
  json_builder_end_object (builder);

  return mus_cli_print_builder (builder, error);
}

static gboolean
print_text (const Map *map, GError **error)
{
  gsize            n = mus_matrix_n_rows (map->positions);
  g_autofree char *text = g_strdup_printf (
      ngettext ("%'zu track, %u iterations, KL divergence %.3f\n",
                "%'zu tracks, %u iterations, KL divergence %.3f\n", n),
      n, map->info.iterations, map->info.kl_divergence);

  return mus_cli_print_text (text, error);
}

static gboolean
run (MusCliSession *session, GError **error)
{
  g_autoptr (MusAtomicFile) file = NULL;
  g_autoptr (MusMatrix) embedding = NULL;
  g_autoptr (MusMatrix) positions = NULL;
  MusLayoutSettings settings = MUS_LAYOUT_SETTINGS_INIT;
  Map               map = { .session = session };
  MapWriter         write;
  gsize             n_tracks;

  settings.seed = session->options->seed;
  if (!parse_settings (&settings, &n_tracks, error))
    return FALSE;
  write = find_writer (error);
  if (write == NULL)
    return FALSE;
  file = mus_cli_session_create (session, "--output", typed.output, NULL, error);
  if (file == NULL || !mus_cli_session_open (session, error))
    return FALSE;
  embedding = embed_first (session, n_tracks, error);
  if (embedding == NULL)
    return FALSE;
  positions = mus_layout_new (embedding, &settings,
                              mus_cli_progress_step (session->progress, _ ("Laying out")), NULL,
                              NULL, &map.info, error);
  if (positions == NULL)
    return FALSE;

  map.positions = positions;
  if (!write (&map, file, error) || !mus_atomic_file_commit (file, error))
    return FALSE;
  mus_cli_progress_clear (session->progress);

  return session->options->format == MUS_CLI_JSON ? print_json (&map, error)
                                                  : print_text (&map, error);
}

const MusCliCommand mus_cli_map = {
  .name = "map",
  .summary = N_ ("Lay all tracks out so that similar ones stand together"),
  .entries = entries,
  .formats = MUS_CLI_TABLE | MUS_CLI_JSON,
  .run = run,
};
