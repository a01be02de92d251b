/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "storage/mus-model-file.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/mus-error.h"
#include "storage/mus-archive-private.h"

#define MAGIC "MusRecMd"
#define VERSION 2
#define SOUND_VERSION 1 /* Sound alone, and no word of it */
#define CHECKSUM_LENGTH 64 /* of a catalog: a SHA-256 in hexadecimal */
#define MAX_DIMENSIONS 1024

/*
 * Parts: a model taken apart, in the order of the file. The arrays are borrowed when
 * writing and owned when reading.
 */
typedef struct
{
  MusTrainingSettings settings;
  MusTrainingInfo     info;
  MusScaler           scaler;
  char                checksum[CHECKSUM_LENGTH + 1];
  guint32             missing;
  double              embed_seconds;
  gsize               n_points;
  MusTrainingPoint   *points;
  gsize               n_parameters;
  float              *parameters;
  MusMatrix          *embedding; /* (nullable) */
} Parts;

static void
transfer_settings (MusArchive *archive, MusTrainingSettings *settings)
{
  guint32 way = settings->way;

  mus_archive_u32 (archive, &settings->dimensions);
  mus_archive_double (archive, &settings->learning_rate);
  mus_archive_double (archive, &settings->dropout);
  mus_archive_u32 (archive, &settings->batch_size);
  mus_archive_u32 (archive, &settings->patience);
  mus_archive_u32 (archive, &settings->max_epochs);
  mus_archive_double (archive, &settings->validation_share);
  mus_archive_u64 (archive, &settings->seed);
  if (archive->version > SOUND_VERSION)
    mus_archive_u32 (archive, &way);
  settings->way = (MusWay) way;
}

static void
transfer_info (MusArchive *archive, MusTrainingInfo *info)
{
  guint32 outcome = info->outcome;

  mus_archive_u32 (archive, &info->epochs);
  mus_archive_u32 (archive, &info->best_epoch);
  mus_archive_u32 (archive, &outcome);
  mus_archive_double (archive, &info->train_loss);
  mus_archive_double (archive, &info->validation_loss);
  mus_archive_double (archive, &info->seconds);
  mus_archive_double (archive, &info->seconds_per_epoch);
  info->outcome = (MusOutcome) outcome;
}

static void
transfer_point (MusArchive *archive, MusTrainingPoint *point)
{
  mus_archive_u32 (archive, &point->epoch);
  mus_archive_double (archive, &point->train_loss);
  mus_archive_double (archive, &point->validation_loss);
  mus_archive_double (archive, &point->learning_rate);
  mus_archive_double (archive, &point->dropout);
  mus_archive_u32 (archive, &point->best_epoch);
  mus_archive_u32 (archive, &point->patience_left);
  mus_archive_double (archive, &point->seconds);
}

#define POINT_BYTES (3 * sizeof (guint32) + 5 * sizeof (double))

/* Returns: %FALSE with @error when memory is short, as the next two */
static gboolean
transfer_points (MusArchive *archive, Parts *parts, GError **error)
{
  mus_archive_size (archive, &parts->n_points, POINT_BYTES);
  if (mus_archive_reads (archive))
    parts->points = mus_try_new (MusTrainingPoint, parts->n_points, error);
  if (parts->points == NULL && parts->n_points > 0)
    return FALSE;
  for (gsize i = 0; i < parts->n_points && mus_run_goes_on (archive->run, i, NULL); i++)
    transfer_point (archive, &parts->points[i]);

  return TRUE;
}

static void
transfer_scaler (MusArchive *archive, MusScaler *scaler)
{
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    {
      mus_archive_double (archive, &scaler->mean[f]);
      mus_archive_double (archive, &scaler->deviation[f]);
    }
}

static gboolean
transfer_parameters (MusArchive *archive, Parts *parts, GError **error)
{
  mus_archive_size (archive, &parts->n_parameters, sizeof (float));
  if (mus_archive_reads (archive))
    parts->parameters = mus_try_new (float, parts->n_parameters, error);
  if (parts->parameters == NULL && parts->n_parameters > 0)
    return FALSE;
  mus_archive_floats (archive, parts->parameters, parts->n_parameters);

  return TRUE;
}

static gboolean
transfer_embedding (MusArchive *archive, Parts *parts, GError **error)
{
  guint32 present = parts->embedding != NULL;
  gsize   n_rows = present ? mus_matrix_n_rows (parts->embedding) : 0;
  gsize   dimensions = parts->settings.dimensions;

  mus_archive_u32 (archive, &present);
  if (!present)
    return TRUE;

  mus_archive_size (archive, &n_rows, MAX (dimensions, 1) * sizeof (float));
  if (mus_archive_reads (archive))
    parts->embedding = mus_matrix_new (n_rows, dimensions, error);
  if (parts->embedding == NULL)
    return FALSE;
  mus_archive_floats (archive, mus_matrix_fill (parts->embedding), n_rows * dimensions);

  return TRUE;
}

/* The whole format between the version and the digest. */
static gboolean
transfer_parts (MusArchive *archive, Parts *parts, GError **error)
{
  transfer_settings (archive, &parts->settings);
  transfer_info (archive, &parts->info);
  transfer_scaler (archive, &parts->scaler);
  mus_archive_bytes (archive, parts->checksum, CHECKSUM_LENGTH);
  mus_archive_u32 (archive, &parts->missing);
  mus_archive_double (archive, &parts->embed_seconds);

  return transfer_points (archive, parts, error) &&
         transfer_parameters (archive, parts, error) &&
         transfer_embedding (archive, parts, error);
}

gboolean
mus_model_file_save (const MusModel *model, const char *path, const MusRun *run,
                     GError **error)
{
  MusAutoencoder *autoencoder = mus_model_autoencoder (model);
  Parts           parts = {
              .settings = *mus_model_settings (model),
              .info = *mus_model_info (model),
              .scaler = *mus_model_scaler (model),
              .missing = mus_model_missing (model),
              .embed_seconds = mus_model_embed_seconds (model),
              .parameters = (float *) mus_autoencoder_parameters (autoencoder),
              .embedding = mus_model_kept_embedding (model),
  };
  g_auto (MusArchive) archive = { 0 };

  g_return_val_if_fail (strlen (mus_model_checksum (model)) == CHECKSUM_LENGTH, FALSE);

  if (!mus_archive_create (&archive, path, MAGIC, VERSION, run, error))
    return FALSE;
  memcpy (parts.checksum, mus_model_checksum (model), CHECKSUM_LENGTH);
  parts.points = (MusTrainingPoint *) mus_model_points (model, &parts.n_points);
  parts.n_parameters =
      mus_autoencoder_count_parameters (parts.settings.way, parts.settings.dimensions);

  return transfer_parts (&archive, &parts, error) && mus_archive_commit (&archive, error);
}

char *
mus_model_file_settings_key (const MusTrainingSettings *settings)
{
  MusTrainingSettings copy = *settings;
  g_auto (MusArchive) archive = { 0 };

  mus_archive_create_digest (&archive, VERSION);
  transfer_settings (&archive, &copy);

  return mus_archive_get_digest (&archive);
}

char *
mus_model_file_network_key (const MusModel *model)
{
  const MusTrainingSettings *settings = mus_model_settings (model);
  MusScaler scaler = *mus_model_scaler (model);
  Parts     parts = {
        .parameters = (float *) mus_autoencoder_parameters (mus_model_autoencoder (model)),
        .n_parameters = mus_autoencoder_count_parameters (settings->way, settings->dimensions),
  };
  g_auto (MusArchive) archive = { 0 };

  mus_archive_create_digest (&archive, VERSION);
  transfer_scaler (&archive, &scaler);
  transfer_parameters (&archive, &parts, NULL);

  return mus_archive_get_digest (&archive);
}

static gboolean
all_finite (const double *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!isfinite (values[i]))
      return FALSE;

  return TRUE;
}

/* Returns: whether no number is NaN or infinite, as far as the run lets */
static gboolean
embedding_is_finite (const MusMatrix *embedding, const MusRun *run)
{
  gsize dimensions = mus_matrix_n_cols (embedding);

  for (gsize row = 0; row < mus_matrix_n_rows (embedding); row++)
    {
      const float *values = mus_matrix_row (embedding, row);
      gboolean     is_finite = TRUE;

      for (gsize d = 0; d < dimensions; d++)
        is_finite &= isfinite (values[d]) != 0;
      if (!is_finite || !mus_run_goes_on (run, row, NULL))
        return FALSE;
    }

  return TRUE;
}

/* A digest only tells that the file is as it was written, not that MusRec wrote it. */
static gboolean
parts_are_sound (const Parts *parts, const MusRun *run)
{
  guint  dimensions = parts->settings.dimensions;
  MusWay way = parts->settings.way;

  if (dimensions < 1 || dimensions > MAX_DIMENSIONS || (guint) way > MUS_WAY_SOUND_GENRE ||
      parts->n_parameters != mus_autoencoder_count_parameters (way, dimensions))
    return FALSE;
  for (gsize i = 0; i < parts->n_parameters; i++)
    if (!isfinite (parts->parameters[i]))
      return FALSE;
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    if (parts->scaler.deviation[f] < 0.0)
      return FALSE;
  for (guint i = 0; i < CHECKSUM_LENGTH; i++)
    if (!g_ascii_isxdigit (parts->checksum[i]))
      return FALSE;

  return all_finite (parts->scaler.mean, MUS_N_FEATURES) &&
         all_finite (parts->scaler.deviation, MUS_N_FEATURES) &&
         (guint) parts->info.outcome <= MUS_OUTCOME_STOPPED &&
         (parts->embedding == NULL || embedding_is_finite (parts->embedding, run));
}

static MusModel *
put_together (const Parts *parts)
{
  g_autoptr (MusAutoencoder) autoencoder = mus_autoencoder_new_from_parameters (
      parts->settings.way, parts->settings.dimensions, parts->parameters, parts->n_parameters);

  return mus_model_new (&parts->scaler, autoencoder, &parts->settings, &parts->info,
                        parts->points, parts->n_points, parts->checksum, parts->missing,
                        parts->embedding, parts->embed_seconds);
}

/* Why there is no model. Takes @reason, which may be %NULL. */
static void
set_error (const MusArchive *archive, MusArchiveState state, const char *name, GError *reason,
           GError **error)
{
  g_autofree char *sentence = NULL;

  if (state == MUS_ARCHIVE_FOREIGN)
    sentence = g_strdup_printf (_ ("“%s” is not a model of MusRec. Choose another file."), name);
  else if (state == MUS_ARCHIVE_NEWER)
    sentence = g_strdup_printf (_ ("The model “%s” was made by a newer version of MusRec. Update "
                                   "MusRec, or train again."),
                                name);
  else
    sentence =
        g_strdup_printf (_ ("The model “%s” is damaged. Delete it, and train again."), name);
  mus_archive_set_error (archive, reason, name, sentence, error);
}

/* Reads all from an archive that has just been opened, with that result, and clears it. */
static MusModel *
read_model (MusArchive *archive, MusArchiveState state, const char *name, GError **error)
{
  Parts     parts = { 0 };
  MusModel *model = NULL;
  GError   *reason = NULL;

  if (state == MUS_ARCHIVE_READY && transfer_parts (archive, &parts, &reason) &&
      mus_archive_finish (archive) && parts_are_sound (&parts, archive->run))
    model = put_together (&parts);
  else
    set_error (archive, state, name, reason, error);
  g_clear_pointer (&parts.embedding, mus_matrix_unref);
  g_free (parts.parameters);
  g_free (parts.points);
  mus_archive_clear (archive);

  return model;
}

MusModel *
mus_model_file_parse (const guint8 *data, gsize n_bytes, const char *name, const MusRun *run,
                      GError **error)
{
  MusArchive      archive;
  MusArchiveState state = mus_archive_open_bytes (&archive, data, n_bytes, MAGIC, SOUND_VERSION,
                                                  VERSION, run);

  return read_model (&archive, state, name, error);
}

MusModel *
mus_model_file_load (const char *path, const MusRun *run, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  MusArchive       archive = { 0 };
  MusArchiveState  state = MUS_ARCHIVE_FOREIGN;

  /* A pipe would be waited for, a folder can't be read. */
  if (!g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (path, G_FILE_TEST_IS_REGULAR))
    state = mus_archive_open (&archive, path, MAGIC, SOUND_VERSION, VERSION, run);

  return read_model (&archive, state, name, error);
}
