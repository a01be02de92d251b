/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "workspace/mus-settings.h"
#include "workspace/mus-workspace-private.h"

#define LENGTH_KEY "similar-length"

static gsize
get_limit (MusWorkspace *self)
{
  return mus_settings_list_length (self->settings, LENGTH_KEY).limit * self->n_parts;
}

static MusListTrail *
get_trail (MusWorkspace *self)
{
  return g_hash_table_lookup (self->trails, GUINT_TO_POINTER (self->selected));
}

/* @trail: (nullable) */
static void
set_trail (MusWorkspace *self, MusListTrail *trail)
{
  if (trail != NULL)
    g_hash_table_insert (self->trails, GUINT_TO_POINTER (self->selected),
                         mus_list_trail_ref (trail));
  else
    g_hash_table_remove (self->trails, GUINT_TO_POINTER (self->selected));
}

static GArray *
rank (const MusRecommendSettings *settings, gpointer user_data, GError **error)
{
  MusWorkspace *self = user_data;

  return mus_recommend_similar (self->catalog, mus_workspace_get_index (self), self->selected,
                                settings, NULL, &self->median, error);
}

static GArray *
make_list (MusWorkspace *self)
{
  MusRecommendSettings settings = MUS_RECOMMEND_SETTINGS_INIT;

  settings.limit = get_limit (self);
  settings.least_match = mus_settings_list_length (self->settings, LENGTH_KEY).least_match;
  settings.allowed = self->filter.allowed;
  settings.excluded = (const guint32 *) self->dislikes->data;
  settings.n_excluded = self->dislikes->len;

  return mus_other_list_rank (self->catalog, &settings, get_trail (self), rank, self, NULL);
}

void
mus_workspace_update_similar (MusWorkspace *self)
{
  g_clear_pointer (&self->similar, g_array_unref);
  self->has_nothing_else = FALSE;
  if (mus_workspace_get_index (self) != NULL && self->selected != MUS_NO_ROW)
    self->similar = make_list (self);

  /* Without another list the one before stays. */
  while (self->similar != NULL && self->similar->len == 0 && get_trail (self) != NULL)
    {
      set_trail (self, mus_list_trail_get_before (get_trail (self)));
      g_array_unref (self->similar);
      self->similar = make_list (self);
      self->has_nothing_else = TRUE;
    }
  mus_workspace_notify (self, PROP_SIMILAR);
}

void
mus_workspace_forget_trails (MusWorkspace *self)
{
  g_hash_table_remove_all (self->trails);
}

GArray *
mus_workspace_get_similar (MusWorkspace *self)
{
  return self->similar;
}

double
mus_workspace_get_median (MusWorkspace *self)
{
  return self->median;
}

void
mus_workspace_show_more_similar (MusWorkspace *self)
{
  self->n_parts++;
  mus_workspace_update_similar (self);
}

gboolean
mus_workspace_has_more_similar (MusWorkspace *self)
{
  return self->similar != NULL && self->similar->len >= get_limit (self);
}

void
mus_workspace_list_others (MusWorkspace *self)
{
  g_autoptr (MusListTrail) trail = NULL;

  if (self->similar == NULL || self->similar->len == 0)
    return;

  trail = mus_list_trail_new (get_trail (self), self->similar);
  set_trail (self, trail);
  mus_workspace_update_similar (self);
}

char *
mus_workspace_describe_similar (MusWorkspace *self)
{
  if (self->similar == NULL || self->similar->len == 0 ||
      (get_trail (self) == NULL && !self->has_nothing_else))
    return NULL;

  return mus_other_list_describe (get_trail (self),
                                  self->has_nothing_else ? NULL : self->similar);
}

void
mus_workspace_list_before (MusWorkspace *self)
{
  if (!mus_workspace_has_list_before (self))
    return;

  set_trail (self, mus_list_trail_get_before (get_trail (self)));
  mus_workspace_update_similar (self);
}

gboolean
mus_workspace_has_list_before (MusWorkspace *self)
{
  return get_trail (self) != NULL;
}

/*
 * What the lists depend on
 */

static void
taste_changed_cb (MusWorkspace *self)
{
  if (mus_taste_store_update_rows (self->tastes, MUS_VERDICT_DISLIKE, &self->dislikes))
    mus_workspace_update_similar (self);
}

void
mus_workspace_add_similar (MusWorkspace *self)
{
  g_signal_connect_object (self->tastes, "changed", G_CALLBACK (taste_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::" LENGTH_KEY,
                           G_CALLBACK (mus_workspace_update_similar), self, G_CONNECT_SWAPPED);
}
