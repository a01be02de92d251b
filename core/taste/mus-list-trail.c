/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-list-trail.h"

struct _MusListTrail
{
  gatomicrefcount n_references;
  MusListTrail   *before; /* nullable */
  GArray         *list;
};

MusListTrail *
mus_list_trail_new (MusListTrail *before, GArray *list)
{
  MusListTrail *self = g_new0 (MusListTrail, 1);

  g_atomic_ref_count_init (&self->n_references);
  self->before = before != NULL ? mus_list_trail_ref (before) : NULL;
  self->list = g_array_ref (list);

  return self;
}

MusListTrail *
mus_list_trail_ref (MusListTrail *self)
{
  g_atomic_ref_count_inc (&self->n_references);

  return self;
}

/* In a loop: a listener may have gone far. */
void
mus_list_trail_unref (MusListTrail *self)
{
  while (self != NULL && g_atomic_ref_count_dec (&self->n_references))
    {
      MusListTrail *before = self->before;

      g_array_unref (self->list);
      g_free (self);
      self = before;
    }
}

MusListTrail *
mus_list_trail_get_before (const MusListTrail *self)
{
  return self->before;
}

const GArray *
mus_list_trail_get_first (const MusListTrail *self)
{
  while (self->before != NULL)
    self = self->before;

  return self->list;
}

const GArray *
mus_list_trail_get_last (const MusListTrail *self)
{
  return self->list;
}

gsize
mus_list_trail_n_tracks (const MusListTrail *self)
{
  gsize n = 0;

  for (; self != NULL; self = self->before)
    n += self->list->len;

  return n;
}

void
mus_list_trail_copy_rows (const MusListTrail *self, guint32 *rows)
{
  for (; self != NULL; self = self->before)
    for (guint i = 0; i < self->list->len; i++)
      *rows++ = g_array_index (self->list, MusRecommendation, i).row;
}
