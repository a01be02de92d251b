/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-place.h"

#include <math.h>

/* A map that is dragged changes its view with every frame. */
#define SAVE_DELAY_S 2

#define MAX_TRAIL 50

struct _MusPlace
{
  MusWorkspace *workspace;
  AdwViewStack *pages;
  MusMap       *map;

  gboolean returns;  /* to the place in this catalog that is written down */
  gboolean arrives;  /* the catalog is there, and the place still to be gone to */
  guint    save_id;
};

static GSettings *
get_settings (MusPlace *self)
{
  return mus_workspace_get_settings (self->workspace);
}

/*
 * Saving
 */

/* Returns: (transfer full): the tracks by what they are, since rows change with the file */
static GVariant *
describe_trail (MusPlace *self)
{
  MusCatalog        *catalog = mus_workspace_get_catalog (self->workspace);
  g_autoptr (GArray) trail = mus_workspace_get_trail (self->workspace);
  GVariantBuilder    builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sss)"));
  for (guint i = trail->len - MIN (trail->len, MAX_TRAIL); i < trail->len; i++)
    {
      g_autoptr (MusThumb) track = mus_thumb_new_for_row (
          catalog, g_array_index (trail, guint32, i), MUS_VERDICT_NONE);

      g_variant_builder_add (&builder, "(sss)", track->track_id, track->title, track->artist);
    }

  return g_variant_builder_end (&builder);
}

/* Not once the listener has deleted what is known of the last catalog. */
static gboolean
may_save (MusPlace *self)
{
  g_autofree char *last = g_settings_get_string (get_settings (self), "last-catalog");

  return !self->arrives && last[0] != '\0' &&
         g_settings_get_boolean (get_settings (self), "reopen-last");
}

static void
write_down (MusPlace *self)
{
  GSettings *settings = get_settings (self);
  MusMapView view = mus_map_get_view (self->map);

  if (!may_save (self))
    return;

  g_settings_set_string (settings, "last-page",
                         adw_view_stack_get_visible_child_name (self->pages));
  g_settings_set (settings, "last-view", "(ddd)", view.x, view.y, view.zoom);
  g_settings_set_value (settings, "last-tracks", describe_trail (self));
}

static gboolean
save_cb (gpointer data)
{
  MusPlace *self = data;

  self->save_id = 0;
  write_down (self);

  return G_SOURCE_REMOVE;
}

static void
changed_cb (MusPlace *self)
{
  if (self->save_id == 0 && may_save (self))
    self->save_id = g_timeout_add_seconds (SAVE_DELAY_S, save_cb, self);
}

void
mus_place_save (MusPlace *self)
{
  if (self->save_id == 0)
    return;

  g_clear_handle_id (&self->save_id, g_source_remove);
  write_down (self);
}

/*
 * Coming back
 */

static void
return_to_view (MusPlace *self)
{
  MusMapView view;

  g_settings_get (get_settings (self), "last-view", "(ddd)", &view.x, &view.y, &view.zoom);
  if (isfinite (view.x) && isfinite (view.y) && isfinite (view.zoom))
    mus_map_set_view (self->map, &view);
}

/* What the catalog no longer has is passed over. */
static void
return_to_tracks (MusPlace *self)
{
  g_autoptr (GVariant) tracks = g_settings_get_value (get_settings (self), "last-tracks");
  g_autoptr (GArray)   trail = g_array_new (FALSE, FALSE, sizeof (guint32));
  GVariantIter iter;
  const char  *id, *title, *artist;

  g_variant_iter_init (&iter, tracks);
  while (g_variant_iter_next (&iter, "(&s&s&s)", &id, &title, &artist))
    {
      g_autoptr (MusThumb) track = mus_thumb_new (id, title, artist, MUS_VERDICT_NONE, 0);
      guint32              row =
          mus_thumb_find_row (track, mus_workspace_get_catalog (self->workspace));

      if (row != MUS_NO_ROW)
        g_array_append_val (trail, row);
    }
  mus_workspace_follow_trail (self->workspace, trail);
}

static void
open_job_cb (MusPlace *self)
{
  if (!self->arrives)
    return;

  if (self->returns)
    {
      return_to_view (self);
      return_to_tracks (self);
    }
  self->arrives = FALSE;
}

static void
forget (GSettings *settings)
{
  static const char *const keys[] = { "last-page", "last-view", "last-tracks" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (settings, keys[i]);
}

/* The page is shown with the catalog; the rest waits until all views know the catalog. */
static void
catalog_changed_cb (MusPlace *self)
{
  GSettings       *settings = get_settings (self);
  g_autofree char *last = g_settings_get_string (settings, "last-catalog");
  g_autofree char *uri = NULL;
  g_autofree char *page = NULL;

  g_clear_handle_id (&self->save_id, g_source_remove);
  if (mus_workspace_get_catalog (self->workspace) == NULL)
    return;

  uri = g_file_get_uri (mus_workspace_get_file (self->workspace));
  self->arrives = TRUE;
  self->returns = g_str_equal (uri, last) && g_settings_get_boolean (settings, "reopen-last");
  if (!self->returns)
    forget (settings);
  g_settings_set_string (settings, "last-catalog", uri);
  page = g_settings_get_string (settings, "last-page");
  adw_view_stack_set_visible_child_name (self->pages, page);
}

/*
 * The object
 */

MusPlace *
mus_place_new (MusWorkspace *workspace, AdwViewStack *pages, MusMap *map)
{
  MusPlace *self = g_new0 (MusPlace, 1);

  self->workspace = g_object_ref (workspace);
  self->pages = g_object_ref (pages);
  self->map = g_object_ref (map);
  g_signal_connect_swapped (workspace, "notify::catalog", G_CALLBACK (catalog_changed_cb), self);
  g_signal_connect_swapped (workspace, "notify::open-job", G_CALLBACK (open_job_cb), self);
  g_signal_connect_swapped (workspace, "notify::selected", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (pages, "notify::visible-child-name", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (mus_map_get_viewport (map), "changed", G_CALLBACK (changed_cb), self);

  return self;
}

void
mus_place_free (MusPlace *self)
{
  g_clear_handle_id (&self->save_id, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_signal_handlers_disconnect_by_data (self->pages, self);
  g_signal_handlers_disconnect_by_data (mus_map_get_viewport (self->map), self);
  g_object_unref (self->workspace);
  g_object_unref (self->pages);
  g_object_unref (self->map);
  g_free (self);
}
