/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "workspace/mus-history.h"

struct _MusHistory
{
  GArray *rows; /* guint32, the first visited first */
  guint   n_at; /* rows up to and including the present one */
};

MusHistory *
mus_history_new (void)
{
  MusHistory *self = g_new0 (MusHistory, 1);

  self->rows = g_array_new (FALSE, FALSE, sizeof (guint32));

  return self;
}

void
mus_history_free (MusHistory *self)
{
  g_array_unref (self->rows);
  g_free (self);
}

static guint32
present (const MusHistory *self)
{
  return self->n_at > 0 ? g_array_index (self->rows, guint32, self->n_at - 1) : MUS_NO_ROW;
}

void
mus_history_visit (MusHistory *self, guint32 row)
{
  if (row == present (self))
    return;

  g_array_set_size (self->rows, self->n_at);
  g_array_append_val (self->rows, row);
  self->n_at++;
}

void
mus_history_clear (MusHistory *self)
{
  g_array_set_size (self->rows, 0);
  self->n_at = 0;
}

gboolean
mus_history_can_go_back (const MusHistory *self)
{
  return self->n_at > 1;
}

gboolean
mus_history_can_go_forward (const MusHistory *self)
{
  return self->n_at < self->rows->len;
}

guint32
mus_history_back (MusHistory *self)
{
  if (!mus_history_can_go_back (self))
    return MUS_NO_ROW;

  self->n_at--;

  return present (self);
}

guint32
mus_history_forward (MusHistory *self)
{
  if (!mus_history_can_go_forward (self))
    return MUS_NO_ROW;

  self->n_at++;

  return present (self);
}

GArray *
mus_history_get_trail (const MusHistory *self)
{
  GArray *trail = g_array_sized_new (FALSE, FALSE, sizeof (guint32), self->n_at);

  return g_array_append_vals (trail, self->rows->data, self->n_at);
}
