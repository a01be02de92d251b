/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-likeness-private.h"

#include <math.h>

#include "base/mus-error.h"
#include "base/mus-parallel.h"
#include "base/mus-simd.h"

#define BEST MUS_LIKENESS_BEST
#define TILE 1024 /* tracks whose sound stays in the cache while all likes pass */
#define LANES 16

struct _MusLikeness
{
  const float *sound;
  gsize        n_tracks;
  float       *cosines; /* (BEST, n_tracks): falling; -INFINITY behind the last */
  guint32     *rows;    /* (BEST, n_tracks): of which like; ties to the lower row */
};

MusLikeness *
mus_likeness_new (const float *sound, gsize n_tracks, GError **error)
{
  g_autoptr (MusLikeness) self = g_new0 (MusLikeness, 1);

  self->sound = sound;
  self->n_tracks = n_tracks;
  self->cosines = mus_try_new (float, BEST * n_tracks, error);
  self->rows = self->cosines != NULL ? mus_try_new (guint32, BEST * n_tracks, error) : NULL;
  if (self->rows == NULL)
    return NULL;
  for (gsize i = 0; i < BEST * n_tracks; i++)
    {
      self->cosines[i] = -INFINITY;
      self->rows[i] = MUS_NO_ROW;
    }

  return g_steal_pointer (&self);
}

void
mus_likeness_free (MusLikeness *self)
{
  g_free (self->cosines);
  g_free (self->rows);
  g_free (self);
}

/* Cosines of the tracks from @first on to one like. Each is added up in the same order,
 * whoever asks. */
MUS_CLONES static void
measure (const float *sound, gsize n_tracks, gsize first, gsize n, guint32 like,
         float *restrict cosines)
{
  for (gsize i = 0; i < n; i++)
    cosines[i] = 0.0f;
  for (gsize s = 0; s < MUS_N_SOUND; s++)
    {
      const float *column = sound + s * n_tracks;
      float        number = column[like];

      for (gsize i = 0; i < n; i++)
        cosines[i] += number * column[first + i];
    }
}

static void
insert (MusLikeness *self, gsize track, guint32 like, float cosine)
{
  gsize n = self->n_tracks;
  gsize place = BEST;

  while (place > 0 && (cosine > self->cosines[(place - 1) * n + track] ||
                       (cosine == self->cosines[(place - 1) * n + track] &&
                        like < self->rows[(place - 1) * n + track])))
    place--;
  if (place == BEST)
    return;

  for (gsize i = BEST - 1; i > place; i--)
    {
      self->cosines[i * n + track] = self->cosines[(i - 1) * n + track];
      self->rows[i * n + track] = self->rows[(i - 1) * n + track];
    }
  self->cosines[place * n + track] = cosine;
  self->rows[place * n + track] = like;
}

/* Whether any of @n tracks may have a new best one. */
MUS_CLONES static gboolean
any_reaches (const float *cosines, const float *bars, gsize n)
{
  gint reached = 0;

  for (gsize i = 0; i < n; i++)
    reached |= cosines[i] >= bars[i];

  return reached;
}

/*
 * Update: what changes, for the tiles
 */
typedef struct
{
  MusLikeness  *likeness;
  const GArray *removed;
  const GArray *added;
  const GArray *likes;
} Update;

static void
add_likes (MusLikeness *self, gsize first, gsize n, const GArray *likes)
{
  const float *bars = self->cosines + (BEST - 1) * self->n_tracks + first;
  float        cosines[TILE];

  for (guint l = 0; l < likes->len; l++)
    {
      guint32 like = g_array_index (likes, guint32, l);

      measure (self->sound, self->n_tracks, first, n, like, cosines);
      for (gsize i = 0; i < n; i += LANES)
        if (any_reaches (cosines + i, bars + i, MIN (LANES, n - i)))
          for (gsize j = i; j < MIN (i + LANES, n); j++)
            insert (self, first + j, like, cosines[j]);
    }
}

static gboolean
is_among (const GArray *array, guint32 row)
{
  const guint32 *rows = (const guint32 *) (gconstpointer) array->data;
  gsize          low = 0;
  gsize          n = array->len;

  while (n > 0)
    {
      gsize half = n / 2;

      if (rows[low + half] < row)
        {
          low += half + 1;
          n -= half + 1;
        }
      else if (rows[low + half] > row)
        n = half;
      else
        return TRUE;
    }

  return FALSE;
}

/* Looks anew for the best likes of those tracks that have lost one. */
static void
remove_likes (const Update *update, gsize first, gsize n)
{
  MusLikeness *self = update->likeness;

  for (gsize track = first; track < first + n; track++)
    {
      gboolean has_lost = FALSE;

      for (gsize i = 0; i < BEST && !has_lost; i++)
        has_lost = is_among (update->removed, self->rows[i * self->n_tracks + track]);
      if (!has_lost)
        continue;

      for (gsize i = 0; i < BEST; i++)
        {
          self->cosines[i * self->n_tracks + track] = -INFINITY;
          self->rows[i * self->n_tracks + track] = MUS_NO_ROW;
        }
      add_likes (self, track, 1, update->likes);
    }
}

static void
update_tile (gsize tile, guint worker, gpointer data)
{
  const Update *update = data;
  gsize         first = tile * TILE;
  gsize         n = MIN (TILE, update->likeness->n_tracks - first);

  add_likes (update->likeness, first, n, update->added);
  if (update->removed->len > 0)
    remove_likes (update, first, n);
}

void
mus_likeness_update (MusLikeness *self, const GArray *removed, const GArray *added,
                     const GArray *likes)
{
  Update update = { self, removed, added, likes };

  mus_parallel_for ((self->n_tracks + TILE - 1) / TILE, update_tile, &update);
}

double
mus_likeness_mean (const MusLikeness *self, guint32 row)
{
  double sum = 0.0;
  gsize  n = 0;

  for (; n < BEST && self->rows[n * self->n_tracks + row] != MUS_NO_ROW; n++)
    sum += (double) self->cosines[n * self->n_tracks + row];

  return n > 0 ? sum / (double) n : 0.0;
}

guint32
mus_likeness_row (const MusLikeness *self, guint32 row, guint place)
{
  return self->rows[place * self->n_tracks + row];
}
