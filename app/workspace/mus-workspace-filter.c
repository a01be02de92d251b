/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "workspace/mus-workspace-private.h"

void
mus_workspace_set_words (MusWorkspace *self, const char *words)
{
  if (g_strcmp0 (self->words, words) == 0)
    return;

  g_free (self->words);
  self->words = g_strdup (words);
  self->filter.words = self->words;
  mus_workspace_notify (self, PROP_FILTER);
}

void
mus_workspace_set_genre (MusWorkspace *self, guint16 genre)
{
  if (self->filter.genre == genre)
    return;

  self->filter.genre = genre;
  mus_workspace_notify (self, PROP_FILTER);
}

void
mus_workspace_set_artist (MusWorkspace *self, guint32 artist)
{
  if (self->filter.artist == artist)
    return;

  self->filter.artist = artist;
  mus_workspace_notify (self, PROP_FILTER);
}

const MusFilter *
mus_workspace_get_filter (MusWorkspace *self)
{
  return &self->filter;
}

MusFilters *
mus_workspace_get_filters (MusWorkspace *self)
{
  return self->filters;
}

static void
allowed_cb (MusWorkspace *self)
{
  const guint8 *allowed = mus_filters_get_mask (self->filters);

  if (allowed == NULL && self->filter.allowed == NULL)
    return;

  self->filter.allowed = allowed;
  mus_workspace_notify (self, PROP_FILTER);
  mus_workspace_update_similar (self);
}

void
mus_workspace_add_filters (MusWorkspace *self)
{
  self->filters = mus_filters_new ();
  g_signal_connect_object (self->filters, "notify::allowed", G_CALLBACK (allowed_cb), self,
                           G_CONNECT_SWAPPED);
}

void
mus_workspace_clear_filter (MusWorkspace *self)
{
  const MusFilter nothing = MUS_FILTER_INIT;

  g_clear_pointer (&self->words, g_free);
  self->filter = nothing;
}
