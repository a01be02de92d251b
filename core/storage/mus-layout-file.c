/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "storage/mus-layout-file-private.h"

#include "base/mus-error.h"
#include "storage/mus-archive-private.h"

#define MAGIC "MusRecMp"
#define VERSION 1

static void
transfer_settings (MusArchive *archive, MusLayoutSettings *settings)
{
  mus_archive_double (archive, &settings->perplexity);
  mus_archive_u32 (archive, &settings->iterations);
  mus_archive_u64 (archive, &settings->seed);
}

static void
transfer_info (MusArchive *archive, MusLayoutInfo *info)
{
  guint32 outcome = info->outcome;

  mus_archive_u32 (archive, &info->iterations);
  mus_archive_u32 (archive, &outcome);
  mus_archive_double (archive, &info->perplexity);
  mus_archive_double (archive, &info->kl_divergence);
  mus_archive_double (archive, &info->neighbors_seconds);
  mus_archive_double (archive, &info->affinities_seconds);
  mus_archive_double (archive, &info->optimise_seconds);
  info->outcome = (MusOutcome) outcome;
}

/* @positions: to be written, or %NULL: made when read */
static gboolean
transfer_positions (MusArchive *archive, MusMatrix **positions, GError **error)
{
  gsize n_rows = *positions != NULL ? mus_matrix_n_rows (*positions) : 0;

  mus_archive_size (archive, &n_rows, 2 * sizeof (float));
  if (*positions == NULL)
    *positions = mus_matrix_new (n_rows, 2, error);
  if (*positions == NULL)
    return FALSE;
  mus_archive_floats (archive, mus_matrix_fill (*positions), 2 * n_rows);

  return TRUE;
}

gboolean
mus_layout_file_save (MusMatrix *positions, const MusLayoutInfo *info, const char *path,
                      const MusRun *run, GError **error)
{
  MusLayoutInfo copy = *info;
  g_auto (MusArchive) archive = { 0 };

  if (!mus_archive_create (&archive, path, MAGIC, VERSION, run, error))
    return FALSE;
  transfer_info (&archive, &copy);

  return transfer_positions (&archive, &positions, error) &&
         mus_archive_commit (&archive, error);
}

MusMatrix *
mus_layout_file_load (const char *path, gsize n_rows, MusLayoutInfo *info, const MusRun *run,
                      GError **error)
{
  g_autoptr (MusMatrix) positions = NULL;
  g_autofree char *name = g_filename_display_basename (path);
  g_auto (MusArchive) archive = { 0 };
  GError *reason = NULL;

  if (mus_archive_open (&archive, path, MAGIC, VERSION, VERSION, run) == MUS_ARCHIVE_READY)
    {
      transfer_info (&archive, info);
      if (transfer_positions (&archive, &positions, &reason) && mus_archive_finish (&archive) &&
          mus_matrix_n_rows (positions) == n_rows && mus_matrix_is_finite (positions))
        return g_steal_pointer (&positions);
    }
  mus_archive_set_error (&archive, reason, name, "The map is damaged", error);

  return NULL;
}

char *
mus_layout_file_settings_key (const MusLayoutSettings *settings)
{
  MusLayoutSettings copy = *settings;
  g_auto (MusArchive) archive = { 0 };

  mus_archive_create_digest (&archive, VERSION);
  transfer_settings (&archive, &copy);

  return mus_archive_get_digest (&archive);
}
