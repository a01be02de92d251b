/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-taste-store-private.h"

#include <glib/gi18n.h>

/* A change on its way to the library and back. */
typedef struct
{
  MusTasteStore *store;
  gint64         taste;
  GPtrArray     *thumbs; /* as asked for */
  GPtrArray     *items;  /* the items that wait for it */
  gboolean       is_undo;
  gboolean       is_clear;
} Change;

static void
change_free (Change *change)
{
  g_ptr_array_unref (change->thumbs);
  g_ptr_array_unref (change->items);
  mus_taste_store_release (change->store);
  g_free (change);
}

/* Shows what is asked for, where it is the current taste's. */
static Change *
begin_change (MusTasteStore *self, gint64 taste, GPtrArray *thumbs)
{
  Change *change = g_new0 (Change, 1);

  change->store = mus_taste_store_hold (self);
  change->taste = taste;
  change->thumbs = g_ptr_array_ref (thumbs);
  change->items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < thumbs->len && taste == self->current; i++)
    {
      MusTasteItem *item = mus_taste_store_ensure_item (self, thumbs->pdata[i]);

      mus_taste_item_ask (item, thumbs->pdata[i]);
      g_ptr_array_add (change->items, g_object_ref (item));
    }
  mus_taste_store_refresh (self);

  return change;
}

/* What is gone is easily gone by mistake. */
static void
tell_removal (Change *change)
{
  const MusThumb  *last = change->thumbs->pdata[change->thumbs->len - 1];
  g_autofree char *text = NULL;

  if (change->is_undo || last->verdict != MUS_VERDICT_NONE)
    return;

  if (change->is_clear)
    {
      g_autofree char *count = mus_text_count (change->thumbs->len);

      text = g_strdup_printf (ngettext ("%s thumb taken back", "%s thumbs taken back",
                                        change->thumbs->len),
                              count);
    }
  else
    /* translators: %s is the title of a track */
    text = g_strdup_printf (_ ("“%s” is no longer in your taste"), last->title);
  mus_taste_store_tell (change->store, text, TRUE);
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Change               *change = data;
  MusTasteStore        *self = change->store;
  MusLibrary           *library = MUS_LIBRARY (source);
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) before =
      change->is_clear ? mus_library_clear_finish (library, result, &error)
                       : mus_library_set_finish (library, result, &error);

  for (guint i = 0; i < change->items->len; i++)
    if (before != NULL)
      mus_taste_item_keep (change->items->pdata[i], change->thumbs->pdata[i]);
    else
      mus_taste_item_refuse (change->items->pdata[i]);
  mus_taste_store_refresh (self);

  if (before == NULL)
    mus_taste_store_tell (self, error->message, FALSE);
  else if (!change->is_undo)
    mus_taste_store_add_step (self, change->taste, NULL, before);
  if (before != NULL)
    tell_removal (change);
  change_free (change);
}

static void
send_change (MusTasteStore *self, gint64 taste, GPtrArray *thumbs, gboolean is_undo)
{
  Change *change = begin_change (self, taste, thumbs);

  change->is_undo = is_undo;
  mus_library_set_async (self->library, taste, thumbs, changed_cb, change);
}

void
mus_taste_store_undo_thumbs (MusTasteStore *self, gint64 taste, GPtrArray *thumbs)
{
  send_change (self, taste, thumbs, TRUE);
}

static void
set_thumbs (MusTasteStore *self, GPtrArray *thumbs)
{
  if (self->is_loaded)
    send_change (self, self->current, thumbs, FALSE);
  else
    mus_taste_store_list (self);
}

static MusThumb *
take_back (MusTasteItem *item)
{
  const MusThumb *thumb = mus_taste_item_get_thumb (item);

  return mus_thumb_new (thumb->track_id, thumb->title, thumb->artist, MUS_VERDICT_NONE, 0);
}

/* Several thumbs may stand for one track of the open catalog, given in catalogs that had
 * more of its rows: all of them give way. */
static void
take_back_others (MusTasteStore *self, guint32 row, const MusThumb *thumb, GPtrArray *thumbs)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MusTasteItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (mus_taste_item_get_row (item) == row &&
          !g_str_equal (mus_taste_item_get_thumb (item)->track_id, thumb->track_id))
        g_ptr_array_add (thumbs, take_back (item));
    }
}

void
mus_taste_store_set_verdict (MusTasteStore *self, guint32 row, MusVerdict verdict)
{
  g_autoptr (GPtrArray) thumbs = mus_thumbs_new ();
  MusThumb *thumb;

  g_return_if_fail (self->catalog != NULL && row < mus_catalog_n_tracks (self->catalog));

  thumb = mus_thumb_new_for_row (self->catalog, row, verdict);
  take_back_others (self, row, thumb, thumbs);
  g_ptr_array_add (thumbs, thumb);
  set_thumbs (self, thumbs);
}

void
mus_taste_store_toggle (MusTasteStore *self, guint32 row, MusVerdict verdict)
{
  mus_taste_store_set_verdict (self, row,
                               mus_taste_store_get_verdict (self, row) == verdict
                                   ? MUS_VERDICT_NONE
                                   : verdict);
}

void
mus_taste_store_remove (MusTasteStore *self, MusTasteItem *item)
{
  g_autoptr (GPtrArray) thumbs = mus_thumbs_new ();

  if (mus_taste_item_get_row (item) != MUS_NO_ROW)
    {
      mus_taste_store_set_verdict (self, mus_taste_item_get_row (item), MUS_VERDICT_NONE);
      return;
    }

  g_ptr_array_add (thumbs, take_back (item));
  set_thumbs (self, thumbs);
}

void
mus_taste_store_clear (MusTasteStore *self)
{
  g_autoptr (GPtrArray) thumbs = mus_thumbs_new ();
  guint   n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  Change *change;

  if (n == 0)
    return;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MusTasteItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      g_ptr_array_add (thumbs, take_back (item));
    }
  change = begin_change (self, self->current, thumbs);
  change->is_clear = TRUE;
  mus_library_clear_async (self->library, self->current, changed_cb, change);
}
