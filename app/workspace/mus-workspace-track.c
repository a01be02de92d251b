/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "workspace/mus-workspace-private.h"

void
mus_workspace_show_track (MusWorkspace *self, guint32 row)
{
  self->selected = row;
  self->n_parts = 1;
  mus_workspace_notify (self, PROP_SELECTED);
  mus_workspace_notify (self, PROP_CAN_GO_BACK);
  mus_workspace_notify (self, PROP_CAN_GO_FORWARD);
  mus_workspace_update_similar (self);
}

void
mus_workspace_select (MusWorkspace *self, guint32 row)
{
  if (row == self->selected)
    return;

  if (row != MUS_NO_ROW)
    mus_history_visit (self->history, row);
  g_hash_table_remove (self->trails, GUINT_TO_POINTER (row));
  mus_workspace_show_track (self, row);
}

guint32
mus_workspace_get_selected (MusWorkspace *self)
{
  return self->selected;
}

/* Any of the tracks that pass the filters. */
void
mus_workspace_select_any (MusWorkspace *self)
{
  const guint8 *allowed = self->filter.allowed;
  gsize         n = mus_filters_count_allowed (self->filters);
  guint32       row = 0;

  if (n == 0)
    return;

  for (gint32 left = g_random_int_range (0, (gint32) n);; row++)
    if ((allowed == NULL || allowed[row] != 0) && left-- == 0)
      break;
  mus_workspace_select (self, row);
}

void
mus_workspace_go_back (MusWorkspace *self)
{
  guint32 row = mus_history_back (self->history);

  if (row != MUS_NO_ROW)
    mus_workspace_show_track (self, row);
}

void
mus_workspace_go_forward (MusWorkspace *self)
{
  guint32 row = mus_history_forward (self->history);

  if (row != MUS_NO_ROW)
    mus_workspace_show_track (self, row);
}

gboolean
mus_workspace_can_go_back (MusWorkspace *self)
{
  return mus_history_can_go_back (self->history);
}

gboolean
mus_workspace_can_go_forward (MusWorkspace *self)
{
  return mus_history_can_go_forward (self->history);
}

GArray *
mus_workspace_get_trail (MusWorkspace *self)
{
  return mus_history_get_trail (self->history);
}

void
mus_workspace_follow_trail (MusWorkspace *self, GArray *trail)
{
  if (trail->len == 0)
    return;

  for (guint i = 0; i + 1 < trail->len; i++)
    mus_history_visit (self->history, g_array_index (trail, guint32, i));
  mus_workspace_select (self, g_array_index (trail, guint32, trail->len - 1));
}
