/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "storage/mus-model-file.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/mus-atomic-file.h"
#include "base/mus-error.h"

#define MAGIC "MusRecMd"
#define MAGIC_BYTES 8
#define VERSION 1
#define VERSION_BYTES 4
#define DIGEST_BYTES 32
#define CHECKSUM_LENGTH 64 /* of a catalog: a SHA-256 in hexadecimal */
#define MAX_DIMENSIONS 1024

/*
 * Archive:
 *
 * Either end of a file. Each transfer function writes its value when there is a file and
 * else reads it, so that the format is described once for both. Reading past the end
 * gives zeros and is remembered.
 */
typedef struct
{
  MusAtomicFile *file;     /* NULL: reading */
  GChecksum     *checksum; /* of what was written */
  const guint8  *data;     /* what is still to be read */
  gsize          n_left;
  gboolean       ended; /* read past the end, or met an impossible size */
} Archive;

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
transfer_bytes (Archive *self, gpointer bytes, gsize n)
{
  if (self->file != NULL)
    {
      mus_atomic_file_write (self->file, bytes, n);
      g_checksum_update (self->checksum, bytes, (gssize) n);
    }
  else if (n <= self->n_left)
    {
      memcpy (bytes, self->data, n);
      self->data += n;
      self->n_left -= n;
    }
  else
    {
      memset (bytes, 0, n);
      self->n_left = 0;
      self->ended = TRUE;
    }
}

static void
transfer_u32 (Archive *self, guint32 *value)
{
  guint32 bytes = GUINT32_TO_LE (*value);

  transfer_bytes (self, &bytes, sizeof bytes);
  *value = GUINT32_FROM_LE (bytes);
}

static void
transfer_u64 (Archive *self, guint64 *value)
{
  guint64 bytes = GUINT64_TO_LE (*value);

  transfer_bytes (self, &bytes, sizeof bytes);
  *value = GUINT64_FROM_LE (bytes);
}

static void
transfer_double (Archive *self, double *value)
{
  guint64 bits;

  memcpy (&bits, value, sizeof bits);
  transfer_u64 (self, &bits);
  memcpy (value, &bits, sizeof bits);
}

/* In blocks, since float by float is slow. What is written is left as it is. */
static void
transfer_floats (Archive *self, float *values, gsize n)
{
  guint32 block[4096];

  for (gsize done = 0; done < n;)
    {
      gsize n_block = MIN (n - done, G_N_ELEMENTS (block));

      if (self->file != NULL)
        memcpy (block, values + done, n_block * sizeof (float));
      for (gsize i = 0; self->file != NULL && i < n_block; i++)
        block[i] = GUINT32_TO_LE (block[i]);
      transfer_bytes (self, block, n_block * sizeof (float));
      for (gsize i = 0; self->file == NULL && i < n_block; i++)
        block[i] = GUINT32_FROM_LE (block[i]);
      if (self->file == NULL)
        memcpy (values + done, block, n_block * sizeof (float));
      done += n_block;
    }
}

/* How many elements follow: nothing may be asked for that the file can't hold. */
static void
transfer_size (Archive *self, gsize *n, gsize element_bytes)
{
  guint64 value = *n;

  transfer_u64 (self, &value);
  if (self->file == NULL && value > self->n_left / element_bytes)
    {
      self->ended = TRUE;
      value = 0;
    }
  *n = (gsize) value;
}

static void
transfer_settings (Archive *archive, MusTrainingSettings *settings)
{
  transfer_u32 (archive, &settings->dimensions);
  transfer_double (archive, &settings->learning_rate);
  transfer_double (archive, &settings->dropout);
  transfer_u32 (archive, &settings->batch_size);
  transfer_u32 (archive, &settings->patience);
  transfer_u32 (archive, &settings->max_epochs);
  transfer_double (archive, &settings->validation_share);
  transfer_u64 (archive, &settings->seed);
}

static void
transfer_info (Archive *archive, MusTrainingInfo *info)
{
  guint32 outcome = info->outcome;

  transfer_u32 (archive, &info->epochs);
  transfer_u32 (archive, &info->best_epoch);
  transfer_u32 (archive, &outcome);
  transfer_double (archive, &info->train_loss);
  transfer_double (archive, &info->validation_loss);
  transfer_double (archive, &info->seconds);
  transfer_double (archive, &info->seconds_per_epoch);
  info->outcome = (MusOutcome) outcome;
}

static void
transfer_point (Archive *archive, MusTrainingPoint *point)
{
  transfer_u32 (archive, &point->epoch);
  transfer_double (archive, &point->train_loss);
  transfer_double (archive, &point->validation_loss);
  transfer_double (archive, &point->learning_rate);
  transfer_double (archive, &point->dropout);
  transfer_u32 (archive, &point->best_epoch);
  transfer_u32 (archive, &point->patience_left);
  transfer_double (archive, &point->seconds);
}

#define POINT_BYTES (3 * sizeof (guint32) + 5 * sizeof (double))

static void
transfer_points (Archive *archive, Parts *parts)
{
  transfer_size (archive, &parts->n_points, POINT_BYTES);
  if (archive->file == NULL)
    parts->points = g_new0 (MusTrainingPoint, parts->n_points);
  for (gsize i = 0; i < parts->n_points; i++)
    transfer_point (archive, &parts->points[i]);
}

static void
transfer_parameters (Archive *archive, Parts *parts)
{
  transfer_size (archive, &parts->n_parameters, sizeof (float));
  if (archive->file == NULL)
    parts->parameters = g_new0 (float, parts->n_parameters);
  transfer_floats (archive, parts->parameters, parts->n_parameters);
}

/* Returns: %FALSE with @error when memory is short */
static gboolean
transfer_embedding (Archive *archive, Parts *parts, GError **error)
{
  guint32 present = parts->embedding != NULL;
  gsize   n_rows = present ? mus_matrix_n_rows (parts->embedding) : 0;
  gsize   dimensions = parts->settings.dimensions;

  transfer_u32 (archive, &present);
  if (!present)
    return TRUE;

  transfer_size (archive, &n_rows, MAX (dimensions, 1) * sizeof (float));
  if (archive->file == NULL)
    parts->embedding = mus_matrix_new (n_rows, dimensions, error);
  if (parts->embedding == NULL)
    return FALSE;
  transfer_floats (archive, mus_matrix_fill (parts->embedding), n_rows * dimensions);

  return TRUE;
}

/* The whole format between the version and the digest. */
static gboolean
transfer_parts (Archive *archive, Parts *parts, GError **error)
{
  transfer_settings (archive, &parts->settings);
  transfer_info (archive, &parts->info);
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    {
      transfer_double (archive, &parts->scaler.mean[f]);
      transfer_double (archive, &parts->scaler.deviation[f]);
    }
  transfer_bytes (archive, parts->checksum, CHECKSUM_LENGTH);
  transfer_u32 (archive, &parts->missing);
  transfer_double (archive, &parts->embed_seconds);
  transfer_points (archive, parts);
  transfer_parameters (archive, parts);

  return transfer_embedding (archive, parts, error);
}

static void
write_digest (Archive *archive)
{
  guint8 digest[DIGEST_BYTES];
  gsize  n_bytes = sizeof digest;

  g_checksum_get_digest (archive->checksum, digest, &n_bytes);
  mus_atomic_file_write (archive->file, digest, n_bytes);
}

gboolean
mus_model_file_save (const MusModel *model, const char *path, GError **error)
{
  g_autoptr (MusAtomicFile) file = NULL;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  MusAutoencoder *autoencoder = mus_model_autoencoder (model);
  guint32         version = VERSION;
  Parts           parts = {
              .settings = *mus_model_settings (model),
              .info = *mus_model_info (model),
              .scaler = *mus_model_scaler (model),
              .missing = mus_model_missing (model),
              .embed_seconds = mus_model_embed_seconds (model),
              .parameters = (float *) mus_autoencoder_parameters (autoencoder),
              .embedding = mus_model_kept_embedding (model),
  };
  Archive archive = { .checksum = checksum };

  g_return_val_if_fail (strlen (mus_model_checksum (model)) == CHECKSUM_LENGTH, FALSE);

  file = mus_atomic_file_new (path, 0600, error);
  if (file == NULL)
    return FALSE;
  archive.file = file;
  memcpy (parts.checksum, mus_model_checksum (model), CHECKSUM_LENGTH);
  parts.points = (MusTrainingPoint *) mus_model_points (model, &parts.n_points);
  parts.n_parameters = mus_autoencoder_count_parameters (parts.settings.dimensions);

  transfer_bytes (&archive, (gpointer) MAGIC, MAGIC_BYTES);
  transfer_u32 (&archive, &version);
  if (!transfer_parts (&archive, &parts, error))
    return FALSE;
  write_digest (&archive);

  return mus_atomic_file_commit (file, error);
}

static gboolean
all_finite (const double *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!isfinite (values[i]))
      return FALSE;

  return TRUE;
}

/* A digest only tells that the file is as it was written, not that MusRec wrote it. */
static gboolean
parts_are_sound (const Parts *parts)
{
  guint dimensions = parts->settings.dimensions;

  if (dimensions < 1 || dimensions > MAX_DIMENSIONS ||
      parts->n_parameters != mus_autoencoder_count_parameters (dimensions))
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
         (parts->embedding == NULL || mus_matrix_is_finite (parts->embedding));
}

static MusModel *
put_together (const Parts *parts)
{
  g_autoptr (MusAutoencoder) autoencoder = mus_autoencoder_new_from_parameters (
      parts->settings.dimensions, parts->parameters, parts->n_parameters);

  return mus_model_new (&parts->scaler, autoencoder, &parts->settings, &parts->info,
                        parts->points, parts->n_points, parts->checksum, parts->missing,
                        parts->embedding, parts->embed_seconds);
}

static void
set_damaged (GError **error, const char *name)
{
  g_set_error (error, MUS_ERROR, MUS_ERROR_MODEL_FORMAT,
               _ ("The model “%s” is damaged. Delete it, and train again."), name);
}

/* Returns: whether the digest at the end is that of all before it */
static gboolean
digest_is_right (const guint8 *data, gsize n_bytes)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[DIGEST_BYTES];
  gsize  n_digest = sizeof digest;

  g_checksum_update (checksum, data, (gssize) (n_bytes - DIGEST_BYTES));
  g_checksum_get_digest (checksum, digest, &n_digest);

  return memcmp (digest, data + n_bytes - DIGEST_BYTES, DIGEST_BYTES) == 0;
}

/* Returns: whether this is a whole file of a version that is known here */
static gboolean
check_frame (const guint8 *data, gsize n_bytes, const char *name, GError **error)
{
  Archive archive = { .data = data, .n_left = n_bytes };
  char    magic[MAGIC_BYTES] = { 0 };
  guint32 version = 0;

  transfer_bytes (&archive, magic, sizeof magic);
  transfer_u32 (&archive, &version);
  if (memcmp (magic, MAGIC, MAGIC_BYTES) != 0)
    g_set_error (error, MUS_ERROR, MUS_ERROR_MODEL_FORMAT,
                 _ ("“%s” is not a model of MusRec. Choose another file."), name);
  else if (version > VERSION)
    g_set_error (error, MUS_ERROR, MUS_ERROR_MODEL_FORMAT,
                 _ ("The model “%s” was made by a newer version of MusRec. Update MusRec, or "
                    "train again."),
                 name);
  else if (version < VERSION || archive.n_left < DIGEST_BYTES ||
           !digest_is_right (data, n_bytes))
    set_damaged (error, name);
  else
    return TRUE;

  return FALSE;
}

MusModel *
mus_model_file_parse (const guint8 *data, gsize n_bytes, const char *name, GError **error)
{
  Archive   archive = { 0 };
  Parts     parts = { 0 };
  MusModel *model = NULL;

  if (!check_frame (data, n_bytes, name, error))
    return NULL;

  archive.data = data + MAGIC_BYTES + VERSION_BYTES;
  archive.n_left = n_bytes - MAGIC_BYTES - VERSION_BYTES - DIGEST_BYTES;
  if (transfer_parts (&archive, &parts, error))
    {
      if (!archive.ended && archive.n_left == 0 && parts_are_sound (&parts))
        model = put_together (&parts);
      else
        set_damaged (error, name);
    }
  g_clear_pointer (&parts.embedding, mus_matrix_unref);
  g_free (parts.parameters);
  g_free (parts.points);

  return model;
}

MusModel *
mus_model_file_load (const char *path, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, &reason);
  g_autofree char *name = g_filename_display_basename (path);

  if (file == NULL)
    {
      g_set_error (error, reason->domain, reason->code,
                   /* translators: a file's name, and what the system says */
                   _ ("The model “%s” can't be read: %s"), name, reason->message);
      return NULL;
    }

  return mus_model_file_parse ((const guint8 *) g_mapped_file_get_contents (file),
                               g_mapped_file_get_length (file), name, error);
}
