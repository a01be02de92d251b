/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "storage/mus-index-file-private.h"

#include <math.h>
#include <string.h>

#include "base/mus-error.h"
#include "neighbors/mus-neighbor-index-private.h"
#include "storage/mus-archive-private.h"

#define MAGIC "MusRecIx"
#define VERSION 1

/* By the rows' squared lengths a file is known to be of these rows. */
static guint64
digest_rows (const MusNeighborIndex *index)
{
  MusDigest digest;

  mus_digest_init (&digest);
  mus_digest_add (&digest, index->squares, mus_matrix_n_rows (index->rows) * sizeof (double));

  return mus_digest_get (&digest);
}

/* Between the digest of the rows and that of the file. Returns: %FALSE when it is damaged, or
 * with @error when memory is short */
static gboolean
transfer_subspace (MusArchive *archive, MusSubspace *self, GError **error)
{
  gsize n = self->n_rows;

  mus_archive_double (archive, &self->loss);
  mus_archive_size (archive, &self->n_axes, MUS_PANEL * sizeof (float));
  mus_archive_size (archive, &n, sizeof (guint32));
  if (mus_archive_reads (archive))
    {
      gsize n_left = archive->n_left / sizeof (float) / MUS_PANEL / MAX (self->n_panels, 1);

      if (n != self->n_rows || self->n_axes < 1 || self->n_axes > n_left)
        return FALSE;
      self->panels = mus_matrix_new (self->n_panels * self->n_axes, MUS_PANEL, error);
      self->rows = self->panels != NULL ? mus_try_new (guint32, n, error) : NULL;
      if (self->rows == NULL)
        return FALSE;
    }
  mus_archive_u32s (archive, self->rows, n);
  mus_archive_floats (archive, mus_matrix_fill (self->panels),
                      self->n_panels * self->n_axes * MUS_PANEL);

  return TRUE;
}

/* Returns: whether each row has its slot */
static gboolean
find_slots (MusSubspace *self, GError **error)
{
  self->slots = mus_try_new (guint32, self->n_rows, error);
  if (self->slots == NULL)
    return FALSE;

  memset (self->slots, 0xff, self->n_rows * sizeof (guint32));
  for (gsize slot = 0; slot < self->n_rows; slot++)
    {
      guint32 row = self->rows[slot];

      if (row >= self->n_rows || self->slots[row] != G_MAXUINT32)
        return FALSE;
      self->slots[row] = (guint32) slot;
    }

  return TRUE;
}

gboolean
mus_index_file_save (const MusNeighborIndex *index, const char *path, const MusRun *run,
                     GError **error)
{
  guint64 rows = digest_rows (index);
  g_auto (MusArchive) archive = { 0 };

  if (!mus_archive_create_large (&archive, path, MAGIC, VERSION, run, error))
    return FALSE;
  mus_archive_u64 (&archive, &rows);

  return transfer_subspace (&archive, index->subspace, error) &&
         mus_archive_commit (&archive, error);
}

/* Returns: (transfer full) (nullable) */
static MusSubspace *
read_subspace (MusArchive *archive, gsize n_rows, GError **error)
{
  g_autoptr (MusSubspace) self = g_new0 (MusSubspace, 1);

  self->n_rows = n_rows;
  self->n_panels = (n_rows + MUS_PANEL - 1) / MUS_PANEL;
  if (!transfer_subspace (archive, self, error) || !mus_archive_finish (archive) ||
      !find_slots (self, error) || !isfinite (self->loss) ||
      !mus_matrix_is_finite (self->panels))
    return NULL;

  return g_steal_pointer (&self);
}

MusNeighborIndex *
mus_index_file_load (const char *path, MusMatrix *rows, const MusRun *run, GError **error)
{
  g_autoptr (MusNeighborIndex) index = NULL;
  g_autofree char *name = g_filename_display_basename (path);
  g_auto (MusArchive) archive = { 0 };
  MusSubspace *subspace = NULL;
  GError      *reason = NULL;
  guint64      digest;

  if (mus_archive_open_large (&archive, path, MAGIC, VERSION, run) == MUS_ARCHIVE_READY)
    {
      mus_archive_u64 (&archive, &digest);
      subspace = read_subspace (&archive, mus_matrix_n_rows (rows), &reason);
    }
  if (subspace != NULL)
    index = mus_neighbor_index_restore (rows, subspace, run, &reason);
  if (index != NULL && digest_rows (index) == digest)
    return g_steal_pointer (&index);

  mus_archive_set_error (&archive, reason, name, "The index is damaged", error);

  return NULL;
}
