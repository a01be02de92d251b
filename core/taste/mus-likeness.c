/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-likeness-private.h"

#include <math.h>
#include <string.h>

#include "base/mus-error.h"
#include "base/mus-parallel.h"
#include "base/mus-simd.h"

#define BEST MUS_LIKENESS_BEST
#define TILE 2048
#define PANEL 64  /* tracks */
#define LIKES 256 /* that are kept at hand */

#define EIGHT 8

typedef float  Eight __attribute__ ((vector_size (EIGHT * sizeof (float))));
typedef gint32 Flags __attribute__ ((vector_size (EIGHT * sizeof (gint32))));

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

/*
 * Panel: tracks that are compared with likes side by side. All cosines come from here, so
 * that each is added up in the same order whoever asks.
 */
typedef struct
{
  Eight   sound[MUS_N_SOUND][PANEL / EIGHT];
  Eight   bars[PANEL / EIGHT]; /* what a cosine has to reach to be one of the best */
  Eight   cosines[PANEL / EIGHT];
  guint32 tracks[PANEL];
  gsize   n;
} Panel;

static inline float *
number (Eight *numbers, gsize i)
{
  return (float *) numbers + i;
}

static void
panel_init (Panel *self, const MusLikeness *likeness, const guint32 *tracks, gsize n)
{
  gsize n_tracks = likeness->n_tracks;

  memset (self, 0, sizeof *self);
  self->n = n;
  for (gsize i = 0; i < PANEL; i++)
    *number (self->bars, i) = INFINITY;
  for (gsize i = 0; i < n; i++)
    {
      self->tracks[i] = tracks[i];
      *number (self->bars, i) = likeness->cosines[(BEST - 1) * n_tracks + tracks[i]];
    }
  for (gsize s = 0; s < MUS_N_SOUND; s++)
    for (gsize i = 0; i < n; i++)
      *number (self->sound[s], i) = likeness->sound[s * n_tracks + tracks[i]];
}

/* The cosines to one like; returns whether any reaches its bar. */
MUS_CLONES static gboolean
panel_measure (Panel *self, const float *like)
{
  Eight  sums[PANEL / EIGHT] = { { 0.0f } };
  Flags  reached = { 0 };
  gint32 any = 0;

  for (gsize s = 0; s < MUS_N_SOUND; s++)
    for (gsize i = 0; i < PANEL / EIGHT; i++)
      sums[i] += like[s] * self->sound[s][i];

  for (gsize i = 0; i < PANEL / EIGHT; i++)
    {
      reached |= sums[i] >= self->bars[i];
      self->cosines[i] = sums[i];
    }
  for (gsize i = 0; i < EIGHT; i++)
    any |= reached[i];

  return any != 0;
}

static void
panel_add (Panel *self, MusLikeness *likeness, guint32 like, const float *sound)
{
  if (!panel_measure (self, sound))
    return;

  for (gsize i = 0; i < self->n; i++)
    {
      guint32 track = self->tracks[i];
      float   cosine = *number (self->cosines, i);

      if (cosine >= *number (self->bars, i))
        {
          insert (likeness, track, like, cosine);
          *number (self->bars, i) = likeness->cosines[(BEST - 1) * likeness->n_tracks + track];
        }
    }
}

/* Compares tracks with likes, a few at a time that stay in the cache. */
static void
add_likes (MusLikeness *self, const guint32 *tracks, gsize n, const GArray *likes)
{
  for (guint first = 0; first < likes->len; first += LIKES)
    {
      const guint32 *rows = &g_array_index (likes, guint32, first);
      guint          n_likes = MIN (LIKES, likes->len - first);
      float          sound[LIKES][MUS_N_SOUND];

      for (guint l = 0; l < n_likes; l++)
        for (gsize s = 0; s < MUS_N_SOUND; s++)
          sound[l][s] = self->sound[s * self->n_tracks + rows[l]];

      for (gsize i = 0; i < n; i += PANEL)
        {
          Panel panel;

          panel_init (&panel, self, tracks + i, MIN (PANEL, n - i));
          for (guint l = 0; l < n_likes; l++)
            panel_add (&panel, self, rows[l], sound[l]);
        }
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

/* Forgets the best likes of a track if one of them is no like any more; returns whether. */
static gboolean
forget (MusLikeness *self, guint32 track, const GArray *removed)
{
  gboolean has_lost = FALSE;

  for (gsize i = 0; i < BEST && !has_lost; i++)
    has_lost = is_among (removed, self->rows[i * self->n_tracks + track]);
  for (gsize i = 0; i < BEST && has_lost; i++)
    {
      self->cosines[i * self->n_tracks + track] = -INFINITY;
      self->rows[i * self->n_tracks + track] = MUS_NO_ROW;
    }

  return has_lost;
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

/* A track that has lost one of its best likes looks for them anew. */
static void
update_tile (gsize tile, guint worker, gpointer data)
{
  const Update *update = data;
  MusLikeness  *self = update->likeness;
  guint32       end = (guint32) MIN ((tile + 1) * TILE, self->n_tracks);
  guint32       kept[TILE], lost[TILE];
  gsize         n_kept = 0, n_lost = 0;

  for (guint32 track = (guint32) (tile * TILE); track < end; track++)
    if (forget (self, track, update->removed))
      lost[n_lost++] = track;
    else
      kept[n_kept++] = track;
  add_likes (self, kept, n_kept, update->added);
  add_likes (self, lost, n_lost, update->likes);
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
