/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-pushes-private.h"

#include <math.h>

/* A dislike pushes away so many tracks around it. */
#define PUSHED 10

/* A track near to a dislike; it is pushed away unless it is nearer to a like. */
typedef struct
{
  guint32 dislike;
  guint32 row;
  guint32 like; /* the nearest one, or MUS_NO_ROW */
  double  distance;
  double  like_distance;
} Push;

struct _MusPushes
{
  const MusNeighborIndex *index;
  const MusTasteRows     *taste;
  GArray                 *pushes; /* Push */
  GHashTable             *rows;   /* that are pushed away */
};

MusPushes *
mus_pushes_new (const MusNeighborIndex *index, const MusTasteRows *taste)
{
  MusPushes *self = g_new (MusPushes, 1);

  self->index = index;
  self->taste = taste;
  self->pushes = g_array_new (FALSE, FALSE, sizeof (Push));
  self->rows = g_hash_table_new (NULL, NULL);

  return self;
}

void
mus_pushes_free (MusPushes *self)
{
  g_array_unref (self->pushes);
  g_hash_table_unref (self->rows);
  g_free (self);
}

static void
find_nearest_like (const MusPushes *self, Push *push, const GArray *likes)
{
  for (guint i = 0; i < likes->len; i++)
    {
      guint32 like = g_array_index (likes, guint32, i);
      double  distance = mus_neighbor_index_distance (self->index, push->row, like);

      if (distance < push->like_distance)
        {
          push->like_distance = distance;
          push->like = like;
        }
    }
}

/* What is around a new dislike. */
static void
add_pushes (MusPushes *self, guint32 dislike)
{
  guint32 rows[PUSHED];
  double  distances[PUSHED];
  gsize   n = mus_neighbor_index_query (self->index, dislike, PUSHED, rows, distances);

  for (gsize i = 0; i < n; i++)
    {
      Push push = { dislike, rows[i], MUS_NO_ROW, distances[i], INFINITY };

      find_nearest_like (self, &push, self->taste->likes);
      g_array_append_val (self->pushes, push);
    }
}

/* Brings those that are there up to date with the likes, and keeps them while their dislike
 * holds. */
static void
update_pushes (MusPushes *self, const GArray *added_likes)
{
  const guint8 *marks = self->taste->marks;
  guint         n_kept = 0;

  for (guint i = 0; i < self->pushes->len; i++)
    {
      Push push = g_array_index (self->pushes, Push, i);

      if (marks[push.dislike] != MUS_MARK_DISLIKED)
        continue;
      if (push.like != MUS_NO_ROW && marks[push.like] != MUS_MARK_LIKED)
        {
          push.like_distance = INFINITY;
          find_nearest_like (self, &push, self->taste->likes);
        }
      else
        find_nearest_like (self, &push, added_likes);
      g_array_index (self->pushes, Push, n_kept++) = push;
    }
  g_array_set_size (self->pushes, n_kept);
}

void
mus_pushes_update (MusPushes *self, const MusTasteChange *change)
{
  update_pushes (self, change->added_likes);
  for (guint i = 0; i < change->added_dislikes->len; i++)
    add_pushes (self, g_array_index (change->added_dislikes, guint32, i));

  g_hash_table_remove_all (self->rows);
  for (guint i = 0; i < self->pushes->len; i++)
    {
      const Push *push = &g_array_index (self->pushes, Push, i);

      if (push->like_distance >= push->distance)
        g_hash_table_add (self->rows, GUINT_TO_POINTER (push->row));
    }
}

gboolean
mus_pushes_away (const MusPushes *self, guint32 row)
{
  return g_hash_table_contains (self->rows, GUINT_TO_POINTER (row));
}
