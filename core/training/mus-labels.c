/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/mus-labels.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/mus-error.h"

static gsize
count_labels (const MusCatalog *catalog, const gboolean *hidden, guint32 row, const guint16 **labels)
{
  guint n;

  *labels = mus_catalog_genres (catalog, row, &n);

  return hidden != NULL && hidden[mus_catalog_main_artist (catalog, row)] ? 0 : n;
}

/* Fills the starts, whose last one is how many labels all tracks have. FALSE when
 * cancelled. */
static gboolean
set_starts (MusLabels *self, const MusCatalog *catalog, const gboolean *hidden, const MusRun *run,
            GError **error)
{
  const guint16 *labels;
  gsize          n = 0;

  for (gsize row = 0; row < self->n_tracks; row++)
    {
      if (!mus_run_goes_on (run, row, error))
        return FALSE;
      self->starts[row] = (guint32) n;
      n += count_labels (catalog, hidden, (guint32) row, &labels);
      self->artists[row] = mus_catalog_main_artist (catalog, (guint32) row);
    }
  self->starts[self->n_tracks] = (guint32) n;

  return TRUE;
}

static gboolean
copy_labels (MusLabels *self, const MusCatalog *catalog, const gboolean *hidden, const MusRun *run,
             GError **error)
{
  const guint16 *labels;

  for (gsize row = 0; row < self->n_tracks; row++)
    {
      gsize n = count_labels (catalog, hidden, (guint32) row, &labels);

      if (!mus_run_goes_on (run, row, error))
        return FALSE;
      if (n > 0)
        memcpy (self->labels + self->starts[row], labels, n * sizeof *labels);
    }

  return TRUE;
}

MusLabels *
mus_labels_new (const MusCatalog *catalog, const gboolean *hidden, const MusRun *run,
                GError **error)
{
  g_autoptr (MusLabels) self = g_new0 (MusLabels, 1);

  if (mus_catalog_n_genres (catalog) == 0)
    {
      g_set_error_literal (error, MUS_ERROR, MUS_ERROR_SCHEMA,
                           _ ("There is no genre to learn from: the catalog has no column "
                              "“track_genre”, or nothing stands in it. Learn from sound alone, "
                              "or choose another catalog."));
      return NULL;
    }

  self->n_tracks = mus_catalog_n_tracks (catalog);
  self->n_labels = mus_catalog_n_labels (catalog);
  self->n_artists = mus_catalog_n_artists (catalog);
  self->starts = mus_try_new (guint32, self->n_tracks + 1, error);
  if (self->starts != NULL)
    self->artists = mus_try_new (guint32, self->n_tracks, error);
  if (self->artists == NULL || !set_starts (self, catalog, hidden, run, error))
    return NULL;

  self->labels = mus_try_new (guint16, self->starts[self->n_tracks], error);

  return self->labels != NULL && copy_labels (self, catalog, hidden, run, error)
             ? g_steal_pointer (&self)
             : NULL;
}

void
mus_labels_free (MusLabels *self)
{
  g_free (self->starts);
  g_free (self->labels);
  g_free (self->artists);
  g_free (self);
}
