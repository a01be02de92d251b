/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-kinship-private.h"

#include <math.h>
#include <string.h>

#include "base/mus-error.h"
#include "base/mus-parallel.h"

/* The walk's steps, and how likely it begins anew at each. */
#define STEPS 4
#define RESTART 0.5f

/* Evidence of so many tracks that were drawn from the catalog stands beside that of the rows,
 * as in the score's other ratios. */
#define PRIOR 10.0

#define TILE 4096

typedef struct
{
  const MusTraits *traits;
  float           *artists; /* (n_artists): how likely it goes on to each of their tracks */
  float           *albums;  /* (n_albums): likewise */
  float           *here;    /* (n_tracks): how likely the walk is here; together at most 1 */
  double           n_rows;
} Walk;

static void
walk_clear (Walk *self)
{
  g_free (self->artists);
  g_free (self->albums);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

/* From the tracks to artists and albums. */
static void
go_to_names (Walk *self)
{
  const MusTraits *traits = self->traits;

  memset (self->artists, 0, traits->n_artists * sizeof *self->artists);
  memset (self->albums, 0, traits->n_albums * sizeof *self->albums);
  for (gsize row = 0; row < traits->n_tracks; row++)
    {
      guint32 first = traits->artist_starts[row];
      guint32 end = traits->artist_starts[row + 1];

      if (!(self->here[row] > 0.0f))
        continue;
      for (guint32 a = first; a < end; a++)
        self->artists[traits->artists[a]] += 0.5f * self->here[row] / (float) (end - first);
      if (traits->albums[row] != MUS_NO_ROW)
        self->albums[traits->albums[row]] += 0.5f * self->here[row];
    }

  for (guint32 a = 0; a < traits->n_artists; a++)
    self->artists[a] /= (float) MAX (traits->artist_counts[a], 1);
  for (guint32 a = 0; a < traits->n_albums; a++)
    self->albums[a] /= (float) MAX (traits->album_counts[a], 1);
}

/* And from there to their tracks. */
static void
go_to_tracks (gsize tile, guint worker, gpointer data)
{
  const Walk      *self = data;
  const MusTraits *traits = self->traits;
  gsize            end = MIN ((tile + 1) * TILE, traits->n_tracks);

  for (gsize row = tile * TILE; row < end; row++)
    {
      float sum = traits->albums[row] != MUS_NO_ROW ? self->albums[traits->albums[row]] : 0.0f;

      for (guint32 a = traits->artist_starts[row]; a < traits->artist_starts[row + 1]; a++)
        sum += self->artists[traits->artists[a]];
      self->here[row] = (1.0f - RESTART) * sum;
    }
}

static void
compare_with_chance (gsize tile, guint worker, gpointer data)
{
  const Walk *self = data;
  gsize       n_tracks = self->traits->n_tracks;
  double      scale = self->n_rows * (double) n_tracks;

  for (gsize row = tile * TILE; row < MIN ((tile + 1) * TILE, n_tracks); row++)
    self->here[row] = (float) log ((scale * (double) self->here[row] + PRIOR) /
                                   (self->n_rows + PRIOR));
}

gboolean
mus_kinship_ratios (const MusTraits *traits, const guint32 *rows, gsize n, float *ratios,
                    GError **error)
{
  gsize n_tiles = (traits->n_tracks + TILE - 1) / TILE;
  float start = 1.0f / (float) MAX (n, 1);
  g_auto (Walk) self = { .traits = traits, .here = ratios, .n_rows = (double) n };

  memset (ratios, 0, traits->n_tracks * sizeof *ratios);
  if (n == 0)
    return TRUE;
  if (!(self.artists = mus_try_new (float, traits->n_artists, error)) ||
      !(self.albums = mus_try_new (float, traits->n_albums, error)))
    return FALSE;

  for (gsize i = 0; i < n; i++)
    ratios[rows[i]] = start;
  for (guint step = 0; step < STEPS; step++)
    {
      go_to_names (&self);
      mus_parallel_for (n_tiles, go_to_tracks, &self);
      for (gsize i = 0; i < n; i++)
        ratios[rows[i]] += RESTART * start;
    }
  mus_parallel_for (n_tiles, compare_with_chance, &self);

  return TRUE;
}
