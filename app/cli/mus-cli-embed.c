/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "mus-cli-command.h"
#include "mus-cli-npy.h"
#include "mus-cli-output.h"

static struct
{
  char *output;
  char *tracks_output;
} typed;

static const GOptionEntry entries[] = {
  { "output", 0, 0, G_OPTION_ARG_FILENAME, &typed.output,
    N_ ("Write the embedding here: an array of NumPy, float32, a row a track"),
    N_ ("FILE.npy") },
  { "tracks-output", 0, 0, G_OPTION_ARG_FILENAME, &typed.tracks_output,
    N_ ("Write here which track stands in which row"), N_ ("FILE.csv") },
  G_OPTION_ENTRY_NULL,
};

static void
write_tracks (MusAtomicFile *file, const MusCatalog *catalog)
{
  g_autoptr (GString) line = g_string_new ("row,track_id,title,artists,genre\n");

  mus_atomic_file_write (file, line->str, line->len);
  for (guint32 row = 0; row < mus_catalog_n_tracks (catalog); row++)
    {
      g_string_truncate (line, 0);
      mus_cli_csv_number (line, row);
      mus_cli_csv_track (line, catalog, row);
      mus_cli_csv_end (line);
      mus_atomic_file_write (file, line->str, line->len);
    }
}

static gboolean
print_summary (const MusCliSession *session, const MusMatrix *embedding, GError **error)
{
  gsize            n_tracks = mus_matrix_n_rows (embedding);
  gsize            dimensions = mus_matrix_n_cols (embedding);
  g_autofree char *text = NULL;
  JsonBuilder     *builder;

  if (session->options->format == MUS_CLI_TABLE)
    {
      text = g_strdup_printf (ngettext ("%'zu track, %zu numbers each\n",
                                        "%'zu tracks, %zu numbers each\n",
                                        n_tracks),
                              n_tracks, dimensions);
      return mus_cli_print_text (text, error);
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "tracks");
  json_builder_add_int_value (builder, (gint64) n_tracks);
  json_builder_set_member_name (builder, "dimensions");
  json_builder_add_int_value (builder, (gint64) dimensions);
  json_builder_end_object (builder);

  return mus_cli_print_builder (builder, error);
}

static gboolean
run (MusCliSession *session, GError **error)
{
  g_autoptr (MusAtomicFile) output = NULL;
  g_autoptr (MusAtomicFile) tracks_output = NULL;
  g_autoptr (MusMatrix) embedding = NULL;

  if (!mus_cli_require (_ ("--output FILE.npy"), typed.output, error))
    return FALSE;
  output = mus_cli_session_create (session, "--output", typed.output, NULL, error);
  if (output == NULL)
    return FALSE;
  if (typed.tracks_output != NULL)
    {
      tracks_output = mus_cli_session_create (session, "--tracks-output", typed.tracks_output,
                                              typed.output, error);
      if (tracks_output == NULL)
        return FALSE;
    }
  if (!mus_cli_session_open (session, error))
    return FALSE;
  embedding = mus_cli_session_embed (session, error);
  if (embedding == NULL)
    return FALSE;

  mus_cli_npy_write (output, embedding);
  if (tracks_output != NULL)
    write_tracks (tracks_output, session->catalog);
  mus_cli_progress_clear (session->progress);

  return mus_atomic_file_commit (output, error) &&
         (tracks_output == NULL || mus_atomic_file_commit (tracks_output, error)) &&
         print_summary (session, embedding, error);
}

const MusCliCommand mus_cli_embed = {
  .name = "embed",
  .summary = N_ ("Write what was learned about each track as numbers"),
  .entries = entries,
  .formats = MUS_CLI_TABLE | MUS_CLI_JSON,
  .run = run,
};
