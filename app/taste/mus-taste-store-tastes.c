/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-taste-store-private.h"

#include <glib/gi18n.h>

/* Where the settings remember the current taste. */
#define CURRENT_KEY "taste"

static MusTasteInfo *
find_info (MusTasteStore *self, gint64 taste)
{
  for (guint i = 0; i < self->tastes->len; i++)
    {
      MusTasteInfo *info = self->tastes->pdata[i];

      if (info->id == taste)
        return info;
    }

  return NULL;
}

/* The thumbs of another taste are not there before they are loaded. */
static void
set_current (MusTasteStore *self, gint64 taste)
{
  if (self->current != taste)
    {
      self->current = taste;
      self->is_loaded = FALSE;
      g_hash_table_remove_all (self->by_row);
      g_hash_table_remove_all (self->by_key);
      g_list_store_remove_all (self->items);
      if (self->settings != NULL)
        g_settings_set_int64 (self->settings, CURRENT_KEY, taste);
    }
  mus_taste_store_load (self);
}

/* The one that was current, or that was so at the last start, or the first. */
static gint64
choose_current (MusTasteStore *self)
{
  gint64 remembered = self->current;

  if (remembered == 0 && self->settings != NULL)
    remembered = g_settings_get_int64 (self->settings, CURRENT_KEY);
  if (find_info (self, remembered) != NULL)
    return remembered;

  return ((MusTasteInfo *) self->tastes->pdata[0])->id;
}

static void
listed_cb (GObject *library, GAsyncResult *result, gpointer data)
{
  g_autoptr (MusTasteStore) self = data;
  g_autoptr (GError)        error = NULL;
  GPtrArray *tastes = mus_library_list_finish (MUS_LIBRARY (library), result, &error);

  if (tastes == NULL)
    {
      mus_taste_store_tell (self, error->message, FALSE);
      return;
    }

  g_ptr_array_unref (self->tastes);
  self->tastes = tastes;
  set_current (self, choose_current (self));
  mus_taste_store_emit_tastes_changed (self);
}

void
mus_taste_store_list (MusTasteStore *self)
{
  mus_library_list_async (self->library, listed_cb, g_object_ref (self));
}

GPtrArray *
mus_taste_store_get_tastes (MusTasteStore *self)
{
  return self->tastes;
}

gint64
mus_taste_store_get_current (MusTasteStore *self)
{
  return self->current;
}

const char *
mus_taste_store_get_name (MusTasteStore *self)
{
  const MusTasteInfo *info = find_info (self, self->current);

  return info != NULL ? info->name : "";
}

void
mus_taste_store_switch (MusTasteStore *self, gint64 taste)
{
  if (taste == self->current || find_info (self, taste) == NULL)
    return;

  set_current (self, taste);
  mus_taste_store_list (self);
}

/*
 * Changes
 */

typedef struct
{
  MusTasteStore *store;
  gint64         deleted; /* the taste that comes back; 0: it is a new one */
} Creation;

/* What was done to a deleted taste can be taken back when it is there again. */
static void
replace_in_steps (MusTasteStore *self, gint64 deleted, gint64 taste)
{
  for (GList *l = self->steps.head; l != NULL; l = l->next)
    {
      MusTasteStep *step = l->data;

      if (step->taste == deleted)
        step->taste = taste;
    }
}

static void
created_cb (GObject *library, GAsyncResult *result, gpointer data)
{
  Creation          *creation = data;
  MusTasteStore     *self = creation->store;
  g_autoptr (GError) error = NULL;
  gint64 taste = mus_library_create_finish (MUS_LIBRARY (library), result, &error);

  if (taste != 0)
    {
      if (creation->deleted != 0)
        replace_in_steps (self, creation->deleted, taste);
      set_current (self, taste);
      mus_taste_store_list (self);
    }
  else
    mus_taste_store_tell (self, error->message, FALSE);
  mus_taste_store_release (self);
  g_free (creation);
}

static void
create (MusTasteStore *self, const char *name, GPtrArray *thumbs, gint64 deleted)
{
  Creation *creation = g_new (Creation, 1);

  creation->store = mus_taste_store_hold (self);
  creation->deleted = deleted;
  mus_library_create_async (self->library, name, thumbs, created_cb, creation);
}

void
mus_taste_store_create (MusTasteStore *self, const char *name)
{
  create (self, name, NULL, 0);
}

static void
renamed_cb (GObject *library, GAsyncResult *result, gpointer data)
{
  MusTasteStore     *self = data;
  g_autoptr (GError) error = NULL;

  if (mus_library_rename_finish (MUS_LIBRARY (library), result, &error))
    mus_taste_store_list (self);
  else
    mus_taste_store_tell (self, error->message, FALSE);
  mus_taste_store_release (self);
}

void
mus_taste_store_rename (MusTasteStore *self, const char *name)
{
  mus_library_rename_async (self->library, self->current, name, renamed_cb,
                            mus_taste_store_hold (self));
}

typedef struct
{
  MusTasteStore *store;
  gint64         taste;
  char          *name;
} Deletion;

static void
deleted_cb (GObject *library, GAsyncResult *result, gpointer data)
{
  Deletion             *deletion = data;
  MusTasteStore        *self = deletion->store;
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) thumbs =
      mus_library_delete_finish (MUS_LIBRARY (library), result, &error);

  if (thumbs != NULL)
    {
      /* translators: %s is the name of a taste */
      g_autofree char *text = g_strdup_printf (_ ("“%s” deleted"), deletion->name);

      mus_taste_store_add_step (self, deletion->taste, deletion->name, thumbs);
      mus_taste_store_list (self);
      mus_taste_store_tell (self, text, TRUE);
    }
  else
    mus_taste_store_tell (self, error->message, FALSE);
  mus_taste_store_release (self);
  g_free (deletion->name);
  g_free (deletion);
}

void
mus_taste_store_delete (MusTasteStore *self)
{
  Deletion *deletion = g_new (Deletion, 1);

  deletion->store = mus_taste_store_hold (self);
  deletion->taste = self->current;
  deletion->name = g_strdup (mus_taste_store_get_name (self));
  mus_library_delete_async (self->library, self->current, deleted_cb, deletion);
}

static void
deleted_all_cb (GObject *library, GAsyncResult *result, gpointer data)
{
  MusTasteStore     *self = data;
  g_autoptr (GError) error = NULL;

  if (mus_library_delete_all_finish (MUS_LIBRARY (library), result, &error))
    {
      mus_taste_store_forget_steps (self);
      mus_taste_store_list (self);
      mus_taste_store_tell (self, _ ("All your data is deleted"), FALSE);
    }
  else
    mus_taste_store_tell (self, error->message, FALSE);
  mus_taste_store_release (self);
}

void
mus_taste_store_delete_all (MusTasteStore *self)
{
  mus_library_delete_all_async (self->library, deleted_all_cb, mus_taste_store_hold (self));
}

/*
 * Undo
 */

gboolean
mus_taste_store_can_undo (MusTasteStore *self)
{
  return !g_queue_is_empty (&self->steps);
}

void
mus_taste_store_undo (MusTasteStore *self)
{
  MusTasteStep *step = g_queue_pop_head (&self->steps);

  if (step == NULL)
    return;

  if (step->deleted != NULL)
    create (self, step->deleted, step->thumbs, step->taste);
  else
    mus_taste_store_undo_thumbs (self, step->taste, step->thumbs);
  if (step->deleted == NULL && step->taste != self->current)
    mus_taste_store_switch (self, step->taste);
  mus_taste_step_free (step);
}
